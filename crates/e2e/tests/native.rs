//! The fingerprints of weights that were trained natively, as a figure's `data-fingerprint` has them.

use std::fs;

use anyhow::Result;
use redes_core::rng::RandomState;
use redes_data::{circles::make_circles, mnist::Mnist, reviews::Reviews};
use redes_e2e::book;
use redes_lessons::thesis::{
    circles::{self, CirclesConfig, FACTOR, NOISE, SAMPLES},
    digits, perceptron, reviews,
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

/// Case 1.0 on the first 10,000 digits with this seed, after a number of steps; nothing where the site has no MNIST.
pub fn digits(seed: u32, steps: u64) -> Result<Option<String>> {
    let Some(data) = book::data_set("mnist")? else {
        return Ok(None);
    };
    let train = Mnist::load_dir(&data)?.0.truncated(10_000);
    let options = digits::TrainOptions {
        seed,
        ..digits::TrainOptions::default()
    };
    let mut trainer = digits::trainer(digits::Case::Case10, 10_000, options)?;
    for _ in 0..steps {
        trainer.step(&train)?;
    }
    Ok(Some(format!("{:016x}", trainer.network().fingerprint())))
}

/// A case of the reviews on the first 5,000 reviews with this seed, after a number of steps; nothing where the site has no
/// IMDB.
pub fn reviews(case: reviews::Case, seed: u32, steps: u64) -> Result<Option<String>> {
    let Some(train) = training_half()? else {
        return Ok(None);
    };
    let train = train.truncated(5_000);
    let options = reviews::TrainOptions {
        seed,
        epochs: 3,
        ..reviews::TrainOptions::of(case)
    };
    let mut trainer = reviews::trainer(case, 5_000, options)?;
    for _ in 0..steps {
        trainer.step(&train)?;
    }
    Ok(Some(format!("{:016x}", trainer.network().fingerprint())))
}

/// The training half of IMDB as the site serves it; nothing where it was built without.
pub fn training_half() -> Result<Option<Reviews>> {
    let Some(folder) = book::data_set("imdb")? else {
        return Ok(None);
    };
    let bytes = fs::read(folder.join("train.bin.gz"))?;
    Ok(Some(Reviews::from_bytes(&bytes)?))
}
