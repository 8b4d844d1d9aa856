//! The file of reviews: what is written is read, and what is damaged is refused.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::io::Write;

use flate2::{Compression, Crc, write::GzEncoder};
use proptest::prelude::*;
use redes_data::{
    reviews::{MAX_WORDS, Reviews, ReviewsError},
    words::Id,
};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Puts the right checksum at the end.
fn signed(mut bytes: Vec<u8>) -> Vec<u8> {
    let content = bytes.len() - 4;
    let mut crc = Crc::new();
    crc.update(&bytes[..content]);
    bytes[content..].copy_from_slice(&crc.sum().to_le_bytes());
    bytes
}

/// A file with one little-endian number of its header changed.
fn with(file: &[u8], at: usize, number: &[u8]) -> Result<Reviews, ReviewsError> {
    let mut bytes = file.to_vec();
    bytes[at..at + number.len()].copy_from_slice(number);
    Reviews::from_bytes(&signed(bytes))
}

fn small() -> Reviews {
    let reviews: [(&[Id], u8); 3] = [(&[1, 4, 4999, 237, 236], 0), (&[], 1), (&[1, 2, 600], 1)];
    Reviews::new(5000, reviews).unwrap()
}

const REVIEWS: usize = 8;
const IDS: usize = 12;
const CODES: usize = 16;
const NUM_WORDS: usize = 20;
const KEPT: usize = 22;
const LABELS: usize = 24;
const LENGTHS: usize = 27;
const BODY: usize = 33;

#[test]
fn the_layout_is_as_documented() {
    let file = small().to_bytes();
    assert_eq!(&file[..8], b"REDESRV\x01");
    assert_eq!(
        file[REVIEWS..LABELS],
        [3, 0, 0, 0, 8, 0, 0, 0, 11, 0, 0, 0, 0x88, 0x13, 0xf4, 1]
    );
    assert_eq!(file[LABELS..LENGTHS], [0, 1, 1]);
    assert_eq!(file[LENGTHS..BODY], [5, 0, 0, 0, 3, 0]);
    assert_eq!(
        file[BODY..file.len() - 4],
        [1, 4, 255, 154, 237, 0, 236, 1, 2, 238, 107]
    );
    assert_eq!(signed(file.clone()), file);
    assert_eq!(Reviews::from_bytes(&file), Ok(small()));
    assert_eq!(Reviews::from_bytes(&gzip(&file)), Ok(small()));
}

#[test]
fn the_last_numbers_are_kept() {
    let long: Vec<Id> = (0..600).collect();
    let cut = Reviews::new(5000, [(&long[..], 1), (&long[..7], 0)]).unwrap();
    let read = Reviews::from_bytes(&cut.to_bytes()).unwrap();
    assert_eq!(read.ids(0), &long[600 - MAX_WORDS..]);
    assert_eq!((read.ids(1), read.labels()), (&long[..7], &[1, 0][..]));
    let first = Reviews::from_bytes(&cut.truncated(1).to_bytes()).unwrap();
    assert_eq!((first.len(), first.ids(0)), (1, read.ids(0)));
}

#[test]
fn every_cut_and_every_flip_is_an_error() {
    let file = small().to_bytes();
    let packed = gzip(&file);
    for length in 0..file.len() {
        assert!(
            matches!(
                Reviews::from_bytes(&file[..length]),
                Err(ReviewsError::Truncated { .. })
            ),
            "{length}"
        );
    }
    for length in 2..packed.len() {
        assert!(
            matches!(
                Reviews::from_bytes(&packed[..length]),
                Err(ReviewsError::Compression(_))
            ),
            "{length}"
        );
    }
    for at in 0..file.len() {
        for bit in 0..8 {
            let mut broken = file.clone();
            broken[at] ^= 1 << bit;
            assert!(
                Reviews::from_bytes(&broken).is_err(),
                "bit {bit} of byte {at}"
            );
        }
    }
    for at in 0..packed.len() {
        let mut broken = packed.clone();
        broken[at] ^= 0x55;
        // The header of gzip has fields (time, system) that mean nothing to the content.
        let read = Reviews::from_bytes(&broken);
        assert!(read.is_err() || read == Ok(small()), "byte {at}");
    }
}

