//! Measures kernels and training: natively, in Chromium, and in the Python peers.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{
    browser, data, place, site, speed,
    step::{self, step},
    tools, wasm,
};

/// The measurements.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Prints JSON lines instead of a table.
    #[arg(long)]
    json: bool,
    /// Measures the kernels alone, without training.
    #[arg(long)]
    kernels: bool,
    /// Trains on all of each data set instead of a fifth.
    #[arg(long)]
    whole: bool,
    /// Also measures the Python peers in bench/, which need the packages of bench/requirements.txt.
    #[arg(long)]
    peers: bool,
    /// Measures instead how fast the chapters load on a slow phone.
    #[arg(long)]
    pages: bool,
    /// Another built site, measured in turn with this one: its pages, or its training in Chromium.
    #[arg(long, value_name = "DIR")]
    beside: Option<PathBuf>,
    /// How many times Chromium trains each case, on each site.
    #[arg(long, value_name = "N", default_value_t = 1, conflicts_with = "pages")]
    rounds: u32,
}

/// The lines of one program.
fn lines(command: &mut Command, show: bool) -> Result<Vec<Value>> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stderr(std::process::Stdio::inherit())
        .output()
        .with_context(|| name.clone())?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if show {
        print!("{text}");
    }
    if !output.status.success() {
        eprintln!("    {name} ended with {}: left out", output.status);
        return Ok(Vec::new());
    }
    Ok(text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect())
}

/// Builds the programs, then runs the measurements one after the other.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if arguments.pages {
        return speed::run(arguments.json, arguments.beside.as_deref());
    }
    let programs = browser::ensure()?;
    let dist = site::build(&site::Data::default())?;
    let data = place::cache()?.join("data");
    data::mnist()?;
    step("build the benchmarks", || {
        step::run(step::command("cargo").args([
            "build",
            "--release",
            "--package",
            "redes-bench",
            "--package",
            "redes-e2e",
        ]))?;
        let tools = tools::set_up()?;
        let mut cargo = tools.command("cargo")?;
        step::run(
            cargo
                .args(["build", "--release", "--package", "redes-bench", "--lib"])
                .args(["--target", wasm::TARGET]),
        )
    })?;
    let release = place::target().join("release");
    let kernels = place::target()
        .join(wasm::TARGET)
        .join("release/redes_bench.wasm");
    let share = if arguments.whole { "1" } else { "0.2" };
    let mut all = Vec::new();
    let ours = |program: &str, dist: &Path| -> Result<Vec<Value>> {
        let mut command = Command::new(release.join(program));
        if !arguments.kernels {
            command.arg("training");
        }
        command
            .envs(programs.clone())
            .env("REDES_BENCH_SHARE", share)
            .env("REDES_DATA", &data)
            .env("REDES_DIST", dist)
            .env("REDES_KERNELS", &kernels);
        lines(&mut command, arguments.json)
    };
    all.extend(ours("redes-bench", &dist)?);
    for _ in 0..arguments.rounds {
        all.extend(ours("redes-bench-browser", &dist)?);
        if let Some(other) = &arguments.beside {
            let theirs = ours("redes-bench-browser", other)?;
            all.extend(theirs.into_iter().filter_map(beside));
        }
    }
    if arguments.peers {
        for (program, case) in [
            ("keras_digits.py", "1.0"),
            ("keras_digits.py", "1.1"),
            ("numpy_digits.py", "1.0"),
            ("numpy_digits.py", "1.1"),
            ("keras_reviews.py", "2.0"),
            ("keras_reviews.py", "2.1"),
        ] {
            let mut python = Command::new(python());
            python
                .arg(place::root().join("bench").join(program))
                .arg(case);
            all.extend(lines(&mut python, arguments.json)?);
        }
        let tfjs = place::root().join("bench/tfjs");
        if !tfjs.join("node_modules").exists() {
            eprintln!("    TF.js is left out: run npm install in bench/tfjs");
            return print_tables(&all, arguments);
        }
        for case in ["1.0", "1.1", "2.0", "2.1"] {
            let mut node = Command::new("node");
            node.current_dir(&tfjs).args(["train.mjs", case, "wasm"]);
            all.extend(lines(&mut node, arguments.json)?);
        }
        let jaxjs = place::root().join("bench/jaxjs");
        if !jaxjs.join("node_modules").exists() {
            eprintln!("    jax-js is left out: run npm install in bench/jaxjs");
            return print_tables(&all, arguments);
        }
        for case in ["1.0", "1.1"] {
            for batch in ["32", "1000"] {
                let mut node = Command::new("node");
                node.current_dir(&jaxjs)
                    .args(["train.mjs", case, "--batch", batch]);
                all.extend(lines(&mut node, arguments.json)?);
            }
        }
    }
    print_tables(&all, arguments)
}

