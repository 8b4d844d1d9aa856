//! Changes real files at random and reads them: none may panic, take a second, or take much memory.
//!
//! ```text
//! cargo run -p redes-exchange --example fuzz -- SECONDS [SEED] [hdf5|json|zip|own|all] [FOLDER]
//! ```
//!
//! The seeds are the models of `tests/models`. What fails is written to FOLDER (by default the system's for temporary files).
#![allow(clippy::unwrap_used)]

mod change;
mod pack;
mod watch;

use std::path::PathBuf;
use std::{fs, io::Read};

use redes_exchange::{Opened, Target, read, read_weights};
use watch::Watch;

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
    // This program's own forms, of the same networks.
    for name in ["dense.keras", "gru.keras"] {
        let (_, bytes) = seeds.iter().find(|(known, _)| known == name).unwrap();
        let network = read(bytes).unwrap().network(1).unwrap();
        for (ending, target) in [("npz", Target::Npz), ("safetensors", Target::Safetensors)] {
            let bytes = redes_exchange::write(&network, None, target).unwrap();
            seeds.push((format!("{name}.{ending}"), bytes));
        }
    }
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

/// What became of a file, in a word.
fn outcome(bytes: &[u8], known: &Opened) -> String {
    let _ = read_weights(bytes, &known.architecture);
    match read(bytes) {
        Ok(opened) => {
            answer(&opened);
            "opened".to_owned()
        }
        Err(error) => {
            let _ = error.to_string();
            watch::kind(&error)
        }
    }
}

fn main() {
    let mut watch = Watch::of_arguments();
    let seeds = seeds();
    let known = seeds
        .iter()
        .find(|(name, _)| name == "dense.keras")
        .unwrap();
    let known = read(&known.1).unwrap();
    while watch.goes_on() {
        let (name, bytes) = &seeds[watch.random.below(seeds.len())];
        let kinds: &[&str] = match name.rsplit_once('.') {
            Some((_, "keras")) => &["zip", "json", "hdf5"],
            Some((_, "npz" | "safetensors")) => &["own"],
            _ => &["hdf5", "json"],
        };
        let kind = kinds[watch.random.below(kinds.len())];
        if !watch.wants(kind) {
            continue;
        }
        let other = &seeds[watch.random.below(seeds.len())].1;
        let changed = change::changed(&mut watch.random, kind, bytes, other);
        watch.look(kind, name, &changed, || outcome(&changed, &known));
    }
    watch.print();
}
