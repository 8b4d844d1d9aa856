//! Files that appear whole or not at all, and a standard output that may be shut.

use std::{
    fmt::Display,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// Writes a file beside its place first, then moves it there.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let part = part(path);
    fs::write(&part, bytes).with_context(|| format!("cannot write {}", part.display()))?;
    fs::rename(&part, path).with_context(|| format!("cannot write {}", path.display()))
}

/// Where a file lies until it is whole.
pub(crate) fn part(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

/// Prints a line; a reader who has seen enough (`| head`) ends the program quietly.
pub(crate) fn say(line: impl Display) -> Result<()> {
    match writeln!(io::stdout().lock(), "{line}") {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        result => result.context("cannot write to standard output"),
    }
}

/// Whether a file could be written: told before hours of training, not after.
pub(crate) fn check_writable(path: &Path) -> Result<()> {
    let part = part(path);
    fs::write(&part, []).with_context(|| format!("cannot write {}", path.display()))?;
    fs::remove_file(&part).with_context(|| format!("cannot write {}", path.display()))
}
