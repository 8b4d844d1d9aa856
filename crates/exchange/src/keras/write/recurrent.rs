//! Recurrent layers as Keras's, alone or within a layer of both directions.

use redes_core::network::LayerConfig;

use super::activations::{self, Fit};
use super::layers::{KerasOption, needed, option};

/// The class of a recurrent layer and its options, or why Keras does not have it.
pub(super) fn recurrent(config: &LayerConfig) -> Result<(&'static str, Vec<KerasOption>), String> {
    let function = |key, activation, usual: &str| match activations::fit(activation)? {
        Fit::Name(name) => Ok(option(key, name, usual)),
        Fit::Layers(_) => Err(format!(
            "within a recurrent layer, Keras 3 has no {} with this number",
            activation.name()
        )),
    };
    let all = |units: usize, return_sequences: bool, bias: bool| {
        vec![
            needed("units", units),
            option("return_sequences", return_sequences, false),
            option("use_bias", bias, true),
        ]
    };
    match config {
        LayerConfig::SimpleRnn {
            units,
            activation,
            return_sequences,
            bias,
        } => {
            let mut options = all(*units, *return_sequences, *bias);
            options.push(function("activation", activation, "tanh")?);
            Ok(("SimpleRNN", options))
        }
        LayerConfig::Lstm {
            units,
            return_sequences,
            activation,
            recurrent_activation,
            bias,
        } => {
            let mut options = all(*units, *return_sequences, *bias);
            options.push(function("activation", activation, "tanh")?);
            options.push(function(
                "recurrent_activation",
                recurrent_activation,
                "sigmoid",
            )?);
            Ok(("LSTM", options))
        }
        LayerConfig::Gru {
            units,
            activation,
            recurrent_activation,
            reset_after,
            bias,
            return_sequences,
        } => {
            let mut options = all(*units, *return_sequences, *bias);
            options.push(function("activation", activation, "tanh")?);
            options.push(function(
                "recurrent_activation",
                recurrent_activation,
                "sigmoid",
            )?);
            options.push(option("reset_after", *reset_after, true));
            Ok(("GRU", options))
        }
        _ => Err("it is no recurrent layer".to_owned()),
    }
}
