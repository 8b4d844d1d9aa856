//! Training away from the page's thread.
//!
//! [`protocol`] says what is said, [`client`] is the page's end, [`server`] the trainer's; an experiment is a
//! [`Session`]. Where a worker is refused, the client runs the same server on the page in short slices.

#[cfg(feature = "circles")]
pub mod circles;
pub mod client;
pub mod clock;
#[cfg(feature = "results")]
pub mod digits;
#[cfg(feature = "results")]
pub mod download;
#[cfg(feature = "perceptron")]
pub mod perceptron;
pub mod protocol;
#[cfg(feature = "results")]
pub mod results;
#[cfg(feature = "results")]
pub mod reviews;
pub mod server;
#[cfg(feature = "results")]
mod sets;
#[cfg(feature = "results")]
pub mod speed;

use protocol::{Block, Failure, Report};

/// An experiment that is trained step by step.
pub trait Session {
    /// Steps done.
    fn iteration(&self) -> u64;

    /// Whether nothing is left to do.
    fn finished(&self) -> bool;

    /// A number that any change of a single bit of the weights changes.
    fn fingerprint(&self) -> u64;

    /// Does one step (a batch of training, or of testing after it).
    fn step(&mut self) -> Result<(), Failure>;

    /// What the page should show now. `rest` is true when no step will follow by itself: nothing may be left out.
    fn report(&mut self, rest: bool) -> Vec<(Report, Vec<Block>)>;

    /// The time between two reports, in milliseconds.
    fn report_interval(&self) -> f64;

    /// Shows one neuron's surface instead of the output's.
    fn look(&mut self, _neuron: Option<(usize, usize)>) {}
}

impl From<redes_core::Error> for Failure {
    fn from(error: redes_core::Error) -> Self {
        match error {
            redes_core::Error::Diverged { iteration } => Self::Diverged(iteration),
            other => Self::Refused(other.to_string()),
        }
    }
}
