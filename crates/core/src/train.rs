//! Training as a state machine: one batch at a time, stopped and resumed at will.

mod taped;

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

pub use crate::dataset::{Dataset, Samples};

use crate::evaluate::{Evaluation, Evaluator, evaluate};
use crate::layer::{buffer, elements};
use crate::loss::Loss;
use crate::metrics;
use crate::network::{Network, expect, view};
use crate::optimizer::{Moments, Optimizer, OptimizerConfig};
use crate::penalty::Penalty;
use crate::rng::RandomState;
use crate::{Error, Result, Scalar};

/// The settings of a training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainConfig {
    /// What is minimised.
    pub loss: Loss,
    /// How the weights move along their gradients.
    pub optimizer: OptimizerConfig,
    /// Samples per step; `None`, or more than there are, for all of them.
    pub batch_size: Option<usize>,
    /// Whether every epoch goes through the samples in a new order, that of
    /// NumPy's `RandomState.permutation(samples)`.
    pub shuffle: bool,
    /// Seeds the generator that shuffles; it draws nothing else.
    pub seed: u32,
    /// When to stop.
    pub stop: StopRule,
}

/// Training stops as soon as one of these holds. Without any it never stops by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StopRule {
    /// After this many passes over the data.
    pub epochs: Option<u64>,
    /// After this many steps.
    pub iterations: Option<u64>,
    /// After an epoch with a loss below this. With a full batch every step is an epoch.
    pub error_below: Option<f64>,
}

/// Why training stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// [`StopRule::epochs`].
    Epochs,
    /// [`StopRule::iterations`].
    Iterations,
    /// [`StopRule::error_below`].
    ErrorBelow,
}

/// What one step reports.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Steps done, this one included.
    pub iteration: u64,
    /// The epoch that this batch belongs to, from 0.
    pub epoch: u64,
    /// The batch within its epoch, from 0.
    pub batch: usize,
    /// The loss of this batch before the weights moved.
    pub loss: f64,
    /// The mean of the losses of the epoch so far, weighted by samples: what Keras
    /// prints while it trains.
    pub running_loss: f64,
    /// The share of right answers in the epoch so far, likewise.
    pub running_accuracy: f64,
    /// Whether this was the epoch's last batch.
    pub epoch_finished: bool,
    /// Set when a stop rule fired with this step.
    pub stopped: Option<StopReason>,
}

/// Loss and accuracy of an epoch, as Keras prints them: means over its batches, each taken before its step. They are not
/// those of the weights at the end of the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EpochRecord {
    /// From 0.
    pub epoch: u64,
    /// Mean of the batches' losses, weighted by samples.
    pub loss: f64,
    /// Share of right answers, 0 to 1.
    pub accuracy: f64,
    /// Samples seen.
    pub samples: u64,
}

/// The history is allocated in advance for at most this many records.
const HISTORY_RESERVED: u64 = 1 << 16;

/// A network in training.
#[derive(Debug, Clone)]
pub struct Trainer<T: Scalar> {
    network: Network<T>,
    config: TrainConfig,
    optimizer: Optimizer<T>,
    /// Not one that adds nothing.
    penalty: Option<Penalty>,
    rng: RandomState,
    /// The samples in the order of this epoch.
    order: Vec<usize>,
    batch_size: usize,
    /// `[batch_size, inputs]`, `[batch_size, target_width]`.
    x: Vec<T>,
    y: Vec<T>,
    iteration: u64,
    epoch: u64,
    /// The next batch of this epoch.
    batch: usize,
    running: Running,
    history: Vec<EpochRecord>,
    /// Whether epochs are recorded.
    records: bool,
    finished: Option<StopReason>,
    diverged: Option<u64>,
}

/// Sums over an epoch so far.
#[derive(Debug, Clone, Copy, Default)]
struct Running {
    loss: f64,
    correct: u64,
    samples: u64,
}

/// Draws the order of an epoch, where there is one. Never inlined: each kind of trainer would carry the shuffling.
#[inline(never)]
fn draw_order(config: &TrainConfig, rng: &mut RandomState, order: &mut [usize]) {
    if config.shuffle {
        for (position, index) in order.iter_mut().enumerate() {
            *index = position;
        }
        rng.shuffle(order);
    }
}

