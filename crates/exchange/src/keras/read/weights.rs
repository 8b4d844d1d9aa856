//! From datasets to a network's parameters.

use std::collections::BTreeSet;

use redes_core::network::ParameterBlock;
use redes_hdf5::{Dataset, Kind};

use super::model::Model;
use crate::{ExchangeError, Note};

/// Datasets, and the layers of the architecture whose blocks they fill.
pub(super) struct Weights<'a> {
    /// The layer's name in the file.
    pub(super) layer: String,
    /// Which layers of the architecture.
    pub(super) parts: Vec<usize>,
    /// In Keras's order: what is trained, then what isn't.
    pub(super) datasets: Vec<(String, &'a Dataset<'a>)>,
}

/// Whether training moves a block.
pub(super) fn is_trained(block: &ParameterBlock) -> bool {
    !block.name.ends_with("/moving_mean") && !block.name.ends_with("/moving_variance")
}

/// All parameters in the order of the network.
pub(super) fn placed(
    model: &Model,
    weights: &[Weights<'_>],
    notes: &mut Vec<Note>,
) -> Result<Vec<f32>, ExchangeError> {
    let mut parameters: Vec<f32> = Vec::new();
    let count = model.outline.parameters;
    let reserved = parameters.try_reserve_exact(count);
    reserved.map_err(|_| redes_hdf5::Error::Memory { count })?;
    parameters.resize(count, 0.0);
    let mut kinds = BTreeSet::new();
    let mut filled = 0;
    for of_layer in weights {
        let own = |trained: bool| {
            let parts = of_layer.parts.iter();
            parts.flat_map(move |&part| {
                let blocks = model.outline.blocks.iter();
                blocks.filter(move |block| block.layer == part && is_trained(block) == trained)
            })
        };
        let blocks: Vec<&ParameterBlock> = own(true).chain(own(false)).collect();
        let wrong = |problem: String| ExchangeError::Weights {
            layer: of_layer.layer.clone(),
            problem,
        };
        let (found, expected) = (of_layer.datasets.len(), blocks.len());
        if found != expected {
            return Err(wrong(format!("{found} arrays, expected {expected}")));
        }
        for (block, (name, dataset)) in blocks.into_iter().zip(&of_layer.datasets) {
            if dataset.shape() != block.shape {
                let (found, expected) = (dataset.shape(), &block.shape);
                return Err(wrong(format!("{name} is {found:?}, expected {expected:?}")));
            }
            let values = dataset.f32()?;
            kinds.extend(other_bits(dataset.kind()));
            let bad = values.iter().filter(|value| !value.is_finite()).count();
            if bad > 0 {
                notes.push(Note::NotFinite {
                    tensor: name.clone(),
                    count: bad as u64,
                });
            }
            if let Some(place) = parameters.get_mut(block.range.clone())
                && place.len() == values.len()
            {
                place.copy_from_slice(&values);
                filled += values.len();
            }
        }
    }
    match filled == count {
        true => {
            notes.extend(kinds.into_iter().map(|kind| Note::OtherBits { kind }));
            Ok(parameters)
        }
        false => Err(ExchangeError::ParameterCount {
            expected: count,
            found: filled,
        }),
    }
}

/// The name of a type that is not float32.
fn other_bits(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::F32 => None,
        Kind::F16 => Some("float16"),
        Kind::Bf16 => Some("bfloat16"),
        Kind::F64 => Some("float64"),
        _ => Some("whole numbers"),
    }
}
