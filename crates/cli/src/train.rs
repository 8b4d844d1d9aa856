//! `redes train`

use std::{
    env,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use redes_core::{
    evaluate::evaluate,
    thesis::digits::{self, Case, TrainOptions},
    train::Trainer,
};
use redes_data::mnist::{FILES, Mnist};
use redes_models::{Precision, Provenance};

use crate::file::{self, say};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// 1.0 (ReLU, ReLU, sigmoid) or 1.1 (three sigmoids).
    case: Case,
    /// Passes over the training images.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..))]
    epochs: u64,
    /// Seed of the starting weights and of the shuffling.
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// Images a step.
    #[arg(long, default_value_t = 32)]
    batch: usize,
    /// Only the first so many training images.
    #[arg(long)]
    samples: Option<usize>,
    /// Folder with the four files of MNIST, raw or .gz [default: $REDES_DATA, else what `cargo xtask data` fetched].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Writes the trained network.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Writes the weights with 16 bits; the test tells what that costs.
    #[arg(long, requires = "out")]
    half: bool,
    /// Prints one JSON object a line: each epoch, then the test.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if let Some(path) = &arguments.out {
        file::check_writable(path)?;
    }
    let folder = folder(arguments.data.as_deref())?;
    let (train, test) = Mnist::load_dir(&folder).with_context(|| {
        format!(
            "no MNIST in {}: run `cargo xtask data`, or name a folder with --data",
            folder.display()
        )
    })?;
    let train = arguments
        .samples
        .map_or_else(|| train.clone(), |samples| train.truncated(samples));
    let options = TrainOptions {
        seed: arguments.seed,
        batch_size: arguments.batch,
        epochs: arguments.epochs,
    };
    let mut trainer = digits::trainer(arguments.case, train.labels.len(), options)?;
    train_epochs(&mut trainer, &train, arguments)?;

    let loss = trainer.config().loss;
    let mut network = trainer.into_network();
    let result = evaluate(&mut network, &test, loss)?;
    let params = network.parameters().len();
    let mut rounded = None;
    if let Some(path) = &arguments.out {
        let provenance = Provenance {
            command: command(arguments),
            seed: arguments.seed,
            epochs: arguments.epochs,
            test_accuracy: Some(result.accuracy),
        };
        let precision = if arguments.half {
            Precision::F16
        } else {
            Precision::F32
        };
        let bytes = redes_models::save(&network, &provenance, precision)?;
        file::write_whole(path, &bytes)?;
        if arguments.half {
            let mut stored = redes_models::load(&bytes, network.max_batch())?.network;
            rounded = Some(evaluate(&mut stored, &test, loss)?.accuracy);
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
                "test: accuracy {accuracy:.4} with the weights as they are stored, in 16 bits"
            ))?;
        }
    }
    Ok(())
}

fn train_epochs(trainer: &mut Trainer<f32>, train: &Mnist, arguments: &Arguments) -> Result<()> {
    let steps = trainer.batches_per_epoch() as u64;
    for epoch in 1..=arguments.epochs {
        // Hidden by itself where standard error is no terminal.
        let bar = ProgressBar::new(steps).with_style(
            ProgressStyle::with_template(
                "epoch {prefix} {bar:40} {pos}/{len} {per_sec} {eta} {msg}",
            )
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        bar.set_prefix(format!("{epoch}/{}", arguments.epochs));
        bar.enable_steady_tick(Duration::from_millis(200));
        let start = Instant::now();
        for _ in 0..steps {
            let step = trainer.step(train)?;
            if step.iteration % 20 == 0 {
                bar.set_message(format!(
                    "loss {:.4} accuracy {:.4}",
                    step.running_loss, step.running_accuracy
                ));
                bar.inc(20);
            }
        }
        let seconds = start.elapsed().as_secs_f64();
        bar.finish_and_clear();
        if let Some(record) = trainer.history().last() {
            if arguments.json {
                let line = serde_json::json!({
                    "epoch": epoch, "loss": record.loss, "accuracy": record.accuracy, "seconds": seconds,
                });
                say(format!("{line}"))?;
            } else {
                say(format!(
                    "epoch {epoch}/{}: loss {:.4}, accuracy {:.4} ({seconds:.1} s)",
                    arguments.epochs, record.loss, record.accuracy
                ))?;
            }
        }
    }
    Ok(())
}

/// The command that trains the same network.
fn command(arguments: &Arguments) -> String {
    let samples = arguments
        .samples
        .map(|samples| format!(" --samples {samples}"));
    format!(
        "redes train {} --epochs {} --seed {} --batch {}{}",
        arguments.case,
        arguments.epochs,
        arguments.seed,
        arguments.batch,
        samples.unwrap_or_default()
    )
}

/// Where MNIST is: as told, else `REDES_DATA`, else the cache that `cargo xtask data` fills.
fn folder(told: Option<&Path>) -> Result<PathBuf> {
    if let Some(folder) = told {
        return Ok(folder.to_owned());
    }
    if let Some(folder) = env::var_os("REDES_DATA") {
        return Ok(folder.into());
    }
    let cache = env::var_os("XDG_CACHE_HOME")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cache")));
    let cache = cache.with_context(|| {
        let names = FILES.map(|file| file.name).join(", ");
        format!("there is no home folder: name the folder of {names} with --data")
    })?;
    Ok(cache.join("redes/data/mnist"))
}
