//! Fetches, checks, stores and compresses the data sets.

mod files;
mod imdb;
mod mnist;

use std::{fs::File, path::PathBuf};

use anyhow::{Result, bail};

use crate::place;

/// A data set that the site may have.
struct Set {
    name: &'static str,
    /// Its folder on the site.
    folder: &'static str,
    /// Its files.
    files: &'static [&'static str],
    /// Makes the folder of the raw, checked files.
    prepare: fn() -> Result<PathBuf>,
    /// What a site without the set can do.
    without: &'static str,
}

const SETS: [Set; 2] = [
    Set {
        name: mnist::NAME,
        folder: "mnist",
        files: &mnist::NAMES,
        prepare: mnist::prepare,
        without: "its figure says so and still reads drawings",
    },
    Set {
        name: imdb::NAME,
        folder: imdb::FOLDER,
        files: &imdb::HALVES,
        prepare: imdb::prepare,
        without: "its figure says so and still reads what one writes",
    },
];

/// Fetches every data set, also after one has failed.
pub(crate) fn all() -> Result<()> {
    let _alone = alone()?;
    let mut missing = Vec::new();
    for set in SETS {
        if let Err(error) = (set.prepare)() {
            eprintln!("\nerror: {error:#}\n");
            missing.push(set.name);
        }
    }
    match missing.is_empty() {
        true => Ok(()),
        false => bail!("could not be had: {}", missing.join(", ")),
    }
}

/// The folder with the four files of MNIST, checked.
pub(crate) fn mnist() -> Result<PathBuf> {
    let _alone = alone()?;
    mnist::prepare()
}

/// The files that the site serves: a folder of compressed files for each set, and an index of sizes and digests. `None`
/// without data.
pub(crate) fn for_site() -> Result<Option<PathBuf>> {
    let _alone = alone()?;
    let mut any = false;
    for set in SETS {
        let folder = files::on_site(set.folder)?;
        match (set.prepare)() {
            Ok(raw) => {
                files::compress(set.name, &raw, set.files, &folder)?;
                any = true;
            }
            Err(error) => {
                files::remove(&folder)?; // What an earlier version has left there.
                eprintln!(
                    "\nwarning: {error:#}\nThe site is built without it: {}.\n",
                    set.without
                );
            }
        }
    }
    Ok(any.then_some(files::site()?))
}

/// Locks the data until the returned lock is dropped.
fn alone() -> Result<File> {
    place::lock(&files::data()?)
}
