//! What the reviews' figure shows, computed: what each word of a review adds, and a training as far as it was
//! reported.

use redes_core::network::Network;
use redes_data::words::Encoding;
use redes_experiment::history::History;
use redes_experiment::{
    Block,
    reviews::{Epoch, ReviewsBody, RunBody},
};
use redes_inputs::reviews::{Review, Word};
use redes_lessons::{
    occlusion::occlusion,
    thesis::reviews::{self, Case, MAX_WORDS},
};

/// Words that are left out in one go: few enough for a frame.
pub const SLICE: usize = 16;
/// Shades on either side.
const SHADES: f64 = 5.0;
/// Words in each list of the strongest.
const STRONGEST: usize = 6;

/// What the thesis prints for the test reviews after each epoch (§4, cases 2.0 and 2.1): the share of right answers.
const PRINTED: [(Case, &[f64]); 2] = [
    (Case::Case20, &[0.8848, 0.8856]),
    (Case::Case21, &[0.8530, 0.8734, 0.8614]),
];

/// Points of a curve: (epochs, value).
pub type Curve = Vec<(f64, f64)>;

/// What the words add that have been left out so far, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Contributions {
    /// By how much the log-odds fall without a word: of the first of the words that are read.
    owed: Vec<f64>,
    /// How many words are to be left out.
    total: usize,
}

impl Contributions {
    /// None yet, of a review.
    pub fn of(review: &Review) -> Self {
        Self {
            owed: Vec::new(),
            total: review.read().len(),
        }
    }

    /// What the word at a place of the review adds; none of one that isn't read or has not been left out yet.
    pub fn word(&self, review: &Review, place: usize) -> Option<f64> {
        let place = place.checked_sub(review.unread())?;
        self.owed.get(place).copied()
    }

    /// What the words add, in the order of those that are read.
    pub fn all(&self) -> &[f64] {
        &self.owed
    }

    /// A word's shade, from 1 to 5, by its share of the strongest; none of a word that adds next to nothing.
    pub fn shade(&self, value: f64) -> Option<u8> {
        let most = self.owed.iter();
        let most = most.fold(0.0_f64, |most, value| most.max(value.abs()));
        let shade = (SHADES * value.abs() / most.max(1e-9)).round() as u8;
        (shade >= 1).then_some(shade)
    }

    /// The words that speak most for positive and those that speak most for negative, strongest first.
    pub fn strongest<'a>(&self, review: &'a Review) -> [Vec<(&'a Word, f64)>; 2] {
        let words = review.read().iter().zip(self.owed.iter().copied());
        // By insertion, since a review is short; words of the same value keep their order.
        let mut order: Vec<(&Word, f64)> = Vec::with_capacity(self.owed.len());
        for (word, value) in words {
            let place = order.partition_point(|(_, other)| other.total_cmp(&value).is_ge());
            order.insert(place, (word, value));
        }
        let positive = order.iter().filter(|(_, value)| *value > 0.0);
        let negative = order.iter().rev().filter(|(_, value)| *value < 0.0);
        [
            positive.take(STRONGEST).copied().collect(),
            negative.take(STRONGEST).copied().collect(),
        ]
    }
}

/// A network that reads reviews.
pub struct Reader {
    network: Network<f32>,
    /// Share of the 25,000 test reviews that its file says it reads right.
    pub test_accuracy: Option<f64>,
    /// The steps of training here after which it has its weights.
    pub steps: u64,
}

impl Reader {
    /// A reader with a network that takes [`SLICE`] reviews at once.
    pub fn new(network: Network<f32>, test_accuracy: Option<f64>) -> Self {
        Self {
            network,
            test_accuracy,
            steps: 0,
        }
    }

    /// A network of a case whose weights arrive later, from its training.
    pub fn own(case: Case) -> Option<Self> {
        let network = Network::new(&reviews::architecture(case), SLICE).ok()?;
        Some(Self::new(network, None))
    }

    /// Its weights.
    pub fn weights(&self) -> &[f32] {
        self.network.parameters()
    }

    /// Takes weights, if they are as many as it has, and the steps after which it has them.
    pub fn take(&mut self, weights: &[f32], steps: u64) -> bool {
        let fits = self.network.parameters().len() == weights.len();
        if fits {
            self.network.parameters_mut().copy_from_slice(weights);
            self.steps = steps;
        }
        fits
    }

    /// The score of a review: 0 negative, 1 positive.
    pub fn score(&mut self, review: &Review) -> Option<f64> {
        let answer = self.network.forward_row(review.input()).ok()?;
        answer.first().map(|&score| f64::from(score))
    }

