//! Files of `www/` that are copied unchanged into the site, because the pages name them.

use std::{fs, path::Path};

use anyhow::{Context, Result};

/// Copies the files of a folder with these name endings, including subfolders.
pub(crate) fn folder(from: &Path, to: &Path, endings: &[&str]) -> Result<()> {
    fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        let ending = path
            .extension()
            .and_then(|kind| kind.to_str())
            .unwrap_or_default();
        if entry.file_type()?.is_dir() {
            if !entry.file_name().to_string_lossy().starts_with("__") {
                folder(&path, &target, endings)?;
            }
        } else if endings.contains(&ending) {
            fs::copy(&path, &target).with_context(|| path.display().to_string())?;
        }
    }
    Ok(())
}
