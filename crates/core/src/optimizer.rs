//! Optimisers: how the weights move against their gradients.

use serde::{Deserialize, Serialize};

use crate::layer::{ParameterBlock, Role};
use crate::scalar::all_finite;
use crate::{Error, Result, Scalar};

/// The gradient by which the thesis's circles move their biases (§2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BiasStep {
    /// The sum of the deltas over the batch, as the weights do.
    Sum,
    /// Their mean, `np.mean(deltas[0], axis=0)`.
    Mean,
}

/// Which layers a step of [`OptimizerConfig::ThesisDescent`] reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpdateScope {
    /// All of them: the circles listing as meant.
    EveryLayer,
    /// Only the first with parameters: the circles listing as printed, whose
    /// update stands after the loop over the layers and not in it.
    FirstLayerOnly,
}

/// An optimiser and its settings.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OptimizerConfig {
    /// w ← w − η ∂C/∂w, as the thesis's listings step (§2, §2.5).
    ThesisDescent {
        /// η.
        learning_rate: f64,
        /// What the biases step by.
        bias: BiasStep,
        /// Which layers step.
        scope: UpdateScope,
    },
    /// Keras's `SGD`: v ← μ v − η g; w ← w + v, or with Nesterov's look ahead
    /// w ← w + μ v − η g.
    Sgd {
        /// η; Keras's default is 0.01.
        learning_rate: f64,
        /// μ, from 0 to 1.
        momentum: f64,
        /// Whether to look ahead.
        #[serde(default)]
        nesterov: bool,
    },
    /// Keras's `Adam` (Kingma and Ba 2015, <https://arxiv.org/abs/1412.6980>, with
    /// the bias corrections folded into the rate as at the end of their §2).
    Adam {
        /// η.
        learning_rate: f64,
        /// Decay of the mean of the gradients, from 0 to below 1.
        beta_1: f64,
        /// Decay of the mean of their squares, from 0 to below 1.
        beta_2: f64,
        /// Keeps the division finite.
        epsilon: f64,
    },
}

impl OptimizerConfig {
    /// Adam with Keras's defaults: η 0.001, β₁ 0.9, β₂ 0.999, ε 1e-7.
    pub fn adam() -> Self {
        OptimizerConfig::Adam {
            learning_rate: 0.001,
            beta_1: 0.9,
            beta_2: 0.999,
            epsilon: 1e-7,
        }
    }

    /// # Errors
    /// [`Error::InvalidParameter`] for a setting outside its range.
    pub fn validate(&self) -> Result<()> {
        let not_negative = |name, value: f64| {
            if value.is_finite() && value >= 0.0 {
                return Ok(());
            }
            Err(Error::invalid(
                name,
                value,
                "it must be finite and not negative",
            ))
        };
        let fraction = |name, value: f64, below_one: bool| {
            if (0.0..=1.0).contains(&value) && !(below_one && value == 1.0) {
                return Ok(());
            }
            Err(Error::invalid(name, value, "it must be from 0 to below 1"))
        };
        match *self {
            OptimizerConfig::ThesisDescent { learning_rate, .. } => {
                not_negative("learning_rate", learning_rate)
            }
            OptimizerConfig::Sgd {
                learning_rate,
                momentum,
                ..
            } => {
                not_negative("learning_rate", learning_rate)?;
                fraction("momentum", momentum, false)
            }
            OptimizerConfig::Adam {
                learning_rate,
                beta_1,
                beta_2,
                epsilon,
            } => {
                not_negative("learning_rate", learning_rate)?;
                fraction("beta_1", beta_1, true)?;
                fraction("beta_2", beta_2, true)?;
                not_negative("epsilon", epsilon)
            }
        }
    }
}

/// An optimiser with its memory: as many numbers as there are parameters, once
/// for momentum, twice for Adam.
#[derive(Debug, Clone)]
pub struct Optimizer<T> {
    config: OptimizerConfig,
    steps: u64,
    /// v of momentum, m of Adam.
    first: Vec<T>,
    /// v of Adam.
    second: Vec<T>,
}

