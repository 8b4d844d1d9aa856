//! The state of the figure of chance, and how a link stores it.

use redes_shell::link::{Allowed, Hundredths, keys, text};

/// What is drawn again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The test of one network.
    One,
    /// The test of two networks on the same examples.
    Two,
    /// The best of several equally good networks.
    Best,
}

/// The views with their names in a link.
pub const VIEWS: [(&str, View); 3] = [("one", View::One), ("two", View::Two), ("best", View::Best)];

/// The sizes of a test that the figure offers. The last two are those of the digits and of the reviews.
pub const SIZES: [u32; 5] = [100, 500, 2_500, 10_000, 25_000];
/// The greatest number of tests.
pub const TESTS: u32 = 2_000;
/// The greatest number of equally good networks.
pub const NETWORKS: u32 = 50;
/// The least and the greatest true accuracy, in per cent.
pub const LEAST: f64 = 50.0;
/// The greatest true accuracy, in per cent.
pub const MOST: f64 = 99.9;
/// The greatest share of examples on which two networks differ, in per cent.
pub const APART: f64 = 40.0;

keys! {
    /// What a link restores.
    pub struct State {
        /// What is drawn.
        view: View = View::One, text(
            read_view,
            |view| view_name(*view).to_owned(),
            Allowed::Names("one, two, best"),
        );
        /// The true accuracy, in per cent.
        accuracy: f64 = 88.0, Hundredths(LEAST..=MOST);
        /// The examples of a test.
        examples: u32 = 500, 10..=25_000;
        /// The true accuracy of the second network, in per cent.
        other: f64 = 86.0, Hundredths(LEAST..=MOST);
        /// The share of examples on which the two networks differ, in per cent.
        apart: f64 = 10.0, Hundredths(0.0..=APART);
        /// The equally good networks.
        networks: u32 = 10, 2..=NETWORKS;
        /// The tests so far.
        tests: u32 = 10, 1..=TESTS;
        /// The seed of the tests.
        seed: u32 = 1, 0..=u32::MAX;
    }
}

impl State {
    /// The nearest state that there can be: two networks differ at least on as many examples as separate their
    /// accuracies, and at most on all that either gets wrong.
    pub fn settled(&self) -> Self {
        let mut state = self.clone();
        let least = (state.accuracy - state.other).abs();
        let most = 200.0 - state.accuracy - state.other;
        state.apart = state.apart.min(most).max(least).min(100.0);
        // Differences of hundredths are again hundredths.
        state.apart = (state.apart * 100.0).round() / 100.0;
        state
    }
}

/// Reads a view by its name.
pub fn read_view(text: &str) -> Option<View> {
    let known = VIEWS.iter().find(|(name, _)| *name == text);
    known.map(|(_, view)| *view)
}

/// The name of a view.
pub fn view_name(view: View) -> &'static str {
    let known = VIEWS.iter().find(|(_, known)| *known == view);
    known.map_or("", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_there_and_back() {
        for (name, view) in VIEWS {
            assert_eq!((view_name(view), read_view(name)), (name, Some(view)));
        }
        assert_eq!(read_view("three"), None);
    }

    #[test]
    fn two_networks_differ_on_as_many_examples_as_they_must() {
        let apart = |accuracy, other, apart| {
            let state = State {
                accuracy,
                other,
                apart,
                ..State::default()
            };
            state.settled().apart
        };
        assert_eq!(apart(88.0, 86.0, 0.0), 2.0);
        assert_eq!(apart(99.0, 99.5, 40.0), 1.5);
        assert_eq!(apart(88.0, 86.0, 10.0), 10.0);
    }
}
