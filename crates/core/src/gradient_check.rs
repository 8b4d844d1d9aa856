//! Does backpropagation say what the definition of the derivative says?

use ndarray::{Array2, ArrayView2};

use crate::loss::Loss;
use crate::network::Network;
use crate::{Error, Result, Scalar};

/// Gradients smaller than this are compared as if they were this large: below it,
/// rounding drowns the difference quotient.
const FLOOR: f64 = 1e-4;

/// How far backpropagation and difference quotients are apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GradientCheck {
    /// max |analytic − numeric| / max(|analytic|, |numeric|, 10⁻⁴).
    pub max_relative_error: f64,
    /// The parameter where that is.
    pub worst_index: usize,
    /// Backpropagation's ∂C/∂w there.
    pub analytic: f64,
    /// (C(w + h) − C(w − h)) / 2h there.
    pub numeric: f64,
}

/// Compares ∂C/∂w of every parameter with (C(w + h) − C(w − h)) / 2h, h = `step`.
///
/// `x` is `[n, inputs]`, `y` `[n, target_width]`, n ≤ `max_batch`. The parameters are
/// put back. For `f64` a step of 10⁻⁵ is good; it must not carry a neuron over a bend
/// of its activation, where there is no derivative.
///
/// # Errors
/// [`Error::Shape`] when the arrays don't fit; [`Error::InvalidParameter`] for a step
/// that isn't positive and finite, or a class without an output.
pub fn gradient_check<T: Scalar>(
    network: &mut Network<T>,
    x: ArrayView2<'_, T>,
    y: ArrayView2<'_, T>,
    loss: Loss,
    step: f64,
) -> Result<GradientCheck> {
    if !(step.is_finite() && step > 0.0) {
        return Err(Error::invalid(
            "step",
            step,
            "it must be positive and finite",
        ));
    }
    let a = network.forward(x)?;
    let mut delta = Array2::zeros(a.dim());
    loss.gradient(a, y, delta.view_mut())?;
    network.backward(x, delta.view())?;
    let gradients = network.gradients().to_vec();

    let mut worst = GradientCheck {
        max_relative_error: 0.0,
        worst_index: 0,
        analytic: 0.0,
        numeric: 0.0,
    };
    for (index, analytic) in gradients.into_iter().enumerate() {
        let [up, down] = costs_beside(network, x, y, loss, index, step)?;
        let (analytic, numeric) = (analytic.to_f64(), (up - down) / (2.0 * step));
        let scale = analytic.abs().max(numeric.abs()).max(FLOOR);
        let error = (analytic - numeric).abs() / scale;
        // A NaN is the worst there is.
        if error > worst.max_relative_error || error.is_nan() {
            worst = GradientCheck {
                max_relative_error: error,
                worst_index: index,
                analytic,
                numeric,
            };
            if error.is_nan() {
                break;
            }
        }
    }
    Ok(worst)
}

/// C(w + h) and C(w − h) for parameter `index`, which is put back.
pub fn costs_beside<T: Scalar>(
    network: &mut Network<T>,
    x: ArrayView2<'_, T>,
    y: ArrayView2<'_, T>,
    loss: Loss,
    index: usize,
    step: f64,
) -> Result<[f64; 2]> {
    let kept = network.parameters()[index];
    let mut cost_at = |w: f64| -> Result<f64> {
        network.parameters_mut()[index] = T::from_f64(w);
        let cost = loss.value(network.forward(x)?, y);
        network.parameters_mut()[index] = kept;
        cost
    };
    Ok([
        cost_at(kept.to_f64() + step)?,
        cost_at(kept.to_f64() - step)?,
    ])
}
