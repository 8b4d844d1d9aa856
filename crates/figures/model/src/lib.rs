//! The figures of chapter 3: stacked layers, activations.

pub mod activations;
pub mod lines;
mod words;

redes_shell::module! {
    figures: [lines, activations],
}
