//! The loop of Adam, over all weights or a part of them.

use std::ops::Range;

use crate::Scalar;

/// A mean below ε times this moves a weight by less than this part of the learning rate.
const FLOOR_1: f64 = 1.0 / (1_u128 << 76) as f64;
/// The root of a mean square below ε times this leaves ε as it is, in `f32`.
const FLOOR_2: f64 = 1.0 / (1_u64 << 26) as f64;

/// Weights that one step of Adam's loop moves.
const STRETCH: usize = 16;

/// Adam for a number type: `AdamStep::apply`.
///
/// These functions are not generic, so that they are compiled here, for speed, and not in a page's crate, for size.
pub(crate) trait Adam: Sized {
    fn adam(
        step: &AdamStep<Self>,
        w: &mut [Self],
        g: &[Self],
        m: &mut [Self],
        v: &mut [Self],
    ) -> bool;
}

macro_rules! adam {
    ($($number:ty)*) => {
        $(impl Adam for $number {
            #[inline(never)]
            fn adam(
                step: &AdamStep<Self>,
                w: &mut [Self],
                g: &[Self],
                m: &mut [Self],
                v: &mut [Self],
            ) -> bool {
                step.apply(w, g, m, v)
            }
        })*
    };
}

adam!(f32 f64);

/// A step of Adam that has begun, on all parameters or a part of them.
pub(crate) struct Moves<'a, T> {
    step: AdamStep<T>,
    m: &'a mut [T],
    v: &'a mut [T],
}

impl<'a, T: Scalar> Moves<'a, T> {
    pub(crate) fn new(step: AdamStep<T>, m: &'a mut [T], v: &'a mut [T]) -> Self {
        Moves { step, m, v }
    }

    /// The step for the parameters of `range` alone.
    pub(crate) fn part(&mut self, range: Range<usize>) -> Moves<'_, T> {
        Moves::new(self.step, &mut self.m[range.clone()], &mut self.v[range])
    }

    /// Moves the parameters `w`, which begin at `first`, by their gradients `g`. Each is moved once in a step. Returns
    /// whether they are all finite.
    pub(crate) fn apply(&mut self, first: usize, w: &mut [T], g: &[T]) -> bool {
        let range = first..first + w.len();
        let (m, v) = (&mut self.m[range.clone()], &mut self.v[range]);
        T::adam(&self.step, w, g, m, v)
    }
}

/// The numbers of one step of Adam, the same for every weight.
#[derive(Clone, Copy)]
pub(crate) struct AdamStep<T> {
    /// η √(1 − β₂ᵗ) / (1 − β₁ᵗ).
    alpha: T,
    /// 1 − β₁.
    gain_1: T,
    /// 1 − β₂.
    gain_2: T,
    epsilon: T,
    /// Means below it become 0.
    floor_1: T,
    /// Mean squares below it become 0.
    floor_2: T,
}

impl<T: Scalar> AdamStep<T> {
    /// A step of the rate `alpha`, which has the corrections for its number.
    pub(crate) fn new(alpha: T, (beta_1, beta_2): (f64, f64), epsilon: f64) -> Self {
        AdamStep {
            alpha,
            gain_1: T::from_f64(1.0 - beta_1),
            gain_2: T::from_f64(1.0 - beta_2),
            epsilon: T::from_f64(epsilon),
            floor_1: T::from_f64((epsilon * FLOOR_1).min(T::TINY)),
            floor_2: T::from_f64((epsilon * FLOOR_2).powi(2).min(T::TINY)),
        }
    }

    /// m ← m + (g − m)(1 − β₁); v ← v + (g² − v)(1 − β₂);
    /// w ← w − α m / (√v + ε), in Keras's order of operations.
    ///
    /// The moments of a weight whose gradient stays 0 decay until they are subnormal numbers, which take a processor a
    /// hundred times as long. They become 0 before that. The floors are so low that no weight of ordinary size changes.
    ///
    /// Returns whether all weights are finite.
    #[inline(always)]
    fn apply(&self, w: &mut [T], g: &[T], m: &mut [T], v: &mut [T]) -> bool {
        // Compiled for wider registers; which are there is known only when it runs.
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has AVX2.
            #[allow(unsafe_code)]
            return unsafe { self.apply_avx2(w, g, m, v) };
        }
        self.stretches(w, g, m, v)
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn apply_avx2(&self, w: &mut [T], g: &[T], m: &mut [T], v: &mut [T]) -> bool {
        self.stretches(w, g, m, v)
    }

