//! `redes ledger`

mod sets;
mod table;

use std::{path::PathBuf, time::Duration};

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use redes_ledger::{Case, Class, Entry, Ledger, Outcome, Progress, Stage, THESIS, Verdict, check};
use serde_json::Value;

use crate::file::say;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Checks this case only; may be repeated: perceptron, circles, data, 1.0, 1.1, 2.0, 2.1.
    #[arg(long, value_name = "CASE")]
    case: Vec<Case>,
    /// Trains with the seeds 1 to N and compares with their spread. With fewer than three, a correct number may be
    /// outside.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    seeds: u32,
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
    let inputs = sets.inputs();
    let seeds: Vec<u32> = (1..=arguments.seeds).collect();
    let mut judged = Vec::new();
    for case in cases {
        let bar = bar(case);
        let mut show = |progress: Progress| {
            advance(&bar, &progress);
            true
        };
        let outcomes = check(&ledger, case, &seeds, &inputs, &mut show);
        bar.finish_and_clear();
        let outcomes = outcomes.with_context(|| format!("case {case}"))?;
        let pairs: Vec<(&Entry, Outcome)> = ledger.of(case).zip(outcomes).collect();
        if arguments.json {
            for (entry, outcome) in &pairs {
                say(object(entry, outcome)?)?;
            }
        } else {
            for line in table::lines(case, &pairs) {
                say(line)?;
            }
        }
        judged.extend(pairs);
    }
    if !arguments.json {
        say(count(&judged))?;
    }
    conclude(&judged)
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

/// A progress bar, hidden if standard error is not a terminal.
fn bar(case: Case) -> ProgressBar {
    let bar = ProgressBar::new(0).with_style(
        ProgressStyle::with_template("{prefix} {bar:40} {percent}% {eta} {msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    bar.set_prefix(case.name());
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn advance(bar: &ProgressBar, progress: &Progress) {
    bar.set_length(progress.total);
    bar.set_position(progress.done);
    let seed = progress.seed.map(|seed| format!("seed {seed}, "));
    // A message costs more time than many steps.
    if progress.done.is_multiple_of(20) {
        let stage = match progress.stage {
            Stage::Train { loss, .. } => format!("loss {loss:.4}"),
            Stage::Look => "looking through the data".into(),
        };
        bar.set_message(format!("{}{stage}", seed.unwrap_or_default()));
    }
}
