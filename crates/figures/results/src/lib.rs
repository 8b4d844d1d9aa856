//! The figures of chapter 7: digits, the neurons inside, reviews, the phrases inside, the ledger.

mod curve;
pub mod digits;
mod maps;
pub mod neurons;
pub mod phrases;
pub mod results;
pub mod reviews;
mod shipped;
#[cfg(test)]
#[allow(clippy::panic, clippy::unwrap_used)]
mod testing;
mod words;

redes_shell::module! {
    figures: [digits, neurons, reviews, phrases, results],
    trainer: "redes-trainer-results",
}
