//! Changes real files at random and reads them: none may panic, take a second, or take much memory.
//!
//! ```text
//! cargo run -p redes-exchange --example fuzz -- SECONDS [SEED] [hdf5|json|zip|all] [FOLDER]
//! ```
//!
//! The seeds are the models of `tests/models`. What fails is written to FOLDER (by default the system's for temporary files).
#![allow(clippy::unwrap_used)]

mod change;
mod pack;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use std::{env, fs, io::Read};

use change::Random;
use redes_exchange::{Opened, read, read_weights};

/// Longer is a failure.
const SLOW: Duration = Duration::from_secs(1);
/// Networks up to this size also answer one sample.
const SMALL: usize = 200_000;

/// The models by their names, unpacked.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/models");
    let mut seeds: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let mut bytes = Vec::new();
            let packed = fs::read(&path).unwrap();
            let mut unpack = flate2::read::GzDecoder::new(&packed[..]);
            unpack.read_to_end(&mut bytes).unwrap();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, bytes)
        })
        .collect();
    seeds.sort();
    seeds
}

/// Lets a small network answer one sample.
fn answer(opened: &Opened) {
    let outline = opened.architecture.outline();
    let numbers = outline.map_or(usize::MAX, |outline| {
        let rows = outline.rows.iter();
        let outputs = rows.map(|row| row.output_shape.iter().product::<usize>());
        outputs.fold(outline.parameters, usize::saturating_add)
    });
    if numbers < SMALL
        && let Ok(mut network) = opened.network(1)
    {
        let x = vec![0.0; network.input_width()];
        let _ = network.forward_row(&x);
    }
}

/// What became of a file, in a word, and how long reading it took.
fn outcome(bytes: &[u8], known: &Opened) -> (String, Duration) {
    let start = Instant::now();
    let _ = read_weights(bytes, &known.architecture);
    let result = read(bytes);
    let taken = start.elapsed();
    let word = match result {
        Ok(opened) => {
            answer(&opened);
            "opened".to_owned()
        }
        Err(error) => {
            let _ = error.to_string();
            let kind = format!("{error:?}");
            let end = kind.find(['(', ' ', '{']).unwrap_or(kind.len());
            kind[..end].to_owned()
        }
    };
    (word, taken)
}

/// The most memory that the process has had, in kB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn main() {
    let mut arguments = env::args().skip(1);
    let seconds: u64 = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(10);
    let seed: u64 = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(1);
    let only = arguments.next().unwrap_or_else(|| "all".to_owned());
    let folder = arguments.next().map_or_else(env::temp_dir, PathBuf::from);
    let seeds = seeds();
    let known = seeds
        .iter()
        .find(|(name, _)| name == "dense.keras")
        .unwrap();
    let known = read(&known.1).unwrap();
    let mut random = Random::new(seed);
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let (mut files, mut panics, mut slow) = (0_u64, 0_u64, 0_u64);
    let mut slowest = Duration::ZERO;
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(seconds) {
        let (name, bytes) = &seeds[random.below(seeds.len())];
        let kinds: &[&str] = match name.ends_with(".keras") {
            true => &["zip", "json", "hdf5"],
            false => &["hdf5", "json"],
        };
        let kind = kinds[random.below(kinds.len())];
        if only != "all" && only != kind {
            continue;
        }
        let other = &seeds[random.below(seeds.len())].1;
        let changed = change::changed(&mut random, kind, bytes, other);
        files += 1;
        let result = catch_unwind(AssertUnwindSafe(|| outcome(&changed, &known)));
        let (word, taken) = result.unwrap_or_else(|_| ("panic".to_owned(), Duration::ZERO));
        slowest = slowest.max(taken);
        let (panicked, late) = (word == "panic", taken > SLOW);
        panics += u64::from(panicked);
        slow += u64::from(late);
        if panicked || late {
            let path = folder.join(format!("redes-fuzz-{seed}-{files}-{name}"));
            fs::write(&path, &changed).unwrap();
            println!("{} ({taken:?})", path.display());
        }
        *counts.entry(format!("{kind}: {word}")).or_default() += 1;
    }
    let memory = peak() / 1024;
    println!(
        "{files} files, {panics} panics, {slow} over {SLOW:?}, slowest {slowest:?}, peak {memory} MB"
    );
    for (outcome, count) in counts {
        println!("{count:>9} {outcome}");
    }
}
