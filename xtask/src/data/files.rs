//! Fetches, checks, writes and compresses the files of any data set.

use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use flate2::{Compression, GzBuilder, read::GzDecoder};
use serde_json::{Value, json};

use crate::{place, step::step, tools::sha256};

/// The most continuations of an interrupted download.
const ATTEMPTS: usize = 5;
/// curl's exit code if the server cannot continue in the middle of a file.
const NO_RANGE: [i32; 3] = [22, 33, 36];

/// The folder of the data.
pub(super) fn data() -> Result<PathBuf> {
    Ok(place::cache()?.join("data"))
}

/// The folder of the files that the site serves.
pub(super) fn site() -> Result<PathBuf> {
    Ok(data()?.join("site"))
}

/// The folder of a set's files that the site serves.
pub(super) fn on_site(set: &str) -> Result<PathBuf> {
    Ok(site()?.join(set))
}

/// Fetches a file. Continues an interrupted download of an earlier run. Fails at once if nothing arrives.
pub(super) fn fetch(url: &str, to: &Path) -> Result<()> {
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let size = || fs::metadata(&part).map_or(0, |found| found.len());
    for _ in 0..ATTEMPTS {
        let before = size();
        let status = Command::new("curl")
            .args(["--silent", "--show-error", "--fail", "--location"])
            .args(["--connect-timeout", "20"])
            // curl gives up a dead connection.
            .args(["--speed-limit", "1000", "--speed-time", "30"])
            .args(["--continue-at", "-", "--output"])
            .arg(&part)
            .arg(url)
            .status()
            .context("cannot run curl")?;
        if status.success() {
            return fs::rename(&part, to).context("cannot finish the download");
        }
        if before > 0 && status.code().is_some_and(|code| NO_RANGE.contains(&code)) {
            fs::remove_file(&part)?;
        } else if size() <= before {
            bail!("{url} could not be fetched (curl: {status})");
        }
    }
    bail!("{url} could not be fetched: it broke off {ATTEMPTS} times")
}

/// Fails if a file's bytes differ from the expected ones.
pub(super) fn check(name: &str, bytes: &[u8], expected: &str) -> Result<()> {
    let found = sha256(bytes);
    if found != expected {
        bail!("{name} has SHA-256 {found}, not {expected}");
    }
    Ok(())
}

/// Writes a file completely or not at all.
pub(super) fn keep(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let part = folder.join(format!("{name}.part"));
    fs::write(&part, bytes).with_context(|| part.display().to_string())?;
    fs::rename(part, folder.join(name))?;
    Ok(())
}

/// Removes a folder, if it exists.
pub(super) fn remove(folder: &Path) -> Result<()> {
    match folder.exists() {
        true => fs::remove_dir_all(folder).with_context(|| folder.display().to_string()),
        false => Ok(()),
    }
}

/// The content of a compressed file.
pub(super) fn gunzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut out)?;
    Ok(out)
}

/// A file's entry in the index.
pub(super) fn entry(name: &str, bytes: &[u8]) -> Value {
    json!({ "name": name, "bytes": bytes.len(), "sha256": sha256(bytes) })
}

/// Compresses files for the site and writes an index of sizes and digests, unless they exist already.
pub(super) fn compress(set: &str, raw: &Path, names: &[&str], folder: &Path) -> Result<()> {
    if folder.join("index.json").is_file() {
        return Ok(());
    }
    step(&format!("compress {set} for the site"), || {
        fs::create_dir_all(folder)?;
        let mut files = Vec::new();
        for name in names {
            let packed = format!("{name}.gz");
            // Without a time stamp the bytes are the same everywhere.
            let mut encoder = GzBuilder::new()
                .mtime(0)
                .write(Vec::new(), Compression::new(8));
            encoder.write_all(&fs::read(raw.join(name))?)?;
            let bytes = encoder.finish()?;
            files.push(entry(&packed, &bytes));
            fs::write(folder.join(packed), bytes)?;
        }
        // Written last, so its presence means that the other files are complete.
        let index = json!({ "files": files }).to_string();
        keep(folder, "index.json", index.as_bytes())
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn a_download_goes_on_where_it_broke_off() {
        if place::find("curl").is_none() {
            println!("skipped: there is no curl");
            return;
        }
        let folder = std::env::temp_dir().join(format!("redes-fetch-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let (from, to) = (folder.join("from"), folder.join("to"));
        let url = format!("file://{}", from.display());
        fs::write(&from, "abcdef").unwrap();
        fetch(&url, &to).unwrap();
        assert_eq!(fs::read(&to).unwrap(), b"abcdef");
        // These bytes are not fetched again.
        fs::write(folder.join("to.part"), "ABC").unwrap();
        fetch(&url, &to).unwrap();
        assert_eq!(fs::read(&to).unwrap(), b"ABCdef");
        assert!(fetch(&format!("{url}.none"), &to).is_err());
        fs::remove_dir_all(&folder).unwrap();
    }
}
