//! Layers as one writes them down, and what becomes of them.

use serde::{Deserialize, Serialize};

use super::pool::{Pool, Pooling};
use super::window::{Padding, Sliding, Windows};
use super::{Layer, conv, dense, dropout, embedding, flatten, lstm, simple_rnn};
use crate::activation::Activation;
use crate::{Error, Result, Scalar};

/// A layer, as one writes it down.
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

/// Whether this build has layers of a feature for the number type: the compiler leaves out what never is.
pub(super) const fn has<T: Scalar>(feature: bool) -> bool {
    feature && (T::BYTES == 4 || cfg!(feature = "double"))
}

/// Makes the layer for inputs of the shape `input` and at most `max_batch` rows.
pub(crate) fn build<T: Scalar>(
    config: &LayerConfig,
    input: &[usize],
    max_batch: usize,
) -> Result<Box<dyn Layer<T>>> {
    let windows = |size: &[usize], stride: &[usize], padding| {
        let sliding = Sliding {
            size,
            stride,
            padding,
        };
        Windows::new(input, &sliding)
    };
    let pool = |kind, pooling, size: &[usize], stride: Option<&[usize]>, padding| {
        let windows = windows(size, stride.unwrap_or(size), padding)?;
        Pool::new(kind, pooling, windows, max_batch)
    };
    let (max, mean) = (Pooling::Max, Pooling::Average);
    let images = cfg!(feature = "images");
    let text = const { has::<T>(cfg!(feature = "text")) };
    let recurrent = const { has::<T>(cfg!(feature = "recurrent")) };
    Ok(match *config {
        LayerConfig::Flatten => Box::new(flatten::Flatten::new(input, max_batch)?),
        LayerConfig::Dense {
            units,
            activation,
            bias,
        } => Box::new(dense::Dense::new(
            input, units, activation, bias, max_batch,
        )?),
        LayerConfig::Embedding { words, width } if text => {
            Box::new(embedding::Embedding::new(input, words, width, max_batch)?)
        }
        LayerConfig::Conv1D {
            filters,
            kernel_size,
            stride,
            padding,
            activation,
            bias,
        } if text => {
            let windows = windows(&[kernel_size], &[stride], padding)?;
            Box::new(conv::Conv::new(
                "Conv1D", windows, filters, activation, bias, max_batch,
            )?)
        }
        LayerConfig::Conv2D {
            filters,
            kernel_size,
            stride,
            padding,
            activation,
            bias,
        } if images => {
            let windows = windows(&kernel_size, &stride, padding)?;
            Box::new(conv::Conv::new(
                "Conv2D", windows, filters, activation, bias, max_batch,
            )?)
        }
        LayerConfig::MaxPool1D {
            pool_size,
            stride,
            padding,
        } if text => {
            let stride = stride.as_ref().map(std::slice::from_ref);
            Box::new(pool("MaxPooling1D", max, &[pool_size], stride, padding)?)
        }
        LayerConfig::MaxPool2D {
            pool_size,
            stride,
            padding,
        } if images => {
            let stride = stride.as_ref().map(|stride| &stride[..]);
            Box::new(pool("MaxPooling2D", max, &pool_size, stride, padding)?)
        }
        LayerConfig::AveragePool1D {
            pool_size,
            stride,
            padding,
        } if text => {
            let stride = stride.as_ref().map(std::slice::from_ref);
            let kind = "AveragePooling1D";
            Box::new(pool(kind, mean, &[pool_size], stride, padding)?)
        }
        LayerConfig::AveragePool2D {
            pool_size,
            stride,
            padding,
        } if images => {
            let stride = stride.as_ref().map(|stride| &stride[..]);
            let kind = "AveragePooling2D";
            Box::new(pool(kind, mean, &pool_size, stride, padding)?)
        }
        LayerConfig::Dropout { rate, seed } => {
            Box::new(dropout::Dropout::new(input, rate, seed, max_batch)?)
        }
        LayerConfig::SimpleRnn {
            units,
            activation,
            return_sequences,
        } if recurrent => Box::new(simple_rnn::SimpleRnn::new(
            input,
            units,
            activation,
            return_sequences,
            max_batch,
        )?),
        LayerConfig::Lstm {
            units,
            return_sequences,
        } if recurrent => Box::new(lstm::Lstm::new(input, units, return_sequences, max_batch)?),
        LayerConfig::Embedding { .. }
        | LayerConfig::Conv1D { .. }
        | LayerConfig::Conv2D { .. }
        | LayerConfig::MaxPool1D { .. }
        | LayerConfig::MaxPool2D { .. }
        | LayerConfig::AveragePool1D { .. }
        | LayerConfig::AveragePool2D { .. }
        | LayerConfig::SimpleRnn { .. }
        | LayerConfig::Lstm { .. } => {
            return Err(Error::invalid(
                "layer",
                0,
                "this build of redes-core leaves it out (see the crate's features)",
            ));
        }
    })
}
