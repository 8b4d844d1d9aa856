//! The network in Keras.

use redes_core::network::Network;
use serde_json::Value;

use super::arrays;
use super::text::{Text, WIDTH, tuple};
use crate::keras::write::{self, KerasOption, Setting};
use crate::{ExchangeError, Target, TrainingState};

/// Writes the program.
pub(super) fn write(
    network: &Network<f32>,
    training: Option<&TrainingState>,
    beside: Option<&str>,
    text: &mut Text,
) -> Result<(), ExchangeError> {
    let layers = write::layers(network, Target::KerasListing)?;
    let input = &network.architecture().input;
    text.code("import keras\nimport numpy as np");
    text.gap(1);
    text.code("model = keras.Sequential([");
    text.code(format!("    keras.Input({}),", tuple(input)));
    for layer in &layers {
        text.code(format!("    {},", call(layer.class, &layer.options, 4)));
    }
    text.code("])");
    text.gap(1);
    text.weights(beside);
    match beside {
        Some(name) => text.code(format!(
            "weights = np.load({name})\nmodel.set_weights([weights[name] for name in weights.files])"
        )),
        None => {
            text.code("model.set_weights([");
            let all = layers.iter().flat_map(|layer| &layer.variables);
            for block in all.flat_map(|variables| &variables.blocks) {
                text.code(format!("    {},", arrays::array(block)));
            }
            text.code("])");
        }
    }
    if let Some(compilation) = training.and_then(write::compilation) {
        let (class, loss) = (compilation.optimizer, compilation.loss);
        let optimizer = call_of("optimizers", class, &compilation.settings, 4);
        text.code(format!(
            "model.compile(\n    {optimizer},\n    loss=\"{loss}\", metrics=[\"accuracy\"])"
        ));
    }
    text.gap(1);
    text.code("if __name__ == \"__main__\":");
    let one: Vec<usize> = [1].into_iter().chain(input.iter().copied()).collect();
    let zeros = format!("np.zeros({})", tuple(&one));
    text.code(format!("    print(model.predict({zeros}, verbose=0))"));
    Ok(())
}

/// The call that makes a layer, over several lines where it is too long.
fn call(class: &str, options: &[KerasOption], indent: usize) -> String {
    call_of("layers", class, options, indent)
}

fn call_of(module: &str, class: &str, options: &[KerasOption], indent: usize) -> String {
    let said = options.iter().filter(|option| !option.usual);
    let arguments: Vec<String> = said
        .map(|option| match (&option.value, option.needed) {
            (Setting::Layer { class, options }, _) => call(class, options, indent + 4),
            (Setting::Json(value), true) => python(option.key, value),
            (Setting::Json(value), false) => {
                format!("{}={}", option.key, python(option.key, value))
            }
        })
        .collect();
    let name = format!("keras.{module}.{class}");
    let line = format!("{name}({})", arguments.join(", "));
    if indent + line.len() < WIDTH && !line.contains('\n') {
        return line;
    }
    let inner = " ".repeat(indent + 4);
    let lines: String = arguments
        .iter()
        .map(|argument| format!("\n{inner}{argument},"))
        .collect();
    format!("{name}({lines}\n{})", " ".repeat(indent))
}

/// A value as Python writes it.
fn python(key: &str, value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Array(values) => {
            let values: Vec<String> = values.iter().map(|value| python(key, value)).collect();
            match values.as_slice() {
                // One number is the size of a window; a shape of one number is a tuple.
                [one] if key != "target_shape" => one.clone(),
                [one] => format!("({one},)"),
                _ => format!("({})", values.join(", ")),
            }
        }
        other => other.to_string(),
    }
}
