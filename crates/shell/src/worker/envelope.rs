//! The messages between page and trainer. They know no experiment: setups, bodies and messages travel as bytes.
//!
//! The page gives every run an id and never repeats one. Each answer has the id of its run, so an answer to an older
//! run is never taken for the present one's.

use redes_experiment::Failure;
use serde::{Deserialize, Serialize};

/// A request of the page to the trainer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Asks for a [`Report::Pong`], as a sign of life.
    Ping,
    /// Begin a run: end the one before, build the experiment, train it at full speed to a step, and report.
    Begin(Begin),
    /// Train until the next request.
    Run {
        /// Most steps a second. `None` means no limit.
        steps_per_second: Option<f64>,
    },
    /// Stop after the current step.
    Pause,
    /// Do one step, then pause.
    Step,
    /// Train at full speed to this step, then pause.
    Ahead(u64),
    /// A message that only the experiment understands.
    Message(Vec<u8>),
    /// Send the run as it is now, to be kept: a [`Report::Kept`] for each part, unless the experiment is not kept or has done
    /// no step.
    Keep,
}

/// A run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Begin {
    /// The run's id.
    pub id: u32,
    /// The experiment's name.
    pub experiment: String,
    /// Its parameters.
    pub setup: Vec<u8>,
    /// The step to train to at full speed. 0 only builds the experiment.
    pub ahead: u64,
    /// Address of the site's root folder, with a slash at its end. The data sets are there.
    pub root: String,
}

/// A part of a run that is kept. The parts follow each other; where one is the first again, those before are good for nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Bytes of the parts before it.
    pub from: u64,
    /// Bytes of these parts and of this one.
    pub to: u64,
    /// Bytes of all parts.
    pub bytes: u64,
}

impl Part {
    /// The only part of a run.
    pub fn whole(bytes: u64) -> Self {
        Self {
            from: 0,
            to: bytes,
            bytes,
        }
    }
}

/// An answer of the trainer to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The run's id. 0 for [`Report::Ready`] and [`Report::Pong`].
    pub id: u32,
    /// The report.
    pub report: Report,
}

/// A report of the trainer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Report {
    /// The worker has loaded.
    Ready,
    /// Answer to a ping.
    Pong,
    /// A download is in progress.
    Loading {
        /// Bytes that have arrived.
        received: u64,
        /// Bytes in all.
        total: u64,
    },
    /// The experiment's state after a step. Big arrays travel beside it.
    State {
        /// Steps done.
        iteration: u64,
        /// Whether nothing is left to do.
        finished: bool,
        /// The experiment's body.
        body: Vec<u8>,
    },
    /// Training rests: it is paused, finished, failed, or only set up.
    Rest {
        /// Steps done.
        iteration: u64,
        /// Hash of the weights. Equal bits give equal numbers, on every machine.
        fingerprint: u64,
    },
    /// A part of the run, to be kept. Its pieces travel beside it.
    Kept(Part),
    /// An error stopped the training.
    Failed(Failure),
}

/// The name of requests and answers in [`Failure::Unreadable`].
pub(super) const ENVELOPE: &str = "envelope";
