//! `redes circles`

use std::{path::PathBuf, time::Instant};

use anyhow::{Context, Result};
use ndarray::{Axis, concatenate};
use redes_core::{metrics, rng::RandomState};
use redes_data::circles::make_circles;
use redes_lessons::thesis::circles::{self, CirclesConfig, FACTOR, Listing, NOISE, SAMPLES};

use crate::file::{self, say};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Seed of the points and of the starting weights.
    #[arg(long, default_value_t = 0)]
    seed: u32,
    /// Number of points.
    #[arg(long, default_value_t = SAMPLES)]
    samples: usize,
    /// Radius of the inner circle.
    #[arg(long, default_value_t = FACTOR)]
    factor: f64,
    /// Standard deviation of the points around their circle.
    #[arg(long, default_value_t = NOISE)]
    noise: f64,
    /// Number of steps. Each step uses all points.
    #[arg(long, default_value_t = 2_500)]
    iterations: u64,
    /// Learning rate.
    #[arg(long, default_value_t = 0.05)]
    rate: f64,
    /// Neurons of the hidden layers.
    #[arg(long, value_delimiter = ',', default_value = "4,8")]
    hidden: Vec<usize>,
    /// Uses the listing as printed, which updates only the first layer.
    #[arg(long)]
    as_printed: bool,
    /// Writes the points: [n, 3] of x, y and class.
    #[arg(long, value_name = "FILE.npy")]
    points: Option<PathBuf>,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut rng = RandomState::new(arguments.seed);
    let samples = make_circles(
        arguments.samples,
        arguments.factor,
        Some(arguments.noise),
        &mut rng,
    )?;
    if let Some(path) = &arguments.points {
        let table = concatenate![Axis(1), samples.inputs, samples.targets];
        let part = file::part(path);
        ndarray_npy::write_npy(&part, &table)
            .with_context(|| format!("cannot write {}", part.display()))?;
        std::fs::rename(&part, path).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let config = CirclesConfig {
        hidden: arguments.hidden.clone(),
        learning_rate: arguments.rate,
        listing: if arguments.as_printed {
            Listing::AsPrinted
        } else {
            Listing::AsMeant
        },
        iterations: arguments.iterations,
        ..CirclesConfig::default()
    };
    let start = Instant::now();
    let mut trainer = circles::trainer(&config, &samples, &mut rng)?;
    while trainer.finished().is_none() {
        trainer.step(&samples)?;
    }
    let seconds = start.elapsed().as_secs_f64();
    let fingerprint = format!("{:016x}", trainer.network().fingerprint());
    let iterations = trainer.iteration();
    let outputs = trainer.predict(samples.inputs.view())?;
    let accuracy = metrics::accuracy(outputs.view(), samples.targets.view())?;
    let cost = (&outputs - &samples.targets)
        .mapv(|error| error * error)
        .mean()
        .unwrap_or(f64::NAN);
    let listing = if arguments.as_printed {
        "as printed"
    } else {
        "as meant"
    };
    if arguments.json {
        let report = serde_json::json!({
            "seed": arguments.seed, "samples": arguments.samples, "listing": listing, "iterations": iterations,
            "accuracy": accuracy, "cost": cost, "seconds": seconds, "fingerprint": fingerprint,
        });
        say(format!("{report}"))?;
    } else {
        say(format!(
            "{listing}, seed {}: accuracy {accuracy:.4}, cost {cost:.6} after {iterations} steps",
            arguments.seed
        ))?;
    }
    Ok(())
}
