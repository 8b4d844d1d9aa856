//! Splits texts into words, ranks the words, and encodes them as the numbers that a network reads.
//!
//! [`tokens`] finds the words as Keras's `Tokenizer` does, [`Vocabulary`] ranks them by how often they occur, and
//! [`Encoding`] encodes them as `keras.datasets.imdb` does. What a reader types or pastes is first [`folded`] into the
//! characters of the reviews.
//!
//! ```
//! use redes_data::words::{Encoding, Extent, Vocabulary};
//!
//! # fn main() -> Result<(), redes_data::words::WordsError> {
//! let vocabulary = Vocabulary::from_ranked_lines("the\nfilm\nis\ngood", Extent::Whole)?;
//! let encoding = Encoding::default();
//! let ids = encoding.encode(&vocabulary, "The film isn't good: it IS the film!");
//! assert_eq!(ids, [1, 4, 5, 7, 6, 4, 5]); // "isn't" and "it" are no words of this vocabulary.
//! assert_eq!(encoding.decode(&vocabulary, &ids), "<START> the film good is the film");
//! # Ok(())
//! # }
//! ```

mod encoding;
mod folding;
mod vocabulary;

use std::{borrow::Cow, ops::Range};

pub use encoding::{Encoding, Id, PAD, pad_front};
pub use folding::folded;
pub use vocabulary::{Extent, Vocabulary, WordsError};

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    /// The word in lower case.
    pub word: Cow<'t, str>,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

impl<'t> Token<'t> {
    /// The word without apostrophes at its ends.
    fn unquoted(&self) -> Self {
        let front = self.word.len() - self.word.trim_start_matches('\'').len();
        let word = self.word.trim_matches('\'').to_owned();
        let start = self.range.start + front;
        Self {
            range: start..start + word.len(),
            word: Cow::Owned(word),
        }
    }
}

/// The words of a text, as Keras's `Tokenizer` finds them: every character of ``!"#$%&()*+,-./:;<=>?@[\]^_`{|}~`` and
/// all white space separate words; an apostrophe does not. So `<br />` is the word "br".
///
/// Two rules are those of Python 2, with which Keras's index of the IMDB reviews was made: only A to Z become lower
/// case, and U+0085 and U+00A0 do not separate words. With them, ranking the reviews finds the same 88,584 words as the
/// index. (The reviews use U+0085 as an ellipsis: "most…and" is one word of the index.)
pub fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> + Clone {
    let mut at = 0;
    std::iter::from_fn(move || {
        // `get` instead of an index, whose failure would print characters, with tables of them in a page's module.
        let start = at + text.get(at..)?.find(|c| !parts(c))?;
        let length = text.get(start..)?.find(parts);
        at = length.map_or(text.len(), |length| start + length);
        let word = text.get(start..at)?;
        let word = match word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => Cow::Owned(word.to_ascii_lowercase()),
            false => Cow::Borrowed(word),
        };
        Some(Token {
            word,
            range: start..at,
        })
    })
}

/// Whether a character separates words.
fn parts(c: char) -> bool {
    match c {
        '\'' | '\u{85}' | '\u{a0}' => false,
        c => c.is_ascii_punctuation() || c.is_whitespace(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text)
            .inspect(|token| {
                assert_eq!(text[token.range.clone()].to_ascii_lowercase(), token.word);
            })
            .map(|token| token.word.into_owned())
            .collect()
    }

    #[test]
    fn words_are_keras_tokenizers() {
        // tf.keras.preprocessing.text.text_to_word_sequence
        assert_eq!(
            words("It's <br /><br />a \"well-made\" FILM...\t10/10\n'nuff_said'"),
            [
                "it's", "br", "br", "a", "well", "made", "film", "10", "10", "'nuff", "said'"
            ]
        );
    }

    #[test]
    fn nothing_has_no_words() {
        for text in ["", " ", "\n\t\r\u{b}\u{c}", "<>...!?", "\u{2003}\u{3000}"] {
            assert!(words(text).is_empty(), "{text:?}");
        }
    }

    #[test]
    fn what_is_beyond_ascii_stays_as_it_is() {
        assert_eq!(
            words("ÁNGELA İs — 👍🏽great👩‍👩‍👧 most\u{85}and x\u{a0}y日本\u{3000}語"),
            [
                "Ángela",
                "İs",
                "—",
                "👍🏽great👩‍👩‍👧",
                "most\u{85}and",
                "x\u{a0}y日本",
                "語"
            ]
        );
    }

    #[test]
    fn ten_megabytes_are_soon_read() {
        assert_eq!(tokens(&"Go! ".repeat(10 << 18)).count(), 10 << 18);
        assert_eq!(tokens(&"É".repeat(5 << 20)).count(), 1);
        assert_eq!(tokens(&"<".repeat(10 << 20)).count(), 0);
    }
}
