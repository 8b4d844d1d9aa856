//! The reviews' state, as it stands in the address.

use std::{fmt, str::FromStr};

use redes_experiment::reviews::ReviewsSetup;
use redes_lessons::thesis::reviews::Case;

use crate::{controls::Speeds, url_state::UrlState};

/// Steps a second.
pub const SPEEDS: Speeds = &[Some(1.0), Some(5.0), None];
/// The two sizes of the training set that the widget offers.
pub const SAMPLES: [usize; 2] = [5_000, 25_000];
/// The longest text that an address carries, in characters; browsers and mail cut longer ones.
const LONGEST: usize = 4_000;
const KEY: &str = "reviews";

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

/// What a link restores.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The review.
    pub text: String,
    /// Whose words are coloured.
    pub reader: Case,
    /// Networks to train.
    pub networks: Networks,
    /// Training reviews.
    pub samples: usize,
    /// Passes over them.
    pub epochs: u64,
    /// Reviews a step.
    pub batch_size: u64,
    /// Seed of weights and shuffling.
    pub seed: u32,
    /// Place in [`SPEEDS`].
    pub speed: usize,
    /// The step at which training was paused.
    pub at: u64,
}

impl Default for State {
    fn default() -> Self {
        Self {
            text: String::new(),
            reader: Case::Case20,
            networks: Networks::Both,
            samples: SAMPLES[0],
            epochs: 3,
            batch_size: 128,
            seed: 1,
            speed: SPEEDS.len() - 1,
            at: 0,
        }
    }
}

impl State {
    /// Reads the page's address; the second part names what was refused.
    pub fn read() -> (Self, Vec<String>) {
        let mut url = UrlState::of_page(KEY);
        let usual = Self::default();
        let state = Self {
            text: url.read("text", usual.text, |text| Some(text.to_owned())),
            reader: url.read("reader", usual.reader, |text| text.parse().ok()),
            networks: url.read("networks", usual.networks, |text| text.parse().ok()),
            samples: url.read("samples", usual.samples, |text| {
                let samples = text.parse().ok();
                samples.filter(|samples| SAMPLES.contains(samples))
            }),
            epochs: url.whole("epochs", 1..=10, usual.epochs),
            batch_size: url.whole("batch", 1..=512, usual.batch_size),
            seed: url.whole("seed", 0..=u64::from(u32::MAX), u64::from(usual.seed)) as u32,
            speed: url.whole("speed", 0..=SPEEDS.len() as u64 - 1, usual.speed as u64) as usize,
            at: url.whole("at", 0..=2 * 10 * 25_000, usual.at),
        };
        (state, url.refused().to_vec())
    }

    /// Writes the page's address; a text that is too long for one is left out.
    pub fn write(&self) {
        let usual = Self::default();
        let mut url = UrlState::empty(KEY);
        if self.text.chars().count() <= LONGEST {
            url.set("text", self.text.clone(), usual.text);
        }
        url.set("reader", self.reader.name(), usual.reader.name());
        url.set(
            "networks",
            self.networks.to_string(),
            usual.networks.to_string(),
        );
        url.set("samples", self.samples, usual.samples);
        url.set("epochs", self.epochs, usual.epochs);
        url.set("batch", self.batch_size, usual.batch_size);
        url.set("seed", self.seed, usual.seed);
        url.set("speed", self.speed, usual.speed);
        url.set("at", self.at, usual.at);
        url.write_to_page();
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
