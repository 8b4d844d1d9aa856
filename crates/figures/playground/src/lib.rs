//! The figures of the page `playground`: own networks on own points.

pub mod playground;
pub mod sweep;
mod words;

redes_shell::module! {
    figures: [playground, sweep],
    experiments: [
        redes_experiment::playground::Playground,
        redes_experiment::playground::sweep::Sweep,
    ],
    fetch: None,
}
