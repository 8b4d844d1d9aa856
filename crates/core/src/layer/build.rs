//! From a [`LayerConfig`] to the layer that computes it.

#[cfg(feature = "models")]
use super::build_models;
use super::features::has;
use super::pool::{Pool, Pooling};
use super::window::{Sliding, Windows};
use super::{
    Layer, LayerConfig, ParameterSpec, conv, dense, dropout, embedding, flatten, lstm, simple_rnn,
};
use crate::{Error, Result, Scalar};

/// What the summary and the list of parameters say of a layer.
pub(crate) struct Part {
    /// Keras's class, `"Dense"`.
    pub(crate) kind: &'static str,
    pub(crate) output_shape: Vec<usize>,
    pub(crate) parameters: Vec<ParameterSpec>,
}

/// The layers of the architecture that run as one, and the layer that runs them. `None` where they only give the numbers
/// below another shape.
pub(crate) type Built<T> = (Vec<Part>, Option<Box<dyn Layer<T>>>);

/// Builds one layer by itself.
pub(super) fn build_one<T: Scalar>(
    config: &LayerConfig,
    input: &[usize],
    max_batch: usize,
) -> Result<Built<T>> {
    let layer = build::<T>(config, input, max_batch)?;
    Ok((vec![part(layer.as_ref())], Some(layer)))
}

pub(super) fn part<T: Scalar>(layer: &dyn Layer<T>) -> Part {
    Part {
        kind: layer.kind(),
        output_shape: layer.output_shape().to_vec(),
        parameters: layer.parameters(),
    }
}

/// Makes the layer for inputs of the shape `input` and at most `max_batch` rows.
pub(super) fn build<T: Scalar>(
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
    #[cfg(feature = "models")]
    let models = const { has::<T>(cfg!(feature = "models")) };
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
            bias,
        } if recurrent => Box::new(simple_rnn::SimpleRnn::new(
            input,
            units,
            activation,
            (return_sequences, bias),
            max_batch,
        )?),
        LayerConfig::Lstm {
            units,
            return_sequences,
            activation,
            recurrent_activation,
            bias,
        } if recurrent => Box::new(lstm::Lstm::new(
            input,
            units,
            (activation, recurrent_activation),
            (return_sequences, bias),
            max_batch,
        )?),
        LayerConfig::Embedding { .. }
        | LayerConfig::Conv1D { .. }
        | LayerConfig::Conv2D { .. }
        | LayerConfig::MaxPool1D { .. }
        | LayerConfig::MaxPool2D { .. }
        | LayerConfig::AveragePool1D { .. }
        | LayerConfig::AveragePool2D { .. }
        | LayerConfig::SimpleRnn { .. }
        | LayerConfig::Lstm { .. } => return Err(left_out()),
        #[cfg(feature = "models")]
        _ if models => build_models::build_more(config, input, max_batch)?,
        #[cfg(feature = "models")]
        _ => return Err(left_out()),
    })
}

pub(super) fn left_out() -> Error {
    Error::invalid(
        "layer",
        0,
        "this build of redes-core leaves it out (see the crate's features)",
    )
}
