//! Small networks that have every kind of layer, and what they answer.

use ndarray::Array2;
use redes_core::activation::Activation::{self, Identity, LeakyRelu, Logistic, Relu, Sigmoid};
use redes_core::activation::Activation::{Softmax, Step, Tanh};
use redes_core::layer::Merge;
use redes_core::layer::Padding::{self, Same, Valid};
use redes_core::loss::Loss;
use redes_core::network::{Architecture, LayerConfig, Network};
use redes_core::optimizer::OptimizerConfig;
use redes_core::rng::RandomState;
use redes_core::train::{Samples, StopRule, TrainConfig, Trainer};
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
    [cases, more(), trained(), refused()]
        .into_iter()
        .flatten()
        .collect()
}

/// Layers and functions that the thesis's networks haven't.
fn more() -> Vec<Case> {
    let flat = LayerConfig::Flatten;
    let end = dense(2, Sigmoid);
    let alone = |activation| LayerConfig::Activation { activation };
    let each = |units, activation| LayerConfig::DenseEach {
        units,
        activation,
        bias: true,
    };
    let gru = |reset_after, return_sequences| LayerConfig::Gru {
        units: 3,
        activation: Tanh,
        recurrent_activation: Sigmoid,
        reset_after,
        bias: true,
        return_sequences,
    };
    let both = |layer, merge| LayerConfig::Bidirectional {
        layer: Box::new(layer),
        merge,
    };
    let normalization = |center, scale| LayerConfig::BatchNormalization {
        epsilon: 0.002,
        center,
        scale,
    };
    let functions = [
        Activation::HARD_SIGMOID_3,
        Activation::HARD_SIGMOID_2,
        Activation::Elu { alpha: 1.0 },
        Activation::Elu { alpha: 0.5 },
        Activation::Selu,
        Activation::Softplus,
        Activation::Softsign,
        Activation::Silu,
        Activation::Gelu,
        Activation::Exponential,
    ];
    vec![
        case(
            "functions",
            [4],
            functions.map(|function| dense(4, function)).into(),
        ),
        case(
            "functions_alone",
            [4],
            [
                &functions[..],
                &[
                    RELU,
                    Softmax,
                    LeakyRelu { slope: 0.1 },
                    Tanh,
                    Activation::LEAKY_RELU,
                ],
            ]
            .concat()
            .into_iter()
            .flat_map(|function| [dense(4, Identity), alone(function)])
            .collect(),
        ),
        case(
            "reshape",
            [12],
            vec![
                LayerConfig::Reshape {
                    shape: vec![3, 4, 1],
                },
                conv2d([2, 2], [1, 1], Valid),
                LayerConfig::Reshape { shape: vec![18] },
                end.clone(),
            ],
        ),
        case(
            "dense_over_steps",
            [4, 3],
            vec![each(5, RELU), each(2, Softmax), flat.clone(), end.clone()],
        ),
        case(
            "normalized",
            [5],
            vec![dense(4, RELU), normalization(true, true), end.clone()],
        ),
        case(
            "normalized_image",
            [4, 4, 3],
            vec![
                normalization(false, true),
                normalization(true, false),
                flat.clone(),
                end.clone(),
            ],
        ),
        case(
            "global_pools1d",
            [6],
            vec![
                embedding(3),
                conv1d(2, 1, Valid),
                LayerConfig::GlobalMaxPool1D,
                end.clone(),
            ],
        ),
        case(
            "global_average1d",
            [6, 3],
            vec![LayerConfig::GlobalAveragePool1D, end.clone()],
        ),
        case(
            "global_max2d",
            [4, 5, 3],
            vec![LayerConfig::GlobalMaxPool2D, end.clone()],
        ),
        case(
            "global_average2d",
            [4, 5, 3],
            vec![LayerConfig::GlobalAveragePool2D, end.clone()],
        ),
        case(
            "separable",
            [6, 7, 2],
            vec![
                LayerConfig::SeparableConv2D {
                    filters: 3,
                    kernel_size: [3, 2],
                    stride: [2, 2],
                    padding: Same,
                    depth_multiplier: 2,
                    activation: RELU,
                    bias: true,
                },
                flat.clone(),
                end.clone(),
            ],
        ),
        case(
            "gru",
            [5],
            vec![embedding(3), gru(true, false), end.clone()],
        ),
        case(
            "gru_reset_before",
            [5, 2],
            vec![gru(false, true), gru(false, false), end.clone()],
        ),
        case(
            "gru_without_bias",
            [4, 2],
            vec![
                LayerConfig::Gru {
                    units: 3,
                    activation: RELU,
                    recurrent_activation: Sigmoid,
                    reset_after: true,
                    bias: false,
                    return_sequences: true,
                },
                LayerConfig::Gru {
                    units: 2,
                    activation: Tanh,
                    recurrent_activation: Activation::HARD_SIGMOID_3,
                    reset_after: false,
                    bias: false,
                    return_sequences: false,
                },
            ],
        ),
        case(
            "lstm_functions",
            [4, 3],
            vec![
                LayerConfig::Lstm {
                    units: 3,
                    return_sequences: true,
                    activation: Activation::Softsign,
                    recurrent_activation: Activation::HARD_SIGMOID_3,
                    bias: false,
                },
                LayerConfig::Lstm {
                    units: 2,
                    return_sequences: false,
                    activation: Activation::Elu { alpha: 1.0 },
                    recurrent_activation: Activation::Sigmoid,
                    bias: true,
                },
                LayerConfig::Dense {
                    units: 2,
                    activation: Identity,
                    bias: true,
                },
            ],
        ),
        case(
            "both_lstm",
            [5],
            vec![
                embedding(3),
                both(LayerConfig::lstm(3, false), Merge::Concat),
                end.clone(),
            ],
        ),
        case(
            "both_lstm_all",
            [4, 2],
            vec![
                both(LayerConfig::lstm(3, true), Merge::Concat),
                flat.clone(),
                end.clone(),
            ],
        ),
        case(
            "both_gru_sum",
            [4, 2],
            vec![
                both(gru(true, true), Merge::Sum),
                both(gru(false, false), Merge::Average),
                end.clone(),
            ],
        ),
        case(
            "both_rnn_product",
            [4, 2],
            vec![
                both(LayerConfig::simple_rnn(3, Tanh, true), Merge::Multiply),
                both(LayerConfig::simple_rnn(3, RELU, false), Merge::Sum),
                end.clone(),
            ],
        ),
        case(
            "rnn_without_bias",
            [4, 2],
            vec![LayerConfig::SimpleRnn {
                units: 3,
                activation: Activation::Softplus,
                return_sequences: false,
                bias: false,
            }],
        ),
        // More numbers than stand in a listing.
        case("wide", [12, 12], vec![flat, dense(20, RELU), end]),
    ]
}

/// Networks that some formats can't hold.
fn refused() -> Vec<Case> {
    let memory = |activation, recurrent_activation| LayerConfig::Lstm {
        units: 2,
        return_sequences: false,
        activation,
        recurrent_activation,
        bias: true,
    };
    vec![
        case(
            "step",
            [3],
            vec![dense(4, Step { threshold: 0.1 }), dense(2, Sigmoid)],
        ),
        case("below_zero", [3], vec![dense(4, Relu { threshold: -0.2 })]),
        // Keras 3 gives the name hard_sigmoid to another function.
        case(
            "lstm_of_keras2",
            [3, 2],
            vec![memory(Tanh, Activation::HARD_SIGMOID_2)],
        ),
        case("lstm_gelu", [3, 2], vec![memory(Activation::Gelu, Sigmoid)]),
    ]
}

/// Networks in training, with what Keras must find when it goes on.
fn trained() -> Vec<Case> {
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
