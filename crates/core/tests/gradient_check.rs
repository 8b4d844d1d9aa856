//! Backpropagation against central differences, in f64: every activation, every
//! loss, one to three dense layers, with and without biases, flat and flattened.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ndarray::Array2;
use redes_core::activation::Activation;
use redes_core::gradient_check::gradient_check;
use redes_core::initializer::{DrawOrder, Initializer};
use redes_core::loss::Loss;
use redes_core::network::{Architecture, LayerConfig, Network};
use redes_core::rng::RandomState;

/// Half the width of a difference: its error is about 10⁻¹⁰ from the third
/// derivative and as much from rounding.
const STEP: f64 = 1e-5;
/// Relative, or absolute · 10⁴ for gradients below 10⁻⁴.
const TOLERANCE: f64 = 1e-6;

const HIDDEN: [Activation; 10] = [
    Activation::Identity,
    Activation::RELU,
    Activation::Relu { threshold: -0.3 },
    Activation::LEAKY_RELU,
    Activation::Sigmoid,
    Activation::Tanh,
    Activation::Softmax,
    Activation::SIGMOID_STEEP,
    Activation::SIGMOID_SIGNED,
    Activation::SIGMOID_CENTRED,
];

const LOSSES: [Loss; 4] = [
    Loss::QuadraticSum,
    Loss::QuadraticMean,
    Loss::BinaryCrossEntropy,
    Loss::SparseCategoricalCrossEntropy,
];

fn dense(units: usize, activation: Activation, bias: bool) -> LayerConfig {
    LayerConfig::Dense {
        units,
        activation,
        bias,
    }
}

fn check(name: &str, input: &[usize], layers: Vec<LayerConfig>, loss: Loss, seed: u32) {
    let architecture = Architecture {
        name: name.into(),
        input: input.to_vec(),
        layers,
    };
    let rows = 7;
    let mut network = Network::<f64>::new(&architecture, rows).unwrap();
    let mut rng = RandomState::new(seed);
    let uniform = Initializer::Uniform { limit: 1.0 };
    network
        .initialize(uniform, uniform, DrawOrder::KernelFirst, &mut rng)
        .unwrap();
    let outputs = network.output_width();
    let shape = (rows, network.input_width());
    let x = Array2::from_shape_simple_fn(shape, || rng.uniform(-1.0, 1.0));
    let targets = (rows, loss.target_width(outputs));
    let y = Array2::from_shape_simple_fn(targets, || match loss {
        Loss::SparseCategoricalCrossEntropy => (rng.random_sample() * outputs as f64).floor(),
        _ => rng.random_sample(),
    });
    let before = network.fingerprint();
    let check = gradient_check(&mut network, x.view(), y.view(), loss, STEP).unwrap();
    assert!(check.max_relative_error < TOLERANCE, "{name}: {check:?}");
    assert!(check.analytic != 0.0, "{name}: nothing was checked");
    assert_eq!(network.fingerprint(), before, "{name}: weights put back");
}

#[test]
fn every_hidden_activation_under_every_loss() {
    for activation in HIDDEN {
        for loss in LOSSES {
            let layers = vec![
                dense(5, activation, true),
                dense(4, activation, true),
                dense(3, Activation::Sigmoid, true),
            ];
            check(&format!("{activation:?} {loss:?}"), &[4], layers, loss, 3);
        }
    }
}

#[test]
fn every_output_activation() {
    for activation in HIDDEN {
        for loss in [Loss::QuadraticSum, Loss::QuadraticMean] {
            let layers = vec![dense(5, Activation::Tanh, true), dense(3, activation, true)];
            check(&format!("{activation:?} {loss:?}"), &[4], layers, loss, 5);
        }
    }
    for loss in [
        Loss::SparseCategoricalCrossEntropy,
        Loss::BinaryCrossEntropy,
    ] {
        let layers = vec![dense(4, Activation::Softmax, true)];
        check(&format!("softmax {loss:?}"), &[6], layers, loss, 8);
    }
}

#[test]
fn without_biases_and_for_images() {
    for loss in LOSSES {
        let layers = vec![
            LayerConfig::Flatten,
            dense(6, Activation::Tanh, false),
            LayerConfig::Flatten,
            dense(2, Activation::Sigmoid, false),
        ];
        check(&format!("image {loss:?}"), &[3, 4], layers, loss, 11);
    }
}

#[test]
fn a_single_neuron() {
    for loss in [
        Loss::QuadraticSum,
        Loss::QuadraticMean,
        Loss::BinaryCrossEntropy,
    ] {
        let layers = vec![dense(1, Activation::Sigmoid, true)];
        check(&format!("neuron {loss:?}"), &[3], layers, loss, 2);
    }
}

#[test]
fn a_step_function_passes_no_gradient() {
    let architecture = Architecture {
        name: "step".into(),
        input: vec![2],
        layers: vec![dense(3, Activation::Step { threshold: 0.0 }, true)],
    };
    let mut network = Network::<f64>::new(&architecture, 2).unwrap();
    network.parameters_mut().fill(0.7);
    let (x, y) = (
        Array2::from_elem((2, 2), 0.5),
        Array2::from_elem((2, 3), 0.25),
    );
    let loss = Loss::QuadraticMean;
    let check = gradient_check(&mut network, x.view(), y.view(), loss, STEP).unwrap();
    assert_eq!(check.max_relative_error, 0.0);
    assert!(network.gradients().iter().all(|&g| g == 0.0));
}

#[test]
fn an_absurd_step_is_refused() {
    let layers = vec![dense(1, Activation::Identity, true)];
    let architecture = Architecture {
        name: "one".into(),
        input: vec![1],
        layers,
    };
    let mut network = Network::<f64>::new(&architecture, 1).unwrap();
    let one = Array2::zeros((1, 1));
    for step in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let loss = Loss::QuadraticSum;
        assert!(gradient_check(&mut network, one.view(), one.view(), loss, step).is_err());
    }
}
