//! Encoded reviews as a training set, padded in front as the thesis does (§4, cases 2.0 and 2.1).

mod file;

use std::sync::Arc;

use redes_core::train::Dataset;

use crate::words::{Encoding, Id, Vocabulary, pad_front};

/// How many numbers of a review the thesis's networks read: `max_words`.
pub const MAX_WORDS: usize = 500;

/// Why reviews cannot be a training set, or bytes cannot be read as reviews.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReviewsError {
    /// There are no reviews.
    #[error("there are no reviews")]
    Empty,
    /// A label is neither 0 nor 1.
    #[error("review {index} is labelled {label}, which is neither 0 (negative) nor 1 (positive)")]
    Label {
        /// The index of its review.
        index: usize,
        /// The label.
        label: u8,
    },
    /// A number is too large.
    #[error("review {index} has the number {id}, but all should be less than {num_words}")]
    Id {
        /// The index of its review.
        index: usize,
        /// The number.
        id: Id,
        /// The number that it must be less than.
        num_words: Id,
    },
    /// There are more reviews or numbers than this program reads.
    #[error("{reviews} reviews of {ids} numbers are more than this program reads")]
    TooLarge {
        /// How many reviews.
        reviews: u64,
        /// How many numbers in all.
        ids: u64,
    },
    /// The first bytes are not those of such a file.
    #[error("not a file of reviews")]
    Magic,
    /// The file has a version that this program does not read.
    #[error("a file of reviews of version {found}; this program reads version {expected}")]
    Version {
        /// Its version.
        found: u8,
        /// The version that this program reads.
        expected: u8,
    },
    /// The file is shorter than its sizes say.
    #[error("the file is cut short: {expected} bytes are promised, {found} are there")]
    Truncated {
        /// Expected bytes.
        expected: u64,
        /// Found bytes.
        found: u64,
    },
    /// The file is longer than its sizes say.
    #[error("the file has {extra} bytes too many")]
    Trailing {
        /// Bytes too many.
        extra: u64,
    },
    /// The compressed data are damaged.
    #[error("the compressed data are damaged: {0}")]
    Compression(String),
    /// The checksum does not match the content.
    #[error("the file is damaged: its checksum is {found:#010x}, its content has {expected:#010x}")]
    Checksum {
        /// The content's checksum.
        expected: u32,
        /// The checksum in the file.
        found: u32,
    },
    /// The sizes contradict each other.
    #[error("the file contradicts itself: {0}")]
    Contradiction(&'static str),
}

/// Encoded reviews, each with its label: 0 negative, 1 positive.
///
/// Clones and the result of [`Reviews::truncated`] share the numbers in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviews {
    packed: Arc<Packed>,
    count: usize,
    max_words: usize,
}

#[derive(Debug, PartialEq, Eq)]
struct Packed {
    /// All numbers are less than this.
    num_words: Id,
    /// The numbers of all reviews, one review after the other.
    ids: Vec<Id>,
    /// The end of each review in `ids`.
    ends: Vec<u32>,
    labels: Vec<u8>,
}

impl Reviews {
    /// Reviews as numbers less than `num_words` (see [`Encoding`]), each with its label.
    ///
    /// # Errors
    /// [`ReviewsError`] where there are no reviews, or a label or number is outside its range.
    pub fn new<R: AsRef<[Id]>>(
        num_words: Id,
        reviews: impl IntoIterator<Item = (R, u8)>,
    ) -> Result<Self, ReviewsError> {
        let mut packed = Packed {
            num_words,
            ids: Vec::new(),
            ends: Vec::new(),
            labels: Vec::new(),
        };
        for (review, label) in reviews {
            packed.push(review.as_ref().iter().copied(), label)?;
        }
        packed.finish()
    }

    /// Encodes texts, each with its label.
    ///
    /// # Errors
    /// As [`Reviews::new`].
    pub fn encoded<'t>(
        encoding: &Encoding,
        vocabulary: &Vocabulary,
        texts: impl IntoIterator<Item = (&'t str, u8)>,
    ) -> Result<Self, ReviewsError> {
        let ids = |(text, label)| (encoding.encode(vocabulary, text), label);
        Self::new(encoding.num_words, texts.into_iter().map(ids))
    }

    /// The same reviews for networks that read this many numbers instead of [`MAX_WORDS`].
    pub fn with_max_words(self, max_words: usize) -> Self {
        Self { max_words, ..self }
    }

    /// The first `count` reviews, or all where there are fewer.
    pub fn truncated(&self, count: usize) -> Self {
        Self {
            count: count.min(self.count),
            ..self.clone()
        }
    }

    /// How many reviews there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// All numbers are less than this; an embedding needs at least as many rows.
    pub fn num_words(&self) -> Id {
        self.packed.num_words
    }

