//! A training as bytes, to go on from there after the page was loaded again: the weights, the optimiser's memory and what the
//! trainer has counted.

use redes_core::{
    Error, Result,
    optimizer::Moments,
    train::{Progress, Trainer},
};
use serde::{Deserialize, Serialize};

/// The state of a training in single precision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint {
    progress: Progress,
    parameters: Vec<f32>,
    steps: u64,
    first: Vec<f32>,
    second: Vec<f32>,
}

impl Checkpoint {
    /// Where a training stands.
    pub fn of(trainer: &Trainer<f32>) -> Self {
        let Moments {
            steps,
            first,
            second,
        } = trainer.moments();
        Self {
            progress: trainer.progress(),
            parameters: trainer.network().parameters().to_vec(),
            steps,
            first,
            second,
        }
    }

    /// Brings a new trainer of the same training there.
    ///
    /// # Errors
    /// [`Error::Shape`], [`Error::InvalidParameter`] for the state of another training. The trainer is then good for nothing.
    pub fn restore(self, trainer: &mut Trainer<f32>) -> Result<()> {
        let weights = trainer.parameters_mut();
        if weights.len() != self.parameters.len() {
            return Err(Error::Shape {
                what: "parameters",
                expected: vec![weights.len()],
                found: vec![self.parameters.len()],
            });
        }
        weights.copy_from_slice(&self.parameters);
        trainer.set_moments(Moments {
            steps: self.steps,
            first: self.first,
            second: self.second,
        })?;
        trainer.resume(self.progress)
    }
}
