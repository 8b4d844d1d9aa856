//! The site: built by Trunk, finished by `redes-book`, served with live reload.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};

use crate::{
    data, place,
    step::{run, step},
    tools::{self, Tools},
};

/// The most that the first load may weigh, compressed, in bytes. The aim is 300,000; this holds what has been reached,
/// so that it only gets lighter.
pub(crate) const FIRST_LOAD_LIMIT: u64 = 650_000;

/// Builds dist/ and says what it weighs.
pub(crate) fn build() -> Result<PathBuf> {
    let (tools, data) = prepare()?;
    // Two builds at once would lay their files into the same folder.
    let _alone = place::lock(&place::root().join("target/site"))?;
    step("trunk build", || {
        let mut command = tools.command("trunk")?;
        run(with_data(
            command.args(["build", "--release", "--offline"]),
            data.as_deref(),
        ))
    })?;
    let dist = place::root().join("dist");
    let weight = first_load(&dist)?;
    eprintln!(
        "    dist/ is ready for any static host; its first page weighs {} kB compressed",
        weight / 1000
    );
    Ok(dist)
}

/// Serves the site, building it again at every change.
pub(crate) fn serve(port: u16, open: bool) -> Result<()> {
    let (tools, data) = prepare()?;
    // A folder of its own: these pages reload themselves, and dist/ may be built or tested meanwhile.
    let folder = place::target().join("serve");
    let _alone = place::lock(&folder)?;
    eprintln!("==> trunk serve on http://127.0.0.1:{port} (Ctrl-C ends it)");
    let mut command = tools.command("trunk")?;
    command.args([
        "serve",
        "--release",
        "--offline",
        "--address",
        "127.0.0.1",
        "--port",
        &port.to_string(),
        "--dist",
    ]);
    command.arg(folder.join("site"));
    if open {
        command.arg("--open");
    }
    run(with_data(&mut command, data.as_deref()).env("REDES_SERVE", "1"))
}

fn with_data<'a>(command: &'a mut Command, data: Option<&Path>) -> &'a mut Command {
    if let Some(data) = data {
        command.env("REDES_SITE_DATA", data);
    }
    // The module says where a panic came from: a path within the crate, not on the machine that built it.
    if let Some(home) = place::cargo_home().filter(|home| !home.contains(' ')) {
        let flag = format!("--remap-path-prefix={home}/registry/src=");
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flag);
    }
    // Trunk takes the mere presence of NO_COLOR for a flag and refuses its usual value.
    command.env_remove("NO_COLOR")
}

/// Tools, data, and the program that lays the pages, which Trunk's hook finds on the PATH.
fn prepare() -> Result<(Tools, Option<PathBuf>)> {
    let tools = tools::set_up()?;
    let data = data::for_site()?;
    step("redes-book", || {
        run(crate::step::command("cargo").args(["build", "--locked", "--package", "redes-book"]))
    })?;
    Ok((tools.with_folder(place::target().join("debug")), data))
}

/// What a reader's first page needs: its HTML and every file that it names, each compressed as a host would.
pub(crate) fn first_load(dist: &Path) -> Result<u64> {
    let page = dist.join("es/index.html");
    let html =
        fs::read_to_string(&page).with_context(|| format!("{} is missing", page.display()))?;
    let named = html
        .split('"')
        .filter(|text| text.starts_with("../"))
        .map(|text| dist.join(&text[3..]));
    let mut files: Vec<PathBuf> = named.filter(|path| path.is_file()).collect();
    files.push(page);
    // The fonts that the style sheets name, and the trainer's script.
    files.extend(
        fs::read_dir(dist.join("fonts"))
            .into_iter()
            .flatten()
            .flatten()
            .map(|file| file.path()),
    );
    files.push(dist.join("js/worker.js"));
    files.sort();
    files.dedup();
    let weighed = ["html", "css", "js", "wasm", "woff2", "svg"];
    let is_weighed = |path: &&PathBuf| {
        path.extension()
            .is_some_and(|kind| weighed.iter().any(|known| kind == *known))
    };
    files
        .iter()
        .filter(is_weighed)
        .map(|path| compressed(path))
        .sum()
}

fn compressed(path: &Path) -> Result<u64> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&fs::read(path)?)?;
    Ok(encoder.finish()?.len() as u64)
}
