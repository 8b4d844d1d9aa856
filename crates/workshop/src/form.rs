//! The formats in which a network is saved.

use redes_core::network::Network;
use redes_exchange::{ExchangeError, Library, Target, TrainingState, listing};
use serde::{Deserialize, Serialize};

use crate::name;

/// A file format to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// Keras's `.h5`.
    KerasH5,
    /// Keras 3's `.keras`.
    Keras,
    /// Keras 3's `.weights.h5`.
    KerasWeights,
    /// `.safetensors`.
    Safetensors,
    /// `.npz`.
    Npz,
    /// `.onnx`.
    Onnx,
    /// A program in NumPy.
    NumPy,
    /// A program in Keras.
    KerasListing,
}

/// A file that was written: its name and its bytes.
pub type File = (String, Vec<u8>);

impl Form {
    /// All, in the order of the page.
    pub const ALL: [Self; 8] = [
        Self::KerasH5,
        Self::Keras,
        Self::KerasWeights,
        Self::Safetensors,
        Self::Npz,
        Self::Onnx,
        Self::NumPy,
        Self::KerasListing,
    ];

    /// What the name of a file in this format ends with.
    pub fn ending(self) -> &'static str {
        match self {
            Self::KerasH5 => ".h5",
            Self::Keras => ".keras",
            Self::KerasWeights => ".weights.h5",
            Self::Safetensors => ".safetensors",
            Self::Npz => ".npz",
            Self::Onnx => ".onnx",
            Self::NumPy => "_numpy.py",
            Self::KerasListing => "_keras.py",
        }
    }

    /// The format's name on a page: its ending, without the first sign.
    pub fn name(self) -> &'static str {
        self.ending().trim_start_matches(['.', '_'])
    }

    /// The format of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    /// The name of a file that is saved: that of the opened one, without its ending, and the steps since. Without a step it
    /// has another mark, so that it does not replace the opened one.
    pub fn file_name(self, stem: &str, steps: u64) -> String {
        let name = match steps {
            0 => name::copy(stem),
            steps => format!("{stem}-{steps}"),
        };
        format!("{name}{}", self.ending())
    }

    /// A network as files: one with this name, or a program with it and the numbers that it loads. `spanish` is whether the
    /// comments of a program are Spanish.
    ///
    /// # Errors
    /// As [`redes_exchange::write`] and [`listing`].
    pub(crate) fn write(
        self,
        network: &Network<f32>,
        training: Option<&TrainingState>,
        spanish: bool,
        name: &str,
    ) -> Result<Vec<File>, ExchangeError> {
        let program = |library| {
            let stem = name.strip_suffix(".py").unwrap_or(name);
            let beside = format!("{stem}_weights.npz");
            let listing = listing(network, training, library, spanish, &beside)?;
            let weights = listing.weights.map(|bytes| (beside, bytes));
            let program = (name.to_owned(), listing.program.into_bytes());
            Ok(std::iter::once(program).chain(weights).collect())
        };
        let target = match self {
            Self::KerasH5 => Target::KerasH5,
            Self::Keras => Target::Keras,
            Self::KerasWeights => Target::KerasWeights,
            Self::Safetensors => Target::Safetensors,
            Self::Npz => Target::Npz,
            Self::Onnx => Target::Onnx,
            Self::NumPy => return program(Library::Numpy),
            Self::KerasListing => return program(Library::Keras),
        };
        let file = redes_exchange::write(network, training, target)?;
        Ok(vec![(name.to_owned(), file)])
    }
}
