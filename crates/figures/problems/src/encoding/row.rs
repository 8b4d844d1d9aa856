//! A review as words, as numbers, and as the row of 500 that a network is given.

use redes_data::words::{Encoding, Id, Vocabulary, pad_front};
use redes_lessons::thesis::reviews::MAX_WORDS;

/// A word of the review.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// As it stands in the text.
    pub written: String,
    /// As the list of words has it.
    pub token: String,
    /// Its number.
    pub id: Id,
}

/// The words of a review, and its row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The words, all of them.
    pub words: Vec<Word>,
    /// 500 numbers, zeros in front.
    pub padded: Vec<Id>,
}

impl Row {
    /// Finds the words of a text and their numbers: Keras's index, the 4,996 most frequent.
    pub fn new(vocabulary: &Vocabulary, text: &str) -> Self {
        let encoding = Encoding::default();
        let words: Vec<Word> = encoding
            .codes(vocabulary, text)
            .filter_map(|(token, id)| {
                Some(Word {
                    written: text.get(token.range.clone())?.to_owned(),
                    token: token.word.into_owned(),
                    id: id?,
                })
            })
            .collect();
        let mut ids = vec![encoding.start];
        ids.extend(words.iter().map(|word| word.id));
        let mut padded = vec![0.0; MAX_WORDS];
        pad_front(&ids, &mut padded);
        Self {
            words,
            padded: padded.into_iter().map(|id| id as Id).collect(),
        }
    }

    /// Zeros in front.
    pub fn zeros(&self) -> usize {
        MAX_WORDS.saturating_sub(self.words.len() + 1)
    }

    /// Where a word stands in the row; the first of a long review don't.
    pub fn place(&self, word: usize) -> Option<usize> {
        (MAX_WORDS + word).checked_sub(self.words.len())
    }

    /// The word at a place of the row; zeros and the start have none.
    pub fn word_at(&self, place: usize) -> Option<usize> {
        (place + self.words.len()).checked_sub(MAX_WORDS)
    }

    /// The start's place, unless the review is too long for it.
    pub fn start(&self) -> Option<usize> {
        (MAX_WORDS - 1).checked_sub(self.words.len())
    }

    /// Words that have no number of their own.
    pub fn unknown(&self) -> usize {
        let oov = Encoding::default().oov;
        self.words.iter().filter(|word| word.id == oov).count()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use redes_data::words::Extent;

    use super::*;

    fn row(text: &str) -> Row {
        let words = Vocabulary::from_ranked_lines("the\nfilm\nis\ngood", Extent::Head).unwrap();
        Row::new(&words, text)
    }

    #[test]
    fn words_stand_at_the_end_of_the_row() {
        let row = row("The FILM, rare");
        let ids: Vec<Id> = row.words.iter().map(|word| word.id).collect();
        assert_eq!(ids, [4, 5, 2]);
        assert_eq!(
            (row.words[1].written.as_str(), row.words[1].token.as_str()),
            ("FILM", "film")
        );
        assert_eq!(
            (row.zeros(), row.start(), row.unknown()),
            (496, Some(496), 1)
        );
        assert_eq!(row.padded[495..], [0, 1, 4, 5, 2]);
        assert_eq!((row.place(0), row.place(2)), (Some(497), Some(499)));
        assert_eq!(
            (row.word_at(499), row.word_at(496), row.word_at(0)),
            (Some(2), None, None)
        );
    }

    #[test]
    fn of_a_long_review_the_first_words_are_cut() {
        let row = row(&"good ".repeat(502));
        assert_eq!((row.zeros(), row.start()), (0, None));
        assert_eq!(
            (row.place(1), row.place(2), row.place(501)),
            (None, Some(0), Some(499))
        );
        assert_eq!((row.word_at(0), row.word_at(499)), (Some(2), Some(501)));
        assert!(row.padded.iter().all(|id| *id == 7));
    }

    #[test]
    fn nothing_is_the_start_alone() {
        let row = row("");
        assert_eq!(
            (row.zeros(), row.start(), row.padded[499]),
            (499, Some(499), 1)
        );
    }
}
