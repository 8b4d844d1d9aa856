//! The experiments that chapter 8 of the book (`www/chapters/en/conclusions.md`) reports and no figure runs: networks
//! other than the thesis's, other amounts of data, more epochs. Prints one JSON object a line.
//!
//! ```sh
//! cargo run --release -p redes-bench --example variants -- reviews pool --seeds 1-10 --epochs 2
//! ```
//!
//! | mode | section of chapter 8 | result |
//! |---|---|---|
//! | `reviews 2.0`, `reviews 2.1` | `training-test`, `standard-error`, `convolution` | both networks after the epoch on the training half and on the test; 1,751 reviews on which two seeds differ |
//! | `reviews small`, `pool`, `conv` | `convolution` | the table of five networks after two epochs |
//! | `reviews NET --samples 5000` | `questions` | which network loses more with fewer reviews |
//! | `split 2.0`, `split 2.1` | `epochs`, `test-set` | early stopping with 5,000 reviews put aside, and the gain from choosing by the test |
//! | `thresholds 2.0` | `first-instance` | the share of reviews that the network answers when it is sure, and its accuracy on them |
//! | `digits 1.0`, `digits 1.1` | `training-test` | both networks after the epoch on the training images and on the test |
//!
//! `NET` is 2.0, 2.1, or one of three that change a single thing: `small` is 2.1 with 125 neurons, so it has about as
//! many parameters as 2.0; `pool` is 2.0 without its convolution, `conv` 2.0 without its pooling. Everything else is as
//! `redes_lessons::thesis` sets the cases up.
//!
//! There is one line for each epoch. `loss` and `accuracy` are running means during training, as Keras prints them;
//! `train_` or `validation_` and `test_` measure the network after the epoch; `differs` counts the test samples that the
//! first seed answers differently. With several seeds, lines follow with the mean, the least and the greatest.
//!
//! The data are those of `cargo xtask data`: from `--data`, else from `REDES_DATA`, else from the cache.