    /// The numbers of a review; of a file, at most the last [`MAX_WORDS`]. Empty where there is no such review.
    pub fn ids(&self, index: usize) -> &[Id] {
        if index >= self.count {
            return &[];
        }
        self.packed.ids(index)
    }

    /// The label of a review: 0 negative, 1 positive.
    pub fn label(&self, index: usize) -> Option<u8> {
        self.labels().get(index).copied()
    }

    /// The labels of all reviews.
    pub fn labels(&self) -> &[u8] {
        &self.packed.labels[..self.count]
    }
}

impl Packed {
    /// Appends a review. After an error the reviews must not be used.
    fn push(&mut self, review: impl Iterator<Item = Id>, label: u8) -> Result<(), ReviewsError> {
        let index = self.labels.len();
        if label > 1 {
            return Err(ReviewsError::Label { index, label });
        }
        let start = self.ids.len();
        self.ids.extend(review);
        let num_words = self.num_words;
        if let Some(&id) = self.ids[start..].iter().find(|id| **id >= num_words) {
            return Err(ReviewsError::Id {
                index,
                id,
                num_words,
            });
        }
        let end = u32::try_from(self.ids.len()).map_err(|_| ReviewsError::TooLarge {
            reviews: index as u64 + 1,
            ids: self.ids.len() as u64,
        })?;
        self.ends.push(end);
        self.labels.push(label);
        Ok(())
    }

    fn finish(self) -> Result<Reviews, ReviewsError> {
        let count = self.labels.len();
        if count == 0 {
            return Err(ReviewsError::Empty);
        }
        Ok(Reviews {
            packed: Arc::new(self),
            count,
            max_words: MAX_WORDS,
        })
    }

    fn ids(&self, index: usize) -> &[Id] {
        let start = index.checked_sub(1).map_or(Some(&0), |i| self.ends.get(i));
        match (start, self.ends.get(index)) {
            (Some(&start), Some(&end)) => &self.ids[start as usize..end as usize],
            _ => &[],
        }
    }
}

impl Dataset<f32> for Reviews {
    fn len(&self) -> usize {
        self.count
    }

    fn input_width(&self) -> usize {
        self.max_words
    }

    fn target_width(&self) -> usize {
        1
    }

    fn gather(&self, indices: &[usize], x: &mut [f32], y: &mut [f32]) {
        // A width of no numbers has no chunks.
        let rows = x.chunks_exact_mut(self.max_words.max(1));
        for ((&index, x), y) in indices.iter().zip(rows).zip(y) {
            pad_front(self.ids(index), x);
            *y = f32::from(self.label(index).unwrap_or_default());
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn three() -> Reviews {
        let reviews: [(&[Id], u8); 3] = [(&[1, 4, 5], 0), (&[1], 1), (&[1, 2, 9, 9, 9, 7], 1)];
        Reviews::new(10, reviews).unwrap()
    }

    #[test]
    fn reviews_are_padded_in_front() {
        let reviews = three().with_max_words(4);
        assert_eq!((reviews.input_width(), reviews.target_width()), (4, 1));
        let (mut x, mut y) = ([8.0; 12], [8.0; 3]);
        reviews.gather(&[2, 0, 1], &mut x, &mut y);
        assert_eq!(x, [9., 9., 9., 7., 0., 1., 4., 5., 0., 0., 0., 1.]);
        assert_eq!(y, [1., 0., 1.]);
        assert_eq!(three().input_width(), 500);
    }

    #[test]
    fn the_first_share_the_numbers() {
        let all = three();
        let two = all.truncated(2);
        assert!(Arc::ptr_eq(&all.packed, &two.packed));
        assert_eq!((two.len(), two.labels()), (2, &[0, 1][..]));
        assert_eq!((two.ids(1), two.label(1)), (&[1][..], Some(1)));
        assert_eq!((two.ids(2), two.label(2)), (&[][..], None));
        assert_eq!(all.ids(2), [1, 2, 9, 9, 9, 7]);
        assert_eq!(all.truncated(9), all);
        assert!(all.truncated(0).is_empty());
        assert!(all.ids(usize::MAX).is_empty());
    }

    #[test]
    fn misfits_are_errors() {
        let none: [(&[Id], u8); 0] = [];
        assert_eq!(Reviews::new(10, none), Err(ReviewsError::Empty));
        assert_eq!(
            Reviews::new(10, [([1], 0), ([1], 2)]),
            Err(ReviewsError::Label { index: 1, label: 2 })
        );
        assert_eq!(
            Reviews::new(10, [([1, 10], 0)]),
            Err(ReviewsError::Id {
                index: 0,
                id: 10,
                num_words: 10
            })
        );
    }
}
