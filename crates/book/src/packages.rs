//! The figures as SCORM packages, ready to download: `scorm/*.zip`, and their table on the page for teachers.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result};
use redes_catalogue::Catalogue;
use redes_scorm::{Options, Packer, Version};

use crate::{escape::escape, exercises::Exercises, language::CODES, library::Library};

/// Their folder in the site.
const FOLDER: &str = "scorm";

/// The written packages: file name and bytes, by figure and language, in the order of [`Version::ALL`].
pub(crate) type Packages = BTreeMap<(String, &'static str), Vec<(String, usize)>>;

/// Writes a package of each figure and each exercise in each language and version. Their own pages are already in `out`.
pub(crate) fn write<'a>(
    out: &Path,
    figures: &Catalogue,
    exercises: impl Iterator<Item = &'a str>,
) -> Result<Packages> {
    let folder = out.join(FOLDER);
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let mut packer = Packer::new(out, figures);
    let mut written = Packages::new();
    let names = figures.figures().iter().map(|figure| figure.name.clone());
    let exercises = exercises.map(|id| format!("exercise-{id}"));
    for name in names.chain(exercises) {
        for code in CODES {
            let mut own = Vec::new();
            for version in Version::ALL {
                let options = Options {
                    version,
                    language: code.to_owned(),
                    state: None,
                    data: false,
                };
                let package = packer.pack(&name, &options)?;
                let path = folder.join(&package.name);
                fs::write(&path, &package.bytes).with_context(|| path.display().to_string())?;
                own.push((package.name, package.bytes.len()));
            }
            written.insert((name.clone(), code), own);
        }
    }
    Ok(written)
}

/// A row for each figure and then each exercise, in the book's order, with a link to each version's package and its size.
/// Pages written for work have no packages, and no table.
pub(crate) fn table<'a>(
    library: &Library,
    figures: impl Iterator<Item = &'a str>,
    exercises: &Exercises,
) -> Result<String> {
    if library.packages.is_empty() {
        return Ok(String::new());
    }
    let text = |key: &str| library.language.get(key);
    let code = library.language.code;
    let mut rows = Vec::new();
    for figure in figures {
        let title = &library.language.figure(figure)?.title;
        let address = library.labels.find("fig", figure)?.address("teachers");
        rows.push(row(library, figure, title, &address)?);
    }
    let of_figures = head(text("figure")?);
    let figures = rows.concat();
    rows.clear();
    for exercise in exercises.all() {
        let name = format!("exercise-{}", exercise.id);
        let address = format!("exercises.html#{}", exercise.id);
        rows.push(row(library, &name, exercise.title(code), &address)?);
    }
    let of_exercises = head(text("exercise")?);
    Ok(format!(
        "<div class=\"table\"><table>\n{of_figures}<tbody>\n{figures}</tbody>\n</table></div>\n<div class=\"table\"><table>\n{of_exercises}<tbody>\n{}</tbody>\n</table></div>",
        rows.concat(),
    ))
}

fn head(what: &str) -> String {
    let versions =
        Version::ALL.map(|version| format!("<th scope=\"col\">SCORM {}</th>", version.number()));
    format!(
        "<thead><tr><th scope=\"col\">{what}</th>{}</tr></thead>\n",
        versions.concat()
    )
}

fn row(library: &Library, name: &str, title: &str, address: &str) -> Result<String> {
    let mut row = format!("<tr><td><a href=\"{address}\">{}</a></td>", escape(title));
    let packages = library
        .packages
        .get(&(name.to_owned(), library.language.code));
    for (file, bytes) in packages.with_context(|| format!("no package of {name}"))? {
        row.push_str(&format!(
            "<td><a href=\"../{FOLDER}/{file}\" download>{}\u{a0}kB</a></td>",
            bytes.div_ceil(1000)
        ));
    }
    row.push_str("</tr>\n");
    Ok(row)
}
