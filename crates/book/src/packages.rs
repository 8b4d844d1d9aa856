//! The figures as SCORM packages, ready to download: `scorm/*.zip`, and their table on the page for teachers.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result};
use redes_catalogue::Catalogue;
use redes_scorm::{Options, Packer, Version};

use crate::{escape::escape, language::CODES, library::Library};

/// Their folder in the site.
const FOLDER: &str = "scorm";

/// The written packages: file name and bytes, by figure and language, in the order of [`Version::ALL`].
pub(crate) type Packages = BTreeMap<(String, &'static str), Vec<(String, usize)>>;

/// Writes a package of each figure in each language and version. The figures' own pages are already in `out`.
pub(crate) fn write(out: &Path, figures: &Catalogue) -> Result<Packages> {
    let folder = out.join(FOLDER);
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let mut packer = Packer::new(out, figures);
    let mut written = Packages::new();
    for figure in figures.figures() {
        for code in CODES {
            let mut own = Vec::new();
            for version in Version::ALL {
                let options = Options {
                    version,
                    language: code.to_owned(),
                    state: None,
                    data: false,
                };
                let package = packer.pack(&figure.name, &options)?;
                let path = folder.join(&package.name);
                fs::write(&path, &package.bytes).with_context(|| path.display().to_string())?;
                own.push((package.name, package.bytes.len()));
            }
            written.insert((figure.name.clone(), code), own);
        }
    }
    Ok(written)
}

/// A row for each figure, in the book's order, with a link to each version's package and its size. Pages written for work
/// have no packages, and no table.
pub(crate) fn table<'a>(
    library: &Library,
    figures: impl Iterator<Item = &'a str>,
) -> Result<String> {
    if library.packages.is_empty() {
        return Ok(String::new());
    }
    let text = |key: &str| library.language.get(key);
    let code = library.language.code;
    let mut rows = String::new();
    for figure in figures {
        let title = escape(&library.language.figure(figure)?.title);
        let address = library.labels.find("fig", figure)?.address("teachers");
        rows.push_str(&format!("<tr><td><a href=\"{address}\">{title}</a></td>"));
        let packages = library.packages.get(&(figure.to_owned(), code));
        for (name, bytes) in packages.with_context(|| format!("no package of {figure}"))? {
            rows.push_str(&format!(
                "<td><a href=\"../{FOLDER}/{name}\" download>{}\u{a0}kB</a></td>",
                bytes.div_ceil(1000)
            ));
        }
        rows.push_str("</tr>\n");
    }
    let versions =
        Version::ALL.map(|version| format!("<th scope=\"col\">SCORM {}</th>", version.number()));
    Ok(format!(
        "<div class=\"table\"><table>\n<thead><tr><th scope=\"col\">{}</th>{}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>",
        text("figure")?,
        versions.concat(),
    ))
}
