//! A figure's state as text in an address: `#circles.noise=0.1&perceptron.seed=7`.
//!
//! A state is a table with one row for each key (the macro `keys`). A row has the field, its default, and the functions
//! that read and write its text. Only values that differ from the defaults are written. Each figure changes its own
//! keys alone. Everything that is read is checked, because anybody may write an address. Nothing here knows the page;
//! see [`crate::address`].

mod rows;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::{number, text::Language, words};

pub use rows::keys;
pub use rows::{
    Codec, Hundredths, Quantity, Text, Via, hundredths, listed, numbers, put, range, text, via,
    within,
};

/// The most characters of a refused text that are shown.
const SHOWN: usize = 24;

/// The characters of a value that an address has unencoded, besides ASCII letters and digits. All others have a meaning
/// in HTML, Markdown, YAML, a template or a shell, through which a copied address may pass.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b',');

/// The allowed values of a key, for the reader.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Allowed {
    /// A number within a range.
    Range {
        /// The least.
        low: f64,
        /// The greatest.
        high: f64,
        /// Whether fractions are refused.
        whole: bool,
    },
    /// One of these names, separated by ", ".
    Names(&'static str),
    /// A text in the form of this example.
    Form(&'static str),
    /// A text of at most this many characters.
    Length(usize),
}

/// A refused entry of a link.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// Its key, without the figure's name.
    pub key: &'static str,
    /// The beginning of its text.
    pub text: String,
    /// The allowed values.
    pub allowed: Allowed,
}

impl Refused {
    /// The entry and what is allowed in its place: `noise=2 (a number from 0 to 1)`.
    fn message(&self, language: Language) -> String {
        let (key, slots) = match self.allowed {
            Allowed::Range { low, high, whole } => {
                let show = |value| match whole {
                    true => number::grouped(value as u64, language),
                    false => number::plain(value),
                };
                (
                    words::LINK_RANGE,
                    vec![("low", show(low)), ("high", show(high))],
                )
            }
            Allowed::Names(names) => (words::LINK_NAMES, vec![("names", names.to_owned())]),
            Allowed::Form(form) => (words::LINK_FORM, vec![("form", form.to_owned())]),
            Allowed::Length(most) => {
                let most = number::grouped(most as u64, language);
                (words::LINK_LENGTH, vec![("most", most)])
            }
        };
        let slots: Vec<(&str, &str)> = slots.iter().map(|(name, text)| (*name, &**text)).collect();
        let allowed = language.fill(key, &slots);
        format!("{}={} ({allowed})", self.key, self.text)
    }
}

/// The refused entries of a link and the allowed values, in a sentence.
pub fn message(language: Language, refused: &[Refused]) -> String {
    let message: Vec<String> = refused
        .iter()
        .map(|entry| entry.message(language))
        .collect();
    language.fill(words::LINK_REFUSED, &[("what", &message.join(", "))])
}

/// A state that is read and written row by row. The macro `keys` implements it.
pub trait Keyed {
    /// The keys, in the order of writing.
    fn keys(&self) -> &'static [&'static str];

    /// The keys that others depend on. They are read first.
    fn first(&self) -> &'static [&'static str];

    /// Reads the text of a key, or its absence. Returns `false` if it refuses the text.
    fn take(&mut self, key: &str, text: Option<&str>) -> bool;

    /// The text of a key. `None` if the address leaves it out.
    fn written(&self, key: &str) -> Option<String>;

    /// The allowed values of a key.
    fn allowed(&self, key: &str) -> Allowed;
}

/// Reads the entries `prefix.key=text` of a hash into a state. A refused entry leaves the state as it was.
pub fn read(state: &mut dyn Keyed, prefix: &str, hash: &str) -> Vec<Refused> {
    let entries: Vec<(String, String)> = pairs(hash).collect();
    let first = state.first();
    let rest = state.keys().iter().filter(|key| !first.contains(key));
    let mut refused = Vec::new();
    for key in first.iter().chain(rest) {
        // Of two entries with the same key the last one counts.
        let entry = entries
            .iter()
            .rev()
            .find(|(name, _)| own(name, prefix) == Some(key));
        let text = entry.map(|(_, text)| text.as_str());
        if !state.take(key, text) {
            refused.push(Refused {
                key,
                text: text.unwrap_or_default().chars().take(SHOWN).collect(),
                allowed: state.allowed(key),
            });
        }
    }
    refused
}

/// A hash with this state's entries in place of those under `prefix`. All other entries stay.
pub fn write(state: &dyn Keyed, prefix: &str, hash: &str) -> String {
    let others = pairs(hash).filter(|(name, _)| own(name, prefix).is_none());
    let own = state.keys().iter().filter_map(|key| {
        let text = state.written(key)?;
        Some((format!("{prefix}.{key}"), text))
    });
    let mut joined = String::new();
    for (name, text) in others.chain(own) {
        joined.push(if joined.is_empty() { '#' } else { '&' });
        joined.push_str(&name);
        if !text.is_empty() {
            joined.push('=');
            encode(&text, &mut joined);
        }
    }
    joined
}

/// The key of a name under this prefix.
fn own<'a>(name: &'a str, prefix: &str) -> Option<&'a str> {
    name.strip_prefix(prefix)?.strip_prefix('.')
}

/// The entries of a hash. An address that was escaped twice for HTML has `&amp;` between them.
fn pairs(hash: &str) -> impl Iterator<Item = (String, String)> + '_ {
    hash.trim_start_matches('#')
        .split('&')
        .map(|mut pair| {
            // The searcher behind `trim_start_matches` is a kilobyte of a module.
            while let Some(rest) = pair.strip_prefix("amp;") {
                pair = rest;
            }
            pair
        })
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, text) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(text))
        })
}

/// Decodes percent signs as `decodeURIComponent` does. Returns a malformed text unchanged.
fn decode(text: &str) -> String {
    let mut escapes = text.split('%').skip(1).map(str::as_bytes);
    let well_formed = escapes.all(|rest| {
        rest.first().is_some_and(u8::is_ascii_hexdigit)
            && rest.get(1).is_some_and(u8::is_ascii_hexdigit)
    });
    match percent_decode_str(text).decode_utf8() {
        Ok(decoded) if well_formed => decoded.into_owned(),
        _ => text.to_owned(),
    }
}

/// Percent-encodes all bytes but those of [`PLAIN`].
fn encode(text: &str, out: &mut String) {
    out.extend(utf8_percent_encode(text, PLAIN));
}
