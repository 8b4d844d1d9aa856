//! `redes train`

mod bars;
mod course;
mod lines;
mod many;
mod resume;

use std::path::PathBuf;

use anyhow::{Result, ensure};
use redes_core::train::{Dataset, Trainer};
use redes_lessons::thesis::{digits, reviews};
use redes_models::{Precision, Provenance};

use self::{bars::Bars, course::Course, lines::TestLine};
use crate::{case::Case, file, place, queue::Threads, seeds::Seeds};

#[derive(clap::Args)]
#[command(mut_arg("threads", |threads| threads.requires("seeds")))]
pub(crate) struct Arguments {
    /// 1.0 (ReLU, ReLU, sigmoid), 1.1 (three sigmoids), 2.0 (convolutional) or 2.1 (dense).
    case: Case,
    /// Passes over the training samples [default: the thesis's: 3, for case 2.0 2].
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..))]
    epochs: Option<u64>,
    /// Seed of the starting weights and of the shuffling.
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// Trains once with each of these seeds, and prints the mean, the least and the greatest result of the tests.
    #[arg(long, value_name = "FIRST-LAST", conflicts_with_all = ["seed", "out"])]
    seeds: Option<Seeds>,
    #[command(flatten)]
    threads: Threads,
    /// Samples a step [default: the thesis's: 32 images, 128 reviews].
    #[arg(long)]
    batch: Option<usize>,
    /// Number of training samples, from the first on [default: all].
    #[arg(long)]
    samples: Option<usize>,
    /// The activation of the hidden layers of 1.0 or 1.1: relu, sigmoid, tanh, sigmoid4 (σ(4z)), sigmoid-signed (2σ(z) − 1)
    /// or sigmoid-centred (σ(z) − ½) [default: that of the case].
    #[arg(long, value_name = "NAME")]
    activation: Option<digits::Hidden>,
    /// Folder with the four files of MNIST, of Fashion-MNIST, EMNIST or QMNIST (raw or .gz), folder with IMDB's train.bin and test.bin, or IMDB's archive
    /// aclImdb_v1.tar.gz or its folder [default: $REDES_DATA, else the data of `cargo xtask data`].
    #[arg(long, value_name = "PLACE")]
    data: Option<PathBuf>,
    /// Goes on with the network of this file, of Keras (.h5, .keras, .weights.h5) or of this program, and with its optimiser
    /// where the file has one. It must have the inputs and outputs of the case.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["seeds", "activation"])]
    from: Option<PathBuf>,
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
    let images = matches!(arguments.case, Case::Digits(_));
    ensure!(
        images || arguments.activation.is_none(),
        "only cases 1.0 and 1.1 take another activation"
    );
    let (batch_size, epochs) = (arguments.batch(), arguments.epochs());
    let samples = arguments.samples.unwrap_or(usize::MAX);
    match arguments.case {
        Case::Digits(case) => {
            let found = place::mnist(arguments.data.as_deref())?;
            let (train, test) = (found.train.truncated(samples), found.test);
            if found.inverted {
                eprintln!(
                    "redes: warning: the images have more ink than paper: in MNIST 0 is paper and 255 ink"
                );
            }
            if let Some(name) = found.name.filter(|_| !arguments.json) {
                let turned = match found.turned {
                    true => ", stored column by column and turned",
                    false => "",
                };
                let (all, tests) = (train.len(), test.len());
                file::say(format!(
                    "{name}: {all} images to train on, {tests} to test{turned}"
                ))?;
            }
            let trainer = |seed| {
                let options = digits::TrainOptions {
                    seed,
                    batch_size,
                    epochs,
                    hidden: arguments.activation,
                };
                digits::trainer(case, train.len(), options)
            };
            let course = Course {
                train: &train,
                test: &test,
                name: found.name,
                validate: false,
                epochs,
            };
            train_and_test(trainer, &course, arguments)
        }
        Case::Reviews(case) => {
            let (train, test) = place::imdb(arguments.data.as_deref())?;
            let train = train.truncated(samples);
            let trainer = |seed| {
                let options = reviews::TrainOptions {
                    seed,
                    batch_size,
                    epochs,
                };
                reviews::trainer(case, train.len(), options)
            };
            let course = Course {
                train: &train,
                test: &test,
                name: None,
                validate: true,
                epochs,
            };
            train_and_test(trainer, &course, arguments)
        }
    }
}

/// Trains with one seed or with several.
fn train_and_test<D: Dataset<f32> + Sync>(
    trainer: impl Fn(u32) -> redes_core::Result<Trainer<f32>> + Sync,
    course: &Course<'_, D>,
    arguments: &Arguments,
) -> Result<()> {
    match &arguments.seeds {
        Some(seeds) => many::run(trainer, course, &seeds.list(), arguments),
        None => {
            let start = trainer(arguments.seed)?;
            let trainer = match &arguments.from {
                Some(path) => resume::trainer(path, arguments.case, &start, course.train.len())?,
                None => start,
            };
            one(trainer, course, arguments)
        }
    }
}

/// Trains with one seed, tests, and writes the requested file.
fn one<D: Dataset<f32>>(
    trainer: Trainer<f32>,
    course: &Course<'_, D>,
    arguments: &Arguments,
) -> Result<()> {
    let loss = trainer.config().loss;
    let mut bars = Bars::new(arguments.json);
    let (network, result) = course.run(trainer, &mut bars)?;
    let mut test = TestLine {
        result,
        params: network.parameters().len(),
        stored: None,
        data: course.name,
    };
    if let Some(path) = &arguments.out {
        let provenance = Provenance {
            command: command(arguments, course.name),
            seed: arguments.seed,
            epochs: arguments.epochs(),
            test_accuracy: Some(test.result.accuracy),
        };
        let bytes = redes_models::save(&network, &provenance, arguments.bits)?;
        file::write_whole(path, &bytes)?;
        if arguments.bits != Precision::F32 {
            let mut stored = redes_models::load(&bytes, network.max_batch())?.network;
            let result = course::judge_network(&mut stored, course.test, loss, &mut bars)?;
            test.stored = Some(result.accuracy);
        }
    }
    for line in test.lines(None, arguments.json) {
        file::say(line)?;
    }
    Ok(())
}

/// The command that trains the same network; of images that are not MNIST's it says whose they are.
fn command(arguments: &Arguments, name: Option<&str>) -> String {
    let samples = arguments
        .samples
        .map(|samples| format!(" --samples {samples}"));
    let activation = arguments.activation;
    let activation = activation.map(|name| format!(" --activation {name}"));
    let from = arguments.from.as_deref();
    let from = from.map(|path| format!(" --from {}", path.display()));
    format!(
        "redes train {} --epochs {} --seed {} --batch {}{}{}{}{}",
        arguments.case,
        arguments.epochs(),
        arguments.seed,
        arguments.batch(),
        samples.unwrap_or_default(),
        activation.unwrap_or_default(),
        from.unwrap_or_default(),
        name.map(|name| format!(" # on {name}")).unwrap_or_default()
    )
}
