//! Writes `target/site/index.html`, Trunk's list of modules, styles and copies, from `www/figures.toml`.
//!
//! It contains no page of the site. `redes-book` adds the pages to Trunk's bundle.

use std::fs;

use anyhow::{Context, Result};
use redes_catalogue::{
    Catalogue,
    site::{self, CRATES},
};

use crate::place;

/// The file's path in the checkout. `Trunk.toml` names it too.
const FILE: &str = "target/site/index.html";
/// The path from the file's folder to the checkout.
const ROOT: &str = "../..";
/// Folders of `www/` that are copied to the site.
const FOLDERS: [&str; 5] = ["js", "fonts", "models", "reviews", "spread"];
/// Files of `www/` that are copied to the site.
const FILES: [&str; 1] = ["favicon.svg"];
/// The features that `wasm-opt` may use: those that rustc and wasm-bindgen use.
const WASM_FEATURES: &str = "--enable-simd --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
    --enable-mutable-globals --enable-reference-types --enable-multivalue";
/// What no browser reads: the compilers' names, and the list of what they used.
const WASM_STRIP: &str = "--strip-producers --strip-target-features";
/// What `wasm-opt` may assume: no value has an address below 1,024. The linker puts the stack at the lowest addresses, and it
/// grows downwards: only its last bytes before an overflow are there.
const WASM_KNOWN: &str = "--low-memory-unused";

/// Writes the file.
pub(crate) fn write() -> Result<()> {
    let catalogue = Catalogue::read(&place::root().join("www/figures.toml"))?;
    let path = place::root().join(FILE);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    // Two runs of Trunk may read it at the same time.
    let part = path.with_extension("part");
    fs::write(&part, html(&catalogue)).with_context(|| part.display().to_string())?;
    fs::rename(&part, &path).with_context(|| path.display().to_string())
}

/// The names of the modules that train.
pub(crate) fn training_modules(catalogue: &Catalogue) -> Vec<String> {
    let own = catalogue
        .chapters()
        .filter(|chapter| catalogue.trains(chapter));
    let trainers = catalogue.trainers().map(site::trainer);
    own.map(site::module).chain(trainers).collect()
}

/// A line for each chapter's module, each style sheet, and each copied folder or file.
fn html(catalogue: &Catalogue) -> String {
    let mut lines = Vec::new();
    let pages = catalogue.chapters().map(|chapter| {
        let trains = catalogue.trains(chapter);
        let folder = match trains {
            true => site::program_folder(chapter),
            false => format!("{CRATES}/{chapter}"),
        };
        (folder, site::module(chapter), trains)
    });
    let trainers = catalogue.trainers();
    let trainers = trainers.map(|name| {
        let folder = site::program_folder(name);
        (folder, site::trainer(name), true)
    });
    for (folder, name, trains) in pages.chain(trainers) {
        // Modules that do not train are optimised for size.
        let (profile, level) = if trains { ("page", "3") } else { ("show", "z") };
        // Each module is a program: a chapter's main.rs, or that of crates/program-*.
        lines.push(format!(
            r#"rel="rust" href="{ROOT}/{folder}/Cargo.toml" data-bin="{name}" data-cargo-profile-release="{profile}" data-type="worker" data-bindgen-target="web" data-wasm-opt="{level}" data-wasm-opt-params="{WASM_FEATURES} {WASM_KNOWN} {WASM_STRIP}""#
        ));
    }
    for stem in site::styles(catalogue) {
        lines.push(format!(r#"rel="css" href="{ROOT}/www/styles/{stem}.css""#));
    }
    for folder in FOLDERS {
        lines.push(format!(r#"rel="copy-dir" href="{ROOT}/www/{folder}""#));
    }
    for file in FILES {
        lines.push(format!(r#"rel="copy-file" href="{ROOT}/www/{file}""#));
    }
    let links: String = lines
        .iter()
        .map(|line| format!("<link data-trunk {line}>\n"))
        .collect();
    format!(
        "<!doctype html>\n<!-- Written by `cargo xtask` from www/figures.toml. -->\n<html>\n<head>\n\
         <meta charset=\"utf-8\">\n<title>Redes</title>\n{links}</head>\n<body></body>\n</html>\n"
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_file_that_trunk_is_reported_of_is_there() {
        let list = Catalogue::read(&place::root().join("www/figures.toml")).unwrap();
        let html = html(&list);
        let folder = place::root().join(FILE);
        let folder = folder.parent().unwrap();
        fs::create_dir_all(folder).unwrap();
        let paths: Vec<&str> = html
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert_eq!(paths.len(), html.matches("<link data-trunk rel=").count());
        for path in &paths {
            assert!(folder.join(path).exists(), "{path}");
        }
        let crates = paths.iter().filter(|path| path.ends_with("Cargo.toml"));
        let modules = list.chapters().count() + list.trainers().count();
        assert_eq!(crates.count(), modules);
        assert_eq!(html.matches("rel=\"rust\"").count(), modules);
    }

    #[test]
    fn trunk_is_given_the_file() {
        let text = fs::read_to_string(place::root().join("Trunk.toml")).unwrap();
        let trunk: toml::Table = toml::from_str(&text).unwrap();
        let target = trunk["build"]["target"].as_str().unwrap();
        assert_eq!(target, FILE);
        let depth = Path::new(FILE).parent().unwrap().components().count();
        assert_eq!(ROOT.split('/').count(), depth);
    }
}
