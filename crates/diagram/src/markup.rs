//! The markup of a network's drawing, and the names of its neurons.

use redes_shell::{
    dom, number,
    text::{Language, Text},
};

use crate::{
    layers::{Layers, Neuron},
    words,
};

/// The place of the drawing: lines, thumbnails and buttons upon each other. Its name is the element with the id `title`, and
/// the element with the id `help` describes it.
pub fn place(title: &str, help: &str) -> String {
    format!(
        r#"<div class="net" data-ref="net" role="group" aria-labelledby="{title}" aria-describedby="{help}"><svg data-ref="edges" aria-hidden="true"></svg><canvas data-ref="thumbnails" aria-hidden="true"></canvas><div data-ref="neurons"></div></div>"#
    )
}

/// A line for each weight, the names of the columns, and those of the inputs; all without a place yet.
pub fn network_lines(language: Language, layers: &Layers) -> String {
    let lines = "<line/>".repeat(layers.edges().count());
    let last = layers.columns().saturating_sub(1);
    let names = (0..layers.columns()).map(|column| match column {
        0 => language.text(words::DIAGRAM_INPUTS).to_owned(),
        _ if column == last => language.text(words::DIAGRAM_OUTPUT).to_owned(),
        _ => language.fill(words::DIAGRAM_LAYER, &[("n", &column.to_string())]),
    });
    let names: String = names
        .map(|name| format!(r#"<text class="name">{}</text>"#, dom::escape(&name)))
        .collect();
    format!(r#"{lines}{names}<text class="input">x</text><text class="input">y</text>"#)
}

/// A button for each neuron.
pub fn neurons(layers: &Layers) -> String {
    let button = |(layer, unit): Neuron| {
        format!(
            r#"<button type="button" class="neuron" data-neuron="{layer}.{unit}" tabindex="-1" aria-pressed="false"></button>"#
        )
    };
    layers.neurons().map(button).collect()
}

/// A neuron's name with its bias and weights, as plain text.
pub fn neuron_label(
    language: Language,
    layers: &Layers,
    parameters: &[f64],
    neuron: Neuron,
) -> String {
    let name = match layers.is_output(neuron) {
        true => language.text(words::DIAGRAM_OUTPUT_NEURON).to_owned(),
        false => of_neuron(language, words::DIAGRAM_NEURON, neuron),
    };
    let weights = layers.weights(parameters, neuron).into_iter();
    let weights: Vec<String> = weights.map(|weight| number::fixed(weight, 2)).collect();
    let bias = number::fixed(layers.bias(parameters, neuron), 2);
    let slots = [("bias", &*bias), ("weights", &weights.join(", "))];
    let rest = language.fill(words::DIAGRAM_NEURON_BIAS, &slots);
    format!("{name}: {rest}")
}

/// A text with the numbers of a neuron, from 1.
pub fn of_neuron(language: Language, key: Text, (layer, unit): Neuron) -> String {
    let (layer, unit) = ((layer + 1).to_string(), (unit + 1).to_string());
    language.fill(key, &[("layer", &layer), ("n", &unit)])
}
