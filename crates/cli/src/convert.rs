//! `redes convert`

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use redes_exchange::{Library, Target};

use crate::{
    case::Case,
    file::{self, say},
    model,
};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A network in a file of Keras (.h5, .keras) or of this program; or weights alone, with --as.
    input: PathBuf,
    /// The file to write; its ending says what it is: .h5, .keras, .weights.h5, .safetensors, .npz, .onnx, .keras.py (a
    /// program for Keras) or .py (one for NumPy).
    output: PathBuf,
    /// The case whose layers the weights fill, for a file that holds weights alone: 1.0, 1.1, 2.0 or 2.1.
    #[arg(long = "as", value_name = "CASE")]
    known: Option<Case>,
}

/// The ends of names, the longer of two with the same end first.
const ENDINGS: [(&str, Target); 9] = [
    (".weights.h5", Target::KerasWeights),
    (".h5", Target::KerasH5),
    (".hdf5", Target::KerasH5),
    (".keras", Target::Keras),
    (".safetensors", Target::Safetensors),
    (".npz", Target::Npz),
    (".onnx", Target::Onnx),
    (".keras.py", Target::KerasListing),
    (".py", Target::NumpyListing),
];

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let target = target(&arguments.output)?;
    let opened = model::open(&arguments.input, arguments.known)?;
    let network = opened.network(1)?;
    let (path, training) = (&arguments.output, opened.training.as_ref());
    let program = match target {
        Target::NumpyListing => Some(Library::Numpy),
        Target::KerasListing => Some(Library::Keras),
        _ => None,
    };
    let beside = beside(path);
    let (bytes, weights) = match program {
        Some(library) => {
            let listing = redes_exchange::listing(&network, training, library, false, &beside);
            let listing = listing.with_context(|| path.display().to_string())?;
            (listing.program.into_bytes(), listing.weights)
        }
        None => {
            let bytes = redes_exchange::write(&network, training, target);
            (bytes.with_context(|| path.display().to_string())?, None)
        }
    };
    let parameters = network.parameters().len();
    let written = |path: &Path, bytes: &[u8]| {
        file::write_whole(path, bytes)?;
        let (size, name) = (bytes.len(), path.display());
        say(format!("{parameters} parameters, {size} bytes in {name}"))
    };
    // A program loads many weights from a file beside it.
    if let Some(weights) = weights {
        written(&path.with_file_name(beside), &weights)?;
    }
    written(path, &bytes)
}

/// The name of a program's file of weights: that of the program, so that it replaces no other network's.
fn beside(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.strip_suffix(".py").unwrap_or(&name);
    format!("{stem}_weights.npz")
}

/// What a file is by the end of its name.
fn target(path: &Path) -> Result<Target> {
    let name = path.to_string_lossy().to_lowercase();
    match ENDINGS.iter().find(|(ending, _)| name.ends_with(ending)) {
        Some((_, target)) => Ok(*target),
        None => {
            let known: Vec<&str> = ENDINGS.iter().map(|(ending, _)| *ending).collect();
            bail!("{} ends with none of {}", path.display(), known.join(", "))
        }
    }
}
