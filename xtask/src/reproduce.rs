//! Builds the last commit twice, the second time in another folder and from nothing, and compares the sites byte for byte.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    place, site,
    step::{command, output, run, step},
    tools::sha256,
};

/// So many differing files are named.
const NAMED: usize = 20;

/// Builds twice and compares.
pub(crate) fn check(data: &site::Data) -> Result<()> {
    let changed = output(command("git").args(["status", "--porcelain"]))?;
    ensure!(
        changed.is_empty(),
        "commit first: the second build is made of the last commit\n{changed}"
    );
    let ours = site::build(data)?;
    // Another path, of another length.
    let folder = place::target().join("reproduce/another-checkout");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    step("the last commit in another folder", || {
        run(command("git")
            .args(["clone", "--quiet", "--no-hardlinks", "."])
            .arg(&folder))
    })?;
    step("a build from nothing", || {
        let mut cargo = command("cargo");
        cargo.current_dir(&folder).args(["xtask", "build"]);
        if data.without_data {
            cargo.arg("--without-data");
        }
        run(cargo.env_remove("CARGO_TARGET_DIR"))
    })?;
    let result = compare(&ours, &folder.join("dist"));
    if result.is_ok() {
        fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
    }
    result
}

/// Compares two built sites.
pub(crate) fn compare(one: &Path, other: &Path) -> Result<()> {
    let (first, second) = (digests(one)?, digests(other)?);
    let names: BTreeSet<&String> = first.keys().chain(second.keys()).collect();
    let differ: Vec<&str> = names
        .into_iter()
        .filter(|name| first.get(*name) != second.get(*name))
        .map(String::as_str)
        .collect();
    if !differ.is_empty() {
        let named: Vec<&str> = differ.iter().copied().take(NAMED).collect();
        bail!(
            "{} of {} files differ between {} and {}:\n  {}",
            differ.len(),
            first.len(),
            one.display(),
            other.display(),
            named.join("\n  ")
        );
    }
    let all: String = first
        .iter()
        .map(|(name, digest)| format!("{digest}  {name}\n"))
        .collect();
    println!(
        "    {} files, the same byte for byte: {}",
        first.len(),
        sha256(all.as_bytes())
    );
    Ok(())
}

/// The digest of each file below a folder, by its path.
fn digests(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for path in place::files(folder)? {
        let name = path.strip_prefix(folder)?.to_string_lossy().into_owned();
        let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        found.insert(name, sha256(&bytes));
    }
    ensure!(!found.is_empty(), "{} is empty", folder.display());
    Ok(found)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn sites_are_the_same_or_their_files_are_named() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for site in [&one, &other] {
            fs::create_dir(site.path().join("es")).unwrap();
            fs::write(site.path().join("es/index.html"), "a").unwrap();
        }
        compare(one.path(), other.path()).unwrap();
        fs::write(other.path().join("es/index.html"), "b").unwrap();
        fs::write(other.path().join("more"), "").unwrap();
        let error = compare(one.path(), other.path()).unwrap_err().to_string();
        assert!(error.starts_with("2 of 1 files differ"), "{error}");
        assert!(error.ends_with("es/index.html\n  more"), "{error}");
    }
}
