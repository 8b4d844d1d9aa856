//! A figure's state as text in an address: `#circles.noise=0.1&perceptron.seed=7`.
//!
//! A state is a table, one row a key (the macro `keys`): a row gives the field, its usual value, and how its text is
//! read and written. Only what differs from the usual is written, each figure touches its own keys alone, and everything
//! read is checked: an address is text that anybody may have written. Nothing here knows the page; see
//! [`crate::address`].

mod rows;

use percent_encoding::percent_decode_str;

use crate::{number, text::Language, words};

pub use rows::keys;
pub use rows::{
    Codec, Hundredths, Quantity, Text, Via, hundredths, listed, numbers, put, range, text, via,
    within,
};

/// How much of a refused text is repeated, in characters.
const SHOWN: usize = 24;

/// What a key may be, for people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Allowed {
    /// A number within a range.
    Range {
        /// The least.
        low: f64,
        /// The greatest.
        high: f64,
        /// Whether only whole numbers will do.
        whole: bool,
    },
    /// One of these names, which stand with ", " between them.
    Names(&'static str),
    /// Text of the same form as this.
    Form(&'static str),
    /// Text of at most so many characters.
    Length(usize),
}

/// An entry of a link that could not be used.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// Its key, without the figure's name.
    pub key: &'static str,
    /// The beginning of its text.
    pub text: String,
    /// What would have been allowed.
    pub allowed: Allowed,
}

impl Refused {
    /// The entry and what is allowed in its place: `noise=2 (a number from 0 to 1)`.
    fn told(&self, language: Language) -> String {
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

/// Says which entries of a link were refused, and what each may be.
pub fn told(language: Language, refused: &[Refused]) -> String {
    let told: Vec<String> = refused.iter().map(|entry| entry.told(language)).collect();
    language.fill(words::LINK_REFUSED, &[("what", &told.join(", "))])
}

/// A state whose rows can be read and written one by one. The macro `keys` implements it.
pub trait Keyed {
    /// The keys, in the order in which they are written.
    fn keys(&self) -> &'static [&'static str];

    /// The keys that others depend on: they are read before the rest.
    fn first(&self) -> &'static [&'static str];

    /// Takes the text of a key, or its absence; `false` where the text is refused.
    fn take(&mut self, key: &str, text: Option<&str>) -> bool;

    /// The text of a key; `None` where it stays out of the address.
    fn written(&self, key: &str) -> Option<String>;

    /// What a key may be.
    fn allowed(&self, key: &str) -> Allowed;
}

/// Reads the entries `prefix.key=text` of a hash into a state. A refused entry leaves the state as it was.
pub fn read(state: &mut dyn Keyed, prefix: &str, hash: &str) -> Vec<Refused> {
    let entries: Vec<(String, String)> = pairs(hash).collect();
    let first = state.first();
    let rest = state.keys().iter().filter(|key| !first.contains(key));
    let mut refused = Vec::new();
    for key in first.iter().chain(rest) {
        // Of two entries with the same key the last one is meant.
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

/// A hash with this state's entries in place of those under `prefix`; all others are kept.
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

/// The key that a name stands for under this prefix.
fn own<'a>(name: &'a str, prefix: &str) -> Option<&'a str> {
    name.strip_prefix(prefix)?.strip_prefix('.')
}

fn pairs(hash: &str) -> impl Iterator<Item = (String, String)> + '_ {
    hash.trim_start_matches('#')
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, text) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(text))
        })
}

/// Percent-decoding as `decodeURIComponent` does it; a text that is not well formed stays as it is.
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

/// Percent-encoding of the signs that would end an entry; all others stay readable.
fn encode(text: &str, out: &mut String) {
    for sign in text.chars() {
        match sign {
            '%' => out.push_str("%25"),
            '&' => out.push_str("%26"),
            '=' => out.push_str("%3D"),
            '#' => out.push_str("%23"),
            ' ' => out.push_str("%20"),
            '\n' => out.push_str("%0A"),
            '\r' => out.push_str("%0D"),
            '\t' => out.push_str("%09"),
            _ => out.push(sign),
        }
    }
}
