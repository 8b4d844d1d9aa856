//! What page and worker say to each other: typed messages, with big arrays beside them.
//!
//! A message travels as `[body, array, …]`: the body by serde, the arrays as transferred buffers. The body from the
//! trainer is a pair: how many setups it had been given, and the report; what answers an older setup is not shown.

use js_sys::{Array, Float32Array, Float64Array, Uint8Array};
#[cfg(feature = "results")]
use redes_core::train::EpochRecord;
#[cfg(feature = "results")]
use redes_lessons::thesis::{digits::Case, reviews};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};

#[cfg(feature = "circles")]
use crate::worker::circles::CirclesSetup;
#[cfg(feature = "perceptron")]
use crate::worker::perceptron::PerceptronSetup;
#[cfg(feature = "results")]
use crate::worker::{digits::DigitsSetup, results::ResultsSetup, reviews::ReviewsSetup};

/// From the page to the trainer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Request {
    /// Are you alive? Answered by [`Report::Pong`].
    Ping,
    /// Build an experiment, run it at full speed up to a step, and report it.
    Setup(Setup, u64),
    /// Train until told otherwise, at most so many steps a second.
    Run {
        /// `None`: as fast as it goes.
        steps_per_second: Option<f64>,
    },
    /// Stop after the current step.
    Pause,
    /// One step, then pause.
    Step,
    /// Show this neuron's surface (layer, unit) instead of the output's.
    Look(Option<(usize, usize)>),
}

/// An experiment and its parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Setup {
    #[cfg(feature = "perceptron")]
    /// Section 2.
    Perceptron(PerceptronSetup),
    #[cfg(feature = "circles")]
    /// Section 2.5.
    Circles(CirclesSetup),
    #[cfg(feature = "results")]
    /// Cases 1.0 and 1.1.
    Digits(DigitsSetup),
    #[cfg(feature = "results")]
    /// Cases 2.0 and 2.1.
    Reviews(ReviewsSetup),
    #[cfg(feature = "results")]
    /// A case of the ledger.
    Results(ResultsSetup),
}

/// From the trainer to the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Report {
    /// The worker has loaded.
    Ready,
    /// Answer to a ping.
    Pong,
    #[cfg(feature = "perceptron")]
    /// State of the perceptron. Array: the trace since the last report, rows of [step, w1, w2, w3, cost] (f64).
    Perceptron(PerceptronReport),
    #[cfg(feature = "circles")]
    /// State of the circles. Arrays: the points (f64, rows of x, y, class; only after a setup), surface (f32, 100x100),
    /// thumbnails (f32, one a neuron), parameters (f64), costs since the last report (f64, rows of [step, cost]).
    Circles(CirclesReport),
    /// A data set is on its way.
    Loading {
        /// Bytes that have arrived.
        received: u64,
        /// Bytes in all.
        total: u64,
    },
    #[cfg(feature = "results")]
    /// State of the digits' training. Array: running losses since the last report (f64, rows of [step, loss, accuracy]);
    /// after an epoch and at pauses also the parameters (f32).
    Digits(DigitsReport),
    #[cfg(feature = "results")]
    /// The test images have been read. Array: pixels of the first mistakes (u8, 784 each).
    Evaluated(EvaluationReport),
    #[cfg(feature = "results")]
    /// State of the reviews' training. Arrays: running losses since the last report (f64, rows of [run, step, loss,
    /// accuracy]); then the parameters (f32) of each run that says so.
    Reviews(ReviewsReport),
    #[cfg(feature = "results")]
    /// State of a case of the ledger.
    Results(ResultsReport),
    /// Training rests: paused, finished, or only set up.
    Rest {
        /// Steps done.
        iteration: u64,
        /// The weights' fingerprint in hexadecimal digits: equal bits, equal digits, on every machine.
        fingerprint: String,
    },
    /// Something went wrong; training has stopped.
    Failed(Failure),
}

