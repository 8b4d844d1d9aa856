//! Weights as groups and datasets of HDF5, in the two layouts of Keras.

use redes_core::optimizer::OptimizerConfig;
use redes_hdf5::write::{Attribute, Dataset, Group};

use super::config::VERSION;
use super::layers::{KerasLayer, Variables};
use crate::parts::Block;
use crate::{ExchangeError, Memory, TrainingState};

/// The weights of Keras 3, as in `.weights.h5` and within `.keras`: groups by class and order, variables by number.
pub(super) fn numbered(
    layers: &[KerasLayer<'_>],
    training: Option<&TrainingState>,
) -> Result<Vec<u8>, ExchangeError> {
    let mut root = Group::new();
    root.group("vars")?;
    for layer in layers {
        let group = format!("layers/{}", layer.name);
        let own = root.group(&format!("{group}/vars"))?;
        own.attribute("name", Attribute::Text(layer.name.clone()));
        for variables in &layer.variables {
            let group = match variables.group {
                "" => group.clone(),
                inner => format!("{group}/{inner}"),
            };
            let vars = root.group(&format!("{group}/vars"))?;
            let name = variables.scope.rsplit('/').next().unwrap_or_default();
            if !name.is_empty() {
                vars.attribute("name", Attribute::Text(name.to_owned()));
            }
            for (number, block) in variables.blocks.iter().enumerate() {
                vars.dataset(&number.to_string(), dataset(block)?)?;
            }
        }
    }
    if let Some(state) = training.and_then(Memories::of) {
        let vars = root.group("optimizer/vars")?;
        vars.attribute("name", Attribute::Text(state.name.to_owned()));
        for (number, dataset) in state.variables(layers)?.into_iter().enumerate() {
            vars.dataset(&number.to_string(), dataset)?;
        }
    }
    Ok(root.to_file()?)
}

/// The whole model in HDF5: its description, and weights by the names of layers and variables.
///
/// What the optimiser remembers is left out. Keras 3.15 opens a file that has it, its own too, but then does not train: it
/// builds the optimiser for no variables (findings/keras-h5-optimizer.sh).
pub(super) fn named(
    model: &str,
    config: String,
    training_config: Option<String>,
    layers: &[KerasLayer<'_>],
) -> Result<Vec<u8>, ExchangeError> {
    let mut root = Group::new();
    signature(&mut root);
    root.attribute("model_config", Attribute::Ascii(config));
    if let Some(config) = training_config {
        root.attribute("training_config", Attribute::Ascii(config));
    }
    let weights = root.group("model_weights")?;
    signature(weights);
    let names = layers.iter().map(|layer| layer.name.clone());
    weights.attribute("layer_names", list(names.collect()));
    for layer in layers {
        let group = weights.group(&layer.name)?;
        let mut names = Vec::new();
        for (name, block) in variables(layer) {
            let name = format!("{model}/{name}");
            group.dataset(&name, dataset(block)?)?;
            names.push(name);
        }
        group.attribute("weight_names", list(names));
    }
    let rest = weights.group("top_level_model_weights")?;
    rest.attribute("weight_names", Attribute::Empty);
    Ok(root.to_file()?)
}

/// What Keras says of itself.
fn signature(group: &mut Group) {
    group.attribute("backend", Attribute::Text("tensorflow".to_owned()));
    group.attribute("keras_version", Attribute::Text(VERSION.to_owned()));
}

/// Names as an attribute; h5py makes numbers of a list without any.
fn list(names: Vec<String>) -> Attribute {
    match names.is_empty() {
        true => Attribute::Empty,
        false => Attribute::AsciiList(names),
    }
}

fn dataset(block: &Block<'_>) -> Result<Dataset, ExchangeError> {
    Ok(Dataset::f32(block.shape, block.values.to_vec())?)
}

/// All variables of a layer, with their names from the layer's on: `dense/kernel`, `lstm/lstm_cell/kernel`.
fn variables<'a>(layer: &'a KerasLayer<'_>) -> impl Iterator<Item = (String, &'a Block<'a>)> {
    layer.variables.iter().flat_map(|variables| {
        variables.blocks.iter().map(|block| {
            let parts = [&layer.name, variables.scope.as_str(), block.name];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            (parts.join("/"), block)
        })
    })
}

/// What an optimiser remembers, as Keras's variables.
struct Memories<'a> {
    /// `"adam"`.
    name: &'static str,
    rate: f64,
    memory: &'a Memory,
    /// The lists that it keeps. Keras writes those of one round variable by variable.
    rounds: Vec<Vec<&'a [f32]>>,
}

impl<'a> Memories<'a> {
    /// Of a training whose optimiser Keras has, with its memory.
    fn of(training: &'a TrainingState) -> Option<Self> {
        // Without a loss the model is not compiled, and no optimiser waits for a memory.
        super::config::compilation(training)?;
        let memory = training.memory.as_ref()?;
        let (first, second) = (memory.first.as_slice(), memory.second.as_slice());
        let some = |momentum: f64| (momentum > 0.0).then(|| vec![first]);
        let (name, rate, rounds) = match training.optimizer? {
            OptimizerConfig::Adam { learning_rate, .. } => {
                let both = vec![first, second];
                ("adam", learning_rate, vec![both])
            }
            OptimizerConfig::Rmsprop {
                learning_rate,
                momentum,
                ..
            } => {
                let squares = Some(vec![second]);
                let rounds = squares.into_iter().chain(some(momentum)).collect();
                ("rmsprop", learning_rate, rounds)
            }
            OptimizerConfig::Sgd {
                learning_rate,
                momentum,
                ..
            } => ("sgd", learning_rate, some(momentum).into_iter().collect()),
            OptimizerConfig::ThesisDescent { learning_rate, .. } => {
                ("sgd", learning_rate, Vec::new())
            }
        };
        Some(Self {
            name,
            rate,
            memory,
            rounds,
        })
    }

    /// The steps done, the rate, and for each trainable variable its part of each list.
    fn variables(&self, layers: &[KerasLayer<'_>]) -> Result<Vec<Dataset>, ExchangeError> {
        let steps = i64::try_from(self.memory.steps).unwrap_or(i64::MAX);
        let mut found = vec![
            Dataset::i64(&[], vec![steps])?,
            Dataset::f32(&[], vec![self.rate as f32])?,
        ];
        for lists in &self.rounds {
            let mut at = 0;
            for (_, block) in layers.iter().flat_map(variables) {
                let range = at..at + block.values.len();
                at = range.end;
                if !Variables::trainable(block.name) {
                    continue;
                }
                for values in lists {
                    let part = values.get(range.clone()).unwrap_or_default();
                    found.push(Dataset::f32(block.shape, part.to_vec())?);
                }
            }
        }
        Ok(found)
    }
}
