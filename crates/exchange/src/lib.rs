//! Networks in the files of other programs.
//!
//! [`read`] finds a file's format by its first bytes and returns an architecture, its parameters, and [`Note`]s on what the
//! file has and the network has not. [`write()`] writes a network in a [`Target`] format.

mod archive;
mod error;
mod keras;
mod listing;
mod names;
mod note;
mod npz;
mod onnx;
mod parts;
mod safetensors_names;
mod tensors;
mod training;

use redes_core::network::{Architecture, Network, Summary};

pub use error::ExchangeError;
pub use listing::{Library, Listing, MAX_INLINE, listing};
pub use note::Note;
pub use training::{Memory, TrainingState};

/// The most bytes that a file may have.
pub const MAX_BYTES: usize = 256 << 20;

/// What a file is, by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Keras's whole model in HDF5: `.h5`, `.hdf5`, `.keras` by name of old.
    KerasH5,
    /// Keras 3's `.keras`: a zip of configuration and weights.
    KerasZip,
    /// Weights without a network in HDF5: `.weights.h5`, or what `save_weights` of Keras 2 wrote.
    KerasWeights,
    /// This program's safetensors, which describe their network, or tensors with Keras's names.
    Safetensors,
    /// NumPy's archive of arrays.
    Npz,
}

/// What a network is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// `.h5`: the whole model as Keras writes it in HDF5.
    KerasH5,
    /// `.keras`: the whole model as Keras 3 writes it in a zip.
    Keras,
    /// `.weights.h5`: the weights alone, as Keras 3 writes them.
    KerasWeights,
    /// `.safetensors`: this program's own, exact.
    Safetensors,
    /// `.npz`: an array for each block of parameters.
    Npz,
    /// `.onnx`.
    Onnx,
    /// `.py`: the network in NumPy, with its weights.
    NumpyListing,
    /// `.py`: the network in Keras, with its weights.
    KerasListing,
}

impl std::fmt::Display for Target {
    /// The end of its files' names, or what the program is for.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::KerasH5 => ".h5",
            Self::Keras => ".keras",
            Self::KerasWeights => ".weights.h5",
            Self::Safetensors => ".safetensors",
            Self::Npz => ".npz",
            Self::Onnx => ".onnx",
            Self::NumpyListing => "a program in NumPy",
            Self::KerasListing => "a program in Keras",
        })
    }
}

/// A network read from another program's file.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its layers.
    pub architecture: Architecture,
    /// The layers' names in the file; this program's own where the file has none.
    pub names: Vec<String>,
    /// Its parameters, in the order of [`Network::parameters`].
    pub parameters: Vec<f32>,
    /// What the file is.
    pub format: Format,
    /// The version of Keras that wrote it, where the file says so.
    pub keras_version: Option<String>,
    /// Its loss and optimiser, where the file has them and this program knows them.
    pub training: Option<TrainingState>,
    /// What a reader should know of the file.
    pub notes: Vec<Note>,
}

impl Opened {
    /// The network, for batches of up to `max_batch`.
    ///
    /// # Errors
    /// As [`Network::new`].
    pub fn network(&self, max_batch: usize) -> Result<Network<f32>, ExchangeError> {
        let mut network = Network::new(&self.architecture, max_batch)?;
        let place = network.parameters_mut();
        if place.len() != self.parameters.len() {
            return Err(ExchangeError::ParameterCount {
                expected: place.len(),
                found: self.parameters.len(),
            });
        }
        place.copy_from_slice(&self.parameters);
        Ok(network)
    }

    /// The table of its network's layers, with their names in the file: those of [`Opened::notes`].
    pub fn summary(&self, network: &Network<f32>) -> Summary {
        let mut summary = network.summary();
        for (row, name) in summary.rows.iter_mut().zip(&self.names) {
            row.name.clone_from(name);
        }
        summary
    }
}

