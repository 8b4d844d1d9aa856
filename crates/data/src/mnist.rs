//! MNIST as a training set, normalised as the thesis does (§4): `keras.utils.normalize(x, axis=1)`.
//!
//! This does not divide by 255: it divides each of the 28 columns of an image by the Euclidean norm of that column. A
//! column without ink stays zero.

mod folder;

use std::{io, path::Path, sync::Arc};

use redes_core::train::Dataset;

pub use self::folder::Folder;
use crate::{
    idx::{self, IdxError, Images},
    ink::{self, InkImages},
};

/// Rows and columns of an image.
pub const SIDE: usize = 28;
/// Pixels of an image.
pub const PIXELS: usize = SIDE * SIDE;

/// A file of MNIST.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name without `.gz`.
    pub name: &'static str,
    /// The SHA-256 of its unpacked bytes.
    pub sha256: &'static str,
    /// Its unpacked size in bytes.
    pub bytes: u64,
}

/// The four files: training images and labels, test images and labels.
pub const FILES: [File; 4] = [
    File {
        name: "train-images-idx3-ubyte",
        sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        bytes: 47_040_016,
    },
    File {
        name: "train-labels-idx1-ubyte",
        sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        bytes: 60_008,
    },
    File {
        name: "t10k-images-idx3-ubyte",
        sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        bytes: 7_840_016,
    },
    File {
        name: "t10k-labels-idx1-ubyte",
        sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        bytes: 10_008,
    },
];

/// Why images and labels make no training set.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MnistError {
    /// The images are not 28 x 28.
    #[error("the images are {rows}x{columns}, not 28x28")]
    Size {
        /// Their height.
        rows: usize,
        /// Their width.
        columns: usize,
    },
    /// There are not as many labels as images.
    #[error("{images} images, but {labels} labels")]
    Count {
        /// Images.
        images: usize,
        /// Labels.
        labels: usize,
    },
    /// A label is above 9.
    #[error("label {index} is {label}, which is no digit")]
    Label {
        /// Its index.
        index: usize,
        /// Its value.
        label: u8,
    },
    /// Labels of another set.
    #[error(
        "the labels go from {low} to {high}, and the networks tell the digits 0 to 9: {meaning}"
    )]
    Labels {
        /// The least.
        low: u8,
        /// The greatest.
        high: u8,
        /// What they seem to be, and what to do.
        meaning: &'static str,
    },
    /// There are no images.
    #[error("there are no images")]
    Empty,
    /// A file, where a folder is needed.
    #[error("{file} is a file: name the folder with the four files")]
    NoFolder {
        /// The file.
        file: String,
    },
    /// Files are missing.
    #[error("{folder}: {}", folder::lacking(found, lacking))]
    Missing {
        /// The folder.
        folder: String,
        /// The files that are there.
        found: Vec<String>,
        /// The files that are not.
        lacking: Vec<String>,
    },
    /// What is wrong with a file that is IDX.
    #[error("{file}: {error}")]
    In {
        /// The file.
        file: String,
        /// What is wrong.
        error: Box<MnistError>,
    },
    /// A file cannot be read as IDX.
    #[error("{file}: {error}")]
    Idx {
        /// The file.
        file: String,
        /// What is wrong.
        error: IdxError,
    },
    /// The system cannot read a file.
    #[error("{file}: {error}")]
    Io {
        /// The file.
        file: String,
        /// The system's error.
        error: io::Error,
    },
}

/// Why the images of a file are not taken.
enum Fault {
    Idx(IdxError),
    Size([usize; 2]),
}

impl From<IdxError> for Fault {
    fn from(error: IdxError) -> Self {
        Self::Idx(error)
    }
}

/// Images with their labels. Clones and truncations share them.
#[derive(Clone, Debug, PartialEq)]
pub struct Mnist {
    set: Arc<Set>,
    count: usize,
}

