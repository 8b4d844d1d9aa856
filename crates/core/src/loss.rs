//! Loss functions and their gradients.
//!
//! `a` are the network's outputs, `[n, outputs]`, and `y` the targets, `[n, target_width]`. Values are computed in f64, gradients in `T`.

use ndarray::{ArrayView1, ArrayView2, ArrayViewMut2};
use serde::{Deserialize, Serialize};

use crate::{Error, Result, Scalar};

/// Probabilities are clipped to [ε, 1 − ε] before a logarithm is taken: Keras's
/// `backend.epsilon()`.
pub const EPSILON: f64 = 1e-7;

/// A loss (cost) function C(a, y).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// C = ½ Σ (a − y)² over outputs and samples; ∂C/∂a = a − y, which is what
    /// the thesis's listings step by (§2, §2.5).
    QuadraticSum,
    /// C = mean of (a − y)² over outputs and samples: Keras's
    /// `mean_squared_error`.
    QuadraticMean,
    /// C = mean of −y ln p − (1 − y) ln(1 − p), where p is a clipped to
    /// [ε, 1 − ε]: Keras's `binary_crossentropy` on probabilities. Where the clip
    /// holds, the gradient is 0.
    ///
    /// (Keras itself, when it can see that the probabilities come out of its own
    /// `"sigmoid"`, computes from z instead. The two differ only where the clip
    /// holds.)
    BinaryCrossEntropy,
    /// C = mean over samples of −ln(p_y / Σⱼ pⱼ), where p is a clipped to
    /// [ε, 1 − ε] and y is the number of the true class: Keras's
    /// `sparse_categorical_crossentropy` on probabilities, which need not sum to
    /// 1, like the ten sigmoids of the thesis (§3, cases 1.0 and 1.1). Where the
    /// clip holds, the gradient is 0.
    ///
    /// (Keras 3 takes z instead when the last activation is its own `"sigmoid"`
    /// or `"softmax"`; with `tf.nn.sigmoid`, as the thesis writes it, it computes
    /// what stands here.)
    SparseCategoricalCrossEntropy,
}

impl Loss {
    /// Numbers in one row of `y`: 1 (the class) for the sparse loss, else one an
    /// output.
    pub fn target_width(&self, outputs: usize) -> usize {
        match self {
            Loss::SparseCategoricalCrossEntropy => 1,
            _ => outputs,
        }
    }

    /// Whether C is a mean over the samples (or else a sum).
    pub fn is_mean(&self) -> bool {
        !matches!(self, Loss::QuadraticSum)
    }

    /// C(a, y). 0 for no samples.
    ///
    /// # Errors
    /// [`Error::Shape`] when `a` and `y` don't fit; [`Error::InvalidParameter`]
    /// when a class isn't one of 0, 1, … outputs − 1.
    pub fn value<T: Scalar>(&self, a: ArrayView2<'_, T>, y: ArrayView2<'_, T>) -> Result<f64> {
        self.check(a.dim(), y.dim())?;
        if a.is_empty() {
            return Ok(0.0);
        }
        let pairs = a.iter().zip(y.iter());
        let pairs = pairs.map(|(&a, &y)| (a.to_f64(), y.to_f64()));
        Ok(match self {
            Loss::QuadraticSum => 0.5 * pairs.map(|(a, y)| (a - y) * (a - y)).sum::<f64>(),
            Loss::QuadraticMean => {
                pairs.map(|(a, y)| (a - y) * (a - y)).sum::<f64>() / a.len() as f64
            }
            Loss::BinaryCrossEntropy => {
                // Clipped in T, where 1 − ε may be another number than in f64.
                let clip = Clip::<T>::new();
                let terms = a.iter().zip(y.iter()).map(|(&a, &y)| {
                    let (p, y) = (clip.apply(a), y.to_f64());
                    y * libm::log(p.to_f64()) + (1.0 - y) * libm::log((T::ONE - p).to_f64())
                });
                -terms.sum::<f64>() / a.len() as f64
            }
            Loss::SparseCategoricalCrossEntropy => {
                let clip = Clip::<T>::new();
                let mut sum = 0.0;
                for (a, &y) in a.rows().into_iter().zip(y.iter()) {
                    let class = class(y, a.len())?;
                    let p = clip.apply(a[class]).to_f64();
                    sum += libm::log(total(a, clip).to_f64()) - libm::log(p);
                }
                sum / a.nrows() as f64
            }
        })
    }

