//! The files that Trunk wrote, found by their names without the hashes.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

/// The stylesheets, in the order of the cascade; the first two are all that a page without figures needs.
pub(crate) const STYLES: [&str; 8] = [
    "tokens",
    "page",
    "widget",
    "perceptron",
    "circles",
    "digits",
    "reviews",
    "results",
];

/// Names, relative to the site's root, of the hashed files.
#[derive(Debug, PartialEq)]
pub(crate) struct Site {
    /// The JavaScript that wasm-bindgen wrote.
    pub(crate) glue: String,
    /// The WebAssembly module.
    pub(crate) wasm: String,
    /// One stylesheet for each of [`STYLES`].
    pub(crate) styles: Vec<String>,
}

impl Site {
    /// Looks through the folder that Trunk filled; what is missing, or there twice, is an error that says so.
    pub(crate) fn find(out: &Path) -> Result<Self> {
        let mut names = Vec::new();
        for entry in fs::read_dir(out).with_context(|| out.display().to_string())? {
            names.extend(
                entry
                    .with_context(|| out.display().to_string())?
                    .file_name()
                    .into_string()
                    .ok(),
            );
        }
        names.sort();
        let only = |what: &str, fits: &dyn Fn(&str) -> bool| -> Result<String> {
            let found: Vec<_> = names.iter().filter(|name| fits(name)).collect();
            match found.as_slice() {
                [name] => Ok((*name).clone()),
                [] => bail!(
                    "{}: no {what}; does index.html tell Trunk to build it?",
                    out.display()
                ),
                several => bail!(
                    "{}: {what} is there {} times: {several:?}",
                    out.display(),
                    several.len()
                ),
            }
        };
        let wasm = only("redes-web*_bg.wasm", &|name| {
            name.starts_with("redes") && name.ends_with("_bg.wasm")
        })?;
        let glue = format!("{}.js", wasm.trim_end_matches("_bg.wasm"));
        if !names.contains(&glue) {
            bail!("{}: {wasm} is there without its {glue}", out.display());
        }
        let styles = STYLES
            .iter()
            .map(|stem| only(&format!("{stem}*.css"), &|name| is_style(name, stem)))
            .collect::<Result<_>>()?;
        Ok(Self { glue, wasm, styles })
    }
}

/// Whether a file is `stem.css` or `stem-<hash>.css`.
fn is_style(name: &str, stem: &str) -> bool {
    let Some(rest) = name
        .strip_suffix(".css")
        .and_then(|name| name.strip_prefix(stem))
    else {
        return false;
    };
    rest.strip_prefix('-').map_or(rest.is_empty(), |hash| {
        !hash.is_empty() && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn finds_hashed_names_and_says_what_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let touch = |name: &str| fs::write(folder.path().join(name), "").unwrap();
        for stem in STYLES {
            touch(&format!("{stem}-0123abcd.css"));
        }
        assert!(
            Site::find(folder.path())
                .unwrap_err()
                .to_string()
                .contains("no redes-web*_bg.wasm")
        );
        touch("redes-web-99aa_bg.wasm");
        assert!(
            Site::find(folder.path())
                .unwrap_err()
                .to_string()
                .contains("without its redes-web-99aa.js")
        );
        touch("redes-web-99aa.js");
        let site = Site::find(folder.path()).unwrap();
        assert_eq!(site.glue, "redes-web-99aa.js");
        assert_eq!(site.styles[1], "page-0123abcd.css");
        touch("page.css");
        assert!(
            Site::find(folder.path())
                .unwrap_err()
                .to_string()
                .contains("page*.css is there 2 times")
        );
    }

    #[test]
    fn a_style_is_not_taken_for_another() {
        assert!(is_style("page.css", "page"));
        assert!(is_style("page-00ff.css", "page"));
        assert!(!is_style("page-two.css", "page"));
        assert!(!is_style("pages.css", "page"));
    }
}
