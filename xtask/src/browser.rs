//! Chromium and its driver.

use anyhow::{Context, Result};

use crate::{apt, place};

/// Finds the browser and its driver. Installs them if they are missing and installation is allowed.
pub(crate) fn ensure() -> Result<[(&'static str, std::path::PathBuf); 2]> {
    let browser = || {
        ["chromium", "chromium-browser", "google-chrome"]
            .iter()
            .find_map(|name| place::find(name))
    };
    let driver = || place::find("chromedriver");
    if browser().is_none() || driver().is_none() {
        apt::install(
            &["chromium", "chromium-driver"],
            "for the tests in a browser",
        )?;
    }
    let browser = browser().context("Chromium is missing: please install chromium")?;
    let driver = driver().context("chromedriver is missing: please install chromium-driver")?;
    Ok([("REDES_BROWSER", browser), ("REDES_DRIVER", driver)])
}