#[derive(Debug, PartialEq)]
struct Set {
    images: InkImages,
    /// `[n]`, each from 0 to 9.
    labels: Vec<u8>,
}

impl Mnist {
    /// Images with their labels. Keeps the pixels with ink alone, which takes a tenth of a second for 60,000 images.
    ///
    /// # Errors
    /// [`MnistError`] where they are not 28 x 28, or the labels do not match them.
    pub fn new(images: Images, labels: Vec<u8>) -> Result<Self, MnistError> {
        if (images.rows, images.columns) != (SIDE, SIDE) {
            return Err(MnistError::Size {
                rows: images.rows,
                columns: images.columns,
            });
        }
        // The fields are public: pixels may be fewer than they promise.
        let count = images.pixels.len() / PIXELS;
        if images.count != count {
            return Err(MnistError::Count {
                images: count,
                labels: labels.len(),
            });
        }
        let set = Set {
            images: InkImages::new(&images.pixels),
            labels,
        };
        Self::of(set, count)
    }

    /// Images with their labels, from files of IDX, raw or gzip. Less memory than [`Mnist::new`] needs: never are
    /// all pixels there at once.
    ///
    /// # Errors
    /// As [`Mnist::new`]; [`MnistError::Idx`] with the name of a file that cannot be read.
    pub fn unpack([images, labels]: [(&str, &[u8]); 2]) -> Result<Self, MnistError> {
        let idx = |file: &str, error| MnistError::Idx {
            file: file.to_owned(),
            error,
        };
        let digits = idx::read_labels(labels.1).map_err(|error| idx(labels.0, error))?;
        let mut set = Set {
            images: InkImages::default(),
            labels: Vec::new(),
        };
        let mut count = 0;
        idx::read_parts(images.1, ink::PART, |part| {
            if (part.rows, part.columns) != (SIDE, SIDE) {
                return Err(Fault::Size([part.rows, part.columns]));
            }
            count += part.count;
            set.images.push(&part.pixels);
            Ok(())
        })
        .map_err(|fault| match fault {
            Fault::Idx(error) => idx(images.0, error),
            Fault::Size([rows, columns]) => MnistError::Size { rows, columns },
        })?;
        set.labels = digits;
        Self::of(set, count)
    }

    fn of(set: Set, images: usize) -> Result<Self, MnistError> {
        let labels = &set.labels;
        if images != labels.len() {
            return Err(MnistError::Count {
                images,
                labels: labels.len(),
            });
        }
        if labels.is_empty() {
            return Err(MnistError::Empty);
        }
        if let Some((index, label)) = labels.iter().enumerate().find(|(_, label)| **label > 9) {
            return Err(MnistError::Label {
                index,
                label: *label,
            });
        }
        Ok(Self {
            count: labels.len(),
            set: Arc::new(set),
        })
    }

    /// The first `count` images, or all where there are fewer.
    pub fn truncated(&self, count: usize) -> Self {
        Self {
            set: Arc::clone(&self.set),
            count: count.min(self.count),
        }
    }

    /// The digits that the images show, `[n]`, each from 0 to 9.
    pub fn labels(&self) -> &[u8] {
        &self.set.labels[..self.count]
    }

    /// The pixels of an image, `[28, 28]` row by row; none where there is no such image.
    pub fn image(&self, index: usize) -> Option<[u8; PIXELS]> {
        (index < self.count).then(|| self.set.images.pixels(index))
    }

    /// Training and test set from a folder: as [`Folder::read`], without the set's name.
    ///
    /// # Errors
    /// As [`Folder::read`].
    pub fn load_dir(folder: &Path) -> Result<(Self, Self), MnistError> {
        Folder::read(folder).map(|found| (found.train, found.test))
    }
}

impl Dataset<f32> for Mnist {
    fn len(&self) -> usize {
        self.count
    }

    fn input_width(&self) -> usize {
        PIXELS
    }

