//! The choice of the activation of a network's hidden layers.

use redes_lessons::thesis::digits::Hidden;
use redes_shell::{choice, dom, text::Language};

use crate::words;

/// The names of the activations of the hidden layers, for a reader whose link has none of them.
pub const NAMES: &str = "case, relu, sigmoid, tanh, sigmoid4, sigmoid-signed, sigmoid-centred";

/// The activation of a name: "case" is that of the case.
pub fn named(name: &str) -> Option<Option<Hidden>> {
    match name {
        "case" => Some(None),
        name => name.parse().ok().map(Some),
    }
}

/// The name of an activation.
pub fn name(hidden: &Option<Hidden>) -> String {
    hidden.map_or("case", |hidden| hidden.name()).to_owned()
}

/// The choice as a row of buttons.
pub fn markup(language: Language, prefix: &str) -> String {
    let shown = |hidden: Option<Hidden>| match hidden {
        None => language.text(words::INPUTS_HIDDEN_CASE),
        Some(Hidden::Relu) => "ReLU",
        Some(Hidden::Sigmoid) => "σ(z)",
        Some(Hidden::Tanh) => "tanh(z)",
        Some(Hidden::Steep) => "σ(4z)",
        Some(Hidden::Signed) => "2σ(z) − 1",
        Some(Hidden::Centred) => "σ(z) − ½",
    };
    let [relu, sigmoid, tanh, steep, signed, centred] = Hidden::ALL.map(Some);
    let items = [None, relu, sigmoid, tanh, steep, signed, centred];
    let items = items.map(|hidden| (name(&hidden), dom::escape(shown(hidden))));
    choice::labelled(language, prefix, "hidden", words::INPUTS_HIDDEN, items)
}
