//! Safetensors files of other programs: tensors with names, and no description of their network.
//!
//! Keras's names are matched by class and order, since its counters go on from model to model: `dense_5` and `dense_6` are
//! the network's first and second dense layer. PyTorch's (`0.weight`, `fc1.weight`) are taken for networks of dense layers,
//! whose kernels it stores the other way round; the order of other layers can't be seen in its names.

use std::collections::BTreeMap;

use redes_core::network::{Architecture, LayerConfig, Outline, ParameterBlock};
use safetensors::{Dtype, SafeTensors, tensor::TensorView};

use crate::tensors::{self, Bits, Tensor, wrong};
use crate::{ExchangeError, Format, Note, Opened};

/// Whether a file is a safetensors file that does not describe its network.
pub(crate) fn foreign(bytes: &[u8]) -> bool {
    SafeTensors::read_metadata(bytes).is_ok_and(|(_, header)| {
        let metadata = header.metadata().as_ref();
        !metadata.is_some_and(|metadata| metadata.contains_key(redes_models::KEY))
    })
}

/// Reads the tensors of a file into a network that is known.
///
/// # Errors
/// [`ExchangeError::Damaged`] for what is no whole safetensors file; [`ExchangeError::Weights`] where tensors are missing or
/// too many, or have another shape or a type that is no float; [`ExchangeError::TooLarge`].
pub(crate) fn read(bytes: &[u8], architecture: &Architecture) -> Result<Opened, ExchangeError> {
    let damaged = |error: safetensors::SafeTensorError| ExchangeError::Damaged {
        problem: error.to_string(),
    };
    let file = SafeTensors::deserialize(bytes).map_err(damaged)?;
    let outline = tensors::outline(architecture)?;
    let mut found: Vec<(String, TensorView<'_>)> = file.iter().map(own).collect();
    // The same remarks and the same error, whatever the order of a hash map.
    found.sort_by(|a, b| a.0.cmp(&b.0));
    if found.len() != outline.blocks.len() {
        let (found, expected) = (found.len(), outline.blocks.len());
        let problem = format!("{found} tensors; the network has {expected}");
        return Err(wrong("of the file", problem));
    }
    let mut notes = Vec::new();
    let torch = found.iter().any(|(name, _)| name.ends_with(".weight"));
    let places = match torch {
        true => in_pytorch(&found, architecture, &outline)?,
        false => in_keras(&found, &outline)?,
    };
    if torch {
        notes.push(Note::FromPyTorch);
    }
    for (_, view) in &found {
        let note = bits(view.dtype()).and_then(Bits::note);
        notes.extend(note.filter(|note| !notes.contains(note)));
    }
    let format = Format::Safetensors;
    tensors::opened(architecture, &outline, format, notes, |block| {
        let place = places.get(&block.range.start);
        let (name, view) = place
            .and_then(|place| found.get(*place))
            .ok_or_else(|| wrong(&block.name, "it is missing"))?;
        let tensor = tensor(name, view)?;
        Ok(match torch {
            true => transposed(tensor),
            false => tensor,
        })
    })
}

fn own<'a>((name, view): (&str, TensorView<'a>)) -> (String, TensorView<'a>) {
    (name.to_owned(), view)
}

fn bits(dtype: Dtype) -> Option<Bits> {
    match dtype {
        Dtype::F16 => Some(Bits::Float16),
        Dtype::BF16 => Some(Bits::Bfloat16),
        Dtype::F32 => Some(Bits::Float32),
        Dtype::F64 => Some(Bits::Float64),
        _ => None,
    }
}

fn tensor(name: &str, view: &TensorView<'_>) -> Result<Tensor, ExchangeError> {
    let bits = bits(view.dtype()).ok_or_else(|| {
        let problem = format!("its numbers are {}, no floats", view.dtype());
        wrong(name, problem)
    })?;
    Ok(Tensor {
        name: name.to_owned(),
        shape: view.shape().to_vec(),
        values: bits.numbers(view.data()),
    })
}

/// Rows to columns; what has not two axes stays as it is.
fn transposed(tensor: Tensor) -> Tensor {
    let &[rows, columns] = tensor.shape.as_slice() else {
        return tensor;
    };
    let at = |row: usize, column: usize| tensor.values.get(row * columns + column);
    let values = (0..columns).flat_map(|column| (0..rows).filter_map(move |row| at(row, column)));
    Tensor {
        shape: vec![columns, rows],
        values: values.copied().collect(),
        name: tensor.name,
    }
}

/// A tensor's layer and block, as Keras names them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct KerasName {
    /// `"dense"`.
    class: String,
    /// `dense_5`'s 5; 0 where there is none.
    number: u64,
    /// `"kernel"`, `"forward_layer/kernel"`.
    block: String,
}

