//! What trains for chapter 7: the module that a page of it loads once the reader starts a training.

mod download;

redes_shell::trainer! {
    experiments: [redes_experiment::digits::Digits, redes_experiment::reviews::Reviews, redes_experiment::results::Results],
    fetch: Some(download::data_sets),
}
