//! The course of one training: epochs, each with its test if the thesis measures it, then the test.

use std::time::Instant;

use anyhow::Result;
use redes_core::{
    evaluate::{Evaluation, Evaluator},
    loss::Loss,
    network::Network,
    train::{Dataset, Trainer},
};

use super::lines::EpochLine;

/// Steps between two reports to the [`View`].
const REPORT: usize = 20;

/// What all trainings of a command share.
pub(super) struct Course<'a, D> {
    pub(super) train: &'a D,
    pub(super) test: &'a D,
    /// The set's name, where it is another than the thesis's.
    pub(super) name: Option<&'static str>,
    /// Whether the test set is also measured after every epoch, as the thesis does for the reviews; the last measurement
    /// is then the test's result.
    pub(super) validate: bool,
    pub(super) epochs: u64,
}

/// What a training is at.
#[derive(Clone, Copy)]
pub(super) enum Phase {
    /// An epoch, from 1; its length is in steps.
    Epoch { epoch: u64, epochs: u64 },
    /// The test; its length is in samples.
    Test,
}

/// Where a training shows how far it is.
pub(super) trait View {
    /// A phase of this length begins.
    fn begin(&mut self, phase: Phase, length: u64);
    /// So much of the phase is done; while training, with the epoch's loss and accuracy so far.
    ///
    /// # Errors
    /// The training is no longer wanted.
    fn at(&mut self, position: u64, running: Option<(f64, f64)>) -> Result<()>;
    /// The phase is over.
    fn end(&mut self);
    /// An epoch is over, its test included.
    ///
    /// # Errors
    /// The line can't be printed.
    fn epoch(&mut self, line: EpochLine) -> Result<()>;
}

impl<D: Dataset<f32>> Course<'_, D> {
    /// Runs all epochs and the test; returns the network and the test's result.
    pub(super) fn run(
        &self,
        mut trainer: Trainer<f32>,
        view: &mut dyn View,
    ) -> Result<(Network<f32>, Evaluation)> {
        let last = self.epochs(&mut trainer, view)?;
        let loss = trainer.config().loss;
        let mut network = trainer.into_network();
        let result = match last {
            Some(result) => result,
            None => judge_network(&mut network, self.test, loss, view)?,
        };
        Ok((network, result))
    }

    /// Runs all epochs; returns the last validation's result, if any.
    fn epochs(
        &self,
        trainer: &mut Trainer<f32>,
        view: &mut dyn View,
    ) -> Result<Option<Evaluation>> {
        let (steps, epochs) = (trainer.batches_per_epoch() as u64, self.epochs);
        let loss = trainer.config().loss;
        let mut last = None;
        for epoch in 1..=epochs {
            view.begin(Phase::Epoch { epoch, epochs }, steps);
            let start = Instant::now();
            for _ in 0..steps {
                let step = trainer.step(self.train)?;
                if step.batch % REPORT == 0 {
                    let running = (step.running_loss, step.running_accuracy);
                    view.at(step.batch as u64, Some(running))?;
                }
            }
            let seconds = start.elapsed().as_secs_f64();
            view.end();
            if self.validate {
                let samples = self.test.len();
                let evaluator = Evaluator::of(trainer.network(), loss, samples)?;
                last = Some(judge(evaluator, samples, view, |evaluator| {
                    trainer.evaluate_step(evaluator, self.test)
                })?);
            }
            if let Some(record) = trainer.history().last() {
                view.epoch(EpochLine {
                    epoch,
                    epochs,
                    loss: record.loss,
                    accuracy: record.accuracy,
                    seconds,
                    validation: last.clone(),
                })?;
            }
        }
        Ok(last)
    }
}

/// Calls `step` until all `samples` are evaluated.
fn judge(
    mut evaluator: Evaluator<f32>,
    samples: usize,
    view: &mut dyn View,
    mut step: impl FnMut(&mut Evaluator<f32>) -> redes_core::Result<bool>,
) -> Result<Evaluation> {
    view.begin(Phase::Test, samples as u64);
    while !step(&mut evaluator)? {
        view.at(evaluator.done() as u64, None)?;
    }
    view.end();
    Ok(evaluator.result())
}

/// The network on all of the test set.
pub(super) fn judge_network<D: Dataset<f32>>(
    network: &mut Network<f32>,
    test: &D,
    loss: Loss,
    view: &mut dyn View,
) -> Result<Evaluation> {
    let evaluator = Evaluator::of(network, loss, test.len())?;
    judge(evaluator, test.len(), view, |evaluator| {
        evaluator.step(network, test)
    })
}
