//! Jupyter notebooks: the listings of a chapter, in the order in which they run.
//!
//! The format is nbformat 4.5, <https://nbformat.readthedocs.io/en/latest/format_description.html>.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::{
    chapter::{Piece, Placed},
    library::Library,
    listing::Listings,
    tag::Tag,
};

/// Imports and the packages on PyPI that have them.
const PACKAGES: [(&str, &[&str]); 3] = [
    ("numpy", &["numpy"]),
    ("sklearn", &["scikit-learn"]),
    ("keras", &["keras", "tensorflow"]),
];
/// Where the folder of a language's notebooks stands in the site.
const FOLDER: &str = "listings";

/// Writes a notebook for each page of a language that has listings, `listings/LANGUAGE/PAGE.ipynb`.
pub(crate) fn write(library: &Library, out: &Path) -> Result<()> {
    let folder = out.join(FOLDER).join(library.language.code);
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    for (name, chapter) in library.pages {
        let shown = shown(&chapter.pieces);
        if shown.is_empty() {
            continue;
        }
        let notebook = notebook(library, &chapter.front.heading, &shown)
            .with_context(|| format!("the notebook of {name}"))?;
        let path = folder.join(format!("{name}.ipynb"));
        fs::write(&path, serde_json::to_string_pretty(&notebook)? + "\n")
            .with_context(|| path.display().to_string())?;
    }
    Ok(())
}

/// A page's notebook, seen from the page.
pub(crate) fn address(language: &str, page: &str) -> String {
    format!("../{FOLDER}/{language}/{page}.ipynb")
}

/// A listing of a page: its name, file and region.
type Shown<'a> = (&'a str, &'a str, Option<&'a str>);

fn shown(pieces: &[Placed]) -> Vec<Shown<'_>> {
    pieces
        .iter()
        .filter_map(|placed| match &placed.piece {
            Piece::Open(Tag::Listing { id, src, region }) => {
                Some((id.as_str(), src.as_str(), region.as_deref()))
            }
            _ => None,
        })
        .collect()
}

/// The files that the page shows, each with all its regions, since a region needs those before it. A file without regions
/// is one cell.
fn notebook(library: &Library, heading: &str, shown: &[Shown<'_>]) -> Result<Value> {
    let language = library.language.code;
    let mut files: Vec<&str> = Vec::new();
    for (_, src, _) in shown {
        if !files.contains(src) {
            files.push(src);
        }
    }
    let mut cells = Vec::new();
    let mut packages = BTreeSet::new();
    for src in files {
        cells.push(text_cell(&format!("## {src}")));
        for region in regions(library.listings, src)? {
            let listing = shown
                .iter()
                .find(|(_, file, shown)| *file == src && *shown == region.as_deref());
            if let Some((id, _, _)) = listing {
                let number = &library.labels.find("lst", id)?.name;
                let name = library.language.get("listing")?;
                cells.push(text_cell(&format!("**{name} {number}**")));
            }
            let code = library.listings.text(src, region.as_deref(), language)?;
            packages.extend(needs(&code));
            cells.push(code_cell(&code));
        }
    }
    let install: Vec<&str> = packages.into_iter().collect();
    let mut all = vec![
        text_cell(&format!(
            "# {heading}\n\n{}",
            library.language.get("notebook_text")?
        )),
        code_cell(&format!("%pip install --quiet {}\n", install.join(" "))),
    ];
    all.append(&mut cells);
    for (number, cell) in all.iter_mut().enumerate() {
        cell["id"] = json!(format!("cell-{number}"));
    }
    Ok(json!({
        "cells": all,
        "metadata": {
            "kernelspec": { "display_name": "Python 3", "language": "python", "name": "python3" },
            "language_info": { "name": "python" },
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }))
}

/// A file's regions in their order; the whole file where it has none.
fn regions(listings: &Listings, src: &str) -> Result<Vec<Option<String>>> {
    let names = listings.regions(src)?;
    Ok(match names.is_empty() {
        true => vec![None],
        false => names.into_iter().map(Some).collect(),
    })
}

/// The packages that code imports.
fn needs(code: &str) -> impl Iterator<Item = &'static str> {
    PACKAGES
        .iter()
        .filter(|(module, _)| {
            code.lines().any(|line| {
                let rest = line.strip_prefix("import ").or(line.strip_prefix("from "));
                rest.is_some_and(|rest| rest.split([' ', '.']).next() == Some(module))
            })
        })
        .flat_map(|(_, packages)| packages.iter().copied())
}

/// The lines of a cell, each with its end.
fn source(text: &str) -> Vec<&str> {
    text.trim_end().split_inclusive('\n').collect()
}

fn text_cell(text: &str) -> Value {
    json!({ "cell_type": "markdown", "metadata": {}, "source": source(text) })
}

fn code_cell(code: &str) -> Value {
    json!({ "cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [], "source": source(code) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_those_that_the_code_imports() {
        let code =
            "import numpy as np\nfrom sklearn.datasets import make_circles\n# import keras\n";
        assert_eq!(needs(code).collect::<Vec<_>>(), ["numpy", "scikit-learn"]);
        assert_eq!(
            needs("import keras\n").collect::<Vec<_>>(),
            ["keras", "tensorflow"]
        );
        assert_eq!(needs("import circles_numpy\n").count(), 0);
    }

    #[test]
    fn a_cell_keeps_its_lines() {
        assert_eq!(source("a\n\nb\n"), ["a\n", "\n", "b"]);
    }
}