    /// Writes ∂C/∂a into `out`, `[n, outputs]`.
    ///
    /// # Errors
    /// As [`Loss::value`], and [`Error::Shape`] when `out` isn't shaped like `a`.
    pub fn gradient<T: Scalar>(
        &self,
        a: ArrayView2<'_, T>,
        y: ArrayView2<'_, T>,
        mut out: ArrayViewMut2<'_, T>,
    ) -> Result<()> {
        self.check(a.dim(), y.dim())?;
        check("gradient", [a.nrows(), a.ncols()], out.dim())?;
        if a.is_empty() {
            return Ok(());
        }
        let elements = T::from_f64(a.len() as f64);
        let triples = out.iter_mut().zip(a.iter().zip(y.iter()));
        match self {
            Loss::QuadraticSum => {
                for (out, (&a, &y)) in triples {
                    *out = a - y;
                }
            }
            Loss::QuadraticMean => {
                let scale = T::from_f64(2.0) / elements;
                for (out, (&a, &y)) in triples {
                    *out = scale * (a - y);
                }
            }
            Loss::BinaryCrossEntropy => {
                let clip = Clip::new();
                for (out, (&a, &y)) in triples {
                    let p = clip.apply(a);
                    let slope = (T::ONE - y) / (T::ONE - p) - y / p;
                    *out = clip.slope(a) * slope / elements;
                }
            }
            Loss::SparseCategoricalCrossEntropy => {
                let clip = Clip::new();
                let samples = T::from_f64(a.nrows() as f64);
                let rows = a.rows().into_iter().zip(y.iter());
                for (mut out, (a, &y)) in out.rows_mut().into_iter().zip(rows) {
                    let class = class(y, a.len())?;
                    // ∂/∂pⱼ (ln Σp − ln p_y) = 1/Σp − [j = y]/p_y
                    let slope = T::ONE / total(a, clip);
                    for (j, (out, &a)) in out.iter_mut().zip(a).enumerate() {
                        let here = if j == class {
                            slope - T::ONE / clip.apply(a)
                        } else {
                            slope
                        };
                        *out = clip.slope(a) * here / samples;
                    }
                }
            }
        }
        Ok(())
    }

    fn check(&self, a: (usize, usize), y: (usize, usize)) -> Result<()> {
        check("target", [a.0, self.target_width(a.1)], y)
    }
}

fn check(what: &'static str, expected: [usize; 2], found: (usize, usize)) -> Result<()> {
    if expected == [found.0, found.1] {
        return Ok(());
    }
    Err(Error::Shape {
        what,
        expected: expected.to_vec(),
        found: vec![found.0, found.1],
    })
}

/// `tf.clip_by_value(a, ε, 1 − ε)` with both bounds rounded to `T`.
#[derive(Clone, Copy)]
struct Clip<T> {
    low: T,
    high: T,
}

impl<T: Scalar> Clip<T> {
    fn new() -> Self {
        Clip {
            low: T::from_f64(EPSILON),
            high: T::from_f64(1.0 - EPSILON),
        }
    }

    /// A NaN stays one.
    fn apply(&self, a: T) -> T {
        if a < self.low {
            self.low
        } else if a > self.high {
            self.high
        } else {
            a
        }
    }

    /// 0 where the clip holds, else 1.
    fn slope(&self, a: T) -> T {
        if a < self.low || a > self.high {
            T::ZERO
        } else {
            T::ONE
        }
    }
}

/// Σⱼ pⱼ of one row.
fn total<T: Scalar>(a: ArrayView1<'_, T>, clip: Clip<T>) -> T {
    a.iter().fold(T::ZERO, |sum, &a| sum + clip.apply(a))
}

