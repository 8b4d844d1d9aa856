//! The figures of chapter 2: the perceptron.

pub mod perceptron;
mod words;

redes_shell::module! {
    figures: [perceptron],
    experiments: [redes_experiment::perceptron::Perceptron],
    fetch: None,
}
