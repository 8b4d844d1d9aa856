//! The figures of the page `playground`: own networks on own points.

pub mod playground;
mod words;

redes_shell::module! {
    figures: [playground],
    experiments: [redes_experiment::playground::Playground],
    fetch: None,
}
