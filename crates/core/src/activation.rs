//! Activation functions and their derivatives (thesis §1.3).
//!
//! A layer computes z = x·W + b and passes on a = f(z). Going back it gets
//! delta = ∂C/∂a and needs ∂C/∂z = delta · f′(z).
//!
//! Every function stays finite at z = ±1000, and a NaN that comes in goes out:
//! a network that has diverged must not look healthy.

#[cfg(feature = "models")]
mod more;

use serde::{Deserialize, Serialize};

use crate::Scalar;
use crate::exp_lanes::LANES;

/// The function that a neuron applies to its weighted sum.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Activation {
    /// f(z) = z.
    Identity,
    /// f(z) = 0 if z ≤ U, else 1. Its derivative is taken as 0 everywhere, so
    /// gradient descent learns nothing through it (the thesis says so too).
    Step {
        /// U.
        #[serde(default)]
        threshold: f64,
    },
    /// f(z) = 0 if z ≤ U, else z. The derivative at U is taken as 0.
    Relu {
        /// U.
        #[serde(default)]
        threshold: f64,
    },
    /// f(z) = slope · z if z ≤ 0, else z (Maas, Hannun and Ng 2013, "Rectifier nonlinearities improve neural network
    /// acoustic models"). The derivative at 0 is taken as the slope.
    LeakyRelu {
        /// It multiplies what is not positive.
        slope: f64,
    },
    /// f(z) = 1 / (1 + e⁻ᶻ).
    Sigmoid,
    /// f(z) = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ).
    Tanh,
    /// f(z)ᵢ = e^zᵢ / Σⱼ e^zⱼ over the neurons of a layer.
    Softmax,
    /// f(z) = height · σ(slope · z) + base, with the sigmoid σ: a sigmoid that is steeper, higher or shifted.
    Logistic {
        /// It multiplies z.
        slope: f64,
        /// It multiplies the sigmoid; not 0.
        height: f64,
        /// It is added to the product.
        base: f64,
    },
    /// f(z) = slope · z + ½, but at least 0 and at most 1. Keras 2's `"hard_sigmoid"` has the slope 0.2, Keras 3's 1/6.
    /// The derivative at both ends is taken as 0.
    #[cfg(feature = "models")]
    HardSigmoid {
        /// Where it is not flat.
        slope: f64,
    },
    /// f(z) = alpha · (eᶻ − 1) if z ≤ 0, else z (Clevert, Unterthiner and Hochreiter 2016, "Fast and accurate deep network
    /// learning by exponential linear units").
    #[cfg(feature = "models")]
    Elu {
        /// −f where z is far below 0; 1 in Keras.
        alpha: f64,
    },
    /// [`Activation::Elu`] times 1.0507…, with alpha 1.6732… (Klambauer et al. 2017, "Self-normalizing neural networks").
    #[cfg(feature = "models")]
    Selu,
    /// f(z) = ln(1 + eᶻ).
    #[cfg(feature = "models")]
    Softplus,
    /// f(z) = z / (1 + |z|).
    #[cfg(feature = "models")]
    Softsign,
    /// f(z) = z · σ(z), with the sigmoid σ; also called swish.
    #[cfg(feature = "models")]
    Silu,
    /// f(z) = z · Φ(z), with the normal distribution Φ (Hendrycks and Gimpel 2016, "Gaussian error linear units").
    #[cfg(feature = "models")]
    Gelu,
    /// f(z) = eᶻ.
    #[cfg(feature = "models")]
    Exponential,
}

impl Activation {
    /// ReLU with U = 0, Keras's `"relu"`.
    pub const RELU: Activation = Activation::Relu { threshold: 0.0 };

    /// Leaky ReLU with the slope 0.2, Keras's `"leaky_relu"`.
    pub const LEAKY_RELU: Activation = Activation::LeakyRelu { slope: 0.2 };

