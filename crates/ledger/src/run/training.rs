//! Cases 1.0 to 2.1: Keras's `fit`, `evaluate` and `predict`.

use redes_core::Error;
use redes_core::evaluate::{Evaluation, Evaluator};
use redes_core::metrics::predicted_class;
use redes_core::network::{Architecture, Network};
use redes_core::train::{Dataset, EpochRecord, Trainer};
use redes_lessons::thesis::{digits, reviews};

use super::{Inputs, Progress, Split, Stage, Work, number, numbers};
use crate::entry::{Case, Key, Quantity};
use crate::judge::Measurements;

pub(super) struct Training {
    case: Case,
    recipe: Recipe,
    /// Seeds still to be run, the last first.
    waiting: Vec<u32>,
    current: Option<Current>,
    /// Steps of the seeds that are over.
    before: u64,
    /// Steps of a seed.
    steps: u64,
    total: u64,
}

/// A seed under way.
struct Current {
    seed: u32,
    trainer: Trainer<f32>,
    /// Set while the test set is gone through.
    evaluator: Option<Evaluator<f32>>,
}

/// Which recipe of the thesis.
#[derive(Clone, Copy)]
pub(super) enum Recipe {
    Digits(digits::Case),
    Reviews(reviews::Case),
}

impl Recipe {
    fn architecture(self) -> Architecture {
        match self {
            Recipe::Digits(case) => digits::architecture(case),
            Recipe::Reviews(case) => reviews::architecture(case),
        }
    }

    fn trainer(self, samples: usize, seed: u32) -> Result<Trainer<f32>, Error> {
        match self {
            Recipe::Digits(case) => {
                let options = digits::TrainOptions {
                    seed,
                    ..digits::TrainOptions::default()
                };
                digits::trainer(case, samples, options)
            }
            Recipe::Reviews(case) => {
                let options = reviews::TrainOptions {
                    seed,
                    ..reviews::TrainOptions::of(case)
                };
                reviews::trainer(case, samples, options)
            }
        }
    }

    /// Whether the thesis gives `fit` the test set as validation data.
    fn validates(self) -> bool {
        matches!(self, Recipe::Reviews(_))
    }
}

impl Training {
    pub(super) fn new(
        case: Case,
        recipe: Recipe,
        seeds: &[u32],
        split: Option<Split<'_>>,
        measured: &mut Measurements,
    ) -> Result<Self, Error> {
        let summary = Network::<f32>::new(&recipe.architecture(), 1)?.summary();
        measured.add(Quantity::TotalParameters, number(summary.total));
        measured.add(Quantity::TrainableParameters, number(summary.trainable));
        let fixed = summary.total.saturating_sub(summary.trainable);
        measured.add(Quantity::FixedParameters, number(fixed));
        for (index, row) in summary.rows.iter().enumerate() {
            let key = |quantity| Key {
                quantity,
                at: index + 1,
            };
            measured.add(key(Quantity::LayerShape), numbers(&row.output_shape));
            measured.add(key(Quantity::LayerParameters), number(row.parameters));
        }
        let dense = summary.rows.iter().filter(|row| row.kind == "Dense");
        let neurons: Vec<usize> = dense.flat_map(|row| row.output_shape.clone()).collect();
        measured.add(Quantity::Neurons, numbers(&neurons));

        let sample = recipe.trainer(1, 0)?;
        let config = sample.config();
        let epochs = config.stop.epochs.unwrap_or_default();
        measured.add(Quantity::Epochs, [epochs as f64]);
        if let Some(batch) = config.batch_size {
            measured.add(Quantity::BatchSize, number(batch));
        }
        let samples = split.map_or(0, |split| split.train.len());
        let batch = config.batch_size.unwrap_or(samples).max(1);
        let steps = samples.div_ceil(batch) as u64 * epochs;
        if let Some(split) = split {
            measured.add(Quantity::Samples, number(samples));
            look_at_data(split, measured);
        }
        let waiting = seeds.iter().rev().copied();
        Ok(Training {
            case,
            recipe,
            waiting: waiting.filter(|_| split.is_some()).collect(),
            current: None,
            before: 0,
            steps,
            total: steps * seeds.len() as u64,
        })
    }

    /// Goes on with a seed; true when it is over.
    fn advance(
        &self,
        current: &mut Current,
        split: Split<'_>,
        measured: &mut Measurements,
    ) -> Result<(bool, Stage), Error> {
        let trainer = &mut current.trainer;
        if let Some(evaluator) = &mut current.evaluator {
            let over = trainer.evaluate_step(evaluator, split.test)?;
            if over {
                let result = evaluator.result();
                current.evaluator = None;
                add_test(&result, trainer.epoch() as usize, measured);
            }
            let finished = over && trainer.finished().is_some();
            if finished {
                ask(trainer, split, measured)?;
            }
            return Ok((finished, Stage::Look));
        }
        let step = trainer.step(split.train)?;
        if step.epoch_finished {
            if let Some(record) = trainer.history().last() {
                add_epoch(record, measured);
            }
            if self.recipe.validates() || step.stopped.is_some() {
                let (loss, batch) = (trainer.config().loss, trainer.network().max_batch());
                let classes = trainer.network().output_width().max(2);
                let evaluator = Evaluator::new(loss, split.test.len(), batch, classes)?;
                current.evaluator = Some(evaluator);
            }
        }
        let stage = Stage::Train {
            epoch: step.epoch + 1,
            loss: step.running_loss,
            accuracy: step.running_accuracy,
        };
        Ok((false, stage))
    }
}

