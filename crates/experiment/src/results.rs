//! A case of the ledger. The experiment computes it again, then judges each entry.

use redes_ledger::{
    Case, Failure as Fault, Inputs, Ledger, Run, Split, Stage, Text, Verdict, columns,
};
use serde::{Deserialize, Serialize};

use crate::{Block, Data, Experiment, Failure, Needs};

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
}

/// A case during its computation.
pub struct Results {
    spanish: bool,
    case: Case,
    ledger: Ledger,
    data: Data,
    run: Run,
    iteration: u64,
    /// Steps done and to do, of all seeds.
    progress: (u64, u64),
    now: Option<Now>,
    finished: bool,
}

impl Results {
    fn rows(&self) -> Vec<ResultRow> {
        let say = |text: &Text| match self.spanish {
            true => text.es.clone(),
            false => text.en.clone(),
        };
        let outcomes = self.run.outcomes(&self.ledger);
        let entries = self.ledger.of(self.case);
        entries
            .zip(outcomes)
            .map(|(entry, outcome)| {
                let numbers = if self.spanish { "números" } else { "numbers" };
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
    type Message = ();

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

    /// Prepares the case.
    fn new(setup: &ResultsSetup, data: &Data) -> Result<Self, Failure> {
        let ledger = data.ledger.as_deref().ok_or(Failure::DataMissing)?;
        let ledger = Ledger::from_bytes(ledger);
        let ledger = ledger.map_err(|error| Failure::Corrupt(error.to_string()))?;
        let case: Case = setup
            .case
            .parse()
            .map_err(|_| Failure::Refused(setup.case.clone()))?;
        let seeds: Vec<u32> = (0..setup.seeds.clamp(1, 20))
            .map(|more| setup.seed.wrapping_add(more))
            .collect();
        let run = Run::new(case, &seeds, &inputs(data))?;
        Ok(Self {
            spanish: setup.spanish,
            case,
            ledger,
            data: data.clone(),
            run,
            iteration: 0,
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
        Ok(())
    }

    fn state(&mut self, full: bool, _now: f64) -> Result<(ResultsBody, Vec<Block>), Failure> {
        let rows = match full || self.finished {
            true => self.rows(),
            false => Vec::new(),
        };
        let body = ResultsBody {
            done: self.progress.0,
            total: self.progress.1,
            now: self.now,
            rows,
        };
        Ok((body, Vec::new()))
    }
}
