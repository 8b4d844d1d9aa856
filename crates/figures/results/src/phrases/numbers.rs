//! What the phrases' figure shows, computed: network 2.0 layer by layer for a review, what a filter looks for, and the
//! neighbours of a word.

use redes_core::network::Network;
use redes_data::words::{Encoding, Id, Vocabulary};
use redes_lessons::thesis::reviews::{self, Case, MAX_WORDS, WORDS};

use crate::reviews::numbers::Review;

/// Numbers of a word's vector.
pub const WIDTH: usize = 32;
/// Filters of the convolution.
pub const FILTERS: usize = 32;
/// Words that a filter reads at once.
pub const TAPS: usize = 3;
/// Words of a list of favourites.
const FAVOURITES: usize = 8;
/// Windows of the list of the strongest.
const WINDOWS: usize = 8;
/// Neighbours of a word.
const NEIGHBOURS: usize = 12;
/// Places of the layers in the architecture.
const EMBEDDING: usize = 0;
const CONVOLUTION: usize = 1;
const POOLING: usize = 2;
const DENSE: usize = 4;

/// A word and a number.
pub type Scored = (Id, f64);

/// Network 2.0, run layer by layer.
pub struct Inside(Network<f32>);

/// What the layers make of a review. Rows are the words that are read, the last ones of the review.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The words' vectors, `[words, 32]`.
    pub vectors: Vec<f32>,
    /// The filters' answers around each word, `[words, 32]`.
    pub answers: Vec<f32>,
    /// The greater of two neighbouring answers, `[pairs, 32]`.
    pub pooled: Vec<f32>,
    /// The answers of the 250 neurons.
    pub neurons: Vec<f32>,
    /// The score.
    pub score: f64,
}

/// Three words that follow each other in a review, and what a filter answers to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// The words as they stand in the text.
    pub words: Vec<String>,
    /// The answer.
    pub answer: f64,
}

impl Inside {
    /// The network with these weights; none where they are not as many as it has.
    pub fn new(weights: &[f32]) -> Option<Self> {
        let mut network = Network::plain(&reviews::architecture(Case::Case20), 1).ok()?;
        let own = network.parameters_mut();
        if own.len() != weights.len() {
            return None;
        }
        own.copy_from_slice(weights);
        Some(Self(network))
    }

    /// The vector of a word.
    pub fn vector(&self, id: Id) -> &[f32] {
        let from = usize::from(id) * WIDTH;
        let vector = self.0.parameters().get(from..from + WIDTH);
        vector
            .filter(|_| usize::from(id) < WORDS)
            .unwrap_or_default()
    }

    /// What a word adds to a filter's sum at one of its three places.
    pub fn part(&self, filter: usize, tap: usize, id: Id) -> f64 {
        let kernel = self.0.parameters().get(WORDS * WIDTH..).unwrap_or_default();
        let kernel = kernel.get(tap * WIDTH * FILTERS..).unwrap_or_default();
        let weights = kernel
            .chunks_exact(FILTERS)
            .filter_map(|row| row.get(filter));
        let products = self.vector(id).iter().zip(weights);
        products.map(|(x, w)| f64::from(*x) * f64::from(*w)).sum()
    }

    /// The bias of a filter.
    pub fn bias(&self, filter: usize) -> f64 {
        let place = WORDS * WIDTH + TAPS * WIDTH * FILTERS + filter;
        self.0
            .parameters()
            .get(place)
            .map_or(0.0, |b| f64::from(*b))
    }

    /// The words that add most to a filter's sum at each of its three places, of all that the network knows.
    pub fn favourites(&self, filter: usize) -> [Vec<Scored>; TAPS] {
        [0, 1, 2].map(|tap| {
            best(
                known().map(|id| (id, self.part(filter, tap, id))),
                FAVOURITES,
            )
        })
    }

    /// The words whose vectors point most nearly the same way, by the cosine of the angle, of all that the network knows.
    pub fn neighbours(&self, id: Id) -> Vec<Scored> {
        let own = self.vector(id);
        let others = known().filter(|other| *other != id);
        best(
            others.map(|other| (other, cosine(own, self.vector(other)))),
            NEIGHBOURS,
        )
    }

