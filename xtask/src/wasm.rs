//! A compiler for `wasm32-unknown-unknown`: rustup's if it can be downloaded, else Debian's with a standard library
//! built from Debian's own sources.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::{
    apt, place,
    step::{output, run, run_within, skip, step},
};

/// The target's name.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
/// The name under which rustup knows Debian's compiler.
const LINKED: &str = "redes-debian";
const DEBIAN: &str = "/usr/lib/rustlib/wasm32-unknown-unknown";

/// Makes sure that the target is installed; returns the environment for building for it.
pub(crate) fn ensure() -> Result<Vec<(String, String)>> {
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let installed = || has_std(&Path::new(&sysroot).join("lib/rustlib").join(TARGET));
    if installed() {
        skip("wasm target", "installed");
        return Ok(Vec::new());
    }
    if debian_is_ready() {
        skip("wasm target", "installed (Debian's compiler)");
        return debian_environment();
    }
    if place::find("rustup").is_some() {
        let added = step(&format!("rustup target add {TARGET}"), || {
            // Without a network this could wait for ever instead of failing.
            let mut command = Command::new("rustup");
            run_within(
                command.args(["target", "add", TARGET]),
                Duration::from_secs(180),
            )
        })?;
        if added && installed() {
            return Ok(Vec::new());
        }
        eprintln!("    rustup cannot fetch it here: taking Debian's compiler and sources instead");
    }
    if !Path::new("/etc/debian_version").exists() {
        bail!("the target {TARGET} is missing: run `rustup target add {TARGET}`, then this again");
    }
    apt::install(
        &["rustc-web", "cargo-web", "rust-web-src", "lld-22"],
        "to compile for WebAssembly, whose target rustup does not have here",
    )?;
    step("standard library for wasm", build_std)?;
    debian_environment()
}

/// Whether a target's folder has the standard library and the test library.
fn has_std(target: &Path) -> bool {
    let names: Vec<String> = fs::read_dir(target.join("lib"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .collect();
    ["libstd-", "libtest-"]
        .iter()
        .all(|library| names.iter().any(|name| name.starts_with(library)))
}

/// The version of Debian's compiler: the library must be built by the same version.
fn debian_version() -> Result<String> {
    output(Command::new("/usr/bin/rustc").arg("-vV"))
}

fn debian_is_ready() -> bool {
    let built = fs::read_to_string(Path::new(DEBIAN).join("built-by")).unwrap_or_default();
    Path::new("/usr/bin/rustc").exists()
        && has_std(Path::new(DEBIAN))
        && debian_version().is_ok_and(|version| version == built)
        && linker().is_ok()
}

fn linker() -> Result<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir("/usr/bin")?
        .flatten()
        .map(|file| file.path())
        .filter(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("wasm-ld"))
        })
        .collect();
    found.sort();
    found.pop().context("no wasm-ld: please install lld")
}

fn debian_environment() -> Result<Vec<(String, String)>> {
    let mut environment = vec![(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER".to_owned(),
        linker()?.display().to_string(),
    )];
    if place::find("rustup").is_some() {
        let known = output(Command::new("rustup").args(["toolchain", "list"]))?;
        if !known.lines().any(|line| line.starts_with(LINKED)) {
            run(Command::new("rustup").args(["toolchain", "link", LINKED, "/usr"]))?;
        }
        environment.push(("RUSTUP_TOOLCHAIN".to_owned(), LINKED.to_owned()));
    }
    Ok(environment)
}

/// Builds the standard library of Debian's compiler from its sources, and puts it where the compiler looks for it.
fn build_std() -> Result<()> {
    let folder = place::cache()?.join("wasm-std");
    let target = folder.join("target");
    fs::create_dir_all(folder.join("src"))?;
    fs::write(
        folder.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n",
    )?;
    fs::write(folder.join("src/lib.rs"), "#![no_std]\n")?;
    run(Command::new("/usr/bin/cargo")
        .current_dir(&folder)
        .env("RUSTC", "/usr/bin/rustc")
        // The sources need unstable features of the compiler.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", &target)
        .env_remove("RUSTFLAGS")
        .args([
            "build",
            "--release",
            "--target",
            TARGET,
            "-Zbuild-std=std,panic_abort,proc_macro,test",
        ]))?;
    let library = Path::new(DEBIAN).join("lib");
    fs::create_dir_all(&library)
        .with_context(|| format!("cannot write to {DEBIAN}: run this as root once"))?;
    for old in fs::read_dir(&library)?.flatten() {
        fs::remove_file(old.path())?;
    }
    for file in fs::read_dir(target.join(TARGET).join("release/deps"))?.flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libempty") {
            fs::copy(file.path(), library.join(&name))?;
        }
    }
    // Written last, so that an interrupted build never counts as complete.
    fs::write(Path::new(DEBIAN).join("built-by"), debian_version()?)?;
    fs::remove_dir_all(&folder)?;
    Ok(())
}
