//! Trains figures for a long time and judges whether memory and frames stay flat.

mod course;

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{
    browser, place,
    site::{self, Data},
    step::{self, step},
};
use course::Course;

/// What is soaked, and how long.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Minutes for each figure.
    #[arg(long, value_name = "N", default_value_t = 60.0)]
    minutes: f64,
    /// This figure alone; may be repeated. Without it, all that train. NAME#KEY=VALUE&… trains it in another state.
    #[arg(long, value_name = "NAME")]
    figure: Vec<String>,
    /// Slows the page's processor down so many times.
    #[arg(long, value_name = "TIMES")]
    throttle: Option<f64>,
    /// Uses the existing dist/ instead of a new build.
    #[arg(long)]
    no_build: bool,
    /// Also prints each sample, as a line of JSON.
    #[arg(long)]
    json: bool,
}

/// Builds the site and the measuring program, trains, and prints a table. Fails where a figure is out of bounds.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let programs = browser::ensure()?;
    let dist = match arguments.no_build {
        true => place::root().join("dist"),
        false => site::build(&Data::default())?,
    };
    step("build the measuring program", || {
        step::run(step::command("cargo").args(["build", "--package", "redes-e2e"]))
    })?;
    let program = place::target().join("debug/redes-soak");
    let mut command = Command::new(&program);
    command
        .arg(arguments.minutes.to_string())
        .args(&arguments.figure)
        .envs(programs)
        .env("REDES_DIST", &dist)
        .stdout(Stdio::piped());
    if let Some(times) = arguments.throttle {
        command.env("REDES_SOAK_THROTTLE", times.to_string());
    }
    let mut child = command
        .spawn()
        .with_context(|| program.display().to_string())?;
    let output = child.stdout.take().context("it has no output")?;
    let mut courses: Vec<Course> = Vec::new();
    for line in BufReader::new(output).lines() {
        let line = line?;
        if arguments.json {
            println!("{line}");
        }
        let line: Value = serde_json::from_str(&line).context("what the measuring program says")?;
        let figure = line["figure"].as_str().unwrap_or_default();
        if courses.last().is_none_or(|course| course.figure != figure) {
            courses.push(Course::of(figure));
        }
        if let Some(course) = courses.last_mut() {
            course.take(&line);
        }
    }
    print(&courses);
    ensure!(child.wait()?.success(), "{} failed", program.display());
    let wrong: Vec<String> = courses.iter().flat_map(Course::faults).collect();
    ensure!(wrong.is_empty(), "out of bounds:\n{}", wrong.join("\n"));
    Ok(())
}

fn print(courses: &[Course]) {
    println!(
        "| figure | minutes | steps | runs ended | heap, MB | change | module, MB | change | the process's own, MB | change | peak, MB | with the browser's program, MB | peak, MB | nodes | change | frames a second | change | longest task, ms | pause shown, ms | trainer rests, ms |\n\
         |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|"
    );
    courses
        .iter()
        .for_each(|course| println!("{}", course.row()));
    println!(
        "The change is that of a fitted line, from the end of the warm-up (a tenth of the time, {} minutes at most) to the end.",
        course::WARM_UP / 60.0
    );
}
