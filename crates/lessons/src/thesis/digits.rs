//! Handwritten digits, 28×28 to ten classes (thesis §3, cases 1.0 and 1.1).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use redes_core::activation::Activation;
use redes_core::loss::Loss;
use redes_core::network::{Architecture, LayerConfig};
use redes_core::train::Trainer;
use redes_core::{Error, Result};

use super::keras_trainer;

/// One of the thesis's two networks, both 784-128-128-10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Case {
    /// ReLU, ReLU, sigmoid.
    #[serde(rename = "1.0")]
    Case10,
    /// Sigmoid three times.
    #[serde(rename = "1.1")]
    Case11,
}

impl Case {
    /// Both.
    pub const ALL: [Case; 2] = [Case::Case10, Case::Case11];

    /// `"1.0"` or `"1.1"`.
    pub fn name(&self) -> &'static str {
        match self {
            Case::Case10 => "1.0",
            Case::Case11 => "1.1",
        }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Case {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let case = Case::ALL.into_iter().find(|case| case.name() == text);
        case.ok_or_else(|| Error::invalid("case", text, "it must be 1.0 or 1.1"))
    }
}

/// What the reader may choose; the thesis's by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrainOptions {
    /// Of the first weights and of the shuffling.
    pub seed: u32,
    /// Samples a step: 32, Keras's default.
    pub batch_size: usize,
    /// Passes over the data: 3.
    pub epochs: u64,
}

impl Default for TrainOptions {
    fn default() -> Self {
        TrainOptions {
            seed: 1,
            batch_size: 32,
            epochs: 3,
        }
    }
}

/// Flatten, then 128, 128 and 10 neurons; 118,282 parameters.
pub fn architecture(case: Case) -> Architecture {
    let hidden = match case {
        Case::Case10 => Activation::RELU,
        Case::Case11 => Activation::Sigmoid,
    };
    let dense = |units, activation| LayerConfig::Dense {
        units,
        activation,
        bias: true,
    };
    Architecture {
        name: format!("digits-{case}"),
        input: vec![28, 28],
        layers: vec![
            LayerConfig::Flatten,
            dense(128, hidden),
            dense(128, hidden),
            dense(10, Activation::Sigmoid),
        ],
    }
}

/// The network with its first weights, ready for its first step over `samples`
/// samples: Glorot uniform kernels, zero biases, Adam with Keras's defaults, sparse
/// categorical cross-entropy on the ten sigmoids, shuffled every epoch.
///
/// The kernels are drawn from `RandomState(seed)`, layer after layer; the shuffling
/// draws from a second `RandomState(seed)` of its own.
///
/// # Errors
/// [`Error::InvalidParameter`] when there are no samples or the batch is 0 or far too
/// large.
pub fn trainer(case: Case, samples: usize, options: TrainOptions) -> Result<Trainer<f32>> {
    let how = (options.seed, options.batch_size, options.epochs);
    keras_trainer(
        &architecture(case),
        Loss::SparseCategoricalCrossEntropy,
        samples,
        how,
    )
}
