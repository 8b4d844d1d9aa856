//! What a reader should know of a file, as it travels to the page, which says it in the reader's language.

use redes_exchange::Note;
use serde::{Deserialize, Serialize};

/// A remark on a file. The fields are those of [`Note`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Remark {
    /// The size of a batch that the file fixes.
    BatchSizeDropped(u64),
    /// A layer that leaves inputs out in training alone.
    DropoutKept(String),
    /// A layer with `hard_sigmoid`, and the version of Keras whose it is.
    HardSigmoid(String, u8),
    /// The class of an optimiser that Redes does not have.
    OptimizerLeftOut(String),
    /// What is missing of the optimiser's memory.
    MemoryLeftOut(String),
    /// A loss that Redes does not have.
    LossLeftOut(String),
    /// `categorical_crossentropy`, computed with the classes' numbers.
    ClassesAsNumbers,
    /// A tensor, and how many of its numbers are not finite.
    NotFinite(String, u64),
    /// The type that the weights have in the file.
    OtherBits(String),
    /// An optimiser's class, and its option that Redes does not have.
    OptimizerOption(String, String),
    /// A layer whose dropout between steps is left out.
    RecurrentDropoutLeftOut(String),
    /// The tensors have PyTorch's names and order.
    FromPyTorch,
    /// Anything else: the library's text.
    Other(String),
}

impl From<&Note> for Remark {
    fn from(note: &Note) -> Self {
        match note {
            Note::BatchSizeDropped { size } => Self::BatchSizeDropped(*size),
            Note::DropoutKept { layer } => Self::DropoutKept(layer.clone()),
            Note::HardSigmoid { layer, slope } => {
                Self::HardSigmoid(layer.clone(), if *slope > 0.19 { 2 } else { 3 })
            }
            Note::OptimizerLeftOut { class } => Self::OptimizerLeftOut(class.clone()),
            Note::MemoryLeftOut { problem } => Self::MemoryLeftOut(problem.clone()),
            Note::LossLeftOut { loss } => Self::LossLeftOut(loss.clone()),
            Note::OptimizerOption { class, option } => {
                Self::OptimizerOption(class.clone(), option.clone())
            }
            Note::RecurrentDropoutLeftOut { layer } => Self::RecurrentDropoutLeftOut(layer.clone()),
            Note::FromPyTorch => Self::FromPyTorch,
            Note::ClassesAsNumbers => Self::ClassesAsNumbers,
            Note::NotFinite { tensor, count } => Self::NotFinite(tensor.clone(), *count),
            Note::OtherBits { kind } => Self::OtherBits((*kind).to_owned()),
            other => Self::Other(other.to_string()),
        }
    }
}
