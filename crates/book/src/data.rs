//! The data sets that the site carries, laid into its folder `data/`.

use std::{fs, path::Path};

use anyhow::{Context, Result};

/// Lays all files of `from` into `to`: as hard links where the file system allows, for data sets are big.
pub(crate) fn lay(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let path = entry.with_context(|| from.display().to_string())?.path();
        let Some(name) = path.file_name() else {
            continue;
        };
        let target = to.join(name);
        if path.is_dir() {
            lay(&path, &target)?;
            continue;
        }
        if target.exists() {
            fs::remove_file(&target).with_context(|| target.display().to_string())?;
        }
        if fs::hard_link(&path, &target).is_err() {
            fs::copy(&path, &target)
                .with_context(|| format!("{} to {}", path.display(), target.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn lays_folders_and_replaces_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::create_dir_all(from.join("mnist")).unwrap();
        fs::write(from.join("mnist/index.json"), "new").unwrap();
        fs::create_dir_all(to.join("mnist")).unwrap();
        fs::write(to.join("mnist/index.json"), "old").unwrap();
        lay(&from, &to).unwrap();
        assert_eq!(
            fs::read_to_string(to.join("mnist/index.json")).unwrap(),
            "new"
        );
        assert_eq!(
            fs::read_to_string(from.join("mnist/index.json")).unwrap(),
            "new"
        );
    }

    #[test]
    fn a_missing_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = lay(&folder.path().join("nowhere"), &folder.path().join("to")).unwrap_err();
        assert!(format!("{error:#}").contains("nowhere"));
    }
}
