//! The two languages of the book and the templates' texts in each.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, bail};
use redes_catalogue::{Catalogue, Figure};
use serde::Deserialize;

/// The languages' codes; the original's first.
pub(crate) const CODES: [&str; 2] = ["es", "en"];

/// A language's code and its words.
#[derive(Debug)]
pub(crate) struct Language {
    /// As in the `lang` attribute.
    pub(crate) code: &'static str,
    /// The templates' texts, from `templates/<code>.toml`.
    pub(crate) text: BTreeMap<String, String>,
    /// What pages say of each figure, by its name.
    figures: BTreeMap<String, Words>,
}

/// What pages say of a figure: the table `[page]` of `text/<code>/<figure>.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    /// Its name, for people.
    pub(crate) title: String,
    /// What stands in its place where nothing runs.
    pub(crate) fallback: String,
}

/// A figure's file of texts; all but the table is for the module.
#[derive(Deserialize)]
struct File {
    page: Words,
}

impl Language {
    /// The words of a key.
    pub(crate) fn get(&self, key: &str) -> Result<&str> {
        let found = self.text.get(key).map(String::as_str);
        found.with_context(|| format!("templates/{}.toml: `{key}` is missing", self.code))
    }

    /// What pages say of a figure.
    pub(crate) fn figure(&self, name: &str) -> Result<&Words> {
        let found = self.figures.get(name);
        found.with_context(|| format!("figures.toml has no figure {name:?}"))
    }

    /// Reads what pages say of each figure of the list, from the folder of texts.
    pub(crate) fn read_figures(&mut self, texts: &Path, list: &Catalogue) -> Result<()> {
        for Figure { name, .. } in list.figures() {
            let path = texts.join(self.code).join(format!("{name}.toml"));
            let file = fs::read_to_string(&path)
                .map_err(anyhow::Error::from)
                .and_then(|text| Ok(toml::from_str::<File>(&text)?))
                .with_context(|| {
                    format!("figures.toml has a figure {name:?}: {}", path.display())
                })?;
            self.figures.insert(name.clone(), file.page);
        }
        Ok(())
    }
}

/// Reads all languages; a key that one has and another lacks is an error.
pub(crate) fn read(templates: &Path) -> Result<Vec<Language>> {
    let mut languages = Vec::new();
    for code in CODES {
        let path = templates.join(format!("{code}.toml"));
        let source = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let text = toml::from_str(&source).with_context(|| path.display().to_string())?;
        languages.push(Language {
            code,
            text,
            figures: BTreeMap::new(),
        });
    }
    for language in &languages {
        for other in &languages {
            if let Some(key) = language
                .text
                .keys()
                .find(|key| !other.text.contains_key(*key))
            {
                let path = templates.join(format!("{}.toml", other.code));
                bail!(
                    "{}: `{key}` is missing, which {}.toml has",
                    path.display(),
                    language.code
                );
            }
        }
    }
    Ok(languages)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_translation_is_an_error_that_names_the_file() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(
            folder.path().join("es.toml"),
            "skip = 'Ir'\nname = 'Español'",
        )
        .unwrap();
        fs::write(folder.path().join("en.toml"), "skip = 'Go'").unwrap();
        let error = read(folder.path()).unwrap_err().to_string();
        assert!(error.contains("en.toml: `name` is missing"), "{error}");
    }

    #[test]
    fn a_figure_without_words_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("es/cover.toml");
        fs::create_dir(folder.path().join("es")).unwrap();
        let mut language = Language {
            code: "es",
            text: BTreeMap::new(),
            figures: BTreeMap::new(),
        };
        let mut error = |text: &str| {
            fs::write(&path, text).unwrap();
            let error = language.read_figures(folder.path(), &crate::testing::catalogue());
            format!("{:#}", error.unwrap_err())
        };
        let named = format!("figures.toml has a figure \"cover\": {}", path.display());
        for (text, what) in [
            ("cover_help = 'Ayuda'", "missing field `page`"),
            ("[page]\ntitle = 'Portada'", "missing field `fallback`"),
        ] {
            let said = error(text);
            assert!(said.starts_with(&named) && said.contains(what), "{said}");
        }
        // Its own words are found; those of the next figure of the list are missing.
        let said = error("[page]\ntitle = 'Portada'\nfallback = 'Aquí'");
        assert!(
            said.starts_with("figures.toml has a figure \"filter\""),
            "{said}"
        );
        assert_eq!(language.figure("cover").unwrap().title, "Portada");
        assert!(language.figure("filter").is_err());
    }
}
