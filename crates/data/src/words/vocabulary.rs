//! The known words with their ranks by frequency.

use std::{
    cmp::Reverse,
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use super::tokens;

/// Why a list of words cannot be a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WordsError {
    /// There are no words.
    #[error("there are no words")]
    Empty,
    /// An entry is not a single word in lower case, so that no text could have it.
    #[error("number {rank} of the words, \"{word}\", is not one word in lower case")]
    NotAWord {
        /// Its rank.
        rank: usize,
        /// The entry.
        word: String,
    },
    /// A word stands twice.
    #[error("the word \"{word}\" is there twice: number {first} and number {second}")]
    Twice {
        /// The word.
        word: String,
        /// Its first rank.
        first: usize,
        /// Its other rank.
        second: usize,
    },
    /// An index is not JSON of the kind `{"word": rank, ...}`.
    #[error("not an index of words: {0}")]
    Json(String),
    /// A rank is 0, or greater than the number of words.
    #[error("the word \"{word}\" has rank {rank}, but there are {words} words")]
    Rank {
        /// The word.
        word: String,
        /// Its rank.
        rank: u64,
        /// How many words there are.
        words: usize,
    },
    /// Two words have the same rank.
    #[error("the words \"{first}\" and \"{second}\" both have rank {rank}")]
    SameRank {
        /// A word.
        first: String,
        /// Another word.
        second: String,
        /// Their rank.
        rank: u64,
    },
}

/// How much of an index a vocabulary has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// All words of the index. Keras drops words that the index lacks.
    #[default]
    Whole,
    /// Only the most frequent words. Any other word counts as too rare.
    Head,
}

/// Words by rank: 1 is the most frequent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    words: Vec<Arc<str>>,
    ranks: HashMap<Arc<str>, u32>,
    extent: Extent,
}

