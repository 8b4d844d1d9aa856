//! Checks of a figure's markup without a browser. The chapters' tests include this file by its path.

use redes_sheet::language::Language;

/// Elements without an end tag.
const VOID: [&str; 3] = ["input", "img", "br"];

/// A start tag.
#[derive(Debug)]
pub struct Tag<'a> {
    /// Its element.
    pub name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
}

impl Tag<'_> {
    /// An attribute; "" where it has no value.
    pub fn get(&self, attribute: &str) -> Option<&str> {
        let mut found = self.attributes.iter();
        found
            .find(|(name, _)| *name == attribute)
            .map(|(_, value)| *value)
    }
}

/// The start tags of a text, in order. Fails where end tags do not match them.
pub fn tags(markup: &str) -> Vec<Tag<'_>> {
    let (mut all, mut open): (Vec<Tag<'_>>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut rest = markup;
    while let Some((_, after)) = rest.split_once('<') {
        let mut quoted = false;
        let end = after.find(|sign| {
            quoted ^= sign == '"';
            sign == '>' && !quoted
        });
        let (tag, after) = after.split_at(end.unwrap());
        rest = &after[1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{markup}");
            continue;
        }
        let closed = tag.ends_with('/');
        let tag = read(tag.trim_end_matches('/'));
        if !closed && !VOID.contains(&tag.name) {
            open.push(tag.name);
        }
        all.push(tag);
    }
    assert_eq!(open, [""; 0], "{markup}");
    all
}

fn read(tag: &str) -> Tag<'_> {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    while !rest.trim().is_empty() {
        rest = rest.trim_start();
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (attribute, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(after) => after.split_once('"').unwrap(),
            None => ("", after),
        };
        attributes.push((attribute, value));
        rest = after;
    }
    Tag { name, attributes }
}

/// How many elements have an attribute.
pub fn count(tags: &[Tag<'_>], attribute: &str) -> usize {
    tags.iter()
        .filter(|tag| tag.get(attribute).is_some())
        .count()
}

/// A figure's markup: well formed, without unfilled slots, with unique ids that labels and descriptions find, and a name
/// for each control; and it holds each part that these sources look up.
pub fn holds(markup: fn(Language) -> String, sources: &[&str]) {
    for language in Language::BOTH {
        let text = markup(language);
        assert!(!text.contains(['{', '}']), "{text}");
        let tags = tags(&text);
        let mut ids: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
        ids.sort_unstable();
        let found = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), found, "an id stands twice: {ids:?}");
        for tag in &tags {
            for attribute in ["for", "aria-labelledby", "aria-describedby"] {
                for id in tag.get(attribute).unwrap_or_default().split(' ') {
                    assert!(id.is_empty() || ids.contains(&id), "{attribute}={id}");
                }
            }
            let labelled = |id: &str| {
                tags.iter()
                    .any(|tag| tag.name == "label" && tag.get("for") == Some(id))
            };
            if tag.name == "input" && tag.get("aria-label").is_none() {
                assert!(tag.get("id").is_some_and(labelled), "{tag:?}");
            }
            if let Some("group" | "img") = tag.get("role") {
                let name = tag.get("aria-label").or(tag.get("aria-labelledby"));
                assert!(name.is_some_and(|name| !name.is_empty()), "{tag:?}");
            }
        }
        for source in sources {
            for (attribute, value) in looked_up(source) {
                let is = |tag: &&Tag<'_>| {
                    tag.get(attribute)
                        .is_some_and(|has| value.is_none_or(|value| value == has))
                };
                assert!(tags.iter().any(|tag| is(&tag)), "no {attribute} {value:?}");
            }
        }
    }
}

/// What a source looks up in the page: attributes, with a value where it names one.
fn looked_up(source: &str) -> Vec<(&str, Option<&str>)> {
    let mut all = Vec::new();
    // `part(host, "x")` and its like name a `data-ref`.
    for call in ["part(", "part::<", "set_part_text("] {
        for (at, _) in source.match_indices(call) {
            let arguments = source[at..].split([';', '{']).next().unwrap_or_default();
            // A name with a slot in it is cut at the brace, before its closing quote.
            if let [_, name, _, ..] = arguments.split('"').collect::<Vec<_>>()[..] {
                all.push(("data-ref", Some(name)));
            }
        }
    }
    // `[data-x]` and `[data-x=…` in selectors; attributes of events and buttons.
    for (at, _) in source.match_indices("data-") {
        let end = source[at..].find(|sign: char| !(sign == '-' || sign.is_ascii_lowercase()));
        let name = &source[at..at + end.unwrap_or(0)];
        if source[..at].ends_with(['"', '[']) {
            all.push((name, None));
        }
    }
    all
}