#[test]
fn what_contradicts_itself_is_an_error() {
    let file = small().to_bytes();
    let contradicts = |result| matches!(result, Err(ReviewsError::Contradiction(_)));
    assert!(contradicts(with(&file, IDS, &[7])));
    assert!(contradicts(with(&file, IDS, &[12])));
    assert!(contradicts(with(&file, KEPT, &[4, 0])));
    assert!(contradicts(with(&file, LENGTHS, &[4])));
    assert!(contradicts(with(&file, LENGTHS, &[6])));
    assert!(contradicts(with(&file, LENGTHS, &[255])));
    // A number takes the next one for its second byte.
    assert!(contradicts(with(&file, BODY + 7, &[237])));
    assert!(matches!(
        with(&file, LABELS, &[2]),
        Err(ReviewsError::Label { index: 0, label: 2 })
    ));
    assert!(matches!(
        with(&file, BODY + 3, &[155]),
        Err(ReviewsError::Id { id: 5000, .. })
    ));
    assert!(matches!(
        with(&file, NUM_WORDS, &[0, 0]),
        Err(ReviewsError::Id { .. })
    ));
    assert!(matches!(
        with(&file, CODES, &[12]),
        Err(ReviewsError::Truncated { .. })
    ));
    assert!(matches!(
        with(&file, CODES, &[10]),
        Err(ReviewsError::Trailing { extra: 1 })
    ));
    assert!(matches!(
        with(&file, 7, &[2]),
        Err(ReviewsError::Version { found: 2, .. })
    ));
    assert!(matches!(with(&file, 0, b"PK"), Err(ReviewsError::Magic)));
    let none = [&file[..8], &[0; 12], &file[20..24], &[0; 4]].concat();
    assert_eq!(Reviews::from_bytes(&signed(none)), Err(ReviewsError::Empty));
}

#[test]
fn sizes_that_lie_cost_nothing() {
    let file = small().to_bytes();
    for at in [REVIEWS, CODES] {
        assert!(matches!(
            with(&file, at, &[255; 4]),
            Err(ReviewsError::TooLarge { .. })
        ));
    }
    assert!(matches!(
        with(&file, IDS, &[255; 4]),
        Err(ReviewsError::Contradiction(_))
    ));
    // 64 MB of zeros behind a small file.
    let bomb = gzip(&[&file[..], &vec![0; 64 << 20]].concat());
    assert_eq!(
        Reviews::from_bytes(&bomb),
        Err(ReviewsError::Trailing { extra: 1 })
    );
    let twice = [gzip(&file), file.clone()].concat();
    let extra = file.len() as u64;
    assert_eq!(
        Reviews::from_bytes(&twice),
        Err(ReviewsError::Trailing { extra })
    );
}

fn reviews() -> impl Strategy<Value = (Id, Vec<(Vec<Id>, u8)>)> {
    (1..=Id::MAX).prop_flat_map(|words| {
        let review = (proptest::collection::vec(0..words, 0..40), 0_u8..2);
        (Just(words), proptest::collection::vec(review, 1..12))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_is_written_is_read((words, reviews) in reviews()) {
        let written = Reviews::new(words, reviews).unwrap();
        prop_assert_eq!(Reviews::from_bytes(&written.to_bytes()), Ok(written));
    }

    /// Damage that the checksum doesn't find.
    #[test]
    fn whatever_is_signed_is_read_or_refused(
        (words, reviews) in reviews(),
        damage in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..4),
        cut in 0_usize..3,
    ) {
        let mut bytes = Reviews::new(words, reviews).unwrap().to_bytes();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(bytes.len() - cut);
        if let Ok(read) = Reviews::from_bytes(&signed(bytes)) {
            prop_assert!(!read.is_empty());
            prop_assert!((0..read.len()).all(|i| read.ids(i).iter().all(|&id| id < read.num_words())));
            prop_assert!(read.labels().iter().all(|&label| label < 2));
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(start in 0_usize..4, rest in proptest::collection::vec(any::<u8>(), 0..200)) {
        let starts: [&[u8]; 4] = [&[], b"REDESRV\x01", b"REDESRV\x01\x02\0\0\0\x02\0\0\0\x02\0\0\0", &[0x1f, 0x8b, 8, 0]];
        let bytes = [starts[start], &rest].concat();
        let _ = Reviews::from_bytes(&bytes);
        if bytes.len() > 4 {
            let _ = Reviews::from_bytes(&signed(bytes));
        }
    }
}
