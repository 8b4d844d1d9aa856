//! Whole training steps beside Keras's and NumPy's; made by `golden/keras_digits.py` and
//! `golden/circles_listing.py`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ndarray::Array2;
use redes_core::initializer::{DrawOrder, Initializer};
use redes_core::loss::Loss;
use redes_core::network::Network;
use redes_core::optimizer::OptimizerConfig;
use redes_core::rng::RandomState;
use redes_core::train::{Samples, StopRule, TrainConfig, Trainer};
use redes_lessons::thesis::circles::{self, CirclesConfig, Listing};
use redes_lessons::thesis::digits::{self, Case};
use serde::Deserialize;

#[derive(Deserialize)]
struct Digits {
    seed: u32,
    losses: Vec<f64>,
    accuracies: Vec<f64>,
    gradient_norms: Vec<f64>,
    gradients: Vec<Vec<f64>>,
    after_1: Vec<Vec<f64>>,
    after_3: Vec<Vec<f64>>,
}

const BATCH: usize = 32;

/// The entries that the script keeps of a block.
fn entries(block: &[f32]) -> Vec<f64> {
    (0..64)
        .map(|i| f64::from(block[i * 7919 % block.len()]))
        .collect()
}

fn assert_close(what: &str, ours: &[f64], theirs: &[f64], tolerance: f64) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    let worst = ours
        .iter()
        .zip(theirs)
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f64::max);
    assert!(
        worst <= tolerance,
        "{what}: {worst:e} is above {tolerance:e}"
    );
}

/// Keras and this crate sum in different orders and take `exp` from different
/// libraries, all in f32 (2⁻²⁴ ≈ 6e-8 a rounding):
/// - loss, about 2.3: 5e-7 (two of its roundings; seen: 1.1e-7);
/// - a gradient: 5e-7 of its block's norm, with sums of up to 784 terms behind it (seen:
///   1e-7);
/// - a weight: Adam's first step is η g / (|g| + 3e-6), so that where g is tiny an error
///   of 1e-9 in it moves the step of 1e-3 by 3e-7: 5e-7 after one step and three (seen:
///   7e-8).
#[test]
fn three_adam_steps_are_keras() {
    let text = include_str!("golden/keras_digits.json");
    let golden: std::collections::BTreeMap<String, Digits> = serde_json::from_str(text).unwrap();
    for case in Case::ALL {
        let golden = &golden[case.name()];
        let rng = &mut RandomState::new(golden.seed);
        let mut network = Network::<f32>::new(&digits::architecture(case), BATCH).unwrap();
        let bias = Initializer::Uniform { limit: 0.1 };
        network
            .initialize(
                Initializer::GlorotUniform,
                bias,
                DrawOrder::KernelFirst,
                rng,
            )
            .unwrap();
        let x = Array2::from_shape_simple_fn((BATCH, 784), || {
            ((rng.random_sample() - 0.5).max(0.0) * 0.8) as f32
        });
        let y = Array2::from_shape_simple_fn((BATCH, 1), || rng.randint(0, 10).unwrap() as f32);

        let loss = Loss::SparseCategoricalCrossEntropy;
        let mut delta = Array2::zeros((BATCH, 10));
        let a = network.forward(x.view()).unwrap();
        let value = loss.value(a, y.view()).unwrap();
        assert_close(&format!("{case} loss"), &[value], &golden.losses[..1], 5e-7);
        loss.gradient(a, y.view(), delta.view_mut()).unwrap();
        network.backward(x.view(), delta.view()).unwrap();
        let blocks = network.parameter_blocks().to_vec();
        for (i, block) in blocks.iter().enumerate() {
            let gradient = &network.gradients()[block.range.clone()];
            let norm = gradient
                .iter()
                .map(|g| f64::from(*g).powi(2))
                .sum::<f64>()
                .sqrt();
            let what = format!("{case} {} gradient", block.name);
            let tolerance = 5e-7 * golden.gradient_norms[i];
            assert_close(&what, &[norm], &golden.gradient_norms[i..=i], tolerance);
            assert_close(&what, &entries(gradient), &golden.gradients[i], tolerance);
        }

        let config = TrainConfig {
            loss,
            optimizer: OptimizerConfig::adam(),
            batch_size: None,
            shuffle: false,
            seed: 0,
            stop: StopRule::default(),
        };
        let samples = Samples::new(x, y).unwrap();
        let mut trainer = Trainer::new(network, BATCH, config).unwrap();
        for step in 0..3 {
            let report = trainer.step(&samples).unwrap();
            let what = format!("{case} step {step}");
            assert_close(&what, &[report.loss], &golden.losses[step..=step], 5e-7);
            assert_close(
                &what,
                &[report.running_accuracy],
                &golden.accuracies[step..=step],
                1e-6,
            );
            let expected = match step {
                0 => &golden.after_1,
                2 => &golden.after_3,
                _ => continue,
            };
            for (block, expected) in blocks.iter().zip(expected) {
                let weights = &trainer.network().parameters()[block.range.clone()];
                let what = format!("{what} {}", block.name);
                assert_close(&what, &entries(weights), expected, 5e-7);
            }
        }
    }
}

#[derive(Deserialize)]
struct Listings {
    as_meant: Run,
    as_printed: Run,
}

#[derive(Deserialize)]
struct Run {
    costs: Vec<f64>,
    parameters: Vec<f64>,
}

/// In f64, with `exp` off by a last bit and NumPy's sums in another order: 1e-14 after 50
/// steps (seen: 2e-16).
#[test]
fn the_circles_listing_is_numpys() {
    let golden: Listings =
        serde_json::from_str(include_str!("golden/circles_listing.json")).unwrap();
    for (listing, golden) in [
        (Listing::AsMeant, golden.as_meant),
        (Listing::AsPrinted, golden.as_printed),
    ] {
        const SAMPLES: usize = 60;
        let rng = &mut RandomState::new(5);
        let x = Array2::from_shape_simple_fn((SAMPLES, 2), || 2.0 * rng.random_sample() - 1.0);
        let y = Array2::from_shape_fn((SAMPLES, 1), |(i, _)| {
            f64::from(u8::from(
                x[[i, 0]] * x[[i, 0]] + x[[i, 1]] * x[[i, 1]] < 0.5,
            ))
        });
        let samples = Samples::new(x, y).unwrap();
        let config = CirclesConfig {
            listing,
            iterations: 50,
            ..CirclesConfig::default()
        };
        let mut trainer = circles::trainer(&config, &samples, rng).unwrap();
        let mut costs = Vec::new();
        while trainer.finished().is_none() {
            costs.push(circles::mean_cost(
                trainer.step(&samples).unwrap().loss,
                SAMPLES,
            ));
        }
        let what = format!("{listing:?}");
        assert_close(&what, &costs, &golden.costs, 1e-14);
        assert_close(
            &what,
            trainer.network().parameters(),
            &golden.parameters,
            1e-13,
        );
    }
}
