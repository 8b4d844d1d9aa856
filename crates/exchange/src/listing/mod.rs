//! A network as a program in Python, with its weights: in NumPy alone, or in Keras.
//!
//! A few weights stand in the program. Many stand beside it in an `.npz` file, whose name the program states and loads.

mod arrays;
mod functions;
mod keras;
mod numpy;
mod text;

use redes_core::network::Network;

use crate::{ExchangeError, TrainingState, npz, parts};
use text::Text;

/// More numbers than these stand in a file of their own.
pub const MAX_INLINE: usize = 2_000;

/// What the program computes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Library {
    /// NumPy alone: the program predicts.
    Numpy,
    /// Keras 3: the program's `model` predicts and trains.
    Keras,
}

/// A program, and the file that it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// The program.
    pub program: String,
    /// The file of weights that it loads; `None` where they stand in the program.
    pub weights: Option<Vec<u8>>,
}

/// The bytes of a file in which [`begins`] looks for an import.
const START: usize = 4_096;

/// Whether a file is a program in Python: text that imports something near its start.
pub(crate) fn begins(bytes: &[u8]) -> bool {
    let start = bytes.get(..START).unwrap_or(bytes);
    let imports = |line: &str| {
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        match *words {
            ["import", _] | ["import", _, "as", _] | ["from", _, "import", _, ..] => true,
            ["import", first, ..] => first.ends_with(','),
            _ => false,
        }
    };
    let text = String::from_utf8_lossy(start);
    !start.contains(&0) && text.lines().any(imports)
}

/// Writes a network as a program, with comments in Spanish or in English. Where it needs a file of weights, it loads it by the
/// name `beside`.
///
/// # Errors
/// [`ExchangeError::NotFinite`] for weights that are no finite numbers; [`ExchangeError::LayerNotWritten`] for a layer that
/// Keras does not have.
pub fn listing(
    network: &Network<f32>,
    training: Option<&TrainingState>,
    library: Library,
    spanish: bool,
    beside: &str,
) -> Result<Listing, ExchangeError> {
    let parts = parts::parts(network)?;
    let architecture = network.architecture();
    let weights = match network.parameters().len() > MAX_INLINE {
        true => Some(npz::write(network)?),
        false => None,
    };
    // Python reads JSON's strings.
    let name = serde_json::Value::from(beside).to_string();
    let beside = weights.as_ref().map(|_| name.as_str());
    let mut text = Text::new(spanish);
    match library {
        Library::Numpy => numpy::write(&parts, &architecture.input, beside, &mut text),
        Library::Keras => keras::write(network, training, beside, &mut text)?,
    }
    Ok(Listing {
        program: text.done(),
        weights,
    })
}
