//! Encodes words as numbers, as `keras.datasets.imdb.load_data` does.

use super::{Extent, Token, Vocabulary, tokens};

/// The number of a word.
pub type Id = u16;

/// The number that pads a text to the length that a network reads.
pub const PAD: Id = 0;

/// How words become numbers. The default is the thesis's (§4, cases 2.0 and 2.1):
/// `keras.datasets.imdb.load_data(num_words=5000)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// All numbers are less than this. Words that would have a greater one get [`Encoding::oov`].
    pub num_words: Id,
    /// The number at the start of each text.
    pub start: Id,
    /// The number of all words that are too rare: "out of vocabulary".
    pub oov: Id,
    /// The word with rank r has the number r + `index_from`.
    pub index_from: Id,
}

impl Default for Encoding {
    fn default() -> Self {
        Self {
            num_words: 5000,
            start: 1,
            oov: 2,
            index_from: 3,
        }
    }
}

impl Encoding {
    /// How many words of a vocabulary get a number of their own: 4,996.
    pub fn known_words(&self) -> usize {
        usize::from(self.num_words.saturating_sub(self.index_from)).saturating_sub(1)
    }

    /// The number of a word in lower case. `None` where a whole vocabulary lacks the word: Keras drops such words.
    pub fn id(&self, vocabulary: &Vocabulary, word: &str) -> Option<Id> {
        let Some(rank) = vocabulary.rank_of(word) else {
            return (vocabulary.extent() == Extent::Head).then_some(self.oov);
        };
        let id = Id::try_from(rank.saturating_add(u32::from(self.index_from)));
        let known = id.ok().filter(|id| *id < self.num_words);
        Some(known.unwrap_or(self.oov))
    }

    /// The words of a text, each with its number, or `None` where it is dropped.
    pub fn codes<'t>(
        &self,
        vocabulary: &'t Vocabulary,
        text: &'t str,
    ) -> impl Iterator<Item = (Token<'t>, Option<Id>)> + Clone {
        let encoding = *self;
        tokens(text).map(move |token| {
            let id = encoding.id(vocabulary, &token.word);
            (token, id)
        })
    }

    /// As [`Encoding::codes`], of a [`folded`](super::folded) text: a word in single quotes that has no number of its own
    /// gets that of the word inside. Keras takes an apostrophe for a part of the word: `'great'` is unknown to it. Some
    /// words with such a mark have a number, as `'em`, and keep it.
    pub fn folded_codes<'t>(
        &self,
        vocabulary: &'t Vocabulary,
        folded: &'t str,
    ) -> impl Iterator<Item = (Token<'t>, Option<Id>)> + Clone {
        let encoding = *self;
        let known = move |id: Option<Id>| id.is_some_and(|id| id != encoding.oov);
        self.codes(vocabulary, folded).map(move |(token, id)| {
            let inside = (!known(id)).then(|| token.unquoted());
            let number = |token: &Token<'_>| encoding.id(vocabulary, &token.word);
            match inside.map(|token| (number(&token), token)) {
                Some((number, inside)) if known(number) => (inside, number),
                _ => (token, id),
            }
        })
    }

    /// A text as numbers: the start, then its words.
    pub fn encode(&self, vocabulary: &Vocabulary, text: &str) -> Vec<Id> {
        let words = self.codes(vocabulary, text).filter_map(|(_, id)| id);
        std::iter::once(self.start).chain(words).collect()
    }

    /// Numbers as text for people, with `<PAD>`, `<START>`, and `<UNK>` for numbers without a word.
    pub fn decode(&self, vocabulary: &Vocabulary, ids: &[Id]) -> String {
        let word = |&id: &Id| match id {
            PAD => "<PAD>",
            id if id == self.start => "<START>",
            id if id == self.oov => "<UNK>",
            id => id
                .checked_sub(self.index_from)
                .and_then(|rank| vocabulary.word(u32::from(rank)))
                .unwrap_or("<UNK>"),
        };
        ids.iter().map(word).collect::<Vec<_>>().join(" ")
    }
}

