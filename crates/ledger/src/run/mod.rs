//! The runs: each computes one case again, a slice at a time.

mod circles;
mod data;
mod perceptron;
mod training;

use std::collections::BTreeSet;

use redes_core::Error;
use redes_core::train::Dataset;
use redes_lessons::thesis::{digits, reviews};
use serde::Serialize;

use self::circles::Circles;
use self::data::Data;
use self::perceptron::Perceptron;
use self::training::{Recipe, Training};
use crate::entry::{Case, Key};
use crate::judge::{Measurements, Outcome};
use crate::ledger::Ledger;

/// The data sets, as far as there are any.
#[derive(Clone, Copy, Default)]
pub struct Inputs<'a> {
    /// For cases 1.0 and 1.1.
    pub mnist: Option<Split<'a>>,
    /// For cases 2.0 and 2.1: ids of words, in front of them zeros.
    pub reviews: Option<Split<'a>>,
}

/// How many reviews the IMDB set has to test with.
const TEST_REVIEWS: usize = 25_000;

/// Where in its test half the reviews are that Keras's `imdb.load_data()` has first and
/// second and that the thesis shows: `test/neg/7975_1.txt` and `test/pos/2425_10.txt`,
/// where a negative and a positive one follow each other by their numbers.
const FIRST_REVIEWS: [usize; 2] = [2 * 7975, 2 * 2425 + 1];

/// A data set's two halves.
#[derive(Clone, Copy)]
pub struct Split<'a> {
    /// To train on.
    pub train: &'a dyn Dataset<f32>,
    /// To test with.
    pub test: &'a dyn Dataset<f32>,
    /// Where in `test` the samples are that Keras has first and second; `None` for
    /// one that isn't there.
    pub first: [Option<usize>; 2],
}

impl<'a> Split<'a> {
    /// Two halves in Keras's order.
    pub fn new(train: &'a dyn Dataset<f32>, test: &'a dyn Dataset<f32>) -> Self {
        let there = |index: usize| (index < test.len()).then_some(index);
        Split {
            train,
            test,
            first: [there(0), there(1)],
        }
    }

    /// The IMDB reviews in the order of `redes_data::acl_imdb`, where Keras's first ones
    /// stand elsewhere; among fewer than all of them they are not looked for.
    pub fn reviews(train: &'a dyn Dataset<f32>, test: &'a dyn Dataset<f32>) -> Self {
        let whole = test.len() == TEST_REVIEWS;
        Split {
            train,
            test,
            first: FIRST_REVIEWS.map(|index| whole.then_some(index)),
        }
    }
}

impl<'a> Inputs<'a> {
    /// What cases 1.0 to 2.1 train on.
    fn split(&self, case: Case) -> Option<Split<'a>> {
        match case {
            Case::Case10 | Case::Case11 => self.mnist,
            Case::Case20 | Case::Case21 => self.reviews,
            Case::Perceptron | Case::Circles | Case::Data => None,
        }
    }

    /// Whether a data set is not there that the case needs.
    fn lacks(&self, case: Case) -> bool {
        match case {
            Case::Perceptron | Case::Circles => false,
            Case::Data => self.mnist.is_none() || self.reviews.is_none(),
            _ => self.split(case).is_none(),
        }
    }
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Progress {
    /// Which case.
    pub case: Case,
    /// With which seed, if with any.
    pub seed: Option<u32>,
    /// What it is at.
    pub stage: Stage,
    /// Steps done, over all seeds.
    pub done: u64,
    /// Steps to do, over all seeds.
    pub total: u64,
}

/// What a run is at.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Training.
    Train {
        /// The epoch, from 1. With a full batch every step is one.
        epoch: u64,
        /// Its loss so far.
        loss: f64,
        /// Its share of right answers so far.
        accuracy: f64,
    },
    /// Looking through a data set.
    Look,
}

/// One case being computed. It owns no data: each step is handed them.
pub struct Run {
    case: Case,
    lacks: bool,
    /// What was measured when the run was set up: the same in every run of the case.
    settings: BTreeSet<Key>,
    /// Of the seeds that are over.
    measured: Measurements,
    /// Of the seed under way.
    current: Measurements,
    work: Box<dyn Work>,
}

/// What is under way in a [`Run`].
trait Work: Send {
    /// One slice, some milliseconds; `None` when there is nothing left to do.
    fn step(
        &mut self,
        inputs: &Inputs<'_>,
        measured: &mut Measurements,
    ) -> Result<Option<Progress>, Error>;

    /// The seed that the next step works on; `None` without seeds or when none is left.
    fn seed(&self) -> Option<u32> {
        None
    }

    /// Leaves this seed out, as if its steps were done; returns the steps done since the start, over all seeds.
    fn leave(&mut self) -> u64 {
        0
    }
}

