//! Activations, losses and optimisers beside Keras's, at ordinary and extreme values;
//! made by `golden/keras_parts.py`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ndarray::{Array2, ArrayView2};
use redes_core::activation::Activation;
use redes_core::loss::Loss;
use redes_core::network::{ParameterBlock, Role};
use redes_core::optimizer::{Optimizer, OptimizerConfig};
use redes_core::penalty::Penalty;
use serde::Deserialize;

#[derive(Deserialize)]
struct Parts {
    activations: Activations,
    losses: Losses,
    optimisers: Optimisers,
    penalties: Penalties,
}

#[derive(Deserialize)]
struct Activations {
    z: Vec<f32>,
    rows: Vec<f32>,
    direction: Vec<f32>,
    relu: Curve,
    leaky_relu: Curve,
    sigmoid: Curve,
    tanh: Curve,
    softmax: Curve,
}

#[derive(Deserialize)]
struct Curve {
    value: Vec<f32>,
    gradient: Vec<f32>,
}

#[derive(Deserialize)]
struct Losses {
    binary: LossCase,
    sparse: LossCase,
    mean_squared: LossCase,
}

#[derive(Deserialize)]
struct LossCase {
    a: Vec<f32>,
    y: Vec<f32>,
    width: usize,
    value: Vec<f64>,
    gradient: Vec<f32>,
}

#[derive(Deserialize)]
struct Optimisers {
    start: Vec<f32>,
    gradients: Vec<Vec<f32>>,
    sgd: Vec<Vec<f32>>,
    momentum: Vec<Vec<f32>>,
    nesterov: Vec<Vec<f32>>,
    adam: Vec<Vec<f32>>,
}

#[derive(Deserialize)]
struct Penalties {
    w: Vec<f32>,
    l1: f64,
    l2: f64,
    value: Vec<f64>,
    gradient: Vec<f32>,
}

fn parts() -> Parts {
    serde_json::from_str(include_str!("golden/keras_parts.json")).unwrap()
}

/// Within `relative` of Keras's value or `absolute`, whichever is more.
fn assert_close(what: &str, ours: &[f32], theirs: &[f32], relative: f32, absolute: f32) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (i, (a, b)) in ours.iter().zip(theirs).enumerate() {
        let tolerance = (relative * b.abs()).max(absolute);
        assert!(
            (a - b).abs() <= tolerance,
            "{what}[{i}]: {a:e} is not {b:e}"
        );
    }
}

/// TensorFlow's `exp` and `tanh` are approximations of a few last bits (2⁻²³ ≈ 1.2e-7), and
/// 1 − a loses what a near 1 has rounded away: 1e-6 relative, or 1.2e-7 absolute.
#[test]
fn activations_are_keras() {
    let golden = parts().activations;
    for (activation, curve) in [
        (Activation::RELU, &golden.relu),
        (Activation::LEAKY_RELU, &golden.leaky_relu),
        (Activation::Sigmoid, &golden.sigmoid),
        (Activation::Tanh, &golden.tanh),
    ] {
        let z = &golden.z;
        let (mut a, mut delta) = (vec![0.0; z.len()], vec![1.0; z.len()]);
        activation.forward(z, &mut a, 1);
        activation.backward(z, &a, &mut delta, 1);
        assert_close(activation.name(), &a, &curve.value, 1e-6, 1.2e-7);
        assert_close(activation.name(), &delta, &curve.gradient, 1e-6, 1.2e-7);
    }
    let z = &golden.rows;
    let (mut a, mut delta) = (vec![0.0; z.len()], golden.direction.repeat(4));
    Activation::Softmax.forward(z, &mut a, 4);
    Activation::Softmax.backward(z, &a, &mut delta, 4);
    assert_close("softmax", &a, &golden.softmax.value, 1e-6, 1.2e-7);
    assert_close("softmax", &delta, &golden.softmax.gradient, 1e-6, 1.2e-7);
}

/// Losses and gradients reach 1e7 / n where the clip ends: relative to the value, ten
/// roundings of f32.
#[test]
fn losses_are_keras() {
    let golden = parts().losses;
    for (loss, case) in [
        (Loss::BinaryCrossEntropy, golden.binary),
        (Loss::SparseCategoricalCrossEntropy, golden.sparse),
        (Loss::QuadraticMean, golden.mean_squared),
    ] {
        let rows = case.a.len() / case.width;
        let a = ArrayView2::from_shape((rows, case.width), &case.a).unwrap();
        let y = ArrayView2::from_shape((rows, case.y.len() / rows), &case.y).unwrap();
        let value = loss.value(a, y).unwrap();
        let error = (value - case.value[0]).abs() / case.value[0];
        assert!(error < 1e-6, "{loss:?}: {value} is not {}", case.value[0]);
        let mut gradient = Array2::zeros(a.dim());
        loss.gradient(a, y, gradient.view_mut()).unwrap();
        let gradient = gradient.as_slice().unwrap();
        assert_close(&format!("{loss:?}"), gradient, &case.gradient, 1e-6, 1e-9);
    }
}

/// Sums of eight numbers of f32: ten roundings.
#[test]
fn penalties_are_keras() {
    let golden = parts().penalties;
    let penalty = Penalty {
        l1: golden.l1,
        l2: golden.l2,
    };
    let kernel = ParameterBlock {
        layer: 0,
        name: "dense/kernel".to_owned(),
        role: Role::Kernel,
        shape: vec![golden.w.len()],
        range: 0..golden.w.len(),
    };
    let blocks = [kernel];
    let value = penalty.value(&golden.w, &blocks);
    assert!((value - golden.value[0]).abs() < 1e-6 * value);
    let mut gradient = vec![0.0; golden.w.len()];
    penalty.add_gradient(&golden.w, &mut gradient, &blocks);
    assert_close("L1L2", &gradient, &golden.gradient, 1e-6, 0.0);
}

/// The same operations in the same order: within two roundings of a weight of about 1
/// after six steps of up to 1, and for Adam's steps of 1e-3 within one.
#[test]
fn optimisers_are_keras() {
    let golden = parts().optimisers;
    let sgd = |momentum, nesterov| OptimizerConfig::Sgd {
        learning_rate: 0.1,
        momentum,
        nesterov,
    };
    for (what, config, places, relative) in [
        ("sgd", sgd(0.0, false), golden.sgd, 2.4e-7),
        ("momentum", sgd(0.9, false), golden.momentum, 2.4e-7),
        ("nesterov", sgd(0.9, true), golden.nesterov, 2.4e-7),
        ("adam", OptimizerConfig::adam(), golden.adam, 1.2e-7),
    ] {
        let mut weights = golden.start.clone();
        let mut optimizer = Optimizer::new(config, weights.len()).unwrap();
        for (gradients, expected) in golden.gradients.iter().zip(&places) {
            optimizer.step(&mut weights, gradients, &[], 1).unwrap();
            assert_close(what, &weights, expected, relative, 6e-8);
        }
    }
}
