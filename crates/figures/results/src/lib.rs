//! The figures of chapter 7: digits, reviews, the ledger.

pub mod digits;
pub mod results;
pub mod reviews;
#[cfg(test)]
#[allow(clippy::panic, clippy::unwrap_used)]
mod testing;
mod words;

redes_shell::module! {
    figures: [digits, reviews, results],
    trainer: "redes-trainer-results",
}
