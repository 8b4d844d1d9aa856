//! The figure of the page on other people's digits: writers.

#[cfg(test)]
#[allow(clippy::panic, clippy::unwrap_used)]
#[path = "../../tests/common/chapter.rs"]
mod testing;
mod words;
pub mod writers;

redes_shell::module! {
    figures: [writers],
    trainer: "redes-trainer-results",
}
