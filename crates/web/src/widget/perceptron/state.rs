//! The perceptron's state, as it stands in the address.

use redes_lessons::thesis::perceptron::{INPUTS, ITERATIONS, SEED, TARGETS};

use redes_experiment::perceptron::PerceptronSetup;

use crate::{controls::Speeds, url_state::UrlState};

/// Steps a second; at the usual one the thesis's run takes ten seconds.
pub const SPEEDS: Speeds = &[Some(1.0), Some(10.0), Some(100.0), Some(1_000.0), None];
/// The most rows that the training set may have.
pub const MAX_ROWS: usize = 8;
const KEY: &str = "perceptron";

/// A row of the training set: three inputs and the answer that is wanted, each 0 or 1.
pub type Row = [bool; 4];

/// What a link restores.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Seed of the starting weights.
    pub seed: u32,
    /// Steps in all.
    pub iterations: u64,
    /// Place in [`SPEEDS`].
    pub speed: usize,
    /// The training set.
    pub rows: Vec<Row>,
    /// The new input that the reader flips.
    pub input: [bool; 3],
    /// The step at which training was paused.
    pub at: u64,
}

/// The thesis's four rows (§2).
pub fn thesis_rows() -> Vec<Row> {
    let bit = |value: f64| value > 0.5;
    let rows = INPUTS.iter().zip(TARGETS);
    rows.map(|(x, y)| [bit(x[0]), bit(x[1]), bit(x[2]), bit(y)])
        .collect()
}

impl Default for State {
    fn default() -> Self {
        Self {
            seed: SEED,
            iterations: ITERATIONS,
            speed: 3,
            rows: thesis_rows(),
            input: [true, false, false],
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
            seed: url.whole("seed", 0..=u64::from(u32::MAX), u64::from(usual.seed)) as u32,
            iterations: url.whole("iterations", 1..=100_000, usual.iterations),
            speed: url.whole("speed", 0..=SPEEDS.len() as u64 - 1, usual.speed as u64) as usize,
            rows: url.read("rows", usual.rows, |text| {
                let rows: Option<Vec<Row>> = text.split('.').map(bits).collect();
                rows.filter(|rows| (1..=MAX_ROWS).contains(&rows.len()))
            }),
            input: url.read("input", usual.input, bits),
            at: url.whole("at", 0..=100_000, usual.at),
        };
        (state, url.refused().to_vec())
    }

    /// Writes the page's address.
    pub fn write(&self) {
        let usual = Self::default();
        let rows = |rows: &[Row]| {
            rows.iter()
                .map(|row| digits(row))
                .collect::<Vec<_>>()
                .join(".")
        };
        let mut url = UrlState::empty(KEY);
        url.set("seed", self.seed, usual.seed);
        url.set("iterations", self.iterations, usual.iterations);
        url.set("speed", self.speed, usual.speed);
        url.set("rows", rows(&self.rows), rows(&usual.rows));
        url.set("input", digits(&self.input), digits(&usual.input));
        url.set("at", self.at, usual.at);
        url.write_to_page();
    }

    /// The experiment for the trainer.
    pub fn setup(&self) -> PerceptronSetup {
        let number = |bit: bool| f64::from(u8::from(bit));
        PerceptronSetup {
            seed: self.seed,
            iterations: self.iterations,
            inputs: self
                .rows
                .iter()
                .map(|row| [row[0], row[1], row[2]].map(number))
                .collect(),
            targets: self.rows.iter().map(|row| number(row[3])).collect(),
        }
    }

    /// Whether this is the thesis's own experiment, whose digits are printed.
    pub fn is_printed(&self) -> bool {
        let usual = Self::default();
        (self.seed, self.iterations, &self.rows) == (usual.seed, usual.iterations, &usual.rows)
    }
}

/// Reads a word of zeros and ones.
fn bits<const N: usize>(text: &str) -> Option<[bool; N]> {
    let read: Option<Vec<bool>> = text
        .bytes()
        .map(|byte| match byte {
            b'0' => Some(false),
            b'1' => Some(true),
            _ => None,
        })
        .collect();
    read?.try_into().ok()
}

/// Writes a word of zeros and ones.
pub fn digits(bits: &[bool]) -> String {
    bits.iter()
        .map(|bit| if *bit { '1' } else { '0' })
        .collect()
}
