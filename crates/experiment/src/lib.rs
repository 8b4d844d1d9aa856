//! The experiments that the page trains. Each has a file, and none knows the browser.
//!
//! - [`Experiment`]: the trait of every experiment. It has a [`Setup`](Experiment::Setup), steps, and a
//!   [`Body`](Experiment::Body) that the page shows. [`Session`] erases its types, for a trainer that knows no
//!   experiment.
//! - [`perceptron`], [`circles`], [`playground`], `digits`, `tuning`, `reviews`, `results`: the experiments. The last four
//!   have features (`tuning` that of the digits), so a module without them contains none of their code.
//! - [`block`]: big arrays that travel beside a body.
//! - [`datasets`]: data sets, and the data sets that a setup needs.
//! - [`dense`]: a network of dense layers, as one page hands it to another; [`scaling`]: how it is given pixels.
//! - [`failure`]: the reasons why an experiment stops.
//! - [`history`]: the rows of a training, as many as a figure draws.
//! - [`speed`]: samples a second.
//! - [`surface`]: the answers of neurons over a part of the plane.
//! - [`wire`]: setups and bodies as bytes.
//!
//! The caller passes the time, in milliseconds from any fixed moment, and the data sets, as [`datasets::Data`].

pub mod block;
pub mod circles;
pub mod datasets;
pub mod dense;
#[cfg(feature = "digits")]
pub mod digits;
pub mod failure;
pub mod history;
pub mod perceptron;
pub mod playground;
#[cfg(feature = "results")]
pub mod results;
#[cfg(feature = "reviews")]
pub mod reviews;
pub mod scaling;
pub mod session;
pub mod speed;
pub mod surface;
#[cfg(feature = "digits")]
pub mod tuning;
pub mod wire;

use std::borrow::Cow;

use serde::{Serialize, de::DeserializeOwned};

pub use block::Block;
pub use datasets::{Data, Needs};
pub use failure::Failure;
pub use redes_core::tape::{Sink, Source, Tape, hash};
pub use session::{Entry, Session};

/// An experiment that is trained step by step.
pub trait Experiment: Sized + 'static {
    /// Its parameters.
    type Setup: Serialize + DeserializeOwned + Clone + PartialEq + 'static;
    /// What the page shows after a step. Big arrays travel beside it.
    type Body: Serialize + DeserializeOwned + 'static;
    /// A message that only this experiment understands, sent while it trains. `()` if it has none.
    type Message: Serialize + DeserializeOwned + 'static;

    /// Its name in messages.
    const NAME: &'static str;

    /// Milliseconds between two reports while training runs.
    const INTERVAL: f64;

    /// The data sets that a setup needs.
    fn needs(_setup: &Self::Setup) -> Needs {
        Needs::default()
    }

    /// The parts of a run that other trainers can compute at the same time, each as the setup of a run of its own, in the
    /// order in which the whole run comes to them; none where it has no parts.
    fn parts(_setup: &Self::Setup) -> Vec<Self::Setup> {
        Vec::new()
    }

    /// How many of the parts the whole run has begun or needs no more.
    fn reached(_body: &Self::Body) -> usize {
        0
    }

    /// The places of the parts that the whole run has the results of, whoever computed them.
    fn known(_body: &Self::Body) -> &[u32] {
        &[]
    }

    /// What the whole run receives of a finished part, from the part's body.
    fn part(_body: Self::Body) -> Option<Self::Message> {
        None
    }

    /// Builds the experiment, ready for its first step. `data` holds what [`Experiment::needs`] asked for.
    ///
    /// # Errors
    /// [`Failure::Refused`] for parameters that the library refuses, [`Failure::DataMissing`] without the data.
    fn new(setup: &Self::Setup, data: &Data) -> Result<Self, Failure>;

    /// Does one step: a batch of training, or of testing after it. `now` is the time in milliseconds.
    ///
    /// # Errors
    /// [`Failure::Diverged`] when a weight or the cost stops being a number.
    fn step(&mut self, now: f64) -> Result<(), Failure>;

    /// What the page shows now. While training runs, an experiment may leave out arrays that it sent a moment ago. With
    /// `full` it leaves out nothing.
    ///
    /// # Errors
    /// [`Failure::Refused`] if the library cannot run the network.
    fn state(&mut self, full: bool, now: f64) -> Result<(Self::Body, Vec<Block>), Failure>;

    /// Steps done.
    fn iteration(&self) -> u64;

    /// Whether nothing is left to do.
    fn finished(&self) -> bool;

    /// A hash of the weights, for comparing runs bit for bit.
    fn fingerprint(&self) -> u64;

    /// Reads a message. It changes what the page shows or saves steps, never the results.
    fn receive(&mut self, _message: Self::Message) {}

    /// What a setup in bytes says of the results: a run that was kept goes on only where this is the same.
    fn essence(setup: &[u8]) -> Cow<'_, [u8]> {
        Cow::Borrowed(setup)
    }

    /// Writes to the tape how far it has come; or, before its first step, goes on from what is read there, with the bits of a
    /// run that was never stopped. It is good for nothing where the tape does not turn out whole ([`Tape::is_whole`]). An
    /// experiment that is not kept refuses. One that consists of [`parts`](Experiment::parts) may keep those that are over alone:
    /// the part under way then begins again.
    fn tape(&mut self, tape: &mut Tape<'_>) {
        tape.refuse();
    }
}
