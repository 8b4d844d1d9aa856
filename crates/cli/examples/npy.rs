//! Changes arrays of NumPy at random and reads them as `redes predict` does: none may panic, take a second, or be read as
//! something else than its header says.
//!
//! ```text
//! cargo run -p redes-cli --example npy -- SECONDS [SEED] [bytes|header|all] [FOLDER]
//! ```
//!
//! The seeds are NumPy's own files (`tests/arrays/make.py`). What fails is written to FOLDER (by default the system's for
//! temporary files).
#![allow(clippy::unwrap_used)]

#[path = "../src/predict/held.rs"]
mod held;
#[path = "../src/predict/input.rs"]
mod input;
#[path = "../src/predict/npy.rs"]
mod npy;
#[path = "../../exchange/examples/fuzz/watch.rs"]
mod watch;

use std::{fs, path::Path};

use watch::{Random, Watch, bytes_changed};

/// The widths of the rows: those of pixels, and those of the seeds.
const WIDTHS: [usize; 4] = [784, 3, 12, 1];
/// The most bytes of numbers after a new header.
const MOST: usize = 100_000;

/// The files, by their names.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let arrays = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/arrays");
    let files = [arrays.clone(), arrays.join("small")].map(|folder| fs::read_dir(folder).unwrap());
    let paths = files
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path());
    let arrays = paths.filter(|path| path.extension().is_some_and(|ending| ending == "npy"));
    let named = |path: std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read(path).unwrap())
    };
    let mut seeds: Vec<_> = arrays.map(named).collect();
    seeds.sort();
    seeds
}

fn one<'a>(random: &mut Random, of: &[&'a str]) -> &'a str {
    of[random.below(of.len())]
}

/// An axis: most are short.
fn axis(random: &mut Random) -> String {
    match random.below(12) {
        0 => "0".to_owned(),
        1 => (1_u64 << random.below(64)).to_string(),
        2 => random.next().to_string(),
        3 => "28".to_owned(),
        4 => one(
            random,
            &[
                "-1",
                "784",
                "1.5",
                "True",
                "'3'",
                "99999999999999999999",
                "",
            ],
        )
        .to_owned(),
        _ => random.below(6).to_string(),
    }
}

/// A header of another type, order and shape, with as many bytes as it promises, or a few more or fewer.
fn another(random: &mut Random) -> Vec<u8> {
    let axes: Vec<String> = (0..random.below(5)).map(|_| axis(random)).collect();
    let order = one(random, &["<", ">", "|", "=", ""]);
    let kinds = [
        "f", "f", "f", "i", "i", "u", "u", "b", "c", "U", "O", "V", "M", "?",
    ];
    let kind = one(random, &kinds);
    let size = one(random, &["1", "2", "4", "8", "16", "0", "3", ""]);
    let fortran = one(random, &["False", "True", "0"]);
    let comma = if axes.len() == 1 { "," } else { "" };
    let mut text = format!(
        "{{'descr': '{order}{kind}{size}', 'fortran_order': {fortran}, 'shape': ({}{comma}), }}",
        axes.join(", ")
    );
    if random.below(20) == 0 {
        text = text.replace('(', &"(".repeat(random.below(900)));
    }
    let version = [1, 1, 1, 2, 3, 4][random.below(6)];
    let start = if version == 1 { 10 } else { 12 };
    let spaces = 63 - (start + text.len()) % 64;
    text = format!("{text}{}\n", " ".repeat(spaces));
    let mut bytes = b"\x93NUMPY".to_vec();
    bytes.extend([version, 0]);
    match version {
        1 => bytes.extend((text.len() as u16).to_le_bytes()),
        _ => bytes.extend((text.len() as u32).to_le_bytes()),
    }
    bytes.extend(text.as_bytes());
    let count = axes
        .iter()
        .try_fold(size.parse().unwrap_or(1), |all: usize, axis| {
            all.checked_mul(axis.parse().ok()?)
        });
    let mut length = count.unwrap_or(24).min(MOST);
    if random.below(4) == 0 {
        length = (length + random.below(9)).saturating_sub(random.below(9));
    }
    let whole = random.below(2) == 0;
    bytes.extend((0..length).map(|_| match whole {
        true => random.next() as u8 & 1,
        false => random.next() as u8,
    }));
    bytes
}

fn main() {
    let mut watch = Watch::of_arguments();
    let seeds = seeds();
    while watch.goes_on() {
        let kind = ["bytes", "header"][watch.random.below(2)];
        if !watch.wants(kind) {
            continue;
        }
        let (place, other) = (
            watch.random.below(seeds.len()),
            watch.random.below(seeds.len()),
        );
        let (name, bytes) = &seeds[place];
        let (name, input) = match kind {
            "bytes" => (
                name.as_str(),
                bytes_changed(&mut watch.random, bytes, &seeds[other].1),
            ),
            _ => ("header.npy", another(&mut watch.random)),
        };
        watch.look(kind, name, &input, || {
            watch::kind(&held::outcome(&input, &WIDTHS))
        });
    }
    watch.print();
}
