//! The exercises of `exercises.toml`: a page each, on which the figure's own numbers check the goals, and the list of them.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result, bail, ensure};
use minijinja::{Value, context};
use redes_catalogue::Catalogue;
use serde::{Deserialize, Serialize};

use crate::{escape::escape, library::Library};

/// All exercises, in the book's order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exercises {
    exercise: Vec<Exercise>,
}

/// An exercise.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exercise {
    /// Its page is `embed/exercise-ID.html`.
    pub(crate) id: String,
    /// The figure that it is about.
    pub(crate) figure: String,
    /// The state where it begins, as the figure's link writes it.
    state: String,
    /// A state that meets all goals.
    solution: String,
    goals: Vec<Goal>,
    es: Words,
    en: Words,
}

/// A goal: a number of the figure's outcome in an interval.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Goal {
    of: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most: Option<f64>,
    #[serde(skip_serializing)]
    es: String,
    #[serde(skip_serializing)]
    en: String,
}

/// What an exercise says in a language.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Words {
    title: String,
    task: String,
    hints: Vec<String>,
}

impl Goal {
    fn words<'a>(&'a self, language: &str) -> &'a str {
        if language == "es" { &self.es } else { &self.en }
    }
}

impl Exercises {
    /// Reads and checks the list: ids stand once, figures are in the catalogue, every goal has an end.
    pub(crate) fn read(path: &Path, figures: &Catalogue) -> Result<Self> {
        let place = || path.display().to_string();
        let text = fs::read_to_string(path).with_context(place)?;
        Self::parse(&text, figures).with_context(place)
    }

    fn parse(text: &str, figures: &Catalogue) -> Result<Self> {
        let exercises: Self = toml::from_str(text)?;
        let mut ids = BTreeSet::new();
        for exercise in &exercises.exercise {
            let Exercise {
                id, figure, goals, ..
            } = exercise;
            let plain = |letter: char| letter.is_ascii_lowercase() || letter == '-';
            ensure!(
                !id.is_empty() && id.chars().all(plain),
                "{id:?}: an id has lower-case letters and hyphens"
            );
            ensure!(ids.insert(id), "{id}: this id stands twice");
            ensure!(
                figures.get(figure).is_some(),
                "{id}: figures.toml has no figure {figure:?}"
            );
            ensure!(!goals.is_empty(), "{id}: it has no goal");
            for Goal {
                of,
                at_least,
                at_most,
                ..
            } in goals
            {
                if at_least.is_none() && at_most.is_none() {
                    bail!("{id}: the goal of {of:?} has neither at_least nor at_most");
                }
            }
            for state in [&exercise.state, &exercise.solution] {
                let own = format!("{figure}.");
                let mut keys = state.split('&').filter(|entry| !entry.is_empty());
                ensure!(
                    keys.all(|entry| entry.starts_with(&own)),
                    "{id}: {state:?} is no state of {figure}"
                );
            }
            ensure!(
                exercise.es.hints.len() == exercise.en.hints.len(),
                "{id}: the languages have different hints"
            );
        }
        Ok(exercises)
    }

    pub(crate) fn all(&self) -> &[Exercise] {
        &self.exercise
    }

    /// The list by chapters, for the page `exercises`.
    pub(crate) fn list(&self, library: &Library, figures: &Catalogue) -> Result<String> {
        let code = library.language.code;
        let mut html = String::from("<ol class=\"exercises\">\n");
        for exercise in &self.exercise {
            let figure = figures.get(&exercise.figure);
            let chapter = &figure.context("an exercise without a figure")?.chapter;
            let (_, page) = library
                .pages
                .iter()
                .find(|(name, _)| name == chapter)
                .context("a figure without a chapter")?;
            let words = exercise.words(code);
            let number = page.front.number;
            let place = match number {
                Some(number) => format!("{} {number}", library.language.get("chapter")?),
                None => page.front.heading.clone(),
            };
            html.push_str(&format!(
                "<li id=\"{id}\"><a href=\"../embed/exercise-{id}.html?lang={code}\"><span class=\"title\">{}</span></a><p>{}</p><p class=\"place\"><a href=\"{chapter}.html#fig-{}\">{}</a></p></li>\n",
                escape(&words.title),
                escape(&words.task),
                exercise.figure,
                escape(&place),
                id = exercise.id,
            ));
        }
        html.push_str("</ol>");
        Ok(html)
    }
}

impl Exercise {
    fn words<'a>(&'a self, language: &str) -> &'a Words {
        if language == "es" { &self.es } else { &self.en }
    }

    /// Its name, for people.
    pub(crate) fn title(&self, language: &str) -> &str {
        &self.words(language).title
    }

    /// What the template of its page needs in a language.
    pub(crate) fn context(&self, language: &str) -> Value {
        let Words { title, task, hints } = self.words(language);
        let goals = self
            .goals
            .iter()
            .map(|goal| goal.words(language).to_owned());
        let goals: Vec<String> = goals.collect();
        context! { title => title.clone(), task => task.clone(), hints => hints.clone(), goals }
    }

    /// What `js/exercise.js` reads: the goals as JSON, the states.
    pub(crate) fn data(&self) -> Result<Value> {
        let goals = serde_json::to_string(&self.goals)?;
        Ok(
            context! { id => self.id.clone(), state => self.state.clone(), solution => self.solution.clone(), goals },
        )
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn figures() -> Catalogue {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/figures.toml");
        Catalogue::read(&path).unwrap()
    }

    const ONE: &str = "[[exercise]]\nid = 'a'\nfigure = 'circles'\nstate = ''\nsolution = 'circles.seed=3'\n\
        goals = [{ of = 'accuracy', at_least = 1, es = 'x', en = 'y' }]\n\
        es = { title = 't', task = 'u', hints = [] }\nen = { title = 't', task = 'u', hints = [] }\n";

    #[test]
    fn what_is_wrong_is_named() {
        let figures = figures();
        Exercises::parse(ONE, &figures).unwrap();
        for (from, to, wanted) in [
            (
                "'a'",
                "'A b'",
                "\"A b\": an id has lower-case letters and hyphens",
            ),
            (
                "'circles'\n",
                "'squares'\n",
                "a: figures.toml has no figure \"squares\"",
            ),
            (
                "at_least = 1, ",
                "",
                "a: the goal of \"accuracy\" has neither at_least nor at_most",
            ),
            (
                "circles.seed",
                "digits.seed",
                "a: \"digits.seed=3\" is no state of circles",
            ),
            (
                "hints = [] }\nen",
                "hints = ['h'] }\nen",
                "a: the languages have different hints",
            ),
        ] {
            let error = Exercises::parse(&ONE.replacen(from, to, 1), &figures);
            assert_eq!(error.unwrap_err().to_string(), wanted);
        }
        let twice = Exercises::parse(&ONE.repeat(2), &figures).unwrap_err();
        assert_eq!(twice.to_string(), "a: this id stands twice");
    }
}
