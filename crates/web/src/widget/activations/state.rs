//! The activations' state, as it stands in the address.

use redes_core::activation::Activation;

use crate::{number, url_state::UrlState};

/// The greatest z, and its negative the least.
pub const REACH: f64 = 6.0;
/// The greatest threshold, and its negative the least.
pub const THRESHOLD: f64 = 3.0;
/// The functions' names, Keras's but for the step's, which Keras hasn't.
pub const KINDS: [&str; 4] = ["step", "sigmoid", "tanh", "relu"];
const KEY: &str = "activations";

/// What a link restores.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// f, one of [`KINDS`].
    pub kind: &'static str,
    /// Where the point stands.
    pub z: f64,
    /// U, which the step and ReLU have.
    pub u: f64,
}

impl Default for State {
    fn default() -> Self {
        Self {
            kind: "sigmoid",
            z: 2.0,
            u: 0.0,
        }
    }
}

impl State {
    /// Reads the page's address; the second part names what was refused.
    pub fn read() -> (Self, Vec<String>) {
        Self::from_url(UrlState::of_page(KEY))
    }

    fn from_url(mut url: UrlState) -> (Self, Vec<String>) {
        let usual = Self::default();
        let state = Self {
            kind: url.read("kind", usual.kind, read_kind),
            z: url.read("z", usual.z, |text| read_within(text, REACH)),
            u: url.read("u", usual.u, |text| read_within(text, THRESHOLD)),
        };
        (state, url.refused().to_vec())
    }

    /// Writes the page's address.
    pub fn write(&self) {
        let usual = Self::default();
        let mut url = UrlState::empty(KEY);
        url.set("kind", self.kind, usual.kind);
        url.set("z", number::plain(self.z), number::plain(usual.z));
        url.set("u", number::plain(self.u), number::plain(usual.u));
        url.write_to_page();
    }

    /// f.
    pub fn activation(&self) -> Activation {
        let threshold = self.u;
        match self.kind {
            "step" => Activation::Step { threshold },
            "relu" => Activation::Relu { threshold },
            "tanh" => Activation::Tanh,
            _ => Activation::Sigmoid,
        }
    }

    /// Whether f has a threshold.
    pub fn has_threshold(&self) -> bool {
        matches!(self.kind, "step" | "relu")
    }
}

/// A function by its name.
pub fn read_kind(text: &str) -> Option<&'static str> {
    KINDS.into_iter().find(|kind| *kind == text)
}

/// A number from −reach to reach, in hundredths.
pub fn read_within(text: &str, reach: f64) -> Option<f64> {
    let value = number::parse(text).filter(|value| (-reach..=reach).contains(value))?;
    // No −0, which would be written so.
    Some((value * 100.0).round() / 100.0 + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_chapter_links_to_is_read() {
        for kind in KINDS {
            let state = State {
                kind,
                u: 1.0,
                ..State::default()
            };
            assert_eq!(read_kind(kind), Some(kind));
            assert_eq!(state.activation().name(), kind);
            assert_eq!(state.has_threshold(), state.activation().value(0.9) == 0.0);
        }
        assert_eq!(read_within("2", REACH), Some(2.0));
        assert_eq!(read_within("-0,004", REACH), Some(0.0));
        assert!(read_within("-0.001", REACH).is_some_and(f64::is_sign_positive));
        for text in ["6.01", "-7", "nan", "inf", "", "uno", "1e9"] {
            assert_eq!(read_within(text, REACH), None, "{text}");
        }
        assert_eq!(read_kind("ReLU"), None);
    }
}
