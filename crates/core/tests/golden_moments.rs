//! Training goes on from a checkpoint as Keras goes on: 20 steps from the weights and the optimiser's memory of a network
//! that Keras had trained 15 steps; made by `golden/keras_moments.py`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;

use ndarray::Array2;
use redes_core::Error;
use redes_core::activation::Activation;
use redes_core::layer::LayerConfig;
use redes_core::loss::Loss;
use redes_core::network::{Architecture, Network};
use redes_core::optimizer::{Moments, Optimizer, OptimizerConfig};
use redes_core::rng::RandomState;
use redes_core::train::{Samples, StopRule, TrainConfig, Trainer};
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    weights: Vec<f32>,
    steps: u64,
    momentum: Vec<f32>,
    velocity: Vec<f32>,
    later: Vec<f32>,
}

fn optimizers() -> Vec<(&'static str, OptimizerConfig)> {
    let sgd = |learning_rate, momentum, nesterov| OptimizerConfig::Sgd {
        learning_rate,
        momentum,
        nesterov,
    };
    let rmsprop = |learning_rate, rho, momentum| OptimizerConfig::Rmsprop {
        learning_rate,
        rho,
        momentum,
        epsilon: 1e-7,
    };
    let adam = OptimizerConfig::Adam {
        learning_rate: 0.01,
        beta_1: 0.9,
        beta_2: 0.999,
        epsilon: 1e-7,
    };
    vec![
        ("adam", adam),
        ("sgd", sgd(0.1, 0.0, false)),
        ("momentum", sgd(0.05, 0.9, false)),
        ("nesterov", sgd(0.05, 0.9, true)),
        ("rmsprop", rmsprop(0.01, 0.9, 0.0)),
        ("rmsprop_momentum", rmsprop(0.002, 0.8, 0.7)),
    ]
}

/// The trainer with its first weights, and the samples, as the script draws them.
fn trainer(optimizer: OptimizerConfig) -> (Trainer<f32>, Samples<f32>) {
    let mut rng = RandomState::new(31);
    let mut draw = || rng.uniform(-1.0, 1.0) as f32;
    let x = Array2::from_shape_simple_fn((12, 5), &mut draw);
    let labels = Array2::from_shape_fn((12, 1), |(row, _)| (row % 3) as f32);
    let layers = vec![
        LayerConfig::dense(4, Activation::Tanh),
        LayerConfig::dense(3, Activation::Softmax),
    ];
    let mut network = Network::new(&Architecture::new([5], layers), 12).unwrap();
    network.parameters_mut().fill_with(draw);
    let config = TrainConfig {
        loss: Loss::SparseCategoricalCrossEntropy,
        optimizer,
        batch_size: None,
        shuffle: false,
        seed: 0,
        stop: StopRule::default(),
    };
    let trainer = Trainer::new(network, 12, config).unwrap();
    (trainer, Samples::new(x, labels).unwrap())
}

fn farthest(ours: &[f32], theirs: &[f32]) -> f32 {
    assert_eq!(ours.len(), theirs.len());
    let pairs = ours.iter().zip(theirs);
    pairs.fold(0.0, |worst, (a, b)| worst.max((a - b).abs()))
}

/// Weights are of size 1; 1e-5 is a tenth of what a reader may expect of a file that goes on elsewhere.
#[test]
fn training_goes_on_as_keras_does() {
    let json = include_str!("golden/keras_moments.json");
    let golden: BTreeMap<String, Golden> = serde_json::from_str(json).unwrap();
    assert_eq!(golden.len(), optimizers().len());
    for (name, optimizer) in optimizers() {
        let golden = &golden[name];
        let (mut trainer, samples) = trainer(optimizer);
        for _ in 0..golden.steps {
            trainer.step(&samples).unwrap();
        }
        let ours = trainer.moments();
        assert_eq!(ours.steps, golden.steps, "{name}");
        let here = [
            farthest(trainer.network().parameters(), &golden.weights),
            farthest(&ours.first, &golden.momentum),
            farthest(&ours.second, &golden.velocity),
        ];

        let (mut trainer, samples) = self::trainer(optimizer);
        trainer.parameters_mut().copy_from_slice(&golden.weights);
        let moments = Moments {
            steps: golden.steps,
            first: golden.momentum.clone(),
            second: golden.velocity.clone(),
        };
        trainer.set_moments(moments).unwrap();
        for _ in 0..20 {
            trainer.step(&samples).unwrap();
        }
        let later = farthest(trainer.network().parameters(), &golden.later);
        println!("{name}: after 15 steps {here:?}, 20 steps later {later:.1e}");
        assert!(here.iter().all(|&error| error < 1e-5), "{name}: {here:?}");
        assert!(later < 1e-5, "{name}: {later}");
    }
}

#[test]
fn moments_of_another_network_are_refused() {
    let mut optimizer = Optimizer::<f32>::new(OptimizerConfig::adam(), 2).unwrap();
    let mut try_with = |first: &[f32], second: &[f32]| {
        let moments = Moments {
            steps: 4,
            first: first.to_vec(),
            second: second.to_vec(),
        };
        optimizer.set_moments(moments)
    };
    for (first, second) in [(&[1.0][..], &[1.0, 1.0][..]), (&[1.0, 1.0], &[])] {
        let refused = try_with(first, second);
        assert!(matches!(refused, Err(Error::Shape { .. })), "{refused:?}");
    }
    for (first, second) in [
        ([f32::NAN, 0.0], [0.0, 0.0]),
        ([0.0, 0.0], [0.0, f32::INFINITY]),
        ([0.0, 0.0], [-1e-9, 0.0]),
    ] {
        let refused = try_with(&first, &second);
        assert!(
            matches!(refused, Err(Error::InvalidParameter { .. })),
            "{refused:?}"
        );
    }
    try_with(&[1.0, -2.0], &[0.5, 0.0]).unwrap();
    assert_eq!(optimizer.moments().first, [1.0, -2.0]);
    assert_eq!(optimizer.moments().steps, 4);
}
