//! `redes summary`

use std::{fs, path::Path};

use anyhow::{Context, Result};
use redes_core::network::Network;
use redes_exchange::Format;

use crate::{case::Case, file::say, model};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A case (1.0, 1.1, 2.0, 2.1), or a file that `redes train --out` or Keras wrote (.h5, .keras).
    what: String,
    /// The case whose layers the weights fill, for a file that holds weights alone.
    #[arg(long = "as", value_name = "CASE")]
    known: Option<Case>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let what = &arguments.what;
    if let Ok(case) = what.parse::<Case>() {
        say(Network::<f32>::new(&case.architecture(), 1)?.summary())?;
        return Ok(());
    }
    let bytes = fs::read(Path::new(what)).with_context(|| {
        format!("{what} is neither a case (1.0, 1.1, 2.0, 2.1) nor a file that can be read")
    })?;
    let opened = model::parse(&bytes, arguments.known).with_context(|| what.clone())?;
    say(opened.summary(&opened.network(1)?))?;
    for note in &opened.notes {
        say(format!("Note: {note}"))?;
    }
    if let Some(version) = &opened.keras_version {
        say(format!("Made by: Keras {version}"))?;
    }
    if opened.format != Format::Safetensors {
        return Ok(());
    }
    let model = redes_models::load(&bytes, 1).with_context(|| what.clone())?;
    say(format!("Made by: {}", model.provenance.command))?;
    if let Some(accuracy) = model.provenance.test_accuracy {
        say(format!("Test accuracy: {accuracy:.4}"))?;
    }
    Ok(())
}
