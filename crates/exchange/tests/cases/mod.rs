//! Small networks that have every kind of layer, and what they answer.

// Each test uses some of it.
#![allow(dead_code)]

mod more;
mod trained;

use ndarray::Array2;
use redes_core::activation::Activation::{self, Identity, LeakyRelu, Logistic, Relu, Sigmoid};
use redes_core::activation::Activation::{Softmax, Tanh};
use redes_core::layer::Padding::{self, Same, Valid};
use redes_core::network::{Architecture, LayerConfig, Network};
use redes_core::rng::RandomState;
use redes_exchange::TrainingState;

/// A network with its name, samples, and its answers to them.
pub struct Case {
    pub name: &'static str,
    pub network: Network<f32>,
    pub x: Array2<f32>,
    pub answers: Array2<f32>,
    pub training: Option<TrainingState>,
    pub trained: Option<Trained>,
}

/// What comes of more steps of training with all samples.
pub struct Trained {
    pub y: Array2<f32>,
    pub steps: u64,
    pub parameters: Vec<f32>,
}

/// Samples of each case.
const SAMPLES: usize = 4;
/// The ids that the words of a sample are drawn from.
const WORDS: usize = 7;

const RELU: Activation = Activation::RELU;

fn dense(units: usize, activation: Activation) -> LayerConfig {
    LayerConfig::dense(units, activation)
}

fn embedding(width: usize) -> LayerConfig {
    LayerConfig::Embedding {
        words: WORDS,
        width,
    }
}

fn conv1d(kernel_size: usize, stride: usize, padding: Padding) -> LayerConfig {
    LayerConfig::Conv1D {
        filters: 3,
        kernel_size,
        stride,
        padding,
        activation: RELU,
        bias: true,
    }
}

fn conv2d(kernel_size: [usize; 2], stride: [usize; 2], padding: Padding) -> LayerConfig {
    LayerConfig::Conv2D {
        filters: 3,
        kernel_size,
        stride,
        padding,
        activation: Tanh,
        bias: true,
    }
}

