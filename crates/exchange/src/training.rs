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

/// The memory of an optimiser, in the order of the parameters.
pub type Memory = redes_core::optimizer::Moments<f32>;
