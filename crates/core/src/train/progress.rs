//! How far a training has come, to keep it beside the weights and the optimiser's memory and to go on from there.

use serde::{Deserialize, Serialize};

use super::{EpochRecord, Running, StopReason, Trainer};
use crate::{Error, Result, Scalar, optimizer::Moments};

/// What a trainer has counted so far. With the weights and [`Trainer::moments`] it is all that a training needs to go on
/// with the same bits, where no layer draws numbers while it trains, as dropout does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Steps done.
    pub iteration: u64,
    /// Sum of the losses of this epoch so far, each times its samples.
    pub loss: f64,
    /// Right answers of this epoch so far.
    pub correct: u64,
    /// Samples of this epoch so far.
    pub samples: u64,
    /// One record a finished epoch.
    pub history: Vec<EpochRecord>,
    /// Which stop rule fired, if one did.
    pub finished: Option<StopReason>,
}

impl<T: Scalar> Trainer<T> {
    /// How far the training has come.
    pub fn progress(&self) -> Progress {
        Progress {
            iteration: self.iteration,
            loss: self.running.loss,
            correct: self.running.correct,
            samples: self.running.samples,
            history: self.history.clone(),
            finished: self.finished,
        }
    }

    /// Goes on from there: a trainer before its first step draws the orders of the epochs that are over, and counts on. The
    /// weights are set apart. The numbers of the moments are not checked: those that are not finite end the training.
    ///
    /// # Errors
    /// [`Error::Finished`] after the first step; [`Error::Shape`] if the epochs of the history are not those of the steps, or
    /// the moments are of another optimiser. The trainer then stays as it was.
    #[cold]
    pub fn resume(&mut self, progress: Progress, moments: Moments<T>) -> Result<()> {
        let batches = self.batches_per_epoch() as u64;
        let (epoch, batch) = (
            progress.iteration / batches,
            (progress.iteration % batches) as usize,
        );
        if self.iteration != 0 {
            return Err(Error::Finished);
        }
        if epoch != progress.history.len() as u64 {
            return Err(Error::Shape {
                what: "history",
                expected: vec![epoch as usize],
                found: vec![progress.history.len()],
            });
        }
        self.optimizer.restore(moments)?;
        let begun = if batch == 0 { epoch } else { epoch + 1 };
        for _ in 0..begun {
            self.draw_order();
        }
        self.iteration = progress.iteration;
        self.epoch = epoch;
        self.batch = batch;
        self.running = Running {
            loss: progress.loss,
            correct: progress.correct,
            samples: progress.samples,
        };
        self.history.extend(progress.history);
        self.finished = progress.finished;
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use ndarray::Array2;

    use super::*;
    use crate::{
        activation::Activation,
        initializer::Initializer,
        loss::Loss,
        network::{Architecture, DrawOrder, LayerConfig, Network},
        optimizer::OptimizerConfig,
        rng::RandomState,
        train::{Samples, StopRule, TrainConfig},
    };

    fn samples() -> Samples<f32> {
        let mut rng = RandomState::new(5);
        let x = Array2::from_shape_simple_fn((23, 3), || rng.random_sample() as f32);
        let y = Array2::from_shape_fn((23, 1), |(row, _)| (row % 2) as f32);
        Samples::new(x, y).unwrap()
    }

    fn trainer() -> Trainer<f32> {
        let layers = vec![
            LayerConfig::dense(5, Activation::Tanh),
            LayerConfig::dense(1, Activation::Sigmoid),
        ];
        let mut network = Network::new(&Architecture::new([3], layers), 4).unwrap();
        let (kernel, bias) = (Initializer::GlorotUniform, Initializer::Zeros);
        let mut rng = RandomState::new(2);
        let order = DrawOrder::KernelFirst;
        network.initialize(kernel, bias, order, &mut rng).unwrap();
        let config = TrainConfig {
            loss: Loss::QuadraticMean,
            optimizer: OptimizerConfig::adam(),
            batch_size: Some(4),
            shuffle: true,
            seed: 9,
            stop: StopRule {
                epochs: Some(4),
                ..StopRule::default()
            },
        };
        Trainer::new(network, 23, config).unwrap()
    }

    #[test]
    fn a_training_that_goes_on_has_the_bits_of_one_that_was_never_stopped() {
        let data = samples();
        let mut whole = trainer();
        // In the middle of an epoch, at its end, and after the last step.
        for stop in [0, 1, 9, 12, 24] {
            let mut first = trainer();
            for _ in 0..stop {
                first.step(&data).unwrap();
            }
            let mut second = trainer();
            let weights = first.network().parameters();
            second.parameters_mut().copy_from_slice(weights);
            second.resume(first.progress(), first.moments()).unwrap();
            while second.finished().is_none() {
                let (one, other) = (first.step(&data).unwrap(), second.step(&data).unwrap());
                assert_eq!(one, other);
            }
            while whole.finished().is_none() {
                whole.step(&data).unwrap();
            }
            assert_eq!(second.history(), whole.history());
            assert_eq!(
                second.network().fingerprint(),
                whole.network().fingerprint()
            );
        }
    }

    #[test]
    fn counts_that_do_not_fit_are_refused() {
        let data = samples();
        let mut done = trainer();
        for _ in 0..9 {
            done.step(&data).unwrap();
        }
        let progress = done.progress();
        let moments = done.moments();
        assert!(done.resume(progress.clone(), moments.clone()).is_err());
        let absurd = Progress {
            iteration: u64::MAX,
            ..progress.clone()
        };
        let mut new = trainer();
        assert!(new.resume(absurd, moments).is_err());
        assert!(new.resume(progress, Moments::default()).is_err());
        assert_eq!(new.progress(), trainer().progress());
    }
}
