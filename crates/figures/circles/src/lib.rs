//! The figures of chapter 5: the circles.

pub mod circles;
mod words;

redes_shell::module! {
    figures: [circles],
    experiments: [redes_experiment::circles::Circles],
    fetch: None,
}
