//! Penalties and a changing rate in a trainer's steps.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ndarray::Array2;
use redes_core::activation::Activation;
use redes_core::gradient_check::costs_beside;
use redes_core::initializer::{DrawOrder, Initializer};
use redes_core::loss::Loss;
use redes_core::network::{Architecture, LayerConfig, Network};
use redes_core::optimizer::OptimizerConfig;
use redes_core::penalty::Penalty;
use redes_core::rng::RandomState;
use redes_core::train::{Samples, StopRule, TrainConfig, Trainer};

fn samples() -> Samples<f64> {
    let mut rng = RandomState::new(5);
    let inputs = Array2::from_shape_simple_fn((9, 3), || rng.uniform(-1.0, 1.0));
    let targets = Array2::from_shape_simple_fn((9, 2), || rng.random_sample());
    Samples::new(inputs, targets).unwrap()
}

fn trainer(optimizer: OptimizerConfig, penalty: Penalty) -> Trainer<f64> {
    let layers = vec![
        LayerConfig::dense(4, Activation::LEAKY_RELU),
        LayerConfig::dense(2, Activation::Sigmoid),
    ];
    let mut network = Network::new(&Architecture::new([3], layers), 9).unwrap();
    let uniform = Initializer::Uniform { limit: 1.0 };
    let rng = &mut RandomState::new(2);
    network
        .initialize(uniform, uniform, DrawOrder::KernelFirst, rng)
        .unwrap();
    let config = TrainConfig {
        loss: Loss::BinaryCrossEntropy,
        optimizer,
        batch_size: None,
        shuffle: false,
        seed: 1,
        stop: StopRule::default(),
    };
    let mut trainer = Trainer::new(network, 9, config).unwrap();
    trainer.set_penalty(penalty).unwrap();
    trainer
}

fn descent(learning_rate: f64) -> OptimizerConfig {
    OptimizerConfig::Sgd {
        learning_rate,
        momentum: 0.0,
        nesterov: false,
    }
}

/// With the rate 1, a step is the gradient.
#[test]
fn a_step_is_the_slope_of_loss_and_penalty() {
    let samples = samples();
    for (l1, l2) in [(0.0, 0.0), (0.3, 0.0), (0.0, 0.2), (0.1, 0.05)] {
        let penalty = Penalty { l1, l2 };
        let mut trainer = trainer(descent(1.0), penalty);
        let mut network = trainer.network().clone();
        trainer.step(&samples).unwrap();
        let h = 1e-5;
        for (index, after) in trainer.network().parameters().iter().enumerate() {
            let (x, y) = (samples.inputs.view(), samples.targets.view());
            let loss = Loss::BinaryCrossEntropy;
            let [up, down] = costs_beside(&mut network, x, y, loss, index, h).unwrap();
            let before = network.parameters();
            let moved = |step: f64| {
                let mut w = before.to_vec();
                w[index] += step;
                penalty.value(&w, network.parameter_blocks())
            };
            let numeric = (up - down + moved(h) - moved(-h)) / (2.0 * h);
            let step = before[index] - after;
            assert!(
                (step - numeric).abs() < 1e-8,
                "{penalty:?}: {step} {numeric}"
            );
        }
    }
}

/// A penalty of nothing is no penalty, whatever way the optimiser goes.
#[test]
fn no_penalty_leaves_the_bits() {
    let samples = samples();
    for optimizer in [OptimizerConfig::adam(), descent(0.1)] {
        let with = |l2| {
            let mut trainer = trainer(optimizer, Penalty { l1: 0.0, l2 });
            (0..20).for_each(|_| {
                trainer.step(&samples).unwrap();
            });
            trainer.network().fingerprint()
        };
        assert_ne!(with(0.0), with(0.1));
        // So small that it moves no bit of a gradient: the other way gives the same steps.
        assert_eq!(with(0.0), with(1e-30));
    }
}

#[test]
fn the_rate_changes_from_one_step_to_the_next() {
    let samples = samples();
    let none = Penalty::default();
    let mut changing = trainer(descent(0.1), none);
    changing.step(&samples).unwrap();
    changing.set_learning_rate(0.3).unwrap();
    assert_eq!(changing.config().optimizer, descent(0.3));
    for rate in [-0.1, f64::NAN, f64::INFINITY] {
        assert!(changing.set_learning_rate(rate).is_err());
    }
    let before = changing.network().parameters().to_vec();
    changing.step(&samples).unwrap();
    let network = changing.network();
    let pairs = network.parameters().iter().zip(network.gradients());
    for (before, (after, gradient)) in before.iter().zip(pairs) {
        assert_eq!(*after, before - gradient * 0.3);
    }
}

#[test]
fn absurd_penalties_are_refused() {
    let mut trainer = trainer(descent(0.1), Penalty::default());
    for factor in [-0.1, f64::NAN] {
        assert!(
            trainer
                .set_penalty(Penalty {
                    l1: factor,
                    l2: 0.0
                })
                .is_err()
        );
        assert!(
            trainer
                .set_penalty(Penalty {
                    l1: 0.0,
                    l2: factor
                })
                .is_err()
        );
    }
}
