//! The configuration of a layer: what is used, what is neutral, and what is refused by its name.

use serde_json::{Map, Value};

use crate::ExchangeError;

/// Keys that change no answer of a trained network.
const NO_MATTER: &[&str] = &[
    "activity_regularizer",
    "autocast",
    "batch_input_shape",
    "batch_shape",
    "dtype",
    "dynamic",
    "implementation",
    "input_dim",
    "input_dtype",
    "input_length",
    "input_shape",
    "lora_alpha",
    "momentum",
    "name",
    "optional",
    "ragged",
    "registered_name",
    "renorm_momentum",
    "seed",
    "sparse",
    "synchronized",
    "trainable",
    "unit_forget_bias",
    "unroll",
    "use_cudnn",
    // Masks are refused where they would matter.
    "zero_output_for_mask",
];

/// Ends of keys that say how weights began or are held while training.
const OF_TRAINING: &[&str] = &["_initializer", "_regularizer", "_constraint"];

/// The options of a layer that haven't been looked at yet.
pub(super) struct Options {
    /// The layer's name in the file.
    pub(super) layer: String,
    /// Keras's class.
    pub(super) class: String,
    rest: Map<String, Value>,
}

impl Options {
    /// Those of a layer's `config`.
    pub(super) fn new(layer: &str, class: &str, config: &Map<String, Value>) -> Self {
        Self {
            layer: layer.to_owned(),
            class: class.to_owned(),
            rest: config.clone(),
        }
    }

    /// Takes an option; null where it is missing.
    pub(super) fn take(&mut self, key: &str) -> Value {
        self.rest.remove(key).unwrap_or(Value::Null)
    }

    /// That an option has a value which this program does not have.
    pub(super) fn refused(&self, option: &str, value: &Value) -> ExchangeError {
        let mut value = value.to_string();
        if let Some((end, _)) = value.char_indices().nth(60) {
            value.truncate(end);
        }
        ExchangeError::UnknownOption {
            layer: self.layer.clone(),
            class: self.class.clone(),
            option: option.to_owned(),
            value,
        }
    }

    /// A whole number of at least 1.
    pub(super) fn size(&mut self, key: &str) -> Result<usize, ExchangeError> {
        let value = self.take(key);
        whole(&value).ok_or_else(|| self.refused(key, &value))
    }

    /// As [`Options::size`], with a value for a missing key.
    pub(super) fn size_or(&mut self, key: &str, default: usize) -> Result<usize, ExchangeError> {
        match self.take(key) {
            Value::Null => Ok(default),
            value => whole(&value).ok_or_else(|| self.refused(key, &value)),
        }
    }

    /// As many whole numbers as there are axes; a single one counts for all. `None` where it is null.
    pub(super) fn sizes<const N: usize>(
        &mut self,
        key: &str,
    ) -> Result<Option<[usize; N]>, ExchangeError> {
        let value = self.take(key);
        let sizes = match &value {
            Value::Null => return Ok(None),
            Value::Array(list) if list.len() == N => {
                let mut sizes = [0; N];
                let mut fine = true;
                for (size, value) in sizes.iter_mut().zip(list) {
                    *size = whole(value).unwrap_or_default();
                    fine &= *size > 0;
                }
                fine.then_some(sizes)
            }
            single => whole(single).map(|size| [size; N]),
        };
        sizes.map(Some).ok_or_else(|| self.refused(key, &value))
    }

    /// A number.
    pub(super) fn number(&mut self, key: &str) -> Result<Option<f64>, ExchangeError> {
        let value = self.take(key);
        match number(&value) {
            None if !value.is_null() => Err(self.refused(key, &value)),
            found => Ok(found),
        }
    }

    /// Yes or no, with a value for a missing key.
    pub(super) fn flag(&mut self, key: &str, default: bool) -> Result<bool, ExchangeError> {
        match self.take(key) {
            Value::Null => Ok(default),
            Value::Bool(yes) => Ok(yes),
            other => Err(self.refused(key, &other)),
        }
    }

    /// Refuses an option unless its value, where there is one, is one of these.
    pub(super) fn only(&mut self, key: &str, allowed: &[Value]) -> Result<(), ExchangeError> {
        let value = self.take(key);
        match value.is_null() || allowed.contains(&value) {
            true => Ok(()),
            false => Err(self.refused(key, &value)),
        }
    }

    /// Refuses what is left and not neutral.
    pub(super) fn finish(self) -> Result<(), ExchangeError> {
        for (key, value) in &self.rest {
            let harmless = NO_MATTER.contains(&key.as_str())
                || OF_TRAINING.iter().any(|end| key.ends_with(end))
                || is_neutral(key, value);
            if !harmless {
                return Err(self.refused(key, value));
            }
        }
        Ok(())
    }
}

/// Whether a value says that an option is not used.
fn is_neutral(key: &str, value: &Value) -> bool {
    let text = value.as_str();
    match key {
        "data_format" => text == Some("channels_last") || value.is_null(),
        "dilation_rate" | "groups" => match value {
            Value::Array(list) => list.iter().all(|value| whole(value) == Some(1)),
            value => value.is_null() || whole(value) == Some(1),
        },
        _ => match value {
            Value::Null | Value::Bool(false) => true,
            Value::Array(list) => list.is_empty(),
            Value::Object(map) => map.is_empty(),
            value => number(value) == Some(0.0),
        },
    }
}

/// A whole number of at least 1.
pub(super) fn whole(value: &Value) -> Option<usize> {
    let value = match value.as_u64() {
        Some(value) => value,
        None => value.as_f64().filter(|v| v.fract() == 0.0 && *v < 1e15)? as u64,
    };
    usize::try_from(value).ok().filter(|&value| value > 0)
}

/// A finite number, also as Keras 2.2 wrote those of NumPy: `{"type": "ndarray", "value": 0.3}`.
pub(super) fn number(value: &Value) -> Option<f64> {
    let plain = value.as_f64();
    let wrapped = || value.get("value").and_then(Value::as_f64);
    plain.or_else(wrapped).filter(|value| value.is_finite())
}