/// The class that a target names.
fn class<T: Scalar>(y: T, outputs: usize) -> Result<usize> {
    let y = y.to_f64();
    // `as` saturates; a NaN fails the comparison.
    let class = y as usize;
    if class as f64 == y && class < outputs {
        return Ok(class);
    }
    Err(Error::invalid(
        "class",
        y,
        "it must be a whole number from 0 to the number of outputs less 1",
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use ndarray::{Array2, array};

    #[test]
    fn values_follow_their_formulas() {
        let a = array![[0.2f64, 0.7, 0.4], [0.9, 0.1, 0.6]];
        let y = array![[0.0, 1.0, 0.0], [1.0, 0.0, 1.0]];
        let classes = array![[1.0], [2.0]];
        let squares = 0.04 + 0.09 + 0.16 + 0.01 + 0.01 + 0.16;
        let value = |loss: Loss, y: &Array2<f64>| loss.value(a.view(), y.view()).unwrap();
        assert!((value(Loss::QuadraticSum, &y) - squares / 2.0).abs() < 1e-15);
        assert!((value(Loss::QuadraticMean, &y) - squares / 6.0).abs() < 1e-15);
        let bce = -(0.8f64.ln() + 0.7f64.ln() + 0.6f64.ln() + 0.9f64.ln() * 2.0 + 0.6f64.ln());
        assert!((value(Loss::BinaryCrossEntropy, &y) - bce / 6.0).abs() < 1e-15);
        let sparse = -((0.7f64 / 1.3).ln() + (0.6f64 / 1.6).ln()) / 2.0;
        assert!((value(Loss::SparseCategoricalCrossEntropy, &classes) - sparse).abs() < 1e-15);
    }

    #[test]
    fn gradients_agree_with_central_differences() {
        let y = array![[0.0, 1.0, 0.0], [1.0, 0.0, 1.0]];
        let classes = array![[1.0], [2.0]];
        for (loss, y) in [
            (Loss::QuadraticSum, &y),
            (Loss::QuadraticMean, &y),
            (Loss::BinaryCrossEntropy, &y),
            (Loss::SparseCategoricalCrossEntropy, &classes),
        ] {
            let mut a = array![[0.2f64, 0.7, 0.4], [0.9, 0.1, 0.6]];
            let mut gradient = Array2::zeros((2, 3));
            loss.gradient(a.view(), y.view(), gradient.view_mut())
                .unwrap();
            for i in 0..2 {
                for j in 0..3 {
                    let (h, kept) = (1e-6, a[[i, j]]);
                    a[[i, j]] = kept + h;
                    let up = loss.value(a.view(), y.view()).unwrap();
                    a[[i, j]] = kept - h;
                    let down = loss.value(a.view(), y.view()).unwrap();
                    a[[i, j]] = kept;
                    let numeric = (up - down) / (2.0 * h);
                    assert!(
                        (numeric - gradient[[i, j]]).abs() < 1e-8,
                        "{loss:?} {i} {j}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_clip_bounds_the_loss_and_stops_the_gradient() {
        let a = array![[0.0f32, 1.0, 0.5]];
        let class = array![[0.0f32]];
        let loss = Loss::SparseCategoricalCrossEntropy;
        let value = loss.value(a.view(), class.view()).unwrap();
        assert!((value - (1.5f64 / 1e-7).ln()).abs() < 1e-5);
        let mut gradient = Array2::from_elem((1, 3), 9.0);
        loss.gradient(a.view(), class.view(), gradient.view_mut())
            .unwrap();
        assert_eq!(gradient, array![[0.0, 0.0, 1.0 / 1.5]]);

        let loss = Loss::BinaryCrossEntropy;
        let (a, y) = (array![[0.0f64], [1.0]], array![[1.0], [0.0]]);
        let value = loss.value(a.view(), y.view()).unwrap();
        assert!((value + 1e-7f64.ln()).abs() < 1e-8);
        let mut gradient = Array2::from_elem((2, 1), 9.0);
        loss.gradient(a.view(), y.view(), gradient.view_mut())
            .unwrap();
        assert_eq!(gradient, array![[0.0], [0.0]]);
    }

    #[test]
    fn a_nan_shows() {
        let a = array![[f64::NAN, 0.5]];
        for loss in [
            Loss::QuadraticSum,
            Loss::QuadraticMean,
            Loss::BinaryCrossEntropy,
            Loss::SparseCategoricalCrossEntropy,
        ] {
            let y = Array2::zeros((1, loss.target_width(2)));
            assert!(loss.value(a.view(), y.view()).unwrap().is_nan(), "{loss:?}");
        }
    }

    #[test]
    fn misfits_are_errors() {
        let a = array![[0.5f32, 0.5]];
        for class in [2.0, -1.0, 0.5, f32::NAN, f32::INFINITY] {
            let y = array![[class]];
            let result = Loss::SparseCategoricalCrossEntropy.value(a.view(), y.view());
            assert!(matches!(result, Err(Error::InvalidParameter { .. })));
        }
        let y = array![[0.5f32]];
        let result = Loss::QuadraticSum.value(a.view(), y.view());
        assert!(matches!(result, Err(Error::Shape { .. })));
    }
}
