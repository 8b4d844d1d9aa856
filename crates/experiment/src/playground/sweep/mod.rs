//! Many trainings of the playground that differ in one parameter, each value with several seeds.
//!
//! A sweep that is kept has the outcomes of its finished trainings. One that was half done begins again.

mod body;
mod setup;

use std::collections::BTreeMap;

use redes_core::scalar::Scalar;

use super::training::Training;
use crate::{Block, Data, Experiment, Failure, Tape};

pub use body::{Outcome, Part, Spread, SweepBody, SweepRow};
pub use setup::{MAX_TRAININGS, SweepSetup, Vary};

/// A sweep in progress.
pub struct Sweep {
    setup: SweepSetup,
    /// The training under way and its number.
    now: Option<(usize, Training)>,
    /// The number of the next one.
    next: usize,
    /// The known outcomes: those of the trainings that are over, and those that others have found and this run has not come to.
    outcomes: BTreeMap<usize, Outcome>,
    /// Steps of the trainings that are over, in the order of their numbers.
    steps: u64,
}

impl Sweep {
    /// One past the last number of this run.
    fn end(&self) -> usize {
        match self.setup.part {
            Some(part) => part as usize + 1,
            None => self.setup.trainings(),
        }
    }

    fn finish(&mut self, number: usize, outcome: Outcome) {
        self.steps += outcome.steps;
        self.outcomes.insert(number, outcome);
        self.now = None;
        self.next = number + 1;
    }

    /// The known outcomes as rows of four numbers: the training's number, its steps, loss and accuracy, which are NaN where it
    /// diverged.
    fn written(&self) -> Vec<f64> {
        let mut written = Vec::new();
        for (number, outcome) in &self.outcomes {
            let (loss, accuracy) = outcome.score.unwrap_or((f64::NAN, f64::NAN));
            written.extend_from_slice(&[*number as f64, outcome.steps as f64, loss, accuracy]);
        }
        written
    }

    /// Goes on with these outcomes, before the first step. Returns false if they are none of this sweep.
    fn resume(&mut self, written: &[f64]) -> bool {
        let (rows, rest) = written.as_chunks();
        let mut fit = rest.is_empty();
        for [number, steps, loss, accuracy] in rows {
            let number = *number as usize;
            fit &= number < self.end();
            let score = loss.is_finite().then_some((*loss, *accuracy));
            let steps = *steps as u64;
            self.outcomes.insert(number, Outcome { steps, score });
        }
        while let Some(outcome) = self.outcomes.get(&self.next) {
            self.finish(self.next, *outcome);
        }
        fit
    }

    fn row(&self, place: usize) -> SweepRow {
        let values = self.setup.what.values();
        let numbers = (0..self.setup.seeds as usize).map(|seed| seed * values + place);
        let done: Vec<Outcome> = numbers
            .filter_map(|n| self.outcomes.get(&n).copied())
            .collect();
        SweepRow::of(&done, self.setup.enough)
    }
}

impl Experiment for Sweep {
    type Setup = SweepSetup;
    type Body = SweepBody;
    type Message = Part;

    const NAME: &'static str = "sweep";
    const INTERVAL: f64 = 100.0;

    fn parts(setup: &SweepSetup) -> Vec<SweepSetup> {
        let part = |number: usize| SweepSetup {
            part: Some(number as u32),
            ..setup.clone()
        };
        (0..setup.trainings().min(MAX_TRAININGS))
            .map(part)
            .collect()
    }

    fn reached(body: &SweepBody) -> usize {
        body.reached as usize
    }

    fn known(body: &SweepBody) -> &[u32] {
        &body.known
    }

    fn part(body: SweepBody) -> Option<Part> {
        body.part
    }

