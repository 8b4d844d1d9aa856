//! `redes stills`: a picture of each of the book's figures with real results, for readers without JavaScript, for
//! print, and for everyone until the figure is ready.

mod activations;
mod backprop;
mod cells;
mod circles;
mod columns;
mod contour;
mod dense;
mod descent;
mod digits;
mod encoding;
mod filter;
mod lines;
mod lstm;
mod perceptron;
mod picture;
mod plot;
mod results;
mod reviews;
mod training;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use clap::builder::PossibleValuesParser;

use redes_sheet::language::Language;

use self::picture::Picture;
use crate::file::{self, say};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Where the pictures go, into a folder a language.
    #[arg(long, value_name = "DIR", default_value = "www/stills")]
    out: PathBuf,
    /// Only this figure, may be given several times.
    #[arg(long, value_name = "FIGURE", value_parser = PossibleValuesParser::new(FIGURES.map(|(name, _)| name)))]
    only: Vec<String>,
    /// Where the networks are that ship with the site.
    #[arg(long, value_name = "DIR", default_value = "www/models")]
    models: PathBuf,
    /// Folder that holds the folders `mnist` and `imdb` [default: $REDES_DATA, else the cache].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Arguments {
    /// Where a data set is, if it is told.
    fn set(&self, name: &str) -> Option<PathBuf> {
        self.data.as_ref().map(|folder| folder.join(name))
    }
}

/// A figure's result, to be drawn in either language.
type Still = Box<dyn Fn(Language) -> Picture>;

/// A figure: its name in the book, and what computes it.
type Figure = (&'static str, fn(&Arguments) -> Result<Still>);

/// In the book's order.
const FIGURES: [Figure; 14] = [
    ("filter", |_| filter::still()),
    ("lstm", |_| Ok(lstm::still())),
    ("dense", |_| dense::still()),
    ("perceptron", |_| perceptron::still()),
    ("lines", |_| lines::still()),
    ("activations", |_| Ok(activations::still())),
    ("backprop", |_| backprop::still()),
    ("descent", |_| descent::still()),
    ("circles", |_| circles::still()),
    ("columns", |_| Ok(columns::still())),
    ("encoding", |_| encoding::still()),
    ("digits", digits::still),
    ("reviews", reviews::still),
    ("results", |_| results::still()),
];

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let wanted = |name: &str| arguments.only.is_empty() || arguments.only.iter().any(|n| n == name);
    let mut failed = Vec::new();
    for (name, compute) in FIGURES.iter().filter(|(name, _)| wanted(name)) {
        match compute(arguments).and_then(|draw| write(&arguments.out, name, &draw)) {
            Ok(()) => say(name)?,
            Err(error) => failed.push(format!("{name}: {error:#}")),
        }
    }
    // What needs no data is drawn even where there are none.
    ensure!(failed.is_empty(), "{}", failed.join("\nredes: "));
    Ok(())
}

/// A picture a language.
fn write(out: &Path, name: &str, draw: &Still) -> Result<()> {
    for language in Language::BOTH {
        let folder = out.join(language.code());
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let svg = draw(language).svg()?;
        file::write_whole(&folder.join(format!("{name}.svg")), svg.as_bytes())?;
    }
    Ok(())
}
