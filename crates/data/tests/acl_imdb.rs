//! The IMDB reviews: an archive made up here, and the real one where this machine has it.
#![cfg(feature = "archive")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};
use redes_data::{
    acl_imdb::{AclImdb, AclImdbError, Review},
    reviews::Reviews,
    words::{Encoding, Extent, Id, Vocabulary},
};

const FILES: [(&str, &[u8]); 11] = [
    ("README", b"Large Movie Review Dataset"),
    ("train/urls_neg.txt", b"http://"),
    ("train/unsup/0_0.txt", b"unlabelled"),
    ("train/neg/10_1.txt", b"tenth"),
    ("train/neg/9_2.txt", b"ninth"),
    ("train/neg/11_2.txt", b"eleventh"),
    ("train/neg/._9_2.txt", b"not a review"),
    ("train/pos/3_10.txt", b"caf\xe9 \xc3\xa9"),
    ("test/neg/0_2.txt", b""),
    ("test/pos/1_7.txt", b"one"),
    ("test/pos/0_9.txt", b"zero"),
];

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        archive
            .append_data(&mut header, format!("aclImdb/{name}"), *content)
            .unwrap();
    }
    archive.into_inner().unwrap()
}

fn parts(reviews: &[Review]) -> Vec<(&str, &str, u8)> {
    reviews
        .iter()
        .map(|review| (review.name.as_str(), review.text.as_str(), review.label))
        .collect()
}

fn check(read: &AclImdb) {
    assert_eq!(
        parts(&read.train),
        [
            ("train/neg/9_2.txt", "ninth", 0),
            ("train/pos/3_10.txt", "caf\u{fffd} é", 1),
            ("train/neg/10_1.txt", "tenth", 0),
            ("train/neg/11_2.txt", "eleventh", 0),
        ]
    );
    assert_eq!(
        parts(&read.test),
        [
            ("test/neg/0_2.txt", "", 0),
            ("test/pos/0_9.txt", "zero", 1),
            ("test/pos/1_7.txt", "one", 1),
        ]
    );
}

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn an_archive_is_read_in_turns() {
    let archive = gzip(&tar(&FILES));
    check(&AclImdb::from_archive(&archive[..]).unwrap());
    let folder = folder("archive");
    fs::write(folder.join("aclImdb_v1.tar.gz"), &archive).unwrap();
    check(&AclImdb::read(&folder).unwrap());
    check(&AclImdb::read(&folder.join("aclImdb_v1.tar.gz")).unwrap());
}

#[test]
fn a_folder_is_read_as_its_archive() {
    let folder = folder("unpacked");
    for (name, content) in FILES {
        let path = folder.join("aclImdb").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    check(&AclImdb::read(&folder).unwrap());
    check(&AclImdb::read(&folder.join("aclImdb")).unwrap());
    fs::remove_dir_all(folder.join("aclImdb/test/pos")).unwrap();
    let missing = AclImdb::read(&folder).unwrap_err().to_string();
    assert_eq!(missing, "there are no reviews like test/pos/123_4.txt");
    assert!(matches!(
        AclImdb::read(&folder.join("nowhere")),
        Err(AclImdbError::Io { .. })
    ));
}

#[test]
fn what_is_no_archive_is_an_error() {
    let read = |bytes: &[u8]| AclImdb::from_archive(bytes).unwrap_err();
    assert!(matches!(read(b""), AclImdbError::NotAnArchive));
    assert!(matches!(read(&tar(&FILES)), AclImdbError::NotAnArchive));
    let text = gzip(&b"no archive ".repeat(1000));
    assert!(matches!(read(&text), AclImdbError::Damaged(_)));
    let half = gzip(&tar(&FILES[..8]));
    assert!(matches!(
        read(&half),
        AclImdbError::Missing {
            half: "test",
            class: "neg"
        }
    ));
    assert!(matches!(read(&gzip(&[])), AclImdbError::Missing { .. }));
}

#[test]
fn every_cut_is_an_error() {
    let plain = tar(&FILES);
    let archive = gzip(&plain);
    for length in 2..archive.len() {
        let read = AclImdb::from_archive(&archive[..length]);
        assert!(matches!(read, Err(AclImdbError::Damaged(_))), "{length}");
    }
    // Cut before it was compressed, in the middle of the last review.
    let cut = gzip(&plain[..plain.len() - 1024 - 510]);
    let read = AclImdb::from_archive(&cut[..]);
    assert!(matches!(read, Err(AclImdbError::Damaged(_))), "{read:?}");
}

/// The first folder or archive of these that has the reviews: what REDES_IMDB names, the folder that several checkouts
/// share, the user's cache.
fn real() -> Option<(PathBuf, AclImdb)> {
    let shared = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let cache = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(env::home_dir()?.join(".cache")));
    let places = [
        env::var_os("REDES_IMDB").map(PathBuf::from),
        Some(shared.into()),
        cache.map(|cache| cache.join("redes/data/imdb")),
    ];
    let found = places
        .into_iter()
        .flatten()
        .find_map(|path| AclImdb::read(&path).ok().map(|read| (path, read)));
    if found.is_none() {
        println!("skipped: the IMDB reviews are not here (`cargo xtask data` fetches them)");
    }
    found
}

