//! What goes on training needs besides the weights.

use redes_core::{loss::Loss, optimizer::OptimizerConfig};

/// The loss and the optimiser of a network in training.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainingState {
    /// What is minimised, where this program has it.
    pub loss: Option<Loss>,
    /// The optimiser and its settings, where this program has it.
    pub optimizer: Option<OptimizerConfig>,
    /// The optimiser's memory, where it is whole.
    pub memory: Option<Memory>,
}

/// The memory of an optimiser; each list is in the order of the parameters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memory {
    /// Steps done.
    pub steps: u64,
    /// Adam's m, or momentum's v.
    pub first: Vec<f32>,
    /// Adam's v; empty for the others.
    pub second: Vec<f32>,
}
