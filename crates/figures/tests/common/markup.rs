//! Reads a figure's markup without a browser. The chapters' tests include this file by its path.

/// Elements without an end tag.
const VOID: [&str; 3] = ["input", "img", "br"];

/// A start tag.
#[derive(Debug)]
pub struct Tag<'a> {
    /// Its element.
    pub name: &'a str,
    /// Whether it or an element around it is hidden from screen readers.
    #[allow(dead_code)] // Only the test of all figures reads it.
    pub hidden: bool,
    attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> Tag<'a> {
    /// An attribute; "" where it has no value.
    pub fn get(&self, attribute: &str) -> Option<&'a str> {
        let mut found = self.attributes.iter();
        found
            .find(|(name, _)| *name == attribute)
            .map(|(_, value)| *value)
    }
}

/// The start tags of a text, in order. Fails where end tags do not match them.
pub fn tags(markup: &str) -> Vec<Tag<'_>> {
    let (mut all, mut open): (Vec<Tag<'_>>, Vec<(&str, bool)>) = (Vec::new(), Vec::new());
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
            assert_eq!(open.pop().map(|(name, _)| name), Some(name), "{markup}");
            continue;
        }
        let closed = tag.ends_with('/');
        let mut tag = read(tag.trim_end_matches('/'));
        tag.hidden =
            tag.get("aria-hidden").is_some() || open.last().is_some_and(|(_, hidden)| *hidden);
        if !closed && !VOID.contains(&tag.name) {
            open.push((tag.name, tag.hidden));
        }
        all.push(tag);
    }
    assert!(open.is_empty(), "{open:?} are open: {markup}");
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
    Tag {
        name,
        hidden: false,
        attributes,
    }
}

/// The values of an attribute, in the order of the markup. Fails where end tags do not match the start tags.
pub fn values<'a>(markup: &'a str, attribute: &str) -> Vec<&'a str> {
    let tags = tags(markup);
    tags.iter().filter_map(|tag| tag.get(attribute)).collect()
}
