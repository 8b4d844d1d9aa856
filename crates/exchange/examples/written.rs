//! Writes the networks of `tests/cases` in every format into a folder, for `tests/written.py`:
//! `cargo run -p redes-exchange --example written -- FOLDER`.

#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../tests/cases/mod.rs"]
mod cases;

use std::{fs, path::Path};

use cases::Case;
use ndarray::Array2;
use redes_exchange::{Library, Target, listing, write};
use serde_json::{Value, json};

const TARGETS: [(Target, &str); 6] = [
    (Target::Safetensors, "safetensors"),
    (Target::Npz, "npz"),
    (Target::KerasH5, "h5"),
    (Target::Keras, "keras"),
    (Target::KerasWeights, "weights.h5"),
    (Target::Onnx, "onnx"),
];
const LIBRARIES: [(Library, &str); 2] = [(Library::Numpy, "numpy"), (Library::Keras, "keras")];

fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let folder = Path::new(&folder);
    fs::create_dir_all(folder).unwrap();
    let list: Vec<Value> = cases::cases()
        .iter()
        .map(|case| write_one(case, folder))
        .collect();
    let json = serde_json::to_string(&list).unwrap();
    fs::write(folder.join("cases.json"), json).unwrap();
}

/// Writes a network in every format that can hold it, and lists these with its answers.
fn write_one(case: &Case, folder: &Path) -> Value {
    let (mut files, mut refused) = (Vec::new(), Vec::new());
    for (target, ending) in TARGETS {
        match write(&case.network, case.training.as_ref(), target) {
            Ok(bytes) => {
                let file = format!("{}.{ending}", case.name);
                fs::write(folder.join(&file), bytes).unwrap();
                files.push(file);
            }
            Err(error) => refused.push(error.to_string()),
        }
    }
    for (library, name) in LIBRARIES {
        let beside = format!("{}_{name}_weights.npz", case.name);
        let training = case.training.as_ref();
        match listing(&case.network, training, library, false, &beside) {
            Ok(listing) => {
                let file = format!("{}_{name}.py", case.name);
                fs::write(folder.join(&file), listing.program).unwrap();
                if let Some(bytes) = listing.weights {
                    fs::write(folder.join(beside), bytes).unwrap();
                }
                files.push(file);
            }
            Err(error) => refused.push(error.to_string()),
        }
    }
    let trained = case.trained.as_ref().map(|trained| {
        json!({
            "y": rows(&trained.y),
            "steps": trained.steps,
            "parameters": trained.parameters,
        })
    });
    json!({
        "name": case.name,
        "input": case.network.architecture().input,
        "files": files,
        "refused": refused,
        "x": rows(&case.x),
        "answers": rows(&case.answers),
        "trained": trained,
    })
}

fn rows(values: &Array2<f32>) -> Vec<Vec<f32>> {
    let rows = values.rows().into_iter();
    rows.map(|row| row.to_vec()).collect()
}
