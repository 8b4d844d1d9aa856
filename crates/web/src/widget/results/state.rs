//! The results' state, as it stands in the address.

use redes_experiment::results::ResultsSetup;

use crate::{controls::Speeds, text::Language, url_state::UrlState};

/// Slices a second.
pub const SPEEDS: Speeds = &[Some(20.0), None];
/// The ledger's cases, in the thesis's order.
pub const CASES: [&str; 7] = ["perceptron", "circles", "data", "1.0", "1.1", "2.0", "2.1"];
const KEY: &str = "results";

/// What a link restores.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Place in [`CASES`].
    pub case: usize,
    /// How many seeds.
    pub seeds: u32,
    /// The first of them.
    pub seed: u32,
    /// Place in [`SPEEDS`].
    pub speed: usize,
}

impl Default for State {
    fn default() -> Self {
        Self {
            case: 0,
            seeds: 3,
            seed: 1,
            speed: SPEEDS.len() - 1,
        }
    }
}

impl State {
    /// Reads the page's address; the second part names what was refused.
    pub fn read() -> (Self, Vec<String>) {
        let mut url = UrlState::of_page(KEY);
        let usual = Self::default();
        let state = Self {
            case: url.read("case", usual.case, place),
            seeds: url.whole("seeds", 1..=20, u64::from(usual.seeds)) as u32,
            seed: url.whole("seed", 0..=u64::from(u32::MAX), u64::from(usual.seed)) as u32,
            speed: url.whole("speed", 0..=SPEEDS.len() as u64 - 1, usual.speed as u64) as usize,
        };
        (state, url.refused().to_vec())
    }

    /// Writes the page's address.
    pub fn write(&self) {
        let usual = Self::default();
        let mut url = UrlState::empty(KEY);
        url.set("case", CASES[self.case], CASES[usual.case]);
        url.set("seeds", self.seeds, usual.seeds);
        url.set("seed", self.seed, usual.seed);
        url.set("speed", self.speed, usual.speed);
        url.write_to_page();
    }

    /// The experiment for the trainer.
    pub fn setup(&self, language: Language) -> ResultsSetup {
        ResultsSetup {
            case: CASES[self.case].to_owned(),
            seed: self.seed,
            seeds: self.seeds,
            spanish: language == Language::Spanish,
        }
    }
}

/// The place of a case by its name.
pub fn place(name: &str) -> Option<usize> {
    CASES.iter().position(|case| *case == name)
}
