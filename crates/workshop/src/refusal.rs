//! Why a file was refused, as it travels to the page, which says it in the reader's language.

use redes_exchange::ExchangeError;
use serde::{Deserialize, Serialize};

/// Why a file was refused. The fields are those of [`ExchangeError`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Refusal {
    /// The first bytes are those of no format that is read.
    UnknownFormat(String),
    /// A network in ONNX, which is written and not read.
    Onnx,
    /// A program in Python, which is written and not read.
    Program,
    /// The number of bytes of a file that is too short for any format.
    TooShort(usize),
    /// More of something than is read: what, how much, and the limit.
    TooLarge(String, u64, u64),
    /// The file breaks the rules of its format. The text says where.
    Damaged(String),
    /// A file of so many bytes that points beyond its end.
    CutShort(u64),
    /// Weights without a network.
    WeightsAlone,
    /// The shape of the input is missing.
    NoInputShape,
    /// A layer, and its class that Redes does not have.
    UnknownLayer(String, String),
    /// A layer, its class, and an option with a value that Redes does not have.
    UnknownOption([String; 4]),
    /// The layer at which the network branches.
    Branches(String),
    /// A layer, and what is wrong with its weights.
    Weights(String, String),
    /// Weights of another network.
    OtherNetwork,
    /// No network can be built: the library's text.
    Network(String),
    /// Anything else: the library's text.
    Other(String),
}

impl From<ExchangeError> for Refusal {
    fn from(error: ExchangeError) -> Self {
        if let Some(length) = error.cut_short() {
            return Self::CutShort(length);
        }
        match error {
            ExchangeError::UnknownFormat { found } => Self::UnknownFormat(found),
            ExchangeError::Onnx => Self::Onnx,
            ExchangeError::Program => Self::Program,
            ExchangeError::TooShort { bytes } => Self::TooShort(bytes),
            ExchangeError::TooLarge { what, found, limit } => {
                Self::TooLarge(what.to_owned(), found, limit)
            }
            ExchangeError::Damaged { problem } => Self::Damaged(problem),
            ExchangeError::Hdf5(error) => Self::Damaged(error.to_string()),
            ExchangeError::WeightsAlone => Self::WeightsAlone,
            ExchangeError::NoInputShape => Self::NoInputShape,
            ExchangeError::UnknownLayer { layer, class } => Self::UnknownLayer(layer, class),
            ExchangeError::UnknownOption {
                layer,
                class,
                option,
                value,
            } => Self::UnknownOption([layer, class, option, value]),
            ExchangeError::Branches { layer } => Self::Branches(layer),
            ExchangeError::Weights { layer, problem } => Self::Weights(layer, problem),
            ExchangeError::OtherNetwork => Self::OtherNetwork,
            ExchangeError::Network(error) => Self::Network(error.to_string()),
            other => Self::Other(other.to_string()),
        }
    }
}

/// Why no file was written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Unsaved {
    /// A layer that the format does not have, and what is missing.
    Layer(String, String),
    /// A tensor, and how many of its numbers are not finite.
    NotFinite(String, u64),
    /// Anything else: the library's text.
    Other(String),
}

impl From<ExchangeError> for Unsaved {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::LayerNotWritten { layer, problem, .. } => Self::Layer(layer, problem),
            ExchangeError::NotFinite { tensor, count } => Self::NotFinite(tensor, count as u64),
            other => Self::Other(other.to_string()),
        }
    }
}

impl From<redes_core::Error> for Unsaved {
    fn from(error: redes_core::Error) -> Self {
        Self::Other(error.to_string())
    }
}

impl From<redes_core::Error> for Refusal {
    fn from(error: redes_core::Error) -> Self {
        Self::Network(error.to_string())
    }
}
