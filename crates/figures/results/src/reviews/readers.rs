//! The networks that read while the reader types, the words they know, and what each word adds.

use ndarray::ArrayView2;
use redes_core::network::Network;
use redes_data::words::{Encoding, Id, Vocabulary, pad_front};
use redes_lessons::{
    occlusion::occlusion,
    thesis::reviews::{self, Case, MAX_WORDS},
};

use crate::shipped;
use redes_shell::review_files::site_file;

/// Words that are left out in one go: few enough for a frame.
const SLICE: usize = 16;

/// A network that reads reviews.
pub struct Reader {
    network: Network<f32>,
    /// Share of the 25,000 test reviews that its file says it reads right.
    pub test_accuracy: Option<f64>,
}

/// A word of the review.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// As it stands in the text.
    pub text: String,
    /// Its number.
    pub id: Id,
}

/// A review as the networks are given it.
#[derive(Clone, Debug, Default)]
pub struct Review {
    /// Its words, all of them.
    pub words: Vec<Word>,
    /// Start, words: what is padded.
    ids: Vec<Id>,
    /// 500 numbers, padded in front.
    pub input: Vec<f32>,
}

/// What became of leaving out the words, one after the other.
#[derive(Debug, Default)]
pub struct Contributions {
    /// By how much the log-odds fall without a word; as many as have been asked so far, of the words that are read.
    pub owed: Vec<f64>,
    total: usize,
}

/// Fetches the weights that our own command line trained.
pub async fn fetch_reader(
    case: Case,
    progress: &dyn Fn(u64, Option<u64>),
) -> Result<Reader, String> {
    let name = format!("models/reviews-{case}.safetensors");
    let bytes = site_file(&name, progress).await?;
    // The words only fit the very network that they were numbered for.
    let model = shipped::load(&bytes, &reviews::architecture(case), SLICE);
    let model = model.map_err(|error| format!("{name}: {error}"))?;
    Ok(Reader {
        network: model.network,
        test_accuracy: model.test_accuracy,
    })
}

impl Reader {
    /// An empty network of a case, to take the weights that arrive from training.
    pub fn own(case: Case) -> Option<Self> {
        let network = Network::new(&reviews::architecture(case), SLICE).ok()?;
        Some(Self {
            network,
            test_accuracy: None,
        })
    }

    /// Takes weights, if they are as many as it has.
    pub fn take(&mut self, weights: &[f32]) -> bool {
        let fits = self.network.parameters().len() == weights.len();
        if fits {
            self.network.parameters_mut().copy_from_slice(weights);
        }
        fits
    }

    /// The score of a review: 0 negative, 1 positive.
    pub fn score(&mut self, review: &Review) -> Option<f64> {
        let row = ArrayView2::from_shape((1, MAX_WORDS), &review.input).ok()?;
        let answer = self.network.forward(row).ok()?;
        answer.iter().next().map(|&score| f64::from(score))
    }

    /// Leaves out the next few words; true when there are none left.
    pub fn go_on(&mut self, review: &Review, contributions: &mut Contributions) -> bool {
        let done = contributions.owed.len();
        let next = (done + SLICE).min(contributions.total);
        let first = MAX_WORDS - contributions.total;
        let places: Vec<usize> = (first + done..first + next).collect();
        let unknown = f32::from(Encoding::default().oov);
        match occlusion(&mut self.network, &review.input, &places, unknown) {
            Ok(owed) => contributions.owed.extend(owed),
            Err(_) => contributions.total = done,
        }
        contributions.owed.len() >= contributions.total
    }
}

impl Review {
    /// Finds the words of a text and their numbers.
    pub fn new(vocabulary: &Vocabulary, text: &str) -> Self {
        let encoding = Encoding::default();
        let codes = encoding.codes(vocabulary, text);
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

    /// How many of the words, the last ones, the networks read.
    pub fn read(&self) -> usize {
        self.words.len().min(MAX_WORDS)
    }

    /// How many of those that are read are unknown.
    pub fn unknown(&self) -> usize {
        let oov = Encoding::default().oov;
        let read = &self.words[self.words.len() - self.read()..];
        read.iter().filter(|word| word.id == oov).count()
    }

    /// The vector as the thesis prints it, the padding told and not written out.
    pub fn vector(&self) -> String {
        let read = &self.ids[self.ids.len().saturating_sub(MAX_WORDS)..];
        let zeros = MAX_WORDS - read.len();
        let padding = match zeros {
            0 => String::new(),
            n => format!("0 × {n}, "),
        };
        let ids: Vec<String> = read.iter().map(Id::to_string).collect();
        format!("[{padding}{}]", ids.join(", "))
    }

    /// Nothing asked yet.
    pub fn contributions(&self) -> Contributions {
        Contributions {
            owed: Vec::new(),
            total: self.read(),
        }
    }
}
