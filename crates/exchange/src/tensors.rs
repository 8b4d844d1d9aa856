//! Arrays of a file on their way to the blocks of a network.

use half::{bf16, f16};
use redes_core::network::{Architecture, Outline, ParameterBlock};

use crate::{ExchangeError, Format, Note, Opened, names};

/// An array with its numbers as this program has them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tensor {
    /// Its name in the file.
    pub(crate) name: String,
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f32>,
}

/// A type of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bits {
    Float16,
    Bfloat16,
    Float32,
    Float64,
}

impl Bits {
    /// The remark on weights of this type; none on those of 32 bits.
    pub(crate) fn note(self) -> Option<Note> {
        let kind = match self {
            Self::Float16 => "float16",
            Self::Bfloat16 => "bfloat16",
            Self::Float32 => return None,
            Self::Float64 => "float64",
        };
        Some(Note::OtherBits { kind })
    }

    /// Little-endian bytes as numbers; what is left at the end is no number.
    pub(crate) fn numbers(self, bytes: &[u8]) -> Vec<f32> {
        fn each<const N: usize>(bytes: &[u8], number: fn([u8; N]) -> f32) -> Vec<f32> {
            bytes.as_chunks().0.iter().copied().map(number).collect()
        }
        match self {
            Self::Float16 => each(bytes, |bytes| f16::from_le_bytes(bytes).to_f32()),
            Self::Bfloat16 => each(bytes, |bytes| bf16::from_le_bytes(bytes).to_f32()),
            Self::Float32 => each(bytes, f32::from_le_bytes),
            Self::Float64 => each(bytes, |bytes| f64::from_le_bytes(bytes) as f32),
        }
    }
}

/// The blocks of a network that is to be filled.
///
/// # Errors
/// [`ExchangeError::TooLarge`] for more parameters than this program reads.
pub(crate) fn outline(architecture: &Architecture) -> Result<Outline, ExchangeError> {
    let outline = architecture.outline()?;
    match outline.parameters > redes_models::MAX_PARAMETERS {
        true => Err(ExchangeError::TooLarge {
            what: "parameters",
            found: outline.parameters as u64,
            limit: redes_models::MAX_PARAMETERS as u64,
        }),
        false => Ok(outline),
    }
}

/// The error for an array, or for a block that has none.
pub(crate) fn wrong(name: &str, problem: impl Into<String>) -> ExchangeError {
    ExchangeError::Weights {
        layer: name.to_owned(),
        problem: problem.into(),
    }
}

/// Fills a network whose blocks are `outline`'s; `find` returns the array of a block.
///
/// # Errors
/// What `find` returns, and [`ExchangeError::Weights`] for an array of another shape.
pub(crate) fn opened(
    architecture: &Architecture,
    outline: &Outline,
    format: Format,
    mut notes: Vec<Note>,
    mut find: impl FnMut(&ParameterBlock) -> Result<Tensor, ExchangeError>,
) -> Result<Opened, ExchangeError> {
    let mut parameters = Vec::with_capacity(outline.parameters);
    for block in &outline.blocks {
        let tensor = find(block)?;
        if tensor.shape != block.shape || tensor.values.len() != block.range.len() {
            let problem = format!(
                "its shape is {:?}, that of {} is {:?}",
                tensor.shape, block.name, block.shape
            );
            return Err(wrong(&tensor.name, problem));
        }
        let finite = tensor.values.iter().filter(|value| value.is_finite());
        let count = (tensor.values.len() - finite.count()) as u64;
        if count > 0 {
            notes.push(Note::NotFinite {
                tensor: tensor.name,
                count,
            });
        }
        parameters.extend(tensor.values);
    }
    Ok(Opened {
        architecture: architecture.clone(),
        names: names::own(outline.rows.clone()),
        parameters,
        format,
        keras_version: None,
        training: None,
        notes,
    })
}
