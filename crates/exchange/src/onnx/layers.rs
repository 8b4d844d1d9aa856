//! A layer to nodes.

use redes_core::{layer::Padding, network::LayerConfig};

use super::nodes::Nodes;
use super::proto::{Attribute, INT64};
use super::recurrent::{self, Kind};
use super::{activations, windows};
use crate::{ExchangeError, parts::Part};

/// Adds a layer's nodes.
pub(super) fn write(part: &Part<'_>, nodes: &mut Nodes) -> Result<(), ExchangeError> {
    match part.config {
        LayerConfig::Flatten => nodes.reshape(&part.output),
        LayerConfig::Dense { activation, .. } | LayerConfig::DenseEach { activation, .. } => {
            let kernel = part.block("kernel")?;
            let kernel = nodes.floats("kernel", kernel.shape, kernel.values);
            nodes.then("MatMul", &[&kernel], Vec::new());
            if let Some(bias) = part.find("bias") {
                let bias = nodes.floats("bias", bias.shape, bias.values);
                nodes.then("Add", &[&bias], Vec::new());
            }
            activations::write(activation, nodes);
        }
        LayerConfig::Embedding { .. } => {
            let table = part.block("embeddings")?;
            let table = nodes.floats("embeddings", table.shape, table.values);
            nodes.then("Cast", &[], vec![Attribute::int("to", INT64.into())]);
            let words = nodes.last();
            let vectors = nodes.node("Gather", &[&table, &words], 0, Vec::new());
            nodes.go_on(vectors);
        }
        LayerConfig::Conv1D {
            kernel_size,
            stride,
            padding,
            activation,
            ..
        } => {
            let sliding = windows::Sliding::new(part, &[*kernel_size], &[*stride], *padding)?;
            windows::convolution(part, &sliding, nodes)?;
            activations::write(activation, nodes);
        }
        LayerConfig::Conv2D {
            kernel_size,
            stride,
            padding,
            activation,
            ..
        } => {
            let sliding = windows::Sliding::new(part, kernel_size, stride, *padding)?;
            windows::convolution(part, &sliding, nodes)?;
            activations::write(activation, nodes);
        }
        LayerConfig::MaxPool1D {
            pool_size,
            stride,
            padding,
        } => pool(
            "MaxPool",
            part,
            &[*pool_size],
            stride.map(|n| [n]),
            *padding,
            nodes,
        )?,
        LayerConfig::MaxPool2D {
            pool_size,
            stride,
            padding,
        } => pool("MaxPool", part, pool_size, *stride, *padding, nodes)?,
        LayerConfig::AveragePool1D {
            pool_size,
            stride,
            padding,
        } => pool(
            "AveragePool",
            part,
            &[*pool_size],
            stride.map(|n| [n]),
            *padding,
            nodes,
        )?,
        LayerConfig::AveragePool2D {
            pool_size,
            stride,
            padding,
        } => pool("AveragePool", part, pool_size, *stride, *padding, nodes)?,
        LayerConfig::Dropout { .. } => {}
        LayerConfig::SimpleRnn { .. } | LayerConfig::Lstm { .. } | LayerConfig::Gru { .. } => {
            let kind = Kind::of(part.config, &part.name)?;
            recurrent::one(part, &kind, nodes)?;
        }
        LayerConfig::Bidirectional { layer, merge } => {
            recurrent::both(part, layer, *merge, nodes)?;
        }
        LayerConfig::Activation { activation } => activations::write(activation, nodes),
        LayerConfig::Reshape { .. } => nodes.reshape(&part.output),
        LayerConfig::BatchNormalization { epsilon, .. } => normalize(part, *epsilon, nodes)?,
        LayerConfig::GlobalMaxPool1D | LayerConfig::GlobalMaxPool2D => {
            over_all_places("ReduceMax", part, nodes);
        }
        LayerConfig::GlobalAveragePool1D | LayerConfig::GlobalAveragePool2D => {
            over_all_places("ReduceMean", part, nodes);
        }
        LayerConfig::SeparableConv2D {
            kernel_size,
            stride,
            padding,
            activation,
            ..
        } => {
            let sliding = windows::Sliding::new(part, kernel_size, stride, *padding)?;
            windows::separable(part, &sliding, nodes)?;
            activations::write(activation, nodes);
        }
    }
    Ok(())
}

/// A product and a sum for each channel, computed from the statistics.
fn normalize(part: &Part<'_>, epsilon: f64, nodes: &mut Nodes) -> Result<(), ExchangeError> {
    let (factors, terms) = part.normalization(epsilon)?;
    let factors = nodes.floats("factors", &[factors.len()], &factors);
    nodes.then("Mul", &[&factors], Vec::new());
    let terms = nodes.floats("terms", &[terms.len()], &terms);
    nodes.then("Add", &[&terms], Vec::new());
    Ok(())
}

/// One number a channel.
fn over_all_places(op: &str, part: &Part<'_>, nodes: &mut Nodes) {
    let places: Vec<i64> = (1..part.input.len() as i64).collect();
    let axes = nodes.ints("axes", &places);
    nodes.then(op, &[&axes], vec![Attribute::int("keepdims", 0)]);
}

/// A pooling over windows of `size`, one after the other where no stride is given.
fn pool<const N: usize>(
    kind: &str,
    part: &Part<'_>,
    size: &[usize; N],
    stride: Option<[usize; N]>,
    padding: Padding,
    nodes: &mut Nodes,
) -> Result<(), ExchangeError> {
    let sliding = windows::Sliding::new(part, size, &stride.unwrap_or(*size), padding)?;
    windows::pool(kind, &sliding, nodes);
    Ok(())
}
