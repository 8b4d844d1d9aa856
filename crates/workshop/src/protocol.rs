//! What page and worker say to each other about a network.

use redes_experiment::{dense::Unfit, history::Row};
use serde::{Deserialize, Serialize};

use crate::{
    Bytes,
    digest::Digest,
    form::Form,
    refusal::{Refusal, Unsaved},
    scaling::Scaling,
};

/// Where a network comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Source {
    /// Case 1.0 of the thesis, with first weights of the setup's seed.
    Thesis,
    /// A whole network in a file.
    File(Bytes),
    /// A file of weights, for the network of another file.
    Weights {
        /// The weights.
        file: Bytes,
        /// The file of the network that takes them; `None` for the thesis's.
        network: Option<Bytes>,
    },
}

/// What is to be opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Open {
    /// The network.
    pub source: Source,
    /// Seed of first weights.
    pub seed: u32,
}

/// What came of opening.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenBody {
    /// The network, or why it was refused.
    pub result: Result<Digest, Refusal>,
}

/// The samples that a network is tested and trained on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Set {
    /// MNIST.
    Mnist,
    /// The reviews of IMDB.
    Imdb,
}

/// An optimiser that the reader chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// The file's with its memory, or Adam where the file has none.
    File,
    /// Adam.
    Adam,
    /// Gradient descent.
    Sgd,
    /// RMSprop.
    RmsProp,
}

/// A network at work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Setup {
    /// The network.
    pub open: Open,
    /// The samples that it is tested and trained on; none while it only answers.
    pub set: Option<Set>,
    /// Whether it trains. Without, the run ends with the test of the file's weights.
    pub train: bool,
    /// How pixels become numbers; `None` to find out by trying.
    pub scaling: Option<Scaling>,
    /// The optimiser.
    pub optimizer: Kind,
    /// The learning rate; `None` for that of the optimiser.
    pub rate: Option<f64>,
    /// Samples a step.
    pub batch: usize,
    /// The test of the file's weights, where it has been done.
    pub tested: Option<Tested>,
}

/// What the network is given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Input {
    /// 28 x 28 pixels, ink 255. They are scaled as the images of the test are.
    Image(Bytes),
    /// The network's own numbers.
    Numbers(Vec<f32>),
}

/// A message to the network at work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Message {
    /// Answer this input, and show a layer's outputs.
    Look {
        /// The input; `None` for none.
        input: Option<Input>,
        /// The layer's place.
        layer: usize,
    },
    /// Test the present weights, then rest.
    Test,
    /// Train on after a test.
    GoOn,
    /// Hand the network on to the figure that looks inside.
    Inside,
    /// Write a file.
    Save {
        /// Its format.
        form: Form,
        /// The name of the opened file, without its ending.
        stem: String,
        /// Whether the comments of a program are Spanish.
        spanish: bool,
    },
}

/// How a scaling did in the trial.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// The scaling.
    pub scaling: Scaling,
    /// Images that were read right.
    pub right: u32,
    /// Mean loss.
    pub loss: f64,
}

/// The result of a test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tested {
    /// Steps of training before it.
    pub step: u64,
    /// Share of right answers.
    pub accuracy: f64,
    /// Mean loss.
    pub loss: f64,
    /// Samples.
    pub samples: u64,
}

impl Row for Tested {
    const VALUES: usize = 2;

    fn value(&self, place: usize) -> f64 {
        match place {
            0 => self.accuracy,
            _ => self.loss,
        }
    }
}

/// What the network does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doing {
    /// It waits.
    Rest,
    /// It tries the scalings.
    Trying {
        /// Images read.
        done: u64,
        /// Of so many.
        of: u64,
    },
    /// It reads the test samples.
    Testing {
        /// Samples read.
        done: u64,
        /// Of so many.
        of: u64,
    },
    /// It trains.
    Training,
}

/// A layer's outputs on the present input; the numbers are the second block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    /// Its place.
    pub layer: usize,
    /// The shape of the outputs.
    pub shape: Vec<usize>,
    /// Least and greatest output.
    pub outputs: [f32; 2],
    /// Least and greatest weight; none without weights.
    pub weights: Option<[f32; 2]>,
}

/// The names of the files that were written, or why none was.
pub type Saved = Result<Vec<String>, Unsaved>;

/// What the page shows of a network at work. Blocks travel beside it:
///
/// 1. running losses since the last report (f64, rows of step, loss, accuracy);
/// 2. the outputs of the layer that is looked at (f32);
/// 3. the written files (u8), a block each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// Steps of training.
    pub iteration: u64,
    /// Steps an epoch; 0 without samples.
    pub batches_per_epoch: u64,
    /// What it does.
    pub doing: Doing,
    /// How pixels become numbers; `None` where the input is no image.
    pub scaling: Option<Scaling>,
    /// The trial that chose the scaling; empty without one.
    pub trials: Vec<Trial>,
    /// Images of the trial.
    pub tried: u64,
    /// Mean loss and accuracy of the epoch so far.
    pub running: Option<[f64; 2]>,
    /// Samples a second.
    pub samples_per_second: f64,
    /// The tests, the first one before training; of thousands, as many as a figure draws.
    pub tests: Vec<Tested>,
    /// Whether training began with the optimiser's memory of the file.
    pub remembers: bool,
    /// The network's outputs on the present input, empty without one; `None` where it did not look again.
    pub answer: Option<Vec<f32>>,
    /// The layer that was looked at.
    pub layer: Option<Layer>,
    /// The files that were written; `None` where none was asked for.
    pub saved: Option<Saved>,
    /// The network for the figure that looks inside, as bytes, or why it does not fit; `None` where it was not asked for.
    pub inside: Option<Result<Bytes, Unfit>>,
}
