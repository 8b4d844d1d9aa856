//! A training as two rows of numbers, to go on from there after the page was loaded again: what the trainer has counted, and the
//! weights with the optimiser's memory. Rows need no code that writes and reads a format.

use redes_core::{
    optimizer::Moments,
    train::{EpochRecord, Progress, StopReason, Trainer},
};
use serde::{Deserialize, Serialize};

/// The counts before those of the epochs: steps of the optimiser and of the trainer; loss, right answers and samples of this
/// epoch; why the training stopped.
const COUNTS: usize = 6;
/// The places of the reasons, from 1.
const REASONS: [StopReason; 3] = [
    StopReason::Epochs,
    StopReason::Iterations,
    StopReason::ErrorBelow,
];

/// The state of a training in single precision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// What the trainer has counted: six counts, and loss, accuracy and samples of each finished epoch.
    pub counts: Vec<f64>,
    /// The parameters, and the optimiser's first and second moments.
    pub weights: Vec<f32>,
}

impl Checkpoint {
    /// Where a training stands.
    #[cold]
    pub fn of(trainer: &Trainer<f32>) -> Self {
        let (moments, progress) = (trainer.moments(), trainer.progress());
        let place = |reason| REASONS.iter().position(|known| *known == reason);
        let stopped = progress.finished.and_then(place);
        let mut counts = vec![
            moments.steps as f64,
            progress.iteration as f64,
            progress.loss,
            progress.correct as f64,
            progress.samples as f64,
            stopped.map_or(0.0, |place| place as f64 + 1.0),
        ];
        for epoch in &progress.history {
            counts.extend([epoch.loss, epoch.accuracy, epoch.samples as f64]);
        }
        let parameters = trainer.network().parameters();
        let weights = [parameters, &moments.first, &moments.second].concat();
        Self { counts, weights }
    }

    /// Brings a new trainer of the same training there. `None` for the state of another one; the trainer is then good for
    /// nothing.
    #[cold]
    pub fn restore(&self, trainer: &mut Trainer<f32>) -> Option<()> {
        let first = trainer.moments().first.len();
        let parameters = trainer.parameters_mut();
        let (weights, moments) = self.weights.split_at_checked(parameters.len())?;
        parameters.copy_from_slice(weights);
        let (first, second) = moments.split_at_checked(first)?;
        let (counts, epochs) = self.counts.split_first_chunk::<COUNTS>()?;
        let [steps, iteration, loss, correct, samples, stopped] = *counts;
        let moments = Moments {
            steps: steps as u64,
            first: first.to_vec(),
            second: second.to_vec(),
        };
        let epochs = epochs.chunks_exact(3).enumerate();
        let history = epochs.filter_map(|(epoch, numbers)| {
            let [loss, accuracy, samples] = *numbers.first_chunk()?;
            Some(EpochRecord {
                epoch: epoch as u64,
                loss,
                accuracy,
                samples: samples as u64,
            })
        });
        let progress = Progress {
            iteration: iteration as u64,
            loss,
            correct: correct as u64,
            samples: samples as u64,
            history: history.collect(),
            finished: (stopped as usize)
                .checked_sub(1)
                .and_then(|place| REASONS.get(place).copied()),
        };
        trainer.resume(progress, moments).ok()
    }
}