    /// σ(4z): at 0 it has the slope 1 of ReLU and tanh, not ¼.
    pub const SIGMOID_STEEP: Activation = Activation::logistic(4.0, 1.0, 0.0);
    /// 2σ(z) − 1 = tanh(z / 2): from −1 to 1, with slope ½ at 0.
    pub const SIGMOID_SIGNED: Activation = Activation::logistic(1.0, 2.0, -1.0);
    /// σ(z) − ½: from −½ to ½, with the sigmoid's own slope.
    pub const SIGMOID_CENTRED: Activation = Activation::logistic(1.0, 1.0, -0.5);

    /// Keras 2's `"hard_sigmoid"`.
    #[cfg(feature = "models")]
    pub const HARD_SIGMOID_2: Activation = Activation::HardSigmoid { slope: 0.2 };
    /// Keras 3's `"hard_sigmoid"`.
    #[cfg(feature = "models")]
    pub const HARD_SIGMOID_3: Activation = Activation::HardSigmoid { slope: 1.0 / 6.0 };

    const fn logistic(slope: f64, height: f64, base: f64) -> Activation {
        Activation::Logistic {
            slope,
            height,
            base,
        }
    }

    /// Keras's name of the function. (Keras has no step and no logistic; they are called `"step"` and `"logistic"`.)
    pub fn name(&self) -> &'static str {
        match self {
            Activation::Identity => "linear",
            Activation::Step { .. } => "step",
            Activation::Relu { .. } => "relu",
            Activation::LeakyRelu { .. } => "leaky_relu",
            Activation::Sigmoid => "sigmoid",
            Activation::Tanh => "tanh",
            Activation::Softmax => "softmax",
            Activation::Logistic { .. } => "logistic",
            #[cfg(feature = "models")]
            other => more::name(other),
        }
    }

    /// a = f(z), element by element; softmax by rows of `width`.
    ///
    /// `z` and `a` are `[rows, width]`, row after row. What the shorter of the
    /// two doesn't have is left alone.
    pub fn forward<T: Scalar>(&self, z: &[T], a: &mut [T], width: usize) {
        match *self {
            Activation::Identity => map(z, a, |z| z),
            Activation::Step { threshold } => {
                let u = T::from_f64(threshold);
                map(z, a, |z| step(z, u));
            }
            Activation::Relu { threshold } => {
                let u = T::from_f64(threshold);
                map(z, a, |z| if z <= u { T::ZERO } else { z });
            }
            Activation::LeakyRelu { slope } => {
                let slope = T::from_f64(slope);
                map(z, a, |z| if z <= T::ZERO { slope * z } else { z });
            }
            Activation::Sigmoid => sigmoids(z, a, |z| z, |s| s),
            Activation::Tanh => map(z, a, T::tanh),
            Activation::Softmax => {
                let width = width.max(1);
                for (z, a) in z.chunks(width).zip(a.chunks_mut(width)) {
                    softmax(z, a);
                }
            }
            Activation::Logistic {
                slope,
                height,
                base,
            } => {
                let [slope, height, base] = [slope, height, base].map(T::from_f64);
                sigmoids(z, a, |z| slope * z, |s| height * s + base);
            }
            #[cfg(feature = "models")]
            other => more::forward(other, z, a),
        }
    }

    /// Turns `delta` from ∂C/∂a into ∂C/∂z, given z and a = f(z).
    ///
    /// All three are `[rows, width]`, row after row.
    pub fn backward<T: Scalar>(&self, z: &[T], a: &[T], delta: &mut [T], width: usize) {
        match *self {
            Activation::Identity => {}
            Activation::Step { .. } => {
                for delta in delta {
                    *delta *= T::ZERO; // a NaN stays one
                }
            }
            Activation::Relu { threshold } => {
                let u = T::from_f64(threshold);
                for (delta, &z) in delta.iter_mut().zip(z) {
                    *delta = if z <= u { T::ZERO } else { *delta };
                }
            }
            Activation::LeakyRelu { slope } => {
                let slope = T::from_f64(slope);
                for (delta, &z) in delta.iter_mut().zip(z) {
                    *delta = if z <= T::ZERO { slope * *delta } else { *delta };
                }
            }
            Activation::Sigmoid => {
                for (delta, &a) in delta.iter_mut().zip(a) {
                    *delta *= a * (T::ONE - a);
                }
            }
            Activation::Tanh => {
                for (delta, &a) in delta.iter_mut().zip(a) {
                    *delta *= T::ONE - a * a;
                }
            }
            Activation::Softmax => {
                let width = width.max(1);
                for (a, delta) in a.chunks(width).zip(delta.chunks_mut(width)) {
                    softmax_backward(a, delta);
                }
            }
            Activation::Logistic {
                slope,
                height,
                base,
            } => {
                let [slope, base] = [slope, base].map(T::from_f64);
                let inverse = T::from_f64(1.0 / height);
                for (delta, &a) in delta.iter_mut().zip(a) {
                    let above = a - base;
                    *delta *= slope * above * (T::ONE - above * inverse);
                }
            }
            #[cfg(feature = "models")]
            other => more::backward(other, z, a, delta),
        }
    }

    /// f(z) for one number. Softmax of a single neuron is 1.
    pub fn value(&self, z: f64) -> f64 {
        let mut a = [0.0];
        self.forward(&[z], &mut a, 1);
        a[0]
    }

    /// f′(z) for one number. For softmax that is the derivative of a layer with
    /// a single neuron: 0.
    pub fn derivative(&self, z: f64) -> f64 {
        let mut delta = [1.0];
        self.backward(&[z], &[self.value(z)], &mut delta, 1);
        delta[0]
    }
}

