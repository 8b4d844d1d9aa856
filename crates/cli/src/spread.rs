//! `redes spread`: the counts of the trainings in `www/spread`.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use redes_data::gzip;
use redes_spread::{rows, table};

use crate::file;

/// More than the bytes of the trainings, unpacked.
const LIMIT: u32 = 16 << 20;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The trainings, raw or gzip.
    #[arg(
        long,
        value_name = "FILE",
        default_value = "www/spread/trainings.csv.gz"
    )]
    trainings: PathBuf,
    /// The file for the counts.
    #[arg(long, value_name = "FILE", default_value = "www/spread/counts.txt")]
    out: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let name = arguments.trainings.display().to_string();
    let bytes = fs::read(&arguments.trainings).with_context(|| name.clone())?;
    let text = gzip::content(&bytes, LIMIT).with_context(|| name.clone())?;
    let text = str::from_utf8(&text).with_context(|| name.clone())?;
    let rows = rows::read(text).with_context(|| name)?;
    file::write_whole(&arguments.out, table::write(&rows).as_bytes())
}
