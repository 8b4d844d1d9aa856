//! How many seeds solve the circles (section 2.5 of the thesis) with each activation in the hidden layers, and how well
//! a larger network does on new points while it trains. Prints one JSON object a line; chapters 5 and 8 give the counts.
//!
//! ```sh
//! cargo run --release -p redes-bench --example circles
//! ```
//!
//! `reached` counts the seeds 0 to 39 that get all 500 points right at some step up to 2,500, `kept` those that still do
//! at the last one. The lines with `new` follow one run of 2-16-16-1 with tanh at noise 0.2 and a rate of 0.01, measured
//! on its own 500 points and on 5,000 others.

use anyhow::Result;
use redes_core::{
    activation::Activation,
    metrics,
    rng::RandomState,
    train::{Samples, Trainer},
};
use redes_data::circles::make_circles;
use redes_lessons::thesis::circles::{self, CirclesConfig, FACTOR, NOISE, SAMPLES};
use serde_json::json;

/// The seeds of chapter 5.
const SEEDS: u32 = 40;
/// Noise at which the rings overlap.
const MIXED: f64 = 0.2;
/// New points, and the seed that makes them.
const NEW: (usize, u32) = (5_000, 1_000);

fn main() -> Result<()> {
    for activation in [Activation::Sigmoid, Activation::Tanh, Activation::RELU] {
        count(activation)?;
    }
    [1, 2, 3, 4, 5].into_iter().try_for_each(overfit)
}

fn accuracy(trainer: &mut Trainer<f64>, samples: &Samples<f64>) -> Result<f64> {
    let outputs = trainer.predict(samples.inputs.view())?;
    Ok(metrics::accuracy(outputs.view(), samples.targets.view())?)
}

/// The seeds that solve the thesis's network with this activation.
fn count(activation: Activation) -> Result<()> {
    let config = CirclesConfig {
        activation,
        ..CirclesConfig::default()
    };
    let (mut reached, mut kept, mut least) = (0, 0, 1_f64);
    for seed in 0..SEEDS {
        let mut rng = RandomState::new(seed);
        let samples = make_circles(SAMPLES, FACTOR, Some(NOISE), &mut rng)?;
        let mut trainer = circles::trainer(&config, &samples, &mut rng)?;
        let (mut now, mut once) = (0.0, false);
        while trainer.finished().is_none() {
            trainer.step(&samples)?;
            now = accuracy(&mut trainer, &samples)?;
            once |= now >= 1.0;
        }
        reached += u32::from(once);
        kept += u32::from(now >= 1.0);
        least = least.min(now);
    }
    println!(
        "{}",
        json!({ "activation": format!("{activation:?}"), "seeds": SEEDS, "reached": reached, "kept": kept, "least": least })
    );
    Ok(())
}

/// A network that is larger than its problem, over its training.
fn overfit(seed: u32) -> Result<()> {
    let config = CirclesConfig {
        hidden: vec![16, 16],
        activation: Activation::Tanh,
        learning_rate: 0.01,
        iterations: 20_000,
        ..CirclesConfig::default()
    };
    let mut rng = RandomState::new(seed);
    let samples = make_circles(SAMPLES, FACTOR, Some(MIXED), &mut rng)?;
    let mut trainer = circles::trainer(&config, &samples, &mut rng)?;
    let new = make_circles(NEW.0, FACTOR, Some(MIXED), &mut RandomState::new(NEW.1))?;
    while trainer.finished().is_none() {
        trainer.step(&samples)?;
        let step = trainer.iteration();
        if [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000].contains(&step) {
            let (own, others) = (
                accuracy(&mut trainer, &samples)?,
                accuracy(&mut trainer, &new)?,
            );
            println!(
                "{}",
                json!({ "seed": seed, "step": step, "own": own, "new": others })
            );
        }
    }
    Ok(())
}
