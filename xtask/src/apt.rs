//! Debian's packages. Nothing is installed without notice.

use std::{
    env,
    io::{self, BufRead, IsTerminal, Write},
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
};

use anyhow::{Result, bail};

use crate::{
    place,
    step::{output, run, step},
};

/// Whether `--install` was given.
static ALLOWED: AtomicBool = AtomicBool::new(false);

/// Allows installation without a question.
pub(crate) fn allow() {
    ALLOWED.store(true, Ordering::Relaxed);
}

/// The treatment of missing packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Consent {
    /// Install them, because of `--install` or in CI.
    Given,
    /// Ask the person at the terminal.
    Ask,
    /// Install nothing, because there is no terminal.
    Missing,
}

/// Decides by `--install`, the variable CI and the terminal.
fn consent(allowed: bool, ci: Option<&str>, terminal: bool) -> Consent {
    let ci = ci.is_some_and(|value| !matches!(value, "" | "0" | "false"));
    match (allowed || ci, terminal) {
        (true, _) => Consent::Given,
        (false, true) => Consent::Ask,
        (false, false) => Consent::Missing,
    }
}

/// Installs packages on Debian, as root, if that is allowed. Otherwise fails with the command that installs them. `why`
/// completes "needed …".
pub(crate) fn install(packages: &[&str], why: &str) -> Result<()> {
    let names = packages.join(" ");
    let root = output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0");
    if !root || place::find("apt-get").is_none() {
        bail!("please install {names} (Debian's names), needed {why}; then run this again");
    }
    eprintln!("==> Debian packages are missing, needed {why}. To be run:");
    eprintln!("    apt-get update && apt-get install -y --no-install-recommends {names}");
    let ci = env::var("CI").ok();
    let allowed = ALLOWED.load(Ordering::Relaxed);
    match consent(allowed, ci.as_deref(), io::stdin().is_terminal()) {
        Consent::Given => {}
        Consent::Ask if yes()? => {}
        Consent::Ask => bail!("not installed: {names}, needed {why}"),
        Consent::Missing => bail!(
            "nothing was installed: there is no terminal to ask at. Install {names} yourself, or add --install to the same command"
        ),
    }
    let quiet = |command: &mut Command| {
        run(command
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdout(Stdio::null()))
    };
    step(&format!("apt-get install {names}"), || {
        quiet(Command::new("apt-get").args(["-q", "update"]))?;
        quiet(
            Command::new("apt-get")
                .args(["-q", "install", "-y", "--no-install-recommends"])
                .args(packages),
        )
    })
}

/// Asks at the terminal. Every answer but yes means no.
fn yes() -> Result<bool> {
    eprint!("    Install them? [y/N] ");
    io::stderr().flush()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    let answer = line.trim().to_lowercase();
    Ok(matches!(answer.as_str(), "y" | "yes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_installed_unasked() {
        assert_eq!(consent(false, None, true), Consent::Ask);
        assert_eq!(consent(false, None, false), Consent::Missing);
        for not_ci in ["", "0", "false"] {
            assert_eq!(consent(false, Some(not_ci), false), Consent::Missing);
        }
    }

    #[test]
    fn ci_and_the_option_need_no_question() {
        for terminal in [true, false] {
            assert_eq!(consent(true, None, terminal), Consent::Given);
            assert_eq!(consent(false, Some("true"), terminal), Consent::Given);
            assert_eq!(consent(false, Some("1"), terminal), Consent::Given);
        }
    }
}
