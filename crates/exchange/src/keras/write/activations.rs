//! Activation functions in Keras 3: by name, or as layers of their own.

use redes_core::activation::Activation;
use serde_json::Value;

use super::layers::{KerasOption, needed, option};

/// What computes a function.
pub(super) enum Fit {
    /// The name that a layer's option `activation` takes.
    Name(&'static str),
    /// Layers, one behind the other: class and options.
    Layers(Vec<(&'static str, Vec<KerasOption>)>),
}

/// How Keras 3 computes a function; or why it can't.
pub(super) fn fit(activation: &Activation) -> Result<Fit, String> {
    let rectifier = |options| Fit::Layers(vec![("ReLU", options)]);
    let scaling = |scale: f64, offset: f64| {
        let options = vec![needed("scale", scale), option("offset", offset, 0.0)];
        ("Rescaling", options)
    };
    Ok(match *activation {
        Activation::Step { .. } => return Err("Keras has no step function".to_owned()),
        Activation::Relu { threshold } if threshold < 0.0 => {
            return Err("Keras has no ReLU with a threshold below 0".to_owned());
        }
        Activation::Relu { threshold } if threshold > 0.0 => {
            rectifier(vec![option("threshold", threshold, 0.0)])
        }
        Activation::LeakyRelu { slope } if slope != 0.2 => {
            let options = vec![option("negative_slope", slope, 0.3)];
            Fit::Layers(vec![("LeakyReLU", options)])
        }
        Activation::Logistic {
            slope,
            height,
            base,
        } => Fit::Layers(vec![
            scaling(slope, 0.0),
            ("Activation", vec![needed("activation", "sigmoid")]),
            scaling(height, base),
        ]),
        // Keras 2's; Keras 3 gives the name to another slope.
        Activation::HardSigmoid { slope } if slope != 1.0 / 6.0 => Fit::Layers(vec![
            scaling(slope, 0.5),
            ("ReLU", vec![option("max_value", 1.0, Value::Null)]),
        ]),
        Activation::Elu { alpha } if alpha != 1.0 => {
            Fit::Layers(vec![("ELU", vec![option("alpha", alpha, 1.0)])])
        }
        _ => Fit::Name(activation.name()),
    })
}
