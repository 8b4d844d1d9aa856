//! A case of the ledger. The experiment computes it again, then judges each entry.

mod kept;

use std::{borrow::Cow, collections::BTreeMap};

pub use redes_ledger::{Among, Quantity};
use redes_ledger::{
    Case, Failure as Fault, Inputs, Key, Ledger, Measurements, Run, Split, Stage, Text, Verdict,
    columns,
};
use serde::{Deserialize, Serialize};

use crate::{Block, Data, Experiment, Failure, Needs, Tape};

/// The parameters of the computation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResultsSetup {
    /// The case's name in the ledger: "perceptron", "1.0" …
    pub case: String,
    /// The first seed.
    pub seed: u32,
    /// Number of seeds.
    pub seeds: u32,
    /// Whether the rows are in Spanish. Otherwise they are in English.
    pub spanish: bool,
    /// Whether this is a part of another run: it returns what it measured instead of rows.
    pub part: bool,
}

/// What a part measured: one seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    seed: u32,
    /// Its slices, so that the count of the whole run does not depend on who computed them.
    slices: u64,
    measured: Measurements,
}

impl Part {
    /// The numbers of a quantity, of an epoch if it is one of those (from 1; else 0). Empty where it was not measured.
    pub fn numbers(&self, quantity: Quantity, at: usize) -> &[f64] {
        let runs = self.measured.get(Key { quantity, at });
        runs.first().map_or(&[], Vec::as_slice)
    }

    /// Whether no training was done, since its data set is not there.
    pub fn is_empty(&self) -> bool {
        let loss = Key {
            quantity: Quantity::Loss,
            at: 1,
        };
        self.measured.get(loss).is_empty()
    }
}

/// The state of a case after a slice. No block travels beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResultsBody {
    /// Steps done, of all seeds.
    pub done: u64,
    /// Steps to do, of all seeds.
    pub total: u64,
    /// The present training. `None` between trainings.
    pub now: Option<Now>,
    /// The judged entries. Empty until the training ends.
    pub rows: Vec<ResultRow>,
    /// The number of seeds that are over or under way.
    pub reached: u32,
    /// The places of the seeds that are over here or whose part has come.
    pub known: Vec<u32>,
    /// The measurements of a part that is over.
    pub part: Option<Part>,
}

/// The progress of a training.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Now {
    /// Its seed, if it has one.
    pub seed: Option<u32>,
    /// Its epoch, from 1.
    pub epoch: u64,
    /// The loss of the epoch so far.
    pub loss: f64,
}

/// A judged entry of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResultRow {
    /// The thesis's section.
    pub place: String,
    /// The name of the quantity.
    pub what: String,
    /// The numbers that the thesis prints, in lines.
    pub printed: Vec<String>,
    /// Our numbers, in lines.
    pub ours: Vec<String>,
    /// The verdict, as a key of the page's texts.
    pub verdict: String,
    /// A note for the reader.
    pub note: Option<String>,
    /// The distance that the printed number may have from our spread.
    pub tolerance: Option<f64>,
    /// Where the printed number lies among thousands of trainings.
    pub among: Option<Among>,
}

/// A case during its computation.
pub struct Results {
    setup: ResultsSetup,
    case: Case,
    ledger: Ledger,
    data: Data,
    run: Run,
    iteration: u64,
    /// [`Results::iteration`] when the present seed began.
    began: u64,
    /// The parts that others have computed and this run has not come to.
    parts: BTreeMap<u32, Part>,
    /// Steps done and to do, of all seeds.
    progress: (u64, u64),
    now: Option<Now>,
    finished: bool,
}

impl Results {
    /// The place of a seed among all.
    fn place(&self, seed: u32) -> u32 {
        seed.wrapping_sub(self.setup.seed)
    }

    /// How many seeds are over.
    fn over(&self) -> u32 {
        let under_way = self.run.seed().map(|seed| self.place(seed));
        under_way.unwrap_or(count(&self.setup))
    }

    /// Whether a part with this seed is still to come.
    fn awaits(&self, seed: u32) -> bool {
        (self.over()..count(&self.setup)).contains(&self.place(seed))
    }

    fn rows(&self) -> Vec<ResultRow> {
        let say = |text: &Text| match self.setup.spanish {
            true => text.es.clone(),
            false => text.en.clone(),
        };
        let outcomes = self.run.outcomes(&self.ledger);
        let entries = self.ledger.of(self.case);
        entries
            .zip(outcomes)
            .map(|(entry, outcome)| {
                let numbers = if self.setup.spanish {
                    "números"
                } else {
                    "numbers"
                };
                let (printed, ours) = columns(entry, &outcome, [28, 40], numbers);
                let verdict = match (&outcome.verdict, self.finished) {
                    // Only complete results are judged.
                    (Verdict::NotReproduced { .. }, false) => &Verdict::NotRun,
                    (verdict, _) => verdict,
                };
                ResultRow {
                    place: entry.place.clone(),
                    what: say(&entry.what),
                    printed,
                    ours,
                    verdict: word(verdict).to_owned(),
                    note: entry.note.as_ref().map(say),
                    tolerance: entry.tolerance.as_ref().map(|tolerance| tolerance.value),
                    among: entry.among,
                }
            })
            .collect()
    }
}

/// The verdicts' keys in the page's texts.
fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Reproduced => "reproduced",
        Verdict::WithinSpread(_) => "within",
        Verdict::NotReproduced {
            failure: Fault::Outside(_),
        } => "outside",
        Verdict::NotReproduced { .. } => "other",
        Verdict::Slip => "slip",
        Verdict::NotReproducible => "unreproducible",
        Verdict::DataMissing => "missing",
        Verdict::NotRun => "waiting",
    }
}

