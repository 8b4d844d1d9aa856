//! Functions that Keras has as several layers, one behind the other: those that `write/activations.rs` writes.

use redes_core::activation::Activation;
use serde_json::{Map, Value};

use super::options::Options;
use crate::ExchangeError;

/// A layer's name, class and configuration.
pub(super) type Layer<'a> = (&'a str, &'a str, &'a Map<String, Value>);

/// The function of the first layers of a line, and how many layers it takes; none where they are no such function.
pub(super) fn function(line: &[Layer<'_>]) -> Result<Option<(Activation, usize)>, ExchangeError> {
    let Some((slope, offset)) = scaling(line.first())? else {
        return Ok(None);
    };
    Ok(match line.get(1) {
        // A sigmoid between two scalings.
        Some((_, "Activation", config))
            if offset == 0.0
                && config.get("activation").and_then(Value::as_str) == Some("sigmoid") =>
        {
            scaling(line.get(2))?.map(|(height, base)| {
                let logistic = Activation::Logistic {
                    slope,
                    height,
                    base,
                };
                (logistic, 3)
            })
        }
        // A straight line, cut at 0 and 1.
        Some((name, "ReLU", config)) if offset == 0.5 => {
            let mut options = Options::new(name, "ReLU", config);
            let most = options.number("max_value")?;
            let slope_below = options.number("negative_slope")?.unwrap_or(0.0);
            let threshold = options.number("threshold")?.unwrap_or(0.0);
            options.finish()?;
            let cut = most == Some(1.0) && slope_below == 0.0 && threshold == 0.0;
            cut.then_some((Activation::HardSigmoid { slope }, 2))
        }
        _ => None,
    })
}

/// The factor and the summand of a layer that scales.
fn scaling(layer: Option<&Layer<'_>>) -> Result<Option<(f64, f64)>, ExchangeError> {
    let Some((name, "Rescaling", config)) = layer else {
        return Ok(None);
    };
    let mut options = Options::new(name, "Rescaling", config);
    let scale = options.number("scale")?;
    let offset = options.number("offset")?.unwrap_or(0.0);
    options.finish()?;
    Ok(scale.map(|scale| (scale, offset)))
}