impl<T: Scalar> Optimizer<T> {
    /// An optimiser for `parameters` parameters, its memory 0.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] for a setting outside its range.
    pub fn new(config: OptimizerConfig, parameters: usize) -> Result<Self> {
        config.validate()?;
        let (first, second) = match config {
            OptimizerConfig::ThesisDescent { .. } => (0, 0),
            OptimizerConfig::Sgd { momentum: 0.0, .. } => (0, 0),
            OptimizerConfig::Sgd { .. } => (parameters, 0),
            OptimizerConfig::Adam { .. } => (parameters, parameters),
        };
        Ok(Optimizer {
            config,
            steps: 0,
            first: crate::layer::buffer(first)?,
            second: crate::layer::buffer(second)?,
        })
    }

    /// The settings.
    pub fn config(&self) -> &OptimizerConfig {
        &self.config
    }

    /// One step. Returns whether all parameters are finite after it. `gradients` are in the order of `parameters`, and `blocks` says which layer and role each range has;
    /// `samples` is the size of the batch that the gradients come from.
    /// Nothing is allocated.
    ///
    /// # Errors
    /// [`Error::Shape`] when the lengths differ from those it was made for.
    pub fn step(
        &mut self,
        parameters: &mut [T],
        gradients: &[T],
        blocks: &[ParameterBlock],
        samples: usize,
    ) -> Result<bool> {
        let length = parameters.len();
        same_length("gradients", length, gradients.len())?;
        if !self.first.is_empty() {
            same_length("parameters", self.first.len(), length)?;
        }
        self.steps += 1;
        match self.config {
            OptimizerConfig::ThesisDescent {
                learning_rate,
                bias,
                scope,
            } => {
                let rate = T::from_f64(learning_rate);
                let reached = match scope {
                    UpdateScope::EveryLayer => usize::MAX,
                    UpdateScope::FirstLayerOnly => blocks.first().map_or(0, |block| block.layer),
                };
                for block in blocks.iter().filter(|block| block.layer <= reached) {
                    let (Some(w), Some(g)) = (
                        parameters.get_mut(block.range.clone()),
                        gradients.get(block.range.clone()),
                    ) else {
                        let what = "parameters";
                        return same_length(what, block.range.end, length).map(|()| false);
                    };
                    let divisor = match (block.role, bias) {
                        (Role::Bias, BiasStep::Mean) => T::from_f64(samples.max(1) as f64),
                        _ => T::ONE,
                    };
                    for (w, &g) in w.iter_mut().zip(g) {
                        *w -= g / divisor * rate;
                    }
                }
            }
            OptimizerConfig::Sgd {
                learning_rate,
                momentum,
                nesterov,
            } => {
                let (rate, momentum) = (T::from_f64(learning_rate), T::from_f64(momentum));
                if momentum == T::ZERO {
                    for (w, &g) in parameters.iter_mut().zip(gradients) {
                        *w -= g * rate;
                    }
                } else {
                    let memory = self.first.iter_mut();
                    for ((w, &g), v) in parameters.iter_mut().zip(gradients).zip(memory) {
                        *v = *v * momentum - g * rate;
                        *w += if nesterov {
                            *v * momentum - g * rate
                        } else {
                            *v
                        };
                    }
                }
            }
            OptimizerConfig::Adam {
                learning_rate,
                beta_1,
                beta_2,
                epsilon,
            } => {
                let t = T::from_f64(self.steps as f64);
                let power_1 = T::from_f64(beta_1).powf(t);
                let power_2 = T::from_f64(beta_2).powf(t);
                let rate = T::from_f64(learning_rate);
                let alpha = rate * (T::ONE - power_2).sqrt() / (T::ONE - power_1);
                let step = AdamStep {
                    alpha,
                    gain_1: T::from_f64(1.0 - beta_1),
                    gain_2: T::from_f64(1.0 - beta_2),
                    epsilon: T::from_f64(epsilon),
                    floor_1: T::from_f64(epsilon * FLOOR_1.min(T::TINY)),
                    floor_2: T::from_f64((epsilon * FLOOR_2).powi(2).min(T::TINY)),
                };
                return Ok(T::adam(
                    &step,
                    parameters,
                    gradients,
                    &mut self.first,
                    &mut self.second,
                ));
            }
        }
        Ok(all_finite(parameters))
    }
}

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

/// The numbers of one step of Adam, the same for every weight.
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
    /// m ← m + (g − m)(1 − β₁); v ← v + (g² − v)(1 − β₂);
    /// w ← w − α m / (√v + ε), in Keras's order of operations.
    ///
    /// The moments of a weight whose gradient stays 0 halve every few steps, until they are subnormal numbers, on which
    /// a processor spends a hundred times as long. They become 0 before that. The floors are so low that no weight
    /// changes, unless it is itself below 10⁻²⁵ or so.
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

