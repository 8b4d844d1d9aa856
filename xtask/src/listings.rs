//! Tests the book's claims about its listings: runs `www/listings/test_listings.py` in its own Python environment
//! in the user's cache.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{
    apt, place,
    step::{command, output, run, skip, step},
    tools::sha256,
};

const FOLDER: &str = "www/listings";
/// Without these packages nothing is tested; without the others, the tests that need them are skipped.
const NEEDED: [&str; 2] = ["numpy", "scikit-learn"];

/// Runs the listings' tests.
pub(crate) fn test() -> Result<()> {
    let python = environment()?;
    step("listings", || {
        run(command(&python)
            .args(["-m", "unittest", "discover", "-s", FOLDER])
            .env("PYTHONDONTWRITEBYTECODE", "1"))
    })
}

/// Runs the notebooks of a built site.
pub(crate) fn notebooks(dist: &Path) -> Result<()> {
    let python = environment()?;
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

/// The interpreter of an environment with the packages of requirements.txt, created if missing.
fn environment() -> Result<PathBuf> {
    let path = place::root().join(FOLDER).join("requirements.txt");
    let wanted = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let version = output(Command::new("python3").arg("--version"))
        .context("Python is missing: please install python3 with its venv")?;
    let tools = place::cache()?.join("tools");
    let _alone = place::lock(&tools)?;
    let key = sha256(format!("{version}\n{wanted}").as_bytes());
    let folder = tools.join(format!("python-{}", &key[..16]));
    let python = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    // Written last, so that an interrupted installation never counts as complete.
    let stamp = folder.join("installed");
    if let Ok(left_out) = fs::read_to_string(&stamp) {
        skip("pip install", "installed");
        tell(&left_out);
        return Ok(python);
    }
    let left_out = step("pip install (a few minutes, once)", || {
        let _ = fs::remove_dir_all(&folder);
        make(&folder)?;
        let install = |requirements: &[&str]| {
            run(Command::new(&python)
                .args([
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                ])
                .args(requirements))
        };
        let (needed, more): (Vec<&str>, Vec<&str>) = wanted
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .partition(|line| NEEDED.iter().any(|name| line.starts_with(name)));
        install(&needed)?;
        // Not every platform has these packages.
        match install(&more) {
            Ok(()) => Ok(String::new()),
            Err(_) => Ok(more.join(" ")),
        }
    })?;
    fs::write(&stamp, &left_out)?;
    tell(&left_out);
    Ok(python)
}

/// An empty environment with pip.
fn make(folder: &Path) -> Result<()> {
    let venv = || run(Command::new("python3").args(["-m", "venv"]).arg(folder));
    // On Debian, the module that creates environments is a separate package.
    if let Err(error) = venv() {
        apt::install(&["python3-venv"], "to test the book's listings")
            .with_context(|| format!("{error:#}"))?;
        let _ = fs::remove_dir_all(folder);
        venv()?;
    }
    Ok(())
}

fn tell(left_out: &str) {
    if !left_out.is_empty() {
        eprintln!(
            "    pip has no {left_out} for this machine: the tests of the listings that need it are SKIPPED"
        );
    }
}
