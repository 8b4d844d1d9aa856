//! Why a file can't be read or a network can't be written.

use crate::Target;

/// The error of every fallible function in this crate. Its fields are what a page needs to say it in its own language.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// The first bytes are those of no format that this program reads.
    #[error("neither HDF5, zip, safetensors nor npz: its first bytes are {found}")]
    UnknownFormat {
        /// The first bytes, in hexadecimal digits.
        found: String,
    },
    /// The file is in ONNX.
    #[error("a network in ONNX, which Redes writes and does not read")]
    Onnx,
    /// The file is a program in Python.
    #[error("a program in Python, which Redes writes and does not read")]
    Program,
    /// The file is shorter than the shortest signature and header of a network's file.
    #[error("{bytes} bytes are too few for HDF5, zip, safetensors or npz")]
    TooShort {
        /// The length of the file.
        bytes: usize,
    },
    /// Something has more parts, bytes or numbers than this program reads.
    #[error("{found} {what} are more than {limit}")]
    TooLarge {
        /// What there is too much of: `"bytes"`, `"layers"`, `"parameters"`.
        what: &'static str,
        /// How much there is.
        found: u64,
        /// How much may be.
        limit: u64,
    },
    /// The file is in HDF5, and damaged or of a kind that is not read.
    #[error(transparent)]
    Hdf5(#[from] redes_hdf5::Error),
    /// The file has the signature of its format, and breaks its rules.
    #[error("the file is damaged: {problem}")]
    Damaged {
        /// What is wrong, and where.
        problem: String,
    },
    /// The file holds weights and no network.
    #[error("the file holds weights and no network: name the network to read them into")]
    WeightsAlone,
    /// The network's description has no shape of its input.
    #[error("the file does not say the shape of the network's input")]
    NoInputShape,
    /// A layer that this program does not have.
    #[error("layer {layer} is a {class}, which Redes does not have")]
    UnknownLayer {
        /// The layer's name in the file.
        layer: String,
        /// Keras's class.
        class: String,
    },
    /// An option of a known layer that this program does not have.
    #[error("layer {layer} ({class}) has {option} = {value}, which Redes does not have")]
    UnknownOption {
        /// The layer's name in the file.
        layer: String,
        /// Keras's class.
        class: String,
        /// The option's key.
        option: String,
        /// Its value as JSON, at most 60 letters.
        value: String,
    },
    /// A model that is no chain of layers.
    #[error("layer {layer} branches: Redes opens models whose layers stand in one line")]
    Branches {
        /// The layer with several inputs or outputs.
        layer: String,
    },
    /// The weights of a layer are missing, or are those of another layer.
    #[error("the weights of layer {layer}: {problem}")]
    Weights {
        /// The layer's name in the file, or in this program.
        layer: String,
        /// What was found and what was expected.
        problem: String,
    },
    /// The file is of another network than the one that was asked for.
    #[error("the file holds another network")]
    OtherNetwork,
    /// As many parameters were expected, and others found.
    #[error("{found} parameters, expected {expected}")]
    ParameterCount {
        /// Parameters of the network.
        expected: usize,
        /// Parameters given.
        found: usize,
    },
    /// The format can't hold a layer of the network.
    #[error("layer {layer} cannot be written as {target}: {problem}")]
    LayerNotWritten {
        /// The format.
        target: Target,
        /// The layer's name.
        layer: String,
        /// What the format does not have.
        problem: String,
    },
    /// Weights that are to be written are no finite numbers.
    #[error("{count} numbers in {tensor} are not finite: no program could use the file")]
    NotFinite {
        /// The block's name.
        tensor: String,
        /// How many.
        count: usize,
    },
    /// No zip can be made of the files.
    #[error("the zip cannot be written: {problem}")]
    Archive {
        /// What is wrong.
        problem: String,
    },
    /// This program's own file is damaged or too large.
    #[error(transparent)]
    Model(#[from] redes_models::ModelError),
    /// No network can be built from the description.
    #[error(transparent)]
    Network(#[from] redes_core::Error),
}

impl ExchangeError {
    /// The length of a file that points beyond its end, as a file does whose rest is missing.
    pub fn cut_short(&self) -> Option<u64> {
        match self {
            Self::Hdf5(redes_hdf5::Error::CutShort { length, .. }) => Some(*length),
            _ => None,
        }
    }
}
