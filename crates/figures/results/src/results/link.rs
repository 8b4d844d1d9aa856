//! The results' state, as it stands in the address.

use redes_experiment::results::ResultsSetup;

use redes_shell::{
    controls::Speeds,
    link::{Allowed, keys, text},
    text::Language,
};

/// Slices a second.
pub const SPEEDS: Speeds = &[Some(20.0), None];
/// The ledger's cases, in the thesis's order.
pub const CASES: [&str; 7] = ["perceptron", "circles", "data", "1.0", "1.1", "2.0", "2.1"];

keys! {
    /// What a link restores.
    pub struct State {
        /// Place in [`CASES`].
        case: usize = 0, text(
            place,
            |case| CASES.get(*case).map_or("", |name| name).to_owned(),
            Allowed::Names("perceptron, circles, data, 1.0, 1.1, 2.0, 2.1"),
        );
        /// How many seeds.
        seeds: u32 = 3, 1..=20;
        /// The first of them.
        seed: u32 = 1, 0..=u32::MAX;
        /// Place in [`SPEEDS`].
        speed: usize = SPEEDS.len() - 1, 0..=SPEEDS.len() - 1;
    }
}

impl State {
    /// The case's name in the ledger.
    pub fn name(&self) -> &'static str {
        CASES.get(self.case).copied().unwrap_or_default()
    }

    /// The experiment for the trainer.
    pub fn setup(&self, language: Language) -> ResultsSetup {
        ResultsSetup {
            case: self.name().to_owned(),
            seed: self.seed,
            seeds: self.seeds,
            spanish: language == Language::Spanish,
            part: false,
        }
    }
}

/// The place of a case by its name.
pub fn place(name: &str) -> Option<usize> {
    CASES.iter().position(|case| *case == name)
}
