//! The activations' state, as it stands in the address.

use redes_core::activation::Activation;

use redes_shell::link::{Allowed, Hundredths, keys, text};

/// The greatest z, and its negative the least.
pub const REACH: f64 = 6.0;
/// The greatest threshold, and its negative the least.
pub const THRESHOLD: f64 = 3.0;
/// The functions' names, Keras's but for the step's, which Keras hasn't.
pub const KINDS: [&str; 4] = ["step", "sigmoid", "tanh", "relu"];

keys! {
    /// What a link restores.
    pub struct State {
        /// f, one of [`KINDS`].
        kind: &'static str = "sigmoid", text(
            read_kind,
            |kind| (*kind).to_owned(),
            Allowed::Names("step, sigmoid, tanh, relu"),
        );
        /// Where the point stands.
        z: f64 = 2.0, Hundredths(-REACH..=REACH);
        /// U, which the step and ReLU have.
        u: f64 = 0.0, Hundredths(-THRESHOLD..=THRESHOLD);
    }
}

impl State {
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

#[cfg(test)]
mod tests {
    use super::*;
    use redes_shell::link::hundredths;

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
        let read = |text| hundredths(text, &(-REACH..=REACH));
        assert_eq!(read("2"), Some(2.0));
        assert_eq!(read("-0,004"), Some(0.0));
        assert!(read("-0.001").is_some_and(f64::is_sign_positive));
        for text in ["6.01", "-7", "nan", "inf", "", "uno", "1e9"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read_kind("ReLU"), None);
    }
}