    /// Runs a review through the layers.
    pub fn read(&mut self, review: &Review) -> Option<Reading> {
        let score = *self.0.forward_row(review.input()).ok()?.first()?;
        let count = review.read().len().min(MAX_WORDS);
        let first = MAX_WORDS - count;
        let layer = |layer: usize, from: usize| {
            let outputs = self.0.activations(layer).ok()?;
            Some(outputs.as_slice()?.get(from..)?.to_vec())
        };
        Some(Reading {
            vectors: layer(EMBEDDING, first * WIDTH)?,
            answers: layer(CONVOLUTION, first * FILTERS)?,
            pooled: layer(POOLING, first / 2 * FILTERS)?,
            neurons: layer(DENSE, 0)?,
            score: f64::from(score),
        })
    }

    /// The windows of three words of some reviews to which a filter answers most; each phrase once.
    pub fn windows(&self, filter: usize, reviews: &[&Review]) -> Vec<Window> {
        let mut found: Vec<Window> = Vec::new();
        for review in reviews {
            for words in review.read().windows(TAPS) {
                let parts = words.iter().enumerate();
                let sum: f64 = parts
                    .map(|(tap, word)| self.part(filter, tap, word.id))
                    .sum();
                let answer = (sum + self.bias(filter)).max(0.0);
                let place = found.partition_point(|window| window.answer >= answer);
                let words: Vec<String> =
                    words.iter().map(|w| w.text.to_ascii_lowercase()).collect();
                if place < WINDOWS && answer > 0.0 && !found.iter().any(|w| w.words == words) {
                    found.insert(place, Window { words, answer });
                    found.truncate(WINDOWS);
                }
            }
        }
        found
    }
}

impl Reading {
    /// Words that are read.
    pub fn words(&self) -> usize {
        self.vectors.len() / WIDTH
    }

    /// A filter's answer around a word.
    pub fn answer(&self, word: usize, filter: usize) -> f64 {
        let answer = self.answers.get(word * FILTERS + filter);
        answer.map_or(0.0, |answer| f64::from(*answer))
    }

    /// The word around which a filter answers most.
    pub fn strongest(&self, filter: usize) -> usize {
        let mut best = 0;
        for word in 1..self.words() {
            if self.answer(word, filter) > self.answer(best, filter) {
                best = word;
            }
        }
        best
    }
}

/// The numbers of the words that the network knows.
fn known() -> impl Iterator<Item = Id> {
    let encoding = Encoding::default();
    encoding.index_from + 1..encoding.num_words
}

/// The word of a number.
pub fn word(vocabulary: &Vocabulary, id: Id) -> &str {
    let rank = id.saturating_sub(Encoding::default().index_from);
    vocabulary.word(u32::from(rank)).unwrap_or_default()
}

/// The number of a word that the network knows.
pub fn id_of(vocabulary: &Vocabulary, word: &str) -> Option<Id> {
    let encoding = Encoding::default();
    let id = encoding.id(vocabulary, word.trim().to_ascii_lowercase().as_str())?;
    (id != encoding.oov).then_some(id)
}

/// The known words that begin with some letters, the most frequent first.
pub fn completions<'v>(vocabulary: &'v Vocabulary, letters: &str, count: usize) -> Vec<&'v str> {
    let letters = letters.trim().to_ascii_lowercase();
    let words = known().map(|id| word(vocabulary, id));
    words
        .filter(|word| word.starts_with(&*letters))
        .take(count)
        .collect()
}

/// The cosine of the angle between two vectors; 0 where one of them is zero.
pub fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let dot = |a: &[f32], b: &[f32]| -> f64 {
        a.iter()
            .zip(b)
            .map(|(a, b)| f64::from(*a) * f64::from(*b))
            .sum()
    };
    let norms = (dot(a, a) * dot(b, b)).sqrt();
    if norms > 0.0 { dot(a, b) / norms } else { 0.0 }
}

/// The words with the greatest numbers, greatest first; of equal ones the more frequent word.
fn best(scored: impl Iterator<Item = Scored>, count: usize) -> Vec<Scored> {
    let mut best: Vec<Scored> = Vec::with_capacity(count + 1);
    for (id, score) in scored {
        let place = best.partition_point(|(_, other)| *other >= score);
        if place < count {
            best.insert(place, (id, score));
            best.truncate(count);
        }
    }
    best
}
