//! Names and descriptions of activation functions.

use redes_core::activation::Activation;
use serde_json::Value;

use super::Version;
use super::options::{Options, number};
use crate::{ExchangeError, Note};

/// The function that `options` names under `key`; the identity where there is none.
pub(super) fn read(
    options: &mut Options,
    key: &str,
    version: Version,
    notes: &mut Vec<Note>,
) -> Result<Activation, ExchangeError> {
    let value = options.take(key);
    let found = match &value {
        Value::Null => Some(Activation::Identity),
        Value::String(name) => named(name, version),
        Value::Object(map) => {
            let class = map
                .get("class_name")
                .and_then(Value::as_str)
                .unwrap_or_default();
            match map.get("config") {
                // A function that is not Keras's own by its name, such as TensorFlow's.
                Some(Value::String(name)) => named(name, version),
                Some(Value::Object(config)) => {
                    let mut own = Options::new(&options.layer, class, config);
                    let found = layer(class, &mut own)?;
                    own.finish()?;
                    found
                }
                _ => None,
            }
        }
        _ => None,
    };
    let found = found.ok_or_else(|| options.refused(key, &value))?;
    if let Activation::HardSigmoid { slope } = found {
        notes.push(Note::HardSigmoid {
            layer: options.layer.clone(),
            slope,
        });
    }
    Ok(found)
}

/// The function of a name.
fn named(name: &str, version: Version) -> Option<Activation> {
    // `tf.nn.softmax` calls itself softmax_v2.
    Some(match name.strip_suffix("_v2").unwrap_or(name) {
        "linear" => Activation::Identity,
        "relu" => Activation::RELU,
        "leaky_relu" => Activation::LEAKY_RELU,
        "sigmoid" => Activation::Sigmoid,
        "tanh" => Activation::Tanh,
        "softmax" => Activation::Softmax,
        "hard_sigmoid" if version == Version::Two => Activation::HARD_SIGMOID_2,
        "hard_sigmoid" => Activation::HARD_SIGMOID_3,
        "elu" => Activation::Elu { alpha: 1.0 },
        "selu" => Activation::Selu,
        "softplus" => Activation::Softplus,
        "softsign" => Activation::Softsign,
        "silu" | "swish" => Activation::Silu,
        "gelu" => Activation::Gelu,
        "exponential" => Activation::Exponential,
        _ => return None,
    })
}

/// The function of a layer that has only one, such as `LeakyReLU`; `None` for other classes.
pub(super) fn layer(
    class: &str,
    options: &mut Options,
) -> Result<Option<Activation>, ExchangeError> {
    Ok(Some(match class {
        "ReLU" => {
            let slope = options.number("negative_slope")?.unwrap_or(0.0);
            let threshold = options.number("threshold")?.unwrap_or(0.0);
            match (slope, threshold) {
                (0.0, threshold) => Activation::Relu { threshold },
                (slope, 0.0) => Activation::LeakyRelu { slope },
                (slope, _) => return Err(options.refused("negative_slope", &Value::from(slope))),
            }
        }
        "ThresholdedReLU" => Activation::Relu {
            threshold: options.number("theta")?.unwrap_or(1.0),
        },
        "LeakyReLU" => {
            // Keras 3's name, then Keras 2's.
            let slope = options.number("negative_slope")?;
            let alpha = options.number("alpha")?;
            Activation::LeakyRelu {
                slope: slope.or(alpha).unwrap_or(0.3),
            }
        }
        "ELU" => Activation::Elu {
            alpha: options.number("alpha")?.unwrap_or(1.0),
        },
        "Softmax" => {
            let axis = options.take("axis");
            let last = match &axis {
                Value::Null => true,
                Value::Array(list) => list.len() == 1 && list.iter().all(is_last),
                axis => is_last(axis),
            };
            match last {
                true => Activation::Softmax,
                false => return Err(options.refused("axis", &axis)),
            }
        }
        _ => return Ok(None),
    }))
}

fn is_last(axis: &Value) -> bool {
    number(axis) == Some(-1.0)
}
