//! Tests the book's claims about its listings: runs `www/listings/test_listings.py` in its own Python environment
//! in the user's cache.

use std::path::Path;

use anyhow::Result;

use crate::{
    python,
    step::{command, run, step},
};

const FOLDER: &str = "www/listings";
/// Without these packages, the tests that need them are skipped.
const SPARE: [&str; 2] = ["keras", "tensorflow"];

/// Runs the listings' tests.
pub(crate) fn test() -> Result<()> {
    let python = python::environment(FOLDER, &SPARE)?;
    step("listings", || {
        run(command(&python)
            .args(["-m", "unittest", "discover", "-s", FOLDER])
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
