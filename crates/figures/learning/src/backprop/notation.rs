//! What the formulas of all beats write alike: the parameters' names, neurons' indices, and the lines of a list.

use super::{
    link::PARAMETERS,
    maths::{Formula, computed, given, input, var},
};

/// A parameter's letter, index and layer, in the order of the parameters.
pub const NAMES: [(&str, &str, usize); PARAMETERS] = [
    ("w", "11", 1),
    ("w", "12", 1),
    ("w", "21", 1),
    ("w", "22", 1),
    ("b", "1", 1),
    ("b", "2", 1),
    ("w", "11", 2),
    ("w", "21", 2),
    ("b", "", 2),
];
/// A formula of a part of the drawing: `n0` to `n2` are neurons, `p0` to `p8` parameters.
pub fn item(part: &str, lines: &[String]) -> String {
    format!(r#"<li data-part="{part}">{}</li>"#, lines.concat())
}

/// A formula on a line of its own.
pub fn line(formula: Formula) -> String {
    format!(r#"<div class="backprop-line">{}</div>"#, formula.markup())
}

/// Index of a hidden neuron; the output needs none.
pub fn index(layer: usize, unit: usize) -> String {
    if layer == 1 {
        (unit + 1).to_string()
    } else {
        String::new()
    }
}

/// What comes into a layer: the inputs, or the hidden outputs.
pub fn incoming(layer: usize, from: usize) -> String {
    if layer == 1 {
        input(from + 1)
    } else {
        var("a", &(from + 1).to_string(), 1)
    }
}

/// Numbers as they came to be: the inputs were given, outputs were computed.
pub fn shown(layer: usize) -> fn(f64) -> String {
    if layer == 1 { given } else { computed }
}
