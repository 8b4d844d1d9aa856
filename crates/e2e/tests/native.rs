//! The fingerprints of weights that were trained natively, as a figure's `data-fingerprint` has them.

use anyhow::Result;
use redes_core::rng::RandomState;
use redes_data::circles::make_circles;
use redes_lessons::thesis::{
    circles::{self, CirclesConfig, FACTOR, NOISE, SAMPLES},
    perceptron,
};

/// The perceptron of the thesis after its last step.
pub fn perceptron() -> Result<String> {
    let samples = perceptron::samples();
    let mut trainer = perceptron::trainer(perceptron::SEED, &samples, perceptron::ITERATIONS)?;
    while trainer.finished().is_none() {
        trainer.step(&samples)?;
    }
    Ok(format!("{:016x}", trainer.network().fingerprint()))
}

/// The circles with this seed after a number of steps; all else is as the figure begins.
pub fn circles(seed: u32, steps: u64) -> Result<String> {
    let mut rng = RandomState::new(seed);
    let samples = make_circles(SAMPLES, FACTOR, Some(NOISE), &mut rng)?;
    let mut trainer = circles::trainer(&CirclesConfig::default(), &samples, &mut rng)?;
    for _ in 0..steps {
        trainer.step(&samples)?;
    }
    Ok(format!("{:016x}", trainer.network().fingerprint()))
}
