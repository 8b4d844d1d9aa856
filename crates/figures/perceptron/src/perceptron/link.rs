//! The perceptron's state, as it stands in the address.

use redes_lessons::thesis::perceptron::{INPUTS, ITERATIONS, SEED, TARGETS};

use redes_experiment::perceptron::PerceptronSetup;

use redes_shell::{
    controls::Speeds,
    link::{Allowed, keys, text},
};

/// Steps a second; at the usual one the thesis's run takes ten seconds.
pub const SPEEDS: Speeds = &[Some(1.0), Some(10.0), Some(100.0), Some(1_000.0), None];
/// The most rows that the training set may have.
pub const MAX_ROWS: usize = 8;

/// A row of the training set: three inputs and the answer that is wanted, each 0 or 1.
pub type Row = [bool; 4];

/// The thesis's four rows (§2).
pub fn thesis_rows() -> Vec<Row> {
    let bit = |value: f64| value > 0.5;
    let rows = INPUTS.iter().zip(TARGETS);
    rows.map(|(x, y)| [bit(x[0]), bit(x[1]), bit(x[2]), bit(y)])
        .collect()
}

keys! {
    /// What a link restores.
    pub struct State {
        /// Seed of the starting weights.
        seed: u32 = SEED, 0..=u32::MAX;
        /// Steps in all.
        iterations: u64 = ITERATIONS, 1..=100_000;
        /// Place in [`SPEEDS`].
        speed: usize = 3, 0..=SPEEDS.len() - 1;
        /// The training set.
        rows: Vec<Row> = thesis_rows(), text(
            read_rows,
            |rows| written_rows(rows),
            Allowed::Form("0010.1111.1011.0110"),
        );
        /// The new input that the reader flips.
        input: [bool; 3] = [true, false, false], text(
            bits,
            |input| digits(input),
            Allowed::Form("100"),
        );
        /// The step at which training was paused.
        at: u64 = 0, 0..=100_000;
    }
}

impl State {
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

/// Rows with "." between them.
fn read_rows(text: &str) -> Option<Vec<Row>> {
    let rows: Option<Vec<Row>> = text.split('.').map(bits).collect();
    rows.filter(|rows| (1..=MAX_ROWS).contains(&rows.len()))
}

fn written_rows(rows: &[Row]) -> String {
    let rows: Vec<String> = rows.iter().map(|row| digits(row)).collect();
    rows.join(".")
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

#[cfg(test)]
mod tests {
    use redes_shell::link;

    use super::*;

    fn read(hash: &str) -> (State, usize) {
        let mut state = State::default();
        let refused = link::read(&mut state, "perceptron", hash);
        (state, refused.len())
    }

    #[test]
    fn a_training_set_has_one_to_eight_rows_of_four_bits() {
        let (state, refused) = read("#perceptron.rows=0011");
        assert_eq!((state.rows, refused), (vec![[false, false, true, true]], 0));
        let eight = ["1000"; 8].join(".");
        assert_eq!(read(&format!("#perceptron.rows={eight}")).0.rows.len(), 8);
        for text in [
            "",
            ".",
            "001",
            "00110",
            "0021",
            "0011.",
            &format!("{eight}.1000"),
        ] {
            let (state, refused) = read(&format!("#perceptron.rows={text}"));
            assert_eq!((state.rows, refused), (thesis_rows(), 1), "{text}");
        }
    }

    #[test]
    fn the_thesis_experiment_is_known_by_seed_steps_and_rows() {
        for hash in [
            "",
            "#perceptron.input=111",
            "#perceptron.speed=0&perceptron.at=7",
        ] {
            assert!(read(hash).0.is_printed(), "{hash}");
        }
        for hash in [
            "#perceptron.seed=2",
            "#perceptron.iterations=9999",
            "#perceptron.rows=0010",
        ] {
            assert!(!read(hash).0.is_printed(), "{hash}");
        }
    }

    #[test]
    fn the_setup_has_the_rows_of_the_link() {
        let setup = read("#perceptron.rows=1101.0010").0.setup();
        assert_eq!(setup.inputs, [[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]);
        assert_eq!(setup.targets, [1.0, 0.0]);
        let thesis = State::default().setup();
        assert_eq!(
            (thesis.inputs, thesis.targets),
            (INPUTS.to_vec(), TARGETS.to_vec())
        );
    }
}
