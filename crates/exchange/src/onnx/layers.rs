//! A layer to nodes.

use redes_core::network::LayerConfig;

use super::nodes::Nodes;
use super::proto::{Attribute, INT64};
use super::recurrent::{self, Kind};
use super::{activations, windows};
use crate::{ExchangeError, parts::Part};

/// Adds a layer's nodes.
pub(super) fn write(part: &Part<'_>, nodes: &mut Nodes) -> Result<(), ExchangeError> {
    match part.config {
        LayerConfig::Flatten => nodes.reshape(&part.output),
        LayerConfig::Dense { activation, .. } => {
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
        } => {
            let stride = [stride.unwrap_or(*pool_size)];
            let sliding = windows::Sliding::new(part, &[*pool_size], &stride, *padding)?;
            windows::pool("MaxPool", &sliding, nodes);
        }
        LayerConfig::MaxPool2D {
            pool_size,
            stride,
            padding,
        } => {
            let stride = stride.unwrap_or(*pool_size);
            let sliding = windows::Sliding::new(part, pool_size, &stride, *padding)?;
            windows::pool("MaxPool", &sliding, nodes);
        }
        LayerConfig::AveragePool1D {
            pool_size,
            stride,
            padding,
        } => {
            let stride = [stride.unwrap_or(*pool_size)];
            let sliding = windows::Sliding::new(part, &[*pool_size], &stride, *padding)?;
            windows::pool("AveragePool", &sliding, nodes);
        }
        LayerConfig::AveragePool2D {
            pool_size,
            stride,
            padding,
        } => {
            let stride = stride.unwrap_or(*pool_size);
            let sliding = windows::Sliding::new(part, pool_size, &stride, *padding)?;
            windows::pool("AveragePool", &sliding, nodes);
        }
        LayerConfig::Dropout { .. } => {}
        LayerConfig::SimpleRnn { .. } | LayerConfig::Lstm { .. } => {
            let kind = Kind::of(part.config, &part.name)?;
            recurrent::one(part, &kind, nodes)?;
        }
    }
    Ok(())
}