/// All cases, always the same.
pub fn cases() -> Vec<Case> {
    let flat = LayerConfig::Flatten;
    let end = dense(2, Sigmoid);
    let mut cases = vec![
        case("dense", [4], vec![dense(3, Sigmoid)]),
        case(
            "digits",
            [5, 5],
            vec![flat.clone(), dense(6, RELU), dense(3, Softmax)],
        ),
        case(
            "deep",
            [3],
            vec![
                dense(4, Tanh),
                dense(4, RELU),
                dense(4, Identity),
                dense(1, Sigmoid),
            ],
        ),
        case(
            "without_bias",
            [3],
            vec![
                LayerConfig::Dense {
                    units: 4,
                    activation: Tanh,
                    bias: false,
                },
                dense(2, Softmax),
            ],
        ),
        case(
            "leaky",
            [3],
            vec![
                dense(4, Activation::LEAKY_RELU),
                dense(4, LeakyRelu { slope: 0.05 }),
                end.clone(),
            ],
        ),
        case(
            "logistic",
            [3],
            vec![
                dense(4, Activation::SIGMOID_SIGNED),
                dense(
                    2,
                    Logistic {
                        slope: 2.0,
                        height: 3.0,
                        base: -0.5,
                    },
                ),
            ],
        ),
        case(
            "threshold",
            [3],
            vec![dense(6, Relu { threshold: 0.25 }), end.clone()],
        ),
        case(
            "dropout",
            [3],
            vec![
                dense(4, RELU),
                LayerConfig::Dropout { rate: 0.5, seed: 1 },
                end.clone(),
            ],
        ),
        case(
            "embedding",
            [5],
            vec![embedding(3), flat.clone(), end.clone()],
        ),
        case(
            "conv1d",
            [6],
            vec![embedding(3), conv1d(3, 1, Valid), flat.clone(), end.clone()],
        ),
        case(
            "conv1d_same",
            [5],
            vec![embedding(2), conv1d(4, 2, Same), flat.clone(), end.clone()],
        ),
        case(
            "conv2d",
            [5, 6, 2],
            vec![conv2d([2, 3], [1, 1], Valid), flat.clone(), end.clone()],
        ),
        case(
            "conv2d_same",
            [5, 6, 1],
            vec![conv2d([3, 2], [2, 1], Same), flat.clone(), end.clone()],
        ),
        case(
            "max_pool1d",
            [6, 2],
            vec![
                LayerConfig::MaxPool1D {
                    pool_size: 2,
                    stride: None,
                    padding: Valid,
                },
                flat.clone(),
                end.clone(),
            ],
        ),
        case(
            "max_pool2d_same",
            [5, 5, 2],
            vec![
                LayerConfig::MaxPool2D {
                    pool_size: [2, 3],
                    stride: Some([2, 1]),
                    padding: Same,
                },
                flat.clone(),
                end.clone(),
            ],
        ),
        case(
            "average_pool1d_same",
            [7, 2],
            vec![
                LayerConfig::AveragePool1D {
                    pool_size: 3,
                    stride: Some(2),
                    padding: Same,
                },
                flat.clone(),
                end.clone(),
            ],
        ),
        case(
            "average_pool2d",
            [4, 6, 1],
            vec![
                LayerConfig::AveragePool2D {
                    pool_size: [2, 2],
                    stride: None,
                    padding: Valid,
                },
                flat.clone(),
                end.clone(),
            ],
        ),
        case(
            "reviews",
            [8],
            vec![
                embedding(4),
                conv1d(3, 1, Same),
                LayerConfig::MaxPool1D {
                    pool_size: 2,
                    stride: None,
                    padding: Valid,
                },
                flat.clone(),
                dense(5, RELU),
                end.clone(),
            ],
        ),
        case(
            "simple_rnn",
            [5],
            vec![
                embedding(3),
                LayerConfig::simple_rnn(3, Tanh, false),
                end.clone(),
            ],
        ),
        case(
            "simple_rnn_all",
            [4, 2],
            vec![
                LayerConfig::simple_rnn(3, RELU, true),
                LayerConfig::simple_rnn(2, Identity, true),
                flat.clone(),
                end.clone(),
            ],
        ),
        case(
            "lstm",
            [6],
            vec![embedding(4), LayerConfig::lstm(3, false), end.clone()],
        ),
        case(
            "lstm_all",
            [4, 2],
            vec![
                LayerConfig::lstm(3, true),
                LayerConfig::lstm(3, false),
                end.clone(),
            ],
        ),
    ];
    cases.push(case(
        "twins",
        [3],
        vec![dense(3, Sigmoid), dense(3, Sigmoid), dense(3, Sigmoid)],
    ));
    [cases, more::more(), trained::trained(), more::refused()]
        .into_iter()
        .flatten()
        .collect()
}

/// Builds a network with drawn weights, and samples for it.
fn case(name: &'static str, input: impl Into<Vec<usize>>, layers: Vec<LayerConfig>) -> Case {
    let words = matches!(layers.first(), Some(LayerConfig::Embedding { .. }));
    let architecture = Architecture::new(input, layers).named(name);
    let mut network = Network::<f32>::new(&architecture, SAMPLES).unwrap();
    let mut rng = RandomState::new(7);
    for block in network.parameter_blocks().to_vec() {
        let positive = block.name.ends_with("moving_variance");
        for value in &mut network.parameters_mut()[block.range] {
            let drawn = 1.6 * rng.random_sample() - 0.8;
            *value = if positive { 0.5 + drawn.abs() } else { drawn } as f32;
        }
    }
    let x = Array2::from_shape_simple_fn((SAMPLES, network.input_width()), || {
        let drawn = rng.random_sample();
        match words {
            true => (drawn * WORDS as f64).floor() as f32,
            false => (4.0 * drawn - 2.0) as f32,
        }
    });
    let answers = network.predict(x.view()).unwrap();
    Case {
        name,
        network,
        x,
        answers,
        training: None,
        trained: None,
    }
}