/// Why there is no more training.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Failure {
    /// A weight or the cost stopped being a number at this step.
    Diverged(u64),
    /// The site was built without this data set.
    DataMissing,
    /// The data did not arrive; the browser's or the server's words.
    Download(String),
    /// The data arrived, but not whole or not right.
    Corrupt(String),
    /// The experiment's parameters were refused; the library's words.
    Refused(String),
}

/// The perceptron after some step.
#[cfg(feature = "perceptron")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PerceptronReport {
    /// Steps done.
    pub iteration: u64,
    /// The three weights.
    pub weights: [f64; 3],
    /// Output for each row of the training set, with these weights.
    pub outputs: Vec<f64>,
    /// Half the sum of the squared errors, with these weights.
    pub cost: f64,
    /// Whether the last step has been done.
    pub finished: bool,
}

/// The circles' network after some step.
#[cfg(feature = "circles")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CirclesReport {
    /// Steps done.
    pub iteration: u64,
    /// Mean squared error with these weights, as the thesis plots it.
    pub cost: f64,
    /// Share of the points on their side of 0.5.
    pub accuracy: f64,
    /// Whether the last step has been done.
    pub finished: bool,
    /// The neuron whose surface this is; the output's where there is none.
    pub look: Option<(usize, usize)>,
}

#[cfg(feature = "results")]
/// The digits' training after some step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DigitsReport {
    /// Which network.
    pub case: Case,
    /// Steps (batches) done.
    pub iteration: u64,
    /// Steps in all.
    pub iterations: u64,
    /// Batches in an epoch.
    pub batches_per_epoch: u64,
    /// Keras's running mean of the loss over the epoch so far.
    pub loss: f64,
    /// Keras's running mean of the accuracy over the epoch so far.
    pub accuracy: f64,
    /// Images a second over the last second.
    pub samples_per_second: f64,
    /// The epochs that are complete.
    pub epochs: Vec<EpochRecord>,
    /// Whether the last step has been done.
    pub finished: bool,
}

#[cfg(feature = "results")]
/// What the network does on the test images.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvaluationReport {
    /// Mean loss.
    pub loss: f64,
    /// Share of right answers.
    pub accuracy: f64,
    /// 10 x 10 counts, a row a true digit, a column an answer.
    pub confusion: Vec<u64>,
    /// The first mistakes, in the order of the test set.
    pub mistakes: Vec<Mistake>,
    /// How many mistakes there are in all.
    pub wrong: u64,
}

#[cfg(feature = "results")]
/// The reviews' training after some step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewsReport {
    /// Steps (batches) done, by all networks together.
    pub iteration: u64,
    /// Steps in all.
    pub iterations: u64,
    /// Batches in an epoch of one network.
    pub batches_per_epoch: u64,
    /// The run whose turn it is.
    pub current: usize,
    /// The networks.
    pub runs: Vec<RunReport>,
    /// Reviews a second over the last second of training.
    pub samples_per_second: f64,
    /// During a test: reviews read, and how many there are.
    pub testing: Option<(u64, u64)>,
    /// Whether the last epoch has been tested.
    pub finished: bool,
}

#[cfg(feature = "results")]
/// One of the networks in training.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunReport {
    /// Which network.
    pub case: reviews::Case,
    /// Its steps so far.
    pub iteration: u64,
    /// Keras's running mean of the loss over the epoch so far.
    pub loss: f64,
    /// Keras's running mean of the accuracy over the epoch so far.
    pub accuracy: f64,
    /// The epochs that are complete.
    pub epochs: Vec<ReviewsEpoch>,
    /// Whether its parameters come with the message.
    pub weights: bool,
}

#[cfg(feature = "results")]
/// A case of the ledger after some slice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResultsReport {
    /// Slices done.
    pub iteration: u64,
    /// Steps done, of all seeds.
    pub done: u64,
    /// Steps to do, of all seeds.
    pub total: u64,
    /// What it is at: seed, epoch, loss.
    pub now: String,
    /// The entries judged; empty while training goes on.
    pub rows: Vec<ResultRow>,
    /// Whether all is computed.
    pub finished: bool,
}

