//! Lays the pages beside what Trunk built: Trunk's post-build hook, and usable alone.
//!
//! - [`site`]: the files that Trunk wrote, with their hashes in their names.
//! - [`language`]: the two languages and what the templates say in each.
//! - [`chapter`]: a chapter's Markdown, its front matter, its figures.
//! - [`pages`]: chapters and templates to HTML files.
//! - [`data`]: the data sets that the site carries.
//! - [`check`]: every link leads somewhere, and nothing breaks the content security policy.
//!
//! Figures are known by their element names alone; every address is relative, so the site works under any path.

mod chapter;
mod check;
mod data;
mod language;
mod pages;
mod site;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result};
use clap::Parser;
use redes_ledger::Ledger;

/// Writes the site's pages beside what Trunk built.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Folder of templates and chapters [default: $TRUNK_SOURCE_DIR]
    #[arg(long)]
    source: Option<PathBuf>,
    /// Folder that holds what Trunk built and takes the pages [default: $TRUNK_STAGING_DIR]
    #[arg(long)]
    out: Option<PathBuf>,
    /// Folder of data sets, to be laid into the site's data/; none without it [default: $REDES_SITE_DATA]
    #[arg(long)]
    data: Option<PathBuf>,
    /// Write pages that reload themselves when Trunk, serving, has built anew [also: REDES_SERVE=1]
    #[arg(long)]
    serve: bool,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("redes-book: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<()> {
    let folder = |given: Option<PathBuf>, option: &str, variable: &str| {
        given
            .or_else(|| env::var_os(variable).map(PathBuf::from))
            .with_context(|| {
                format!(
                    "give {option} FOLDER, or run as Trunk's post_build hook, which sets {variable}"
                )
            })
    };
    let source = folder(arguments.source, "--source", "TRUNK_SOURCE_DIR")?;
    let out = folder(arguments.out, "--out", "TRUNK_STAGING_DIR")?;
    let live = arguments.serve || env::var_os("REDES_SERVE").is_some_and(|value| value == "1");
    if let Some(data) = arguments
        .data
        .or_else(|| env::var_os("REDES_SITE_DATA").map(PathBuf::from))
    {
        data::lay(&data, &out.join("data"))?;
    }
    ledger(&source, &out)?;
    let written = pages::write(&source, &out, live)?;
    check::pages(&out, &written)?;
    println!("redes-book: {} pages in {}", written.len(), out.display());
    Ok(())
}

/// The ledger as the page reads it, if it is sound.
fn ledger(source: &Path, out: &Path) -> Result<()> {
    let path = source.join("ledger.toml");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    Ledger::parse(&text).with_context(|| path.display().to_string())?;
    fs::write(out.join("ledger.json"), Ledger::to_json(&text)?).context("ledger.json")
}
