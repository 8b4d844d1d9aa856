//! The files that a page of the built site loads, read from its HTML, its styles and its scripts.

use std::{
    collections::BTreeSet,
    fs,
    path::{Component, Path, PathBuf},
};

use crate::Error;

/// The files that a page loads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The files named in its tags, and those that these name.
    pub files: BTreeSet<PathBuf>,
    /// The modules of its figures, which load after the text.
    pub module: BTreeSet<PathBuf>,
}

/// The files that a page with scripts loads besides itself. `html` is its text; `formulas` is whether it shows any, for which a font loads.
///
/// # Errors
///
/// Where a style or script that it names cannot be read.
pub fn of_page(page: &Path, html: &str, formulas: bool) -> Result<Needs, Error> {
    let folder = page.parent().unwrap_or(Path::new(""));
    let mut needs = Needs::default();
    let scripted = html.split("<noscript>").enumerate().map(|(place, part)| {
        match part.split_once("</noscript>") {
            Some((_, after)) if place > 0 => after,
            _ => part,
        }
    });
    for tag in scripted.flat_map(|part| part.split('<')) {
        let tag = tag.split('>').next().unwrap_or_default();
        let loads = ["link ", "script ", "img ", "form "];
        let another_page = ["rel=\"alternate\"", "rel=\"canonical\""];
        if !loads.iter().any(|name| tag.starts_with(name))
            || another_page.iter().any(|relation| tag.contains(relation))
        {
            continue;
        }
        for name in ["href", "src", "data-search"] {
            let value = tag.split(&format!(" {name}=\"")).nth(1);
            let Some(value) = value.and_then(|rest| rest.split('"').next()) else {
                continue;
            };
            let address = value.split(['?', '#']).next().unwrap_or_default();
            let file = plain(&folder.join(address));
            inner(&file, formulas, &mut needs.files)?;
            // The modules of the page's figures, named in the query of the script that loads them.
            if let Some((_, glues)) = value.split_once("?glue=") {
                let root = file.parent().and_then(Path::parent).unwrap_or(folder);
                for glue in glues.split(',') {
                    needs.module.insert(root.join(glue));
                    needs
                        .module
                        .insert(root.join(glue.replace(".js", "_bg.wasm")));
                }
            }
            needs.files.insert(file);
        }
    }
    Ok(needs)
}

/// The text of a file of the site.
///
/// # Errors
///
/// Where it cannot be read.
pub fn text(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })
}

/// The files that a stylesheet or script of ours names.
fn inner(file: &Path, formulas: bool, files: &mut BTreeSet<PathBuf>) -> Result<(), Error> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let kind = file.extension().and_then(|kind| kind.to_str());
    let text = match kind {
        Some("css" | "js") => text(file)?,
        _ => return Ok(()),
    };
    let (before, after): (&[&str], char) = match kind {
        Some("css") => (&["url(\"", "url('", "url("], ')'),
        _ => (&[" from '", "new URL('"], '\''),
    };
    for part in before {
        for rest in text.split(part).skip(1) {
            let name = rest.split(after).next().unwrap_or_default();
            let found = plain(&folder.join(name.trim_matches(['"', '\''])));
            let unused = name.contains("math") && !formulas;
            if found.is_file() && !unused && found != file {
                files.insert(found);
            }
        }
    }
    Ok(())
}

/// A path without `..` and `.`.
pub fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}
