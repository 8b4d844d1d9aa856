//! The glossary and the bibliography: `www/chapters/glossary.toml` and `bibliography.toml`.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, de::DeserializeOwned};

/// A value for each language, by its code.
pub(crate) type Both<T> = BTreeMap<String, T>;

/// A term, in one language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Definition {
    /// The term itself.
    pub(crate) term: String,
    /// One sentence, for the tip.
    pub(crate) short: String,
    /// The longer explanation, in Markdown.
    pub(crate) long: String,
}

/// A term of the glossary.
#[derive(Debug, Deserialize)]
pub(crate) struct Term {
    /// Its definition in each language.
    #[serde(flatten)]
    pub(crate) definition: Both<Definition>,
    /// Related terms.
    #[serde(default)]
    pub(crate) see: Vec<String>,
}

/// A work of the bibliography.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Work {
    /// "Surname, Initials".
    pub(crate) authors: Vec<String>,
    /// Year of publication; none where a page has none.
    pub(crate) year: Option<i32>,
    /// The title in its original language.
    pub(crate) title: String,
    /// "article", "book" and so on.
    pub(crate) kind: String,
    /// Journal or publisher, volume, pages.
    pub(crate) r#where: Option<String>,
    /// The work's address.
    pub(crate) url: Option<String>,
    /// The name used in the text, by language.
    pub(crate) label: Both<String>,
    /// Whether the thesis also cites the work.
    #[serde(default)]
    pub(crate) thesis: bool,
    /// A note on its use.
    #[serde(default)]
    pub(crate) note: Both<String>,
}

impl Work {
    /// How the text names it in a language; within brackets the year follows a comma: "(Kim, 2014)".
    pub(crate) fn name(&self, code: &str, within: bool) -> String {
        let label = &self.label[code];
        match label
            .strip_suffix(')')
            .and_then(|label| label.rsplit_once(" ("))
        {
            Some((authors, year)) if within => format!("{authors}, {year}"),
            _ => label.clone(),
        }
    }
}

const KINDS: [&str; 8] = [
    "article",
    "book",
    "thesis",
    "web",
    "conference",
    "report",
    "video",
    "course",
];

/// Glossary and bibliography, by ids.
#[derive(Debug, Default)]
pub(crate) struct Reference {
    pub(crate) terms: BTreeMap<String, Term>,
    pub(crate) works: BTreeMap<String, Work>,
}

impl Reference {
    /// Reads and checks both files.
    pub(crate) fn read(folder: &Path, languages: &[&str]) -> Result<Self> {
        let terms: BTreeMap<String, Term> = file(&folder.join("glossary.toml"))?;
        let works: BTreeMap<String, Work> = file(&folder.join("bibliography.toml"))?;
        for (id, term) in &terms {
            let place = || format!("glossary.toml: {id}");
            both(&term.definition, languages).with_context(place)?;
            if let Some(other) = term.see.iter().find(|other| !terms.contains_key(*other)) {
                bail!("glossary.toml: {id}: it points at {other}, which is not there");
            }
        }
        for (id, work) in &works {
            let place = || format!("bibliography.toml: {id}");
            both(&work.label, languages).with_context(place)?;
            if !work.note.is_empty() {
                both(&work.note, languages).with_context(place)?;
            }
            ensure!(
                KINDS.contains(&work.kind.as_str()),
                "bibliography.toml: {id}: {} is none of {KINDS:?}",
                work.kind
            );
            if let Some(url) = &work.url {
                well_formed(url).with_context(place)?;
            }
        }
        Ok(Self { terms, works })
    }
}

fn file<T: DeserializeOwned>(path: &Path) -> Result<BTreeMap<String, T>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    toml::from_str(&text).with_context(|| path.display().to_string())
}

fn both<T>(text: &Both<T>, languages: &[&str]) -> Result<()> {
    ensure!(
        text.keys().eq(sorted(languages).iter().copied()),
        "it is not in {languages:?}, but in {:?}",
        text.keys()
    );
    Ok(())
}

fn sorted<'a>(languages: &[&'a str]) -> Vec<&'a str> {
    let mut sorted = languages.to_vec();
    sorted.sort_unstable();
    sorted
}

/// An address of the web, or a digital object's identifier behind doi.org.
fn well_formed(url: &str) -> Result<()> {
    let parsed = url::Url::parse(url).with_context(|| url.to_owned())?;
    ensure!(
        ["https", "http"].contains(&parsed.scheme()),
        "{url} is neither https nor http"
    );
    if parsed.host_str() == Some("doi.org") {
        let path = parsed.path().trim_start_matches('/');
        let (prefix, suffix) = path.split_once('/').unwrap_or((path, ""));
        ensure!(
            prefix.starts_with("10.") && !suffix.is_empty(),
            "{url} is no DOI: https://doi.org/10.…/…"
        );
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(glossary: &str, bibliography: &str) -> Result<Reference> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("glossary.toml"), glossary).unwrap();
        fs::write(folder.path().join("bibliography.toml"), bibliography).unwrap();
        Reference::read(folder.path(), &["es", "en"])
    }

    const TERM: &str = "[bias]\nes = { term = 'sesgo', short = 's', long = 'l' }\nen = { term = 'bias', short = 's', long = 'l' }\n";
    const WORK: &str = "[a-1958]\nauthors = ['A, B.']\nyear = 1958\ntitle = 't'\nkind = 'article'\nurl = 'https://doi.org/10.1037/h0042519'\nlabel = { es = 'A', en = 'A' }\n";

    #[test]
    fn sound_files_are_read() {
        let found = read(TERM, WORK).unwrap();
        assert_eq!(found.terms["bias"].definition["es"].term, "sesgo");
        assert_eq!(found.works["a-1958"].year, Some(1958));
        let work = read(TERM, &WORK.replace("es = 'A'", "es = 'A y B (1958)'")).unwrap();
        let work = &work.works["a-1958"];
        assert_eq!(work.name("es", false), "A y B (1958)");
        assert_eq!(work.name("es", true), "A y B, 1958");
        assert_eq!(work.name("en", true), "A");
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (glossary, bibliography, what) in [
            (
                "[bias]\nes = { term = 'sesgo', short = 's', long = 'l' }",
                WORK,
                "it is not in",
            ),
            (&format!("{TERM}see = ['gone']"), WORK, "points at gone"),
            (TERM, &WORK.replace("10.1037/", "x/"), "is no DOI"),
            (
                TERM,
                &WORK.replace("'article'", "'poem'"),
                "poem is none of",
            ),
        ] {
            let error = format!("{:#}", read(glossary, bibliography).unwrap_err());
            assert!(error.contains(what), "{error}");
        }
    }
}
