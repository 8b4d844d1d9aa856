//! Measures how fast the chapters load on a slow phone, alone or compared with another build.

use std::{collections::BTreeMap, path::Path, process::Command};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::{
    browser, place, site,
    step::{self, step},
    weight,
};

/// The limit for the first text, in seconds.
const FIRST: f64 = 1.5;
/// The limit for the cumulative layout shift.
const SHIFT: f64 = 0.05;

/// The measuring program's report on a page: medians, in milliseconds except the shift, the count and the bytes.
/// Missing values are null.
#[derive(Deserialize)]
struct Page {
    page: String,
    beside: bool,
    first: Option<f64>,
    largest: Option<f64>,
    running: Option<f64>,
    figures: Option<f64>,
    shift: Option<f64>,
    tasks: Option<f64>,
    longest: Option<f64>,
    blocked: Option<f64>,
    bytes: Option<f64>,
}

/// Builds the site, visits each chapter as a new browser would, and prints a table. If another built
/// site is given, visits both in turn and prints both, the speed-up of this one, and the weights of both sites' modules.
pub(crate) fn run(json: bool, beside: Option<&Path>) -> Result<()> {
    let beside = beside
        .map(|folder| {
            folder
                .canonicalize()
                .with_context(|| folder.display().to_string())
        })
        .transpose()?;
    let programs = browser::ensure()?;
    let dist = site::build(&site::Data::default())?;
    step("build the measuring program", || {
        step::run(step::command("cargo").args(["build", "--package", "redes-e2e"]))
    })?;
    let program = place::target().join("debug/redes-bench-pages");
    let mut command = Command::new(&program);
    command
        .envs(programs)
        .env("REDES_DIST", &dist)
        .stderr(std::process::Stdio::inherit());
    if let Some(folder) = &beside {
        command.env("REDES_BESIDE", folder);
    }
    let output = command
        .output()
        .with_context(|| program.display().to_string())?;
    anyhow::ensure!(output.status.success(), "{} failed", program.display());
    let text = String::from_utf8_lossy(&output.stdout);
    if json {
        print!("{text}");
        return Ok(());
    }
    let pages = text
        .lines()
        .map(|line| serde_json::from_str(line).context("what the measuring program says"))
        .collect::<Result<Vec<Page>>>()?;
    print(&pages);
    if let Some(folder) = &beside {
        compare(&pages);
        weigh(&weight::modules(&dist)?, &weight::modules(folder)?);
    }
    Ok(())
}

/// All measurements, and this site's pages that miss their targets.
fn print(pages: &[Page]) {
    println!(
        "| page (es) | first words, s | largest, s | first figure runs, s | figures run, s | shift | kB | long tasks | longest, ms | blocked, ms |\n\
         |---|---|---|---|---|---|---|---|---|---|"
    );
    let number = |value: Option<f64>| value.unwrap_or(f64::NAN);
    let seconds = |value: Option<f64>| number(value) / 1e3;
    let mut late = Vec::new();
    for page in pages {
        let name = match page.beside {
            true => format!("{}, beside", page.page),
            false => page.page.clone(),
        };
        println!(
            "| {name} | {:.2} | {:.2} | {:.2} | {:.2} | {:.3} | {:.0} | {:.0} | {:.0} | {:.0} |",
            seconds(page.first),
            seconds(page.largest),
            seconds(page.running),
            seconds(page.figures),
            number(page.shift),
            number(page.bytes) / 1e3,
            number(page.tasks),
            number(page.longest),
            number(page.blocked),
        );
        // A missing number also misses its target.
        let reached = seconds(page.first) <= FIRST && number(page.shift) <= SHIFT;
        if !page.beside && !reached {
            late.push(name);
        }
    }
    println!(
        "targets: first words {FIRST} s, shift {SHIFT}; {}",
        match late.is_empty() {
            true => "all within".to_owned(),
            false => format!("not within: {}", late.join(", ")),
        }
    );
}

/// The speed-up of each page of this site over the other's.
fn compare(pages: &[Page]) {
    println!(
        "\n| page (es) | first words, times sooner | first figure runs | figures run |\n|---|---|---|---|"
    );
    for page in pages.iter().filter(|page| !page.beside) {
        let same = |other: &&Page| other.beside && other.page == page.page;
        let Some(other) = pages.iter().find(same) else {
            continue;
        };
        let times = |of: fn(&Page) -> Option<f64>| match (of(other), of(page)) {
            (Some(other), Some(this)) => format!("{:.2}", other / this),
            _ => "–".to_owned(),
        };
        println!(
            "| {} | {} | {} | {} |",
            page.page,
            times(|page| page.first),
            times(|page| page.running),
            times(|page| page.figures),
        );
    }
}

/// The weights of both sites' modules.
fn weigh(this: &BTreeMap<String, u64>, other: &BTreeMap<String, u64>) {
    println!("\n| module, kB compressed | beside | this | share |\n|---|---|---|---|");
    for (name, bytes) in this {
        let kilobytes = |bytes: u64| format!("{:.1}", bytes as f64 / 1e3);
        let before = other.get(name);
        println!(
            "| {name} | {} | {} | {} |",
            before.map_or_else(|| "–".to_owned(), |before| kilobytes(*before)),
            kilobytes(*bytes),
            before.map_or_else(
                || "–".to_owned(),
                |before| format!("{:.2}", *bytes as f64 / *before as f64)
            ),
        );
    }
}
