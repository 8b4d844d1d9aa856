//! A widget's state in the address: `#circles.noise=0.1&perceptron.seed=7`.
//!
//! Only what differs from the defaults is written, each widget touches its own keys alone, and everything read is
//! checked against its range: an address is text that anybody may have written.

use crate::{dom, number};

/// One widget's part of the address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UrlState {
    widget: String,
    entries: Vec<(String, String)>,
    refused: Vec<String>,
}

impl UrlState {
    /// Reads a widget's entries from a hash such as `#circles.noise=0.1`.
    pub fn parse(widget: &str, hash: &str) -> Self {
        let entries = pairs(hash)
            .filter_map(|(key, value)| {
                let own = key.strip_prefix(widget)?.strip_prefix('.')?;
                Some((own.to_owned(), value))
            })
            .collect();
        Self {
            widget: widget.to_owned(),
            entries,
            refused: Vec::new(),
        }
    }

    /// Reads a widget's entries from the page's address.
    pub fn of_page(widget: &str) -> Self {
        let hash = dom::window()
            .and_then(|w| w.location().hash())
            .unwrap_or_default();
        Self::parse(widget, &hash)
    }

    /// The text of an entry.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.entries
            .iter()
            .rev()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
    }

    /// A number within a range; one outside, or no number at all, is refused and remembered.
    pub fn number(&mut self, key: &str, range: std::ops::RangeInclusive<f64>, default: f64) -> f64 {
        self.read(key, default, |text| {
            number::parse(text).filter(|n| range.contains(n))
        })
    }

    /// A whole number within a range.
    pub fn whole(&mut self, key: &str, range: std::ops::RangeInclusive<u64>, default: u64) -> u64 {
        self.read(key, default, |text| {
            text.parse().ok().filter(|n| range.contains(n))
        })
    }

    /// Any value that a function can make of the text.
    pub fn read<T>(&mut self, key: &str, default: T, read: impl FnOnce(&str) -> Option<T>) -> T {
        let Some(text) = self.text(key) else {
            return default;
        };
        match read(text) {
            Some(value) => value,
            None => {
                let shown: String = text.chars().take(24).collect();
                self.refused.push(format!("{key}={shown}"));
                default
            }
        }
    }

    /// The entries that could not be used, as `key=value`.
    pub fn refused(&self) -> &[String] {
        &self.refused
    }

    /// A state to be written, with nothing in it yet.
    pub fn empty(widget: &str) -> Self {
        Self {
            widget: widget.to_owned(),
            ..Self::default()
        }
    }

    /// Adds an entry unless it is the default.
    pub fn set<T: PartialEq + ToString>(&mut self, key: &str, value: T, default: T) {
        if value != default {
            self.entries.push((key.to_owned(), value.to_string()));
        }
    }

    /// The hash with this widget's entries replaced and every other widget's kept.
    pub fn merged_into(&self, hash: &str) -> String {
        let prefix = format!("{}.", self.widget);
        let others = pairs(hash).filter(|(key, _)| !key.starts_with(&prefix));
        let own = self
            .entries
            .iter()
            .map(|(key, value)| (format!("{prefix}{key}"), value.clone()));
        let joined: Vec<String> = others
            .chain(own)
            .map(|(key, value)| {
                if value.is_empty() {
                    key
                } else {
                    format!("{key}={}", encode(&value))
                }
            })
            .collect();
        if joined.is_empty() {
            String::new()
        } else {
            format!("#{}", joined.join("&"))
        }
    }

    /// Writes the state into the page's address without a new entry in the history.
    pub fn write_to_page(&self) {
        let Ok(window) = dom::window() else { return };
        let location = window.location();
        let current = location.hash().unwrap_or_default();
        let next = self.merged_into(&current);
        self.write_to_element();
        if next == current {
            return;
        }
        let page = format!(
            "{}{}{next}",
            location.pathname().unwrap_or_default(),
            location.search().unwrap_or_default()
        );
        if let Ok(history) = window.history() {
            // A page without an origin (srcdoc, some sandboxes) may refuse: the widget works all the same.
            let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&page));
        }
    }

    /// Writes the state to the widget's element too: a click on any anchor of the page takes it out of the address.
    fn write_to_element(&self) {
        let name = format!("redes-{}", self.widget);
        let element = dom::document().and_then(|page| page.query_selector(&name));
        if let Ok(Some(element)) = element {
            let own = self.merged_into("");
            dom::set_attribute(&element, "data-hash", own.trim_start_matches('#'));
        }
    }
}

fn pairs(hash: &str) -> impl Iterator<Item = (String, String)> + '_ {
    hash.trim_start_matches('#')
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        })
}

/// Percent-decoding that leaves what isn't well formed as it is.
fn decode(text: &str) -> String {
    js_sys::decode_uri_component(text).map_or_else(|_| text.to_owned(), String::from)
}

/// Percent-encoding of the signs that would end an entry; "," and "." stay readable.
fn encode(text: &str) -> String {
    text.replace('%', "%25")
        .replace('&', "%26")
        .replace('=', "%3D")
        .replace('#', "%23")
        .replace(' ', "%20")
        .replace('\n', "%0A")
        .replace('\r', "%0D")
        .replace('\t', "%09")
}