    fn target_width(&self) -> usize {
        1
    }

    fn gather(&self, indices: &[usize], x: &mut [f32], y: &mut [f32]) {
        for ((index, x), y) in indices.iter().zip(x.chunks_exact_mut(PIXELS)).zip(y) {
            self.set.images.normalized(*index, x);
            *y = f32::from(self.labels().get(*index).copied().unwrap_or_default());
        }
    }
}

/// Divides each column of an image by its Euclidean norm. Computes in `f64` and rounds once to `f32`, as NumPy does.
///
/// `pixels` and `out` are `[28, 28]` row by row. Where `pixels` is too short, the rest of `out` is zero.
pub fn normalize_columns(pixels: &[u8], out: &mut [f32]) {
    let mut squares = [0_u32; SIDE];
    for row in pixels.chunks_exact(SIDE) {
        // Whole numbers: exact in any order.
        squares
            .iter_mut()
            .zip(row)
            .for_each(|(sum, pixel)| *sum += u32::from(*pixel) * u32::from(*pixel));
    }
    let norms = norms(squares);
    out.fill(0.0);
    for (row, out) in pixels.chunks_exact(SIDE).zip(out.chunks_exact_mut(SIDE)) {
        for ((pixel, norm), out) in row.iter().zip(&norms).zip(out) {
            // Most of an image is paper, and a division costs.
            if *pixel != 0 {
                *out = (f64::from(*pixel) / norm) as f32;
            }
        }
    }
}

/// The Euclidean norm of each column by the sum of its squares; 1 for a column without ink.
pub(crate) fn norms(squares: [u32; SIDE]) -> [f64; SIDE] {
    squares.map(|sum| if sum == 0 { 1.0 } else { f64::from(sum).sqrt() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn blank(count: usize) -> Images {
        Images {
            count,
            rows: SIDE,
            columns: SIDE,
            pixels: vec![0; count * PIXELS],
        }
    }

    #[test]
    fn a_column_has_norm_one_or_zero() {
        let pixels: Vec<u8> = (0..PIXELS)
            .map(|i| {
                if i % SIDE == 3 {
                    0
                } else {
                    (i * 7 % 256) as u8
                }
            })
            .collect();
        let mut out = [9.0; PIXELS];
        normalize_columns(&pixels, &mut out);
        for column in 0..SIDE {
            let norm: f64 = (0..SIDE)
                .map(|row| f64::from(out[row * SIDE + column]).powi(2))
                .sum();
            assert!(
                (norm - if column == 3 { 0.0 } else { 1.0 }).abs() < 1e-6,
                "{column}: {norm}"
            );
        }
    }

    #[test]
    fn misfits_are_errors() {
        assert!(matches!(
            Mnist::new(blank(2), vec![1]),
            Err(MnistError::Count { .. })
        ));
        assert!(matches!(
            Mnist::new(blank(0), vec![]),
            Err(MnistError::Empty)
        ));
        assert!(matches!(
            Mnist::new(blank(1), vec![10]),
            Err(MnistError::Label {
                index: 0,
                label: 10
            })
        ));
        let wide = Images {
            columns: 29,
            ..blank(1)
        };
        assert!(matches!(
            Mnist::new(wide, vec![1]),
            Err(MnistError::Size { .. })
        ));
        let short = Images {
            pixels: vec![0; 10],
            ..blank(1)
        };
        assert!(matches!(
            Mnist::new(short, vec![1]),
            Err(MnistError::Count { .. })
        ));
    }

    #[test]
    fn truncated_keeps_the_first() {
        let mnist = Mnist::new(blank(3), vec![1, 2, 3]).unwrap();
        assert_eq!(mnist.truncated(2).labels(), [1, 2]);
        assert_eq!(mnist.truncated(9).labels(), [1, 2, 3]);
        assert_eq!(mnist.truncated(2).image(2), None);
        assert_eq!(mnist.image(3), None);
    }
}
