//! What the phrases' figure shows, computed: network 2.0 layer by layer for a review, what a filter looks for, and the
//! neighbours of a word.

use redes_core::network::Network;
use redes_data::words::{Encoding, Id, Vocabulary, folded};
use redes_inputs::reviews::Review;
use redes_lessons::thesis::reviews::{MAX_WORDS, WORDS};

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
/// Neurons of the dense layer.
const NEURONS: usize = 250;
/// The place of the dense layer in the architecture.
const DENSE: usize = 4;
/// Parameters of the embedding, and of the convolution's kernel.
const EMBEDDING: usize = WORDS * WIDTH;
const KERNEL: usize = TAPS * WIDTH * FILTERS;
/// Parameters of the whole network.
const PARAMETERS: usize =
    EMBEDDING + KERNEL + FILTERS + (MAX_WORDS / 2 * FILTERS + 1) * NEURONS + NEURONS + 1;

/// A word and a number.
pub type Scored = (Id, f64);

/// Network 2.0. It runs the embedding, the convolution and the pooling as one stage and keeps none of their outputs: these
/// are computed here, from its parameters.
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
    /// Whether the network knows none of the words, so that the score says nothing of the review.
    pub strange: bool,
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
    /// Opens the network; none where it has not as many parameters as network 2.0.
    pub fn new(network: Network<f32>) -> Option<Self> {
        (network.parameters().len() == PARAMETERS).then_some(Self(network))
    }

    /// The vector of a word.
    pub fn vector(&self, id: Id) -> &[f32] {
        let from = usize::from(id) * WIDTH;
        let vector = self.0.parameters().get(from..from + WIDTH);
        vector
            .filter(|_| usize::from(id) < WORDS)
            .unwrap_or_default()
    }

    /// The weights of the filters at one of their three places: a row a number of the vector, a column a filter.
    fn kernel(&self, tap: usize) -> impl Iterator<Item = &[f32]> {
        let from = EMBEDDING + tap * WIDTH * FILTERS;
        let kernel = self.0.parameters().get(from..from + WIDTH * FILTERS);
        kernel.unwrap_or_default().chunks_exact(FILTERS)
    }

    /// The biases of the filters.
    fn biases(&self) -> &[f32] {
        let from = EMBEDDING + KERNEL;
        let biases = self.0.parameters().get(from..from + FILTERS);
        biases.unwrap_or_default()
    }

    /// What a word adds to a filter's sum at one of its three places.
    pub fn part(&self, filter: usize, tap: usize, id: Id) -> f64 {
        let weights = self.kernel(tap).filter_map(|row| row.get(filter));
        let products = self.vector(id).iter().zip(weights);
        products.map(|(x, w)| f64::from(*x) * f64::from(*w)).sum()
    }

    /// The bias of a filter.
    pub fn bias(&self, filter: usize) -> f64 {
        self.biases().get(filter).map_or(0.0, |b| f64::from(*b))
    }

    /// The filters' answers around a place of the input.
    fn answers(&self, ids: &[Id], place: usize) -> impl Iterator<Item = f32> {
        let mut sums = [0.0; FILTERS];
        for (sum, bias) in sums.iter_mut().zip(self.biases()) {
            *sum = f64::from(*bias);
        }
        for (tap, id) in around(ids, place).into_iter().enumerate() {
            let vector = id.map_or(&[][..], |id| self.vector(id));
            for (x, weights) in vector.iter().zip(self.kernel(tap)) {
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += f64::from(*x) * f64::from(*weight);
                }
            }
        }
        sums.into_iter().map(|sum| sum.max(0.0) as f32)
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
        let score = f64::from(*self.0.forward_row(review.input()).ok()?.first()?);
        let neurons = self.0.activations(DENSE).ok()?.as_slice()?.to_vec();
        let (ids, first) = placed(review);
        let read = ids.get(first..)?;
        let vectors = read.iter().flat_map(|id| self.vector(*id));
        let vectors = vectors.copied().collect();
        // Of the first pair, the first word may be padding.
        let skipped = first % 2;
        let places = first - skipped..MAX_WORDS;
        let answers = places.flat_map(|place| self.answers(&ids, place));
        let answers: Vec<f32> = answers.collect();
        let pooled = answers.chunks_exact(2 * FILTERS).flat_map(|pair| {
            let (one, other) = pair.split_at(FILTERS);
            one.iter().zip(other).map(|(a, b)| a.max(*b))
        });
        Some(Reading {
            vectors,
            pooled: pooled.collect(),
            answers: answers.get(skipped * FILTERS..)?.to_vec(),
            neurons,
            score,
            strange: review.is_strange(),
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

/// What a filter reads around a place of the input; none beyond the ends.
fn around(ids: &[Id], place: usize) -> [Option<Id>; TAPS] {
    [0, 1, 2].map(|tap| {
        (place + tap)
            .checked_sub(1)
            .and_then(|at| ids.get(at))
            .copied()
    })
}

/// The review as numbers, and the place in it of its first word.
fn placed(review: &Review) -> (Vec<Id>, usize) {
    let ids = review.input().iter().map(|id| *id as Id).collect();
    (ids, MAX_WORDS.saturating_sub(review.read().len()))
}

/// What a filter reads around a word of a review: before the first word it reads the number of the start.
pub fn window(review: &Review, word: usize) -> [Option<Id>; TAPS] {
    let (ids, first) = placed(review);
    around(&ids, first + word)
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

/// What the reader wrote as a word, as the vocabulary has it.
fn plain(written: &str) -> String {
    folded(written).trim().to_ascii_lowercase()
}

/// The number of a word that the network knows.
pub fn id_of(vocabulary: &Vocabulary, word: &str) -> Option<Id> {
    let encoding = Encoding::default();
    let id = encoding.id(vocabulary, &plain(word))?;
    (id != encoding.oov).then_some(id)
}

/// The known words that begin with some letters, the most frequent first.
pub fn completions<'v>(vocabulary: &'v Vocabulary, letters: &str, count: usize) -> Vec<&'v str> {
    let letters = plain(letters);
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
