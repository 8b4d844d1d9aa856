//! What a reader copies to take a figure elsewhere: `share.toml`, checked, for the dialog (`js/share.js`) and the gallery.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{escape, exercises::Exercises, language::Language};

/// The slots of a template, without `frame`, which holds slots itself.
const SLOTS: [&str; 6] = ["address", "link", "picture", "title", "height", "sandbox"];

/// What a frame may do on a host that lets any origin read its files. `js/share.js` adds more where the host does not.
const SANDBOX: &str = "allow-scripts";

/// A text in both languages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Both {
    es: String,
    en: String,
}

impl Both {
    fn of(&self, language: &str) -> &str {
        if language == "es" { &self.es } else { &self.en }
    }
}

/// The table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Share {
    /// The frame's HTML, for templates that contain it.
    frame: String,
    group: Vec<Group>,
    words: BTreeMap<String, Both>,
}

/// Snippets under one heading of the dialog's list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    name: Both,
    snippet: Vec<Snippet>,
}

/// One way to take a figure elsewhere.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Snippet {
    id: String,
    name: Both,
    note: Option<Both>,
    preview: Preview,
    /// The height that it proposes, in CSS pixels.
    height: Option<u32>,
    #[serde(default)]
    untested: bool,
    /// The page to go to instead of a text to copy.
    page: Option<String>,
    #[serde(default)]
    part: Vec<Part>,
}

/// What the dialog shows of a snippet.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Preview {
    Frame,
    Link,
    Picture,
    None,
}

impl Preview {
    fn name(self) -> &'static str {
        match self {
            Self::Frame => "frame",
            Self::Link => "link",
            Self::Picture => "picture",
            Self::None => "none",
        }
    }
}

/// A text to copy.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    /// Where it goes, if that needs to be said.
    place: Option<Both>,
    template: String,
}

/// What fills the slots of a template.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filling<'a> {
    /// The address of the figure alone.
    pub(crate) address: &'a str,
    /// The address of the figure in its chapter.
    pub(crate) link: &'a str,
    /// The address of its still picture.
    pub(crate) picture: &'a str,
    pub(crate) title: &'a str,
    /// In CSS pixels.
    pub(crate) height: u32,
}

impl Share {
    /// Reads the table and checks it: ids stand once, and every template has known slots and filters.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let place = || path.display().to_string();
        let text = fs::read_to_string(path).with_context(place)?;
        Self::parse(&text).with_context(place)
    }

    fn parse(text: &str) -> Result<Self> {
        let mut share: Self = toml::from_str(text)?;
        let mut seen = BTreeSet::new();
        for snippet in share.group.iter_mut().flat_map(|group| &mut group.snippet) {
            let id = snippet.id.clone();
            ensure!(seen.insert(id.clone()), "{id}: stands twice");
            ensure!(
                snippet.part.is_empty() == snippet.page.is_some(),
                "{id}: either parts or a page"
            );
            for part in &mut snippet.part {
                part.template = part.template.replace("[[frame]]", &share.frame);
                let known = |name: &str| SLOTS.contains(&name).then(String::new);
                fill(&part.template, &known).with_context(|| id.clone())?;
            }
        }
        ensure!(seen.contains("html"), "no snippet \"html\"");
        Ok(share)
    }

    /// A snippet's parts, filled.
    pub(crate) fn parts(&self, id: &str, filling: &Filling) -> Result<Vec<String>> {
        let mut snippets = self.group.iter().flat_map(|group| &group.snippet);
        let snippet = snippets
            .find(|snippet| snippet.id == id)
            .with_context(|| format!("no snippet {id:?}"))?;
        let slot = |name: &str| match name {
            "address" => Some(filling.address.to_owned()),
            "link" => Some(filling.link.to_owned()),
            "picture" => Some(filling.picture.to_owned()),
            "title" => Some(filling.title.to_owned()),
            "height" => Some(filling.height.to_string()),
            "sandbox" => Some(SANDBOX.to_owned()),
            _ => None,
        };
        let parts = snippet.part.iter();
        parts.map(|part| fill(&part.template, &slot)).collect()
    }

    /// The table for the dialog in a language. `figures` are the figures' names with their pages; `languages` gives their
    /// titles in each language. The titles of a figure's `exercises` are in the dialog's language.
    pub(crate) fn json(
        &self,
        language: &Language,
        languages: &[Language],
        figures: &[(String, String)],
        exercises: &Exercises,
    ) -> Result<Value> {
        let code = language.code;
        let text = |both: &Option<Both>| both.as_ref().map(|both| both.of(code).to_owned());
        let part = |part: &Part| json!({ "place": text(&part.place), "template": part.template });
        let snippet = |one: &Snippet| {
            json!({
                "id": one.id,
                "name": one.name.of(code),
                "note": text(&one.note),
                "preview": one.preview.name(),
                "height": one.height,
                "untested": one.untested,
                "page": one.page,
                "parts": one.part.iter().map(part).collect::<Vec<_>>(),
            })
        };
        let group = |group: &Group| {
            let snippets: Vec<Value> = group.snippet.iter().map(snippet).collect();
            json!({ "name": group.name.of(code), "snippets": snippets })
        };
        let words = self.words.iter();
        let words: BTreeMap<&str, &str> = words
            .map(|(key, both)| (key.as_str(), both.of(code)))
            .collect();
        let mut known = BTreeMap::new();
        for (figure, page) in figures {
            let mut titles = BTreeMap::new();
            for language in languages {
                titles.insert(language.code, language.figure(figure)?.title.as_str());
            }
            let own = exercises.all().iter().filter(|one| one.figure == *figure);
            let own: Vec<Value> = own
                .map(|one| json!({ "id": one.id, "title": one.title(code) }))
                .collect();
            known.insert(
                figure,
                json!({ "page": page, "titles": titles, "exercises": own }),
            );
        }
        let mut names = BTreeMap::new();
        for language in languages {
            names.insert(language.code, language.get("name")?);
        }
        Ok(json!({
            "words": words,
            "groups": self.group.iter().map(group).collect::<Vec<_>>(),
            "languages": names,
            "figures": known,
        }))
    }
}

