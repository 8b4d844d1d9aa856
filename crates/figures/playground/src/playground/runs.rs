//! The runs that the reader pinned, for comparison.

use redes_experiment::playground::PlaygroundBody;

use super::{link::State, numbers::Row};

/// Runs that can be pinned: as many as there are colours for their lines.
pub const MOST: usize = 4;

/// A pinned run.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its number, from 1: no number comes twice.
    pub number: u32,
    /// The place of its colour.
    pub colour: usize,
    /// Its settings, and the step at which it was pinned.
    pub state: State,
    /// Its history.
    pub rows: Vec<Row>,
    /// Its last report.
    pub report: PlaygroundBody,
}

/// The pinned runs, in the order of their numbers.
#[derive(Default)]
pub struct Runs {
    runs: Vec<Run>,
    last: u32,
}

impl Runs {
    /// Pins a run and returns its number; `None` where there are too many.
    pub fn pin(&mut self, state: State, rows: &[Row], report: &PlaygroundBody) -> Option<u32> {
        let used = |colour: &usize| !self.runs.iter().any(|run| run.colour == *colour);
        let colour = (0..MOST).find(used)?;
        self.last += 1;
        self.runs.push(Run {
            number: self.last,
            colour,
            state,
            rows: rows.to_vec(),
            report: report.clone(),
        });
        Some(self.last)
    }

    /// Removes a run.
    pub fn remove(&mut self, number: u32) {
        self.runs.retain(|run| run.number != number);
    }

    /// The run of a number.
    pub fn get(&self, number: u32) -> Option<&Run> {
        self.runs.iter().find(|run| run.number == number)
    }

    /// All runs.
    pub fn all(&self) -> &[Run] {
        &self.runs
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use redes_experiment::{Data, Experiment, playground::Playground};

    use super::*;

    #[test]
    fn each_run_keeps_its_number_and_colour() {
        let state = State::default();
        let mut playground = Playground::new(&state.setup(), &Data::default()).unwrap();
        let (report, _) = playground.state(true, 0.0).unwrap();
        let mut runs = Runs::default();
        for number in 1..=4 {
            assert_eq!(runs.pin(state.clone(), &[], &report), Some(number));
        }
        assert_eq!(runs.pin(state.clone(), &[], &report), None);
        runs.remove(2);
        assert_eq!(runs.pin(state.clone(), &[], &report), Some(5));
        assert_eq!(runs.get(5).unwrap().colour, 1);
        assert!(runs.get(2).is_none());
        assert_eq!(runs.all().len(), 4);
    }
}