use std::{
    env, fs,
    io::{self, Write},
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use redes_core::{
    evaluate::Evaluator,
    initializer::{DrawOrder, Initializer},
    loss::Loss,
    network::{Architecture, LayerConfig, Network},
    optimizer::OptimizerConfig,
    rng::RandomState,
    train::{Dataset, StopRule, TrainConfig, Trainer},
};
use redes_data::{mnist::Mnist, reviews::Reviews};
use redes_lessons::thesis::{digits, reviews};
use serde_json::{Value, json};

const USAGE: &str = "variants reviews|split|thresholds 2.0|2.1|small|pool|conv, or variants digits 1.0|1.1; \
    [--seeds FIRST-LAST] [--epochs N] [--samples N] [--data DIR]";
/// Reviews of the training half on which `split` trains; the others are its validation set.
const LEARNT: usize = 20_000;
/// An output above this, or below its complement, counts as an answer.
const THRESHOLDS: [f64; 4] = [0.5, 0.7, 0.9, 0.99];

fn main() -> Result<()> {
    let options = Options::read()?;
    let net = options.net.as_str();
    match options.mode.as_str() {
        "digits" => {
            let (train, test) = Mnist::load_dir(&options.folder("mnist")?)
                .context("no MNIST: run `cargo xtask data`, or name its folder with --data")?;
            let train = train.truncated(options.samples.unwrap_or(train.len()));
            let experiment = Experiment {
                architecture: digits::architecture(net.parse()?),
                loss: Loss::SparseCategoricalCrossEntropy,
                batch: digits::TrainOptions::default().batch_size,
                train: &train,
                aside: ("train", &train),
                test: &test,
            };
            spread(&options, &experiment.run(&options)?)
        }
        "reviews" | "thresholds" => {
            let (train, test) = imdb(&options)?;
            let train = train.truncated(options.samples.unwrap_or(train.len()));
            let experiment = Experiment::reviews(net, &train, ("train", &train), &test)?;
            if options.mode == "reviews" {
                return spread(&options, &experiment.run(&options)?);
            }
            let mut seeds = options.seeds.clone();
            seeds.try_for_each(|seed| thresholds(&options, seed, &experiment, &test))
        }
        "split" => {
            let (whole, test) = imdb(&options)?;
            let train = whole.truncated(LEARNT);
            let validation = Tail(&whole, train.len());
            let aside: Aside<'_> = ("validation", &validation);
            let experiment = Experiment::reviews(net, &train, aside, &test)?;
            early_stopping(&options, &experiment.run(&options)?)
        }
        mode => bail!("there is no mode {mode}: {USAGE}"),
    }
}

/// The command line.
struct Options {
    mode: String,
    net: String,
    seeds: RangeInclusive<u32>,
    epochs: u64,
    samples: Option<usize>,
    data: Option<PathBuf>,
}

impl Options {
    fn read() -> Result<Self> {
        let mut words = Vec::new();
        let mut options = Options {
            mode: String::new(),
            net: String::new(),
            seeds: 1..=1,
            epochs: 3,
            samples: None,
            data: None,
        };
        let mut arguments = env::args_os().skip(1);
        while let Some(argument) = arguments.next() {
            let name = argument.to_str().context(USAGE)?;
            if !name.starts_with("--") {
                words.push(name.to_owned());
                continue;
            }
            let value = arguments
                .next()
                .with_context(|| format!("{name} wants a value"))?;
            let text = value.to_string_lossy();
            let wrong = || format!("{name} can't be {text}");
            match name {
                "--seeds" => {
                    let (first, last) = text.split_once('-').unwrap_or((&text, &text));
                    let parsed = |text: &str| text.parse::<u32>().with_context(wrong);
                    options.seeds = parsed(first)?..=parsed(last)?;
                }
                "--epochs" => options.epochs = text.parse().with_context(wrong)?,
                "--samples" => options.samples = Some(text.parse().with_context(wrong)?),
                "--data" => options.data = Some(PathBuf::from(&value)),
                _ => bail!("there is no {name}: {USAGE}"),
            }
        }
        let Ok([mode, net]) = <[String; 2]>::try_from(words) else {
            bail!(USAGE);
        };
        if options.seeds.is_empty() || options.epochs == 0 {
            bail!("there must be a seed and an epoch");
        }
        Ok(Options {
            mode,
            net,
            ..options
        })
    }

    /// A data set's folder, found as by `redes train`.
    fn folder(&self, name: &str) -> Result<PathBuf> {
        let inside = |folder: &Path| {
            let inside = folder.join(name);
            if inside.is_dir() {
                inside
            } else {
                folder.to_owned()
            }
        };
        if let Some(folder) = &self.data {
            return Ok(inside(folder));
        }
        if let Some(folder) = env::var_os("REDES_DATA") {
            return Ok(inside(Path::new(&folder)));
        }
        let cache = env::var_os("XDG_CACHE_HOME")
            .filter(|folder| !folder.is_empty())
            .map(PathBuf::from)
            .or_else(|| env::home_dir().map(|home| home.join(".cache")))
            .context("there is no home folder: name the data's with --data")?;
        Ok(cache.join("redes/data").join(name))
    }
}

/// Training and test half.
fn imdb(options: &Options) -> Result<(Reviews, Reviews)> {
    let folder = options.folder("imdb")?;
    let read = |name: &str| {
        let path = folder.join(name);
        let bytes = fs::read(&path).with_context(|| {
            let path = path.display();
            format!("no {path}: run `cargo xtask data`, or name its folder with --data")
        })?;
        Reviews::from_bytes(&bytes).with_context(|| path.display().to_string())
    };
    Ok((read("train.bin")?, read("test.bin")?))
}

/// The samples from an index on.
struct Tail<'a, D>(&'a D, usize);

impl<D: Dataset<f32>> Dataset<f32> for Tail<'_, D> {
    fn len(&self) -> usize {
        self.0.len().saturating_sub(self.1)
    }

    fn input_width(&self) -> usize {
        self.0.input_width()
    }

    fn target_width(&self) -> usize {
        self.0.target_width()
    }

    fn gather(&self, indices: &[usize], x: &mut [f32], y: &mut [f32]) {
        let moved: Vec<usize> = indices.iter().map(|index| index + self.1).collect();
        self.0.gather(&moved, x, y);
    }
}

