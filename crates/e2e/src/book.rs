//! The book's pages and figures, as the tests go through them.

use std::{env, fs, path::PathBuf};

use anyhow::{Context, Result, bail, ensure};
use redes_catalogue::Catalogue;
pub use redes_catalogue::Figure;
use wasmparser::{Parser, Payload};

/// The languages.
pub const LANGUAGES: [&str; 2] = ["es", "en"];

/// The chapters, and the three pages of figures after chapter 7.
pub const CHAPTERS: [&str; 13] = [
    "introduction",
    "perceptron",
    "model",
    "learning",
    "circles",
    "problems",
    "results",
    "inside",
    "writers",
    "playground",
    "models",
    "conclusions",
    "reference",
];

/// The book's list of figures, `www/figures.toml`.
///
/// # Errors
///
/// Where it cannot be read.
pub fn catalogue() -> Result<Catalogue> {
    Ok(Catalogue::read(&checkout().join("www/figures.toml"))?)
}

/// The checkout.
fn checkout() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// In a page: the names of its figures that do not run yet or have failed, and anything else that is missing.
pub const MISSING: &str = "[...document.querySelectorAll('*')].filter(e => e.localName.startsWith('redes-') && \
    (e.handle === undefined || e.dataset.state === 'failed')).map(e => e.localName)\
    .concat(document.readyState === 'complete' ? [] : ['the page']).join(' ')";

/// The built site, which REDES_DIST names.
///
/// # Errors
///
/// Where REDES_DIST is not set.
pub fn dist() -> Result<PathBuf> {
    let dist = env::var_os("REDES_DIST").context(
        "REDES_DIST must name the built site: run `cargo xtask build` and set it to dist",
    )?;
    // Cargo runs tests in their package's folder; a relative path is meant from the checkout.
    Ok(checkout().join(dist))
}

/// The folder of a data set on the built site; nothing where it was built without.
///
/// # Errors
///
/// Where REDES_DIST is not set, or the site has no index of its data.
pub fn data_set(name: &str) -> Result<Option<PathBuf>> {
    let data = dist()?.join("data");
    let path = data.join("index.json");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let index: serde_json::Value = serde_json::from_str(&text).context("data/index.json")?;
    let sets = index["sets"].as_array().context("an index without sets")?;
    let there = sets.iter().any(|set| set["name"] == name);
    Ok(there.then(|| data.join(name)))
}

/// The place of the last byte of a module's data. With another value there the module is valid, and is another one.
///
/// # Errors
///
/// Where the site has no such module, or the module has no data.
pub fn data_byte(module: &str) -> Result<usize> {
    let wasm = fs::read(dist()?.join(module)).with_context(|| module.to_owned())?;
    for part in Parser::new(0).parse_all(&wasm) {
        if let Payload::DataSection(data) = part? {
            return Ok(usize::try_from(data.range().end)? - 1);
        }
    }
    bail!("{module} has no data")
}

/// Every page of the built site, as its path from the site's root; the root's own, which leads elsewhere, is not among
/// them.
///
/// # Errors
///
/// Where there is no site, or hardly a page in it.
pub fn pages() -> Result<Vec<String>> {
    let dist = dist()?;
    let mut pages = Vec::new();
    for folder in ["es", "en", "embed"] {
        for entry in fs::read_dir(dist.join(folder)).context(folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.ends_with(".html") {
                pages.push(format!("{folder}/{name}"));
            }
        }
    }
    pages.sort();
    ensure!(pages.len() > 2 * CHAPTERS.len(), "hardly a page: {pages:?}");
    Ok(pages)
}
