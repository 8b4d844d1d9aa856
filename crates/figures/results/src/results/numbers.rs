//! What the results' figure shows, computed: how much is done, and how many rows have each verdict.

use redes_experiment::results::{ResultRow, ResultsBody};

/// The share of the steps that is done.
pub fn share(body: &ResultsBody) -> f64 {
    body.done as f64 / body.total.max(1) as f64
}

/// How many rows have each verdict, in the order in which the verdicts come first.
pub fn counts(rows: &[ResultRow]) -> Vec<(&str, usize)> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for row in rows {
        match counts.iter_mut().find(|(name, _)| *name == row.verdict) {
            Some((_, count)) => *count += 1,
            None => counts.push((&row.verdict, 1)),
        }
    }
    counts
}
