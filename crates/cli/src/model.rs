//! Opens networks in the files of any program.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use redes_exchange::Opened;

use crate::case::Case;

/// Opens the network of a file, whose bytes decide its format, and says what is to be known of it on standard error. A file of weights
/// alone fills the network of `known`.
pub(crate) fn open(path: &Path, known: Option<Case>) -> Result<Opened> {
    let name = path.display();
    let bytes = fs::read(path).with_context(|| format!("cannot read {name}"))?;
    let opened = parse(&bytes, known).with_context(|| name.to_string())?;
    for note in &opened.notes {
        eprintln!("redes: {name}: {note}");
    }
    Ok(opened)
}

/// As [`open`], of a file's bytes, and says nothing.
pub(crate) fn parse(bytes: &[u8], known: Option<Case>) -> Result<Opened> {
    let whole = redes_exchange::read(bytes);
    match (whole, known) {
        (Err(_), Some(case)) => Ok(redes_exchange::read_weights(bytes, &case.architecture())?),
        (whole, _) => Ok(whole?),
    }
}
