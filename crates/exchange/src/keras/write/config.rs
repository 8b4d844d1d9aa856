//! Keras's descriptions of a model and of its training, as JSON.

use redes_core::loss::Loss;
use redes_core::optimizer::{BiasStep, OptimizerConfig, UpdateScope};
use serde_json::{Map, Value, json};

use super::layers::{KerasLayer, KerasOption, Setting, option};
use crate::TrainingState;

/// The version of Keras whose files these are.
pub(crate) const VERSION: &str = "3.15.1";

/// How objects are described.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// In a `.keras` file: with the module that has the class.
    Zip,
    /// In an `.h5` file, as Keras 2 did.
    Hdf5,
}

/// The model.
pub(crate) fn model(
    name: &str,
    input: &[usize],
    layers: &[KerasLayer<'_>],
    training: Option<&TrainingState>,
    style: Style,
) -> Value {
    let first = json!({
        "batch_shape": batch(input),
        "dtype": "float32",
        "name": "input_layer",
        "ragged": false,
        "sparse": false,
    });
    let first = object("keras.layers", "InputLayer", first, style);
    let rest = layers.iter().map(|layer| {
        let config = config(&layer.name, &layer.options);
        let mut whole = object("keras.layers", layer.class, config, style);
        if style == Style::Zip {
            whole["build_config"] = json!({"input_shape": batch(&layer.input)});
        }
        whole
    });
    let all: Vec<Value> = [first].into_iter().chain(rest).collect();
    let own = json!({
        "name": name,
        "trainable": true,
        "dtype": "float32",
        "layers": all,
        "build_input_shape": batch(input),
    });
    let mut whole = object("keras", "Sequential", own, style);
    if style == Style::Zip {
        whole["build_config"] = json!({"input_shape": batch(input)});
        if let Some(compiled) = training.and_then(|training| compiled(training, style)) {
            whole["compile_config"] = compiled;
        }
    }
    whole
}

/// How a model is compiled: Keras's name of the loss, the class of the optimiser, and its settings.
pub(crate) struct Compilation {
    pub(crate) loss: &'static str,
    pub(crate) optimizer: &'static str,
    pub(crate) settings: Vec<KerasOption>,
}

/// The loss and the optimiser, where Keras has both.
pub(crate) fn compilation(training: &TrainingState) -> Option<Compilation> {
    let loss = match training.loss? {
        Loss::QuadraticMean => "mean_squared_error",
        Loss::BinaryCrossEntropy => "binary_crossentropy",
        Loss::SparseCategoricalCrossEntropy => "sparse_categorical_crossentropy",
        // Keras has no half of a sum of squares.
        Loss::QuadraticSum => return None,
    };
    let (optimizer, settings) = match training.optimizer? {
        OptimizerConfig::Adam {
            learning_rate,
            beta_1,
            beta_2,
            epsilon,
        } => {
            let settings = vec![
                option("learning_rate", learning_rate, 0.001),
                option("beta_1", beta_1, 0.9),
                option("beta_2", beta_2, 0.999),
                option("epsilon", epsilon, 1e-7),
            ];
            ("Adam", settings)
        }
        OptimizerConfig::Rmsprop {
            learning_rate,
            rho,
            momentum,
            epsilon,
        } => {
            let settings = vec![
                option("learning_rate", learning_rate, 0.001),
                option("rho", rho, 0.9),
                option("momentum", momentum, 0.0),
                option("epsilon", epsilon, 1e-7),
            ];
            ("RMSprop", settings)
        }
        OptimizerConfig::Sgd {
            learning_rate,
            momentum,
            nesterov,
        } => ("SGD", descent(learning_rate, momentum, nesterov)),
        OptimizerConfig::ThesisDescent {
            learning_rate,
            bias: BiasStep::Sum,
            scope: UpdateScope::EveryLayer,
        } => ("SGD", descent(learning_rate, 0.0, false)),
        OptimizerConfig::ThesisDescent { .. } => return None,
    };
    Some(Compilation {
        loss,
        optimizer,
        settings,
    })
}

fn descent(learning_rate: f64, momentum: f64, nesterov: bool) -> Vec<KerasOption> {
    vec![
        option("learning_rate", learning_rate, 0.01),
        option("momentum", momentum, 0.0),
        option("nesterov", nesterov, false),
    ]
}

/// What `compile` was called with, where Keras has the loss and the optimiser.
pub(crate) fn compiled(training: &TrainingState, style: Style) -> Option<Value> {
    let compilation = compilation(training)?;
    let key = match style {
        Style::Zip => "optimizer",
        Style::Hdf5 => "optimizer_config",
    };
    let class = compilation.optimizer;
    let mut settings = Map::new();
    settings.insert("name".to_owned(), json!(class.to_lowercase()));
    add(&mut settings, &compilation.settings);
    let settings = Value::Object(settings);
    Some(json!({
        "loss": compilation.loss,
        "loss_weights": null,
        "metrics": ["accuracy"],
        "weighted_metrics": null,
        "run_eagerly": false,
        "steps_per_execution": 1,
        "jit_compile": false,
        key: object("keras.optimizers", class, settings, style),
    }))
}

/// A layer's own configuration.
fn config(name: &str, options: &[KerasOption]) -> Value {
    let mut config = Map::new();
    config.insert("name".to_owned(), json!(name));
    config.insert("trainable".to_owned(), json!(true));
    config.insert("dtype".to_owned(), json!("float32"));
    add(&mut config, options);
    Value::Object(config)
}

/// Adds the options of a constructor.
fn add(config: &mut Map<String, Value>, options: &[KerasOption]) {
    for option in options {
        let value = match &option.value {
            Setting::Json(value) => value.clone(),
            // Keras itself describes an inner layer in the new way in both files.
            Setting::Layer { class, options } => {
                let name = redes_core::network::snake_case(class);
                let config = self::config(&name, options);
                object("keras.layers", class, config, Style::Zip)
            }
        };
        config.insert(option.key.to_owned(), value);
    }
}

fn object(module: &str, class: &str, config: Value, style: Style) -> Value {
    match style {
        Style::Hdf5 => json!({"class_name": class, "config": config}),
        Style::Zip => json!({
            "module": module,
            "class_name": class,
            "config": config,
            "registered_name": null,
        }),
    }
}

/// The shape of a batch of any size.
fn batch(sample: &[usize]) -> Value {
    let lengths = sample.iter().map(|length| json!(length));
    [Value::Null].into_iter().chain(lengths).collect()
}
