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
    },
    /// A memory with input, forget and output gates: `[steps, channels]` to `[units]` or
    /// `[steps, units]`. Keras's `LSTM`, gates in the order i, f, c, o.
    Lstm {
        /// Numbers in h and in c.
        units: usize,
        /// Whether all h go out, or only the last.
        #[serde(default)]
        return_sequences: bool,
    },
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
