//! What a network has read: right answers, and which digit it took for which.

use redes_inputs::answer::Answer;
use serde_json::{Value, json};

/// Counts of answers.
#[derive(Default)]
pub(crate) struct Count {
    /// A row for each true digit, a column for each answer.
    confusion: [[u64; 10]; 10],
    unclear: u64,
}

impl Count {
    /// Counts an answer. One that is not clear counts as the digit of its greatest output, too.
    pub(crate) fn add(&mut self, truth: usize, answer: &Answer) {
        let cell = self.confusion.get_mut(truth);
        if let Some(cell) = cell.and_then(|row| row.get_mut(answer.digit)) {
            *cell += 1;
        }
        self.unclear += u64::from(!answer.clear);
    }

    /// How many were read.
    pub(crate) fn all(&self) -> u64 {
        self.confusion.iter().flatten().sum()
    }

    /// How many answers are not clear.
    pub(crate) fn unclear(&self) -> u64 {
        self.unclear
    }

    /// The share of right answers; not a number where nothing was read.
    pub(crate) fn accuracy(&self) -> f64 {
        let right: u64 = self
            .confusion
            .iter()
            .enumerate()
            .filter_map(|(truth, row)| row.get(truth))
            .sum();
        right as f64 / self.all() as f64
    }

    /// The counts for programs.
    pub(crate) fn json(&self) -> Value {
        json!({
            "accuracy": self.accuracy(),
            "confusion": self.confusion,
            "digits": self.all(),
            "no_digit": self.unclear,
        })
    }

    /// The confusion matrix for people: rows, the true digit and how many of a hundred are right; columns, the answer.
    pub(crate) fn table(&self) -> String {
        let heads: String = (0..10).map(|digit| format!("{digit:>6}")).collect();
        let rows = self.confusion.iter().enumerate().map(|(truth, row)| {
            let cells: String = row
                .iter()
                .map(|count| match count {
                    0 => format!("{:>6}", "."),
                    count => format!("{count:>6}"),
                })
                .collect();
            let all: u64 = row.iter().sum();
            let right = row.get(truth).copied().unwrap_or_default();
            match all {
                0 => format!("\n{truth} {cells}"),
                all => format!(
                    "\n{truth} {cells}  {:5.1} %",
                    right as f64 / all as f64 * 100.0
                ),
            }
        });
        format!("  {heads}{}", rows.collect::<String>())
    }
}
