//! The state of the activations, and how a link stores it.

use redes_core::activation::Activation;

use redes_shell::link::{Allowed, Hundredths, keys, text};

/// The largest z; its negative is the smallest.
pub const REACH: f64 = 6.0;
/// The largest threshold; its negative is the smallest.
pub const THRESHOLD: f64 = 3.0;
/// The functions' names, as Keras has them; Keras has no step.
pub const KINDS: [&str; 4] = ["step", "sigmoid", "tanh", "relu"];

keys! {
    /// What a link restores.
    pub struct State {
        /// The function f, one of [`KINDS`].
        kind: &'static str = "sigmoid", text(
            read_kind,
            |kind| (*kind).to_owned(),
            Allowed::Names("step, sigmoid, tanh, relu"),
        );
        /// z of the point.
        z: f64 = 2.0, Hundredths(-REACH..=REACH);
        /// The threshold U of the step and of ReLU.
        u: f64 = 0.0, Hundredths(-THRESHOLD..=THRESHOLD);
    }
}

impl State {
    /// The function f with its threshold.
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

/// Reads a function by its name.
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
