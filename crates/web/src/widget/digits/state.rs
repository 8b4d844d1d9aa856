//! The digits' state, as it stands in the address.

use redes_data::drawing::Stroke;
use redes_experiment::digits::DigitsSetup;
use redes_lessons::thesis::digits::Case;

use super::ink;
use crate::{controls::Speeds, url_state::UrlState};

/// Steps a second.
pub const SPEEDS: Speeds = &[Some(2.0), Some(20.0), Some(200.0), None];
/// The two sizes of the training set that the widget offers.
pub const SAMPLES: [usize; 2] = [10_000, 60_000];
const KEY: &str = "digits";

/// What a link restores.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Network to train.
    pub case: Case,
    /// Training images.
    pub samples: usize,
    /// Passes over them.
    pub epochs: u64,
    /// Images a step.
    pub batch_size: u64,
    /// Seed of weights and shuffling.
    pub seed: u32,
    /// Place in [`SPEEDS`].
    pub speed: usize,
    /// The step at which training was paused.
    pub at: u64,
    /// What is drawn.
    pub strokes: Vec<Stroke>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            case: Case::Case10,
            samples: SAMPLES[0],
            epochs: 3,
            batch_size: 32,
            seed: 1,
            speed: SPEEDS.len() - 1,
            at: 0,
            strokes: Vec::new(),
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
            case: url.read("case", usual.case, |text| text.parse().ok()),
            samples: url.read("samples", usual.samples, |text| {
                text.parse()
                    .ok()
                    .filter(|samples| SAMPLES.contains(samples))
            }),
            epochs: url.whole("epochs", 1..=20, usual.epochs),
            batch_size: url.whole("batch", 1..=1024, usual.batch_size),
            seed: url.whole("seed", 0..=u64::from(u32::MAX), u64::from(usual.seed)) as u32,
            speed: url.whole("speed", 0..=SPEEDS.len() as u64 - 1, usual.speed as u64) as usize,
            at: url.whole("at", 0..=20 * 60_000, usual.at),
            strokes: url.read("ink", usual.strokes, ink::decode),
        };
        (state, url.refused().to_vec())
    }

    /// Writes the page's address.
    pub fn write(&self) {
        let usual = Self::default();
        let mut url = UrlState::empty(KEY);
        url.set("case", self.case, usual.case);
        url.set("samples", self.samples, usual.samples);
        url.set("epochs", self.epochs, usual.epochs);
        url.set("batch", self.batch_size, usual.batch_size);
        url.set("seed", self.seed, usual.seed);
        url.set("speed", self.speed, usual.speed);
        url.set("at", self.at, usual.at);
        url.set("ink", ink::encode(&self.strokes), String::new());
        url.write_to_page();
    }

    /// The experiment for the trainer.
    pub fn setup(&self) -> DigitsSetup {
        DigitsSetup {
            case: self.case,
            seed: self.seed,
            samples: self.samples,
            batch_size: self.batch_size as usize,
            epochs: self.epochs,
        }
    }
}
