//! The list of figures, read from `www/figures.toml`; whatever else needs a list of figures asks this one.
//!
//! It knows names alone: what a figure does is compiled elsewhere, and tests hold each registration to this list.
//! [`site`] has the names of the site's files that follow from a figure's or a chapter's name, [`headers`] the policy of the
//! pages and what hosts send with them.

pub mod headers;
pub mod site;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
};

use serde::Deserialize;

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The figure is the element `<redes-NAME>`; its folder, stylesheet, texts and picture have this name too.
    pub name: String,
    /// The page where it stands, without language and `.html`; also the module that holds it.
    pub chapter: String,
    /// Whether a button trains a network.
    pub trains: bool,
    /// A state that differs from the one it begins with, as it stands behind an address's `#`: `NAME.KEY=VALUE`.
    pub state: String,
    /// What the computation of its picture reads; empty where the program alone is enough.
    #[serde(default)]
    pub still_needs: Vec<Need>,
    /// Files that it fetches besides its module, by their paths from the site's root.
    #[serde(default)]
    pub loads: Vec<String>,
    /// Files, and folders of data sets, that it fetches at the reader's command.
    #[serde(default)]
    pub large: Vec<String>,
    /// A stylesheet that it shares with other figures, in the cascade before its own.
    #[serde(default)]
    pub style: Option<String>,
    /// States with a name, for the frame of a course.
    #[serde(default)]
    pub presets: BTreeMap<String, String>,
}

impl Figure {
    /// The names of the data sets that it fetches at the reader's command.
    pub fn data_sets(&self) -> impl Iterator<Item = &str> {
        self.large
            .iter()
            .filter_map(|path| path.strip_prefix("data/"))
    }

    /// Whether a state, such as `NAME.KEY=VALUE&NAME.KEY=VALUE`, has this figure's keys alone.
    pub fn owns(&self, state: &str) -> bool {
        state.split('&').all(|pair| {
            let own = pair
                .strip_prefix(&self.name)
                .and_then(|rest| rest.strip_prefix('.'));
            own.and_then(|own| own.split_once('='))
                .is_some_and(|(key, _)| !key.is_empty())
        })
    }
}

/// Files that a picture is computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Need {
    /// The trained networks of `www/models`.
    Models,
    /// The images of MNIST.
    Mnist,
    /// The reviews of IMDB.
    Imdb,
}

/// All figures, in the book's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// The module that trains, for each chapter whose own does not.
    trainers: BTreeMap<String, String>,
    drawings: Vec<String>,
    figures: Vec<Figure>,
}

/// Why a list of figures cannot be used. `file` is the list; `row` is the figure's name with its number, from 1.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read.
    #[error("{file}: {source}")]
    Read {
        /// The list.
        file: String,
        /// What the system says.
        source: io::Error,
    },
    /// The file is not TOML, or has a key beside the rows.
    #[error("{file}: {source}")]
    Toml {
        /// The list.
        file: String,
        /// What the parser says, with the line.
        source: Box<toml::de::Error>,
    },
    /// The file has no row.
    #[error("{file}: there is no [[figure]]")]
    Empty {
        /// The list.
        file: String,
    },
    /// A row lacks a key, has an unknown one, or one of another type.
    #[error("{file}: {row}: {source}")]
    Row {
        /// The list.
        file: String,
        /// The row.
        row: String,
        /// What the parser says.
        source: Box<toml::de::Error>,
    },
    /// A name that cannot be the name of an element, a module, a file or a preset.
    #[error(
        "{file}: {row}: {key} = {value:?}, but a {key} is a small letter and then small letters or digits"
    )]
    Name {
        /// The list.
        file: String,
        /// The row.
        row: String,
        /// `name`, `chapter` or `preset`.
        key: &'static str,
        /// Its value.
        value: String,
    },
    /// A state that is not the figure's own.
    #[error("{file}: {row}: state = {state:?}, but a state begins with {name}.KEY=")]
    State {
        /// The list.
        file: String,
        /// The row.
        row: String,
        /// The figure.
        name: String,
        /// The state.
        state: String,
    },
    /// A chapter uses a module that trains, and has no figure that does.
    #[error("{file}: trainers: the chapter {chapter:?} has no figure that trains")]
    Trainer {
        /// The list.
        file: String,
        /// The chapter.
        chapter: String,
    },
    /// Two rows have the same name.
    #[error("{file}: {row}: an earlier row has this name")]
    Twice {
        /// The list.
        file: String,
        /// The second of the rows.
        row: String,
    },
    /// A figure stands apart from the others of its chapter.
    #[error("{file}: {row}: the other figures of the chapter {chapter:?} stand further up")]
    Apart {
        /// The list.
        file: String,
        /// The row.
        row: String,
        /// The chapter.
        chapter: String,
    },
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    #[serde(default)]
    trainers: BTreeMap<String, String>,
    #[serde(default)]
    drawings: Vec<String>,
    // Tables, so that an error can name its row.
    #[serde(default)]
    figure: Vec<toml::Table>,
}