#[cfg(feature = "results")]
/// An entry of the ledger, judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResultRow {
    /// The thesis's section.
    pub place: String,
    /// What it is.
    pub what: String,
    /// What the thesis prints, a line each.
    pub printed: Vec<String>,
    /// What came out here.
    pub ours: Vec<String>,
    /// How it was judged: a key of the page's texts.
    pub verdict: String,
    /// What the reader should know.
    pub note: Option<String>,
    /// How far outside our spread the printed number may lie.
    pub tolerance: Option<f64>,
}

#[cfg(feature = "results")]
/// What an epoch came to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewsEpoch {
    /// Mean loss over its batches.
    pub loss: f64,
    /// Share of right answers over its batches.
    pub accuracy: f64,
    /// Loss and share of right answers on the test reviews after it, once they have been read.
    pub test: Option<(f64, f64)>,
}

#[cfg(feature = "results")]
/// A test image that the network misreads.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mistake {
    /// Its place in the test set.
    pub index: u32,
    /// The digit that it is.
    pub truth: u8,
    /// The digit that the network answers.
    pub answer: u8,
}

/// A big array beside a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Bytes, such as pixels.
    U8(Vec<u8>),
    /// Single precision.
    F32(Vec<f32>),
    /// Double precision.
    F64(Vec<f64>),
}

impl Block {
    /// The numbers of a double-precision block; empty for another kind.
    pub fn f64(&self) -> &[f64] {
        if let Self::F64(values) = self {
            values
        } else {
            &[]
        }
    }

    /// The numbers of a single-precision block; empty for another kind.
    pub fn f32(&self) -> &[f32] {
        if let Self::F32(values) = self {
            values
        } else {
            &[]
        }
    }

    /// The bytes of a block of bytes; empty for another kind.
    pub fn u8(&self) -> &[u8] {
        if let Self::U8(values) = self {
            values
        } else {
            &[]
        }
    }
}

/// Packs a message and the buffers that are to be transferred with it.
pub fn pack<T: Serialize>(body: &T, blocks: &[Block]) -> Result<(JsValue, Array), JsValue> {
    let message = Array::new();
    let transfer = Array::new();
    message.push(&serde_wasm_bindgen::to_value(body).map_err(JsValue::from)?);
    for block in blocks {
        let (array, buffer): (JsValue, _) = match block {
            Block::U8(values) => {
                let array = Uint8Array::from(values.as_slice());
                let buffer = array.buffer();
                (array.into(), buffer)
            }
            Block::F32(values) => {
                let array = Float32Array::from(values.as_slice());
                let buffer = array.buffer();
                (array.into(), buffer)
            }
            Block::F64(values) => {
                let array = Float64Array::from(values.as_slice());
                let buffer = array.buffer();
                (array.into(), buffer)
            }
        };
        message.push(&array);
        transfer.push(&buffer);
    }
    Ok((message.into(), transfer))
}

/// Unpacks a message; anything that isn't one of ours is an error.
pub fn unpack<T: DeserializeOwned>(message: JsValue) -> Result<(T, Vec<Block>), JsValue> {
    let parts = message
        .dyn_into::<Array>()
        .map_err(|_| JsValue::from_str("not a message of ours"))?;
    let body = serde_wasm_bindgen::from_value(parts.get(0)).map_err(JsValue::from)?;
    let blocks = parts
        .iter()
        .skip(1)
        .filter_map(|part| {
            if let Some(array) = part.dyn_ref::<Uint8Array>() {
                Some(Block::U8(array.to_vec()))
            } else if let Some(array) = part.dyn_ref::<Float32Array>() {
                Some(Block::F32(array.to_vec()))
            } else {
                part.dyn_ref::<Float64Array>()
                    .map(|array| Block::F64(array.to_vec()))
            }
        })
        .collect();
    Ok((body, blocks))
}
