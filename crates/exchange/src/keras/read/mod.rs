//! Reads Keras's files, of Keras 2.0 to 3.15.

mod activation;
mod layers;
mod line;
mod listed;
mod model;
mod numbered;
mod options;
mod several;
mod state;
mod training;
pub(crate) mod unzip;
mod weights;

use redes_core::network::Architecture;
use redes_hdf5::{File, Group, Text};
use serde_json::Value;

use crate::{ExchangeError, Format, MAX_BYTES, Opened};
use model::Model;
use weights::Weights;

/// The longest configuration that is read; Keras's are some thousand bytes.
const MAX_CONFIG: usize = 8 << 20;

/// The rules by which a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    /// Keras 2 and tf.keras up to 2.15.
    Two,
    /// Keras 3.
    Three,
}

impl Version {
    /// By the version in the file, or else by the words of its configuration: only Keras 3's names modules and shapes of
    /// batches.
    fn of(version: Option<&str>, config: &str) -> Self {
        let three = match version {
            Some(version) => !matches!(version.as_bytes(), [b'0'..=b'2', b'.', ..]),
            None => config.contains("\"batch_shape\"") || config.contains("\"build_config\""),
        };
        if three { Self::Three } else { Self::Two }
    }
}

/// Reads a file in HDF5: a whole model.
pub(crate) fn h5(bytes: &[u8]) -> Result<Opened, ExchangeError> {
    let file = File::open(bytes)?;
    let root = file.root();
    let Some(config) = text(root, "model_config")? else {
        return Err(match is_weights(root) {
            true => ExchangeError::WeightsAlone,
            false => damaged("it has no model_config, and no weights of Keras"),
        });
    };
    let stored = root.group("model_weights").unwrap_or(root);
    let version = match text(root, "keras_version")? {
        None => text(stored, "keras_version")?,
        some => some,
    };
    let mut notes = Vec::new();
    let rules = Version::of(version.as_deref(), &config);
    let model = model::read(&parse(&config)?, rules, &mut notes)?;
    let weights = listed::by_name(stored, &model)?;
    let mut opened = assemble(model, weights, Format::KerasH5, version, notes)?;
    let compiled = text(root, "training_config")?;
    let compiled = compiled.and_then(|text| parse(&text).ok());
    training::read(&mut opened, compiled.as_ref(), || {
        state::listed(root.group("optimizer_weights")?)
    });
    Ok(opened)
}

/// Reads a `.keras`: a zip.
pub(crate) fn zip(bytes: &[u8]) -> Result<Opened, ExchangeError> {
    let Some(config) = unzip::member(bytes, "config.json", MAX_CONFIG)? else {
        return Err(damaged("the zip has no config.json: it is no .keras"));
    };
    let config = String::from_utf8_lossy(&config);
    let metadata = unzip::member(bytes, "metadata.json", MAX_CONFIG)?;
    let metadata: Value = serde_json::from_slice(&metadata.unwrap_or_default()).unwrap_or_default();
    let version = metadata.get("keras_version").and_then(Value::as_str);
    let Some(stored) = unzip::member(bytes, "model.weights.h5", MAX_BYTES)? else {
        return Err(damaged("the zip has no model.weights.h5"));
    };
    let file = File::open(&stored)?;
    let mut notes = Vec::new();
    let config_json = parse(&config)?;
    let rules = Version::of(version, &config);
    let model = model::read(&config_json, rules, &mut notes)?;
    let paths = numbered::Paths::of(file.root());
    let weights = numbered::of_model(&paths, &model);
    let version = version.map(str::to_owned);
    let mut opened = assemble(model, weights, Format::KerasZip, version, notes)?;
    let compiled = config_json.get("compile_config").filter(|v| v.is_object());
    training::read(&mut opened, compiled, || state::numbered(&paths));
    Ok(opened)
}

/// Reads the weights of a file in HDF5 into a known network: `.weights.h5`, what Keras 2's `save_weights` wrote, or those of
/// a whole model.
pub(crate) fn weights(bytes: &[u8], architecture: &Architecture) -> Result<Opened, ExchangeError> {
    let file = File::open(bytes)?;
    let root = file.root();
    let stored = root.group("model_weights").unwrap_or(root);
    let model = Model::known(architecture)?;
    let version = text(root, "keras_version")?;
    let paths;
    let (weights, moments) = match stored.has("layer_names") || stored.has("layer_names0") {
        true => {
            let moments = root.group("optimizer_weights").and_then(state::listed);
            (listed::by_order(stored, &model)?, moments)
        }
        false => {
            paths = numbered::Paths::of(root);
            (numbered::of_model(&paths, &model), state::numbered(&paths))
        }
    };
    let mut opened = assemble(model, weights, Format::KerasWeights, version, Vec::new())?;
    training::read(&mut opened, None, || moments);
    Ok(opened)
}

/// Whether a file without a configuration holds weights of Keras.
fn is_weights(root: &Group<'_>) -> bool {
    let paths = || numbered::Paths::of(root).any("layers/");
    root.has("layer_names") || root.has("layer_names0") || paths()
}

/// Puts the weights into their places.
fn assemble(
    model: Model,
    weights: Vec<Weights<'_>>,
    format: Format,
    keras_version: Option<String>,
    mut notes: Vec<crate::Note>,
) -> Result<Opened, ExchangeError> {
    let parameters = weights::placed(&model, &weights, &mut notes)?;
    Ok(Opened {
        architecture: model.architecture,
        names: model.parts.into_iter().map(|part| part.name).collect(),
        parameters,
        format,
        keras_version,
        training: None,
        notes,
    })
}

/// A string attribute.
fn text(group: &Group<'_>, name: &str) -> Result<Option<String>, ExchangeError> {
    Ok(group.text(name)?.and_then(Text::one))
}

/// Reads JSON of a bounded length.
fn parse(json: &str) -> Result<Value, ExchangeError> {
    if json.len() > MAX_CONFIG {
        return Err(ExchangeError::TooLarge {
            what: "bytes of configuration",
            found: json.len() as u64,
            limit: MAX_CONFIG as u64,
        });
    }
    let value = serde_json::from_slice(json.as_bytes());
    value
        .map(model::plain)
        .map_err(|error| damaged(&format!("its configuration is no JSON: {error}")))
}

fn damaged(problem: &str) -> ExchangeError {
    ExchangeError::Damaged {
        problem: problem.to_owned(),
    }
}