    /// Checks the parameters of all values: a value that the playground refuses is found here.
    fn new(setup: &SweepSetup, _data: &Data) -> Result<Self, Failure> {
        let trainings = setup.trainings();
        let number = setup.part.unwrap_or(0) as usize;
        if !(1..=MAX_TRAININGS).contains(&trainings) || number >= trainings {
            let text = format!("trainings: from 1 to {MAX_TRAININGS}");
            return Err(Failure::Refused(text));
        }
        for value in 0..setup.what.values() {
            if let (None, Some(training)) = (setup.part, setup.training(value)) {
                Training::new(&training, false)?;
            }
        }
        Ok(Self {
            setup: setup.clone(),
            now: None,
            next: number,
            outcomes: BTreeMap::new(),
            steps: 0,
        })
    }

    fn step(&mut self, _now: f64) -> Result<(), Failure> {
        if self.finished() {
            return Err(redes_core::Error::Finished.into());
        }
        let (number, mut training) = match self.now.take() {
            Some(now) => now,
            None => {
                if let Some(outcome) = self.outcomes.get(&self.next) {
                    self.finish(self.next, *outcome);
                    return Ok(());
                }
                let none = || Failure::Refused("trainings: none of that number".to_owned());
                let setup = self.setup.training(self.next).ok_or_else(none)?;
                (self.next, Training::new(&setup, false)?)
            }
        };
        let stepped = match training.stopped() {
            Some(_) => Ok(()),
            None => training.step(),
        };
        match stepped {
            Ok(()) if training.stopped().is_none() => self.now = Some((number, training)),
            Ok(()) => {
                let (train, test) = training.measure()?;
                let (score, _) = test.unwrap_or(train);
                let score = Some((score.loss, score.accuracy));
                let steps = training.iteration();
                // An infinite loss is one that diverged.
                let score = score.filter(|(loss, _)| loss.is_finite());
                self.finish(number, Outcome { steps, score });
            }
            Err(Failure::Diverged(steps)) => self.finish(number, Outcome { steps, score: None }),
            Err(failure) => return Err(failure),
        }
        Ok(())
    }

    fn state(&mut self, _full: bool, _now: f64) -> Result<(SweepBody, Vec<Block>), Failure> {
        let part = self.setup.part.and_then(|number| {
            let outcome = *self.outcomes.get(&(number as usize))?;
            Some(Part { number, outcome })
        });
        let rows = (0..self.setup.what.values()).map(|place| self.row(place));
        let body = SweepBody {
            total: self.setup.trainings() as u32,
            rows: rows.collect(),
            reached: (self.next + usize::from(self.next < self.end())) as u32,
            known: self.outcomes.keys().map(|n| *n as u32).collect(),
            part,
        };
        Ok((body, Vec::new()))
    }

    /// Steps of the trainings that are over and of the one under way, whoever computed them.
    fn iteration(&self) -> u64 {
        let now = self.now.as_ref();
        self.steps + now.map_or(0, |(_, training)| training.iteration())
    }

    fn finished(&self) -> bool {
        self.next >= self.end()
    }

    /// A hash of the outcomes of the trainings that are over.
    fn fingerprint(&self) -> u64 {
        let over = self.outcomes.iter().filter(|(n, _)| **n < self.next);
        let scores = over.filter_map(|(_, outcome)| outcome.score);
        let numbers = scores.flat_map(|(loss, accuracy)| [loss, accuracy]);
        numbers.fold(0xcbf2_9ce4_8422_2325, |hash, number| number.fnv1a(hash))
    }

    fn receive(&mut self, part: Part) {
        let number = part.number as usize;
        let under_way = self.now.as_ref().map(|(number, _)| *number);
        if number >= self.next && under_way != Some(number) {
            self.outcomes.insert(number, part.outcome);
        }
    }

    /// The trainings that are over, whoever computed them. Without any there is nothing to keep.
    fn tape(&mut self, tape: &mut Tape<'_>) {
        let mut written = self.written();
        tape.numbers(&mut written);
        if written.is_empty() || tape.is_read() && !self.resume(&written) {
            tape.refuse();
        }
    }
}