/// A case of the thesis, or one with a single thing changed.
fn network(name: &str) -> Result<Architecture> {
    let case = match name {
        "2.1" | "small" => reviews::Case::Case21,
        "2.0" | "pool" | "conv" => reviews::Case::Case20,
        _ => bail!("there is no network {name}: it must be 2.0, 2.1, small, pool or conv"),
    };
    let mut architecture = reviews::architecture(case);
    let layers = &mut architecture.layers;
    match name {
        "small" => {
            for layer in layers {
                if let LayerConfig::Dense { units, .. } = layer {
                    // 250 becomes 125, and the output's 1 stays 1.
                    *units = units.div_ceil(2);
                }
            }
        }
        "pool" => layers.retain(|layer| !matches!(layer, LayerConfig::Conv1D { .. })),
        "conv" => layers.retain(|layer| !matches!(layer, LayerConfig::MaxPool1D { .. })),
        _ => {}
    }
    Ok(architecture)
}

/// The second set, besides the test, on which a network is measured after each epoch, and its name.
type Aside<'a> = (&'static str, &'a dyn Dataset<f32>);

struct Experiment<'a, D> {
    architecture: Architecture,
    loss: Loss,
    batch: usize,
    train: &'a D,
    aside: Aside<'a>,
    test: &'a D,
}

/// An epoch of one seed.
struct Measured {
    seed: u32,
    epoch: u64,
    aside: f64,
    test: f64,
}

impl<'a> Experiment<'a, Reviews> {
    fn reviews(net: &str, train: &'a Reviews, aside: Aside<'a>, test: &'a Reviews) -> Result<Self> {
        Ok(Experiment {
            architecture: network(net)?,
            loss: Loss::BinaryCrossEntropy,
            batch: reviews::TrainOptions::of(reviews::Case::Case20).batch_size,
            train,
            aside,
            test,
        })
    }
}

impl<D: Dataset<f32>> Experiment<'_, D> {
    /// As the thesis's cases are set up, for any architecture.
    fn trainer(&self, seed: u32, epochs: u64) -> Result<Trainer<f32>> {
        let mut network = Network::new(&self.architecture, self.batch)?;
        let (kernel, bias) = (Initializer::GlorotUniform, Initializer::Zeros);
        let mut draw = RandomState::new(seed);
        network.initialize(kernel, bias, DrawOrder::KernelFirst, &mut draw)?;
        let config = TrainConfig {
            loss: self.loss,
            optimizer: OptimizerConfig::adam(),
            batch_size: Some(self.batch),
            shuffle: true,
            seed,
            stop: StopRule {
                epochs: Some(epochs),
                ..StopRule::default()
            },
        };
        Ok(Trainer::new(network, self.train.len(), config)?)
    }

    /// Runs every seed and epoch, and prints each epoch as it ends.
    fn run(&self, options: &Options) -> Result<Vec<Measured>> {
        let mut measured = Vec::new();
        let mut firsts: Vec<Vec<u32>> = Vec::new();
        for seed in options.seeds.clone() {
            let mut trainer = self.trainer(seed, options.epochs)?;
            for epoch in 1..=options.epochs {
                while !trainer.step(self.train)?.epoch_finished {}
                let running = *trainer.history().last().context("no epoch has ended")?;
                let test = trainer.evaluate(self.test)?;
                let (name, data) = self.aside;
                let aside = trainer.evaluate(data)?;
                let mut line = json!({ "seed": seed, "epoch": epoch, "parameters": trainer.network().parameters().len(),
                    "loss": running.loss, "accuracy": running.accuracy,
                    "test_loss": test.loss, "test_accuracy": test.accuracy });
                line[format!("{name}_loss")] = json!(aside.loss);
                line[format!("{name}_accuracy")] = json!(aside.accuracy);
                if seed == *options.seeds.start() {
                    firsts.push(test.predictions);
                } else if let Some(first) = firsts.get(epoch as usize - 1) {
                    let pairs = first.iter().zip(&test.predictions);
                    line["differs"] = json!(pairs.filter(|(one, other)| one != other).count());
                }
                say(options, line)?;
                measured.push(Measured {
                    seed,
                    epoch,
                    aside: aside.accuracy,
                    test: test.accuracy,
                });
            }
        }
        Ok(measured)
    }
}