impl Work for Training {
    fn seed(&self) -> Option<u32> {
        let current = self.current.as_ref().map(|current| current.seed);
        current.or(self.waiting.last().copied())
    }

    fn leave(&mut self) -> u64 {
        if self.current.take().is_some() || self.waiting.pop().is_some() {
            self.before += self.steps;
        }
        self.before
    }

    fn step(
        &mut self,
        inputs: &Inputs<'_>,
        measured: &mut Measurements,
    ) -> Result<Option<Progress>, Error> {
        let Some(split) = inputs.split(self.case) else {
            return Ok(None);
        };
        let mut current = match self.current.take() {
            Some(current) => current,
            None => match self.waiting.pop() {
                Some(seed) => Current {
                    seed,
                    trainer: self.recipe.trainer(split.train.len(), seed)?,
                    evaluator: None,
                },
                None => return Ok(None),
            },
        };
        let (over, stage) = self.advance(&mut current, split, measured)?;
        let done = self.before + current.trainer.iteration();
        let seed = Some(current.seed);
        if over {
            self.before = done;
        } else {
            self.current = Some(current);
        }
        Ok(Some(Progress {
            case: self.case,
            seed,
            stage,
            done,
            total: self.total,
        }))
    }
}

fn add_epoch(record: &EpochRecord, measured: &mut Measurements) {
    let at = record.epoch as usize + 1;
    let key = |quantity| Key { quantity, at };
    measured.add(key(Quantity::Loss), [record.loss]);
    measured.add(key(Quantity::Accuracy), [record.accuracy]);
    let percent = 100.0 * record.accuracy;
    measured.add(key(Quantity::AccuracyPercent), [percent]);
}

/// `epoch` epochs are over.
fn add_test(result: &Evaluation, epoch: usize, measured: &mut Measurements) {
    let key = |quantity| Key {
        quantity,
        at: epoch,
    };
    measured.add(key(Quantity::ValLoss), [result.loss]);
    measured.add(key(Quantity::ValAccuracy), [result.accuracy]);
    let percent = 100.0 * result.accuracy;
    measured.add(key(Quantity::ValAccuracyPercent), [percent]);
}

/// What the data alone say about the samples that the thesis shows.
fn look_at_data(split: Split<'_>, measured: &mut Measurements) {
    let [first, second] = split.first;
    if let Some((_, y)) = first.and_then(|index| sample(split.test, index)) {
        measured.add(Quantity::FirstLabel, widened(&y));
    }
    if let Some((x, y)) = second.and_then(|index| sample(split.test, index)) {
        measured.add(Quantity::SecondLabel, widened(&y));
        measured.add(Quantity::SecondShape, number(x.len()));
        let padding = x.iter().take_while(|&&id| id == 0.0).count();
        measured.add(Quantity::SecondInput, widened(&x[padding..]));
    }
}

/// What the trained network says to them.
fn ask(
    trainer: &mut Trainer<f32>,
    split: Split<'_>,
    measured: &mut Measurements,
) -> Result<(), Error> {
    let mut answer = |index: usize| -> Result<Option<(Vec<f64>, usize)>, Error> {
        let Some((x, _)) = sample(split.test, index) else {
            return Ok(None);
        };
        let outputs = trainer.forward_row(&x)?;
        Ok(Some((widened(outputs), predicted_class(outputs.into()))))
    };
    let [first, second] = split.first;
    if let Some((outputs, class)) = first.map(&mut answer).transpose()?.flatten() {
        measured.add(Quantity::FirstAnswer, outputs);
        measured.add(Quantity::FirstClass, number(class));
    }
    if let Some((_, class)) = second.map(&mut answer).transpose()?.flatten() {
        measured.add(Quantity::SecondClass, number(class));
    }
    Ok(())
}

/// One sample and its target, if there is such a one.
fn sample(data: &dyn Dataset<f32>, index: usize) -> Option<(Vec<f32>, Vec<f32>)> {
    if index >= data.len() {
        return None;
    }
    let mut x = vec![0.0; data.input_width()];
    let mut y = vec![0.0; data.target_width()];
    data.gather(&[index], &mut x, &mut y);
    Some((x, y))
}

fn widened(values: &[f32]) -> Vec<f64> {
    values.iter().map(|&value| f64::from(value)).collect()
}
