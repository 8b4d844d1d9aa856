//! Tests the book's claims about its listings: runs `www/listings/test_listings.py` in its own Python environment
//! in the user's cache.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    place, python,
    step::{command, run, step},
};

const FOLDER: &str = "www/listings";
/// Without these packages, the tests that need them are skipped.
const SPARE: [&str; 3] = ["keras", "tensorflow", "onnxruntime"];

/// Runs the listings' tests.
pub(crate) fn test() -> Result<()> {
    let python = python::environment(FOLDER, &SPARE)?;
    step("listings", || {
        run(command(&python)
            .args(["-m", "unittest", "discover", "-s", FOLDER])
            .env("PYTHONDONTWRITEBYTECODE", "1"))
    })
}

/// Writes small networks in every format of `redes-exchange`, and opens them with Keras, onnxruntime and NumPy.
pub(crate) fn written() -> Result<()> {
    let python = python::environment(FOLDER, &SPARE)?;
    let folder = place::target().join("written");
    // What an earlier run wrote must not be taken for this one's.
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
    }
    step("networks in every format", || {
        run(command("cargo")
            .args(["run", "--locked", "--package", "redes-exchange"])
            .args(["--example", "written", "--"])
            .arg(&folder))
    })?;
    step("networks in Keras, onnxruntime and NumPy", || {
        run(command(&python)
            .arg(place::root().join("crates/exchange/tests/written.py"))
            .env("REDES_WRITTEN", &folder)
            .env("PYTHONDONTWRITEBYTECODE", "1"))
    })
}

/// Runs the notebooks of a built site.
pub(crate) fn notebooks(dist: &Path) -> Result<()> {
    let python = python::environment(FOLDER, &SPARE)?;
    step("notebooks", || {
        run(command(&python)
            .args([
                "-m",
                "unittest",
                "discover",
                "-s",
                FOLDER,
                "-p",
                "check_*.py",
            ])
            .env("REDES_DIST", dist)
            .env("PYTHONDONTWRITEBYTECODE", "1"))
    })
}

/// What browser tests save in the page, for Keras to open: the network, and its answer without Keras.
const SAVED: [[&str; 2]; 2] = [
    ["saved.h5", "saved.json"],
    ["saved-digits.keras", "saved-digits.json"],
];

/// Removes what an earlier run saved, lest it be taken for this one's.
pub(crate) fn forget(shots: &Path) -> Result<()> {
    for name in SAVED.as_flattened() {
        let file = shots.join(name);
        if file.exists() {
            fs::remove_file(&file).with_context(|| file.display().to_string())?;
        }
    }
    Ok(())
}

/// Opens the saved networks in Keras, where the browser tests have saved some.
pub(crate) fn saved(shots: &Path) -> Result<()> {
    let pairs = SAVED.map(|names| names.map(|name| shots.join(name)));
    let whole = |files: &&[PathBuf; 2]| files.iter().all(|file| file.exists());
    let files: Vec<_> = pairs.iter().filter(whole).flatten().collect();
    if files.is_empty() {
        return Ok(());
    }
    let python = python::environment(FOLDER, &SPARE)?;
    step("the networks that the page saved, in Keras", || {
        run(command(&python)
            .arg(Path::new(FOLDER).join("open_saved.py"))
            .args(files)
            .env("PYTHONDONTWRITEBYTECODE", "1"))
    })
}