/// Reads a whole network; the first bytes decide the format.
///
/// # Errors
/// [`ExchangeError`] says what the file has that cannot be read. Sizes are checked before anything is allocated for them.
pub fn read(bytes: &[u8]) -> Result<Opened, ExchangeError> {
    if bytes.len() > MAX_BYTES {
        return Err(ExchangeError::TooLarge {
            what: "bytes",
            found: bytes.len() as u64,
            limit: MAX_BYTES as u64,
        });
    }
    if safetensors_names::foreign(bytes) || npz::begins(bytes) {
        return Err(ExchangeError::WeightsAlone);
    }
    match is_safetensors(bytes) {
        true => own(bytes),
        false => read_keras(bytes),
    }
}

/// As [`read`], but of Keras's files alone: without the code that reads this program's own, which is as large again.
///
/// # Errors
/// As [`read`].
pub fn read_keras(bytes: &[u8]) -> Result<Opened, ExchangeError> {
    if bytes.starts_with(&redes_hdf5::SIGNATURE) {
        keras::read::h5(bytes)
    } else if bytes.starts_with(keras::read::unzip::SIGNATURE) {
        keras::read::zip(bytes)
    } else if onnx::begins(bytes) {
        Err(ExchangeError::Onnx)
    } else if listing::begins(bytes) {
        Err(ExchangeError::Program)
    } else {
        let Some(first) = bytes.first_chunk::<8>() else {
            return Err(ExchangeError::TooShort { bytes: bytes.len() });
        };
        let found = first.map(|byte| format!("{byte:02x}")).join(" ");
        Err(ExchangeError::UnknownFormat { found })
    }
}

/// Whether a file begins with the length of a header and the header's brace.
fn is_safetensors(bytes: &[u8]) -> bool {
    bytes.get(8) == Some(&b'{') && bytes.get(7) == Some(&0)
}

/// Reads weights into a network whose layers are known already.
///
/// # Errors
/// As [`read`], and [`ExchangeError::Weights`] where the file's weights are those of another network.
pub fn read_weights(bytes: &[u8], architecture: &Architecture) -> Result<Opened, ExchangeError> {
    if bytes.len() <= MAX_BYTES {
        if bytes.starts_with(&redes_hdf5::SIGNATURE) {
            return keras::read::weights(bytes, architecture);
        }
        if npz::begins(bytes) {
            return npz::read(bytes, architecture);
        }
        if safetensors_names::foreign(bytes) {
            return safetensors_names::read(bytes, architecture);
        }
    }
    let opened = read(bytes)?;
    match opened.architecture == *architecture {
        true => Ok(opened),
        false => Err(ExchangeError::OtherNetwork),
    }
}

/// Writes a network: the same bytes for the same network.
///
/// A listing is in English, and that of a network with more than [`MAX_INLINE`] parameters needs a file beside it, which
/// [`listing()`] returns.
///
/// # Errors
/// [`ExchangeError::LayerNotWritten`] for a layer that the format does not have, [`ExchangeError::NotFinite`] for weights that
/// are no finite numbers.
pub fn write(
    network: &Network<f32>,
    training: Option<&TrainingState>,
    format: Target,
) -> Result<Vec<u8>, ExchangeError> {
    let program = |library| {
        let beside = format!("{}_weights.npz", names::model(&network.architecture().name));
        let listing = listing(network, training, library, false, &beside);
        listing.map(|listing| listing.program.into_bytes())
    };
    match format {
        Target::KerasH5 => keras::write::hdf5(network, training),
        Target::Keras => keras::write::zip(network, training),
        Target::KerasWeights => keras::write::weights(network, training),
        Target::Safetensors => Ok(redes_models::save(
            network,
            &redes_models::Provenance::default(),
            redes_models::Precision::F32,
        )?),
        Target::Npz => npz::write(network),
        Target::Onnx => onnx::write(network),
        Target::NumpyListing => Ok(program(Library::Numpy)?),
        Target::KerasListing => Ok(program(Library::Keras)?),
    }
}

/// This program's own file.
fn own(bytes: &[u8]) -> Result<Opened, ExchangeError> {
    let model = redes_models::load(bytes, 1)?;
    Ok(Opened {
        architecture: model.network.architecture().clone(),
        names: names::own(model.network.summary().rows),
        parameters: model.network.parameters().to_vec(),
        format: Format::Safetensors,
        keras_version: None,
        training: None,
        notes: Vec::new(),
    })
}
