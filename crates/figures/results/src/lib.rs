//! The figures of chapter 7: digits, reviews, the ledger.

pub mod digits;
mod download;
pub mod results;
pub mod reviews;
#[cfg(test)]
#[allow(clippy::panic)]
mod testing;
mod words;

redes_shell::module! {
    figures: [digits, reviews, results],
    experiments: [redes_experiment::digits::Digits, redes_experiment::reviews::Reviews, redes_experiment::results::Results],
    fetch: Some(download::data_sets),
}
