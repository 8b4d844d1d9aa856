//! `redes ledger`

mod sets;
mod table;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use redes_ledger::{Case, Class, Entry, Ledger, Outcome, Run, Stage, THESIS, Verdict, parts};
use serde_json::Value;

use crate::{
    file::say,
    queue::{self, Progress, Threads},
};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Checks this case only; may be repeated: perceptron, circles, data, 1.0, 1.1, 2.0, 2.1.
    #[arg(long, value_name = "CASE")]
    case: Vec<Case>,
    /// Trains with the seeds 1 to N and compares with their spread. With fewer than three, a correct number may be
    /// outside.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    seeds: u32,
    #[command(flatten)]
    threads: Threads,
    /// Prints a line of JSON for each entry.
    #[arg(long)]
    json: bool,
    /// Folder with the files of MNIST, of the IMDB reviews, or of both [default: $REDES_DATA, else the cache].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let ledger = Ledger::parse(THESIS)?;
    let wanted = |case: &Case| arguments.case.is_empty() || arguments.case.contains(case);
    let cases: Vec<Case> = Case::ALL.into_iter().filter(wanted).collect();
    let sets = sets::Sets::load(arguments.data.as_deref(), &cases)?;
    let seeds: Vec<u32> = (1..=arguments.seeds).collect();
    let jobs: Vec<Job<'_>> = cases.iter().flat_map(|case| jobs(*case, &seeds)).collect();
    let mut judged = Vec::new();
    let mut before: Option<Run> = None;
    let run = |job: &Job<'_>, progress: &mut Progress<'_>| {
        let run = job.run(&sets, progress);
        run.with_context(|| job.name())
    };
    queue::in_order(&jobs, &arguments.threads, run, |job, run| {
        let run = match before.take() {
            Some(mut whole) => {
                whole.append(run);
                whole
            }
            None => run,
        };
        if !job.last {
            before = Some(run);
            return Ok(());
        }
        let outcomes = run.outcomes(&ledger);
        let pairs: Vec<(&Entry, Outcome)> = ledger.of(job.case).zip(outcomes).collect();
        print(job.case, &pairs, arguments.json)?;
        judged.extend(pairs);
        Ok(())
    })?;
    if !arguments.json {
        say(count(&judged))?;
    }
    conclude(&judged)
}

/// A part of a case that one thread runs.
struct Job<'a> {
    case: Case,
    /// Its seeds; none where seeds change nothing.
    seeds: &'a [u32],
    /// Whether it is the last part of its case.
    last: bool,
}

/// The jobs of a case, in the order in which their results are joined.
fn jobs(case: Case, seeds: &[u32]) -> impl Iterator<Item = Job<'_>> {
    let parts = parts(case, seeds);
    let end = parts.len();
    let job = move |(index, seeds)| Job {
        case,
        seeds,
        last: index + 1 == end,
    };
    parts.into_iter().enumerate().map(job)
}

impl Job<'_> {
    fn name(&self) -> String {
        let seed = self.seeds.first().map(|seed| format!(", seed {seed}"));
        format!("case {}{}", self.case, seed.unwrap_or_default())
    }

    /// Runs the part to its end.
    fn run(&self, sets: &sets::Sets, progress: &mut Progress<'_>) -> Result<Run> {
        let inputs = sets.inputs();
        let mut run = Run::new(self.case, self.seeds, &inputs)?;
        while let Some(now) = run.step(&inputs)? {
            progress.at(now.done, now.total, || {
                let stage = match now.stage {
                    Stage::Train { loss, .. } => format!("loss {loss:.4}"),
                    Stage::Look => "looking through the data".to_owned(),
                };
                format!("{}: {stage}", self.name())
            })?;
        }
        Ok(run)
    }
}

/// Prints a case's entries, as a table or as JSON.
fn print(case: Case, judged: &[(&Entry, Outcome)], json: bool) -> Result<()> {
    if json {
        for (entry, outcome) in judged {
            say(object(entry, outcome)?)?;
        }
    } else {
        for line in table::lines(case, judged) {
            say(line)?;
        }
    }
    Ok(())
}

/// One line of JSON: the entry, our measurements for each seed, and the verdict.
fn object(entry: &Entry, outcome: &Outcome) -> Result<Value> {
    let printed: Vec<&str> = entry.printed.iter().map(|n| n.text.as_str()).collect();
    let mut object = serde_json::to_value(outcome)?;
    for (key, value) in [
        ("case", serde_json::to_value(entry.case)?),
        ("place", entry.place.clone().into()),
        ("what", serde_json::to_value(&entry.what)?),
        ("class", serde_json::to_value(entry.class)?),
        ("printed", serde_json::to_value(printed)?),
        ("unit", entry.unit.clone().into()),
        (
            "tolerance",
            entry.tolerance.as_ref().map(|t| t.value).into(),
        ),
        ("among", serde_json::to_value(entry.among)?),
        ("note", serde_json::to_value(&entry.note)?),
    ] {
        object[key] = value;
    }
    Ok(object)
}

/// The number of entries with each verdict.
fn count(judged: &[(&Entry, Outcome)]) -> String {
    let mut names: Vec<(&str, usize)> = Vec::new();
    for (_, outcome) in judged {
        let name = outcome.verdict.name();
        match names.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => names.push((name, 1)),
        }
    }
    let names: Vec<String> = names
        .iter()
        .map(|(name, count)| format!("{count} {name}"))
        .collect();
    format!("{} entries: {}.", judged.len(), names.join(", "))
}

/// Whether every number that should be reproduced was reproduced.
fn conclude(judged: &[(&Entry, Outcome)]) -> Result<()> {
    let ids = |wanted: fn(&Entry, &Verdict) -> bool| -> Vec<&str> {
        let wanted = judged
            .iter()
            .filter(|(entry, outcome)| wanted(entry, &outcome.verdict));
        wanted.map(|(entry, _)| entry.id.as_str()).collect()
    };
    let failed = ids(|_, verdict| matches!(verdict, Verdict::NotReproduced { .. }));
    let open = ids(|entry, verdict| {
        entry.class == Class::Exact && matches!(verdict, Verdict::DataMissing | Verdict::NotRun)
    });
    let failed_words = format!(
        "this should have come out and did not: {}",
        failed.join(", ")
    );
    let open_words = format!(
        "this should come out exactly and could not be computed for want of data: {}",
        open.join(", ")
    );
    match (failed.is_empty(), open.is_empty()) {
        (true, true) => Ok(()),
        (false, true) => bail!(failed_words),
        (true, false) => bail!(open_words),
        (false, false) => bail!("{failed_words}; and {open_words}"),
    }
}
