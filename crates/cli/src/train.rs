//! `redes train`

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use redes_core::{
    evaluate::{Evaluation, Evaluator},
    network::Network,
    train::{Dataset, Trainer},
};
use redes_lessons::thesis::{digits, reviews};
use redes_models::{Precision, Provenance};

use crate::{
    case::Case,
    file::{self, say},
    place,
};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// 1.0 (ReLU, ReLU, sigmoid), 1.1 (three sigmoids), 2.0 (convolutional) or 2.1 (dense).
    case: Case,
    /// Passes over the training samples [default: the thesis's: 3, for case 2.0 2].
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..))]
    epochs: Option<u64>,
    /// Seed of the starting weights and of the shuffling.
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// Samples a step [default: the thesis's: 32 images, 128 reviews].
    #[arg(long)]
    batch: Option<usize>,
    /// Number of training samples, from the first on [default: all].
    #[arg(long)]
    samples: Option<usize>,
    /// Folder with the four files of MNIST (raw or .gz), folder with IMDB's train.bin and test.bin, or IMDB's archive
    /// aclImdb_v1.tar.gz or its folder [default: $REDES_DATA, else the data of `cargo xtask data`].
    #[arg(long, value_name = "PLACE")]
    data: Option<PathBuf>,
    /// The file for the trained network.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Bits of each written weight: 32 (exact), 16 or 8. The test shows the cost of fewer bits.
    #[arg(long, requires = "out", value_parser = bits, default_value = "32", value_name = "32|16|8")]
    bits: Precision,
    /// Prints one JSON object a line: each epoch, then the test.
    #[arg(long)]
    json: bool,
}

fn bits(text: &str) -> Result<Precision, String> {
    match text {
        "32" => Ok(Precision::F32),
        "16" => Ok(Precision::F16),
        "8" => Ok(Precision::I8),
        _ => Err("it must be 32, 16 or 8".to_owned()),
    }
}

impl Arguments {
    fn epochs(&self) -> u64 {
        self.epochs.unwrap_or(self.case.epochs())
    }

