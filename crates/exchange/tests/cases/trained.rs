//! Networks in training.

use ndarray::Array2;
use redes_core::activation::Activation::{Sigmoid, Tanh};
use redes_core::loss::Loss;
use redes_core::network::LayerConfig;
use redes_core::optimizer::OptimizerConfig;
use redes_core::rng::RandomState;
use redes_core::train::{Samples, StopRule, TrainConfig, Trainer};
use redes_exchange::TrainingState;

use super::{Case, SAMPLES, Trained, case, dense};

/// Networks in training, with what Keras must find when it goes on.
pub fn trained() -> Vec<Case> {
    let layers = || vec![dense(4, Tanh), dense(2, Sigmoid)];
    let sgd = |momentum, nesterov| OptimizerConfig::Sgd {
        learning_rate: 0.1,
        momentum,
        nesterov,
    };
    let rmsprop = |momentum| OptimizerConfig::Rmsprop {
        learning_rate: 0.01,
        rho: 0.9,
        momentum,
        epsilon: 1e-7,
    };
    vec![
        train(
            case("adam", [3], layers()),
            OptimizerConfig::adam(),
            Loss::QuadraticMean,
        ),
        train(
            case("sgd", [3], layers()),
            sgd(0.0, false),
            Loss::BinaryCrossEntropy,
        ),
        train(
            case("momentum", [3], layers()),
            sgd(0.9, false),
            Loss::BinaryCrossEntropy,
        ),
        train(
            case("nesterov", [3], layers()),
            sgd(0.9, true),
            Loss::QuadraticMean,
        ),
        train(
            case("rmsprop", [3], layers()),
            rmsprop(0.0),
            Loss::QuadraticMean,
        ),
        train(
            case("rmsprop_momentum", [3], layers()),
            rmsprop(0.9),
            Loss::QuadraticMean,
        ),
        train(
            // Not over an embedding: Keras's Adam adds up the squares of a word's gradients, not the gradients, where a batch
            // repeats it.
            case(
                "adam_lstm",
                [4, 2],
                vec![LayerConfig::lstm(3, false), dense(1, Sigmoid)],
            ),
            OptimizerConfig::Adam {
                learning_rate: 0.01,
                beta_1: 0.8,
                beta_2: 0.99,
                epsilon: 1e-6,
            },
            Loss::BinaryCrossEntropy,
        ),
    ]
}

/// Steps before the file is written, and after it.
const STEPS: u64 = 20;

/// Trains a network for a while, and then for a while more.
fn train(case: Case, optimizer: OptimizerConfig, loss: Loss) -> Case {
    let config = TrainConfig {
        loss,
        optimizer,
        batch_size: None,
        shuffle: false,
        seed: 1,
        stop: StopRule::default(),
    };
    let mut rng = RandomState::new(3);
    let shape = case.answers.dim();
    let y = Array2::from_shape_simple_fn(shape, || f32::from(rng.random_sample() < 0.5));
    let samples = Samples::new(case.x.clone(), y.clone()).unwrap();
    let mut trainer = Trainer::new(case.network, SAMPLES, config).unwrap();
    for _ in 0..STEPS {
        trainer.step(&samples).unwrap();
    }
    let mut network = trainer.network().clone();
    let training = TrainingState {
        loss: Some(loss),
        optimizer: Some(optimizer),
        memory: Some(trainer.moments()),
    };
    for _ in 0..STEPS {
        trainer.step(&samples).unwrap();
    }
    let answers = network.predict(case.x.view()).unwrap();
    Case {
        network,
        answers,
        training: Some(training),
        trained: Some(Trained {
            y,
            steps: STEPS,
            parameters: trainer.network().parameters().to_vec(),
        }),
        ..case
    }
}
