//! Reads the Large Movie Review Dataset: the published `aclImdb_v1.tar.gz`, or the folder of its unpacked files (Maas
//! et al., "Learning Word Vectors for Sentiment Analysis", ACL 2011, <https://ai.stanford.edu/~amaas/data/sentiment/>).
//!
//! A review is a file `train|test/neg|pos/ID_RATING.txt`; all other files are skipped, also the unlabelled reviews.

use std::{
    fs::{self, File},
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
};

use flate2::read::GzDecoder;

/// The most bytes of text that are read; the data set has fewer.
const LIMIT: u64 = 1 << 30;
/// The names of the archive: the published one, and one without the unlabelled reviews.
const ARCHIVES: [&str; 2] = ["aclImdb_v1.tar.gz", "aclImdb_labelled.tar.gz"];
/// The folder that the archive holds.
const FOLDER: &str = "aclImdb";
const HALVES: [&str; 2] = ["train", "test"];
/// By label.
const CLASSES: [&str; 2] = ["neg", "pos"];

/// Why an archive or a folder is not the data set.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AclImdbError {
    /// The system cannot read a file or folder.
    #[error("{file}: {error}")]
    Io {
        /// Its path.
        file: String,
        /// The system's error.
        error: io::Error,
    },
    /// The file is not gzip-compressed.
    #[error("not a .tar.gz archive")]
    NotAnArchive,
    /// The archive is damaged or cut short, or the compressed data are not a tar archive.
    #[error("the archive is damaged or cut short: {0}")]
    Damaged(io::Error),
    /// A part of the data set is missing.
    #[error("there are no reviews like {half}/{class}/123_4.txt")]
    Missing {
        /// `train` or `test`.
        half: &'static str,
        /// `neg` or `pos`.
        class: &'static str,
    },
    /// There is more than this program reads.
    #[error("more than {LIMIT} bytes of reviews")]
    TooLarge,
}

/// A review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Its file, such as `test/pos/2425_10.txt`.
    pub name: String,
    /// Its text. Bytes that are not UTF-8 have become U+FFFD.
    pub text: String,
    /// 0 negative, 1 positive.
    pub label: u8,
}

/// The labelled reviews. Each half is in the order of the reviews' numbers, negative and positive ones in turn, so that
/// the first n reviews are half negative and half positive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AclImdb {
    /// For training: 25,000.
    pub train: Vec<Review>,
    /// For testing: 25,000.
    pub test: Vec<Review>,
}

impl AclImdb {
    /// Reads an archive or a folder. The folder may be that of the data set, or one that has it or its archive inside.
    ///
    /// # Errors
    /// [`AclImdbError`] says what cannot be read or is missing.
    pub fn read(path: &Path) -> Result<Self, AclImdbError> {
        let inside = ARCHIVES.map(|name| path.join(name));
        let archive = inside.iter().find(|archive| archive.is_file());
        if archive.is_none() && path.is_dir() {
            return Self::from_folder(path);
        }
        let path = archive.map_or(path, PathBuf::as_path);
        let file = File::open(path).map_err(|error| at(path, error))?;
        Self::from_archive(BufReader::new(file))
    }

    /// Reads an archive in a single pass.
    ///
    /// # Errors
    /// [`AclImdbError`] where it is not an archive, is damaged, or lacks a part.
    pub fn from_archive(mut archive: impl Read) -> Result<Self, AclImdbError> {
        let mut magic = Vec::new();
        let start = archive.by_ref().take(2).read_to_end(&mut magic);
        start.map_err(AclImdbError::Damaged)?;
        if magic != [0x1f, 0x8b] {
            return Err(AclImdbError::NotAnArchive);
        }
        let mut archive = tar::Archive::new(GzDecoder::new(magic.chain(archive)));
        let mut found = Found::default();
        for entry in archive.entries().map_err(AclImdbError::Damaged)? {
            let mut entry = entry.map_err(AclImdbError::Damaged)?;
            if !entry.header().entry_type().is_file() {
                continue;
            }
            let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let Some(place) = Place::of(&path) else {
                continue;
            };
            let size = found.room_for(entry.size())?;
            let mut text = Vec::new();
            entry
                .read_to_end(&mut text)
                .map_err(AclImdbError::Damaged)?;
            if text.len() as u64 != size {
                return Err(AclImdbError::Damaged(io::ErrorKind::UnexpectedEof.into()));
            }
            found.push(place, text);
        }
        // What follows the last entry must be sound as well.
        let mut rest = archive.into_inner();
        io::copy(&mut rest, &mut io::sink()).map_err(AclImdbError::Damaged)?;
        found.finish()
    }

