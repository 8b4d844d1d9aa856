//! The figures of chapter 8: test sets drawn again, the thesis's numbers among thousands.

pub mod bars;
pub mod chance;
pub mod luck;
mod words;

redes_shell::module! {
    figures: [chance, luck],
    trainer: "redes-trainer-results",
}
