//! The markup of every figure: well formed, the same in both languages but for its words, with a name for each control,
//! with every part that the figure's code looks up, and with ids of the figure's own.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "common/markup.rs"]
mod common;

use std::{collections::BTreeSet, fs, path::PathBuf};

use common::{Tag, tags, values};
use redes_shell::{mounted::Markup, text::Language};

/// Each figure's chapter, name and markup.
const FIGURES: &[(&str, &str, Markup)] = &redes_figures::markups!();

/// The attributes whose values are ids.
const REFERENCES: [&str; 4] = [
    "for",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
];

/// The ids that a markup refers to, by an attribute or inside a drawing.
fn references<'a>(markup: &'a str, tags: &[Tag<'a>]) -> Vec<&'a str> {
    let named = REFERENCES.iter().flat_map(|attribute| {
        let found = tags.iter().filter_map(|tag| tag.get(attribute));
        found.flat_map(|ids| ids.split(' '))
    });
    let drawn = markup
        .split("url(#")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let linked = tags.iter().filter_map(|tag| tag.get("href"));
    named
        .chain(drawn)
        .chain(linked.filter_map(|href| href.strip_prefix('#')))
        .collect()
}

#[test]
fn two_figures_of_a_kind_have_no_id_in_common() {
    for (_, name, markup) in FIGURES {
        for language in Language::BOTH {
            let [first, second] = ["x", "x-2"].map(|prefix| markup(language, prefix));
            let [mut one, two] = [(&first, "x-"), (&second, "x-2-")].map(|(page, prefix)| {
                let tags = tags(page);
                let ids: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
                assert!(!ids.is_empty(), "{name}");
                let unique: BTreeSet<&str> = ids.iter().copied().collect();
                assert_eq!(unique.len(), ids.len(), "{name}: an id stands twice");
                for id in &unique {
                    assert!(id.starts_with(prefix), "{name}: {id}");
                }
                for id in references(page, &tags) {
                    assert!(unique.contains(id), "{name}: nothing has the id {id}");
                }
                unique
            });
            one.retain(|id| two.contains(id));
            assert!(one.is_empty(), "{name}: both have {one:?}");
        }
    }
}

#[test]
fn both_languages_have_the_same_parts_and_other_words() {
    for (_, name, markup) in FIGURES {
        let [spanish, english] = Language::BOTH.map(|language| markup(language, name));
        assert_ne!(spanish, english, "{name}");
        for page in [&spanish, &english] {
            assert!(
                !page.contains(['{', '}']),
                "{name}: a slot is not filled: {page}"
            );
        }
        for attribute in ["id", "data-ref", "for", "class", "value"] {
            let [spanish, english] = [&spanish, &english].map(|page| values(page, attribute));
            assert_eq!(spanish, english, "{name}: {attribute}");
        }
    }
}

#[test]
fn every_control_and_drawing_has_a_name() {
    for (_, name, markup) in FIGURES {
        for language in Language::BOTH {
            let page = markup(language, name);
            let tags = tags(&page);
            let labels = tags.iter().filter(|tag| tag.name == "label");
            let labelled: Vec<&str> = labels.filter_map(|label| label.get("for")).collect();
            for tag in &tags {
                let named = ["aria-label", "aria-labelledby"]
                    .iter()
                    .any(|attribute| tag.get(attribute).is_some_and(|name| !name.is_empty()));
                let has_label = tag.get("id").is_some_and(|id| labelled.contains(&id));
                let group = matches!(tag.get("role"), Some("group"));
                let message = match tag.name {
                    "input" | "textarea" | "select" => named || has_label,
                    "canvas" => named || tag.hidden,
                    // A drawing whose words change with the state gets its label with them.
                    "svg" => named || tag.hidden || tag.get("data-ref").is_some(),
                    _ => named || !group,
                };
                assert!(message, "{name}: {tag:?} has no name");
            }
        }
    }
}

#[test]
fn every_part_that_is_looked_up_is_there() {
    for (chapter, name, markup) in FIGURES {
        let folder =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("{chapter}/src/{name}"));
        let read = |file: &str| fs::read_to_string(folder.join(file)).unwrap();
        let sources = [read("draw.rs"), read("mod.rs")];
        let files = fs::read_dir(&folder).unwrap();
        let texts = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
        let written: String = texts.collect();
        let [parts, attributes] = [parts, attributes].map(|find| {
            let found = sources.iter().flat_map(|source| find(source));
            found.collect::<BTreeSet<String>>()
        });
        assert!(
            parts.len() + attributes.len() > 3,
            "{name}: {parts:?}, {attributes:?}"
        );
        for language in Language::BOTH {
            let page = markup(language, name);
            let present = values(&page, "data-ref");
            for part in &parts {
                assert!(present.contains(&part.as_str()), "{name}: no part {part}");
            }
            for attribute in &attributes {
                let later = written.contains(&format!(" {attribute}=\""));
                let present = later || !values(&page, attribute).is_empty();
                assert!(present, "{name}: no element has {attribute}");
            }
        }
    }
}

/// The parts that a source looks up by a literal name, and the buttons and fields whose `data-ref` it matches.
fn parts(source: &str) -> Vec<String> {
    let calls = [
        "part(",
        "part::<",
        "set_part_text(",
        "hide_part(",
        "set(\"",
        "self.markup(\"",
        "self.slide(\"",
        "Some(\"",
    ];
    let mut names = Vec::new();
    for call in calls {
        for (at, _) in source.match_indices(call) {
            let open = at + call.trim_end_matches('"').len();
            let arguments = source[open..].split(')').next().unwrap_or_default();
            let name = arguments.split('"').nth(1).unwrap_or_default();
            let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if !name.is_empty() && name.chars().all(is_name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

/// The attributes of this project that a source reads or selects by, without those that it sets.
fn attributes(source: &str) -> Vec<String> {
    let found = source.match_indices("data-").filter_map(|(at, _)| {
        let end = source[at..].find(|sign: char| !(sign == '-' || sign.is_ascii_lowercase()))?;
        let name = &source[at..at + end];
        let before = &source[..at];
        let whole = !name.ends_with('-') && before.ends_with(['"', '[']);
        let call = before.rsplit_once('(').map_or("", |(call, _)| call);
        (whole && !call.ends_with("set_attribute")).then(|| name.to_owned())
    });
    found.collect()
}