    /// Reads the data set's folder, or the folder that it lies in.
    ///
    /// # Errors
    /// [`AclImdbError`] says what cannot be read or is missing.
    pub fn from_folder(folder: &Path) -> Result<Self, AclImdbError> {
        let inner = folder.join(FOLDER);
        let folder = if inner.is_dir() { &inner } else { folder };
        let mut found = Found::default();
        for half in HALVES {
            for class in CLASSES {
                let part = folder.join(half).join(class);
                if !part.is_dir() {
                    return Err(AclImdbError::Missing { half, class });
                }
                for entry in fs::read_dir(&part).map_err(|error| at(&part, error))? {
                    let entry = entry.map_err(|error| at(&part, error))?;
                    let name = entry.file_name().to_string_lossy().into_owned();
                    let Some(place) = Place::of(&format!("{half}/{class}/{name}")) else {
                        continue;
                    };
                    let path = entry.path();
                    let size = fs::metadata(&path).map_err(|error| at(&path, error))?;
                    found.room_for(size.len())?;
                    found.push(place, fs::read(&path).map_err(|error| at(&path, error))?);
                }
            }
        }
        found.finish()
    }
}

fn at(path: &Path, error: io::Error) -> AclImdbError {
    let file = path.display().to_string();
    AclImdbError::Io { file, error }
}

/// Where a review belongs.
struct Place {
    half: usize,
    label: usize,
    number: u64,
    name: String,
}

impl Place {
    /// Where the review with a path belongs; `None` where the path is not that of a labelled review.
    fn of(path: &str) -> Option<Self> {
        let mut parts = path.rsplit('/');
        let (file, class, half) = (parts.next()?, parts.next()?, parts.next()?);
        let (number, rating) = file.strip_suffix(".txt")?.split_once('_')?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if rating.is_empty() || !digits(rating) || !digits(number) {
            return None;
        }
        Some(Self {
            half: HALVES.iter().position(|known| *known == half)?,
            label: CLASSES.iter().position(|known| *known == class)?,
            number: number.parse().ok()?,
            name: format!("{half}/{class}/{file}"),
        })
    }
}

/// Reviews by half and class, with their numbers.
#[derive(Default)]
struct Found {
    reviews: [[Vec<(u64, Review)>; 2]; 2],
    bytes: u64,
}

impl Found {
    /// Adds the bytes of a review to the count and returns the sum.
    fn room_for(&mut self, size: u64) -> Result<u64, AclImdbError> {
        self.bytes = self.bytes.saturating_add(size);
        match self.bytes <= LIMIT {
            true => Ok(size),
            false => Err(AclImdbError::TooLarge),
        }
    }

    fn push(&mut self, place: Place, text: Vec<u8>) {
        let text = String::from_utf8(text)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        let review = Review {
            name: place.name,
            text,
            label: place.label as u8,
        };
        self.reviews[place.half][place.label].push((place.number, review));
    }

    fn finish(self) -> Result<AclImdb, AclImdbError> {
        for (half, classes) in HALVES.into_iter().zip(&self.reviews) {
            for (class, reviews) in CLASSES.into_iter().zip(classes) {
                if reviews.is_empty() {
                    return Err(AclImdbError::Missing { half, class });
                }
            }
        }
        let [train, test] = self.reviews.map(in_turns);
        Ok(AclImdb { train, test })
    }
}

/// The reviews of both classes in the order of their numbers, one of each class in turn. When a class runs out, the
/// rest of the other follows.
fn in_turns(classes: [Vec<(u64, Review)>; 2]) -> Vec<Review> {
    let [mut neg, mut pos] = classes.map(|mut class| {
        class.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.name.cmp(&y.name)));
        class.into_iter().map(|(_, review)| review)
    });
    let mut reviews = Vec::with_capacity(neg.len() + pos.len());
    while neg.len() + pos.len() > 0 {
        reviews.extend(neg.next());
        reviews.extend(pos.next());
    }
    reviews
}