impl KerasName {
    /// Of `dense_5/kernel`, `sequential/lstm/lstm_cell/kernel:0`, `bidirectional.forward_lstm.lstm_cell.bias`.
    fn of(name: &str) -> Option<Self> {
        let name = name.strip_suffix(":0").unwrap_or(name);
        let parts = name.split(['/', '.']);
        let parts: Vec<&str> = parts.filter(|part| !part.ends_with("_cell")).collect();
        let (layer, block) = match parts.as_slice() {
            [.., layer, direction, block] if direction.starts_with("forward_") => {
                (layer, format!("forward_layer/{block}"))
            }
            [.., layer, direction, block] if direction.starts_with("backward_") => {
                (layer, format!("backward_layer/{block}"))
            }
            [.., layer, block] => (layer, (*block).to_owned()),
            _ => return None,
        };
        let (class, number) = match layer.rsplit_once('_') {
            Some((class, number)) => match number.parse() {
                Ok(number) => (class, number),
                Err(_) => (*layer, 0),
            },
            None => (*layer, 0),
        };
        Some(Self {
            class: class.to_owned(),
            number,
            block,
        })
    }
}

/// For each block, by its place among the parameters, the tensor with its name.
fn in_keras(
    found: &[(String, TensorView<'_>)],
    outline: &Outline,
) -> Result<BTreeMap<usize, usize>, ExchangeError> {
    let mut named = BTreeMap::new();
    for (place, (name, _)) in found.iter().enumerate() {
        let keras = KerasName::of(name).ok_or_else(|| wrong(name, "its name has no layer"))?;
        named.insert(keras, place);
    }
    let mut places = BTreeMap::new();
    for block in &outline.blocks {
        let Some(wanted) = KerasName::of(&block.name) else {
            continue;
        };
        // The network's own numbers are places among the layers of a class.
        let mut numbers: Vec<u64> = named
            .keys()
            .filter(|name| name.class == wanted.class)
            .map(|name| name.number)
            .collect();
        numbers.dedup();
        let number = usize::try_from(wanted.number).ok();
        let number = number.and_then(|place| numbers.get(place));
        let name = number.map(|&number| KerasName { number, ..wanted });
        let place = name.and_then(|name| named.get(&name));
        let place = place.ok_or_else(|| wrong(&block.name, "the file has no tensor for it"))?;
        places.insert(block.range.start, *place);
    }
    Ok(places)
}

/// A module of PyTorch and one of its tensors: `fc1.weight` is `("fc1", "weight")`.
fn pytorch(name: &str) -> Option<(&str, &str)> {
    name.rsplit_once('.')
        .filter(|(_, tensor)| ["weight", "bias"].contains(tensor))
}

/// As [`in_keras`], by the order of PyTorch's modules.
fn in_pytorch(
    found: &[(String, TensorView<'_>)],
    architecture: &Architecture,
    outline: &Outline,
) -> Result<BTreeMap<usize, usize>, ExchangeError> {
    let other = |block: &&ParameterBlock| {
        let config = architecture.layers.get(block.layer);
        !matches!(config, Some(LayerConfig::Dense { .. }))
    };
    if let Some(block) = outline.blocks.iter().find(other) {
        let problem = "the file has PyTorch's names, which are taken for dense layers alone: rename its tensors as Keras \
                       does, and turn them to Keras's order";
        return Err(wrong(&block.name, problem));
    }
    // By stem and number: fc1, fc2; or 0, 2, 4.
    let mut modules: BTreeMap<(&str, u64), Vec<(&str, usize)>> = BTreeMap::new();
    for (place, (name, _)) in found.iter().enumerate() {
        let (module, tensor) =
            pytorch(name).ok_or_else(|| wrong(name, "it is neither a weight nor a bias"))?;
        let stem = module.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let number = module
            .get(stem.len()..)
            .and_then(|digits| digits.parse().ok());
        let number = number.unwrap_or(0);
        modules
            .entry((stem, number))
            .or_default()
            .push((tensor, place));
    }
    let mut stems: Vec<&str> = modules.keys().map(|(stem, _)| *stem).collect();
    stems.dedup();
    if let [first, second, ..] = stems.as_slice() {
        let problem = format!(
            "{first} and {second}: PyTorch's names don't tell the order of the layers unless they are numbered"
        );
        return Err(wrong("of the file", problem));
    }
    let mut layers: Vec<usize> = outline.blocks.iter().map(|block| block.layer).collect();
    layers.dedup();
    let mut places = BTreeMap::new();
    for block in &outline.blocks {
        let layer = layers.iter().position(|layer| *layer == block.layer);
        let module = layer.and_then(|layer| modules.values().nth(layer));
        let wanted = match block.name.ends_with("/kernel") {
            true => "weight",
            false => "bias",
        };
        let place = module.and_then(|module| module.iter().find(|(tensor, _)| *tensor == wanted));
        let (_, place) =
            place.ok_or_else(|| wrong(&block.name, "the file has no tensor for it"))?;
        places.insert(block.range.start, *place);
    }
    Ok(places)
}
