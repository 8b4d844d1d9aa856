//! Rosenblatt's perceptron with a sigmoid (thesis §2): three inputs, one neuron, no
//! bias, four samples, 10,000 steps.
//!
//! With seed 1 and in f64 it gives what the thesis prints: weights from
//! −0.16595599, 0.44064899, −0.99977125 to 9.67299303, −0.2078435, −4.62963669, and
//! 0.99993704 for the new input `[1, 0, 0]`.

use ndarray::{Array2, array};

use redes_core::Result;
use redes_core::activation::Activation;
use redes_core::initializer::{DrawOrder, Initializer};
use redes_core::loss::Loss;
use redes_core::network::{Architecture, LayerConfig, Network};
use redes_core::optimizer::{BiasStep, OptimizerConfig, UpdateScope};
use redes_core::rng::RandomState;
use redes_core::train::{Dataset, Samples, StopRule, TrainConfig, Trainer};

/// `training_set_inputs`.
pub const INPUTS: [[f64; 3]; 4] = [
    [0.0, 0.0, 1.0],
    [1.0, 1.0, 1.0],
    [1.0, 0.0, 1.0],
    [0.0, 1.0, 1.0],
];

/// `training_set_outputs`: the answer is the first input.
pub const TARGETS: [f64; 4] = [0.0, 1.0, 1.0, 0.0];

/// Steps, each over all samples.
pub const ITERATIONS: u64 = 10_000;

/// `np.random.seed(1)`.
pub const SEED: u32 = 1;

/// The input that the thesis asks about after training.
pub const NEW_INPUT: [f64; 3] = [1.0, 0.0, 0.0];

/// The four samples: inputs `[4, 3]`, targets `[4, 1]`.
pub fn samples() -> Samples<f64> {
    let [a, b, c, d] = TARGETS;
    Samples {
        inputs: Array2::from(INPUTS.to_vec()),
        targets: array![[a], [b], [c], [d]],
    }
}

/// Three inputs, one sigmoid neuron, no bias.
pub fn architecture() -> Architecture {
    Architecture {
        name: "perceptron".into(),
        input: vec![3],
        layers: vec![LayerConfig::Dense {
            units: 1,
            activation: Activation::Sigmoid,
            bias: false,
        }],
    }
}

/// The perceptron with its first weights, 2·random − 1, ready for its first step.
/// It steps w ← w + xᵀ·((y − a)·a·(1 − a)), all samples at a time.
///
/// # Errors
/// [`Error::InvalidParameter`](redes_core::Error::InvalidParameter) when there are no
/// samples.
pub fn trainer(seed: u32, samples: &Samples<f64>, iterations: u64) -> Result<Trainer<f64>> {
    let mut network = Network::new(&architecture(), samples.len().max(1))?;
    let weights = Initializer::Uniform { limit: 1.0 };
    network.initialize(
        weights,
        Initializer::Zeros,
        DrawOrder::KernelFirst,
        &mut RandomState::new(seed),
    )?;
    let config = TrainConfig {
        loss: Loss::QuadraticSum,
        optimizer: OptimizerConfig::ThesisDescent {
            learning_rate: 1.0,
            bias: BiasStep::Sum,
            scope: UpdateScope::EveryLayer,
        },
        batch_size: None,
        shuffle: false,
        seed,
        stop: StopRule {
            iterations: Some(iterations),
            ..StopRule::default()
        },
    };
    Trainer::new(network, samples.len(), config)
}
