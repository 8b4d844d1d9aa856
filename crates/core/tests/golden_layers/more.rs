//! The layers that networks of other programs have; in the script's order, after the others.

use redes_core::activation::Activation::{self, Identity, Sigmoid, Softmax, Softsign, Tanh};
use redes_core::layer::{LayerConfig, Merge, Padding};

use super::Case;

const RELU: Activation = Activation::RELU;
/// Keras 2's and Keras 3's functions of one name.
const HARD: [Activation; 2] = [Activation::HARD_SIGMOID_2, Activation::HARD_SIGMOID_3];

/// As Keras makes it by default.
fn gru(units: usize, reset_after: bool, return_sequences: bool) -> LayerConfig {
    LayerConfig::Gru {
        units,
        activation: Tanh,
        recurrent_activation: Sigmoid,
        reset_after,
        bias: true,
        return_sequences,
    }
}

fn rnn(units: usize, return_sequences: bool) -> LayerConfig {
    LayerConfig::simple_rnn(units, Tanh, return_sequences)
}

/// With other functions: that of the state, and that of the gates.
fn with(mut layer: LayerConfig, state: Activation, gates: Activation) -> LayerConfig {
    if let LayerConfig::Lstm {
        activation,
        recurrent_activation,
        ..
    }
    | LayerConfig::Gru {
        activation,
        recurrent_activation,
        ..
    } = &mut layer
    {
        (*activation, *recurrent_activation) = (state, gates);
    }
    layer
}

fn without_bias(mut layer: LayerConfig) -> LayerConfig {
    if let LayerConfig::Lstm { bias, .. }
    | LayerConfig::Gru { bias, .. }
    | LayerConfig::SimpleRnn { bias, .. } = &mut layer
    {
        *bias = false;
    }
    layer
}

fn both(layer: LayerConfig, merge: Merge) -> LayerConfig {
    LayerConfig::Bidirectional {
        layer: Box::new(layer),
        merge,
    }
}

fn normalization(epsilon: f64, center: bool, scale: bool) -> LayerConfig {
    LayerConfig::BatchNormalization {
        epsilon,
        center,
        scale,
    }
}

fn activation(activation: Activation) -> LayerConfig {
    LayerConfig::Activation { activation }
}

fn recurrent() -> Vec<Case> {
    let lstm = LayerConfig::lstm;
    let sequence = |steps, channels| vec![steps, channels];
    vec![
        ("gru", gru(4, true, false), sequence(6, 3), 3),
        ("gru_sequences", gru(3, true, true), sequence(5, 2), 2),
        ("gru_before", gru(4, false, false), sequence(6, 3), 3),
        (
            "gru_before_sequences",
            gru(3, false, true),
            sequence(5, 2),
            2,
        ),
        (
            "gru_no_bias",
            without_bias(gru(3, true, false)),
            sequence(4, 2),
            2,
        ),
        (
            "gru_before_no_bias",
            without_bias(gru(3, false, false)),
            sequence(4, 2),
            2,
        ),
        (
            "gru_functions",
            with(gru(3, true, false), Softsign, HARD[1]),
            sequence(4, 2),
            2,
        ),
        (
            "gru_before_keras2",
            with(gru(3, false, false), Tanh, HARD[0]),
            sequence(6, 2),
            2,
        ),
        (
            "lstm_no_bias",
            without_bias(lstm(3, false)),
            sequence(4, 2),
            2,
        ),
        (
            "lstm_hard_sigmoid",
            with(lstm(4, false), Tanh, HARD[1]),
            sequence(6, 3),
            2,
        ),
        (
            "lstm_hard_sigmoid_keras2",
            with(lstm(4, false), Tanh, HARD[0]),
            sequence(6, 3),
            2,
        ),
        (
            "lstm_functions",
            with(lstm(3, false), Softsign, Tanh),
            sequence(4, 2),
            2,
        ),
        (
            "simple_rnn_no_bias",
            without_bias(rnn(3, false)),
            sequence(4, 2),
            2,
        ),
        (
            "both_lstm",
            both(lstm(3, false), Merge::Concat),
            sequence(5, 2),
            2,
        ),
        (
            "both_lstm_sequences",
            both(lstm(2, true), Merge::Concat),
            sequence(4, 3),
            2,
        ),
        (
            "both_lstm_sum",
            both(lstm(3, true), Merge::Sum),
            sequence(4, 2),
            2,
        ),
        (
            "both_lstm_multiply",
            both(lstm(3, true), Merge::Multiply),
            sequence(4, 2),
            2,
        ),
        (
            "both_lstm_average",
            both(lstm(3, true), Merge::Average),
            sequence(4, 2),
            2,
        ),
        (
            "both_gru",
            both(gru(3, true, false), Merge::Concat),
            sequence(5, 2),
            2,
        ),
        (
            "both_gru_sequences",
            both(gru(2, true, true), Merge::Concat),
            sequence(4, 3),
            2,
        ),
        (
            "both_gru_before",
            both(gru(3, false, false), Merge::Sum),
            sequence(4, 2),
            2,
        ),
        (
            "both_gru_multiply",
            both(gru(3, true, false), Merge::Multiply),
            sequence(4, 2),
            2,
        ),
        (
            "both_gru_average",
            both(gru(3, true, true), Merge::Average),
            sequence(4, 2),
            2,
        ),
        (
            "both_simple_rnn",
            both(rnn(3, false), Merge::Concat),
            sequence(5, 2),
            2,
        ),
        (
            "both_simple_rnn_sequences",
            both(rnn(2, true), Merge::Concat),
            sequence(4, 3),
            2,
        ),
        (
            "both_simple_rnn_sum",
            both(rnn(3, false), Merge::Sum),
            sequence(4, 2),
            2,
        ),
        (
            "both_simple_rnn_multiply",
            both(rnn(3, true), Merge::Multiply),
            sequence(4, 2),
            2,
        ),
        (
            "both_simple_rnn_average",
            both(rnn(3, false), Merge::Average),
            sequence(4, 2),
            2,
        ),
    ]
}

