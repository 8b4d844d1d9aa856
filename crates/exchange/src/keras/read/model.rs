//! From the configuration of a model to a chain of layers.

use std::collections::BTreeMap;

use redes_core::network::{Architecture, LayerConfig, Outline};
use serde_json::{Map, Value};

use super::layers::{self, Surroundings};
use super::{Version, damaged, line, several};
use crate::{ExchangeError, Note};

/// The deepest nesting of models in models.
const MAX_DEPTH: usize = 8;
/// The most numbers that all layers may give out for one sample.
const MAX_OUTPUTS: usize = 1 << 25;

/// A model whose layers stand in one line.
pub(super) struct Model {
    pub(super) architecture: Architecture,
    pub(super) outline: Outline,
    /// For each layer of the architecture, where the file has it.
    pub(super) parts: Vec<Part>,
}

/// Where a file has a layer.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The layer's name.
    pub(super) name: String,
    /// Keras's class.
    pub(super) class: String,
    /// The layer of the outermost model that it is, or is in.
    pub(super) top: String,
    /// Its group in a file of Keras 3: its class and its number among those of its class.
    pub(super) path: String,
}

/// A layer's description, not yet understood.
struct Raw<'a> {
    part: Part,
    config: &'a Map<String, Value>,
    build: Option<&'a Value>,
}

impl Raw<'_> {
    fn layer(&self) -> several::Layer<'_> {
        (&self.part.name, &self.part.class, self.config)
    }
}

/// Reads the configuration of a whole model.
pub(super) fn read(
    json: &Value,
    version: Version,
    notes: &mut Vec<Note>,
) -> Result<Model, ExchangeError> {
    let config = json.get("config").unwrap_or(&Value::Null);
    let mut raws = Vec::new();
    collect(json, "", None, 0, &mut raws)?;
    let input = input(json, &raws).ok_or(ExchangeError::NoInputShape)?;
    if let Some(size) = input.0 {
        notes.push(Note::BatchSizeDropped { size });
    }
    let name = config.get("name").and_then(Value::as_str);
    let mut architecture = Architecture::new(input.1, Vec::new()).named(name.unwrap_or_default());
    let mut parts = Vec::new();
    let mut masked = None;
    let mut shape = architecture.input.clone();
    raws.retain(|raw| raw.part.class != "InputLayer");
    let line: Vec<_> = raws.iter().map(Raw::layer).collect();
    let mut rest = line.as_slice();
    let mut places = raws.iter();
    while let Some(raw) = places.next() {
        let Part { name, class, .. } = &raw.part;
        if let Some((activation, layers)) = several::function(rest)? {
            architecture
                .layers
                .push(LayerConfig::Activation { activation });
            parts.push(raw.part.clone());
            rest = rest.get(layers..).unwrap_or_default();
            places.nth(layers - 2);
            continue;
        }
        rest = rest.get(1..).unwrap_or_default();
        let mut around = Surroundings {
            version,
            below: architecture.layers.len(),
            shape: &shape,
            notes,
        };
        let layer = layers::read(name, class, raw.config, &mut around)?;
        if raw.config.get("mask_zero") == Some(&Value::Bool(true)) {
            masked = Some(name.clone());
        }
        masked = after_mask(&layer, masked)?;
        shape = layer.output_shape(&shape)?;
        architecture.layers.push(layer);
        parts.push(raw.part.clone());
    }
    finish(architecture, parts)
}

impl Model {
    /// A network of this program's, with the names that Keras gives to such layers.
    pub(super) fn known(architecture: &Architecture) -> Result<Self, ExchangeError> {
        let outline = checked(architecture)?;
        let mut numbers = BTreeMap::new();
        let parts = outline.rows.iter().map(|row| Part {
            name: row.name.clone(),
            class: row.kind.to_owned(),
            top: row.name.clone(),
            path: format!("layers/{}", group_name(row.kind, &mut numbers)),
        });
        Ok(Self {
            architecture: architecture.clone(),
            parts: parts.collect(),
            outline,
        })
    }
}

fn finish(architecture: Architecture, parts: Vec<Part>) -> Result<Model, ExchangeError> {
    Ok(Model {
        outline: checked(&architecture)?,
        architecture,
        parts,
    })
}

