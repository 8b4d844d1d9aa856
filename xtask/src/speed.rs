//! How fast the chapters come up on a slow phone.

use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{
    browser, place, site,
    step::{self, step},
};

/// What the first words may take, in seconds.
const FIRST: f64 = 1.5;
/// How far shifts may add up.
const SHIFT: f64 = 0.05;

/// Builds the site, visits each chapter as a browser that has never been there, and prints a table.
pub(crate) fn run(json: bool) -> Result<()> {
    let programs = browser::ensure()?;
    let dist = site::build(&site::Data::default())?;
    step("build the measuring program", || {
        step::run(step::command("cargo").args(["build", "--package", "redes-e2e"]))
    })?;
    let program = place::target().join("debug/redes-bench-pages");
    let output = Command::new(&program)
        .envs(programs)
        .env("REDES_DIST", &dist)
        .stderr(std::process::Stdio::inherit())
        .output()
        .with_context(|| program.display().to_string())?;
    anyhow::ensure!(output.status.success(), "{} failed", program.display());
    let text = String::from_utf8_lossy(&output.stdout);
    if json {
        print!("{text}");
        return Ok(());
    }
    println!(
        "| page (es) | first words, s | largest, s | figures run, s | shift | kB | long tasks | longest, ms | blocked, ms |\n\
         |---|---|---|---|---|---|---|---|---|"
    );
    let mut late = Vec::new();
    for line in text.lines() {
        let page: Value = serde_json::from_str(line).context("what the measuring program says")?;
        let number = |key: &str| page[key].as_f64().unwrap_or(f64::NAN);
        let name = page["page"].as_str().unwrap_or_default();
        let (first, shift) = (number("first") / 1e3, number("shift"));
        println!(
            "| {name} | {first:.2} | {:.2} | {:.2} | {shift:.3} | {:.0} | {} | {:.0} | {:.0} |",
            number("largest") / 1e3,
            number("figures") / 1e3,
            number("bytes") / 1e3,
            number("tasks"),
            number("longest"),
            number("blocked"),
        );
        // What is not a number is not within its target either.
        if !(first <= FIRST && shift <= SHIFT) {
            late.push(name.to_owned());
        }
    }
    println!(
        "targets: first words {FIRST} s, shift {SHIFT}; {}",
        match late.is_empty() {
            true => "all within".to_owned(),
            false => format!("not within: {}", late.join(", ")),
        }
    );
    Ok(())
}
