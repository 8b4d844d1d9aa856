//! Fifty steps of cases 2.0 and 2.1 beside Keras's, from the same weights on the same
//! reviews; made by `golden/keras_reviews.py`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;

use ndarray::Array2;
use redes_core::network::{Network, Role};
use redes_core::rng::RandomState;
use redes_core::train::{Samples, TrainConfig, Trainer};
use redes_lessons::thesis::reviews::{Case, TrainOptions, architecture, trainer};

const STEPS: usize = 50;
const BATCH: usize = 32;
const LENGTH: usize = 500;

/// The script's `reviews`.
fn reviews() -> Samples<f32> {
    let mut rng = RandomState::new(11);
    let mut x = Array2::zeros((STEPS * BATCH, LENGTH));
    for row in 0..STEPS * BATCH {
        let u = rng.random_sample();
        let length = (20.0 + 480.0 * u * u) as usize;
        for place in LENGTH - length..LENGTH {
            let u = rng.random_sample();
            let mut rank = (4996.0 * u * u * u) as usize;
            if place % 5 == 0 {
                rank = (20.0 * u) as usize + 20 * (row % 2);
            }
            x[[row, place]] = (rank + 4) as f32;
        }
    }
    let y = Array2::from_shape_fn((STEPS * BATCH, 1), |(row, _)| (row % 2) as f32);
    Samples::new(x, y).unwrap()
}

/// The script's `weights`, drawn block by block.
fn draw(network: &mut Network<f32>) {
    let mut rng = RandomState::new(3);
    for block in network.parameter_blocks().to_vec() {
        let (shape, last) = (&block.shape, block.shape.len() - 1);
        let limit = match block.role {
            Role::Bias => continue,
            Role::Embedding => 0.05,
            _ => {
                let taps: usize = shape[..last - 1].iter().product();
                (6.0 / (taps * shape[last - 1] + taps * shape[last]) as f64).sqrt()
            }
        };
        for w in &mut network.parameters_mut()[block.range] {
            *w = rng.uniform(-limit, limit) as f32;
        }
    }
}

/// Each batch's loss within 1e-5 of Keras's (4e-7 was found): f32 sums in another order
/// make the two drift apart, and Adam's division lets it grow where gradients are tiny.
#[test]
fn fifty_steps_are_keras() {
    let golden: BTreeMap<String, Vec<f64>> =
        serde_json::from_str(include_str!("golden/keras_reviews.json")).unwrap();
    let samples = reviews();
    for case in Case::ALL {
        let expected = &golden[case.name()];
        let options = TrainOptions {
            batch_size: BATCH,
            epochs: 1,
            ..TrainOptions::of(case)
        };
        let config = trainer(case, STEPS * BATCH, options).unwrap();
        let config = TrainConfig {
            shuffle: false,
            ..config.config().clone()
        };
        let mut network = Network::new(&architecture(case), BATCH).unwrap();
        draw(&mut network);
        let mut trainer = Trainer::new(network, STEPS * BATCH, config).unwrap();
        let mut worst = 0.0_f64;
        for (step, expected) in expected.iter().enumerate() {
            let loss = trainer.step(&samples).unwrap().loss;
            worst = worst.max((loss - expected).abs());
            assert!(
                (loss - expected).abs() < 1e-5,
                "{case}, step {step}: {loss} is not {expected}"
            );
        }
        assert_eq!(trainer.iteration(), STEPS as u64);
        println!("case {case}: {worst:.2e} at most");
    }
}
