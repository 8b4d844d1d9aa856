//! What a reader should know of a file that was read.

use std::fmt;

/// A remark on a file; `Display` is its English sentence, its fields are what another language needs.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Note {
    /// The file fixes the size of a batch; this program takes any.
    BatchSizeDropped {
        /// The size in the file.
        size: u64,
    },
    /// A dropout layer is kept: it changes nothing but training.
    DropoutKept {
        /// The layer's name in the file.
        layer: String,
    },
    /// `hard_sigmoid` is computed as the file's version of Keras did.
    HardSigmoid {
        /// The layer's name in the file.
        layer: String,
        /// Keras 2's 0.2 or Keras 3's 1/6.
        slope: f64,
    },
    /// The optimiser's kind is not one of this program's.
    OptimizerLeftOut {
        /// Keras's class.
        class: String,
    },
    /// The optimiser's settings are read, its memory is not: it is missing, or not whole.
    MemoryLeftOut {
        /// What is missing.
        problem: String,
    },
    /// The optimiser is taken without one of its options.
    OptimizerOption {
        /// Keras's class.
        class: String,
        /// The option's key.
        option: String,
    },
    /// A recurrent layer leaves inputs or states out in training, which this program's does not.
    RecurrentDropoutLeftOut {
        /// The layer's name in the file.
        layer: String,
    },
    /// The loss is not one of this program's.
    LossLeftOut {
        /// Keras's name.
        loss: String,
    },
    /// Keras's `categorical_crossentropy`: here with the class's number in place of its row of zeros and a one.
    ClassesAsNumbers,
    /// Some weights are no finite numbers.
    NotFinite {
        /// The tensor's name in the file.
        tensor: String,
        /// How many.
        count: u64,
    },
    /// Weights of more or fewer bits became 32.
    OtherBits {
        /// The type in the file: `"float16"`, `"float64"`, `"bfloat16"`.
        kind: &'static str,
    },
    /// The tensors have PyTorch's names: their kernels are turned.
    FromPyTorch,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BatchSizeDropped { size } => {
                write!(
                    f,
                    "the file fixes batches of {size} samples; any number is taken"
                )
            }
            Self::DropoutKept { layer } => {
                write!(f, "layer {layer} leaves inputs out in training alone")
            }
            Self::HardSigmoid { layer, slope } => {
                let version = if *slope > 0.19 { 2 } else { 3 };
                write!(f, "layer {layer} has hard_sigmoid as in Keras {version}")
            }
            Self::OptimizerLeftOut { class } => {
                write!(
                    f,
                    "the optimiser {class} is left out: Redes does not have it"
                )
            }
            Self::MemoryLeftOut { problem } => {
                write!(f, "the optimiser's memory is left out: {problem}")
            }
            Self::OptimizerOption { class, option } => {
                write!(f, "the optimiser {class} is taken without its {option}")
            }
            Self::RecurrentDropoutLeftOut { layer } => {
                write!(
                    f,
                    "layer {layer} is taken without the dropout of its training"
                )
            }
            Self::LossLeftOut { loss } => {
                write!(f, "the loss {loss} is left out: Redes does not have it")
            }
            Self::ClassesAsNumbers => write!(
                f,
                "categorical_crossentropy takes the number of a class in place of a row of zeros and a one"
            ),
            Self::NotFinite { tensor, count } => {
                write!(f, "{count} numbers in {tensor} are not finite")
            }
            Self::FromPyTorch => write!(
                f,
                "the tensors have PyTorch's names and order: weights are turned into kernels"
            ),
            Self::OtherBits { kind } => write!(f, "weights in {kind} became float32"),
        }
    }
}
