//! Folders of MNIST and of sets of its form: their names, how they are spelt and stored, and what is wrong with them.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::{fs, io::Write, path::Path};

use flate2::{Compression, write::GzEncoder};
use redes_core::train::Dataset;
use redes_data::mnist::{Folder, MnistError};

/// Images of the training and of the test set.
const COUNTS: [usize; 2] = [3, 2];

/// A pixel that is another in each row, column and image.
fn pixel(image: usize, row: usize, column: usize) -> u8 {
    (image * 50 + row * 28 + column * 3 + 1) as u8
}

fn numbers(numbers: &[usize]) -> Vec<u8> {
    let bytes = numbers.iter().map(|number| (*number as u32).to_be_bytes());
    bytes.flatten().collect()
}

/// A file of images, each turned where `turned` says so.
fn images(count: usize, turned: bool) -> Vec<u8> {
    let mut bytes = numbers(&[0x803, count, 28, 28]);
    for image in 0..count {
        for (row, column) in (0..28 * 28).map(|at| (at / 28, at % 28)) {
            bytes.push(match turned {
                true => pixel(image, column, row),
                false => pixel(image, row, column),
            });
        }
    }
    bytes
}

fn labels(labels: &[u8]) -> Vec<u8> {
    [numbers(&[0x801, labels.len()]), labels.to_vec()].concat()
}

