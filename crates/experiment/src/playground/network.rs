//! The playground's network, ready for its first step.

use redes_core::{
    activation::Activation,
    initializer::Initializer,
    loss::Loss,
    network::{Architecture, DrawOrder, LayerConfig, Network},
    optimizer::{BiasStep, OptimizerConfig, UpdateScope},
    penalty::Penalty,
    rng::RandomState,
    train::{StopRule, TrainConfig, Trainer},
};

use super::setup::{Cost, Kind, MAX_LAYERS, MAX_UNITS, PlaygroundSetup, Rule, Start};
use crate::Failure;

/// μ of [`Rule::Momentum`].
pub(super) const MOMENTUM: f64 = 0.9;
/// β₁ and β₂ of [`Rule::Adam`], Keras's.
pub(super) const BETAS: [f64; 2] = [0.9, 0.999];
/// ε of [`Rule::Adam`], Keras's.
pub(super) const EPSILON: f64 = 1e-7;

impl Kind {
    /// The engine's function.
    pub fn activation(self) -> Activation {
        match self {
            Kind::Relu => Activation::RELU,
            Kind::Leaky => Activation::LEAKY_RELU,
            Kind::Tanh => Activation::Tanh,
            Kind::Sigmoid => Activation::Sigmoid,
            Kind::Identity => Activation::Identity,
        }
    }
}

impl Cost {
    /// What is minimised.
    pub fn minimised(self) -> Loss {
        match self {
            Cost::Thesis => Loss::QuadraticSum,
            Cost::Square => Loss::QuadraticMean,
            Cost::CrossEntropy => Loss::BinaryCrossEntropy,
        }
    }

    /// What is shown.
    pub(super) fn shown(self) -> Loss {
        match self {
            Cost::Thesis | Cost::Square => Loss::QuadraticMean,
            Cost::CrossEntropy => Loss::BinaryCrossEntropy,
        }
    }
}

impl PlaygroundSetup {
    /// The network as it answers: 2 – hidden layers – 1, nothing left out. Its parameters stand as in training.
    pub fn architecture(&self) -> Architecture {
        self.layers_with(0.0)
    }

    /// The seed of the generator that leaves out outputs of the hidden layer `layer`, from 0.
    pub(super) fn dropout_seed(&self, layer: usize) -> u32 {
        self.seed.wrapping_add(layer as u32 + 1)
    }

    fn layers_with(&self, dropout: f64) -> Architecture {
        let mut layers = Vec::new();
        for (index, hidden) in self.layers.iter().enumerate() {
            let activation = hidden.activation.activation();
            layers.push(LayerConfig::dense(hidden.units as usize, activation));
            if dropout > 0.0 {
                layers.push(LayerConfig::Dropout {
                    rate: dropout,
                    seed: self.dropout_seed(index),
                });
            }
        }
        let output = match self.regression() {
            true => Activation::Identity,
            false => Activation::Sigmoid,
        };
        layers.push(LayerConfig::dense(1, output));
        Architecture::new([2], layers).named("playground")
    }

    /// How the weights move.
    pub fn optimizer(&self) -> OptimizerConfig {
        let learning_rate = self.rate;
        let sgd = |momentum| OptimizerConfig::Sgd {
            learning_rate,
            momentum,
            nesterov: false,
        };
        match self.optimizer {
            Rule::Thesis => OptimizerConfig::ThesisDescent {
                learning_rate,
                bias: BiasStep::Mean,
                scope: UpdateScope::EveryLayer,
            },
            Rule::Descent => sgd(0.0),
            Rule::Momentum => sgd(MOMENTUM),
            Rule::Adam => OptimizerConfig::Adam {
                learning_rate,
                beta_1: BETAS[0],
                beta_2: BETAS[1],
                epsilon: EPSILON,
            },
        }
    }

    /// The size of a batch; `None` for all of the training points, in their order.
    pub(super) fn batch_size(&self, samples: usize) -> Option<usize> {
        let batch = self.batch as usize;
        (batch > 0 && batch < samples).then_some(batch)
    }

    fn check(&self) -> Result<(), Failure> {
        let refused = |text: String| Err(Failure::Refused(text));
        if self.layers.len() > MAX_LAYERS {
            return refused(format!("layers: at most {MAX_LAYERS}"));
        }
        if !self
            .layers
            .iter()
            .all(|l| (1..=MAX_UNITS).contains(&l.units))
        {
            return refused(format!("neurons: from 1 to {MAX_UNITS}"));
        }
        if self.regression() && self.loss == Cost::CrossEntropy {
            return refused("cross-entropy: only for classes".to_owned());
        }
        if !(0.0..1.0).contains(&self.dropout) {
            return refused("dropout: from 0 to below 1".to_owned());
        }
        if !(self.below.is_finite() && self.below >= 0.0) {
            return refused("below: at least 0".to_owned());
        }
        Ok(())
    }
}

/// The network with its first weights on `samples` training points. `rng` goes on from where drawing and splitting the
/// points left it.
///
/// # Errors
/// [`Failure::Refused`] for parameters out of range.
pub(super) fn trainer(
    setup: &PlaygroundSetup,
    samples: usize,
    rng: &mut RandomState,
) -> Result<Trainer<f64>, Failure> {
    setup.check()?;
    let batch_size = setup.batch_size(samples);
    let architecture = setup.layers_with(setup.dropout);
    let mut network = Network::new(&architecture, batch_size.unwrap_or(samples))?;
    let (kernel, bias, order) = match setup.initializer {
        Start::Thesis => {
            let draw = Initializer::Uniform { limit: 1.0 };
            (draw, draw, DrawOrder::BiasFirst)
        }
        Start::Glorot => with_zero_biases(Initializer::GlorotUniform),
        Start::He => with_zero_biases(Initializer::HeUniform),
        Start::Zeros => with_zero_biases(Initializer::Zeros),
    };
    network.initialize(kernel, bias, order, rng)?;
    let config = TrainConfig {
        loss: setup.loss.minimised(),
        optimizer: setup.optimizer(),
        batch_size,
        shuffle: batch_size.is_some(),
        seed: setup.seed,
        stop: StopRule {
            iterations: Some(setup.steps),
            ..StopRule::default()
        },
    };
    let mut trainer = Trainer::new(network, samples, config)?;
    trainer.set_penalty(Penalty {
        l1: setup.l1,
        l2: setup.l2,
    })?;
    Ok(trainer)
}

fn with_zero_biases(kernel: Initializer) -> (Initializer, Initializer, DrawOrder) {
    (kernel, Initializer::Zeros, DrawOrder::KernelFirst)
}
