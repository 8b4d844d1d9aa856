//! The packages in the hands of others: Python opens the site's zips, and scorm-again plays a platform.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;

use crate::{
    apt, place,
    step::{run, skip, step},
    tools::{Package, unpack},
};

/// A SCORM player in JavaScript, as platforms use it. MIT licence; without dependencies.
const AGAIN: Package = Package {
    name: "scorm-again",
    version: "3.4.3",
    sha256: "f182724b4614c34a616a92d7e4d8967392013c5fae74116db98a5c5a11db5edb",
};

/// Opens every zip of a folder and compares each file with its checksum.
const OPEN: &str = "
import pathlib, sys, zipfile
found = sorted(pathlib.Path(sys.argv[1]).glob('*.zip'))
assert found, 'no packages'
for path in found:
    with zipfile.ZipFile(path) as zip:
        assert zip.testzip() is None, path
        assert 'imsmanifest.xml' in zip.namelist(), path
print(f'    {len(found)} packages')
";

/// Opens the packages of a built site in Python.
pub(crate) fn zips(dist: &Path) -> Result<()> {
    if place::find("python3").is_none() {
        apt::install(&["python3"], "to open the packages as others do")?;
    }
    step("packages in Python", || {
        run(Command::new("python3")
            .args(["-c", OPEN])
            .arg(dist.join("scorm")))
    })
}

/// The folder of scorm-again, installed into the user's cache if missing.
pub(crate) fn again() -> Result<PathBuf> {
    let tools = place::cache()?.join("tools");
    let _alone = place::lock(&tools)?;
    let folder = tools.join(format!("{}-{}", AGAIN.name, AGAIN.version));
    match folder.is_dir() {
        true => skip(AGAIN.name, "installed"),
        false => step(AGAIN.name, || unpack(&AGAIN, &folder))?,
    }
    Ok(folder)
}
