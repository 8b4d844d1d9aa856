//! Descriptions of layers: what a file or a program says of a network.

use serde::{Deserialize, Serialize};

use super::window::Padding;
use crate::activation::Activation;

/// The description of a layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LayerConfig {
    /// Lays an input of any shape out as one row. Keras's `Flatten`.
    Flatten,
    /// a = f(x·W + b): every input is connected to every neuron. Keras's `Dense`.
    Dense {
        /// Neurons.
        units: usize,
        /// f.
        activation: Activation,
        /// Whether there is a b.
        #[serde(default = "yes")]
        bias: bool,
    },
    /// A vector for every word: `[steps]` to `[steps, width]`. Keras's `Embedding`.
    Embedding {
        /// Words that there are; ids run from 0 to `words` − 1.
        words: usize,
        /// Numbers a word.
        width: usize,
    },
    /// The same weights at every step of a sequence, `[steps, channels]` to `[windows,
    /// filters]`. Keras's `Conv1D`, kernel `[taps, channels, filters]`.
    Conv1D {
        /// Channels that go out.
        filters: usize,
        /// Steps that a filter sees.
        kernel_size: usize,
        /// Steps from one window to the next.
        #[serde(default = "one")]
        stride: usize,
        /// At the edges.
        #[serde(default)]
        padding: Padding,
        /// f.
        activation: Activation,
        /// Whether there is a b.
        #[serde(default = "yes")]
        bias: bool,
    },
    /// The same weights at every place of an image, `[rows, columns, channels]` to
    /// `[…, …, filters]`. Keras's `Conv2D`, kernel `[height, width, channels, filters]`.
    Conv2D {
        /// Channels that go out.
        filters: usize,
        /// Rows and columns that a filter sees.
        kernel_size: [usize; 2],
        /// Rows and columns from one window to the next.
        #[serde(default = "ones")]
        stride: [usize; 2],
        /// At the edges.
        #[serde(default)]
        padding: Padding,
        /// f.
        activation: Activation,
        /// Whether there is a b.
        #[serde(default = "yes")]
        bias: bool,
    },
    /// The greatest of each window of a sequence. Keras's `MaxPooling1D`.
    MaxPool1D {
        /// Steps of a window.
        pool_size: usize,
        /// From one window to the next; by default the window's size.
        #[serde(default)]
        stride: Option<usize>,
        /// At the edges.
        #[serde(default)]
        padding: Padding,
    },
    /// The greatest of each window of an image. Keras's `MaxPooling2D`.
    MaxPool2D {
        /// Rows and columns of a window.
        pool_size: [usize; 2],
        /// From one window to the next; by default the window's size.
        #[serde(default)]
        stride: Option<[usize; 2]>,
        /// At the edges.
        #[serde(default)]
        padding: Padding,
    },
    /// The mean of each window of a sequence. Keras's `AveragePooling1D`.
    AveragePool1D {
        /// Steps of a window.
        pool_size: usize,
        /// From one window to the next; by default the window's size.
        #[serde(default)]
        stride: Option<usize>,
        /// At the edges.
        #[serde(default)]
        padding: Padding,
    },
    /// The mean of each window of an image. Keras's `AveragePooling2D`.
    AveragePool2D {
        /// Rows and columns of a window.
        pool_size: [usize; 2],
        /// From one window to the next; by default the window's size.
        #[serde(default)]
        stride: Option<[usize; 2]>,
        /// At the edges.
        #[serde(default)]
        padding: Padding,
    },
    /// Leaves inputs out at random while training. Keras's `Dropout`.
    Dropout {
        /// The share that is left out, from 0 to below 1.
        rate: f64,
        /// Seeds the generator that chooses.
        seed: u32,
    },
    /// h_t = f(x_t·W + h_{t−1}·U + b): `[steps, channels]` to `[units]` or `[steps,
    /// units]`. Keras's `SimpleRNN`.
    SimpleRnn {
        /// Numbers in h.
        units: usize,
        /// f; tanh by default, as in Keras.
        #[serde(default = "tanh")]
        activation: Activation,
        /// Whether all h go out, or only the last.
        #[serde(default)]
        return_sequences: bool,
        /// Whether there is a b.
        #[cfg_attr(
            feature = "recurrent",
            serde(default = "yes", skip_serializing_if = "is_yes")
        )]
        #[cfg_attr(not(feature = "recurrent"), serde(skip, default = "yes"))]
        bias: bool,
    },
    /// A memory with input, forget and output gates: `[steps, channels]` to `[units]` or
    /// `[steps, units]`. Keras's `LSTM`, gates in the order i, f, c, o.
    Lstm {
        /// Numbers in h and in c.
        units: usize,
        /// Whether all h go out, or only the last.
        #[serde(default)]
        return_sequences: bool,
        /// Of the candidate and of c; tanh by default.
        #[cfg_attr(
            feature = "recurrent",
            serde(default = "tanh", skip_serializing_if = "is_tanh")
        )]
        #[cfg_attr(not(feature = "recurrent"), serde(skip, default = "tanh"))]
        activation: Activation,
        /// Of the three gates; the sigmoid by default.
        #[cfg_attr(
            feature = "recurrent",
            serde(default = "sigmoid", skip_serializing_if = "is_sigmoid")
        )]
        #[cfg_attr(not(feature = "recurrent"), serde(skip, default = "sigmoid"))]
        recurrent_activation: Activation,
        /// Whether there is a b.
        #[cfg_attr(
            feature = "recurrent",
            serde(default = "yes", skip_serializing_if = "is_yes")
        )]
        #[cfg_attr(not(feature = "recurrent"), serde(skip, default = "yes"))]
        bias: bool,
    },
    /// A memory with an update and a reset gate: `[steps, channels]` to `[units]` or `[steps, units]`. Keras's `GRU`,
    /// gates in the order z, r, h; its bias is `[2, 3 * units]` with `reset_after`, else `[3 * units]`.
    #[cfg(feature = "models")]
    Gru {
        /// Numbers in h.
        units: usize,
        /// Of the candidate; tanh by default.
        #[serde(default = "tanh")]
        activation: Activation,
        /// Of the two gates; the sigmoid by default.
        #[serde(default = "sigmoid")]
        recurrent_activation: Activation,
        /// Whether the reset gate multiplies h·U, or h before the product.
        #[serde(default = "yes")]
        reset_after: bool,
        /// Whether there is a b.
        #[serde(default = "yes")]
        bias: bool,
        /// Whether all h go out, or only the last.
        #[serde(default)]
        return_sequences: bool,
    },
    /// One recurrent layer from the first step to the last and one from the last to the first. Keras's `Bidirectional`.
    #[cfg(feature = "models")]
    Bidirectional {
        /// Either of the two: `SimpleRnn`, `Lstm` or `Gru`.
        layer: Box<LayerConfig>,
        /// What becomes of their outputs.
        #[serde(default)]
        merge: Merge,
    },
    /// The same neurons at every place of a sequence or an image, `[…, features]` to `[…, units]`. Keras's `Dense` where
    /// more than one axis comes in; [`LayerConfig::Dense`] refuses that, since as a rule somebody has forgotten to flatten.
    #[cfg(feature = "models")]
    DenseEach {
        /// Neurons.
        units: usize,
        /// f.
        activation: Activation,
        /// Whether there is a b.
        #[serde(default = "yes")]
        bias: bool,
    },
    /// a = f(x); softmax over the last axis. Keras's `Activation`, `ReLU`, `LeakyReLU` and `Softmax`.
    #[cfg(feature = "models")]
    Activation {
        /// f.
        activation: Activation,
    },
    /// The same numbers in another shape. Keras's `Reshape`.
    #[cfg(feature = "models")]
    Reshape {
        /// The shape that goes out.
        shape: Vec<usize>,
    },
    /// a = gamma · (x − mean) / √(variance + epsilon) + beta, channel by channel of the last axis. Keras's
    /// `BatchNormalization` as it answers: training moves gamma and beta, but never mean and variance.
    #[cfg(feature = "models")]
    BatchNormalization {
        /// Added to the variance; 0.001 in Keras.
        #[serde(default = "thousandth")]
        epsilon: f64,
        /// Whether there is a beta.
        #[serde(default = "yes")]
        center: bool,
        /// Whether there is a gamma.
        #[serde(default = "yes")]
        scale: bool,
    },
    /// The greatest of all steps, `[steps, channels]` to `[channels]`. Keras's `GlobalMaxPooling1D`.
    #[cfg(feature = "models")]
    GlobalMaxPool1D,
    /// The greatest of all places, `[rows, columns, channels]` to `[channels]`. Keras's `GlobalMaxPooling2D`.
    #[cfg(feature = "models")]
    GlobalMaxPool2D,
    /// The mean of all steps, `[steps, channels]` to `[channels]`. Keras's `GlobalAveragePooling1D`.
    #[cfg(feature = "models")]
    GlobalAveragePool1D,
    /// The mean of all places, `[rows, columns, channels]` to `[channels]`. Keras's `GlobalAveragePooling2D`.
    #[cfg(feature = "models")]
    GlobalAveragePool2D,
    /// Filters over each channel alone, then a mix of the channels at every place: `[rows, columns, channels]` to
    /// `[…, …, filters]`. Keras's `SeparableConv2D`, kernels `[height, width, channels, depth_multiplier]` and
    /// `[1, 1, channels * depth_multiplier, filters]`.
    #[cfg(feature = "models")]
    SeparableConv2D {
        /// Channels that go out.
        filters: usize,
        /// Rows and columns that a filter sees.
        kernel_size: [usize; 2],
        /// Rows and columns from one window to the next.
        #[serde(default = "ones")]
        stride: [usize; 2],
        /// At the edges.
        #[serde(default)]
        padding: Padding,
        /// Filters over each channel.
        #[serde(default = "one")]
        depth_multiplier: usize,
        /// f.
        activation: Activation,
        /// Whether there is a b.
        #[serde(default = "yes")]
        bias: bool,
    },
}

