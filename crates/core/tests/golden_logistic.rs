//! Sigmoids that are steeper, higher or shifted beside NumPy's; made by `golden/logistic.py`.
#![allow(clippy::unwrap_used, missing_docs)]

use redes_core::activation::Activation;
use serde::Deserialize;

#[derive(Deserialize)]
struct Curve {
    value: Vec<f64>,
    gradient: Vec<f64>,
}

#[derive(Deserialize)]
struct Golden {
    z: Vec<f64>,
    steep: Curve,
    signed: Curve,
    centred: Curve,
}

/// Values and slopes are at most 2: eight roundings of f64 (2⁻⁵³ each), or of f32 (2⁻²⁴).
#[test]
fn logistic_functions_are_numpys() {
    let golden: Golden = serde_json::from_str(include_str!("golden/logistic.json")).unwrap();
    for (activation, curve) in [
        (Activation::SIGMOID_STEEP, &golden.steep),
        (Activation::SIGMOID_SIGNED, &golden.signed),
        (Activation::SIGMOID_CENTRED, &golden.centred),
    ] {
        let mut a = vec![0.0; golden.z.len()];
        let mut delta = vec![1.0; a.len()];
        activation.forward(&golden.z, &mut a, 1);
        activation.backward(&golden.z, &a, &mut delta, 1);
        let z: Vec<f32> = golden.z.iter().map(|&z| z as f32).collect();
        let mut short = vec![0f32; z.len()];
        activation.forward(&z, &mut short, 1);
        for (i, z) in golden.z.iter().enumerate() {
            let far = [
                (a[i] - curve.value[i]).abs(),
                (delta[i] - curve.gradient[i]).abs(),
            ];
            assert!(
                far.iter().all(|far| *far < 1e-15),
                "{activation:?} at {z}: {far:?}"
            );
            let far = (f64::from(short[i]) - curve.value[i]).abs();
            assert!(far < 5e-7, "{activation:?} at {z} in f32: {far:e}");
        }
    }
}