/// QMNIST's rows: the digit, then seven numbers of the writer and the form (Yadav and Bottou, arXiv:1905.10498).
fn rows_of_eight(labels: &[u8]) -> Vec<u8> {
    let mut bytes = numbers(&[0xc02, labels.len(), 8]);
    for label in labels {
        bytes.extend(numbers(&[
            usize::from(*label),
            4,
            2437,
            9,
            102,
            500_137,
            0,
            0,
        ]));
    }
    bytes
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Writes four files with these names.
fn write(folder: &Path, names: [&str; 4], turned: bool, file: fn(&[u8]) -> Vec<u8>) {
    fs::create_dir_all(folder).unwrap();
    let digits: [&[u8]; 2] = [&[7, 0, 9], &[1, 8]];
    for half in 0..2 {
        let (name, images) = (names[2 * half], images(COUNTS[half], turned));
        let pack = |name: &str, bytes: Vec<u8>| match name.ends_with(".gz") {
            true => gzip(&bytes),
            false => bytes,
        };
        fs::write(folder.join(name), pack(name, images)).unwrap();
        let name = names[2 * half + 1];
        fs::write(folder.join(name), pack(name, file(digits[half]))).unwrap();
    }
}

const USUAL: [&str; 4] = [
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
];

fn check(found: &Folder) {
    assert_eq!((found.train.len(), found.test.len()), (3, 2));
    assert_eq!(found.train.labels(), [7, 0, 9]);
    assert_eq!(found.test.labels(), [1, 8]);
    let image = found.train.image(2).unwrap();
    assert_eq!(image[5 * 28 + 20], pixel(2, 5, 20));
}

#[test]
fn every_spelling_and_every_set_of_the_form_is_read() {
    let dotted = USUAL.map(|name| name.replacen("-idx", ".idx", 1));
    let zipped = USUAL.map(|name| format!("{name}.gz"));
    let dotted_zipped = dotted.clone().map(|name| format!("{name}.gz"));
    for names in [USUAL.map(str::to_owned), dotted, zipped, dotted_zipped] {
        let place = tempfile::tempdir().unwrap();
        write(
            place.path(),
            names.each_ref().map(|name| &**name),
            false,
            labels,
        );
        let found = Folder::read(place.path()).unwrap();
        check(&found);
        assert_eq!((found.name, found.turned), (None, false));
    }
    let emnist = |set: &str| {
        [
            "train-images-idx3",
            "train-labels-idx1",
            "test-images-idx3",
            "test-labels-idx1",
        ]
        .map(|part| format!("emnist-{set}-{part}-ubyte.gz"))
    };
    for (set, name) in [("digits", "EMNIST Digits"), ("mnist", "EMNIST MNIST")] {
        let place = tempfile::tempdir().unwrap();
        write(
            place.path(),
            emnist(set).each_ref().map(|name| &**name),
            true,
            labels,
        );
        let found = Folder::read(place.path()).unwrap();
        check(&found);
        assert_eq!((found.name, found.turned), (Some(name), true));
    }
    let place = tempfile::tempdir().unwrap();
    let names = [
        "qmnist-train-images-idx3-ubyte",
        "qmnist-train-labels-idx2-int",
        "qmnist-test-images-idx3-ubyte.gz",
        "qmnist-test-labels-idx2-int.gz",
    ];
    write(place.path(), names, false, rows_of_eight);
    let found = Folder::read(place.path()).unwrap();
    check(&found);
    assert_eq!((found.name, found.turned), (Some("QMNIST"), false));
    // Of two sets the first is read: MNIST.
    write(place.path(), USUAL, false, labels);
    assert_eq!(Folder::read(place.path()).unwrap().name, None);
}

#[test]
fn more_ink_than_paper_is_noticed() {
    let place = tempfile::tempdir().unwrap();
    write(place.path(), USUAL, false, labels);
    let file = place.path().join(USUAL[0]);
    let mut bytes = numbers(&[0x803, 3, 28, 28]);
    for (paper, inverted) in [(0, false), (255, true)] {
        bytes.truncate(16);
        bytes.extend([255 - paper; 784]);
        bytes.resize(16 + 3 * 784, paper);
        fs::write(&file, &bytes).unwrap();
        assert_eq!(Folder::read(place.path()).unwrap().inverted, inverted);
    }
}

#[test]
fn fashion_mnist_is_known_by_its_labels_and_by_its_folder() {
    // Debian's package dataset-fashion-mnist, t10k-labels-idx1-ubyte.gz (Zalando, MIT licence).
    let fashion = include_bytes!("golden/fashion-mnist-t10k-labels-idx1-ubyte.gz");
    let place = tempfile::tempdir().unwrap();
    write(place.path(), USUAL, false, labels);
    let mut blank = numbers(&[0x803, 10_000, 28, 28]);
    blank.resize(16 + 10_000 * 784, 0);
    fs::write(place.path().join(USUAL[2]), blank).unwrap();
    fs::write(place.path().join(USUAL[3]), fashion).unwrap();
    assert_eq!(
        Folder::read(place.path()).unwrap().name,
        Some("Fashion-MNIST")
    );
    for (folder, name) in [("Fashion_MNIST/raw", "Fashion-MNIST"), ("KMNIST", "KMNIST")] {
        let folder = place.path().join(folder);
        write(&folder, USUAL, false, labels);
        assert_eq!(Folder::read(&folder).unwrap().name, Some(name));
    }
}

#[test]
fn what_is_wrong_with_a_folder_is_reported_with_its_file() {
    let place = tempfile::tempdir().unwrap();
    let message = |folder: &Path| Folder::read(folder).unwrap_err().to_string();
    let none = message(place.path());
    assert!(
        none.contains("none of the files train-images-idx3-ubyte, "),
        "{none}"
    );
    assert!(message(&place.path().join("nowhere")).contains("none of the files"));

    write(place.path(), USUAL, false, labels);
    let file = place.path().join(USUAL[0]);
    assert!(message(&file).contains("is a file: name the folder"));
    let whole = fs::read(&file).unwrap();
    type Damage = fn(&mut Vec<u8>);
    let damages: [(Damage, &str); 9] = [
        (
            |bytes| bytes.truncate(1_000),
            "cut short: 2368 bytes are promised, 1000 are there",
        ),
        (
            |bytes| bytes.extend([0; 7]),
            "the file has at least 7 bytes too many",
        ),
        (
            |bytes| bytes[3] = 1,
            "not an IDX file of images: it begins with 0x00000801, as a file of labels",
        ),
        (
            |bytes| *bytes = b"PK\x03\x04...".to_vec(),
            "as a zip archive: unpack it first",
        ),
        (
            |bytes| *bytes = b"<!doctype html>".to_vec(),
            "as a page of the web",
        ),
        (
            |bytes| *bytes = b"version https://git-lfs".to_vec(),
            "a pointer of Git LFS",
        ),
        (|bytes| bytes[11] = 29, "cut short"),
        (
            |bytes| bytes.clear(),
            "cut short: 16 bytes are promised, 0 are there",
        ),
        (
            |bytes| {
                let packed = gzip(bytes);
                *bytes = packed[..packed.len() / 2].to_vec();
            },
            "cut short: 2368 bytes are promised, ",
        ),
    ];
    for (damage, said) in damages {
        let mut bytes = whole.clone();
        damage(&mut bytes);
        fs::write(&file, bytes).unwrap();
        let message = message(place.path());
        assert!(
            message.starts_with(file.to_str().unwrap()) && message.contains(said),
            "{message}"
        );
    }
    fs::remove_file(&file).unwrap();
    let message = message(place.path());
    assert!(
        message.contains("t10k-labels-idx1-ubyte is there, but not train-images-idx3-ubyte"),
        "{message}"
    );
}

#[test]
fn labels_of_letters_are_told_from_digits() {
    let letters: Vec<u8> = (1..=26).collect();
    let balanced: Vec<u8> = (0..47).collect();
    let shifted: Vec<u8> = (1..=10).collect();
    for (labels, said) in [
        (
            letters,
            "from 1 to 26, and the networks tell the digits 0 to 9: they seem to be those of EMNIST Letters",
        ),
        (
            balanced,
            "from 0 to 46, and the networks tell the digits 0 to 9: they seem to be those of EMNIST's digits and",
        ),
        (
            shifted,
            "from 1 to 10, and the networks tell the digits 0 to 9: 10 seems to stand for the digit 0",
        ),
        (vec![0, 12], "label 1 is 12, which is no digit"),
    ] {
        let place = tempfile::tempdir().unwrap();
        write(place.path(), USUAL, false, self::labels);
        fs::write(place.path().join(USUAL[0]), images(labels.len(), false)).unwrap();
        let file = place.path().join(USUAL[1]);
        fs::write(&file, self::labels(&labels)).unwrap();
        let message = Folder::read(place.path()).unwrap_err();
        assert!(matches!(message, MnistError::In { .. }));
        let message = message.to_string();
        assert!(
            message.starts_with(file.to_str().unwrap()) && message.contains(said),
            "{message}"
        );
    }
}

#[test]
fn labels_of_four_bytes_are_checked() {
    let read = redes_data::idx::read_labels;
    assert_eq!(read(&rows_of_eight(&[3, 1])).unwrap(), [3, 1]);
    assert_eq!(read(&gzip(&rows_of_eight(&[3, 1]))).unwrap(), [3, 1]);
    assert_eq!(
        read(&[numbers(&[0xc01, 2]), numbers(&[5, 6])].concat()).unwrap(),
        [5, 6]
    );
    let message = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
    let whole = rows_of_eight(&[3, 1]);
    assert_eq!(
        message(&whole[..70]),
        "the file is cut short: 76 bytes are promised, 70 are there"
    );
    assert_eq!(
        message(&[&whole[..], &[0]].concat()),
        "the file has at least 1 bytes too many"
    );
    let large = [numbers(&[0xc01, 1]), numbers(&[300])].concat();
    assert_eq!(message(&large), "label 0 is 300, which is no digit");
    let absurd = numbers(&[0xc02, u32::MAX as usize, u32::MAX as usize]);
    assert!(message(&absurd).contains("more than this program reads"));
    assert!(read(&numbers(&[0xc02, 0, 0])).unwrap().is_empty());
}
