//! Packs a figure of the built site as a SCORM package: one zip with one SCO, for Moodle and other learning platforms.
//!
//! - [`needs`]: the files that a page of the site loads.
//! - `contents`: the files of a package; `launch`: its page; `manifest`: its `imsmanifest.xml`.
//! - `archive`: files to a zip, the same bytes for the same files.
//!
//! What the page says to the platform stands in `www/js/scorm.js`. The figures are those of `www/figures.toml`.

mod archive;
mod contents;
mod error;
mod launch;
mod manifest;
pub mod needs;

use std::{fs, path::Path};

use redes_catalogue::{Catalogue, Figure};

pub use error::Error;

use archive::Archiver;

/// A version of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// SCORM 1.2.
    V1_2,
    /// SCORM 2004, 4th edition.
    V2004,
}

impl Version {
    /// Both, the usual one first.
    pub const ALL: [Self; 2] = [Self::V1_2, Self::V2004];

    /// Its number, as people and `js/scorm.js` know it.
    pub fn number(self) -> &'static str {
        match self {
            Self::V1_2 => "1.2",
            Self::V2004 => "2004",
        }
    }
}

/// The choices for a package.
#[derive(Clone, Debug)]
pub struct Options {
    /// The version of the standard.
    pub version: Version,
    /// The language of the launch page: a code that the figure's page has.
    pub language: String,
    /// The state in which the figure begins, such as `circles.noise=0.2`.
    pub state: Option<String>,
    /// Whether data sets and large networks are in the package.
    pub data: bool,
}

/// A package.
#[derive(Clone, Debug)]
pub struct Package {
    /// The figure, or the exercise as its page is called.
    pub figure: String,
    /// The zip's file name.
    pub name: String,
    /// The zip.
    pub bytes: Vec<u8>,
    /// The paths in it, sorted, without the manifest.
    pub files: Vec<String>,
}

/// The largest size of a package without data sets, in bytes.
const BUDGET: u64 = 330_000;

/// Figures whose packages are larger: they contain trained networks, the trainer of the cases, the table of trainings, or
/// more controls than others.
/// Each has its present size and 2 %.
const LARGER: [(&str, u64); 10] = [
    ("digits", 966_000),
    ("reviews", 560_000),
    ("results", 560_000),
    ("neurons", 922_000),
    ("phrases", 2_522_000),
    ("opened", 1_163_000),
    ("writers", 702_000),
    ("luck", 856_000),
    ("playground", 349_000),
    ("sweep", 348_000),
];

/// The largest size of a figure's package without data sets, in bytes.
pub fn budget(figure: &str) -> u64 {
    let larger = LARGER.iter().find(|(name, _)| *name == figure);
    larger.map_or(BUDGET, |(_, bytes)| *bytes)
}

/// Packs figures of a built site.
#[derive(Debug)]
pub struct Packer<'a> {
    dist: &'a Path,
    catalogue: &'a Catalogue,
    archiver: Archiver,
}

impl<'a> Packer<'a> {
    /// For the built site in the folder `dist`.
    pub fn new(dist: &'a Path, catalogue: &'a Catalogue) -> Self {
        Self {
            dist,
            catalogue,
            archiver: Archiver::default(),
        }
    }

    /// The figure of an exercise, from the exercise's page.
    fn exercise(&self, name: &str) -> Result<&'a Figure, Error> {
        let unknown = || Error::Unknown {
            figure: name.to_owned(),
            figures: names(self.catalogue),
        };
        let plain = |letter: u8| letter.is_ascii_lowercase() || letter == b'-';
        if !(name.starts_with("exercise-") && name.bytes().all(plain)) {
            return Err(unknown());
        }
        let page = self.dist.join("embed").join(format!("{name}.html"));
        let html = fs::read_to_string(&page).map_err(|_| unknown())?;
        let element = html.split("<main>").nth(1).unwrap_or_default();
        let element = element.trim_start().strip_prefix("<redes-");
        let figure = element.and_then(|rest| rest.split('>').next());
        figure
            .and_then(|figure| self.catalogue.get(figure))
            .ok_or_else(|| Error::Page {
                page,
                what: "the page of an exercise without a figure".to_owned(),
            })
    }

    /// Packs a figure, or an exercise on one: `exercise-ID`, as its page is called.
    ///
    /// # Errors
    ///
    /// Where there is no such figure or exercise, the site lacks a file, a state is not the figure's own, a file has a name that
    /// platforms refuse, or the package exceeds its [`budget`].
    pub fn pack(&mut self, figure: &str, options: &Options) -> Result<Package, Error> {
        let row = match self.catalogue.get(figure) {
            Some(row) => row,
            None => self.exercise(figure)?,
        };
        let contents = contents::gather(self.dist, self.catalogue, figure, row, options)?;
        let manifest = manifest::write(figure, &contents, options.version);
        let bytes = self.archiver.pack(&manifest, &contents.files)?;
        let mut budget = budget(&row.name);
        if figure != row.name {
            budget += EXERCISE;
        }
        let size = bytes.len() as u64;
        if size > budget && !options.data {
            return Err(Error::Budget {
                figure: figure.to_owned(),
                size,
                budget,
            });
        }
        Ok(Package {
            figure: figure.to_owned(),
            name: file_name(figure, options),
            bytes,
            files: contents.files.into_keys().collect(),
        })
    }
}

/// What an exercise adds to the package of its figure at most, in bytes: its text, script and style.
const EXERCISE: u64 = 8_000;

/// The names of the list, for people.
fn names(catalogue: &Catalogue) -> String {
    let figures = catalogue.figures().iter();
    let names: Vec<&str> = figures.map(|figure| figure.name.as_str()).collect();
    names.join(", ")
}

/// The zip's name: figure, version unless it is 1.2, language.
fn file_name(figure: &str, options: &Options) -> String {
    let version = match options.version {
        Version::V1_2 => "",
        Version::V2004 => "-2004",
    };
    let data = if options.data { "-data" } else { "" };
    format!("redes-{figure}{version}{data}-{}.zip", options.language)
}
