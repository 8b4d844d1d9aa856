//! `redes summary`

use std::{fs, path::Path};

use anyhow::{Context, Result};
use redes_core::network::Network;

use crate::{case::Case, file::say};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A case (1.0, 1.1, 2.0, 2.1), or a file that `redes train --out` wrote.
    what: String,
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
    let model = redes_models::load(&bytes, 1).with_context(|| what.clone())?;
    say(model.network.summary())?;
    say(format!("Made by: {}", model.provenance.command))?;
    if let Some(accuracy) = model.provenance.test_accuracy {
        say(format!("Test accuracy: {accuracy:.4}"))?;
    }
    Ok(())
}