    /// Leaves out the next few words; true when there are none left.
    pub fn go_on(&mut self, review: &Review, contributions: &mut Contributions) -> bool {
        let done = contributions.owed.len();
        let next = (done + SLICE).min(contributions.total);
        let first = MAX_WORDS.saturating_sub(contributions.total);
        let places: Vec<usize> = (first + done..first + next).collect();
        let unknown = f32::from(Encoding::default().oov);
        match occlusion(&mut self.network, review.input(), &places, unknown) {
            Ok(owed) => contributions.owed.extend(owed),
            Err(_) => contributions.total = done,
        }
        contributions.owed.len() >= contributions.total
    }
}

/// The bar of a score, in percent of its line: from where, and how long. It leads from the middle to the score.
pub fn bar(score: f64) -> [f64; 2] {
    [score.min(0.5) * 100.0, (score - 0.5).abs() * 100.0]
}

/// The share of right answers in the test that the thesis prints after an epoch, from 0.
pub fn printed(case: Case, epoch: usize) -> Option<f64> {
    let (_, values) = PRINTED.iter().find(|(printed, _)| *printed == case)?;
    values.get(epoch).copied()
}

/// How many epochs of a network have been tested.
pub fn tested(run: &RunBody) -> usize {
    let tested = run.epochs.iter().filter(|epoch| epoch.test.is_some());
    tested.count()
}

/// Where a training is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// The epoch of the network whose turn it is, from 1.
    pub epoch: u64,
    /// Epochs of each network.
    pub epochs: u64,
    /// The share of the steps that is done.
    pub share: f64,
    /// Seconds that are left at the speed of now, estimated: a test goes about three times as fast as training, and
    /// follows each epoch. Not finite where there is no speed.
    pub seconds_left: f64,
}

/// Where a training on so many reviews is; as many are tested.
pub fn progress(report: &ReviewsBody, run: &RunBody, samples: usize) -> Progress {
    let per_epoch = report.batches_per_epoch.max(1);
    let epochs = report.iterations / per_epoch / report.runs.len().max(1) as u64;
    let epoch = run.iteration.saturating_sub(1) / per_epoch + 1;
    let batch = samples as f64 / per_epoch as f64;
    let steps = report.iterations.saturating_sub(report.iteration) as f64;
    let tested: usize = report.runs.iter().map(tested).sum();
    let tests = report.iterations as f64 / per_epoch as f64 - tested as f64;
    let work = steps * batch + tests * batch * per_epoch as f64 / 3.0;
    Progress {
        epoch: epoch.min(epochs),
        epochs,
        share: report.iteration as f64 / report.iterations.max(1) as f64,
        seconds_left: work / report.samples_per_second,
    }
}

/// What a curve shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The loss.
    Loss,
    /// The share of right answers.
    Accuracy,
}

impl Measure {
    /// It, of a pair of loss and accuracy.
    pub fn of(self, (loss, accuracy): (f64, f64)) -> f64 {
        match self {
            Self::Loss => loss,
            Self::Accuracy => accuracy,
        }
    }

    /// The values of the tests, an epoch each.
    pub fn tests(self, epochs: &[Epoch]) -> Curve {
        let records = (1..).map(f64::from).zip(epochs);
        records
            .filter_map(|(epoch, record)| Some((epoch, self.of(record.test?))))
            .collect()
    }
}

/// A training as far as it was reported.
#[derive(Clone, Debug, Default)]
pub struct Course {
    last: Option<ReviewsBody>,
    /// For each network: rows of epochs, loss, accuracy.
    trained: Vec<History<[f64; 3]>>,
}

impl Course {
    /// Adds a report and its blocks.
    pub fn take(&mut self, report: ReviewsBody, blocks: &[Block]) {
        let per_epoch = report.batches_per_epoch.max(1) as f64;
        self.trained
            .resize_with(report.runs.len(), History::default);
        let (rows, _) = blocks.first().map_or(&[][..], Block::f64).as_chunks::<4>();
        for &[run, step, loss, accuracy] in rows {
            if let Some(trained) = self.trained.get_mut(run as usize) {
                trained.push([step / per_epoch, loss, accuracy]);
            }
        }
        self.last = Some(report);
    }

    /// The last report.
    pub fn last(&self) -> Option<&ReviewsBody> {
        self.last.as_ref()
    }

    /// What was measured in training, of each network.
    pub fn curves(&self, measure: Measure) -> Vec<Curve> {
        let curve = |history: &History<[f64; 3]>| {
            let rows = history.rows().iter();
            let point = |&[at, loss, accuracy]: &[f64; 3]| (at, measure.of((loss, accuracy)));
            rows.map(point).collect()
        };
        self.trained.iter().map(curve).collect()
    }
}

/// The least and the greatest value of some curves.
pub fn extent<'a>(curves: impl IntoIterator<Item = &'a Curve>) -> (f64, f64) {
    let values = curves.into_iter().flatten();
    values.fold((f64::MAX, f64::MIN), |(low, high), (_, y)| {
        (low.min(*y), high.max(*y))
    })
}
