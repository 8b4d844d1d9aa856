//! The figures of the page on the networks' insides: neurons, phrases.

mod maps;
pub mod neurons;
pub mod phrases;
#[cfg(test)]
#[allow(clippy::panic, clippy::unwrap_used)]
#[path = "../../tests/common/chapter.rs"]
mod testing;
mod words;

redes_shell::module! {
    figures: [neurons, phrases],
    trainer: "redes-trainer-results",
}