fn same_length(what: &'static str, expected: usize, found: usize) -> Result<()> {
    if expected == found {
        return Ok(());
    }
    Err(Error::Shape {
        what,
        expected: vec![expected],
        found: vec![found],
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn run(config: OptimizerConfig, steps: usize) -> Vec<f64> {
        let mut optimizer = Optimizer::new(config, 2).unwrap();
        let mut w = vec![1.0f64, -2.0];
        for _ in 0..steps {
            let g: Vec<f64> = w.iter().map(|w| 2.0 * w).collect();
            optimizer.step(&mut w, &g, &[], 1).unwrap();
        }
        w
    }

    #[test]
    fn momentum_by_hand() {
        let sgd = |momentum, nesterov| OptimizerConfig::Sgd {
            learning_rate: 0.1,
            momentum,
            nesterov,
        };
        // w 1 → g 2: plain 0.8, 0.64; momentum v −0.2, w 0.8, v −0.18−0.16, w 0.46;
        // Nesterov w 1 − 0.18 − 0.2 = 0.62.
        assert!((run(sgd(0.0, false), 2)[0] - 0.64).abs() < 1e-15);
        assert!((run(sgd(0.9, false), 2)[0] - 0.46).abs() < 1e-15);
        assert!((run(sgd(0.9, true), 1)[0] - 0.62).abs() < 1e-15);
    }

    #[test]
    fn adams_first_step_is_the_learning_rate() {
        let w = run(OptimizerConfig::adam(), 1);
        assert!((w[0] - 0.999).abs() < 1e-8 && (w[1] + 1.999).abs() < 1e-8);
    }

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

    #[test]
    fn a_weight_that_is_not_finite_is_reported() {
        for config in [
            OptimizerConfig::adam(),
            OptimizerConfig::Sgd {
                learning_rate: 0.1,
                momentum: 0.9,
                nesterov: false,
            },
        ] {
            for length in [1, 16, 37] {
                for bad in [f32::NAN, f32::INFINITY] {
                    let mut optimizer = Optimizer::new(config, length).unwrap();
                    let mut w = vec![1.0; length];
                    let g = vec![0.5; length];
                    assert!(optimizer.step(&mut w, &g, &[], 1).unwrap());
                    w[length - 1] = bad;
                    assert!(!optimizer.step(&mut w, &g, &[], 1).unwrap());
                }
            }
        }
    }

    #[test]
    fn thesis_descent_steps_biases_by_the_mean_and_may_stop_at_the_first_layer() {
        let block = |layer, role, range: std::ops::Range<usize>| ParameterBlock {
            layer,
            name: String::new(),
            role,
            shape: vec![range.len()],
            range,
        };
        let blocks = [
            block(1, Role::Kernel, 0..1),
            block(1, Role::Bias, 1..2),
            block(2, Role::Kernel, 2..3),
        ];
        let step = |bias, scope| {
            let config = OptimizerConfig::ThesisDescent {
                learning_rate: 0.5,
                bias,
                scope,
            };
            let mut w = [0.0f64; 3];
            let mut optimizer = Optimizer::new(config, 3).unwrap();
            optimizer.step(&mut w, &[4.0; 3], &blocks, 4).unwrap();
            w
        };
        assert_eq!(
            step(BiasStep::Sum, UpdateScope::EveryLayer),
            [-2.0, -2.0, -2.0]
        );
        assert_eq!(
            step(BiasStep::Mean, UpdateScope::EveryLayer),
            [-2.0, -0.5, -2.0]
        );
        assert_eq!(
            step(BiasStep::Mean, UpdateScope::FirstLayerOnly),
            [-2.0, -0.5, 0.0]
        );
    }

    #[test]
    fn absurd_settings_are_refused() {
        let adam = |learning_rate, beta_1| OptimizerConfig::Adam {
            learning_rate,
            beta_1,
            beta_2: 0.999,
            epsilon: 1e-7,
        };
        for config in [
            adam(f64::NAN, 0.9),
            adam(-1.0, 0.9),
            adam(0.1, 1.0),
            adam(0.1, -0.1),
            OptimizerConfig::Sgd {
                learning_rate: 0.1,
                momentum: 1.5,
                nesterov: false,
            },
        ] {
            assert!(matches!(
                Optimizer::<f32>::new(config, 1),
                Err(Error::InvalidParameter { .. })
            ));
        }
    }
}
