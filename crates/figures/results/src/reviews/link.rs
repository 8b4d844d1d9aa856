//! The reviews' state, as it stands in the address.

use std::{fmt, str::FromStr};

use redes_experiment::reviews::ReviewsSetup;
use redes_lessons::thesis::reviews::Case;

use redes_shell::{
    controls::Speeds,
    link::{self, Allowed, keys, text, via},
};

/// Steps a second.
pub const SPEEDS: Speeds = &[Some(1.0), Some(5.0), None];
/// The two sizes of the training set that the figure offers.
pub const SAMPLES: [usize; 2] = [5_000, 25_000];
/// The longest text that an address carries, in characters; browsers and mail cut longer ones.
const LONGEST: usize = 4_000;

/// Which networks are trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Networks {
    /// One of them.
    One(Case),
    /// Both, an epoch each in turns.
    Both,
}

impl Networks {
    /// The cases.
    pub fn cases(self) -> Vec<Case> {
        match self {
            Self::One(case) => vec![case],
            Self::Both => Case::ALL.to_vec(),
        }
    }
}

impl fmt::Display for Networks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(case) => case.fmt(f),
            Self::Both => f.write_str("both"),
        }
    }
}

impl FromStr for Networks {
    type Err = redes_core::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "both" => Ok(Self::Both),
            case => case.parse().map(Self::One),
        }
    }
}

keys! {
    /// What a link restores.
    pub struct State {
        /// The review.
        text: String = String::new(), via(
            State::take_text,
            State::written_text,
            |_| Allowed::Length(LONGEST),
        );
        /// Whose words are coloured.
        reader: Case = Case::Case20, text(
            |text| text.parse().ok(),
            |reader: &Case| reader.name().to_owned(),
            Allowed::Names("2.0, 2.1"),
        );
        /// Networks to train.
        networks: Networks = Networks::Both, text(
            |text| text.parse().ok(),
            Networks::to_string,
            Allowed::Names("2.0, 2.1, both"),
        );
        /// Training reviews.
        samples: usize = SAMPLES[0], text(
            |text| text.parse().ok().filter(|samples| SAMPLES.contains(samples)),
            usize::to_string,
            Allowed::Names("5000, 25000"),
        );
        /// Passes over them.
        epochs: u64 = 3, 1..=10;
        /// Reviews a step.
        batch_size as "batch": u64 = 128, 1..=512;
        /// Seed of weights and shuffling.
        seed: u32 = 1, 0..=u32::MAX;
        /// Place in [`SPEEDS`].
        speed: usize = SPEEDS.len() - 1, 0..=SPEEDS.len() - 1;
        /// The step at which training was paused.
        at: u64 = 0, 0..=2 * 10 * 25_000;
    }
}

impl State {
    /// Any text is a review.
    fn take_text(&mut self, text: &str) -> bool {
        link::put(&mut self.text, Some(text.to_owned()))
    }

    /// A text that is too long for an address is left out.
    fn written_text(&self) -> Option<String> {
        let is_written = !self.text.is_empty() && self.text.chars().count() <= LONGEST;
        is_written.then(|| self.text.clone())
    }

    /// The experiment for the trainer.
    pub fn setup(&self) -> ReviewsSetup {
        ReviewsSetup {
            cases: self.networks.cases(),
            seed: self.seed,
            samples: self.samples,
            batch_size: self.batch_size as usize,
            epochs: self.epochs,
        }
    }
}
