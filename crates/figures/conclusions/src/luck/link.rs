//! The state of the figure of the thousands, and how a link stores it.

use redes_shell::link::{Allowed, keys, text};
use redes_spread::{ACTIVATIONS, CASES, COUNTS, Measure, reads_digits, table};

/// What is asked of the trainings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Where one number lies.
    One,
    /// How far the mean and the best of a few runs wander.
    Runs,
    /// How often one network beats another.
    Pair,
}

/// The views with their names in a link.
pub const VIEWS: [(&str, View); 3] = [
    ("one", View::One),
    ("runs", View::Runs),
    ("pair", View::Pair),
];

/// The greatest number of runs in a draw.
pub const RUNS: u32 = 50;
/// The greatest number of draws.
pub const DRAWS: u32 = 1000;
/// The greatest epoch of any network.
pub const EPOCHS: usize = 10;

keys! {
    /// What a link restores.
    pub struct State {
        /// What is asked.
        view: View = View::One, text(
            read_view,
            |view| view_name(*view).to_owned(),
            Allowed::Names("one, runs, pair"),
        );
        /// The network: a case, or the function of its hidden layers.
        network: &'static str = "1.0", text(
            read_network,
            |name| (*name).to_owned(),
            Allowed::Names("1.0, 1.1, 2.0, 2.1, relu, sigmoid, centred, stretched, tanh, steep"),
        );
        /// After which epoch, from 1.
        epoch: usize = 3, 1..=EPOCHS;
        /// Which number.
        measure: Measure = Measure::Accuracy, text(
            Measure::read,
            |measure| measure.name().to_owned(),
            Allowed::Names("loss, accuracy, testloss, test, output"),
        );
        /// The network that it is compared with.
        rival: &'static str = "1.1", text(
            read_network,
            |name| (*name).to_owned(),
            Allowed::Names("1.0, 1.1, 2.0, 2.1, relu, sigmoid, centred, stretched, tanh, steep"),
        );
        /// After which epoch of that network, from 1.
        other: usize = 3, 1..=EPOCHS;
        /// The runs of a draw.
        runs: u32 = 5, 1..=RUNS;
        /// The draws so far.
        draws: u32 = 1, 1..=DRAWS;
        /// The seed of the draws.
        seed: u32 = 1, 0..=u32::MAX;
    }
}

impl State {
    /// The nearest state that the trainings can show: an epoch that the network has, a measure that was kept, two
    /// networks for the same data.
    pub fn settled(&self) -> Self {
        let mut state = self.clone();
        if reads_digits(state.rival) != reads_digits(state.network) {
            state.rival = usual_rival(state.network);
            state.other = table::epochs(COUNTS, state.rival);
        }
        state.epoch = state.epoch.min(table::epochs(COUNTS, state.network));
        state.other = state.other.min(table::epochs(COUNTS, state.rival));
        if !state.measures().contains(&state.measure) {
            state.measure = Measure::TestAccuracy;
        }
        if state.measure == Measure::Output {
            // The output was kept after the last epoch alone.
            state.epoch = table::epochs(COUNTS, state.network);
        }
        state
    }

    /// The measures that were kept of the network, or of both in a comparison.
    pub fn measures(&self) -> Vec<Measure> {
        let whole = |network: &str| CASES.contains(&network);
        let pair = self.view == View::Pair;
        let wanted = |measure: &Measure| match measure {
            Measure::TestAccuracy => true,
            Measure::Output => whole(self.network) && !pair,
            _ => whole(self.network) && (whole(self.rival) || !pair),
        };
        Measure::ALL.into_iter().filter(wanted).collect()
    }
}

/// The network to compare a network with first.
fn usual_rival(network: &str) -> &'static str {
    match network {
        "1.0" => "1.1",
        "1.1" => "1.0",
        "2.0" => "2.1",
        "2.1" => "2.0",
        "relu" => "sigmoid",
        _ => "relu",
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

/// Reads a network by its name.
pub fn read_network(text: &str) -> Option<&'static str> {
    let mut known = CASES.into_iter().chain(ACTIVATIONS);
    known.find(|name| *name == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_there_and_back() {
        for (name, view) in VIEWS {
            assert_eq!((view_name(view), read_view(name)), (name, Some(view)));
        }
        assert_eq!(read_view("pairs"), None);
        assert_eq!(read_network("tanh"), Some("tanh"));
        assert_eq!(read_network("3.0"), None);
    }

    #[test]
    fn every_state_settles_on_trainings_that_there_are() {
        for (_, view) in VIEWS {
            for network in CASES.into_iter().chain(ACTIVATIONS) {
                for rival in CASES.into_iter().chain(ACTIVATIONS) {
                    for measure in Measure::ALL {
                        for epoch in [1, 3, 10] {
                            let state = State {
                                view,
                                network,
                                rival,
                                measure,
                                epoch,
                                other: epoch,
                                ..State::default()
                            };
                            let state = state.settled();
                            assert_eq!(state.settled(), state);
                            let of = |network, epoch| {
                                table::counts(COUNTS, network, epoch, state.measure)
                            };
                            assert!(of(state.network, state.epoch).is_some(), "{state:?}");
                            if view == View::Pair {
                                assert!(of(state.rival, state.other).is_some(), "{state:?}");
                            }
                        }
                    }
                }
            }
        }
    }
}