fn encoded(vocabulary: &Vocabulary, reviews: &[Review]) -> Reviews {
    let texts = reviews.iter().map(|r| (r.text.as_str(), r.label));
    Reviews::encoded(&Encoding::default(), vocabulary, texts).unwrap()
}

/// The review that the thesis prints as a vector (§4, case 2.0), and the known first row of Keras's training set.
#[test]
fn the_reviews_are_keras_and_the_thesiss() {
    let Some((path, imdb)) = real() else { return };
    let texts = || imdb.train.iter().map(|review| review.text.as_str());
    let head = include_str!("../../../www/models/reviews-words.txt");
    let head = Vocabulary::from_ranked_lines(head, Extent::Head).unwrap();
    assert_eq!(head.len(), Encoding::default().known_words());
    let whole = head.completed(texts());
    assert_eq!(whole.len(), 88_584);

    let (train, test) = (encoded(&whole, &imdb.train), encoded(&whole, &imdb.test));
    for (set, reviews) in [(&train, &imdb.train), (&test, &imdb.test)] {
        assert_eq!(set.len(), 25_000);
        let in_turns = set.labels().iter().enumerate();
        assert!(
            in_turns
                .into_iter()
                .all(|(i, &label)| i % 2 == usize::from(label))
        );
        assert_eq!(reviews.len(), set.len());
    }
    let ids = |set: &Reviews, reviews: &[Review], name: &str| {
        let index = reviews
            .iter()
            .position(|review| review.name == name)
            .unwrap();
        set.ids(index).to_vec()
    };
    // As printed; four numbers are broken there over two lines: 2801, 19, 950 and 2822.
    let printed: Vec<Id> = include_str!("golden/thesis_review.txt")
        .split_whitespace()
        .map(|id| id.parse().unwrap())
        .collect();
    assert_eq!(ids(&test, &imdb.test, "test/pos/2425_10.txt"), printed);
    let first = ids(&train, &imdb.train, "train/pos/576_10.txt");
    assert_eq!(
        (first.len(), &first[..7]),
        (218, &[1, 14, 22, 16, 43, 530, 973][..])
    );

    // Ranked afresh, the order of equally frequent words is all that differs.
    let afresh = Vocabulary::rank(texts());
    assert_eq!(afresh.len(), whole.len());
    assert!(afresh.words().all(|word| whole.rank_of(word).is_some()));
    assert!(afresh.words().take(43).eq(whole.words().take(43)));

    // Keras's own index says the same as its head, completed.
    let Ok(index) = fs::read(path.join("imdb_word_index.json")) else {
        println!("Keras's index is not here: only its head has been compared");
        return;
    };
    let keras = Vocabulary::from_keras_json(&index).unwrap();
    assert_eq!(keras.head(head.len()), head);
    assert_eq!(encoded(&keras, &imdb.train), train);
    assert_eq!(encoded(&keras, &imdb.test), test);
}