impl Run {
    /// Sets up a run of `case`, once for each of `seeds`. Sizes and settings are
    /// measured at once; without seeds they are all there is (but for the perceptron,
    /// whose seed is the thesis's).
    ///
    /// # Errors
    /// As the recipes of [`redes_lessons::thesis`].
    pub fn new(case: Case, seeds: &[u32], inputs: &Inputs<'_>) -> Result<Self, Error> {
        let mut measured = Measurements::default();
        let measure = &mut measured;
        let train = |recipe, measure| {
            let training = Training::new(case, recipe, seeds, inputs.split(case), measure)?;
            Ok::<_, Error>(Box::new(training))
        };
        let work: Box<dyn Work> = match case {
            Case::Perceptron => Box::new(Perceptron::new(measure)?),
            Case::Circles => Box::new(Circles::new(seeds, measure)?),
            Case::Data => Box::new(Data::new(inputs, measure)),
            Case::Case10 => train(Recipe::Digits(digits::Case::Case10), measure)?,
            Case::Case11 => train(Recipe::Digits(digits::Case::Case11), measure)?,
            Case::Case20 => train(Recipe::Reviews(reviews::Case::Case20), measure)?,
            Case::Case21 => train(Recipe::Reviews(reviews::Case::Case21), measure)?,
        };
        Ok(Run {
            case,
            lacks: inputs.lacks(case),
            settings: measured.keys(),
            measured,
            current: Measurements::default(),
            work,
        })
    }

    /// One slice, some milliseconds long; `None` when the run is over. `inputs` are
    /// those that it was set up with.
    ///
    /// # Errors
    /// [`Error::Diverged`] or whatever else training may say.
    pub fn step(&mut self, inputs: &Inputs<'_>) -> Result<Option<Progress>, Error> {
        let seed = self.work.seed();
        let progress = self.work.step(inputs, &mut self.current)?;
        if seed.is_none() || self.work.seed() != seed {
            let current = std::mem::take(&mut self.current);
            self.measured.append(current, &self.settings);
        }
        Ok(progress)
    }

    /// The seed that the next step works on; `None` in a case without seeds, and when
    /// no seed is left.
    pub fn seed(&self) -> Option<u32> {
        self.work.seed()
    }

    /// Takes what another run measured with this run's present [`Run::seed`], instead of
    /// computing it; what this run has measured with the seed so far is dropped. Returns
    /// the steps done since the start, over all seeds.
    pub fn accept(&mut self, measured: Measurements) -> u64 {
        self.current = Measurements::default();
        self.measured.append(measured, &self.settings);
        self.work.leave()
    }

    /// Takes what a run of the same case and seeds had measured when its first `seeds` seeds were over, before this run's
    /// first step. Returns the steps done since the start, over all seeds; `None` where it had other settings or other seeds.
    pub fn resume(&mut self, measured: Measurements, seeds: usize) -> Option<u64> {
        if !measured.fits(&self.measured, &self.settings, seeds) {
            return None;
        }
        self.measured = measured;
        let left = (0..seeds).map(|_| self.work.leave());
        Some(left.last().unwrap_or(0))
    }

    /// Adds what `other`, a run of the same case with other seeds, measured. The
    /// measurements are then those of one run with this run's seeds and `other`'s after
    /// them; sizes and settings, which no seed changes, are kept once.
    pub fn append(&mut self, other: Run) {
        self.measured.append(other.measured, &self.settings);
    }

    /// What was measured with the seeds that are over.
    pub fn measured(&self) -> &Measurements {
        &self.measured
    }

    /// The ledger's entries of this case, judged by what was measured so far.
    pub fn outcomes(&self, ledger: &Ledger) -> Vec<Outcome> {
        let mut measured = self.measured.clone();
        measured.append(self.current.clone(), &self.settings);
        let judge = |entry| Outcome::of(entry, &measured, self.lacks);
        ledger.of(self.case).map(judge).collect()
    }
}

/// The seeds of a case in parts that can run at the same time, each in a [`Run`] of its
/// own: one part a seed, or a single part without seeds where seeds change nothing.
/// [`Run::append`] joins the runs again, in the order of the parts.
pub fn parts(case: Case, seeds: &[u32]) -> Vec<&[u32]> {
    match case {
        Case::Perceptron | Case::Data => vec![&[]],
        _ if seeds.is_empty() => vec![&[]],
        _ => seeds.chunks(1).collect(),
    }
}

/// Runs `case` to its end and judges its entries. `progress` is called after every slice
/// and ends the run by saying false; what has been measured by then is judged.
///
/// # Errors
/// As [`Run::new`] and [`Run::step`].
pub fn check(
    ledger: &Ledger,
    case: Case,
    seeds: &[u32],
    inputs: &Inputs<'_>,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Vec<Outcome>, Error> {
    let mut run = Run::new(case, seeds, inputs)?;
    while let Some(now) = run.step(inputs)? {
        if !progress(now) {
            break;
        }
    }
    Ok(run.outcomes(ledger))
}

/// A size or a setting as a measurement.
fn number(count: usize) -> Vec<f64> {
    vec![count as f64]
}

/// Sizes as a measurement.
fn numbers(counts: &[usize]) -> Vec<f64> {
    counts.iter().map(|&count| count as f64).collect()
}

/// The least and the greatest of these as a measurement.
fn range(values: impl IntoIterator<Item = f64>) -> [f64; 2] {
    let nothing = [f64::INFINITY, f64::NEG_INFINITY];
    let widen = |[low, high]: [f64; 2], value: f64| [value.min(low), value.max(high)];
    values.into_iter().fold(nothing, widen)
}
