//! Two concentric circles of points, separated by a 2-4-8-1 network (thesis §2.5).
//!
//! The listing as printed can't learn: its update comes after the loop over the layers, so that only the first layer ever
//! moves. As meant, with the update inside the loop, 31 of the seeds 0 to 39 reach an accuracy of 1 within 2,500 steps,
//! here and in NumPy.

use serde::{Deserialize, Serialize};

use redes_core::Result;
use redes_core::activation::Activation;
use redes_core::initializer::{DrawOrder, Initializer};
use redes_core::loss::Loss;
use redes_core::network::{Architecture, LayerConfig, Network};
use redes_core::optimizer::{BiasStep, OptimizerConfig, UpdateScope};
use redes_core::rng::RandomState;
use redes_core::train::{Dataset, Samples, StopRule, TrainConfig, Trainer};

/// `make_circles(n_samples=500, …)`.
pub const SAMPLES: usize = 500;

/// `make_circles(…, factor=0.5, …)`: the inner radius by the outer.
pub const FACTOR: f64 = 0.5;

/// `make_circles(…, noise=0.05)`: the standard deviation added to each coordinate.
pub const NOISE: f64 = 0.05;

/// Which reading of the listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listing {
    /// The update after the loop over the layers.
    AsPrinted,
    /// The update inside it, each delta taken through the weights before their step.
    AsMeant,
}

/// The settings of the experiment; the thesis's by default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CirclesConfig {
    /// Neurons of each hidden layer: 4, 8.
    pub hidden: Vec<usize>,
    /// f of the hidden layers. The output stays a sigmoid: it says a share of class 1.
    pub activation: Activation,
    /// η: 0.05. Weights step by the sum of their gradients, biases by the mean.
    pub learning_rate: f64,
    /// As meant.
    pub listing: Listing,
    /// Steps, each over all samples: 2,500.
    pub iterations: u64,
}

impl Default for CirclesConfig {
    fn default() -> Self {
        CirclesConfig {
            hidden: vec![4, 8],
            activation: Activation::Sigmoid,
            learning_rate: 0.05,
            listing: Listing::AsMeant,
            iterations: 2_500,
        }
    }
}

/// 2 – hidden layers – 1.
pub fn architecture(config: &CirclesConfig) -> Architecture {
    let hidden = config.hidden.iter();
    let hidden = hidden.map(|&units| LayerConfig::dense(units, config.activation));
    let output = LayerConfig::dense(1, Activation::Sigmoid);
    Architecture::new([2], hidden.chain([output]).collect()).named("circles")
}

/// The network with its first weights, ready for its first step. `samples` is
/// inputs `[n, 2]`, targets `[n, 1]`.
///
/// `rng` goes on from where making the samples left it; each layer draws its biases,
/// then its weights, each 2·random − 1, as `neural_layer` does.
///
/// # Errors
/// [`Error::InvalidParameter`](redes_core::Error::InvalidParameter) when there are no
/// samples, a hidden layer has no neuron or far too many, or the learning rate is
/// negative or not finite.
pub fn trainer(
    config: &CirclesConfig,
    samples: &Samples<f64>,
    rng: &mut RandomState,
) -> Result<Trainer<f64>> {
    let mut network = Network::new(&architecture(config), samples.len().max(1))?;
    let draw = Initializer::Uniform { limit: 1.0 };
    network.initialize(draw, draw, DrawOrder::BiasFirst, rng)?;
    let config = TrainConfig {
        loss: Loss::QuadraticSum,
        optimizer: OptimizerConfig::ThesisDescent {
            learning_rate: config.learning_rate,
            bias: BiasStep::Mean,
            scope: match config.listing {
                Listing::AsPrinted => UpdateScope::FirstLayerOnly,
                Listing::AsMeant => UpdateScope::EveryLayer,
            },
        },
        batch_size: None,
        shuffle: false,
        seed: 0,
        stop: StopRule {
            iterations: Some(config.iterations),
            ..StopRule::default()
        },
    };
    Trainer::new(network, samples.len(), config)
}

/// The thesis's cost, `np.mean((Yp - Yr) ** 2)`, from the ½ Σ (a − y)² that a step
/// over `n` samples reports.
pub fn mean_cost(step_loss: f64, n: usize) -> f64 {
    2.0 * step_loss / n.max(1) as f64
}
