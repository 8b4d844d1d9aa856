//! A figure of the built site as a SCORM package: one zip for a learning platform.

pub(crate) mod check;

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use redes_catalogue::Catalogue;
use redes_scorm::{Options, Packer, Version};

use crate::{place, site};

/// The figure and the choices for its package.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The figure, as in www/figures.toml, or an exercise of www/exercises.toml: exercise-ID.
    figure: String,
    /// SCORM 2004, 4th edition, in place of SCORM 1.2.
    #[arg(long = "2004")]
    newer: bool,
    /// Adds the data sets and large networks that the figure fetches at the reader's command.
    #[arg(long)]
    data: bool,
    /// The state in which the figure begins: FIGURE.KEY=VALUE, several with &.
    #[arg(long)]
    state: Option<String>,
    /// The language.
    #[arg(long, default_value = "es", value_parser = ["es", "en"])]
    lang: String,
    /// The folder for the zip.
    #[arg(long, default_value = "target/scorm")]
    out: PathBuf,
}

/// Writes the package; builds the site first, if there is none.
pub(crate) fn write(arguments: Arguments) -> Result<()> {
    let mut dist = place::root().join("dist");
    if !dist.join("index.html").is_file() {
        dist = site::build(&site::Data::default())?;
    }
    let catalogue = Catalogue::read(&place::root().join("www/figures.toml"))?;
    let options = Options {
        version: match arguments.newer {
            true => Version::V2004,
            false => Version::V1_2,
        },
        language: arguments.lang,
        state: arguments.state,
        data: arguments.data,
    };
    let package = Packer::new(&dist, &catalogue).pack(&arguments.figure, &options)?;
    let folder = place::root().join(arguments.out);
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let path = folder.join(&package.name);
    fs::write(&path, &package.bytes).with_context(|| path.display().to_string())?;
    println!(
        "{}: SCORM {}, {} files, {} kB",
        path.display(),
        options.version.number(),
        package.files.len() + 1,
        package.bytes.len().div_ceil(1000)
    );
    Ok(())
}
