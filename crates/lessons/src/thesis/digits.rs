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

/// Another activation for the two hidden layers. The thesis has ReLU (1.0) and the sigmoid (1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Hidden {
    /// max(0, z).
    Relu,
    /// σ(z).
    Sigmoid,
    /// tanh(z).
    Tanh,
    /// σ(4z).
    Steep,
    /// 2σ(z) − 1.
    Signed,
    /// σ(z) − ½.
    Centred,
}

impl Hidden {
    /// All.
    pub const ALL: [Hidden; 6] = [
        Hidden::Relu,
        Hidden::Sigmoid,
        Hidden::Tanh,
        Hidden::Steep,
        Hidden::Signed,
        Hidden::Centred,
    ];

    /// Its name in commands and links.
    pub fn name(&self) -> &'static str {
        match self {
            Hidden::Relu => "relu",
            Hidden::Sigmoid => "sigmoid",
            Hidden::Tanh => "tanh",
            Hidden::Steep => "sigmoid4",
            Hidden::Signed => "sigmoid-signed",
            Hidden::Centred => "sigmoid-centred",
        }
    }

    /// The function.
    pub fn activation(&self) -> Activation {
        match self {
            Hidden::Relu => Activation::RELU,
            Hidden::Sigmoid => Activation::Sigmoid,
            Hidden::Tanh => Activation::Tanh,
            Hidden::Steep => Activation::SIGMOID_STEEP,
            Hidden::Signed => Activation::SIGMOID_SIGNED,
            Hidden::Centred => Activation::SIGMOID_CENTRED,
        }
    }
}

impl fmt::Display for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Hidden {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let hidden = Hidden::ALL.into_iter().find(|hidden| hidden.name() == text);
        hidden.ok_or_else(|| {
            let names =
                "it must be relu, sigmoid, tanh, sigmoid4, sigmoid-signed or sigmoid-centred";
            Error::invalid("activation", text, names)
        })
    }
}

/// What the reader may choose; the thesis's by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrainOptions {
    /// Seeds the first weights and the shuffling.
    pub seed: u32,
    /// Samples a step: 32, Keras's default.
    pub batch_size: usize,
    /// Passes over the data: 3.
    pub epochs: u64,
    /// The activation of the hidden layers: `None` for that of the case.
    pub hidden: Option<Hidden>,
}

impl Default for TrainOptions {
    fn default() -> Self {
        TrainOptions {
            seed: 1,
            batch_size: 32,
            epochs: 3,
            hidden: None,
        }
    }
}

/// Flatten, then 128, 128 and 10 neurons; 118,282 parameters.
pub fn architecture(case: Case) -> Architecture {
    architecture_with(case, None)
}

/// As [`architecture`], with another activation in the hidden layers, where one is given.
pub fn architecture_with(case: Case, hidden: Option<Hidden>) -> Architecture {
    let name = match hidden {
        Some(hidden) => format!("digits-{case}-{hidden}"),
        None => format!("digits-{case}"),
    };
    let hidden = hidden.unwrap_or(match case {
        Case::Case10 => Hidden::Relu,
        Case::Case11 => Hidden::Sigmoid,
    });
    let hidden = hidden.activation();
    let layers = vec![
        LayerConfig::Flatten,
        LayerConfig::dense(128, hidden),
        LayerConfig::dense(128, hidden),
        LayerConfig::dense(10, Activation::Sigmoid),
    ];
    Architecture::new([28, 28], layers).named(name)
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
        &architecture_with(case, options.hidden),
        Loss::SparseCategoricalCrossEntropy,
        samples,
        how,
    )
}
