//! Stores networks as [safetensors](https://huggingface.co/docs/safetensors) files: a short header and raw tensors.
//!
//! The tensors have Keras's names (`dense/kernel`, `dense_1/bias`) and shapes. The header's metadata has, under the key
//! `redes`, the architecture and the origin of the weights ([`Provenance`]) as JSON. Weights are `f32`, or have fewer
//! bits so that a page loads them sooner ([`Precision`]).

mod eight_bits;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use half::f16;
use redes_core::network::{Architecture, Network};
use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use serde::{Deserialize, Serialize};

/// The key of this program's metadata in the header of a file.
pub const KEY: &str = "redes";
/// The most layers that a file may have.
pub const MAX_LAYERS: usize = 64;
/// The most parameters that a file may have.
pub const MAX_PARAMETERS: usize = 20_000_000;

/// How weights are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// 32 bits: exact.
    F32,
    /// 16 bits: 11 significant bits, half the size.
    F16,
    /// 8 bits, a quarter of the size: whole numbers from −127 to 127, with one scale for every 64 (in the tensor
    /// `NAME.scale`). Biases keep 32 bits.
    I8,
}

/// The end of the name of a tensor of scales, after the name of the tensor that it scales.
const SCALE: &str = ".scale";

/// The origin of weights.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The command that made them.
    pub command: String,
    /// The seed of that command.
    pub seed: u32,
    /// Epochs of training.
    pub epochs: u64,
    /// The accuracy on the test set after training, before the weights were rounded.
    pub test_accuracy: Option<f64>,
}

/// A network and its origin.
#[derive(Clone, Debug)]
pub struct Model {
    /// The network, ready to predict.
    pub network: Network<f32>,
    /// Where its weights come from.
    pub provenance: Provenance,
}

/// Why a file cannot be read as a model, or a network cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The file is cut short, or is not a safetensors file.
    #[error("not a whole safetensors file: {0}")]
    Format(String),
    /// The header has no description of the network, or an invalid one.
    #[error("the file does not describe a network of Redes: {0}")]
    Description(String),
    /// The network has more layers or parameters than this program loads.
    #[error("the network is too large: {0}")]
    TooLarge(String),
    /// A tensor is missing, or has another shape or type.
    #[error("tensor {name}: {problem}")]
    Tensor {
        /// Its name.
        name: String,
        /// What is wrong.
        problem: String,
    },
    /// No network can be built from the description.
    #[error(transparent)]
    Network(#[from] redes_core::Error),
}

impl From<safetensors::SafeTensorError> for ModelError {
    fn from(error: safetensors::SafeTensorError) -> Self {
        Self::Format(error.to_string())
    }
}

/// A description of which only the origin is read; the network is compared in its JSON form.
#[derive(Deserialize)]
struct Known {
    architecture: serde_json::Value,
    provenance: Provenance,
}

#[derive(Serialize, Deserialize)]
struct Description {
    architecture: Architecture,
    provenance: Provenance,
}

/// Writes a network with its origin.
///
/// # Errors
/// [`ModelError::Description`] where the description cannot be written as JSON.
pub fn save(
    network: &Network<f32>,
    provenance: &Provenance,
    precision: Precision,
) -> Result<Vec<u8>, ModelError> {
    let description = Description {
        architecture: network.architecture().clone(),
        provenance: provenance.clone(),
    };
    let json = serde_json::to_string(&description)
        .map_err(|error| ModelError::Description(error.to_string()))?;
    let mut tensors: Vec<(String, Dtype, Vec<usize>, Vec<u8>)> = Vec::new();
    for block in network.parameter_blocks() {
        let values = &network.parameters()[block.range.clone()];
        let precision = match precision {
            Precision::I8 if block.shape.len() == 1 => Precision::F32,
            other => other,
        };
        let (name, shape) = (block.name.clone(), block.shape.clone());
        match precision {
            Precision::F32 => tensors.push((name, Dtype::F32, shape, le_bytes(values))),
            Precision::F16 => {
                let halves = values.iter().map(|value| f16::from_f32(*value));
                let bytes = halves.flat_map(f16::to_le_bytes).collect();
                tensors.push((name, Dtype::F16, shape, bytes));
            }
            Precision::I8 => {
                let (bytes, scales) = eight_bits::shrink(values);
                let scale = (format!("{name}{SCALE}"), vec![scales.len()]);
                tensors.push((name, Dtype::I8, shape, bytes));
                tensors.push((scale.0, Dtype::F32, scale.1, le_bytes(&scales)));
            }
        }
    }
    let views = tensors
        .iter()
        .map(|(name, dtype, shape, bytes)| {
            Ok((name.clone(), TensorView::new(*dtype, shape.clone(), bytes)?))
        })
        .collect::<Result<Vec<_>, safetensors::SafeTensorError>>()?;
    Ok(safetensors::serialize(
        views,
        Some(HashMap::from([(KEY.to_owned(), json)])),
    )?)
}

