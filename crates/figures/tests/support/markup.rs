//! What every figure's markup must hold to, found in the text of its markup and of its Rust files.
#![allow(clippy::panic)]

use std::collections::BTreeSet;

use redes_sheet::language::Language;

/// The values of an attribute, in the order of the markup.
pub fn values<'m>(markup: &'m str, attribute: &str) -> Vec<&'m str> {
    let start = format!(" {attribute}=\"");
    let parts = markup.split(start.as_str()).skip(1);
    parts.filter_map(|part| part.split('"').next()).collect()
}

/// The parts that Rust files look up by a literal name, and the buttons and fields whose `data-ref` they match.
fn looked_up(sources: &[&str]) -> BTreeSet<String> {
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
    let mut names = BTreeSet::new();
    for source in sources {
        for call in calls {
            for (at, _) in source.match_indices(call) {
                let open = at + call.trim_end_matches('"').len();
                let rest = source.get(open..).unwrap_or_default();
                let arguments = rest.split(')').next().unwrap_or_default();
                let name = arguments.split('"').nth(1).unwrap_or_default();
                let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                if !name.is_empty() && name.chars().all(is_name) {
                    names.insert(name.to_owned());
                }
            }
        }
    }
    names
}

/// Checks a figure's markup in both languages: ids are unique, what refers to an id finds it, every control has a label,
/// all tags are closed, every part that `sources` look up is there, and at least `least` are looked up.
pub fn check(markup: fn(Language) -> String, sources: &[&str], others: &[&str], least: usize) {
    let mut names = looked_up(sources);
    assert!(names.len() >= least, "only {names:?}");
    names.extend(others.iter().map(|name| (*name).to_owned()));
    let [spanish, english] = Language::BOTH.map(markup);
    assert_ne!(spanish, english);
    for page in [&spanish, &english] {
        let refs: BTreeSet<&str> = values(page, "data-ref").into_iter().collect();
        let missing: Vec<&String> = names
            .iter()
            .filter(|n| !refs.contains(n.as_str()))
            .collect();
        assert!(missing.is_empty(), "{missing:?} are looked up");
        assert!(!page.contains('{'), "a slot is not filled");
        let ids = values(page, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(unique.len(), ids.len(), "{ids:?}");
        for attribute in ["for", "aria-labelledby", "aria-describedby"] {
            for target in values(page, attribute).iter().flat_map(|v| v.split(' ')) {
                assert!(unique.contains(target), "{attribute} {target}");
            }
        }
        has_labels(page);
        is_closed(page);
    }
}

/// Every field, slider and drawing has a name for screen readers.
fn has_labels(page: &str) {
    let labelled = values(page, "for");
    for tag in page.split('<').skip(1) {
        let name = tag.split([' ', '>', '/']).next().unwrap_or_default();
        let is_named = match name {
            "input" | "textarea" | "select" => {
                tag.contains(" aria-label")
                    || values(tag, "id").iter().any(|id| labelled.contains(id))
            }
            "canvas" => tag.contains(" aria-label"),
            "svg" => tag.contains(" aria-label") || tag.contains("aria-hidden"),
            _ => true,
        };
        assert!(is_named, "<{tag} has no label");
    }
}

/// Every tag is closed in the order of nesting.
pub fn is_closed(page: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in page.split('<').skip(1) {
        let inside = tag.split('>').next().unwrap_or_default();
        if let Some(name) = inside.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "in {page}");
        } else if !inside.ends_with('/') && !inside.starts_with("input") {
            open.push(inside.split(' ').next().unwrap_or_default());
        }
    }
    assert!(open.is_empty(), "{open:?} are open");
}
