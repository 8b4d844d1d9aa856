//! The tests' npm packages, in the versions of lock files: axe-core, which runs in the pages, html-validate, which checks
//! their files, and what course pages are written with.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    apt, place,
    step::{run, skip, step},
    tools::sha256,
};

/// The folder of package.json, its lock file and the checker's rules.
const FOLDER: &str = "crates/e2e/node";

/// The packages, installed.
pub(crate) struct Modules(PathBuf);

impl Modules {
    /// The path of axe-core's script, which a page runs.
    pub(crate) fn axe(&self) -> PathBuf {
        self.0.join("axe-core/axe.min.js")
    }

    /// Checks the HTML of every page under a folder; reports faults with file and line.
    pub(crate) fn validate(&self, folder: &Path) -> Result<()> {
        let rules = place::root().join(FOLDER).join("html-validate.json");
        run(crate::step::command("node")
            .arg(self.0.join("html-validate/bin/html-validate.mjs"))
            .arg("--config")
            .arg(rules)
            .args([
                "--ext",
                "html",
                "--formatter",
                "text",
                "--max-warnings",
                "0",
            ])
            .arg(folder))
    }
}

/// Installs axe-core and html-validate.
pub(crate) fn modules() -> Result<Modules> {
    let why = "for axe-core and html-validate, which check the pages";
    Ok(Modules(install(FOLDER, why)?))
}

/// Installs the packages of a folder's lock file into the user's cache, once for each lock file. Returns the folder
/// `node_modules`.
pub(crate) fn install(folder: &str, why: &str) -> Result<PathBuf> {
    let source = place::root().join(folder);
    let mut wanted = Vec::new();
    for file in ["package.json", "package-lock.json"] {
        let path = source.join(file);
        wanted.extend(fs::read(&path).with_context(|| path.display().to_string())?);
    }
    let tools = place::cache()?.join("tools");
    let _alone = place::lock(&tools)?;
    let folder = tools.join(format!("node-{}", &sha256(&wanted)[..16]));
    let modules = folder.join("node_modules");
    if modules.is_dir() {
        skip("npm ci", "installed");
        return Ok(modules);
    }
    if place::find("npm").is_none() {
        apt::install(&["npm"], why)?;
    }
    step("npm ci", || {
        let part = folder.with_extension("part");
        let _ = fs::remove_dir_all(&part);
        fs::create_dir_all(&part)?;
        for file in ["package.json", "package-lock.json"] {
            fs::copy(source.join(file), part.join(file))?;
        }
        // The packages' own scripts are not run. If the registry does not respond, npm tries again.
        for attempt in 1..=3 {
            let done = run(Command::new("npm").current_dir(&part).args([
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--silent",
            ]));
            match done {
                Ok(()) => return fs::rename(&part, &folder).context("cannot finish installing"),
                Err(error) if attempt == 3 => return Err(error),
                Err(_) => {}
            }
        }
        bail!("npm ci failed")
    })?;
    Ok(modules)
}
