//! Writes the networks of `tests/cases` in every format into a folder, for `tests/written.py`:
//! `cargo run -p redes-exchange --example written -- FOLDER`.

#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../tests/cases/mod.rs"]
mod cases;

use std::{fs, path::Path};

use ndarray::Array2;
use redes_exchange::{Target, write};
use serde_json::{Value, json};

const TARGETS: [(Target, &str); 6] = [
    (Target::Safetensors, "safetensors"),
    (Target::Npz, "npz"),
    (Target::KerasH5, "h5"),
    (Target::Keras, "keras"),
    (Target::KerasWeights, "weights.h5"),
    (Target::Onnx, "onnx"),
];

fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let folder = Path::new(&folder);
    fs::create_dir_all(folder).unwrap();
    let rows = |values: &Array2<f32>| -> Vec<Vec<f32>> {
        let rows = values.rows().into_iter();
        rows.map(|row| row.to_vec()).collect()
    };
    let mut list = Vec::<Value>::new();
    for (case, keras) in cases::cases()
        .into_iter()
        .map(|case| (case, true))
        .chain(cases::beyond_keras().into_iter().map(|case| (case, false)))
    {
        for (target, ending) in TARGETS {
            match write(&case.network, None, target) {
                Ok(bytes) => {
                    fs::write(folder.join(format!("{}.{ending}", case.name)), bytes).unwrap()
                }
                Err(error) => assert!(!keras, "{} as {target:?}: {error}", case.name),
            }
        }
        list.push(json!({
            "name": case.name,
            "keras": keras,
            "input": case.network.architecture().input,
            "x": rows(&case.x),
            "answers": rows(&case.answers),
        }));
    }
    let json = serde_json::to_string(&list).unwrap();
    fs::write(folder.join("cases.json"), json).unwrap();
}