impl<T: Scalar> Trainer<T> {
    /// Sets up training of `network` on `samples` samples. All buffers are
    /// allocated here.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] when there are no samples, a batch of 0 or one
    /// beyond the network's `max_batch`, or a setting of the optimiser is out of
    /// range.
    pub fn new(mut network: Network<T>, samples: usize, config: TrainConfig) -> Result<Self> {
        let at_least_one = "it must be at least 1";
        if samples == 0 {
            return Err(Error::invalid("samples", samples, at_least_one));
        }
        let batch_size = config.batch_size.unwrap_or(samples).min(samples);
        if batch_size == 0 {
            return Err(Error::invalid("batch_size", batch_size, at_least_one));
        }
        if batch_size > network.max_batch() {
            return Err(Error::invalid(
                "batch_size",
                batch_size,
                "it must be at most what the network was built for",
            ));
        }
        elements(&[samples])?;
        let target_width = config.loss.target_width(network.output_width());
        let batches = samples.div_ceil(batch_size);
        let epochs = match (config.stop.epochs, config.stop.iterations) {
            (None, None) => HISTORY_RESERVED,
            (epochs, iterations) => epochs
                .unwrap_or(u64::MAX)
                .min(iterations.unwrap_or(u64::MAX).div_ceil(batches as u64)),
        };
        let finished = match config.stop {
            StopRule {
                epochs: Some(0), ..
            } => Some(StopReason::Epochs),
            StopRule {
                iterations: Some(0),
                ..
            } => Some(StopReason::Iterations),
            _ => None,
        };
        let optimizer = Optimizer::new(config.optimizer, network.parameters().len())?;
        network.make_room(optimizer.moves_at_once())?;
        Ok(Trainer {
            optimizer,
            penalty: None,
            rng: RandomState::new(config.seed),
            order: (0..samples).collect(),
            batch_size,
            x: buffer(elements(&[batch_size, network.input_width()])?)?,
            y: buffer(elements(&[batch_size, target_width])?)?,
            iteration: 0,
            epoch: 0,
            batch: 0,
            running: Running::default(),
            history: Vec::with_capacity(epochs.min(HISTORY_RESERVED) as usize),
            records: true,
            finished,
            diverged: None,
            network,
            config,
        })
    }

    /// The same, without [`Trainer::history`]: for a long training with an epoch a step.
    pub fn without_history(self) -> Self {
        Self {
            history: Vec::new(),
            records: false,
            ..self
        }
    }

    /// Adds a penalty to what is minimised, from the next step on. The losses that steps and epochs report are without it.
    ///
    /// # Errors
    /// As [`Penalty::validate`].
    pub fn set_penalty(&mut self, penalty: Penalty) -> Result<()> {
        penalty.validate()?;
        self.penalty = Some(penalty).filter(|penalty| !penalty.is_none());
        match self.penalty {
            // It needs all gradients.
            Some(_) => self.network.make_room(false),
            None => Ok(()),
        }
    }

    /// Changes the learning rate, from the next step on. The optimiser's memory stays.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] for a rate that is negative or not finite.
    pub fn set_learning_rate(&mut self, rate: f64) -> Result<()> {
        self.optimizer.set_learning_rate(rate)?;
        self.config.optimizer = *self.optimizer.config();
        Ok(())
    }

    /// What the optimiser remembers, to keep it beside the weights.
    pub fn moments(&self) -> Moments<T> {
        self.optimizer.moments()
    }

    /// Goes on from what an optimiser remembered: see [`Optimizer::set_moments`]. The trainer's own count of steps stays,
    /// so that rules of when to stop count from here.
    ///
    /// # Errors
    /// As [`Optimizer::set_moments`].
    pub fn set_moments(&mut self, moments: Moments<T>) -> Result<()> {
        self.optimizer.set_moments(moments)
    }

    /// One batch: forward, loss, backward, step.
    ///
    /// Nothing is allocated after the first step (but for the history of more than
    /// 65,536 epochs, which grows by doubling).
    ///
    /// # Errors
    /// [`Error::Finished`] after a stop rule has fired; [`Error::Diverged`] when the
    /// loss or, after the step, a weight isn't finite, and from then on;
    /// [`Error::Shape`] when `data` doesn't fit the network or has another length
    /// than the trainer was set up for; [`Error::InvalidParameter`] for a class that
    /// the network has no output for. After an error the trainer can still be inspected.
    pub fn step<D: Dataset<T> + ?Sized>(&mut self, data: &D) -> Result<Step> {
        if let Some(iteration) = self.diverged {
            return Err(Error::Diverged { iteration });
        }
        if self.finished.is_some() {
            return Err(Error::Finished);
        }
        let (inputs, outputs) = (self.network.input_width(), self.network.output_width());
        let target_width = self.config.loss.target_width(outputs);
        let samples = self.order.len();
        expect(
            "inputs",
            [samples, inputs],
            (data.len(), data.input_width()),
        )?;
        let targets = (data.len(), data.target_width());
        expect("targets", [samples, target_width], targets)?;

        if self.batch == 0 {
            draw_order(&self.config, &mut self.rng, &mut self.order);
        }
        let start = self.batch * self.batch_size;
        let end = (start + self.batch_size).min(samples);
        let rows = end - start;
        let x = &mut self.x[..rows * inputs];
        let y = &mut self.y[..rows * target_width];
        data.gather(&self.order[start..end], x, y);

        self.network.forward_rows(x, rows, true);
        let y = view(y, rows, target_width)?;
        let (a, delta) = self.network.output_and_delta();
        let a = view(a, rows, outputs)?;
        let loss = self.config.loss.value(a, y)?;
        if !loss.is_finite() {
            return Err(self.diverge());
        }
        let correct = metrics::correct(a, y)? as u64;
        let delta = ndarray::ArrayViewMut2::from_shape((rows, outputs), delta);
        let delta = delta.map_err(|_| Error::Shape {
            what: "loss gradient",
            expected: vec![rows, outputs],
            found: vec![],
        })?;
        self.config.loss.gradient(a, y, delta)?;
        let moves = match self.penalty {
            None => self.optimizer.moves(),
            // It needs all gradients before any weight moves.
            Some(_) => None,
        };
        let finite = match moves {
            Some(moves) => self.network.backward_and_move(x, moves),
            None => {
                self.network.backward_rows(x, None);
                if let Some(penalty) = self.penalty {
                    self.network.penalize(penalty);
                }
                let (parameters, gradients, blocks) = self.network.parameters_and_gradients();
                self.optimizer.step(parameters, gradients, blocks, rows)?
            }
        };
        if !finite {
            return Err(self.diverge());
        }
        Ok(self.advance(loss, correct, rows as u64))
    }

