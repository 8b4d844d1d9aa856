//! The figure of the page on networks from other programs' files: opened.

mod curve;
pub mod opened;
#[cfg(test)]
#[allow(clippy::panic, clippy::unwrap_used)]
#[path = "../../tests/common/chapter.rs"]
mod testing;
mod words;

redes_shell::module! {
    figures: [opened],
    trainer: "redes-trainer-models",
}
