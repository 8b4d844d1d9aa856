//! The two languages of the book and what the templates say in each.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, bail};
use redes_catalogue::{Catalogue, Figure};

/// The languages by their codes, the book's first language first.
pub(crate) const CODES: [&str; 2] = ["es", "en"];

/// A language's code and its words, from `templates/<code>.toml`.
#[derive(Debug)]
pub(crate) struct Language {
    /// As in the `lang` attribute.
    pub(crate) code: &'static str,
    /// What the templates say.
    pub(crate) text: BTreeMap<String, String>,
}

impl Language {
    /// The words of a key.
    pub(crate) fn get(&self, key: &str) -> Result<&str> {
        let found = self.text.get(key).map(String::as_str);
        found.with_context(|| format!("templates/{}.toml: `{key}` is missing", self.code))
    }

    /// Checks that the words are there that each figure of the list needs.
    pub(crate) fn names(&self, figures: &Catalogue) -> Result<()> {
        for Figure { name, .. } in figures.figures() {
            for key in [format!("embed_{name}"), format!("fallback_{name}")] {
                self.get(&key)
                    .with_context(|| format!("figures.toml has a figure {name:?}"))?;
            }
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
        languages.push(Language { code, text });
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
        let language = Language {
            code: "es",
            text: BTreeMap::from([("embed_filter".into(), "Filtro".into())]),
        };
        let error = language.names(&crate::testing::catalogue()).unwrap_err();
        assert_eq!(
            format!("{error:#}"),
            "figures.toml has a figure \"filter\": templates/es.toml: `fallback_filter` is missing"
        );
    }
}
