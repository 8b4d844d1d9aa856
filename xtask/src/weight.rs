//! What a reader's first visit to each page weighs: its HTML and every file that it needs before any data set, each
//! compressed as a host would.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use flate2::{Compression, write::GzEncoder};

/// The most that a page may weigh, compressed, in bytes.
pub(crate) const LIMIT: u64 = 350_000;

/// A page's path within the site, and its bytes.
pub(crate) type Weight = (PathBuf, u64);

/// Weighs the pages, prints a table, and refuses any that is too heavy.
pub(crate) fn check(dist: &Path) -> Result<()> {
    let weights = pages(dist)?;
    print(&weights);
    let heavy: Vec<String> = weights
        .iter()
        .filter(|(_, bytes)| *bytes > LIMIT)
        .map(|(page, bytes)| format!("{}: {bytes}", page.display()))
        .collect();
    if !heavy.is_empty() {
        bail!(
            "more than {LIMIT} bytes compressed, before any data set:\n  {}",
            heavy.join("\n  ")
        );
    }
    Ok(())
}

/// Every page's weight, in the order of their paths.
pub(crate) fn pages(dist: &Path) -> Result<Vec<Weight>> {
    let mut scales = Scales::default();
    let mut weights = Vec::new();
    for folder in ["", "es", "en", "embed"] {
        let full = dist.join(folder);
        let mut pages = Vec::new();
        for entry in fs::read_dir(&full).with_context(|| full.display().to_string())? {
            let path = entry?.path();
            if path.extension().is_some_and(|kind| kind == "html") {
                pages.push(path);
            }
        }
        pages.sort();
        for page in pages {
            let bytes = scales.weigh(&page)?;
            let name = page.strip_prefix(dist).unwrap_or(&page);
            weights.push((name.to_owned(), bytes));
        }
    }
    Ok(weights)
}

/// The pages by name, a column for each language; then the others.
fn print(weights: &[Weight]) {
    let mut rows: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    for (page, bytes) in weights {
        let folder = page.parent().unwrap_or(Path::new("")).to_string_lossy();
        let stem = page.file_stem().unwrap_or_default().to_string_lossy();
        let cells = rows.entry(stem.into_owned()).or_default();
        cells.insert(folder.into_owned(), *bytes);
    }
    eprintln!(
        "    {:14} {:>6} {:>6} {:>6}",
        "kB compressed", "es", "en", "embed"
    );
    for (name, cells) in &rows {
        let cell = |folder: &str| {
            let bytes = cells
                .get(folder)
                .map(|bytes| format!("{:.0}", *bytes as f64 / 1000.0));
            bytes.unwrap_or_default()
        };
        eprintln!(
            "    {name:14} {:>6} {:>6} {:>6}",
            cell("es"),
            cell("en"),
            cell("embed")
        );
    }
}

/// Weighs files, each once.
#[derive(Default)]
struct Scales {
    known: BTreeMap<PathBuf, u64>,
}

impl Scales {
    fn weigh(&mut self, page: &Path) -> Result<u64> {
        let html = fs::read_to_string(page).with_context(|| page.display().to_string())?;
        let mut files = BTreeSet::from([page.to_owned()]);
        needs(page, &html, &mut files)?;
        let mut sum = 0;
        for file in files {
            sum += match self.known.get(&file) {
                Some(bytes) => *bytes,
                None => {
                    let bytes = compressed(&file)?;
                    self.known.insert(file, bytes);
                    bytes
                }
            };
        }
        Ok(sum)
    }
}

/// The files that a page loads: what its tags name, and what these in turn do.
fn needs(page: &Path, html: &str, files: &mut BTreeSet<PathBuf>) -> Result<()> {
    let folder = page.parent().unwrap_or(Path::new(""));
    for tag in html.split('<') {
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
            inner(&file, html, files)?;
            // The module of the page's figures, named behind the script that loads it.
            if let Some((_, glue)) = value.split_once("?glue=") {
                let root = file.parent().and_then(Path::parent).unwrap_or(folder);
                files.insert(root.join(glue));
                files.insert(root.join(glue.replace(".js", "_bg.wasm")));
            }
            files.insert(file);
        }
    }
    Ok(())
}

/// What a stylesheet or a script of ours names.
fn inner(file: &Path, html: &str, files: &mut BTreeSet<PathBuf>) -> Result<()> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let kind = file.extension().and_then(|kind| kind.to_str());
    let text = match kind {
        Some("css" | "js") => {
            fs::read_to_string(file).with_context(|| file.display().to_string())?
        }
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
            // The letters of formulas come where there is one.
            let unused = name.contains("math") && !html.contains("<math");
            if found.is_file() && !unused && found != file {
                files.insert(found);
            }
        }
    }
    Ok(())
}

/// A path without its "..".
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                plain.pop();
            }
            std::path::Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

fn compressed(path: &Path) -> Result<u64> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes)?;
    let packed = encoder.finish()?.len() as u64;
    // No host packs what does not get smaller, such as fonts.
    Ok(packed.min(bytes.len() as u64))
}
