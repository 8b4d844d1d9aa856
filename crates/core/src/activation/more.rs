//! Functions that networks of other programs have: each number by itself, computed in f64.
//!
//! Every one but the exponential stays finite at z = ±1000, and a NaN that comes in goes out.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

use super::Activation;
use crate::Scalar;

/// SELU's two constants, as in its authors' program.
const SELU_ALPHA: f64 = 1.673_263_242_354_377_2;
const SELU_SCALE: f64 = 1.050_700_987_355_480_5;

/// Keras's name.
pub(super) fn name(activation: &Activation) -> &'static str {
    match activation {
        Activation::HardSigmoid { .. } => "hard_sigmoid",
        Activation::Elu { .. } => "elu",
        Activation::Selu => "selu",
        Activation::Softplus => "softplus",
        Activation::Softsign => "softsign",
        Activation::Silu => "silu",
        Activation::Gelu => "gelu",
        Activation::Exponential => "exponential",
        // The module above has the others.
        _ => "linear",
    }
}

/// a = f(z).
pub(super) fn forward<T: Scalar>(activation: Activation, z: &[T], a: &mut [T]) {
    for (a, &z) in a.iter_mut().zip(z) {
        *a = T::from_f64(value(activation, z.to_f64()));
    }
}

/// `delta` · f′(z), given z and a = f(z).
pub(super) fn backward<T: Scalar>(activation: Activation, z: &[T], a: &[T], delta: &mut [T]) {
    for (delta, (&z, &a)) in delta.iter_mut().zip(z.iter().zip(a)) {
        *delta *= T::from_f64(slope(activation, z.to_f64(), a.to_f64()));
    }
}

fn value(activation: Activation, z: f64) -> f64 {
    match activation {
        Activation::HardSigmoid { slope } => (slope * z + 0.5).clamp(0.0, 1.0),
        Activation::Elu { alpha } => elu(z, 1.0, alpha),
        Activation::Selu => elu(z, SELU_SCALE, SELU_SCALE * SELU_ALPHA),
        // The exponent is never positive.
        Activation::Softplus => z.max(0.0) + libm::log1p(libm::exp(-z.abs())),
        Activation::Softsign => z / (1.0 + z.abs()),
        Activation::Silu => z * sigmoid(z),
        Activation::Gelu => z * normal(z),
        Activation::Exponential => libm::exp(z),
        _ => z,
    }
}

fn slope(activation: Activation, z: f64, a: f64) -> f64 {
    match activation {
        Activation::HardSigmoid { .. } if a <= 0.0 || a >= 1.0 => 0.0,
        Activation::HardSigmoid { slope } => slope,
        Activation::Elu { alpha } => elu_slope(z, a, 1.0, alpha),
        // At 0 that from above, as in TensorFlow, whose ELU has that from below.
        Activation::Selu if z == 0.0 => SELU_SCALE,
        Activation::Selu => elu_slope(z, a, SELU_SCALE, SELU_SCALE * SELU_ALPHA),
        Activation::Softplus => sigmoid(z),
        Activation::Softsign => {
            let shrunk = 1.0 / (1.0 + z.abs());
            shrunk * shrunk
        }
        Activation::Silu => {
            let s = sigmoid(z);
            s + a * (1.0 - s)
        }
        Activation::Gelu => {
            let density = libm::exp(-0.5 * z * z) / (2.0 * PI).sqrt();
            normal(z) + z * density
        }
        Activation::Exponential => a,
        _ => 1.0,
    }
}

/// below · (eᶻ − 1) if z ≤ 0, else above · z.
fn elu(z: f64, above: f64, below: f64) -> f64 {
    match z <= 0.0 {
        true => below * libm::expm1(z),
        false => above * z,
    }
}

fn elu_slope(z: f64, a: f64, above: f64, below: f64) -> f64 {
    match z <= 0.0 {
        true => a + below,
        false => above,
    }
}

fn sigmoid(z: f64) -> f64 {
    let e = libm::exp(-z.abs());
    let numerator = if z >= 0.0 { 1.0 } else { e };
    numerator / (1.0 + e)
}

/// Φ(z): how much of the normal distribution lies below z.
fn normal(z: f64) -> f64 {
    0.5 * libm::erfc(-z * FRAC_1_SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Activation; 9] = [
        Activation::HARD_SIGMOID_2,
        Activation::HARD_SIGMOID_3,
        Activation::Elu { alpha: 0.7 },
        Activation::Selu,
        Activation::Softplus,
        Activation::Softsign,
        Activation::Silu,
        Activation::Gelu,
        Activation::Exponential,
    ];

    #[test]
    fn derivatives_agree_with_central_differences() {
        let h = 1e-6;
        for activation in ALL {
            for z in [-4.0, -2.7, -0.7, 0.1, 0.9, 2.8, 4.0] {
                let numeric = (activation.value(z + h) - activation.value(z - h)) / (2.0 * h);
                let error = (activation.derivative(z) - numeric).abs();
                assert!(error < 1e-8, "{activation:?} at {z}: {error}");
            }
        }
    }

    #[test]
    fn stable_at_a_thousand() {
        for activation in ALL {
            for z in [-1000.0, 1000.0] {
                if activation == Activation::Exponential && z > 0.0 {
                    continue; // e^1000 is no f64
                }
                let (a, slope) = (activation.value(z), activation.derivative(z));
                assert!(a.is_finite() && slope.is_finite(), "{activation:?} at {z}");
            }
        }
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
}
