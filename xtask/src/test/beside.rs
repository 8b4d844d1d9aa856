//! Runs tests side by side. Those that fail are run again, one after the other, and that run decides.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::step::run;

/// Runs tests with `arguments`. A test that needs more time than a busy machine gives it fails beside others; alone it must
/// pass. Prints the names of those that ran again.
pub(super) fn tests(cargo: impl Fn() -> Result<Command>, arguments: &[&str]) -> Result<()> {
    let mut child = cargo()?
        .arg("--")
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run cargo")?;
    let mut failed = Vec::new();
    for line in BufReader::new(child.stdout.take().context("no output")?).lines() {
        let line = line?;
        println!("{line}");
        failed.extend(failed_test(&line).map(str::to_owned));
    }
    let status = child.wait()?;
    if status.success() {
        return Ok(());
    }
    if failed.is_empty() {
        bail!("the tests failed ({status})");
    }
    eprintln!("    again, alone: {}", failed.join(", "));
    run(cargo()?
        .args(["--", "--test-threads=1", "--exact"])
        .args(&failed))
}

/// The name of the test that a line of the test harness reports as failed.
fn failed_test(line: &str) -> Option<&str> {
    line.strip_prefix("test ")?.strip_suffix(" ... FAILED")
}

#[cfg(test)]
mod tests {
    use super::failed_test;

    #[test]
    fn failed_tests_are_found_in_the_harness_output() {
        for (line, name) in [
            ("test pad::a_pen_wins ... FAILED", Some("pad::a_pen_wins")),
            ("test pad::a_pen_wins ... ok", None),
            ("test result: FAILED. 1 passed; 1 failed", None),
            ("    pad::a_pen_wins", None),
        ] {
            assert_eq!(failed_test(line), name, "{line}");
        }
    }
}
