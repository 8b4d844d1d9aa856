//! Film reviews, 500 words to one opinion (thesis §3, cases 2.0 and 2.1).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use redes_core::activation::Activation;
use redes_core::layer::Padding;
use redes_core::loss::Loss;
use redes_core::network::{Architecture, LayerConfig};
use redes_core::train::Trainer;
use redes_core::{Error, Result};

use super::keras_trainer;

/// Words that the networks know, the three special ids included.
pub const WORDS: usize = 5_000;
/// Words of a review that the networks read: the last ones, padded in front.
pub const MAX_WORDS: usize = 500;

/// One of the thesis's two networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Case {
    /// Embedding, convolution, pooling, 250 and 1 neurons.
    #[serde(rename = "2.0")]
    Case20,
    /// Embedding, 250 and 1 neurons.
    #[serde(rename = "2.1")]
    Case21,
}

impl Case {
    /// Both.
    pub const ALL: [Case; 2] = [Case::Case20, Case::Case21];

    /// `"2.0"` or `"2.1"`.
    pub fn name(&self) -> &'static str {
        match self {
            Case::Case20 => "2.0",
            Case::Case21 => "2.1",
        }
    }

    /// How many times the thesis goes through the reviews: 2 for 2.0, 3 for 2.1.
    pub fn epochs(&self) -> u64 {
        match self {
            Case::Case20 => 2,
            Case::Case21 => 3,
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
        case.ok_or_else(|| Error::invalid("case", text, "it must be 2.0 or 2.1"))
    }
}

/// What the reader may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainOptions {
    /// Of the first weights and of the shuffling.
    pub seed: u32,
    /// Reviews a step.
    pub batch_size: usize,
    /// Passes over the reviews.
    pub epochs: u64,
}

impl TrainOptions {
    /// The thesis's: batches of 128, and its epochs; its seed, 7, seeds another generator.
    pub fn of(case: Case) -> Self {
        TrainOptions {
            seed: 1,
            batch_size: 128,
            epochs: case.epochs(),
        }
    }
}

/// 2,163,605 parameters (2.0) or 4,160,501 (2.1).
pub fn architecture(case: Case) -> Architecture {
    let dense = |units, activation| LayerConfig::Dense {
        units,
        activation,
        bias: true,
    };
    let mut layers = vec![LayerConfig::Embedding {
        words: WORDS,
        width: 32,
    }];
    if case == Case::Case20 {
        layers.push(LayerConfig::Conv1D {
            filters: 32,
            kernel_size: 3,
            stride: 1,
            padding: Padding::Same,
            activation: Activation::RELU,
            bias: true,
        });
        layers.push(LayerConfig::MaxPool1D {
            pool_size: 2,
            stride: None,
            padding: Padding::Valid,
        });
    }
    layers.push(LayerConfig::Flatten);
    layers.push(dense(250, Activation::RELU));
    layers.push(dense(1, Activation::Sigmoid));
    Architecture {
        name: format!("reviews-{case}"),
        input: vec![MAX_WORDS],
        layers,
    }
}

/// The network with its first weights, ready for its first step over `samples`
/// reviews: Glorot uniform kernels, embeddings uniform on ±0.05, zero biases, Adam with
/// Keras's defaults, binary cross-entropy, shuffled every epoch.
///
/// The weights are drawn from `RandomState(seed)`, layer after layer; the shuffling
/// draws from a second `RandomState(seed)` of its own.
///
/// # Errors
/// [`Error::InvalidParameter`] when there are no samples or the batch is 0 or far too
/// large.
pub fn trainer(case: Case, samples: usize, options: TrainOptions) -> Result<Trainer<f32>> {
    let how = (options.seed, options.batch_size, options.epochs);
    keras_trainer(&architecture(case), Loss::BinaryCrossEntropy, samples, how)
}
