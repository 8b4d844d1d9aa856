//! A review as words, as their numbers, and as the row of 500 numbers that a network is given.

use redes_data::words::{Encoding, Id, Vocabulary, folded, pad_front};
pub use redes_lessons::thesis::reviews::MAX_WORDS;

/// A word of the review.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// As it stands in the text, in the characters of the reviews ([`folded`]).
    pub written: String,
    /// As the vocabulary has it: in lower case.
    pub token: String,
    /// Its number.
    pub id: Id,
}

impl Word {
    /// Whether it has no number of its own: the vocabulary lacks it, or it is too rare.
    pub fn is_unknown(&self) -> bool {
        self.id == Encoding::default().oov
    }

    /// Its rank by frequency, from 1; 0 for an unknown word.
    pub fn rank(&self) -> Id {
        self.id.saturating_sub(Encoding::default().index_from)
    }
}

/// The words of a review, and its row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// All words of the review.
    pub words: Vec<Word>,
    /// The row: zeros, the start, the words' numbers. Of a long review the last 500 numbers.
    pub padded: Vec<Id>,
}

/// What is chosen in the figure: a word, a place of the row, or both where they belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word.
    pub word: Option<usize>,
    /// The place of the row, from 0; `None` for a word that the row has no room for.
    pub place: Option<usize>,
}

impl Row {
    /// The row of a text, as Keras encodes it: the 4,996 most frequent words have numbers of their own.
    pub fn new(vocabulary: &Vocabulary, text: &str) -> Self {
        let encoding = Encoding::default();
        let text = folded(text);
        let words: Vec<Word> = encoding
            .folded_codes(vocabulary, &text)
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

    /// How many zeros stand in front.
    pub fn zeros(&self) -> usize {
        MAX_WORDS.saturating_sub(self.words.len() + 1)
    }

    /// The place of a word in the row; `None` for the first words of a long review, which don't fit.
    pub fn place(&self, word: usize) -> Option<usize> {
        MAX_WORDS.saturating_add(word).checked_sub(self.words.len())
    }

    /// The word at a place of the row; `None` for zeros and the start.
    pub fn word_at(&self, place: usize) -> Option<usize> {
        place
            .saturating_add(self.words.len())
            .checked_sub(MAX_WORDS)
    }

    /// The place of the start; `None` where the review is too long for it.
    pub fn start(&self) -> Option<usize> {
        (MAX_WORDS - 1).checked_sub(self.words.len())
    }

    /// How many words have no number of their own.
    pub fn unknown(&self) -> usize {
        self.words.iter().filter(|word| word.is_unknown()).count()
    }

    /// What a chip chooses (its `data-word`: the number of a word, or `start`), or else a number of the row (its
    /// `data-place`).
    pub fn choice(&self, word: Option<&str>, place: Option<&str>) -> Option<Choice> {
        let place = place.and_then(|place| place.parse().ok());
        Some(match (word, place) {
            (Some("start"), _) => Choice {
                word: None,
                place: self.start(),
            },
            (Some(word), _) => {
                let word = word.parse::<usize>().ok();
                let place = word.and_then(|word| self.place(word));
                Choice { word, place }
            }
            (None, Some(place)) => Choice {
                word: self.word_at(place),
                place: Some(place),
            },
            (None, None) => return None,
        })
    }

    /// Whether the start is chosen.
    pub fn is_start(&self, choice: Choice) -> bool {
        choice.word.is_none() && choice.place.is_some() && choice.place == self.start()
    }

    /// The word that is chosen.
    pub fn chosen(&self, choice: Choice) -> Option<&Word> {
        self.words.get(choice.word?)
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
    fn words_in_quotes_are_words() {
        let row = row("‘The film’&nbsp;is “good”");
        let ids: Vec<Id> = row.words.iter().map(|word| word.id).collect();
        assert_eq!(ids, [4, 5, 6, 7]);
        assert_eq!(row.words[1].written, "film");
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
