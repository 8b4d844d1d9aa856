//! Optimisers: how the weights move against their gradients.

mod adam;
mod config;
mod moments;
#[cfg(feature = "models")]
mod rmsprop;

pub(crate) use adam::{Adam, Moves};
pub use config::{BiasStep, OptimizerConfig, UpdateScope};
pub use moments::Moments;

use adam::AdamStep;

use crate::layer::{ParameterBlock, Role};
use crate::scalar::all_finite;
use crate::{Error, Result, Scalar};

/// An optimiser with its memory: as many numbers as there are parameters, once
/// for momentum, twice for Adam; see [`Moments`].
#[derive(Debug, Clone)]
pub struct Optimizer<T> {
    config: OptimizerConfig,
    /// Steps of Adam; of the others too where files of other programs are read and written.
    steps: u64,
    /// v of momentum, m of Adam.
    first: Vec<T>,
    /// v of Adam and of RMSprop.
    second: Vec<T>,
}

impl<T: Scalar> Optimizer<T> {
    /// An optimiser for `parameters` parameters, its memory 0.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] for a setting outside its range.
    pub fn new(config: OptimizerConfig, parameters: usize) -> Result<Self> {
        config.validate()?;
        let (first, second) = config.memory(parameters);
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

    /// Changes η. The memory stays.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] for a rate that is negative or not finite.
    pub fn set_learning_rate(&mut self, rate: f64) -> Result<()> {
        let mut config = self.config;
        match &mut config {
            OptimizerConfig::ThesisDescent { learning_rate, .. }
            | OptimizerConfig::Sgd { learning_rate, .. }
            | OptimizerConfig::Adam { learning_rate, .. } => *learning_rate = rate,
            #[cfg(feature = "models")]
            OptimizerConfig::Rmsprop { learning_rate, .. } => *learning_rate = rate,
        }
        config.validate()?;
        self.config = config;
        Ok(())
    }

    /// One step. `gradients` are in the order of `parameters`, and `blocks` says which layer and role each range has;
    /// `samples` is the size of the batch that the gradients come from. Nothing is allocated. Returns whether all
    /// parameters are finite after it.
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
        if cfg!(feature = "models") && !self.second.is_empty() {
            same_length("parameters", self.second.len(), length)?;
        }
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
                        return Err(wrong_length("parameters", block.range.end, length));
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
            OptimizerConfig::Adam { .. } => {
                let moves = self.moves();
                return Ok(moves.is_some_and(|mut moves| moves.apply(0, parameters, gradients)));
            }
            #[cfg(feature = "models")]
            OptimizerConfig::Rmsprop { .. } => {
                let memory = (&mut self.first[..], &mut self.second[..]);
                rmsprop::step(&self.config, parameters, gradients, memory);
            }
        }
        if cfg!(feature = "models") {
            self.steps = self.steps.saturating_add(1);
        }
        Ok(all_finite(parameters))
    }

    /// Whether a step may be applied part by part ([`Optimizer::moves`]).
    pub(crate) fn moves_at_once(&self) -> bool {
        matches!(self.config, OptimizerConfig::Adam { .. })
    }

    /// Begins a step that may be applied part by part: the same as [`Optimizer::step`]. Only Adam has it, whose memory makes
    /// the order of the parts matter for speed.
    pub(crate) fn moves(&mut self) -> Option<Moves<'_, T>> {
        let OptimizerConfig::Adam {
            learning_rate,
            beta_1,
            beta_2,
            epsilon,
        } = self.config
        else {
            return None;
        };
        self.steps += 1;
        let t = T::from_f64(self.steps as f64);
        let power_1 = T::from_f64(beta_1).powf(t);
        let power_2 = T::from_f64(beta_2).powf(t);
        let rate = T::from_f64(learning_rate);
        let alpha = rate * (T::ONE - power_2).sqrt() / (T::ONE - power_1);
        let step = AdamStep::new(alpha, (beta_1, beta_2), epsilon);
        Some(Moves::new(step, &mut self.first, &mut self.second))
    }
}

fn same_length(what: &'static str, expected: usize, found: usize) -> Result<()> {
    match expected == found {
        true => Ok(()),
        false => Err(wrong_length(what, expected, found)),
    }
}

fn wrong_length(what: &'static str, expected: usize, found: usize) -> Error {
    Error::Shape {
        what,
        expected: vec![expected],
        found: vec![found],
    }
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
