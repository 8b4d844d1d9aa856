//! What the thesis's networks haven't, and what some formats can't hold.

use redes_core::activation::Activation::{self, Identity, LeakyRelu, Relu, Sigmoid};
use redes_core::activation::Activation::{Softmax, Step, Tanh};
use redes_core::layer::Merge;
use redes_core::layer::Padding::{Same, Valid};
use redes_core::network::LayerConfig;

use super::{Case, RELU, case, conv1d, conv2d, dense, embedding};

/// Layers and functions that the thesis's networks haven't.
pub fn more() -> Vec<Case> {
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
    // Few at a time: a deep network of them answers nearly the same to everything.
    let named = [
        ("functions_1", &functions[..3]),
        ("functions_2", &functions[3..6]),
        ("functions_3", &functions[6..]),
    ];
    let within = named.map(|(name, some)| {
        let layers = some.iter().map(|&function| dense(4, function));
        case(name, [4], layers.collect())
    });
    let others = [
        RELU,
        Softmax,
        LeakyRelu { slope: 0.1 },
        Tanh,
        Activation::LEAKY_RELU,
    ];
    let named = [
        ("functions_alone_1", &functions[..3]),
        ("functions_alone_2", &functions[3..6]),
        ("functions_alone_3", &functions[6..]),
        ("functions_alone_4", &others[..2]),
        ("functions_alone_5", &others[2..]),
    ];
    let apart = named.map(|(name, some)| {
        let layers = some
            .iter()
            .flat_map(|&function| [dense(4, Identity), alone(function)]);
        case(name, [4], layers.collect())
    });
    let rest = vec![
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
    ];
    within.into_iter().chain(apart).chain(rest).collect()
}

/// Networks that some formats can't hold.
pub fn refused() -> Vec<Case> {
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
