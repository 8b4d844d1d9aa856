//! The licences, sources and versions of all crates, and what is known against them: `deny.toml`, read by cargo-deny.

use std::{path::Path, process::Command, time::Duration};

use anyhow::{Result, ensure};

use crate::{
    step::{command, run, run_within, step},
    tools,
};

/// After this time the database of advisories counts as out of reach.
const PATIENCE: Duration = Duration::from_secs(180);

/// Checks every crate of Cargo.lock against `deny.toml`. The advisories are checked only where their database can be fetched,
/// which lies on GitHub; else the output says that they were not.
pub(crate) fn check() -> Result<()> {
    let programs = tools::deny()?;
    step("licences, sources and versions of the crates", || {
        run(deny(&programs).args(["check", "licenses", "bans", "sources"]))
    })?;
    step("advisories", || {
        let fetched = run_within(deny(&programs).args(["fetch", "db"]), PATIENCE)?;
        if !fetched {
            eprintln!(
                "    the database of advisories cannot be fetched here: advisories are NOT CHECKED"
            );
            return Ok(());
        }
        let sound = run_within(
            deny(&programs).args(["--offline", "check", "advisories"]),
            PATIENCE,
        )?;
        ensure!(sound, "an advisory is against a crate: see above");
        Ok(())
    })
}

fn deny(programs: &Path) -> Command {
    let mut cargo = command(programs.join("cargo-deny"));
    cargo.arg("--locked");
    cargo
}
