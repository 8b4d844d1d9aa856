//! Descriptions of optimisers: what a file or a program says of them.

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

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
    /// Keras's `RMSprop` (Tieleman and Hinton 2012, lecture 6.5 of "Neural networks for machine learning"), not centred:
    /// v ← ρ v + (1 − ρ) g²; w ← w − η g / √(v + ε), or with momentum m ← μ m + η g / √(v + ε); w ← w − m.
    #[cfg(feature = "models")]
    Rmsprop {
        /// η; Keras's default is 0.001.
        learning_rate: f64,
        /// ρ, the decay of the mean of the squares of the gradients, from 0 to below 1; 0.9 in Keras.
        rho: f64,
        /// μ, from 0 to 1; 0 in Keras.
        #[serde(default)]
        momentum: f64,
        /// ε; 1e-7 in Keras.
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

    /// How many numbers of either kind of [`Moments`] it has for so many parameters.
    pub(super) fn memory(&self, parameters: usize) -> (usize, usize) {
        match *self {
            OptimizerConfig::ThesisDescent { .. } => (0, 0),
            OptimizerConfig::Sgd { momentum: 0.0, .. } => (0, 0),
            OptimizerConfig::Sgd { .. } => (parameters, 0),
            OptimizerConfig::Adam { .. } => (parameters, parameters),
            #[cfg(feature = "models")]
            OptimizerConfig::Rmsprop { momentum: 0.0, .. } => (0, parameters),
            #[cfg(feature = "models")]
            OptimizerConfig::Rmsprop { .. } => (parameters, parameters),
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
            #[cfg(feature = "models")]
            OptimizerConfig::Rmsprop {
                learning_rate,
                rho,
                momentum,
                epsilon,
            } => {
                not_negative("learning_rate", learning_rate)?;
                fraction("rho", rho, true)?;
                fraction("momentum", momentum, false)?;
                not_negative("epsilon", epsilon)
            }
        }
    }
}
