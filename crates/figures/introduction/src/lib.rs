//! The figures of chapter 1: a filter, an LSTM cell, a dense layer.

pub mod dense;
pub mod filter;
pub mod lstm;
mod words;

redes_shell::module! {
    figures: [filter, lstm, dense],
}