/// Prints one line, with the options.
fn say(options: &Options, mut line: Value) -> Result<()> {
    line["mode"] = json!(options.mode);
    line["net"] = json!(options.net);
    writeln!(io::stdout(), "{line}")?;
    Ok(())
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The test accuracy over the seeds, epoch by epoch.
fn spread(options: &Options, measured: &[Measured]) -> Result<()> {
    if options.seeds.start() == options.seeds.end() {
        return Ok(());
    }
    for epoch in 1..=options.epochs {
        let of_epoch = measured.iter().filter(|one| one.epoch == epoch);
        let test: Vec<f64> = of_epoch.map(|one| one.test).collect();
        let (least, greatest) = test
            .iter()
            .fold((1.0_f64, 0.0_f64), |(least, greatest), &one| {
                (least.min(one), greatest.max(one))
            });
        let line = json!({ "epoch": epoch, "seeds": test.len(), "mean_test_accuracy": mean(&test), "least": least,
            "greatest": greatest });
        say(options, line)?;
    }
    Ok(())
}

/// The epoch chosen by validation, its test accuracy, and the best test accuracy of any epoch.
fn early_stopping(options: &Options, measured: &[Measured]) -> Result<()> {
    let (mut chosen, mut flattered) = (Vec::new(), Vec::new());
    for seed in options.seeds.clone() {
        let of_seed = || measured.iter().filter(|one| one.seed == seed);
        let best = of_seed().min_by(|one, other| other.aside.total_cmp(&one.aside));
        let best = best.context("no epoch was measured")?;
        let most = of_seed().map(|one| one.test).fold(0.0, f64::max);
        say(
            options,
            json!({ "seed": seed, "chosen_epoch": best.epoch, "test_accuracy": best.test, "best_by_test": most }),
        )?;
        chosen.push(best.test);
        flattered.push(most);
    }
    let line = json!({ "seeds": chosen.len(), "mean_test_accuracy": mean(&chosen), "mean_best_by_test": mean(&flattered) });
    say(options, line)
}

/// For each threshold, the share of test reviews that get an answer, and the accuracy of these answers.
fn thresholds(
    options: &Options,
    seed: u32,
    experiment: &Experiment<'_, Reviews>,
    test: &Reviews,
) -> Result<()> {
    let mut trainer = experiment.trainer(seed, options.epochs)?;
    while trainer.finished().is_none() {
        trainer.step(experiment.train)?;
    }
    let last = experiment.architecture.layers.len().saturating_sub(1);
    let mut outputs: Vec<f64> = Vec::with_capacity(test.len());
    let mut evaluator = Evaluator::of(trainer.network(), experiment.loss, test.len())?;
    loop {
        let over = trainer.evaluate_step(&mut evaluator, test)?;
        outputs.extend(
            trainer
                .network()
                .activations(last)?
                .iter()
                .map(|&output| f64::from(output)),
        );
        if over {
            break;
        }
    }
    for threshold in THRESHOLDS {
        let sure = |output: f64| output >= threshold || output <= 1.0 - threshold;
        let answers = outputs
            .iter()
            .zip(test.labels())
            .filter(|&(&output, _)| sure(output));
        let right: Vec<bool> = answers
            .map(|(&output, &label)| (output > 0.5) == (label == 1))
            .collect();
        let correct = right.iter().filter(|right| **right).count();
        let line = json!({ "seed": seed, "epoch": options.epochs, "threshold": threshold,
            "answered": right.len() as f64 / test.len().max(1) as f64,
            "accuracy": correct as f64 / right.len().max(1) as f64 });
        say(options, line)?;
    }
    Ok(())
}
