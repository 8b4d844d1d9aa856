//! The thesis's experiments as recipes: its networks, its seeds, its steps.

use redes_core::initializer::{DrawOrder, Initializer};
use redes_core::loss::Loss;
use redes_core::network::{Architecture, Network};
use redes_core::optimizer::OptimizerConfig;
use redes_core::rng::RandomState;
use redes_core::train::{StopRule, TrainConfig, Trainer};
use redes_core::{Result, Scalar};

pub mod circles;
pub mod digits;
pub mod perceptron;
pub mod reviews;

/// A trainer as Keras sets one up by default: Glorot uniform kernels, zero biases, Adam,
/// shuffled every epoch.
///
/// The weights are drawn from `RandomState(seed)`, layer after layer; the shuffling
/// draws from a second `RandomState(seed)` of its own.
fn keras_trainer<T: Scalar>(
    architecture: &Architecture,
    loss: Loss,
    samples: usize,
    (seed, batch_size, epochs): (u32, usize, u64),
) -> Result<Trainer<T>> {
    let mut network = Network::new(architecture, batch_size.min(samples.max(1)))?;
    network.initialize(
        Initializer::GlorotUniform,
        Initializer::Zeros,
        DrawOrder::KernelFirst,
        &mut RandomState::new(seed),
    )?;
    let config = TrainConfig {
        loss,
        optimizer: OptimizerConfig::adam(),
        batch_size: Some(batch_size),
        shuffle: true,
        seed,
        stop: StopRule {
            epochs: Some(epochs),
            ..StopRule::default()
        },
    };
    Trainer::new(network, samples, config)
}