/// The outline of a network that is not too large.
fn checked(architecture: &Architecture) -> Result<Outline, ExchangeError> {
    let too_large = |what, found: usize, limit: usize| {
        Err(ExchangeError::TooLarge {
            what,
            found: found as u64,
            limit: limit as u64,
        })
    };
    let layers = architecture.layers.len();
    if layers > redes_models::MAX_LAYERS {
        return too_large("layers", layers, redes_models::MAX_LAYERS);
    }
    if layers == 0 {
        return Err(damaged("its model has no layer"));
    }
    let outline = architecture.outline()?;
    if outline.parameters > redes_models::MAX_PARAMETERS {
        let most = redes_models::MAX_PARAMETERS;
        return too_large("parameters", outline.parameters, most);
    }
    let outputs = outline
        .rows
        .iter()
        .map(|row| row.output_shape.iter().product());
    let outputs = outputs.fold(0, usize::saturating_add);
    if outputs > MAX_OUTPUTS {
        return too_large("outputs of all layers", outputs, MAX_OUTPUTS);
    }
    Ok(outline)
}

/// Lists the layers of a model and of the models in it, from the input to the output.
fn collect<'a>(
    model: &'a Value,
    path: &str,
    top: Option<&str>,
    depth: usize,
    raws: &mut Vec<Raw<'a>>,
) -> Result<(), ExchangeError> {
    let config = model.get("config").unwrap_or(&Value::Null);
    // Keras up to 2.1 wrote the layers of a Sequential alone.
    let list = config
        .as_array()
        .or_else(|| config.get("layers")?.as_array());
    let list = list.ok_or_else(|| damaged("its model has no list of layers"))?;
    let class = model
        .get("class_name")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let order: Vec<usize> = match class {
        "Sequential" => (0..list.len()).collect(),
        "Model" | "Functional" => line::order(list, config)?,
        other => {
            return Err(ExchangeError::UnknownLayer {
                layer: name_of(model).to_owned(),
                class: other.to_owned(),
            });
        }
    };
    // Groups are numbered in the order of the list.
    let mut numbers = BTreeMap::new();
    let paths: Vec<String> = list
        .iter()
        .map(|layer| format!("{path}layers/{}", group_name(class_of(layer), &mut numbers)))
        .collect();
    for index in order {
        let (Some(layer), Some(path)) = (list.get(index), paths.get(index)) else {
            continue;
        };
        let (name, class) = (name_of(layer), class_of(layer));
        let top = top.unwrap_or(name);
        if matches!(class, "Sequential" | "Model" | "Functional") {
            if depth == MAX_DEPTH {
                return Err(damaged("its models are nested too deep"));
            }
            collect(layer, &format!("{path}/"), Some(top), depth + 1, raws)?;
            continue;
        }
        let config = layer.get("config").and_then(Value::as_object);
        raws.push(Raw {
            part: Part {
                name: name.to_owned(),
                class: class.to_owned(),
                top: top.to_owned(),
                path: path.clone(),
            },
            config: config.ok_or_else(|| damaged("a layer has no configuration"))?,
            build: layer.get("build_config"),
        });
    }
    Ok(())
}

pub(super) fn name_of(layer: &Value) -> &str {
    let own = || layer.get("config")?.get("name")?.as_str();
    let outer = || layer.get("name")?.as_str();
    own().or_else(outer).unwrap_or("?")
}

fn class_of(layer: &Value) -> &str {
    let class = layer.get("class_name").and_then(Value::as_str);
    // A class of its own module is called "Package>Class".
    class.unwrap_or("?")
}

/// The size of the batch, where the file fixes it, and the shape of one sample.
fn input(model: &Value, raws: &[Raw<'_>]) -> Option<(Option<u64>, Vec<usize>)> {
    let of_layer = |raw: &Raw<'_>| {
        let keys = ["batch_shape", "batch_input_shape"];
        keys.iter().find_map(|key| sample(raw.config.get(*key)?))
    };
    let first = raws.iter().find(|raw| raw.part.class != "InputLayer");
    let built = |built: Option<&Value>| sample(built?.get("input_shape")?);
    let inputs = raws.iter().filter(|raw| raw.part.class == "InputLayer");
    inputs
        .take(1)
        .find_map(of_layer)
        .or_else(|| of_layer(first?))
        .or_else(|| sample(model.get("config")?.get("build_input_shape")?))
        .or_else(|| built(first?.build))
        .or_else(|| built(model.get("build_config")))
        .or_else(|| {
            let length = first?.config.get("input_length")?;
            Some((None, vec![super::options::whole(length)?]))
        })
}