#[inline]
fn map<T: Scalar>(z: &[T], a: &mut [T], f: impl Fn(T) -> T) {
    for (a, &z) in a.iter_mut().zip(z) {
        *a = f(z);
    }
}

#[inline]
fn step<T: Scalar>(z: T, u: T) -> T {
    if z > u {
        T::ONE
    } else if z <= u {
        T::ZERO
    } else {
        z // NaN
    }
}

/// after(σ(before(z))), σ being the sigmoid. The exponent is never positive, so nothing overflows.
#[inline]
fn sigmoids<T: Scalar>(z: &[T], a: &mut [T], before: impl Fn(T) -> T, after: impl Fn(T) -> T) {
    let (z, z_rest) = z.as_chunks::<LANES>();
    let (a, a_rest) = a.as_chunks_mut::<LANES>();
    for (a, z) in a.iter_mut().zip(z) {
        let z = z.map(&before);
        let e = T::exp_lanes(z.map(|z| -z.abs()));
        for ((a, z), e) in a.iter_mut().zip(z).zip(e) {
            *a = after(sigmoid(z, e));
        }
    }
    map(z_rest, a_rest, |z| {
        let z = before(z);
        after(sigmoid(z, (-z.abs()).exp()))
    });
}

/// The sigmoid of z, given e^-|z|.
#[inline(always)]
fn sigmoid<T: Scalar>(z: T, e: T) -> T {
    let numerator = if z >= T::ZERO { T::ONE } else { e };
    numerator / (T::ONE + e)
}

/// The row's maximum is subtracted first, so nothing overflows.
fn softmax<T: Scalar>(z: &[T], a: &mut [T]) {
    let Some(&first) = z.first() else { return };
    let max = z
        .iter()
        .fold(first, |max, &z| if z > max { z } else { max });
    let mut sum = T::ZERO;
    for (a, &z) in a.iter_mut().zip(z) {
        *a = (z - max).exp();
        sum += *a;
    }
    for a in a {
        *a /= sum;
    }
}

/// ∂C/∂zᵢ = aᵢ (∂C/∂aᵢ − Σⱼ aⱼ ∂C/∂aⱼ).
fn softmax_backward<T: Scalar>(a: &[T], delta: &mut [T]) {
    let mut dot = T::ZERO;
    for (&a, &delta) in a.iter().zip(delta.iter()) {
        dot += a * delta;
    }
    for (delta, &a) in delta.iter_mut().zip(a) {
        *delta = a * (*delta - dot);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