/// Reads a network from a file's bytes, for batches of up to `max_batch`.
///
/// # Errors
/// [`ModelError`] says what is wrong with the file. Its sizes are checked before anything is allocated for them.
pub fn load(bytes: &[u8], max_batch: usize) -> Result<Model, ModelError> {
    let description: Description = describe(bytes)?;
    check_size(&description.architecture)?;
    filled(
        bytes,
        &description.architecture,
        description.provenance,
        max_batch,
    )
}

/// As [`load`], for a file that must hold a network of this architecture and no other.
///
/// # Errors
/// As [`load`], and [`ModelError::Description`] for another network.
pub fn load_as(
    bytes: &[u8],
    architecture: &Architecture,
    max_batch: usize,
) -> Result<Model, ModelError> {
    let description: Known = describe(bytes)?;
    let expected = serde_json::to_value(architecture)
        .map_err(|error| ModelError::Description(error.to_string()))?;
    if description.architecture != expected {
        let name = &architecture.name;
        return Err(ModelError::Description(format!("it is not {name}")));
    }
    filled(bytes, architecture, description.provenance, max_batch)
}

/// The network's description in the file's header.
fn describe<D: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<D, ModelError> {
    let (_, header) = SafeTensors::read_metadata(bytes)?;
    let json = header
        .metadata()
        .as_ref()
        .and_then(|metadata| metadata.get(KEY));
    let json = json.ok_or_else(|| ModelError::Description(format!("no metadata called {KEY}")))?;
    serde_json::from_str(json).map_err(|error| ModelError::Description(error.to_string()))
}

/// Builds the network and fills in the file's weights.
fn filled(
    bytes: &[u8],
    architecture: &Architecture,
    provenance: Provenance,
    max_batch: usize,
) -> Result<Model, ModelError> {
    let mut network = Network::<f32>::new(architecture, max_batch)?;
    let tensors = SafeTensors::deserialize(bytes)?;
    fill(&mut network, |name| {
        let tensor = tensors.tensor(name).map_err(|error| error.to_string())?;
        Ok(Stored {
            kind: tensor.dtype().to_string(),
            shape: tensor.shape().to_vec(),
            data: tensor.data(),
        })
    })?;
    Ok(Model {
        network,
        provenance,
    })
}

/// A tensor as a file stores it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored<'a> {
    /// The header's word for the type of its numbers: `F32`, `F16`, `I8`.
    pub kind: String,
    /// Its shape.
    pub shape: Vec<usize>,
    /// Its numbers, little-endian.
    pub data: &'a [u8],
}

/// Fills a network with the tensors of a file; `find` returns the one of a name, or why it can't be had.
///
/// # Errors
/// [`ModelError::Tensor`] for the first that is missing or of another shape, type or length. The network may then hold
/// some of the others.
pub fn fill<'a>(
    network: &mut Network<f32>,
    find: impl Fn(&str) -> Result<Stored<'a>, String>,
) -> Result<(), ModelError> {
    for block in network.parameter_blocks().to_vec() {
        let wrong = |problem: String| ModelError::Tensor {
            name: block.name.clone(),
            problem,
        };
        let values = values(&block.name, &block.shape, &find).map_err(wrong)?;
        let place = &mut network.parameters_mut()[block.range.clone()];
        if place.len() != values.len() {
            let (found, expected) = (values.len(), place.len());
            return Err(wrong(format!("it holds {found} values, not {expected}")));
        }
        place.copy_from_slice(&values);
    }
    Ok(())
}

/// The numbers of a tensor, or what is wrong with it.
fn values<'a>(
    name: &str,
    shape: &[usize],
    find: &impl Fn(&str) -> Result<Stored<'a>, String>,
) -> Result<Vec<f32>, String> {
    let tensor = find(name)?;
    if tensor.shape != shape {
        return Err(format!("its shape is {:?}, not {shape:?}", tensor.shape));
    }
    let values: Vec<f32> = match tensor.kind.as_str() {
        "F32" => floats(tensor.data),
        "F16" => tensor
            .data
            .as_chunks::<2>()
            .0
            .iter()
            .map(|bytes| f16::from_le_bytes(*bytes).to_f32())
            .collect(),
        "I8" => {
            let scale = find(&format!("{name}{SCALE}"))?;
            if scale.kind != "F32" {
                return Err(format!("its scales are {}, not F32", scale.kind));
            }
            eight_bits::grow(tensor.data, &floats(scale.data))
        }
        other => return Err(format!("its type is {other}, not F32, F16 or I8")),
    };
    match values.iter().all(|value| value.is_finite()) {
        true => Ok(values),
        false => Err("it holds values that are no finite numbers".to_owned()),
    }
}

fn le_bytes(values: &[f32]) -> Vec<u8> {
    values
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect()
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    let values = bytes.as_chunks::<4>().0.iter();
    values.map(|bytes| f32::from_le_bytes(*bytes)).collect()
}

/// Counts the parameters before memory is allocated for them.
fn check_size(architecture: &Architecture) -> Result<(), ModelError> {
    let layers = architecture.layers.len();
    if layers > MAX_LAYERS {
        return Err(ModelError::TooLarge(format!("{layers} layers")));
    }
    let count = architecture.parameter_count()?;
    if count > MAX_PARAMETERS {
        return Err(ModelError::TooLarge(format!("{count} parameters")));
    }
    Ok(())
}
