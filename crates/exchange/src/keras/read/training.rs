//! Loss and optimiser. A faulty optimiser never stops the weights: what can't be used becomes a note.

use redes_core::loss::Loss;
use redes_core::optimizer::OptimizerConfig;
use serde_json::{Map, Value};

use super::options::number;
use super::state::{Moment, Stored};
use crate::{Note, Opened, TrainingState};

/// Options of an optimiser that would make other steps, unless they hold these or null, false or 0.
const NOT_OURS: &[&str] = &[
    "amsgrad",
    "centered",
    "clipnorm",
    "clipvalue",
    "decay",
    "global_clipnorm",
    "gradient_accumulation_steps",
    "use_ema",
    "weight_decay",
];

/// Adds what `compiled` (Keras's training_config or compile_config) and the stored arrays say.
pub(super) fn read<'a>(
    opened: &mut Opened,
    compiled: Option<&Value>,
    stored: impl FnOnce() -> Option<Stored<'a>>,
) {
    let Some(compiled) = compiled else {
        if stored().is_some() {
            let problem = "the file does not say whose it is".to_owned();
            opened.notes.push(Note::MemoryLeftOut { problem });
        }
        return;
    };
    let loss = compiled
        .get("loss")
        .and_then(|value| loss(value, &mut opened.notes));
    // Keras 2 wrote the optimiser under another key.
    let described = ["optimizer_config", "optimizer"];
    let described = described.iter().find_map(|key| compiled.get(key));
    let described = described.filter(|value| !value.is_null());
    let kind = described.and_then(|value| optimizer(value, &mut opened.notes));
    let mut training = TrainingState {
        loss,
        optimizer: kind,
        memory: None,
    };
    if let Some(config) = &mut training.optimizer
        && let Some(stored) = stored().filter(|stored| !stored.is_fresh())
    {
        // The rate may have been changed since the model was compiled.
        if let Some(rate) = stored.rate.filter(|rate| rate.is_finite() && *rate >= 0.0) {
            set_rate(config, f64::from(rate));
        }
        let memory = opened.architecture.outline();
        let memory = memory
            .map_err(|error| error.to_string())
            .and_then(|outline| stored.memory(&outline, moments(config)));
        match memory {
            Ok(memory) => training.memory = Some(memory),
            Err(problem) => opened.notes.push(Note::MemoryLeftOut { problem }),
        }
    }
    if training.loss.is_some() || training.optimizer.is_some() {
        opened.training = Some(training);
    }
}

/// The moments that an optimiser keeps, in the order in which Keras 3 makes them for each weight.
fn moments(config: &OptimizerConfig) -> &'static [Moment] {
    match config {
        OptimizerConfig::Adam { .. } => &[Moment::First, Moment::Second],
        OptimizerConfig::Rmsprop { momentum: 0.0, .. } => &[Moment::Second],
        OptimizerConfig::Rmsprop { .. } => &[Moment::Second, Moment::First],
        OptimizerConfig::Sgd { momentum: 0.0, .. } | OptimizerConfig::ThesisDescent { .. } => &[],
        OptimizerConfig::Sgd { .. } => &[Moment::First],
    }
}

fn set_rate(config: &mut OptimizerConfig, rate: f64) {
    match config {
        OptimizerConfig::ThesisDescent { learning_rate, .. }
        | OptimizerConfig::Sgd { learning_rate, .. }
        | OptimizerConfig::Adam { learning_rate, .. }
        | OptimizerConfig::Rmsprop { learning_rate, .. } => *learning_rate = rate,
    }
}

