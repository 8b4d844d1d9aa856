//! A training for each of several seeds, on all cores: every seed's lines in the order of the seeds, then their spread.

use anyhow::{Context, Result};
use redes_core::train::{Dataset, Trainer};
use redes_ledger::Spread;

use super::{
    Arguments,
    course::{Course, Phase, View},
    lines::{EpochLine, TestLine},
};
use crate::{
    file::say,
    queue::{self, Progress},
};

/// A seed's lines and its test.
struct Trained {
    epochs: Vec<EpochLine>,
    test: TestLine,
}

/// Trains with each of `seeds`; `trainer` makes the trainer of a seed.
///
/// # Errors
/// Of the first seed that fails, with its number, after the lines of the seeds before it.
pub(super) fn run<D: Dataset<f32> + Sync>(
    trainer: impl Fn(u32) -> redes_core::Result<Trainer<f32>> + Sync,
    course: &Course<'_, D>,
    seeds: &[u32],
    arguments: &Arguments,
) -> Result<()> {
    let (mut losses, mut accuracies) = (Vec::new(), Vec::new());
    let train = |seed: &u32, progress: &mut Progress<'_>| {
        let trained = trainer(*seed)
            .map_err(anyhow::Error::from)
            .and_then(|trainer| one(trainer, *seed, course, progress));
        trained.with_context(|| format!("seed {seed}"))
    };
    queue::in_order(seeds, &arguments.threads, train, |seed, trained| {
        for epoch in &trained.epochs {
            say(epoch.line(Some(*seed), arguments.json))?;
        }
        for line in trained.test.lines(Some(*seed), arguments.json) {
            say(line)?;
        }
        losses.push(vec![trained.test.result.loss]);
        accuracies.push(vec![trained.test.result.accuracy]);
        Ok(())
    })?;
    match Spread::of(&losses).zip(Spread::of(&accuracies)) {
        Some((loss, accuracy)) => say(spread(&loss, &accuracy, arguments.json)),
        None => Ok(()),
    }
}

/// Trains with one seed and tests.
fn one<D: Dataset<f32>>(
    trainer: Trainer<f32>,
    seed: u32,
    course: &Course<'_, D>,
    progress: &mut Progress<'_>,
) -> Result<Trained> {
    let mut part = Part {
        seed,
        total: trainer.batches_per_epoch() as u64 * course.epochs,
        before: 0,
        phase: Phase::Test,
        length: 0,
        epochs: Vec::new(),
        progress,
    };
    let (network, result) = course.run(trainer, &mut part)?;
    Ok(Trained {
        epochs: part.epochs,
        test: TestLine {
            result,
            params: network.parameters().len(),
            stored: None,
            data: course.name,
        },
    })
}

/// The last line: mean, least and greatest over all seeds.
fn spread(loss: &Spread, accuracy: &Spread, json: bool) -> String {
    if json {
        let of = |spread: &Spread| serde_json::json!({ "mean": spread.mean, "min": spread.min, "max": spread.max });
        let line = serde_json::json!({
            "seeds": loss.seeds, "test_loss": of(loss), "test_accuracy": of(accuracy),
        });
        return line.to_string();
    }
    let of = |spread: &Spread| {
        format!(
            "{:.4} ({:.4} to {:.4})",
            spread.mean, spread.min, spread.max
        )
    };
    let (seeds, loss, accuracy) = (loss.seeds, of(loss), of(accuracy));
    format!("mean of {seeds} seeds (least to greatest): test: loss {loss}, accuracy {accuracy}")
}

/// One training's part of the progress of all; its lines wait until their turn comes.
struct Part<'a, 'b> {
    seed: u32,
    /// Steps of all epochs, and of those that are over.
    total: u64,
    before: u64,
    phase: Phase,
    /// Of the phase.
    length: u64,
    epochs: Vec<EpochLine>,
    progress: &'a mut Progress<'b>,
}

impl View for Part<'_, '_> {
    fn begin(&mut self, phase: Phase, length: u64) {
        (self.phase, self.length) = (phase, length);
    }

    fn at(&mut self, position: u64, running: Option<(f64, f64)>) -> Result<()> {
        let steps = match self.phase {
            Phase::Epoch { .. } => self.before + position,
            Phase::Test => self.before,
        };
        let seed = self.seed;
        self.progress.at(steps, self.total, || match running {
            Some((loss, accuracy)) => format!("seed {seed}: loss {loss:.4} accuracy {accuracy:.4}"),
            None => format!("seed {seed}: test"),
        })
    }

    fn end(&mut self) {
        if let Phase::Epoch { .. } = self.phase {
            self.before += self.length;
        }
    }

    fn epoch(&mut self, line: EpochLine) -> Result<()> {
        self.epochs.push(line);
        Ok(())
    }
}
