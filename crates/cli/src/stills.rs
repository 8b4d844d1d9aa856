//! `redes stills`: a picture of each of the book's figures with real results, for readers without JavaScript, for
//! print, and for everyone until the figure is ready; and the drawings, which stand in the book as they are.

mod activations;
mod backprop;
mod cells;
mod chance;
mod circles;
mod columns;
mod contour;
mod cover;
mod dense;
mod descent;
mod digits;
mod encoding;
mod filter;
mod lines;
mod lstm;
mod luck;
mod neurons;
mod opened;
mod perceptron;
mod phrases;
mod picture;
mod planes;
mod playground;
mod plot;
mod results;
mod reviews;
mod sweep;
mod training;
mod umbrellas;
mod writers;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use anyhow::{Context, Result, ensure};
use clap::builder::PossibleValuesParser;
use redes_catalogue::{Catalogue, Error};

use redes_sheet::language::Language;

use self::picture::Picture;
use crate::file::{self, say};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder for the pictures. Each language gets a folder in it.
    #[arg(long, value_name = "DIR", default_value = "www/stills")]
    out: PathBuf,
    /// Draws this figure or drawing only; may be repeated.
    #[arg(long, value_name = "FIGURE", value_parser = PossibleValuesParser::new(names()))]
    only: Vec<String>,
    /// The folder of the networks that ship with the site.
    #[arg(long, value_name = "DIR", default_value = "www/models")]
    models: PathBuf,
    /// Folder that holds the folders `mnist` and `imdb` [default: $REDES_DATA, else the cache].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Arguments {
    /// A data set's folder, if it is given.
    fn set(&self, name: &str) -> Option<PathBuf> {
        self.data.as_ref().map(|folder| folder.join(name))
    }
}

/// A figure's result, which can be drawn in either language.
type Still = Box<dyn Fn(Language) -> Picture>;

/// The book's list of figures at build time.
static CATALOGUE: LazyLock<Result<Catalogue, Error>> =
    LazyLock::new(|| Catalogue::parse(include_str!("../../../www/figures.toml"), "figures.toml"));

/// The names of the figures in the book's order, then those of the drawings; empty if the list is broken, which [`run`]
/// then reports.
fn names() -> impl Iterator<Item = &'static str> {
    CATALOGUE.iter().flat_map(pictures)
}

/// The names of the pictures of a list.
fn pictures(list: &Catalogue) -> impl Iterator<Item = &str> {
    let figures = list.figures().iter().map(|figure| figure.name.as_str());
    figures.chain(list.drawings())
}

/// The function that computes a figure's picture.
type Compute = fn(&Arguments) -> Result<Still>;

/// The computation of each figure's picture.
fn computation(name: &str) -> Option<Compute> {
    Some(match name {
        "cover" => |_| cover::still(),
        "filter" => |_| filter::still(),
        "lstm" => |_| Ok(lstm::still()),
        "dense" => |_| dense::still(),
        "perceptron" => |_| perceptron::still(),
        "lines" => |_| lines::still(),
        "activations" => |_| Ok(activations::still()),
        "backprop" => |_| backprop::still(),
        "descent" => |_| descent::still(),
        "circles" => |_| circles::still(),
        "columns" => |_| Ok(columns::still()),
        "encoding" => |_| encoding::still(),
        "digits" => digits::still,
        "neurons" => neurons::still,
        "opened" => opened::still,
        "reviews" => reviews::still,
        "phrases" => phrases::still,
        "writers" => writers::still,
        "results" => |_| results::still(),
        "playground" => |_| playground::still(),
        "sweep" => |_| sweep::still(),
        "chance" => |_| Ok(chance::still()),
        "luck" => |_| luck::still(),
        "umbrellas" => |_| umbrellas::still(),
        "planes" => |_| planes::still(),
        _ => return None,
    })
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let catalogue = CATALOGUE.as_ref()?;
    let wanted = |name: &str| arguments.only.is_empty() || arguments.only.iter().any(|n| n == name);
    let mut failed = Vec::new();
    for name in pictures(catalogue).filter(|name| wanted(name)) {
        let drawn = computation(name)
            .context("there is no picture of it in this program")
            .and_then(|compute| compute(arguments))
            .and_then(|draw| write(&arguments.out, name, &draw));
        match drawn {
            Ok(()) => say(name)?,
            Err(error) => failed.push(format!("{name}: {error:#}")),
        }
    }
    // Figures that need no data are drawn even without data.
    ensure!(failed.is_empty(), "{}", failed.join("\nredes: "));
    Ok(())
}

/// Writes a picture for each language.
fn write(out: &Path, name: &str, draw: &Still) -> Result<()> {
    for language in Language::BOTH {
        let folder = out.join(language.code());
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let svg = draw(language).svg()?;
        file::write_whole(&folder.join(format!("{name}.svg")), svg.as_bytes())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_of_the_list_has_a_picture() {
        let without: Vec<&str> = names().filter(|name| computation(name).is_none()).collect();
        assert!(CATALOGUE.is_ok() && without.is_empty(), "{without:?}");
    }
}
