//! Python environments in the user's cache, for the listings' tests and the tools of course pages.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{
    apt, place,
    step::{output, run, skip, step},
    tools::sha256,
};

/// The interpreter of an environment with the packages of a folder's requirements.txt, created if missing. The packages whose
/// names begin with one of `spare` are left out where pip has none for the machine.
pub(crate) fn environment(folder: &str, spare: &[&str]) -> Result<PathBuf> {
    let path = place::root().join(folder).join("requirements.txt");
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
        report(&left_out);
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
        let (more, needed): (Vec<&str>, Vec<&str>) = wanted
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .partition(|line| spare.iter().any(|name| line.starts_with(name)));
        install(&needed)?;
        if more.is_empty() {
            return Ok(String::new());
        }
        // Not every platform has these packages.
        match install(&more) {
            Ok(()) => Ok(String::new()),
            Err(_) => Ok(more.join(" ")),
        }
    })?;
    fs::write(&stamp, &left_out)?;
    report(&left_out);
    Ok(python)
}

/// An empty environment with pip.
fn make(folder: &Path) -> Result<()> {
    let venv = || run(Command::new("python3").args(["-m", "venv"]).arg(folder));
    // On Debian, the module that creates environments is a separate package.
    if let Err(error) = venv() {
        apt::install(&["python3-venv"], "for the tests in Python")
            .with_context(|| format!("{error:#}"))?;
        let _ = fs::remove_dir_all(folder);
        venv()?;
    }
    Ok(())
}

fn report(left_out: &str) {
    if !left_out.is_empty() {
        eprintln!("    pip has no {left_out} for this machine: the tests that need it are SKIPPED");
    }
}