/// Fills the slots of a template. `js/share.js` does the same in the page.
///
/// # Errors
///
/// A slot or a filter that is unknown.
fn fill(template: &str, slot: &dyn Fn(&str) -> Option<String>) -> Result<String> {
    let mut filled = String::new();
    let mut rest = template;
    // Of three brackets the last two open the slot.
    while let Some((before, after)) = rest.split_once("[[") {
        let opens = before.len() + after.chars().take_while(|c| *c == '[').count();
        let (before, after) = rest.split_at(opens);
        let after = after.get(2..).unwrap_or_default();
        filled.push_str(before);
        let Some((inside, end)) = after.split_once("]]") else {
            bail!("[[ without ]]: {template}");
        };
        let mut words = inside.split('|');
        let name = words.next().unwrap_or_default();
        let mut text = slot(name).with_context(|| format!("unknown slot [[{inside}]]"))?;
        for filter in words {
            text = match filter {
                "html" => escape::escape(&text).replace('\'', "&#39;"),
                "site" => text.split("embed/").next().unwrap_or_default().to_owned(),
                "string" => text.replace('\\', "\\\\").replace('"', "\\\""),
                _ => bail!("unknown filter [[{inside}]]"),
            };
        }
        filled.push_str(&text);
        rest = end;
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const TABLE: &str = include_str!("../../../www/share.toml");

    /// A filling with every sign that a filter must escape, and what becomes of it in each snippet; the browser tests compare
    /// what `js/share.js` makes of it.
    const CASES: &str = include_str!("../tests/share.json");

    #[test]
    fn every_snippet_is_written_as_its_tool_needs_it() {
        let share = Share::parse(TABLE).unwrap();
        let cases: Value = serde_json::from_str(CASES).unwrap();
        let text = |key: &str| cases["filling"][key].as_str().unwrap();
        let filling = Filling {
            address: text("address"),
            link: text("link"),
            picture: text("picture"),
            title: text("title"),
            height: 700,
        };
        let mut tested = Vec::new();
        for (id, parts) in cases["snippets"].as_object().unwrap() {
            assert_eq!(json!(share.parts(id, &filling).unwrap()), *parts, "{id}");
            tested.push(id.as_str());
        }
        let all = share.group.iter().flat_map(|group| &group.snippet);
        let mut there: Vec<&str> = all.map(|snippet| snippet.id.as_str()).collect();
        there.sort_unstable();
        tested.sort_unstable();
        assert_eq!(tested, there);
    }

    #[test]
    fn what_the_table_has_wrong_is_named() {
        let with = |old: &str, new: &str| {
            assert!(TABLE.contains(old), "{old}");
            format!(
                "{:#}",
                Share::parse(&TABLE.replacen(old, new, 1)).unwrap_err()
            )
        };
        for (old, new, said) in [
            (
                "\"[[link]]\"",
                "\"[[lnik]]\"",
                "link: unknown slot [[lnik]]",
            ),
            (
                "\"[[address]]\"",
                "\"[[address|md]]\"",
                "address: unknown filter [[address|md]]",
            ),
            (
                "\"[[address]]\"",
                "\"[[address\"",
                "address: [[ without ]]: [[address",
            ),
            ("id = \"address\"", "id = \"link\"", "link: stands twice"),
            (
                "page = \"teachers.html#scorm\"\n",
                "",
                "scorm: either parts or a page",
            ),
            ("id = \"html\"", "id = \"page\"", "no snippet \"html\""),
            (
                "name.es = \"Enlaces\"\n",
                "name.fr = \"Liens\"\n",
                "unknown field `fr`",
            ),
        ] {
            let error = with(old, new);
            assert!(error.contains(said), "{error}");
        }
    }
}
