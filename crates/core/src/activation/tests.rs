//! Each function at a few points and at extremes, and its derivative.

use super::*;

const ALL: [Activation; 10] = [
    Activation::Identity,
    Activation::Step { threshold: 0.5 },
    Activation::Relu { threshold: 0.5 },
    Activation::LEAKY_RELU,
    Activation::Sigmoid,
    Activation::Tanh,
    Activation::Softmax,
    Activation::SIGMOID_STEEP,
    Activation::SIGMOID_SIGNED,
    Activation::SIGMOID_CENTRED,
];

#[test]
fn values_at_a_few_points() {
    let cases = [
        (Activation::Identity, -2.0, -2.0),
        (Activation::Step { threshold: 1.0 }, 1.0, 0.0),
        (Activation::Step { threshold: 1.0 }, 1.0 + 1e-12, 1.0),
        (Activation::RELU, -1.0, 0.0),
        (Activation::RELU, 2.5, 2.5),
        (Activation::Relu { threshold: 1.0 }, 1.0, 0.0),
        (Activation::Relu { threshold: 1.0 }, 1.5, 1.5),
        (Activation::Relu { threshold: -1.0 }, -0.5, -0.5),
        (Activation::LEAKY_RELU, -2.0, -0.4),
        (Activation::LEAKY_RELU, 2.5, 2.5),
        (Activation::Sigmoid, 0.0, 0.5),
        (Activation::Tanh, 0.0, 0.0),
        (Activation::Softmax, 3.0, 1.0),
        (Activation::SIGMOID_STEEP, 0.0, 0.5),
        (Activation::SIGMOID_SIGNED, 0.0, 0.0),
        (Activation::SIGMOID_CENTRED, 0.0, 0.0),
    ];
    for (activation, z, expected) in cases {
        assert_eq!(activation.value(z), expected, "{activation:?} at {z}");
    }
    assert!((Activation::Sigmoid.value(2.0) - 0.880_797_077_977_882_4).abs() < 1e-15);
    assert!((Activation::Tanh.value(1.0) - 0.761_594_155_955_764_9).abs() < 1e-15);
}

#[test]
fn stable_at_a_thousand() {
    for activation in ALL {
        for z in [-1000.0, 1000.0] {
            let (a, slope) = (activation.value(z), activation.derivative(z));
            assert!(a.is_finite() && slope.is_finite(), "{activation:?} at {z}");
            let mut a = [0f32; 2];
            activation.forward(&[z as f32, 0.0], &mut a, 2);
            assert!(a.iter().all(|a| a.is_finite()), "{activation:?} at {z}");
        }
    }
    assert_eq!(Activation::Sigmoid.value(-1000.0), 0.0);
    assert_eq!(Activation::Sigmoid.value(1000.0), 1.0);
}

#[test]
fn a_nan_goes_through() {
    for activation in ALL {
        assert!(activation.value(f64::NAN).is_nan(), "{activation:?}");
        let mut delta = [f64::NAN];
        activation.backward(&[1.0], &[activation.value(1.0)], &mut delta, 1);
        assert!(delta[0].is_nan(), "{activation:?} backward");
    }
}

#[test]
fn derivatives_agree_with_central_differences() {
    let h = 1e-6;
    for activation in ALL {
        for z in [-3.0, -0.7, 0.1, 0.9, 4.0] {
            let numeric = (activation.value(z + h) - activation.value(z - h)) / (2.0 * h);
            let error = (activation.derivative(z) - numeric).abs();
            assert!(error < 1e-8, "{activation:?} at {z}: {error}");
        }
    }
}

#[test]
fn softmax_sums_to_one_by_row() {
    let z = [1.0f64, 2.0, 3.0, -1000.0, 1000.0, 0.0];
    let mut a = [0.0; 6];
    Activation::Softmax.forward(&z, &mut a, 3);
    assert!((a[..3].iter().sum::<f64>() - 1.0).abs() < 1e-15);
    assert_eq!(a[3..], [0.0, 1.0, 0.0]);
}

#[test]
fn every_place_of_a_row_has_the_same_bits() {
    // Eight numbers are computed at once, the rest one by one.
    for activation in ALL.into_iter().filter(|f| *f != Activation::Softmax) {
        let mut a = [0f32; 11];
        activation.forward(&[-0.7; 11], &mut a, 11);
        assert!(a.iter().all(|other| other.to_bits() == a[0].to_bits()));
    }
}

#[test]
fn serde_names_are_short() {
    let json = serde_json::to_string(&Activation::RELU).unwrap();
    assert_eq!(json, r#"{"kind":"relu","threshold":0.0}"#);
    let back: Activation = serde_json::from_str(r#"{"kind":"relu"}"#).unwrap();
    assert_eq!(back, Activation::RELU);
}
