//! The figures of chapter 6: pixel columns, the encoding of a review.

pub mod columns;
pub mod encoding;
mod words;

redes_shell::module! {
    figures: [columns, encoding],
}
