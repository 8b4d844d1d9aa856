//! The thesis's experiments as recipes: its networks, its seeds, its steps.

pub mod circles;
pub mod digits;
pub mod perceptron;