/// What becomes of the outputs of the two directions of [`LayerConfig::Bidirectional`]: Keras's `merge_mode`.
#[cfg(feature = "models")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Merge {
    /// The backward one's stand behind the forward one's.
    #[default]
    Concat,
    /// Their sum.
    Sum,
    /// Their product, number by number.
    Multiply,
    /// Their mean.
    Average,
}

impl LayerConfig {
    /// A dense layer with biases.
    pub const fn dense(units: usize, activation: Activation) -> Self {
        LayerConfig::Dense {
            units,
            activation,
            bias: true,
        }
    }

    /// An LSTM as Keras makes it by default.
    pub const fn lstm(units: usize, return_sequences: bool) -> Self {
        LayerConfig::Lstm {
            units,
            return_sequences,
            activation: Activation::Tanh,
            recurrent_activation: Activation::Sigmoid,
            bias: true,
        }
    }

    /// A simple recurrent layer with biases.
    pub const fn simple_rnn(units: usize, activation: Activation, return_sequences: bool) -> Self {
        LayerConfig::SimpleRnn {
            units,
            activation,
            return_sequences,
            bias: true,
        }
    }
}

fn yes() -> bool {
    true
}

fn one() -> usize {
    1
}

fn ones() -> [usize; 2] {
    [1, 1]
}

fn tanh() -> Activation {
    Activation::Tanh
}

fn sigmoid() -> Activation {
    Activation::Sigmoid
}

#[cfg(feature = "models")]
fn thousandth() -> f64 {
    1e-3
}

// What is as it always was is not written, so that descriptions of older files stay the same.

#[cfg(feature = "recurrent")]
fn is_yes(yes: &bool) -> bool {
    *yes
}

#[cfg(feature = "recurrent")]
fn is_tanh(activation: &Activation) -> bool {
    *activation == Activation::Tanh
}

#[cfg(feature = "recurrent")]
fn is_sigmoid(activation: &Activation) -> bool {
    *activation == Activation::Sigmoid
}