    /// The network with the weights as they are now.
    pub fn network(&self) -> &Network<T> {
        &self.network
    }

    /// The weights and biases, to change between steps: see [`Network::parameters_mut`].
    pub fn parameters_mut(&mut self) -> &mut [T] {
        self.network.parameters_mut()
    }

    /// The network's outputs for `x`, `[n, inputs]` with n ≤ `max_batch`, with the weights as they are now: see
    /// [`Network::forward`]. This is no step of training.
    ///
    /// # Errors
    /// As [`Network::forward`].
    pub fn forward(&mut self, x: ArrayView2<'_, T>) -> Result<ArrayView2<'_, T>> {
        self.network.forward(x)
    }

    /// The outputs for one sample: see [`Network::forward_row`].
    ///
    /// # Errors
    /// As [`Network::forward_row`].
    pub fn forward_row(&mut self, x: &[T]) -> Result<&[T]> {
        self.network.forward_row(x)
    }

    /// The outputs for any number of samples: see [`Network::predict`].
    ///
    /// # Errors
    /// As [`Network::predict`].
    pub fn predict(&mut self, x: ArrayView2<'_, T>) -> Result<Array2<T>> {
        self.network.predict(x)
    }

    /// Judges the weights as they are now on all of `data`, by the loss that is trained with.
    ///
    /// # Errors
    /// As [`evaluate`].
    pub fn evaluate<D: Dataset<T> + ?Sized>(&mut self, data: &D) -> Result<Evaluation> {
        evaluate(&mut self.network, data, self.config.loss)
    }

    /// Judges the next batch of `data` with the weights as they are now: [`Evaluator::step`] on the network in training.
    ///
    /// # Errors
    /// As [`Evaluator::step`].
    pub fn evaluate_step<D: Dataset<T> + ?Sized>(
        &mut self,
        evaluator: &mut Evaluator<T>,
        data: &D,
    ) -> Result<bool> {
        evaluator.step(&mut self.network, data)
    }

    /// Ends the training and returns the network.
    pub fn into_network(self) -> Network<T> {
        self.network
    }

    /// One record a finished epoch; none [without history](Trainer::without_history).
    pub fn history(&self) -> &[EpochRecord] {
        &self.history
    }

    /// Steps done.
    pub fn iteration(&self) -> u64 {
        self.iteration
    }

    /// Epochs finished; also the number of the current one, from 0.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Steps an epoch; the last may have fewer samples.
    pub fn batches_per_epoch(&self) -> usize {
        self.order.len().div_ceil(self.batch_size)
    }

    /// Which stop rule fired, if one did.
    pub fn finished(&self) -> Option<StopReason> {
        self.finished
    }

    /// How it was set up.
    pub fn config(&self) -> &TrainConfig {
        &self.config
    }

    fn diverge(&mut self) -> Error {
        let iteration = self.iteration + 1;
        self.diverged = Some(iteration);
        Error::Diverged { iteration }
    }

    /// Counts a step that is done.
    fn advance(&mut self, loss: f64, correct: u64, rows: u64) -> Step {
        let running = &mut self.running;
        running.loss += loss * rows as f64;
        running.correct += correct;
        running.samples += rows;
        let running_loss = running.loss / running.samples as f64;
        let running_accuracy = running.correct as f64 / running.samples as f64;
        let (epoch, batch) = (self.epoch, self.batch);
        let epoch_finished = batch + 1 == self.batches_per_epoch();
        self.iteration += 1;
        self.batch += 1;
        if epoch_finished {
            if self.records {
                self.history.push(EpochRecord {
                    epoch,
                    loss: running_loss,
                    accuracy: running_accuracy,
                    samples: self.running.samples,
                });
            }
            self.epoch += 1;
            self.batch = 0;
            self.running = Running::default();
        }
        let stop = self.config.stop;
        if epoch_finished && stop.error_below.is_some_and(|bound| running_loss < bound) {
            self.finished = Some(StopReason::ErrorBelow);
        } else if stop.epochs.is_some_and(|epochs| self.epoch >= epochs) {
            self.finished = Some(StopReason::Epochs);
        } else if stop.iterations.is_some_and(|n| self.iteration >= n) {
            self.finished = Some(StopReason::Iterations);
        }
        Step {
            iteration: self.iteration,
            epoch,
            batch,
            loss,
            running_loss,
            running_accuracy,
            epoch_finished,
            stopped: self.finished,
        }
    }
}
