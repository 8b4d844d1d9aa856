//! Networks as Keras's files: whole models in `.h5` and `.keras`, and weights alone in `.weights.h5`.
//!
//! They are what Keras 3.15 writes, without what it fills in by itself. A network whose loss and optimiser Keras has is compiled
//! there; from a `.keras` file, which also holds what the optimiser remembers, it goes on training as it would here. Another
//! opens, answers, and is compiled by its user.

mod activations;
mod config;
mod layers;
mod weights;

use redes_core::network::Network;

pub(crate) use config::compilation;
pub(crate) use layers::{KerasOption, Setting, layers};

use crate::{ExchangeError, Target, TrainingState, archive, names};
use config::Style;

/// The date of all files: the same network gives the same bytes.
const DATE: &str = "1980-01-01@00:00:00";

/// Writes a network as `.h5`.
pub(crate) fn hdf5(
    network: &Network<f32>,
    training: Option<&TrainingState>,
) -> Result<Vec<u8>, ExchangeError> {
    let layers = layers::layers(network, Target::KerasH5)?;
    let architecture = network.architecture();
    let name = names::model(&architecture.name);
    let model = config::model(&name, &architecture.input, &layers, None, Style::Hdf5);
    let compiled = training.and_then(|training| config::compiled(training, Style::Hdf5));
    let compiled = compiled.map(|config| config.to_string());
    weights::named(&name, model.to_string(), compiled, &layers)
}

/// Writes a network as `.keras`.
pub(crate) fn zip(
    network: &Network<f32>,
    training: Option<&TrainingState>,
) -> Result<Vec<u8>, ExchangeError> {
    let layers = layers::layers(network, Target::Keras)?;
    let architecture = network.architecture();
    let name = names::model(&architecture.name);
    let model = config::model(&name, &architecture.input, &layers, training, Style::Zip);
    let metadata = serde_json::json!({"keras_version": config::VERSION, "date_saved": DATE});
    let weights = weights::numbered(&layers, training)?;
    archive::stored([
        ("metadata.json", metadata.to_string().as_bytes()),
        ("config.json", model.to_string().as_bytes()),
        ("model.weights.h5", &weights),
    ])
}

/// Writes a network's weights as `.weights.h5`.
pub(crate) fn weights(
    network: &Network<f32>,
    training: Option<&TrainingState>,
) -> Result<Vec<u8>, ExchangeError> {
    weights::numbered(&layers::layers(network, Target::KerasWeights)?, training)
}
