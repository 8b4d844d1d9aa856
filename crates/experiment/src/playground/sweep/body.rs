//! What the page shows of a sweep.

use serde::{Deserialize, Serialize};

/// A finished training.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Its steps.
    pub(super) steps: u64,
    /// The last loss and accuracy, of the test points or, without any, of the training points. `None` where a weight or the
    /// loss stopped being a number.
    pub(super) score: Option<(f64, f64)>,
}

/// What a part found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    pub(super) number: u32,
    pub(super) outcome: Outcome,
}

/// The state of a sweep. No block travels beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepBody {
    /// Trainings to do.
    pub total: u32,
    /// A row for each value, in their order.
    pub rows: Vec<SweepRow>,
    /// The trainings that are over or under way.
    pub reached: u32,
    /// The numbers of the trainings that are over, here or elsewhere.
    pub known: Vec<u32>,
    /// What a part found, once it is over.
    pub part: Option<Part>,
}

/// The trainings of one value so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SweepRow {
    /// Seeds done.
    pub seeds: u32,
    /// Of these, how many diverged. They have not learnt, and have no share in the means.
    pub diverged: u32,
    /// Mean and standard deviation (of the sample, n − 1) of the last losses. NaN without any.
    pub loss: Spread,
    /// Those of the last accuracies.
    pub accuracy: Spread,
    /// The share of the seeds done that have learnt; NaN without any.
    pub learnt: f64,
}

impl SweepBody {
    /// Trainings done.
    pub fn done(&self) -> u32 {
        self.known.len() as u32
    }
}

impl SweepRow {
    /// The row of these trainings.
    pub(super) fn of(done: &[Outcome], enough: f64) -> Self {
        let scores: Vec<(f64, f64)> = done.iter().filter_map(|outcome| outcome.score).collect();
        let losses: Vec<f64> = scores.iter().map(|(loss, _)| *loss).collect();
        let accuracies: Vec<f64> = scores.iter().map(|(_, accuracy)| *accuracy).collect();
        let learnt = accuracies.iter().filter(|accuracy| **accuracy >= enough);
        Self {
            seeds: done.len() as u32,
            diverged: (done.len() - scores.len()) as u32,
            learnt: learnt.count() as f64 / done.len() as f64,
            loss: Spread::of(&losses),
            accuracy: Spread::of(&accuracies),
        }
    }
}

/// A mean and a standard deviation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// The mean; NaN of nothing.
    pub mean: f64,
    /// The standard deviation of the sample; 0 of one number, NaN of nothing.
    pub deviation: f64,
}

impl Spread {
    fn of(numbers: &[f64]) -> Self {
        let count = numbers.len() as f64;
        let mean = numbers.iter().sum::<f64>() / count;
        let squares: f64 = numbers.iter().map(|x| (x - mean) * (x - mean)).sum();
        let deviation = match numbers.len() {
            0 => f64::NAN,
            1 => 0.0,
            _ => (squares / (count - 1.0)).sqrt(),
        };
        Self { mean, deviation }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_counts_what_diverged_and_leaves_it_out_of_the_means() {
        let outcome = |score| Outcome { steps: 9, score };
        let done = [
            outcome(Some((0.1, 1.0))),
            outcome(None),
            outcome(Some((0.5, 0.9))),
            outcome(Some((0.3, 0.95))),
        ];
        let row = SweepRow::of(&done, 0.95);
        assert_eq!((row.seeds, row.diverged, row.learnt), (4, 1, 0.5));
        // statistics.mean and statistics.stdev of 0.1, 0.5, 0.3.
        assert!((row.loss.mean - 0.3).abs() < 1e-15);
        assert!((row.loss.deviation - 0.2).abs() < 1e-15);
        let one = SweepRow::of(&done[..1], 0.95);
        assert_eq!((one.loss.mean, one.loss.deviation), (0.1, 0.0));
        let none = SweepRow::of(&[], 0.95);
        assert!(none.learnt.is_nan() && none.loss.mean.is_nan());
    }
}
