//! The figures of chapter 4: backpropagation, descent.

pub mod backprop;
pub mod descent;
mod words;

redes_shell::module! {
    figures: [backprop, descent],
}
