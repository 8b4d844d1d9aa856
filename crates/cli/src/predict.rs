//! `redes predict`

#[cfg(test)]
mod held;
mod input;
mod npy;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use ndarray_npy::write_npy;

use crate::{
    case::Case,
    file::{self, say},
    model,
};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A network that `redes train --out` or Keras wrote (.h5, .keras).
    model: PathBuf,
    /// The rows, [n, …], or a single one, in a .npy file. Floats stay unchanged. For a network of 784 inputs bytes and
    /// other whole numbers from 0 to 255 are pixels, and are normalised by column, as in training.
    input: PathBuf,
    /// The file for the outputs, [n, outputs], f32.
    #[arg(long, value_name = "OUT.npy")]
    out: PathBuf,
    /// The case whose layers the weights fill, for a file that holds weights alone: 1.0, 1.1, 2.0 or 2.1.
    #[arg(long = "as", value_name = "CASE")]
    known: Option<Case>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let opened = model::open(&arguments.model, arguments.known)?;
    let mut network = opened.network(256)?;
    let width = network.input_width();
    let name = arguments.input.display();
    let mut bytes = fs::read(&arguments.input).with_context(|| format!("cannot read {name}"))?;
    let (input, warnings) = input::read(&mut bytes, width).with_context(|| name.to_string())?;
    for warning in warnings {
        eprintln!("redes: warning: {name}: {warning}");
    }
    let output = network
        .predict(input.view())
        .with_context(|| format!("{name}: the network takes rows of {width} numbers"))?;
    let part = file::part(&arguments.out);
    write_npy(&part, &output).with_context(|| format!("cannot write {}", part.display()))?;
    fs::rename(&part, &arguments.out)
        .with_context(|| format!("cannot write {}", arguments.out.display()))?;
    say(format!(
        "{} rows of {} outputs in {}",
        output.nrows(),
        output.ncols(),
        arguments.out.display()
    ))?;
    Ok(())
}