/// How many seeds a setup has.
fn count(setup: &ResultsSetup) -> u32 {
    setup.seeds.clamp(1, 20)
}

/// The seeds of a setup.
fn seeds(setup: &ResultsSetup) -> Vec<u32> {
    let seed = |more| setup.seed.wrapping_add(more);
    (0..count(setup)).map(seed).collect()
}

fn inputs(data: &Data) -> Inputs<'_> {
    Inputs {
        mnist: data
            .mnist
            .as_deref()
            .map(|data| Split::new(&data.train, &data.test)),
        reviews: data
            .imdb
            .as_deref()
            .map(|data| Split::reviews(&data.train, &data.test)),
    }
}

impl Experiment for Results {
    type Setup = ResultsSetup;
    type Body = ResultsBody;
    type Message = Part;

    const NAME: &'static str = "results";
    const INTERVAL: f64 = 100.0;

    fn needs(setup: &ResultsSetup) -> Needs {
        let (mnist, imdb) = match setup.case.parse() {
            Ok(Case::Case10 | Case::Case11) => (true, false),
            Ok(Case::Case20 | Case::Case21) => (false, true),
            Ok(Case::Data) => (true, true),
            _ => (false, false),
        };
        Needs {
            mnist,
            imdb,
            ledger: true,
            // The rows name the missing data set.
            optional: true,
        }
    }

    fn parts(setup: &ResultsSetup) -> Vec<ResultsSetup> {
        let Ok(case) = setup.case.parse() else {
            return Vec::new();
        };
        let seeds = seeds(setup);
        let parts = redes_ledger::parts(case, &seeds);
        let part = |seeds: &[u32]| {
            let setup = ResultsSetup {
                seed: *seeds.first()?,
                seeds: 1,
                part: true,
                ..setup.clone()
            };
            Some(setup)
        };
        parts.into_iter().filter_map(part).collect()
    }

    fn reached(body: &ResultsBody) -> usize {
        body.reached as usize
    }

    fn known(body: &ResultsBody) -> &[u32] {
        &body.known
    }

    fn part(body: ResultsBody) -> Option<Part> {
        body.part
    }

    /// Prepares the case.
    fn new(setup: &ResultsSetup, data: &Data) -> Result<Self, Failure> {
        let ledger = data.ledger.as_deref().ok_or(Failure::DataMissing)?;
        let ledger = Ledger::from_bytes(ledger);
        let ledger = ledger.map_err(|error| Failure::Corrupt(error.to_string()))?;
        let case: Case = setup
            .case
            .parse()
            .map_err(|_| Failure::Refused(setup.case.clone()))?;
        let seeds = seeds(setup);
        let run = Run::new(case, &seeds, &inputs(data))?;
        Ok(Self {
            setup: setup.clone(),
            case,
            ledger,
            data: data.clone(),
            run,
            iteration: 0,
            began: 0,
            parts: BTreeMap::new(),
            progress: (0, 1),
            now: None,
            finished: false,
        })
    }

    fn iteration(&self) -> u64 {
        self.iteration
    }

    fn finished(&self) -> bool {
        self.finished
    }

    fn fingerprint(&self) -> u64 {
        self.iteration
    }

    fn step(&mut self, _now: f64) -> Result<(), Failure> {
        let seed = self.run.seed();
        if let Some(part) = seed.and_then(|seed| self.parts.remove(&seed)) {
            self.progress.0 = self.run.accept(part.measured);
            self.iteration = self.began + part.slices;
            self.began = self.iteration;
            self.now = None;
            return Ok(());
        }
        match self.run.step(&inputs(&self.data))? {
            Some(progress) => {
                self.iteration += 1;
                self.progress = (progress.done, progress.total);
                self.now = match progress.stage {
                    Stage::Train { epoch, loss, .. } => Some(Now {
                        seed: progress.seed,
                        epoch,
                        loss,
                    }),
                    Stage::Look => None,
                };
            }
            None => self.finished = true,
        }
        if self.run.seed() != seed {
            self.began = self.iteration;
        }
        Ok(())
    }

    fn receive(&mut self, part: Part) {
        if self.awaits(part.seed) {
            self.parts.insert(part.seed, part);
        }
    }

    /// The language of the rows changes no result.
    fn essence(setup: &[u8]) -> Cow<'_, [u8]> {
        Cow::Borrowed(kept::essence(setup))
    }

    /// The seeds that are over.
    fn tape(&mut self, tape: &mut Tape<'_>) {
        self.keep(tape);
    }

    fn state(&mut self, full: bool, _now: f64) -> Result<(ResultsBody, Vec<Block>), Failure> {
        let rows = match (full || self.finished) && !self.setup.part {
            true => self.rows(),
            false => Vec::new(),
        };
        let part = (self.finished && self.setup.part).then(|| Part {
            seed: self.setup.seed,
            slices: self.iteration,
            measured: self.run.measured().clone(),
        });
        let (done, total) = self.progress;
        let seeds = u64::from(count(&self.setup));
        let body = ResultsBody {
            done: done + self.parts.len() as u64 * (total / seeds),
            total,
            now: self.now,
            rows,
            reached: (self.over() + 1).min(count(&self.setup)),
            known: {
                let parts = self.parts.keys().map(|seed| self.place(*seed));
                (0..self.over()).chain(parts).collect()
            },
            part,
        };
        Ok((body, Vec::new()))
    }
}