/// A shape without the axis of the batch.
fn sample(shape: &Value) -> Option<(Option<u64>, Vec<usize>)> {
    let (batch, rest) = shape.as_array()?.split_first()?;
    let rest: Option<Vec<usize>> = rest.iter().map(super::options::whole).collect();
    let rest = rest.filter(|rest| !rest.is_empty())?;
    Some((batch.as_u64(), rest))
}

/// The name of a layer's group: its class in small letters, and its number among those of its class.
fn group_name(class: &str, numbers: &mut BTreeMap<String, usize>) -> String {
    let name = snake_case(class);
    let number = numbers.entry(name.clone()).or_insert(0);
    *number += 1;
    match *number {
        1 => name,
        n => format!("{name}_{}", n - 1),
    }
}

/// Keras's `to_snake_case`: `"LeakyReLU"` is `"leaky_re_lu"`, `"Conv2D"` is `"conv2d"`.
fn snake_case(class: &str) -> String {
    let letters: Vec<char> = class.chars().collect();
    let mut name = String::new();
    for (place, letter) in letters.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| letters.get(place));
        let small = |letter: Option<&char>| letter.is_some_and(char::is_ascii_lowercase);
        let begins = small(before) || small(letters.get(place + 1));
        if before.is_some() && letter.is_ascii_uppercase() && begins {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

/// Whether the layers so far leave padding out, and refuses a layer that would compute otherwise because of it.
fn after_mask(
    layer: &LayerConfig,
    masked: Option<String>,
) -> Result<Option<String>, ExchangeError> {
    let Some(name) = masked else { return Ok(None) };
    match layer {
        LayerConfig::Lstm { .. }
        | LayerConfig::Gru { .. }
        | LayerConfig::SimpleRnn { .. }
        | LayerConfig::Bidirectional { .. }
        | LayerConfig::GlobalAveragePool1D => Err(ExchangeError::UnknownOption {
            layer: name,
            class: "Embedding".to_owned(),
            option: "mask_zero".to_owned(),
            value: "true".to_owned(),
        }),
        LayerConfig::Embedding { .. }
        | LayerConfig::Dense { .. }
        | LayerConfig::DenseEach { .. }
        | LayerConfig::Dropout { .. }
        | LayerConfig::Activation { .. }
        | LayerConfig::BatchNormalization { .. } => Ok(Some(name)),
        // The others pass no mask on.
        _ => Ok(None),
    }
}

/// JSON in which tuples and shapes are lists: tf.keras wrote `{"class_name": "__tuple__", "items": […]}`.
pub(super) fn plain(value: Value) -> Value {
    match value {
        Value::Array(list) => Value::Array(list.into_iter().map(plain).collect()),
        Value::Object(mut map) => {
            let class = map.get("class_name").and_then(Value::as_str);
            if matches!(class, Some("__tuple__" | "TensorShape"))
                && let Some(items) = map.remove("items")
            {
                return plain(items);
            }
            map.values_mut()
                .for_each(|value| *value = plain(value.take()));
            Value::Object(map)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // From keras.src.utils.naming.to_snake_case of Keras 3.15.1.
    #[test]
    fn names_of_groups_are_keras_own() {
        for (class, name) in [
            ("Dense", "dense"),
            ("Conv2D", "conv2d"),
            ("SeparableConv2D", "separable_conv2d"),
            ("MaxPooling2D", "max_pooling2d"),
            ("GlobalMaxPooling1D", "global_max_pooling1d"),
            ("LSTM", "lstm"),
            ("GRU", "gru"),
            ("SimpleRNN", "simple_rnn"),
            ("BatchNormalization", "batch_normalization"),
            ("LeakyReLU", "leaky_re_lu"),
            ("ReLU", "re_lu"),
            ("TimeDistributed", "time_distributed"),
        ] {
            assert_eq!(snake_case(class), name);
        }
        let mut numbers = BTreeMap::new();
        let names = [(); 3].map(|()| group_name("Dense", &mut numbers));
        assert_eq!(names, ["dense", "dense_1", "dense_2"]);
    }
}