fn print_tables(lines: &[Value], arguments: &Arguments) -> Result<()> {
    if !arguments.json {
        print_kernels(lines);
        print_training(lines);
    }
    Ok(())
}

/// The Python interpreter of the project's environment, if there is one.
fn python() -> PathBuf {
    let own = place::target().join("bench/bin/python");
    match own.exists() {
        true => own,
        false => Path::new("python3").to_owned(),
    }
}

fn print_kernels(lines: &[Value]) {
    for place in ["native", "chromium"] {
        let here = || {
            lines
                .iter()
                .filter(|line| line["where"] == place && line["kernel"].is_string())
        };
        let shares: Vec<f64> = here()
            .take(10)
            .filter_map(|line| line["share"].as_f64())
            .collect();
        let Some(peak) = here().find(|line| line["kernel"] == "peak") else {
            continue;
        };
        let mean = shares.iter().map(|share| share.ln()).sum::<f64>() / shares.len().max(1) as f64;
        println!(
            "{place}: peak {:.1} GFLOP/s; the nine products of the cases at {:.0} % of it (geometric mean; {:.0}–{:.0} %)",
            peak["gflops"].as_f64().unwrap_or(f64::NAN),
            100.0 * mean.exp(),
            100.0 * shares.iter().copied().fold(f64::MAX, f64::min),
            100.0 * shares.iter().copied().fold(f64::MIN, f64::max),
        );
    }
}

/// A line of another site's training under a name of its own; its kernels are this site's.
fn beside(mut line: Value) -> Option<Value> {
    line["case"].is_string().then(|| {
        line["where"] = "chromium, beside".into();
        line
    })
}

/// What a program reports on a case.
#[derive(Default)]
struct Course {
    /// The seconds of each epoch, once for each round.
    epochs: BTreeMap<u64, Vec<f64>>,
    /// The peak memory, in MB, if it is reported.
    memory: Option<f64>,
}

impl Course {
    /// The median over the epochs. The first counts only natively, or if it is the only one: elsewhere it includes a
    /// compilation.
    fn seconds(&self, native: bool) -> f64 {
        let later = self
            .epochs
            .iter()
            .filter(|(epoch, _)| native || **epoch > 1);
        let mut all: Vec<f64> = later.flat_map(|(_, seconds)| seconds).copied().collect();
        if all.is_empty() {
            all = self.epochs.values().flatten().copied().collect();
        }
        median(&all)
    }
}

fn median(seconds: &[f64]) -> f64 {
    let mut seconds = seconds.to_vec();
    seconds.sort_by(f64::total_cmp);
    seconds.get(seconds.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Median seconds of an epoch, of each epoch apart, the peak memory, and the ratio to Keras.
fn print_training(lines: &[Value]) {
    let mut courses: BTreeMap<(&str, &str), Course> = BTreeMap::new();
    for line in lines {
        let seconds = &line["seconds_per_epoch"];
        let time = seconds.as_f64().or(line["seconds"].as_f64());
        let epoch = line["epoch"].as_u64();
        let (Some(case), Some(place), Some(time), Some(epoch)) =
            (line["case"].as_str(), line["where"].as_str(), time, epoch)
        else {
            continue;
        };
        let course = courses.entry((case, place)).or_default();
        course.epochs.entry(epoch).or_default().push(time);
        let memory = line["peak_memory_mb"].as_f64();
        course.memory = memory.or(course.memory);
    }
    if courses.is_empty() {
        return;
    }
    println!(
        "\n| case | where | seconds an epoch (median) | each epoch | peak MB | times Keras's speed |\n|---|---|---|---|---|---|"
    );
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    for ((case, place), course) in &courses {
        let seconds = course.seconds(*place == "native");
        let keras = courses.get(&(*case, "keras"));
        let ratio = keras.map(|keras| format!("{:.2}", keras.seconds(false) / seconds));
        let each = course.epochs.iter();
        let each: Vec<String> = each
            .map(|(epoch, seconds)| format!("{epoch}: {:.2}", median(seconds)))
            .collect();
        let memory = course.memory.map(|memory| format!("{memory:.0}"));
        println!(
            "| {case} | {place} | {seconds:.2} | {} | {} | {} |",
            each.join(", "),
            or_dash(memory),
            or_dash(ratio)
        );
    }
}
