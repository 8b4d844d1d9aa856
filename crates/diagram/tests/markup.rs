//! The markup of a network's drawing: lines, buttons, names.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../../figures/tests/common/markup.rs"]
mod common;

use common::values;
use redes_diagram::{
    layers::Layers,
    markup::{network_lines, neuron_label, neurons},
};
use redes_shell::text::Language;

#[test]
fn the_network_has_a_line_a_weight_and_a_button_a_neuron() {
    let layers = Layers::new(vec![2, 4, 8, 1]);
    let lines = network_lines(Language::English, &layers);
    assert_eq!(lines.matches("<line/>").count(), 2 * 4 + 4 * 8 + 8);
    assert_eq!(values(&lines, "class").len(), 4 + 2);
    let buttons = neurons(&layers);
    let names = values(&buttons, "data-neuron");
    assert_eq!((names.len(), names[0], names[12]), (13, "0.0", "2.0"));
}

#[test]
fn a_neuron_is_named_from_one_with_its_bias_and_weights() {
    let layers = Layers::new(vec![2, 1, 1]);
    let parameters = [0.5, -0.25, 0.125, 2.0, 1.0];
    let hidden = neuron_label(Language::English, &layers, &parameters, (0, 0));
    assert!(hidden.contains("0.50, −0.25") && hidden.contains("0.12"));
    let output = neuron_label(Language::English, &layers, &parameters, (1, 0));
    assert!(output.contains("2.00") && output.contains("1.00"));
    assert!(output.starts_with("Output neuron"));
}
