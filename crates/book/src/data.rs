//! Puts the site's data sets into its folder `data/`, with one index of them all.
//!
//! Every build has `data/index.json`, even without data: a figure that trains reads it before it requests
//! a file. A missing index could not mean "no data": for a missing file, hosts omit the headers that a frame of
//! another origin needs, so such a frame cannot distinguish it from a broken connection.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

/// The site's data sets: the content of `data/index.json`.
#[derive(Debug, Default, Serialize)]
struct Index {
    sets: Vec<Set>,
}

/// A data set.
#[derive(Debug, Serialize)]
struct Set {
    /// The set's folder in `data/`.
    name: String,
    files: Vec<File>,
}

/// The content of a set's own `index.json`, whose presence means that the set's files are complete.
#[derive(Debug, Deserialize)]
struct Files {
    files: Vec<File>,
}

#[derive(Debug, Deserialize, Serialize)]
struct File {
    name: String,
    /// Its size.
    bytes: u64,
    sha256: String,
}

/// Puts the data sets of `from`, one folder each with an `index.json` of its files, into `to`, and writes the index of
/// them all; without `from`, only an empty index.
pub(crate) fn lay(from: Option<&Path>, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    let mut index = Index::default();
    if let Some(from) = from {
        for folder in folders(from)? {
            index.sets.push(set(&folder, to)?);
        }
    }
    let path = to.join("index.json");
    fs::write(&path, serde_json::to_string(&index)?).with_context(|| path.display().to_string())
}

/// The subfolders of a folder, by name.
fn folders(from: &Path) -> Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let path = entry.with_context(|| from.display().to_string())?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}

/// Puts one set's files into its folder in `to`.
fn set(from: &Path, to: &Path) -> Result<Set> {
    let path = from.join("index.json");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let Files { files } =
        serde_json::from_str(&text).with_context(|| path.display().to_string())?;
    let folder = from.file_name().unwrap_or_default();
    let to = to.join(folder);
    fs::create_dir_all(&to).with_context(|| to.display().to_string())?;
    for file in &files {
        let source = from.join(&file.name);
        ensure!(
            is_name(&file.name),
            "{}: {:?} is no file's name",
            path.display(),
            file.name
        );
        let found = fs::metadata(&source).with_context(|| source.display().to_string())?;
        ensure!(
            found.len() == file.bytes,
            "{} has {} bytes; its index says {}",
            source.display(),
            found.len(),
            file.bytes
        );
        link(&source, &to.join(&file.name))?;
    }
    Ok(Set {
        name: folder.to_string_lossy().into_owned(),
        files,
    })
}

/// Whether this is a plain file name, without a path.
fn is_name(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    matches!(parts.next(), Some(Component::Normal(_))) && parts.next().is_none()
}

/// Puts a file at `to`: as a hard link where the file system allows, because data sets are big.
fn link(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_file(to).with_context(|| to.display().to_string())?;
    }
    if fs::hard_link(from, to).is_err() {
        fs::copy(from, to).with_context(|| format!("{} to {}", from.display(), to.display()))?;
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// A folder with a set of one file of three bytes, whose index says `index`.
    fn with_set(index: &str) -> (tempfile::TempDir, PathBuf, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::create_dir_all(from.join("mnist")).unwrap();
        fs::write(from.join("mnist/labels.gz"), "new").unwrap();
        fs::write(from.join("mnist/index.json"), index).unwrap();
        (folder, from, to)
    }

    fn refused(index: &str) -> String {
        let (_folder, from, to) = with_set(index);
        format!("{:#}", lay(Some(&from), &to).unwrap_err())
    }

    #[test]
    fn a_site_without_data_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("to");
        lay(None, &to).unwrap();
        let index = fs::read_to_string(to.join("index.json")).unwrap();
        assert_eq!(index, r#"{"sets":[]}"#);
        // An empty folder of data is no data either.
        fs::create_dir(folder.path().join("from")).unwrap();
        lay(Some(&folder.path().join("from")), &to).unwrap();
        assert_eq!(fs::read_to_string(to.join("index.json")).unwrap(), index);
    }

    #[test]
    fn lays_sets_replaces_what_was_there_and_lists_it() {
        let (_folder, from, to) =
            with_set(r#"{"files":[{"name":"labels.gz","bytes":3,"sha256":"11"}]}"#);
        fs::create_dir_all(to.join("mnist")).unwrap();
        fs::write(to.join("mnist/labels.gz"), "old").unwrap();
        lay(Some(&from), &to).unwrap();
        for folder in [&from, &to] {
            let text = fs::read_to_string(folder.join("mnist/labels.gz")).unwrap();
            assert_eq!(text, "new");
        }
        assert_eq!(
            fs::read_to_string(to.join("index.json")).unwrap(),
            r#"{"sets":[{"name":"mnist","files":[{"name":"labels.gz","bytes":3,"sha256":"11"}]}]}"#
        );
        // There is one index, not two that might differ.
        assert!(!to.join("mnist/index.json").exists());
    }

    #[test]
    fn an_index_that_is_not_true_is_refused() {
        let entry = |name: &str, bytes: u64| {
            format!(r#"{{"files":[{{"name":"{name}","bytes":{bytes},"sha256":"11"}}]}}"#)
        };
        assert!(refused(&entry("labels.gz", 4)).contains("has 3 bytes; its index says 4"));
        assert!(refused(&entry("images.gz", 3)).contains("images.gz"));
        assert!(refused(&entry("../labels.gz", 3)).contains("is no file's name"));
        assert!(refused("{}").contains("index.json"));
    }

    #[test]
    fn a_missing_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let nowhere = folder.path().join("nowhere");
        let error = lay(Some(&nowhere), &folder.path().join("to")).unwrap_err();
        assert!(format!("{error:#}").contains("nowhere"));
    }
}
