//! Finds the files that Trunk wrote by their names without hashes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result, bail};

use redes_catalogue::{
    Catalogue,
    site::{self, COMMON_STYLES, FIGURE_STYLE},
};

/// The file names of a compiled module, relative to the site's root.
#[derive(Debug, PartialEq)]
pub(crate) struct Module {
    /// The JavaScript that wasm-bindgen wrote.
    pub(crate) glue: String,
    /// The WebAssembly.
    pub(crate) wasm: String,
}

/// The names of the files that Trunk wrote, relative to the site's root.
#[derive(Debug, PartialEq)]
pub(crate) struct Site<'a> {
    figures: &'a Catalogue,
    /// The modules by their chapters.
    modules: BTreeMap<&'a str, Module>,
    /// The stylesheets by their names without hashes.
    styles: BTreeMap<String, String>,
}

impl<'a> Site<'a> {
    /// Searches Trunk's folder; a file that is missing, or present twice, is an error.
    pub(crate) fn find(out: &Path, figures: &'a Catalogue) -> Result<Self> {
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
                    "{}: no {what}; did Trunk build what figures.toml lists?",
                    out.display()
                ),
                several => bail!(
                    "{}: {what} is there {} times: {several:?}",
                    out.display(),
                    several.len()
                ),
            }
        };
        let module = |stem: &str| -> Result<Module> {
            let wasm = only(&format!("{stem}*_bg.wasm"), &|name| {
                // A hash may follow the name; a letter would be another name.
                let rest = name.strip_prefix(stem);
                rest.is_some_and(|rest| rest.starts_with(['-', '_']) && rest.ends_with("_bg.wasm"))
            })?;
            let glue = format!("{}.js", wasm.trim_end_matches("_bg.wasm"));
            if !names.contains(&glue) {
                bail!("{}: {wasm} is there without its {glue}", out.display());
            }
            Ok(Module { glue, wasm })
        };
        let mut modules = BTreeMap::new();
        for chapter in figures.chapters() {
            modules.insert(chapter, module(&site::module(chapter))?);
        }
        for name in figures.trainers() {
            // A page asks for it by its name alone.
            let stem = site::trainer(name);
            let (name, found) = (format!("{stem}.js"), module(&stem)?);
            if found.glue != name {
                bail!("{}: {} should be {name}", out.display(), found.glue);
            }
        }
        let mut styles = BTreeMap::new();
        for stem in site::styles(figures) {
            let name = only(&format!("{stem}*.css"), &|name| is_style(name, stem))?;
            styles.insert(stem.to_owned(), name);
        }
        Ok(Self {
            figures,
            modules,
            styles,
        })
    }

    /// The modules that a page with these figures needs, each once, in the order of the figures.
    ///
    /// # Errors
    ///
    /// Where a figure is not in `figures.toml`.
    pub(crate) fn modules(&self, figures: &[String]) -> Result<Vec<&Module>> {
        let mut found = Vec::new();
        for name in figures {
            let figure = self.figures.get(name);
            let figure =
                figure.with_context(|| format!("no figure <redes-{name}> in figures.toml"))?;
            if let Some(module) = self.modules.get(figure.chapter.as_str())
                && !found.contains(&module)
            {
                found.push(module);
            }
        }
        Ok(found)
    }

    /// The stylesheets that a page with these figures needs, in the order of the cascade.
    pub(crate) fn styles(&self, figures: &[String]) -> Vec<&str> {
        let common = COMMON_STYLES.into_iter();
        let figure = (!figures.is_empty()).then_some(FIGURE_STYLE);
        let own = figures.iter().map(String::as_str);
        let rows = figures.iter().filter_map(|name| self.figures.get(name));
        let shared: BTreeSet<&str> = rows.filter_map(|row| row.style.as_deref()).collect();
        common
            .chain(figure)
            .chain(shared)
            .chain(own)
            .filter_map(|stem| self.styles.get(stem).map(String::as_str))
            .collect()
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
        let catalogue = crate::testing::catalogue();
        for stem in site::styles(&catalogue) {
            touch(&format!("{stem}-0123abcd.css"));
        }
        let said = || format!("{:#}", Site::find(folder.path(), &catalogue).unwrap_err());
        assert!(said().contains("no redes-chapter-index*_bg.wasm"));
        for name in catalogue.chapters() {
            touch(&format!("redes-chapter-{name}-99aa_bg.wasm"));
        }
        assert!(said().contains("without its redes-chapter-index-99aa.js"));
        for name in catalogue.chapters() {
            touch(&format!("redes-chapter-{name}-99aa.js"));
        }
        for name in ["models", "results"] {
            assert!(said().contains(&format!("no redes-trainer-{name}*_bg.wasm")));
            touch(&format!("redes-trainer-{name}_bg.wasm"));
            touch(&format!("redes-trainer-{name}.js"));
        }
        // A name that begins as another one does is another module.
        let names = [&["lines"][..], &["opened"][..]];
        let site = Site::find(folder.path(), &catalogue).unwrap();
        let glues = |figures: &[&str]| -> Result<Vec<String>> {
            let figures: Vec<String> = figures.iter().map(|&name| name.to_owned()).collect();
            let modules = site.modules(&figures)?;
            Ok(modules.iter().map(|module| module.glue.clone()).collect())
        };
        let [model, models] = names.map(|figures| glues(figures).unwrap());
        assert_eq!(model, ["redes-chapter-model-99aa.js"]);
        assert_eq!(models, ["redes-chapter-models-99aa.js"]);
        assert_eq!(
            glues(&["lstm", "filter"]).unwrap(),
            ["redes-chapter-introduction-99aa.js"]
        );
        assert_eq!(glues(&[]).unwrap(), [""; 0]);
        assert_eq!(
            glues(&["circles", "digits", "circles"]).unwrap(),
            [
                "redes-chapter-circles-99aa.js",
                "redes-chapter-results-99aa.js"
            ]
        );
        let unknown = glues(&["squares"]).unwrap_err().to_string();
        assert!(unknown.contains("no figure <redes-squares>"));
        let figures = ["circles".to_owned()];
        let styles = site.styles(&figures);
        assert_eq!(
            styles,
            ["tokens", "page", "book", "figure", "diagram", "circles"]
                .map(|stem| format!("{stem}-0123abcd.css"))
        );
        touch("page.css");
        assert!(said().contains("page*.css is there 2 times"));
    }

    #[test]
    fn a_style_is_not_taken_for_another() {
        assert!(is_style("page.css", "page"));
        assert!(is_style("page-00ff.css", "page"));
        assert!(!is_style("page-two.css", "page"));
        assert!(!is_style("pages.css", "page"));
    }
}
