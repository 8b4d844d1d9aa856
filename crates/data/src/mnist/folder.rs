//! Finds MNIST, or a data set of the same form, in a folder, and names the one that it is.

use std::{
    fs,
    path::{Path, PathBuf},
};

use flate2::Crc;

use super::{FILES, Mnist, MnistError, PIXELS, SIDE};
use crate::idx;

/// The images of a folder.
#[derive(Clone, Debug)]
pub struct Folder {
    /// For training.
    pub train: Mnist,
    /// For testing.
    pub test: Mnist,
    /// The set's name; none for MNIST, and for images that nothing names.
    pub name: Option<&'static str>,
    /// Whether the files have each image column by column, as EMNIST's, so that they were turned.
    pub turned: bool,
    /// Whether more than half of the training pixels are nearer to ink than to paper, as in images that are inverted.
    pub inverted: bool,
}

/// A data set by the names of its files.
struct Set {
    /// What the names of the training files and of the test files begin with.
    parts: [&'static str; 2],
    name: Option<&'static str>,
    /// Whether its images are stored column by column.
    by_columns: bool,
}

/// EMNIST's files were made by a program that counts columns first (Cohen et al., arXiv:1702.05373).
const fn emnist(parts: [&'static str; 2], name: &'static str) -> Set {
    Set {
        parts,
        name: Some(name),
        by_columns: true,
    }
}

/// The known sets; of several in one folder the first is read.
const SETS: [Set; 8] = [
    Set {
        parts: ["train", "t10k"],
        name: None,
        by_columns: false,
    },
    Set {
        parts: ["qmnist-train", "qmnist-test"],
        name: Some("QMNIST"),
        by_columns: false,
    },
    emnist(
        ["emnist-digits-train", "emnist-digits-test"],
        "EMNIST Digits",
    ),
    emnist(["emnist-mnist-train", "emnist-mnist-test"], "EMNIST MNIST"),
    emnist(
        ["emnist-letters-train", "emnist-letters-test"],
        "EMNIST Letters",
    ),
    emnist(
        ["emnist-balanced-train", "emnist-balanced-test"],
        "EMNIST Balanced",
    ),
    emnist(
        ["emnist-bymerge-train", "emnist-bymerge-test"],
        "EMNIST ByMerge",
    ),
    emnist(
        ["emnist-byclass-train", "emnist-byclass-test"],
        "EMNIST ByClass",
    ),
];

/// How the names of images and of labels end, besides `.gz`.
const ENDS: [&[&str]; 2] = [
    &["-images-idx3-ubyte", "-images.idx3-ubyte"],
    &[
        "-labels-idx1-ubyte",
        "-labels.idx1-ubyte",
        "-labels-idx2-int",
        "-labels.idx2-int",
    ],
];

/// The CRC-32 of the labels that tests of MNIST and Fashion-MNIST have: their files have the same names.
const CHECKSUMS: [(u32, Option<&str>); 2] =
    [(0xee86_04d9, None), (0x242b_c73f, Some("Fashion-MNIST"))];
/// Sets whose files have MNIST's names, by a part of their folder's name.
const FOLDERS: [(&str, &str); 3] = [
    ("fashion", "Fashion-MNIST"),
    ("kmnist", "KMNIST"),
    ("kuzushiji", "KMNIST"),
];

impl Folder {
    /// Reads a folder: the four files of MNIST, or of a set of its form, raw or with `.gz` at the end of their names.
    ///
    /// # Errors
    /// [`MnistError::Missing`] where a file is not there; all others name the file and what is wrong with it.
    pub fn read(folder: &Path) -> Result<Self, MnistError> {
        let found = SETS.iter().map(|set| (set, set.files(folder)));
        let (set, files) = found
            .max_by_key(|(set, files)| {
                let there = files.iter().filter(|file| file.is_ok()).count();
                // Of equal ones the first, where `max_by_key` takes the last.
                let place = SETS.iter().position(|other| other.parts == set.parts);
                (there, std::cmp::Reverse(place))
            })
            .ok_or(MnistError::Empty)?;
        let [train_images, train_labels, test_images, test_labels] = match files {
            [Ok(a), Ok(b), Ok(c), Ok(d)] => [a, b, c, d],
            files => return Err(missing(folder, files)),
        };
        let Half {
            set: train,
            inverted,
            ..
        } = set.half(&train_images, &train_labels)?;
        let test = set.half(&test_images, &test_labels)?;
        let known = CHECKSUMS.iter().find(|(known, _)| *known == test.checksum);
        Ok(Self {
            train,
            test: test.set,
            inverted,
            name: set
                .name
                .or_else(|| known.map_or_else(|| named(folder), |(_, name)| *name)),
            turned: set.by_columns,
        })
    }
}

/// Images and their labels.
struct Half {
    set: Mnist,
    /// The CRC-32 of the labels.
    checksum: u32,
    inverted: bool,
}

/// A set's name by the folder's.
fn named(folder: &Path) -> Option<&'static str> {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let folder = folder.to_string_lossy().to_lowercase();
    let mut names = FOLDERS.iter();
    let (_, name) = names.find(|(part, _)| folder.contains(part))?;
    Some(name)
}

fn missing(folder: &Path, files: [Result<PathBuf, String>; 4]) -> MnistError {
    let folder_name = folder.display().to_string();
    if folder.is_file() {
        return MnistError::NoFolder { file: folder_name };
    }
    let (mut found, mut lacking) = (Vec::new(), Vec::new());
    for file in files {
        match file {
            Ok(path) => found.extend(
                path.file_name()
                    .map(|name| name.to_string_lossy().into_owned()),
            ),
            Err(name) => lacking.push(name),
        }
    }
    MnistError::Missing {
        folder: folder_name,
        found,
        lacking,
    }
}

impl Set {
    /// Its four files in the order of [`FILES`]: the path of each that is there, or else its usual name.
    fn files(&self, folder: &Path) -> [Result<PathBuf, String>; 4] {
        let [train, test] = self.parts;
        let [images, labels] = ENDS;
        [
            (train, images),
            (train, labels),
            (test, images),
            (test, labels),
        ]
        .map(|(part, ends)| {
            let names = ends
                .iter()
                .flat_map(|end| [format!("{part}{end}"), format!("{part}{end}.gz")]);
            let mut paths = names.map(|name| folder.join(name));
            paths
                .find(|path| path.is_file())
                .ok_or_else(|| format!("{part}{}", ends.first().copied().unwrap_or_default()))
        })
    }