fn others() -> Vec<Case> {
    let separable = |filters, kernel_size, stride, depth_multiplier, bias| {
        let same = stride != [1, 1];
        LayerConfig::SeparableConv2D {
            filters,
            kernel_size,
            stride,
            padding: if same { Padding::Same } else { Padding::Valid },
            depth_multiplier,
            activation: if filters == 3 { RELU } else { Identity },
            bias,
        }
    };
    let each = |units, activation, bias| LayerConfig::DenseEach {
        units,
        activation,
        bias,
    };
    let leaky = Activation::LeakyRelu { slope: 0.3 };
    let threshold = Activation::Relu { threshold: 0.4 };
    let reshape = LayerConfig::Reshape { shape: vec![3, 4] };
    vec![
        (
            "batch_normalization",
            normalization(1e-3, true, true),
            vec![5],
            3,
        ),
        (
            "batch_normalization_image",
            normalization(0.01, true, true),
            vec![3, 4, 2],
            2,
        ),
        (
            "batch_normalization_bare",
            normalization(1e-3, false, false),
            vec![4, 3],
            2,
        ),
        (
            "batch_normalization_center",
            normalization(1e-3, true, false),
            vec![3],
            2,
        ),
        (
            "batch_normalization_scale",
            normalization(1e-3, false, true),
            vec![3],
            2,
        ),
        (
            "global_max_pooling1d",
            LayerConfig::GlobalMaxPool1D,
            vec![6, 3],
            2,
        ),
        (
            "global_max_pooling2d",
            LayerConfig::GlobalMaxPool2D,
            vec![3, 4, 2],
            2,
        ),
        (
            "global_average_pooling1d",
            LayerConfig::GlobalAveragePool1D,
            vec![6, 3],
            2,
        ),
        (
            "global_average_pooling2d",
            LayerConfig::GlobalAveragePool2D,
            vec![3, 4, 2],
            2,
        ),
        (
            "separable_conv2d",
            separable(3, [2, 3], [1, 1], 1, true),
            vec![4, 5, 2],
            2,
        ),
        (
            "separable_conv2d_same",
            separable(2, [3, 3], [2, 2], 2, true),
            vec![5, 6, 2],
            1,
        ),
        (
            "separable_conv2d_no_bias",
            separable(2, [2, 2], [1, 1], 1, false),
            vec![3, 3, 3],
            2,
        ),
        ("activation_tanh", activation(Tanh), vec![4, 3], 2),
        ("activation_softmax", activation(Softmax), vec![4, 3], 2),
        ("activation_relu", activation(RELU), vec![5], 2),
        ("activation_leaky_relu", activation(leaky), vec![5], 2),
        ("activation_threshold", activation(threshold), vec![5], 2),
        ("reshape", reshape, vec![2, 6], 2),
        ("dense_each", each(3, Softmax, true), vec![4, 2], 2),
        ("dense_each_image", each(2, Tanh, false), vec![2, 3, 4], 2),
    ]
}

pub(super) fn cases() -> Vec<Case> {
    [recurrent(), others()].concat()
}
