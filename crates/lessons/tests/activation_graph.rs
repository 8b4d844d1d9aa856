//! Where activations break, bend and saturate, against their values and derivatives (the numbers of chapter 3).
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use redes_core::activation::Activation::{self, Identity, Relu, Sigmoid, Softmax, Step, Tanh};
use redes_lessons::activation_graph::{corner, saturated};

const LEAST: f64 = 0.01;

#[test]
fn a_threshold_tears_relu_unless_it_is_zero() {
    for threshold in [-2.0, 0.0, 0.5, 1.0] {
        for activation in [Relu { threshold }, Step { threshold }] {
            let corner = corner(activation).unwrap();
            assert_eq!(corner.z, threshold);
            assert_eq!(corner.left, activation.value(threshold));
            let beyond = activation.value(threshold + 1e-9);
            assert!((corner.right - beyond).abs() < 1e-8, "{activation:?}");
            let bent = matches!(activation, Relu { .. }) && threshold == 0.0;
            assert_eq!(corner.jumps(), !bent, "{activation:?}");
            // Programs take the derivative on the left.
            let left = activation.derivative(threshold - 1e-9);
            assert_eq!(activation.derivative(threshold), left);
        }
    }
    for smooth in [Identity, Sigmoid, Tanh, Softmax] {
        assert_eq!(corner(smooth), None);
    }
}

#[test]
fn saturated_is_where_the_derivative_is_small() {
    let all = [
        Identity,
        Step { threshold: 1.0 },
        Relu { threshold: 0.0 },
        Relu { threshold: -1.5 },
        Sigmoid,
        Tanh,
        Softmax,
    ];
    for activation in all {
        let stretches = saturated(activation, LEAST);
        for hundredth in -1000..=1000 {
            let z = f64::from(hundredth) / 100.0 + 0.001;
            let inside = stretches
                .iter()
                .any(|[from, to]| (*from..=*to).contains(&z));
            assert_eq!(
                inside,
                activation.derivative(z) < LEAST,
                "{activation:?} at {z}"
            );
        }
    }
}

#[test]
fn the_ends_of_the_chapters_curves() {
    let end = |activation: Activation| saturated(activation, LEAST)[1][0];
    for activation in [Sigmoid, Tanh] {
        assert!((activation.derivative(end(activation)) - LEAST).abs() < 1e-14);
    }
    // "At z = ±5 it is down to 0.0066"; "at z = 5 its derivative is 0.0002".
    assert!((Sigmoid.derivative(5.0) - 0.0066).abs() < 5e-5);
    assert!((Tanh.derivative(5.0) - 0.0002).abs() < 5e-5);
    assert!(end(Sigmoid) < 5.0 && end(Tanh) < 5.0);
    // No function has a slope below 0, and no sigmoid one above ¼.
    assert!(saturated(Sigmoid, 0.0).is_empty() && saturated(Sigmoid, f64::NAN).is_empty());
    assert_eq!(
        saturated(Sigmoid, 0.3),
        [[f64::NEG_INFINITY, f64::INFINITY]]
    );
    assert_eq!(saturated(Identity, 2.0).len(), 1);
}