    /// Reads images and their labels.
    fn half(&self, images: &Path, labels: &Path) -> Result<Half, MnistError> {
        let read = |path: &Path| {
            let file = path.display().to_string();
            fs::read(path).map_err(|error| MnistError::Io { file, error })
        };
        let idx = |path: &Path| {
            let file = path.display().to_string();
            move |error| MnistError::Idx { file, error }
        };
        let bytes = read(images)?;
        let mut pixels = idx::read_images(&bytes).map_err(idx(images))?;
        drop(bytes);
        if self.by_columns && (pixels.rows, pixels.columns) == (SIDE, SIDE) {
            pixels.pixels.chunks_exact_mut(PIXELS).for_each(turn);
        }
        let dark = pixels.pixels.iter().filter(|pixel| **pixel > 127).count();
        let inverted = 2 * dark > pixels.pixels.len();
        let digits = idx::read_labels(&read(labels)?).map_err(idx(labels))?;
        let within = |error| MnistError::In {
            file: labels.display().to_string(),
            error: Box::new(error),
        };
        foreign(&digits).map_err(within)?;
        let mut checksum = Crc::new();
        checksum.update(&digits);
        let set = Mnist::new(pixels, digits).map_err(|error| match error {
            MnistError::Label { .. } => within(error),
            error => MnistError::In {
                file: images.display().to_string(),
                error: Box::new(error),
            },
        })?;
        Ok(Half {
            set,
            checksum: checksum.sum(),
            inverted,
        })
    }
}

/// Swaps the rows and the columns of an image.
fn turn(image: &mut [u8]) {
    for row in 0..SIDE {
        for column in 0..row {
            image.swap(row * SIDE + column, column * SIDE + row);
        }
    }
}

/// Refuses labels that are known to be no digits.
fn foreign(labels: &[u8]) -> Result<(), MnistError> {
    let (low, high) = labels.iter().fold((u8::MAX, 0), |(low, high), label| {
        (low.min(*label), high.max(*label))
    });
    let meaning = match (low, high) {
        (1, 10) => "10 seems to stand for the digit 0: write 0 for it",
        (1, 26) => {
            "they seem to be those of EMNIST Letters, 1 for A: take EMNIST Digits or EMNIST MNIST"
        }
        (0, 46 | 61) => {
            "they seem to be those of EMNIST's digits and letters: take EMNIST Digits or EMNIST MNIST"
        }
        _ => return Ok(()),
    };
    Err(MnistError::Labels { low, high, meaning })
}

/// What a folder lacks, in words.
pub(super) fn lacking(found: &[String], lacking: &[String]) -> String {
    match found.is_empty() {
        true => {
            let names = FILES.map(|file| file.name).join(", ");
            format!("none of the files {names} is there, raw or with .gz")
        }
        false => format!(
            "{} is there, but not {} (raw or with .gz)",
            found.join(", "),
            lacking.join(", ")
        ),
    }
}