    #[inline(always)]
    fn stretches(&self, w: &mut [T], g: &[T], m: &mut [T], v: &mut [T]) -> bool {
        let (w, w_rest) = w.as_chunks_mut::<STRETCH>();
        let (g, g_rest) = g.as_chunks::<STRETCH>();
        let (m, m_rest) = m.as_chunks_mut::<STRETCH>();
        let (v, v_rest) = v.as_chunks_mut::<STRETCH>();
        // As in `all_finite`, in the same pass.
        let mut sums = [T::ZERO; STRETCH];
        for (((w, g), m), v) in w.iter_mut().zip(g).zip(m).zip(v) {
            self.weights(w, g, m, v);
            for (sum, &w) in sums.iter_mut().zip(&*w) {
                *sum += w * T::ZERO;
            }
        }
        self.weights(w_rest, g_rest, m_rest, v_rest);
        let rest = w_rest.iter().map(|&w| w * T::ZERO);
        sums.into_iter().chain(rest).all(|sum| sum == T::ZERO)
    }

    #[inline(always)]
    fn weights(&self, w: &mut [T], g: &[T], m: &mut [T], v: &mut [T]) {
        for (((w, &g), m), v) in w.iter_mut().zip(g).zip(m).zip(v) {
            let mean = *m + (g - *m) * self.gain_1;
            let square = *v + (g * g - *v) * self.gain_2;
            *m = if mean.abs() < self.floor_1 {
                T::ZERO
            } else {
                mean
            };
            *v = if square < self.floor_2 {
                T::ZERO
            } else {
                square
            };
            *w -= *m * self.alpha / (v.sqrt() + self.epsilon);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::{Optimizer, OptimizerConfig};
    use super::*;

    /// Adam without the floors and the stretches: the formulas of its documentation, one weight at a time.
    fn plain_adam<T: Scalar>(
        gradients: impl Fn(usize, u32) -> T,
        weights: usize,
        steps: u32,
    ) -> Vec<T> {
        let (gain_1, gain_2, rate) = (
            T::from_f64(1.0 - 0.9),
            T::from_f64(1.0 - 0.999),
            T::from_f64(0.001),
        );
        let weight = |i: usize| {
            let (mut w, mut m, mut v) = (start(i), T::ZERO, T::ZERO);
            for t in 1..=steps {
                let g = gradients(i, t);
                let power = |beta: f64| T::from_f64(beta).powf(T::from_f64(f64::from(t)));
                let alpha = rate * (T::ONE - power(0.999)).sqrt() / (T::ONE - power(0.9));
                m += (g - m) * gain_1;
                v += (g * g - v) * gain_2;
                w -= m * alpha / (v.sqrt() + T::from_f64(1e-7));
            }
            w
        };
        (0..weights).map(weight).collect()
    }

    fn start<T: Scalar>(i: usize) -> T {
        T::from_f64(0.05 - 0.001 * i as f64)
    }

    /// Gradients that stay 0 for ever, from the start or later, that come back after a thousand steps, or that are so
    /// small that their squares are subnormal: the floors change no weight, and no moment is subnormal.
    fn floors_change_nothing<T: Scalar>(smallest: f64) {
        let gradient = |i: usize, t: u32| match (i % 5, t) {
            (0, _) => T::ZERO,
            (1, 1..50) => T::from_f64(0.01 * f64::from(t % 7) - 0.02),
            (2, 1..30 | 1100..) => T::from_f64(0.3 / f64::from(1 + t % 11)),
            (3, _) => T::from_f64(-0.1 / f64::from(t)),
            (4, _) => T::from_f64(smallest),
            _ => T::ZERO,
        };
        let (weights, steps) = (37, 1200);
        let mut optimizer = Optimizer::<T>::new(OptimizerConfig::adam(), weights).unwrap();
        let mut w: Vec<T> = (0..weights).map(start).collect();
        for t in 1..=steps {
            let g: Vec<T> = (0..weights).map(|i| gradient(i, t)).collect();
            assert!(optimizer.step(&mut w, &g, &[], 1).unwrap());
        }
        let bits = |w: &[T]| w.iter().map(|w| w.fnv1a(0)).collect::<Vec<_>>();
        assert_eq!(bits(&w), bits(&plain_adam(gradient, weights, steps)));
        for moment in optimizer.first.iter().chain(&optimizer.second) {
            let size = moment.to_f64().abs();
            assert!(
                size == 0.0 || size >= T::TINY / (1_u64 << 26) as f64,
                "{size:e}"
            );
        }
    }

    #[test]
    fn moments_that_fade_become_zero_and_the_weights_keep_their_bits() {
        floors_change_nothing::<f32>(1e-22);
        floors_change_nothing::<f64>(1e-160);
    }

    /// Without ε a mean counts however small it is.
    #[test]
    fn nothing_is_dropped_without_epsilon() {
        let config = OptimizerConfig::Adam {
            learning_rate: 0.1,
            beta_1: 0.9,
            beta_2: 0.999,
            epsilon: 0.0,
        };
        let mut optimizer = Optimizer::<f32>::new(config, 1).unwrap();
        let mut w = [0.0];
        optimizer.step(&mut w, &[1e-16], &[], 1).unwrap();
        assert!((w[0] + 0.1).abs() < 1e-4, "{w:?}");
    }
}
