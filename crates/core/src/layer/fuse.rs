//! Layers that are quicker together.

use super::config::has;
use super::embedded_conv::{EmbeddedConv, Sizes};
use super::{Built, LayerConfig, Padding, Part, build, build_one, flatten, part};
use crate::activation::Activation;
use crate::{Result, Scalar};

/// The first layer of `rest` or, where that is quicker, several together; `stacked`
/// says that there is a layer below.
pub(crate) fn build_fused<T: Scalar>(
    rest: &[LayerConfig],
    input: &[usize],
    max_batch: usize,
    stacked: bool,
) -> Result<Built<T>> {
    match rest {
        [LayerConfig::Flatten, ..] if stacked => {
            let flat = flatten::Flatten::<T>::new(input, 0)?;
            Ok((vec![part(&flat)], None))
        }
        [embedding, conv, pool, ..] if const { has::<T>(cfg!(feature = "text")) } => {
            match sizes(embedding, conv, pool, input) {
                Some(sizes) => embedded_conv(&rest[..3], sizes, input, max_batch),
                None => build_one(embedding, input, max_batch),
            }
        }
        _ => build_one(&rest[0], input, max_batch),
    }
}

/// What [`EmbeddedConv`] needs to know, if it can take these three layers.
fn sizes(
    embedding: &LayerConfig,
    conv: &LayerConfig,
    pool: &LayerConfig,
    input: &[usize],
) -> Option<Sizes> {
    match (embedding, conv, pool, input) {
        (
            &LayerConfig::Embedding { words, width },
            &LayerConfig::Conv1D {
                filters,
                kernel_size,
                stride: 1,
                padding: Padding::Same,
                activation: Activation::RELU,
                ..
            },
            &LayerConfig::MaxPool1D {
                pool_size,
                stride,
                padding: Padding::Valid,
            },
            &[steps],
        ) if stride.is_none_or(|stride| stride == pool_size) => Some(Sizes {
            steps,
            words,
            width,
            filters,
            taps: kernel_size,
            pool: pool_size,
        }),
        _ => None,
    }
}

/// The three at once. Each is built for no rows to see that it can be, and what it has.
fn embedded_conv<T: Scalar>(
    layers: &[LayerConfig],
    sizes: Sizes,
    input: &[usize],
    max_batch: usize,
) -> Result<Built<T>> {
    let mut parts: Vec<Part> = Vec::new();
    for layer in layers {
        let shape = parts.last().map_or(input, |part| &part.output_shape);
        let layer = build::<T>(layer, shape, 0)?;
        parts.push(part(layer.as_ref()));
    }
    Ok((parts, Some(Box::new(EmbeddedConv::new(sizes, max_batch)?))))
}
