//! A case of the ledger as a session: computed again, then judged, entry by entry.

use std::rc::Rc;

use redes_ledger::{Case, Failure as Fault, Inputs, Ledger, Run, Split, Stage, Verdict, columns};
use serde::{Deserialize, Serialize};

use super::{
    Session,
    digits::DigitsData,
    download,
    protocol::{Block, Failure, Report, ResultRow, ResultsReport},
    reviews::ReviewsData,
};
use crate::fetch;

/// What to compute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResultsSetup {
    /// The ledger's name of the case: "perceptron", "1.0" …
    pub case: String,
    /// The first seed, and how many.
    pub seed: u32,
    /// How many seeds.
    pub seeds: u32,
    /// Whether the rows are to be in Spanish; else in English.
    pub spanish: bool,
    /// Where the site's root is, with a slash at its end.
    pub root: String,
}

/// What a case needs: the ledger, and the data sets as far as there are any.
pub struct ResultsData {
    /// The ledger.
    pub ledger: Ledger,
    /// MNIST.
    pub digits: Option<Rc<DigitsData>>,
    /// IMDB.
    pub reviews: Option<Rc<ReviewsData>>,
}

/// The data sets that a case needs: MNIST, IMDB.
fn needs(case: &str) -> [bool; 2] {
    match case.parse() {
        Ok(Case::Case10 | Case::Case11) => [true, false],
        Ok(Case::Case20 | Case::Case21) => [false, true],
        Ok(Case::Data) => [true, true],
        _ => [false, false],
    }
}

/// Fetches the ledger, and the data sets that a case needs and that aren't known; a set that the site was built without
/// is told in the rows.
pub async fn load(
    setup: &ResultsSetup,
    (mut digits, mut reviews): (Option<Rc<DigitsData>>, Option<Rc<ReviewsData>>),
    progress: &dyn Fn(u64, u64),
) -> Result<ResultsData, Failure> {
    let url = format!("{}ledger.json", setup.root);
    let text = fetch::whole(&url, 8 << 20, &|_, _| {}).await;
    let text = text.map_err(Failure::Download)?;
    let ledger = Ledger::from_json(&String::from_utf8_lossy(&text));
    let ledger = ledger.map_err(|error| Failure::Corrupt(error.to_string()))?;
    let [mnist, imdb] = needs(&setup.case);
    let folder = format!("{}data/", setup.root);
    if mnist && digits.is_none() {
        digits = unless_missing(download::mnist(&folder, progress).await)?;
    }
    if imdb && reviews.is_none() {
        reviews = unless_missing(download::imdb(&folder, progress).await)?;
    }
    Ok(ResultsData {
        ledger,
        digits,
        reviews,
    })
}

/// A data set, or none where the site was built without it.
fn unless_missing<D>(found: Result<D, Failure>) -> Result<Option<Rc<D>>, Failure> {
    match found {
        Ok(data) => Ok(Some(Rc::new(data))),
        Err(Failure::DataMissing) => Ok(None),
        Err(other) => Err(other),
    }
}

/// A case being computed.
pub struct ResultsSession {
    spanish: bool,
    case: Case,
    data: ResultsData,
    run: Run,
    iteration: u64,
    /// Done and to do; the loss and accuracy, where there are any.
    progress: (u64, u64),
    now: String,
    finished: bool,
}

impl ResultsSession {
    /// Sets the case up.
    pub fn new(setup: &ResultsSetup, data: ResultsData) -> Result<Self, Failure> {
        let case: Case = setup
            .case
            .parse()
            .map_err(|_| Failure::Refused(setup.case.clone()))?;
        let seeds: Vec<u32> = (0..setup.seeds.clamp(1, 20))
            .map(|more| setup.seed.wrapping_add(more))
            .collect();
        let run = Run::new(case, &seeds, &inputs(&data))?;
        Ok(Self {
            spanish: setup.spanish,
            case,
            data,
            run,
            iteration: 0,
            progress: (0, 1),
            now: String::new(),
            finished: false,
        })
    }

    fn rows(&self) -> Vec<ResultRow> {
        let say = |text: &redes_ledger::Text| match self.spanish {
            true => text.es.clone(),
            false => text.en.clone(),
        };
        let outcomes = self.run.outcomes(&self.data.ledger);
        let entries = self.data.ledger.of(self.case);
        entries
            .zip(outcomes)
            .map(|(entry, outcome)| {
                let numbers = if self.spanish { "números" } else { "numbers" };
                let (printed, ours) = columns(entry, &outcome, [28, 40], numbers);
                let verdict = match (&outcome.verdict, self.finished) {
                    // What is half computed is not judged yet.
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

fn inputs(data: &ResultsData) -> Inputs<'_> {
    Inputs {
        mnist: data
            .digits
            .as_deref()
            .map(|data| Split::new(&data.train, &data.test)),
        reviews: data
            .reviews
            .as_deref()
            .map(|data| Split::reviews(&data.train, &data.test)),
    }
}

impl Session for ResultsSession {
    fn iteration(&self) -> u64 {
        self.iteration
    }

    fn finished(&self) -> bool {
        self.finished
    }

    fn fingerprint(&self) -> u64 {
        self.iteration
    }

    fn step(&mut self) -> Result<(), Failure> {
        match self.run.step(&inputs(&self.data))? {
            Some(progress) => {
                self.iteration += 1;
                self.progress = (progress.done, progress.total);
                let seed = progress.seed.map(|seed| format!("{seed}"));
                self.now = match progress.stage {
                    Stage::Train { epoch, loss, .. } => {
                        format!("{} · {epoch} · {loss:.4}", seed.unwrap_or_default())
                    }
                    Stage::Look => String::new(),
                };
            }
            None => self.finished = true,
        }
        Ok(())
    }

    fn report(&mut self, rest: bool) -> Vec<(Report, Vec<Block>)> {
        let rows = match rest || self.finished {
            true => self.rows(),
            false => Vec::new(),
        };
        let report = ResultsReport {
            iteration: self.iteration,
            done: self.progress.0,
            total: self.progress.1,
            now: self.now.clone(),
            rows,
            finished: self.finished,
        };
        vec![(Report::Results(report), Vec::new())]
    }

    fn report_interval(&self) -> f64 {
        100.0
    }
}
