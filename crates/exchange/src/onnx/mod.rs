//! Networks as [ONNX](https://onnx.ai) models, which onnxruntime and others run.
//!
//! The numbers keep Keras's order, channels last, so that a layer that needs them first stands between two transpositions;
//! onnxruntime removes those that cancel out. Padding is written out, the size of the batch is free, and dropout, which
//! changes nothing but training, is left out.

mod activations;
mod layers;
mod nodes;
mod proto;
mod recurrent;
mod windows;

use prost::Message;
use redes_core::network::Network;

use crate::{ExchangeError, Target, parts};
use nodes::Nodes;

/// The version of ONNX's operators.
const OPERATORS: i64 = 18;
/// The version of the file's format, that of these operators.
const FORMAT: i64 = 8;

/// Whether a file begins as a model in ONNX does: with the version of its format, then another field of
/// [`ModelProto`](https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
pub(crate) fn begins(bytes: &[u8]) -> bool {
    // Texts, functions, the graph and the operators' version have a length; the model's version is a number.
    matches!(
        bytes,
        [
            0x08,
            1..=0x7f,
            0x12 | 0x1a | 0x22 | 0x28 | 0x32 | 0x3a | 0x42,
            ..
        ]
    )
}

/// Writes a network.
///
/// # Errors
/// [`ExchangeError::LayerNotWritten`] for a layer that ONNX does not have; [`ExchangeError::NotFinite`] for weights that are
/// no finite numbers.
pub(crate) fn write(network: &Network<f32>) -> Result<Vec<u8>, ExchangeError> {
    let parts = parts::parts(network)?;
    let mut nodes = Nodes::new();
    for part in &parts {
        nodes.enter(&part.name);
        layers::write(part, &mut nodes)?;
    }
    let architecture = network.architecture();
    let output = parts.last().map_or(&[][..], |part| &part.output);
    let graph = nodes.done(
        &crate::names::model(&architecture.name),
        &architecture.input,
        output,
    );
    let model = proto::Model {
        ir_version: Some(FORMAT),
        opset_import: vec![proto::OperatorSet {
            domain: Some(String::new()),
            version: Some(OPERATORS),
        }],
        producer_name: Some("Redes".to_owned()),
        graph: Some(graph),
    };
    Ok(model.encode_to_vec())
}

/// The error for a layer, and why.
fn refused(layer: &str, problem: impl Into<String>) -> ExchangeError {
    ExchangeError::LayerNotWritten {
        target: Target::Onnx,
        layer: layer.to_owned(),
        problem: problem.into(),
    }
}
