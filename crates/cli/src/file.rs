//! Writes files completely or not at all, and handles a closed standard output.

use std::{
    fmt::Display,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// Writes a file under a temporary name first, then renames it.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let part = part(path);
    fs::write(&part, bytes).with_context(|| format!("cannot write {}", part.display()))?;
    fs::rename(&part, path).with_context(|| format!("cannot write {}", path.display()))
}

/// The temporary name of a file until it is complete.
pub(crate) fn part(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

/// Prints a line; if the reader closes the pipe (`| head`), ends the program quietly.
pub(crate) fn say(line: impl Display) -> Result<()> {
    match writeln!(io::stdout().lock(), "{line}") {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        result => result.context("cannot write to standard output"),
    }
}

/// Checks that a file can be written, before hours of training instead of after.
pub(crate) fn check_writable(path: &Path) -> Result<()> {
    let part = part(path);
    fs::write(&part, []).with_context(|| format!("cannot write {}", path.display()))?;
    fs::remove_file(&part).with_context(|| format!("cannot write {}", path.display()))
}
