//! The activation functions that networks of other programs have, beside Keras's; made by `golden/keras_functions.py`.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;

use redes_core::activation::Activation;
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    z: Vec<f32>,
    #[serde(flatten)]
    curves: BTreeMap<String, Curve>,
}

#[derive(Deserialize)]
struct Curve {
    value: Vec<f32>,
    gradient: Vec<f32>,
}

fn farthest(ours: &[f32], theirs: &[f32]) -> f32 {
    assert_eq!(ours.len(), theirs.len());
    let pairs = ours.iter().zip(theirs);
    pairs.fold(0.0, |worst, (a, b)| {
        worst.max((a - b).abs() / b.abs().max(1.0))
    })
}

/// Within 1e-6, relative where the value is above 1: TensorFlow computes in f32, we in f64.
#[test]
fn functions_are_keras() {
    let golden: Golden = serde_json::from_str(include_str!("golden/keras_functions.json")).unwrap();
    let functions = [
        ("hard_sigmoid_2", Activation::HARD_SIGMOID_2),
        ("hard_sigmoid_3", Activation::HARD_SIGMOID_3),
        ("elu", Activation::Elu { alpha: 0.7 }),
        ("selu", Activation::Selu),
        ("softplus", Activation::Softplus),
        ("softsign", Activation::Softsign),
        ("silu", Activation::Silu),
        ("gelu", Activation::Gelu),
        ("exponential", Activation::Exponential),
    ];
    assert_eq!(golden.curves.len(), functions.len());
    let z = &golden.z;
    for (name, activation) in functions {
        let curve = &golden.curves[name];
        let (mut a, mut delta) = (vec![0.0; z.len()], vec![1.0; z.len()]);
        activation.forward(z, &mut a, 1);
        activation.backward(z, &a, &mut delta, 1);
        let worst = [
            farthest(&a, &curve.value),
            farthest(&delta, &curve.gradient),
        ];
        println!("{name}: {worst:?}");
        assert!(worst.iter().all(|&error| error < 1e-6), "{name}: {worst:?}");
    }
}