impl Catalogue {
    /// Reads the list from a file.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read, and those of [`Catalogue::parse`].
    pub fn read(path: &Path) -> Result<Self, Error> {
        let file = path.display().to_string();
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text, &file),
            Err(source) => Err(Error::Read { file, source }),
        }
    }

    /// Reads the list from its text; `file` is what the errors call it.
    ///
    /// # Errors
    ///
    /// Where the text is not a list of figures, or a row contradicts itself or another.
    pub fn parse(text: &str, file: &str) -> Result<Self, Error> {
        let owned = || file.to_owned();
        let rows: Rows = toml::from_str(text).map_err(|source| Error::Toml {
            file: owned(),
            source: Box::new(source),
        })?;
        if rows.figure.is_empty() {
            return Err(Error::Empty { file: owned() });
        }
        let mut list = Self {
            trainers: rows.trainers,
            drawings: rows.drawings,
            figures: Vec::with_capacity(rows.figure.len()),
        };
        for (index, table) in rows.figure.into_iter().enumerate() {
            let name = table.get("name").and_then(toml::Value::as_str);
            let row = match name {
                Some(name) => format!("figure {}, {name:?}", index + 1),
                None => format!("figure {}", index + 1),
            };
            let figure = Figure::deserialize(table).map_err(|source| Error::Row {
                file: owned(),
                row: row.clone(),
                source: Box::new(source),
            })?;
            list.add(figure, file, row)?;
        }
        let idle = |chapter: &&String| !list.of(chapter).any(|figure| figure.trains);
        if let Some(chapter) = list.trainers.keys().find(idle).cloned() {
            return Err(Error::Trainer {
                file: owned(),
                chapter,
            });
        }
        Ok(list)
    }

    /// Appends a row, if it agrees with those before it.
    fn add(&mut self, figure: Figure, file: &str, row: String) -> Result<(), Error> {
        let file = file.to_owned();
        for (key, value) in [("name", &figure.name), ("chapter", &figure.chapter)] {
            if !is_name(value) {
                let value = value.clone();
                return Err(Error::Name {
                    file,
                    row,
                    key,
                    value,
                });
            }
        }
        let states = [&figure.state].into_iter().chain(figure.presets.values());
        if let Some(state) = states.into_iter().find(|state| !figure.owns(state)) {
            return Err(Error::State {
                file,
                row,
                state: state.clone(),
                name: figure.name,
            });
        }
        if let Some(name) = figure.presets.keys().find(|name| !is_name(name)) {
            let value = name.clone();
            return Err(Error::Name {
                file,
                row,
                key: "preset",
                value,
            });
        }
        if self.get(&figure.name).is_some() {
            return Err(Error::Twice { file, row });
        }
        let last = self.figures.last().map(|last| last.chapter.as_str());
        if last != Some(&figure.chapter) && self.of(&figure.chapter).next().is_some() {
            let chapter = figure.chapter;
            return Err(Error::Apart { file, row, chapter });
        }
        self.figures.push(figure);
        Ok(())
    }

    /// The names of the modules that only train, each once. A page fetches one at the first training.
    pub fn trainers(&self) -> impl Iterator<Item = &str> {
        let names: BTreeSet<&str> = self.trainers.values().map(String::as_str).collect();
        names.into_iter()
    }

    /// The module that trains for a chapter in place of its own.
    pub fn trainer_of(&self, chapter: &str) -> Option<&str> {
        self.trainers.get(chapter).map(String::as_str)
    }

    /// Whether a chapter's own module trains.
    pub fn trains(&self, chapter: &str) -> bool {
        !self.trainers.contains_key(chapter) && self.of(chapter).any(|figure| figure.trains)
    }

    /// The pictures that do not compute, of the tag `<drawing>`; none has a figure's name.
    pub fn drawings(&self) -> impl Iterator<Item = &str> {
        self.drawings.iter().map(String::as_str)
    }

    /// The figures in the book's order.
    pub fn figures(&self) -> &[Figure] {
        &self.figures
    }

    /// The figure with this name.
    pub fn get(&self, name: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.name == name)
    }

    /// The figures of a chapter.
    pub fn of<'a>(&'a self, chapter: &'a str) -> impl Iterator<Item = &'a Figure> {
        self.figures
            .iter()
            .filter(move |figure| figure.chapter == chapter)
    }

    /// The chapters that have figures, in the book's order.
    pub fn chapters(&self) -> impl Iterator<Item = &str> {
        // Figures of one chapter stand together.
        self.figures
            .chunk_by(|one, next| one.chapter == next.chapter)
            .filter_map(|own| Some(own.first()?.chapter.as_str()))
    }
}

/// Whether a name may be part of an element's, a Rust module's and a file's name.
fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
