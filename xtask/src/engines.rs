//! The three engines that take the same journeys: Chromium, Firefox and WebKitGTK.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{apt, browser, place, step::skip};

/// Variables with the paths of an engine's programs.
type Programs = Vec<(&'static str, PathBuf)>;

/// Finds the programs of the engines, and installs what is missing, if that is allowed. Without Firefox or WebKitGTK the
/// others run: the output names what is left out, and why.
pub(crate) fn ensure() -> Result<Programs> {
    let mut found: Programs = browser::ensure()?.into();
    for (name, programs) in [("Firefox", firefox()), ("WebKitGTK", webkit())] {
        match programs {
            Ok(programs) => found.extend(programs),
            Err(error) => skip(name, &format!("left out: {error:#}")),
        }
    }
    Ok(found)
}

fn firefox() -> Result<Programs> {
    let program = || {
        let mut names = ["firefox-esr", "firefox"].into_iter();
        names.find_map(place::find)
    };
    let program = installed(program, "firefox-esr", "firefox-esr")?;
    Ok(vec![("REDES_FIREFOX", program)])
}

fn webkit() -> Result<Programs> {
    let driver = || place::find("WebKitWebDriver");
    let package = "webkit2gtk-driver";
    Ok(vec![
        (
            "REDES_WEBKIT_DRIVER",
            installed(driver, "WebKitWebDriver", package)?,
        ),
        // The driver's package depends on the browser's.
        ("REDES_WEBKIT", installed(mini, "MiniBrowser", package)?),
        (
            "REDES_XVFB",
            installed(|| place::find("Xvfb"), "Xvfb", "xvfb")?,
        ),
    ])
}

/// A program, which a Debian package brings if it is missing.
fn installed(find: impl Fn() -> Option<PathBuf>, program: &str, package: &str) -> Result<PathBuf> {
    if find().is_none() {
        apt::install(&[package], "for the journeys in three engines")?;
    }
    find().with_context(|| format!("{program} is missing: please install {package}"))
}

/// WebKitGTK's small browser. It is not on the path, but in /usr/lib/MACHINE/webkit2gtk-4.N.
fn mini() -> Option<PathBuf> {
    let folders = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let machines = folders(Path::new("/usr/lib"));
    let mut found: Vec<PathBuf> = machines
        .iter()
        .flat_map(|machine| folders(machine))
        .filter(|folder| {
            let name = folder.file_name().map(|name| name.to_string_lossy());
            name.is_some_and(|name| name.starts_with("webkit2gtk-4."))
        })
        .map(|folder| folder.join("MiniBrowser"))
        .filter(|program| program.is_file())
        .collect();
    found.sort();
    found.pop()
}
