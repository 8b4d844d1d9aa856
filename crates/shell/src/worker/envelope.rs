//! What page and trainer send each other. It names no experiment: setups, bodies and messages travel as bytes.
//!
//! Every run has an id, which the page hands out and never repeats. Each answer carries the id of the run it belongs to,
//! so an answer to an older run is never taken for the present one's.

use redes_experiment::Failure;
use serde::{Deserialize, Serialize};

/// From the page to the trainer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Are you alive? Answered by [`Report::Pong`].
    Ping,
    /// Begin a run: end the one before, build the experiment, run it at full speed up to a step, and report it.
    Begin(Begin),
    /// Train until told otherwise.
    Run {
        /// Steps a second at most; `None` has no limit.
        steps_per_second: Option<f64>,
    },
    /// Stop after the current step.
    Pause,
    /// One step, then pause.
    Step,
    /// A message that only the experiment understands.
    Tell(Vec<u8>),
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
    /// The step to run to at full speed; 0 only builds the experiment.
    pub ahead: u64,
    /// Address of the site's root folder, with a slash at its end: data sets are fetched from there.
    pub root: String,
}

/// From the trainer to the page, with the id of the run that it belongs to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The run's id; 0 for [`Report::Ready`] and [`Report::Pong`].
    pub id: u32,
    /// The report.
    pub report: Report,
}

/// What the trainer reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Report {
    /// The worker has loaded.
    Ready,
    /// Answer to a ping.
    Pong,
    /// A data set is being downloaded.
    Loading {
        /// Bytes that have arrived.
        received: u64,
        /// Bytes in all.
        total: u64,
    },
    /// The experiment after some step. Big arrays travel beside it.
    State {
        /// Steps done.
        iteration: u64,
        /// Whether nothing is left to do.
        finished: bool,
        /// The experiment's body.
        body: Vec<u8>,
    },
    /// No step will follow by itself: training is paused, finished, failed, or only set up.
    Rest {
        /// Steps done.
        iteration: u64,
        /// Hash of the weights: equal bits give equal numbers, on every machine.
        fingerprint: u64,
    },
    /// Something went wrong; training has stopped.
    Failed(Failure),
}

/// How requests and answers are called where one can't be read.
pub(super) const ENVELOPE: &str = "envelope";