impl Vocabulary {
    /// The vocabulary of these words, the most frequent first.
    fn new<'w>(
        words: impl IntoIterator<Item = &'w str>,
        extent: Extent,
    ) -> Result<Self, WordsError> {
        let mut vocabulary = Self {
            extent,
            ..Self::default()
        };
        for (index, word) in words.into_iter().enumerate() {
            let rank = index + 1;
            if !tokens(word).map(|token| token.word).eq([word]) {
                let word = word.to_owned();
                return Err(WordsError::NotAWord { rank, word });
            }
            if let Some(first) = vocabulary.rank_of(word) {
                return Err(WordsError::Twice {
                    word: word.to_owned(),
                    first: first as usize,
                    second: rank,
                });
            }
            vocabulary.push(word);
        }
        match vocabulary.words.is_empty() {
            true => Err(WordsError::Empty),
            false => Ok(vocabulary),
        }
    }

    fn push(&mut self, word: &str) {
        let word: Arc<str> = word.into();
        self.words.push(word.clone());
        self.ranks.insert(word, self.words.len() as u32);
    }

    /// Reads a text with one word per line, the most frequent first.
    ///
    /// # Errors
    /// [`WordsError`] where a line is not a word, or repeats one.
    pub fn from_ranked_lines(text: &str, extent: Extent) -> Result<Self, WordsError> {
        Self::new(text.lines(), extent)
    }

    /// Reads an index as `keras.datasets.imdb.get_word_index` returns it: `{"word": rank, ...}`, in any order.
    ///
    /// # Errors
    /// [`WordsError`] unless it has each rank from 1 to the number of its words once.
    #[cfg(feature = "archive")]
    pub fn from_keras_json(json: &[u8]) -> Result<Self, WordsError> {
        // In order, so that of several faults always the same is returned.
        let index: std::collections::BTreeMap<String, u64> =
            serde_json::from_slice(json).map_err(|error| WordsError::Json(error.to_string()))?;
        let mut words = vec![None; index.len()];
        for (word, &rank) in &index {
            let place = usize::try_from(rank)
                .ok()
                .and_then(|rank| words.get_mut(rank.checked_sub(1)?))
                .ok_or_else(|| WordsError::Rank {
                    word: word.clone(),
                    rank,
                    words: index.len(),
                })?;
            if let Some(first) = place.replace(word.as_str()) {
                return Err(WordsError::SameRank {
                    first: first.to_owned(),
                    second: word.clone(),
                    rank,
                });
            }
        }
        Self::new(words.into_iter().flatten(), Extent::Whole)
    }

    /// Ranks the words of `texts` by frequency, as Keras's `Tokenizer` does. Of equally frequent words, the one that
    /// occurs first has the better rank.
    pub fn rank<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        Self::default().completed(texts)
    }

    /// This vocabulary, followed by all other words of `texts` as [`Vocabulary::rank`] ranks them.
    ///
    /// From the head of an index and the texts that it was made of, this gives the whole index, except that equally
    /// frequent words may be in another order.
    pub fn completed<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut counts: HashMap<Box<str>, usize> = HashMap::new();
        let mut found: Vec<(usize, Box<str>)> = Vec::new();
        for token in texts.into_iter().flat_map(tokens) {
            let word = token.word.as_ref();
            if self.ranks.contains_key(word) {
                continue;
            }
            // Looked up first: most words have been, and need no copy.
            if let Some(&index) = counts.get(word) {
                found[index].0 += 1;
            } else if let Entry::Vacant(entry) = counts.entry(word.into()) {
                entry.insert(found.len());
                found.push((1, word.into()));
            }
        }
        // Stable: equally frequent words keep their order.
        found.sort_by_key(|(count, _)| Reverse(*count));
        let mut whole = self.clone();
        whole.extent = Extent::Whole;
        found.iter().for_each(|(_, word)| whole.push(word));
        whole
    }

    /// The `count` most frequent words, as the head of an index.
    pub fn head(&self, count: usize) -> Self {
        let mut head = Self {
            extent: Extent::Head,
            ..Self::default()
        };
        self.words().take(count).for_each(|word| head.push(word));
        head
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether these are all words of an index or only the most frequent ones.
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// The rank of a word in lower case; 1 is the first.
    pub fn rank_of(&self, word: &str) -> Option<u32> {
        self.ranks.get(word).copied()
    }

    /// The word of a rank; 1 is the first.
    pub fn word(&self, rank: u32) -> Option<&str> {
        let index = (rank as usize).checked_sub(1)?;
        self.words.get(index).map(AsRef::as_ref)
    }

    /// The words, the most frequent first.
    pub fn words(&self) -> impl ExactSizeIterator<Item = &str> {
        self.words.iter().map(AsRef::as_ref)
    }

    /// The text that [`Vocabulary::from_ranked_lines`] reads: one word per line.
    pub fn to_ranked_lines(&self) -> String {
        self.words().flat_map(|word| [word, "\n"]).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_keras_tokenizers() {
        let ranked = Vocabulary::rank(["b a. A c", "c d A", "", "b"]);
        assert_eq!(ranked.to_ranked_lines(), "a\nb\nc\nd\n");
        assert_eq!(ranked.extent(), Extent::Whole);
        assert_eq!((ranked.rank_of("a"), ranked.rank_of("A")), (Some(1), None));
        assert_eq!(
            (ranked.word(4), ranked.word(0), ranked.word(5)),
            (Some("d"), None, None)
        );
        assert!(Vocabulary::rank([]).is_empty());
    }

    #[test]
    fn a_head_is_completed_with_what_follows() {
        let texts = ["b a. A c", "c d A", "", "b"];
        let head = Vocabulary::from_ranked_lines("a\nc", Extent::Head).unwrap();
        let whole = head.completed(texts);
        assert_eq!(whole.to_ranked_lines(), "a\nc\nb\nd\n");
        assert_eq!(whole.extent(), Extent::Whole);
        assert_eq!(whole.head(2), head);
        assert_eq!(whole.head(9).len(), 4);
    }

    #[test]
    fn lines_that_are_no_vocabulary_are_errors() {
        let read = |text| Vocabulary::from_ranked_lines(text, Extent::Whole).unwrap_err();
        assert_eq!(read(""), WordsError::Empty);
        for (text, rank) in [("a\n\nb", 2), ("a b", 1), ("a\nB", 2), ("a\nb!", 2)] {
            assert!(
                matches!(read(text), WordsError::NotAWord { rank: found, .. } if found == rank),
                "{text:?}"
            );
        }
        assert!(matches!(
            read("a\nb\nc\nb"),
            WordsError::Twice {
                first: 2,
                second: 4,
                ..
            }
        ));
    }

    #[test]
    fn lines_may_end_as_on_windows() {
        let words = Vocabulary::from_ranked_lines("a\r\nb\r\n", Extent::Whole).unwrap();
        assert_eq!(words.to_ranked_lines(), "a\nb\n");
    }

    #[cfg(feature = "archive")]
    #[test]
    fn an_index_of_keras_has_each_rank_once() {
        let read = |json: &str| Vocabulary::from_keras_json(json.as_bytes());
        let words = read(r#"{"film": 2, "the": 1, "clichéd": 3}"#).unwrap();
        assert_eq!(words.to_ranked_lines(), "the\nfilm\nclichéd\n");
        assert!(matches!(
            read(r#"{"a": 1, "b": 3}"#),
            Err(WordsError::Rank {
                rank: 3,
                words: 2,
                ..
            })
        ));
        assert!(matches!(
            read(r#"{"a": 0}"#),
            Err(WordsError::Rank { rank: 0, .. })
        ));
        assert!(matches!(
            read(r#"{"a": 1, "b": 1}"#),
            Err(WordsError::SameRank { rank: 1, .. })
        ));
        assert!(matches!(
            read(r#"{"a b": 1}"#),
            Err(WordsError::NotAWord { rank: 1, .. })
        ));
        assert_eq!(read("{}"), Err(WordsError::Empty));
        for text in [
            "",
            "[]",
            "{\"a\": -1}",
            "{\"a\": 1.5}",
            "{\"a\": \"1\"}",
            "{\"a\": 1",
        ] {
            assert!(matches!(read(text), Err(WordsError::Json(_))), "{text}");
        }
    }
}
