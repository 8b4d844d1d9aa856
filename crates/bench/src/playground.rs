//! A step of the playground's network: 2-4-8-1 and all 500 points of the circles.

use redes_core::{
    Result,
    activation::Activation,
    initializer::{DrawOrder, Initializer},
    loss::Loss,
    network::{Architecture, LayerConfig, Network},
    optimizer::OptimizerConfig,
    rng::RandomState,
    train::{Samples, StopRule, TrainConfig, Trainer},
};
use redes_data::circles::make_circles;
use redes_lessons::thesis::circles::{FACTOR, NOISE, SAMPLES};

/// Neurons of the hidden layers.
pub const HIDDEN: [usize; 2] = [4, 8];
/// The rate of a peer that descends half of the mean of the squares.
pub const RATE: f64 = 0.3;
/// Of the points and of the first weights.
const SEED: u32 = 7;

/// The points, and the network with its first weights.
///
/// # Errors
/// None with these sizes.
pub fn begin(hidden: Activation) -> Result<(Samples<f64>, Network<f64>)> {
    let mut rng = RandomState::new(SEED);
    let samples = make_circles(SAMPLES, FACTOR, Some(NOISE), &mut rng)?;
    let hidden = HIDDEN.map(|units| LayerConfig::dense(units, hidden));
    let output = LayerConfig::dense(1, Activation::Sigmoid);
    let layers = hidden.into_iter().chain([output]).collect();
    let mut network = Network::new(&Architecture::new([2], layers), SAMPLES)?;
    let draw = Initializer::Uniform { limit: 1.0 };
    network.initialize(draw, draw, DrawOrder::BiasFirst, &mut rng)?;
    Ok((samples, network))
}

/// The network, ready for its first step. Our cost is twice the peers', hence half of their rate.
///
/// # Errors
/// None with a network of [`begin`].
pub fn trainer(network: Network<f64>) -> Result<Trainer<f64>> {
    let config = TrainConfig {
        loss: Loss::QuadraticMean,
        optimizer: OptimizerConfig::Sgd {
            learning_rate: RATE / 2.0,
            momentum: 0.0,
            nesterov: false,
        },
        batch_size: None,
        shuffle: false,
        seed: 0,
        stop: StopRule::default(),
    };
    Trainer::new(network, SAMPLES, config)
}
