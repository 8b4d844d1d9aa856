//! The built site without its data sets, as on a machine that cannot download them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::place;

/// Browser tests whose figures read a data set, or say that there is none: one of each figure, and all figures in a sandbox.
pub(super) const TESTS: [&str; 6] = [
    "embeds::every_figure_works",
    "models::the_thesis_network",
    "reviews::both_are_trained",
    "training::a_drawn_seven",
    "trouble::data",
    "writers::nines",
];

/// Lays the site into another folder, without its data sets and with an index of none, as `redes-book` writes it without data.
pub(super) fn site(dist: &Path) -> Result<PathBuf> {
    let bare = place::target().join("bare");
    if bare.exists() {
        fs::remove_dir_all(&bare).with_context(|| bare.display().to_string())?;
    }
    link(dist, &bare)?;
    let data = bare.join("data");
    fs::remove_dir_all(&data).with_context(|| data.display().to_string())?;
    fs::create_dir(&data)?;
    fs::write(data.join("index.json"), r#"{"sets":[]}"#)?;
    Ok(bare)
}

/// Links each file of a folder into another one.
fn link(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            link(&entry.path(), &place)?;
        } else {
            // Where a link is refused, a copy does as well.
            fs::hard_link(entry.path(), &place)
                .or_else(|_| fs::copy(entry.path(), &place).map(drop))
                .with_context(|| place.display().to_string())?;
        }
    }
    Ok(())
}