/// Fills `out` with the last numbers of `ids`, and pads it with zeros in front where there are too few, as the defaults
/// of `keras.preprocessing.sequence.pad_sequences`, with `maxlen` the length of `out`.
pub fn pad_front(ids: &[Id], out: &mut [f32]) {
    let padding = out.len().saturating_sub(ids.len());
    let last = &ids[ids.len().saturating_sub(out.len())..];
    let (front, back) = out.split_at_mut(padding);
    front.fill(f32::from(PAD));
    for (out, &id) in back.iter_mut().zip(last) {
        *out = f32::from(id);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn vocabulary(extent: Extent) -> Vocabulary {
        Vocabulary::from_ranked_lines("the\nfilm\nis\ngood\nrare", extent).unwrap()
    }

    const SMALL: Encoding = Encoding {
        num_words: 8,
        start: 1,
        oov: 2,
        index_from: 3,
    };

    #[test]
    fn rare_words_are_told_from_unknown_ones() {
        let text = "The rare, UNSEEN film";
        assert_eq!(SMALL.encode(&vocabulary(Extent::Whole), text), [1, 4, 2, 5]);
        assert_eq!(
            SMALL.encode(&vocabulary(Extent::Head), text),
            [1, 4, 2, 2, 5]
        );
        let whole = vocabulary(Extent::Whole);
        let codes: Vec<_> = SMALL.codes(&whole, text).collect();
        assert_eq!(codes[2].0.range, 10..16);
        assert_eq!(
            codes.iter().map(|(_, id)| *id).collect::<Vec<_>>(),
            [Some(4), Some(2), None, Some(5)]
        );
        assert_eq!(SMALL.encode(&whole, ""), [1]);
    }

    #[test]
    fn a_word_in_quotes_has_the_number_of_the_word_inside() {
        let words = "the\nfilm\n'em\ngood\nrare";
        for extent in [Extent::Whole, Extent::Head] {
            let vocabulary = Vocabulary::from_ranked_lines(words, extent).unwrap();
            let text = "'the film' ''good'' 'em 'unseen' 'rare' ' em";
            let codes: Vec<_> = SMALL.folded_codes(&vocabulary, text).collect();
            let known: Vec<_> = codes
                .iter()
                .filter(|(_, id)| id.is_some_and(|id| id != SMALL.oov))
                .map(|(token, id)| (&*token.word, text.get(token.range.clone()), id.unwrap()))
                .collect();
            let expected = [("the", 4), ("film", 5), ("good", 7), ("'em", 6)];
            let expected = expected.map(|(word, id)| (word, Some(word), id));
            assert_eq!(known, expected);
            // What stays unknown stays as it is, as for Keras.
            assert_eq!(codes[4].0.word, "'unseen'");
            assert_eq!(codes.len(), 8);
        }
    }

    #[test]
    fn the_head_is_as_long_as_is_known() {
        assert_eq!(Encoding::default().known_words(), 4996);
        assert_eq!(SMALL.known_words(), 4);
        let head = vocabulary(Extent::Whole).head(SMALL.known_words());
        let text = "good rare film is the";
        assert_eq!(
            SMALL.encode(&head, text),
            SMALL.encode(&vocabulary(Extent::Whole), text)
        );
        let odd = Encoding {
            num_words: 2,
            ..SMALL
        };
        assert_eq!(odd.known_words(), 0);
        assert_eq!(odd.encode(&head, "the"), [1, 2]);
        let shifted = Encoding {
            num_words: Id::MAX,
            index_from: Id::MAX,
            ..SMALL
        };
        assert_eq!(shifted.encode(&head, "the"), [1, 2]);
    }

    #[test]
    fn numbers_are_read_as_words() {
        assert_eq!(
            SMALL.decode(&vocabulary(Extent::Whole), &[0, 1, 4, 2, 5, 3, 999]),
            "<PAD> <START> the <UNK> film <UNK> <UNK>"
        );
        assert_eq!(SMALL.decode(&vocabulary(Extent::Whole), &[]), "");
    }

    #[test]
    fn padding_and_cutting_are_keras_pad_sequences() {
        let padded = |ids: &[Id], length| {
            let mut out = vec![9.0; length];
            pad_front(ids, &mut out);
            out
        };
        assert_eq!(padded(&[1, 2, 3], 5), [0.0, 0.0, 1.0, 2.0, 3.0]);
        assert_eq!(padded(&[1, 2, 3], 3), [1.0, 2.0, 3.0]);
        assert_eq!(padded(&[1, 2, 3], 2), [2.0, 3.0]);
        assert_eq!(padded(&[], 2), [0.0, 0.0]);
        assert!(padded(&[1], 0).is_empty());
    }
}
