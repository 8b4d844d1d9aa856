//! The formats in which a network is saved.

use redes_core::network::Network;
use redes_exchange::{Library, Target, TrainingState, listing};
use serde::{Deserialize, Serialize};

use crate::refusal::Unsaved;

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

/// A file that was written: the name that a program expects, where one does, and the bytes.
pub(crate) type File = (Option<String>, Vec<u8>);

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

    /// The name of a file that is saved: its stem, and the steps of training, if there are any.
    pub fn file_name(self, stem: &str, steps: u64) -> String {
        let steps = match steps {
            0 => String::new(),
            steps => format!("-{steps}"),
        };
        format!("{stem}{steps}{}", self.ending())
    }

    /// A network as files: one, or a program and the numbers that it loads. `spanish` is whether the comments of a program
    /// are Spanish.
    ///
    /// # Errors
    /// As [`redes_exchange::write`] and [`listing`].
    pub(crate) fn write(
        self,
        network: &Network<f32>,
        training: Option<&TrainingState>,
        spanish: bool,
    ) -> Result<Vec<File>, Unsaved> {
        let program = |library| {
            let listing = listing(network, training, library, spanish)?;
            let weights = listing.weights.map(|(name, bytes)| (Some(name), bytes));
            let program = (None, listing.program.into_bytes());
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
        Ok(vec![(None, file)])
    }
}
