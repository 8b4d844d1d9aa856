//! From what a run measured to a verdict.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::entry::{Class, Entry, Key};

/// What one run of a case measured: for each key a list of numbers, once for each seed
/// (or just once where no seed plays a part).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Measurements {
    values: BTreeMap<Key, Vec<Vec<f64>>>,
}

impl Measurements {
    /// Files what one seed gave.
    pub fn add(&mut self, key: impl Into<Key>, values: impl Into<Vec<f64>>) {
        let runs = self.values.entry(key.into()).or_default();
        runs.push(values.into());
    }

    /// Adds the runs of `other` after these, for every key that is not in `settings`.
    pub(crate) fn append(&mut self, other: Self, settings: &BTreeSet<Key>) {
        for (key, runs) in other.values {
            if !settings.contains(&key) {
                self.values.entry(key).or_default().extend(runs);
            }
        }
    }

    /// Whether these are `settings` as in `other`, and of every other key one run for each of so many seeds.
    pub(crate) fn fits(&self, other: &Self, settings: &BTreeSet<Key>, seeds: usize) -> bool {
        let same = |key: &Key| self.values.get(key) == other.values.get(key);
        let mut runs = self
            .values
            .iter()
            .filter(|(key, _)| !settings.contains(key));
        settings.iter().all(same) && runs.all(|(_, runs)| runs.len() == seeds)
    }

    /// The keys with a measurement.
    pub(crate) fn keys(&self) -> BTreeSet<Key> {
        self.values.keys().copied().collect()
    }

    /// What was measured, seed after seed; nothing if it wasn't.
    pub fn get(&self, key: impl Into<Key>) -> &[Vec<f64>] {
        self.values.get(&key.into()).map_or(&[], Vec::as_slice)
    }
}

/// One number over several seeds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// The least.
    pub min: f64,
    /// The mean.
    pub mean: f64,
    /// The greatest.
    pub max: f64,
    /// How many.
    pub seeds: usize,
}

impl Spread {
    /// Of the first number of each run; `None` without runs, or if one isn't finite.
    pub fn of(runs: &[Vec<f64>]) -> Option<Self> {
        let values: Option<Vec<f64>> = runs.iter().map(|run| run.first().copied()).collect();
        let values = values.filter(|values| values.iter().all(|value| value.is_finite()))?;
        let (&first, _) = values.split_first()?;
        Some(Spread {
            min: values.iter().copied().fold(first, f64::min),
            mean: values.iter().sum::<f64>() / values.len() as f64,
            max: values.iter().copied().fold(first, f64::max),
            seeds: values.len(),
        })
    }
}

/// Whether a printed number came out.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// All printed digits, with every seed.
    Reproduced,
    /// The printed number lies within the spread of our runs, tolerance included.
    WithinSpread(Spread),
    /// It should have come out and did not.
    NotReproduced {
        /// In what way.
        failure: Failure,
    },
    /// The ledger says that the thesis slips here, and the run bears it out: the
    /// printed number does not come out.
    Slip,
    /// The entry's note says why.
    NotReproducible,
    /// It needs a data set that wasn't handed in.
    DataMissing,
    /// Nobody computed it, or the run was cancelled before.
    NotRun,
}

impl Verdict {
    /// In words: `"reproduced"`, `"within spread"`.
    pub fn name(&self) -> &'static str {
        match self {
            Verdict::Reproduced => "reproduced",
            Verdict::WithinSpread(_) => "within spread",
            Verdict::NotReproduced { .. } => "not reproduced",
            Verdict::Slip => "slip",
            Verdict::NotReproducible => "not reproducible",
            Verdict::DataMissing => "data missing",
            Verdict::NotRun => "not run",
        }
    }
}

/// How a number failed to come out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Failure {
    /// Other digits, or another count of numbers.
    Digits,
    /// Outside the spread of our runs.
    Outside(Spread),
    /// A number that isn't finite.
    NotFinite,
    /// The ledger calls it a slip, and yet it came out: the ledger is wrong.
    NoSlip,
}

/// An entry judged.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// Which entry.
    pub id: String,
    /// What we measured, seed after seed; nothing if nothing was.
    pub measured: Vec<Vec<f64>>,
    /// What came of it.
    #[serde(flatten)]
    pub verdict: Verdict,
}

impl Outcome {
    /// Judges `entry` by what was measured. `missing` says that its data set was not
    /// there.
    pub fn of(entry: &Entry, measurements: &Measurements, missing: bool) -> Self {
        let measured = entry.key().map_or(&[][..], |key| measurements.get(key));
        Outcome {
            id: entry.id.clone(),
            measured: measured.to_vec(),
            verdict: judge(entry, measured, missing),
        }
    }
}

fn judge(entry: &Entry, measured: &[Vec<f64>], missing: bool) -> Verdict {
    if entry.class == Class::NotReproducible {
        return Verdict::NotReproducible;
    }
    if measured.is_empty() {
        return if missing {
            Verdict::DataMissing
        } else {
            Verdict::NotRun
        };
    }
    if !measured.iter().flatten().all(|value| value.is_finite()) {
        let failure = Failure::NotFinite;
        return Verdict::NotReproduced { failure };
    }
    let (came_out, right, wrong) = if entry.class == Class::Distribution {
        let Some(spread) = Spread::of(measured) else {
            let failure = Failure::NotFinite;
            return Verdict::NotReproduced { failure };
        };
        let inside = surrounds(entry, &spread);
        (
            inside,
            Verdict::WithinSpread(spread),
            Failure::Outside(spread),
        )
    } else {
        (agree(entry, measured), Verdict::Reproduced, Failure::Digits)
    };
    match (came_out, entry.slip) {
        (true, false) => right,
        (false, false) => Verdict::NotReproduced { failure: wrong },
        (false, true) => Verdict::Slip,
        (true, true) => Verdict::NotReproduced {
            failure: Failure::NoSlip,
        },
    }
}

/// Whether every run has every printed number, digit for digit.
fn agree(entry: &Entry, measured: &[Vec<f64>]) -> bool {
    measured.iter().all(|run| {
        let mut pairs = entry.printed.iter().zip(run);
        run.len() == entry.printed.len()
            && pairs.all(|(printed, &value)| printed.agrees(value, entry.decimals))
    })
}

/// Whether the printed number lies within the spread, tolerance included.
fn surrounds(entry: &Entry, spread: &Spread) -> bool {
    let tolerance = entry.tolerance.as_ref().map_or(0.0, |t| t.value);
    let range = spread.min - tolerance..=spread.max + tolerance;
    let printed = entry.printed.first();
    printed.is_some_and(|printed| range.contains(&printed.value))
}