    fn batch(&self) -> usize {
        self.batch.unwrap_or(self.case.batch_size())
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if let Some(path) = &arguments.out {
        file::check_writable(path)?;
    }
    let (seed, batch_size, epochs) = (arguments.seed, arguments.batch(), arguments.epochs());
    let samples = arguments.samples.unwrap_or(usize::MAX);
    match arguments.case {
        Case::Digits(case) => {
            let (train, test) = place::mnist(arguments.data.as_deref())?;
            let train = train.truncated(samples);
            let options = digits::TrainOptions {
                seed,
                batch_size,
                epochs,
            };
            let trainer = digits::trainer(case, train.len(), options)?;
            train_and_test(trainer, &train, &test, false, arguments)
        }
        Case::Reviews(case) => {
            let (train, test) = place::imdb(arguments.data.as_deref())?;
            let train = train.truncated(samples);
            let options = reviews::TrainOptions {
                seed,
                batch_size,
                epochs,
            };
            let trainer = reviews::trainer(case, train.len(), options)?;
            train_and_test(trainer, &train, &test, true, arguments)
        }
    }
}

/// Trains, tests, and writes the requested file. With `validate`, the test set is also measured after every epoch, as
/// the thesis does for the reviews; the last measurement is then the test's result.
fn train_and_test<D: Dataset<f32>>(
    mut trainer: Trainer<f32>,
    train: &D,
    test: &D,
    validate: bool,
    arguments: &Arguments,
) -> Result<()> {
    let last = train_epochs(&mut trainer, train, validate.then_some(test), arguments)?;
    let loss = trainer.config().loss;
    let mut network = trainer.into_network();
    let result = match last {
        Some(result) => result,
        None => judge_network(&mut network, test, loss)?,
    };
    let params = network.parameters().len();
    let mut rounded = None;
    if let Some(path) = &arguments.out {
        let provenance = Provenance {
            command: command(arguments),
            seed: arguments.seed,
            epochs: arguments.epochs(),
            test_accuracy: Some(result.accuracy),
        };
        let bytes = redes_models::save(&network, &provenance, arguments.bits)?;
        file::write_whole(path, &bytes)?;
        if arguments.bits != Precision::F32 {
            let mut stored = redes_models::load(&bytes, network.max_batch())?.network;
            rounded = Some(judge_network(&mut stored, test, loss)?.accuracy);
        }
    }
    if arguments.json {
        let mut line = serde_json::json!({ "test_loss": result.loss, "test_accuracy": result.accuracy, "params": params });
        if let Some(accuracy) = rounded {
            line["test_accuracy_stored"] = accuracy.into();
        }
        say(format!("{line}"))?;
    } else {
        say(format!(
            "test: loss {:.4}, accuracy {:.4} ({params} parameters)",
            result.loss, result.accuracy
        ))?;
        if let Some(accuracy) = rounded {
            say(format!(
                "test: accuracy {accuracy:.4} with the weights as they are stored"
            ))?;
        }
    }
    Ok(())
}

/// A progress bar, hidden if standard error is not a terminal.
fn bar(length: u64, what: String) -> ProgressBar {
    let template = "{prefix} {bar:40} {pos}/{len} {per_sec} {eta} {msg}";
    let style = ProgressStyle::with_template(template);
    let bar =
        ProgressBar::new(length).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_prefix(what);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Calls `step` until all `samples` are evaluated, with a progress bar.
fn judge(
    mut evaluator: Evaluator<f32>,
    samples: usize,
    mut step: impl FnMut(&mut Evaluator<f32>) -> redes_core::Result<bool>,
) -> Result<Evaluation> {
    let bar = bar(samples as u64, "test".to_owned());
    while !step(&mut evaluator)? {
        bar.set_position(evaluator.done() as u64);
    }
    bar.finish_and_clear();
    Ok(evaluator.result())
}

/// The network on all of the test set.
fn judge_network<D: Dataset<f32>>(
    network: &mut Network<f32>,
    test: &D,
    loss: redes_core::loss::Loss,
) -> Result<Evaluation> {
    let evaluator = Evaluator::of(network, loss, test.len())?;
    judge(evaluator, test.len(), |evaluator| {
        evaluator.step(network, test)
    })
}

/// Runs all epochs; returns the last validation's result, if any.
fn train_epochs<D: Dataset<f32>>(
    trainer: &mut Trainer<f32>,
    train: &D,
    validation: Option<&D>,
    arguments: &Arguments,
) -> Result<Option<Evaluation>> {
    let (steps, epochs) = (trainer.batches_per_epoch() as u64, arguments.epochs());
    let loss = trainer.config().loss;
    let mut last = None;
    for epoch in 1..=epochs {
        let bar = bar(steps, format!("epoch {epoch}/{epochs}"));
        let start = Instant::now();
        for _ in 0..steps {
            let step = trainer.step(train)?;
            if step.batch % 20 == 0 {
                bar.set_message(format!(
                    "loss {:.4} accuracy {:.4}",
                    step.running_loss, step.running_accuracy
                ));
                bar.set_position(step.batch as u64);
            }
        }
        let seconds = start.elapsed().as_secs_f64();
        bar.finish_and_clear();
        if let Some(test) = validation {
            last = Some(judge(
                Evaluator::of(trainer.network(), loss, test.len())?,
                test.len(),
                |evaluator| trainer.evaluate_step(evaluator, test),
            )?);
        }
        let Some(record) = trainer.history().last() else {
            continue;
        };
        if arguments.json {
            let mut line = serde_json::json!({
                "epoch": epoch, "loss": record.loss, "accuracy": record.accuracy, "seconds": seconds,
            });
            if let Some(validation) = &last {
                line["val_loss"] = validation.loss.into();
                line["val_accuracy"] = validation.accuracy.into();
            }
            say(format!("{line}"))?;
        } else {
            let validation = last.as_ref().map(|validation| {
                let (loss, accuracy) = (validation.loss, validation.accuracy);
                format!("; test: loss {loss:.4}, accuracy {accuracy:.4}")
            });
            say(format!(
                "epoch {epoch}/{epochs}: loss {:.4}, accuracy {:.4} ({seconds:.1} s){}",
                record.loss,
                record.accuracy,
                validation.unwrap_or_default()
            ))?;
        }
    }
    Ok(last)
}

/// The command that trains the same network.
fn command(arguments: &Arguments) -> String {
    let samples = arguments
        .samples
        .map(|samples| format!(" --samples {samples}"));
    format!(
        "redes train {} --epochs {} --seed {} --batch {}{}",
        arguments.case,
        arguments.epochs(),
        arguments.seed,
        arguments.batch(),
        samples.unwrap_or_default()
    )
}
