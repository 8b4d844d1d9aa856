//! Writes the book's pages beside Trunk's output, as Trunk's post-build hook or alone.
//!
//! - [`site`]: the files that Trunk wrote, with their hashes in their names.
//! - [`language`]: the two languages and the templates' texts in each.
//! - [`chapter`], [`tag`]: read a page's Markdown and front matter into pieces.
//! - [`labels`]: numbered targets of links; [`mod@reference`]: glossary and bibliography; [`listing`]: code.
//! - [`library`]: all of these for one language; [`render`], [`lists`], [`math`], [`number`], [`escape`]: pieces to HTML.
//! - [`share`]: what a reader copies to take a figure elsewhere.
//! - [`pages`]: pages and templates to HTML files; [`search`]: the search's index; [`notebook`]: a chapter's listings for
//!   Jupyter.
//! - [`packages`]: the figures as packages for learning platforms.
//! - [`data`], [`copy`]: files copied into the site; [`worker`]: the service worker and the site map.
//! - [`lean`]: takes the comments out of scripts and styles.
//! - [`digest`]: gives each module's glue the digest of the module.
//! - [`check`]: checks the links and the content security policy.
//!
//! Only the figures' names in `figures.toml` are known here. Every address is relative, so the site works under any path.

mod chapter;
mod check;
mod copy;
mod data;
mod digest;
mod elements;
mod escape;
mod exercises;
mod labels;
mod language;
mod lean;
mod library;
mod listing;
mod lists;
mod math;
mod notebook;
mod number;
mod packages;
mod pages;
mod press;
mod reference;
mod render;
mod search;
mod share;
mod site;
mod tag;
#[cfg(test)]
mod testing;
mod worker;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use redes_ledger::Ledger;

/// The address of `cargo xtask serve`, for the site map of a site without an address.
const LOCAL: &str = "http://127.0.0.1:8080/";

/// Writes the site's pages beside what Trunk built.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Folder of the list of figures, of templates and of chapters
    #[arg(long, default_value = "www")]
    source: PathBuf,
    /// Folder that holds what Trunk built and takes the pages [default: $TRUNK_STAGING_DIR]
    #[arg(long)]
    out: Option<PathBuf>,
    /// Folder of data sets, to be laid into the site's data/; none without it [default: $REDES_SITE_DATA]
    #[arg(long)]
    data: Option<PathBuf>,
    /// The address that the site will have, for its site map and its cards [default: $REDES_SITE_URL]
    #[arg(long)]
    url: Option<String>,
    /// Write pages that reload themselves when Trunk, serving, has built anew [also: REDES_SERVE=1]
    #[arg(long)]
    serve: bool,
    /// List all pages with their counts of words
    #[arg(long)]
    words: bool,
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
    let source = arguments.source;
    let out = arguments
        .out
        .or_else(|| env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from))
        .context(
            "give --out FOLDER, or run as Trunk's post_build hook, which sets TRUNK_STAGING_DIR",
        )?;
    let live = arguments.serve || env::var_os("REDES_SERVE").is_some_and(|value| value == "1");
    let data = arguments
        .data
        .or_else(|| env::var_os("REDES_SITE_DATA").map(PathBuf::from));
    data::lay(data.as_deref(), &out.join("data"))?;
    let url = address(arguments.url.or_else(|| env::var("REDES_SITE_URL").ok()))?;
    let ledger = ledger(&source, &out)?;
    lean::site(&out)?;
    digest::write(&out)?;
    copy::folder(&source.join("listings"), &out.join("listings"), &["py"])?;
    copy::folder(&source.join("stills"), &out.join("stills"), &["svg"])?;
    let options = pages::Options {
        source: &source,
        out: &out,
        live,
        url: url.as_deref(),
    };
    let written = pages::write(&options, &ledger)?;
    worker::map(&out, url.as_deref().unwrap_or(LOCAL), &written.pages)?;
    worker::write(&source, &out)?;
    check::pages(&out, &written.pages)?;
    if arguments.words {
        for (language, page, words) in &written.words {
            println!("{language}/{page} {words}");
        }
    }
    println!(
        "redes-book: {} pages in {}",
        written.pages.len(),
        out.display()
    );
    Ok(())
}

/// The site's address with a slash at its end.
fn address(given: Option<String>) -> Result<Option<String>> {
    let Some(text) = given.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let url = url::Url::parse(&text).with_context(|| format!("{text} is no address"))?;
    ensure!(
        matches!(url.scheme(), "https" | "http"),
        "{text} begins with neither https nor http"
    );
    Ok(Some(format!("{}/", text.trim_end_matches('/'))))
}

/// The ledger, after its checks; the page reads it from `ledger.bin`.
fn ledger(source: &Path, out: &Path) -> Result<Ledger> {
    let path = source.join("ledger.toml");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let ledger = Ledger::parse(&text).with_context(|| path.display().to_string())?;
    fs::write(out.join("ledger.bin"), ledger.to_bytes()?).context("ledger.bin")?;
    Ok(ledger)
}
