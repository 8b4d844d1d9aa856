//! Files of other people, which stand beside the repository and not in it: what they answer is compared with the Keras that
//! wrote them (`golden/real_files.py`).
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod answers;

use std::{fs, path::PathBuf};

use answers::Golden;
use redes_exchange::{ExchangeError, Format, Note, Opened, read, read_weights};

/// The folder of the files; `None`, and a word, where it is missing.
fn folder() -> Option<PathBuf> {
    let place = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/keras-files"
    );
    let folder = PathBuf::from(place);
    if !folder.is_dir() {
        eprintln!("skipped: there is no {place}");
        return None;
    }
    Some(folder)
}

/// Opens a file; weights alone go into the network of the file beside them.
fn open(folder: &std::path::Path, name: &str) -> Result<Opened, ExchangeError> {
    let bytes = |name: &str| fs::read(folder.join(name)).unwrap();
    if name.starts_with("r29") {
        let network = read(&bytes("r28-keras-3.14.0.keras"))?.architecture;
        return read_weights(&bytes(name), &network);
    }
    read(&bytes(name))
}

#[test]
fn they_answer_as_keras_does() {
    let Some(folder) = folder() else { return };
    for (name, golden) in Golden::all(include_str!("golden/real_files.json")) {
        let opened = open(&folder, &name).unwrap_or_else(|error| panic!("{name}: {error}"));
        let difference = golden.difference(&opened);
        println!("{name} {} {difference:e}", golden.oracle);
        assert!(difference < 1e-5, "{name}: {difference:e}");
    }
}

#[test]
fn what_stands_beside_the_weights_is_read_or_noted() {
    let Some(folder) = folder() else { return };
    let of = |name: &str| open(&folder, name).unwrap();
    let opened = of("r01-keras-2.1.6-tf.h5");
    assert_eq!(opened.format, Format::KerasH5);
    assert_eq!(opened.keras_version.as_deref(), Some("2.1.6-tf"));
    for name in Golden::all(include_str!("golden/real_files.json")).keys() {
        let opened = of(name);
        let memory = opened.training.as_ref().and_then(|t| t.memory.as_ref());
        let steps = memory.map(|memory| memory.steps);
        println!("{name}: {steps:?} {:?}", opened.notes);
        // r29 says no optimiser's name, r18 has done no step.
        let whole = !name.starts_with("r29") && !name.starts_with("r18");
        assert_eq!(memory.is_some(), whole, "{name}: {:?}", opened.notes);
    }
    let opened = of("r18-keras-3.12.0.h5");
    assert_eq!(opened.architecture.input, [8]);
    assert!(opened.notes.contains(&Note::BatchSizeDropped { size: 7 }));
    let opened = of("r15-keras-2.2.4.h5");
    let (layer, slope) = ("lstm_1".to_owned(), 0.2);
    assert!(opened.notes.contains(&Note::HardSigmoid { layer, slope }));
}

#[test]
fn a_branch_is_refused_by_its_name() {
    let Some(folder) = folder() else { return };
    let error = open(&folder, "r39-keras-2.0.5.hdf5").unwrap_err();
    assert!(
        matches!(&error, ExchangeError::Branches { layer } if layer == "activation_2"),
        "{error}"
    );
}
