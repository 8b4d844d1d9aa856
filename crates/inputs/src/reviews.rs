//! A review that the reader writes, as the networks are given it.

use redes_data::words::{Encoding, Id, Vocabulary, folded, pad_front};
use redes_lessons::thesis::reviews::MAX_WORDS;

/// Words of a review that are shown; of a longer one the last, of which the networks read 500.
const SHOWN: usize = 700;

/// Fewer words than these are a short review: 50 of the 25,000 reviews that the networks learnt from.
const FEW: usize = 30;

/// A word of the review.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// As it stands in the text, in the characters of the reviews ([`folded`]).
    pub text: String,
    /// Its number.
    pub id: Id,
}

impl Word {
    /// Whether the networks don't know it.
    pub fn is_unknown(&self) -> bool {
        self.id == Encoding::default().oov
    }

    /// Its place among the words by their frequency, from 1; none of an unknown word.
    pub fn rank(&self) -> Option<u64> {
        let first = Encoding::default().index_from;
        let rank = self.id.checked_sub(first).filter(|_| !self.is_unknown());
        rank.map(u64::from)
    }
}

/// A review as the networks are given it.
#[derive(Clone, Debug, Default)]
pub struct Review {
    words: Vec<Word>,
    /// The start's number, then the words'.
    ids: Vec<Id>,
    /// 500 numbers, padded in front.
    input: Vec<f32>,
}

impl Review {
    /// Finds the words of a text and their numbers.
    pub fn new(vocabulary: &Vocabulary, text: &str) -> Self {
        let encoding = Encoding::default();
        let text = folded(text);
        let codes = encoding.folded_codes(vocabulary, &text);
        let words: Vec<Word> = codes
            .filter_map(|(token, id)| {
                let text = text.get(token.range)?.to_owned();
                Some(Word { text, id: id? })
            })
            .collect();
        let mut ids = vec![encoding.start];
        ids.extend(words.iter().map(|word| word.id));
        let mut input = vec![0.0; MAX_WORDS];
        pad_front(&ids, &mut input);
        Self { words, ids, input }
    }

    /// All its words.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// How many words, the first ones, the networks don't read.
    pub fn unread(&self) -> usize {
        self.words.len().saturating_sub(MAX_WORDS)
    }

    /// The words that the networks read: the last ones.
    pub fn read(&self) -> &[Word] {
        self.words.get(self.unread()..).unwrap_or_default()
    }

    /// How many words, the first ones, the page doesn't show.
    pub fn hidden(&self) -> usize {
        self.words.len().saturating_sub(SHOWN)
    }

    /// How many of the words that are read are unknown.
    pub fn unknown(&self) -> usize {
        self.read().iter().filter(|word| word.is_unknown()).count()
    }

    /// Whether the networks know none of the words that they read, so that their answer says nothing of the text.
    pub fn is_strange(&self) -> bool {
        self.unknown() == self.read().len()
    }

    /// Whether they know fewer than half of these words, as of a review in another language.
    pub fn is_mostly_strange(&self) -> bool {
        2 * self.unknown() > self.read().len()
    }

    /// Whether they read fewer words than in almost every review that they learnt from.
    pub fn is_short(&self) -> bool {
        self.read().len() < FEW
    }

    /// The 500 numbers that the networks are given.
    pub fn input(&self) -> &[f32] {
        &self.input
    }

    /// The vector as the thesis prints it, but with the count of the padding's zeros in their place.
    pub fn vector(&self) -> String {
        let first = self.ids.len().saturating_sub(MAX_WORDS);
        let read = self.ids.get(first..).unwrap_or_default();
        let padding = match MAX_WORDS.saturating_sub(read.len()) {
            0 => String::new(),
            n => format!("0 × {n}, "),
        };
        let ids: Vec<String> = read.iter().map(Id::to_string).collect();
        format!("[{padding}{}]", ids.join(", "))
    }
}
