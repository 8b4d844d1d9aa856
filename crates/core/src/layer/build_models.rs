//! From a [`LayerConfig`] that other programs' networks have to the layer that computes it.

use super::build::{build, left_out};
use super::gru::{Gates, Gru};
use super::pool::{Pool, Pooling};
use super::window::{Sliding, Windows};
use super::{
    Layer, LayerConfig, activate, batch_normalization, bidirectional, dense_each, reshape,
    separable_conv,
};
use crate::{Error, Result, Scalar};

/// Makes the layer for inputs of the shape `input` and at most `max_batch` rows.
pub(super) fn build_more<T: Scalar>(
    config: &LayerConfig,
    input: &[usize],
    max_batch: usize,
) -> Result<Box<dyn Layer<T>>> {
    let global = |kind, pooling, axes| Pool::global(kind, pooling, (input, axes), max_batch);
    Ok(match *config {
        LayerConfig::Activation { activation } => {
            Box::new(activate::Activate::new(input, activation, max_batch)?)
        }
        LayerConfig::DenseEach {
            units,
            activation,
            bias,
        } => Box::new(dense_each::DenseEach::new(
            input, units, activation, bias, max_batch,
        )?),
        LayerConfig::Reshape { ref shape } => {
            Box::new(reshape::Reshape::new(input, shape, max_batch)?)
        }
        LayerConfig::BatchNormalization {
            epsilon,
            center,
            scale,
        } => Box::new(batch_normalization::BatchNormalization::new(
            input,
            epsilon,
            (center, scale),
            max_batch,
        )?),
        LayerConfig::GlobalMaxPool1D => Box::new(global("GlobalMaxPooling1D", Pooling::Max, 2)?),
        LayerConfig::GlobalMaxPool2D => Box::new(global("GlobalMaxPooling2D", Pooling::Max, 3)?),
        LayerConfig::GlobalAveragePool1D => {
            Box::new(global("GlobalAveragePooling1D", Pooling::Average, 2)?)
        }
        LayerConfig::GlobalAveragePool2D => {
            Box::new(global("GlobalAveragePooling2D", Pooling::Average, 3)?)
        }
        LayerConfig::SeparableConv2D {
            filters,
            kernel_size,
            stride,
            padding,
            depth_multiplier,
            activation,
            bias,
        } => {
            let sliding = Sliding {
                size: &kernel_size,
                stride: &stride,
                padding,
            };
            Box::new(separable_conv::SeparableConv::new(
                Windows::new(input, &sliding)?,
                depth_multiplier,
                filters,
                (activation, bias),
                max_batch,
            )?)
        }
        LayerConfig::Gru {
            units,
            activation,
            recurrent_activation,
            reset_after,
            bias,
            return_sequences,
        } => {
            let gates = Gates {
                activation,
                recurrent_activation,
                reset_after,
                bias,
            };
            Box::new(Gru::new(input, units, gates, return_sequences, max_batch)?)
        }
        LayerConfig::Bidirectional { ref layer, merge } => {
            let recurrent = matches!(
                **layer,
                LayerConfig::SimpleRnn { .. } | LayerConfig::Lstm { .. } | LayerConfig::Gru { .. }
            );
            if !recurrent {
                let requirement = "only a simple RNN, an LSTM or a GRU is read from both ends";
                return Err(Error::invalid("layer", "another", requirement));
            }
            let layer = build(layer, input, max_batch)?;
            Box::new(bidirectional::Bidirectional::new(
                input, layer, merge, max_batch,
            )?)
        }
        _ => return Err(left_out()),
    })
}