/// A loss by its name or its description, or those of a model with one output.
fn loss(value: &Value, notes: &mut Vec<Note>) -> Option<Loss> {
    let empty = Map::new();
    let (name, config) = match value {
        Value::Null => return None,
        Value::String(name) => (name.as_str(), &empty),
        Value::Array(list) if list.len() == 1 => return loss(list.first()?, notes),
        Value::Object(map) if !map.contains_key("class_name") && map.len() == 1 => {
            return loss(map.values().next()?, notes);
        }
        value => match value.get("config") {
            Some(Value::String(name)) => (name.as_str(), &empty),
            Some(Value::Object(config)) => {
                let class = value.get("class_name").and_then(Value::as_str);
                (class.unwrap_or("?"), config)
            }
            _ => ("?", &empty),
        },
    };
    // Sums of logits, or of softened labels, are other losses.
    let plain = config.get("from_logits").and_then(Value::as_bool) != Some(true)
        && config
            .get("label_smoothing")
            .and_then(number)
            .unwrap_or(0.0)
            == 0.0;
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let found = match letters.to_ascii_lowercase().as_str() {
        "mse" | "meansquarederror" => Some(Loss::QuadraticMean),
        "binarycrossentropy" => Some(Loss::BinaryCrossEntropy),
        "sparsecategoricalcrossentropy" => Some(Loss::SparseCategoricalCrossEntropy),
        "categoricalcrossentropy" if plain => {
            notes.push(Note::ClassesAsNumbers);
            Some(Loss::SparseCategoricalCrossEntropy)
        }
        _ => None,
    };
    let found = found.filter(|_| plain);
    if found.is_none() {
        notes.push(Note::LossLeftOut {
            loss: name.chars().take(60).collect(),
        });
    }
    found
}

/// An optimiser by its name or its description.
fn optimizer(value: &Value, notes: &mut Vec<Note>) -> Option<OptimizerConfig> {
    let empty = Map::new();
    let (class, config) = match value {
        Value::String(name) => (name.as_str(), &empty),
        value => (
            value
                .get("class_name")
                .and_then(Value::as_str)
                .unwrap_or("?"),
            value
                .get("config")
                .and_then(Value::as_object)
                .unwrap_or(&empty),
        ),
    };
    let own = class
        .strip_prefix("Custom>")
        .unwrap_or(class)
        .to_ascii_lowercase();
    let of = |key: &str| config.get(key).and_then(number);
    let rate = of("learning_rate").or_else(|| of("lr"));
    // A rate that changes by a schedule is a description.
    let scheduled = rate.is_none() && config.get("learning_rate").is_some_and(Value::is_object);
    let found = match own.as_str() {
        _ if scheduled => None,
        "adam" => Some(OptimizerConfig::Adam {
            learning_rate: rate.unwrap_or(0.001),
            beta_1: of("beta_1").unwrap_or(0.9),
            beta_2: of("beta_2").unwrap_or(0.999),
            epsilon: of("epsilon").unwrap_or(1e-7),
        }),
        "rmsprop" => Some(OptimizerConfig::Rmsprop {
            learning_rate: rate.unwrap_or(0.001),
            rho: of("rho").unwrap_or(0.9),
            momentum: of("momentum").unwrap_or(0.0),
            epsilon: of("epsilon").unwrap_or(1e-7),
        }),
        "sgd" => Some(OptimizerConfig::Sgd {
            learning_rate: rate.unwrap_or(0.01),
            momentum: of("momentum").unwrap_or(0.0),
            nesterov: config.get("nesterov").and_then(Value::as_bool) == Some(true),
        }),
        _ => None,
    };
    let found = found.filter(|config| config.validate().is_ok());
    let name = || class.chars().take(60).collect();
    let Some(found) = found else {
        notes.push(Note::OptimizerLeftOut { class: name() });
        return None;
    };
    let used = |key: &&&str| {
        let value = config.get(**key).unwrap_or(&Value::Null);
        !matches!(value, Value::Null | Value::Bool(false)) && number(value) != Some(0.0)
    };
    if let Some(option) = NOT_OURS.iter().find(used) {
        notes.push(Note::OptimizerOption {
            class: name(),
            option: (*option).to_owned(),
        });
    }
    Some(found)
}
