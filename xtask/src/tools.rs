//! Trunk, wasm-bindgen and wasm-opt, in pinned versions, in the user's cache.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::{
    apt, place,
    step::{output, run, skip, step},
    wasm,
};

const TRUNK: &str = "0.21.14";
const CARGO_DENY: &str = "0.20.2";
const BINARYEN: Package = Package {
    name: "binaryen",
    version: "132.0.0",
    sha256: "6543555fb29bb92548f325c7dc18e9ab7dbb1215edda25993d1e3f71d85b8618",
};

/// A package of the npm registry that is unpacked but not run.
pub(crate) struct Package {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its version.
    pub(crate) version: &'static str,
    /// SHA-256 of its tarball.
    pub(crate) sha256: &'static str,
}

/// The environment for building the site.
pub(crate) struct Tools {
    environment: Vec<(String, String)>,
    folders: Vec<PathBuf>,
}

impl Tools {
    /// A command that finds the tools.
    pub(crate) fn command(&self, program: &str) -> Result<Command> {
        let path = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(self.folders.iter().cloned().chain(env::split_paths(&path)))?;
        // Looked up here, because not every system uses a command's own PATH to find its program.
        let found = env::split_paths(&path)
            .map(|folder| folder.join(program))
            .find(|path| path.is_file());
        let mut command = Command::new(found.unwrap_or_else(|| program.into()));
        command.current_dir(place::root()).env("PATH", path);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        Ok(command)
    }

    /// Also finds the programs in a folder.
    pub(crate) fn with_folder(mut self, folder: PathBuf) -> Self {
        self.folders.insert(0, folder);
        self
    }

    /// The program that runs tests for the wasm target.
    pub(crate) fn test_runner(&self) -> Option<PathBuf> {
        self.folders
            .iter()
            .map(|folder| folder.join("wasm-bindgen-test-runner"))
            .find(|path| path.is_file())
    }
}

/// Installs what is missing.
pub(crate) fn set_up() -> Result<Tools> {
    let _alone = place::lock(&place::cache()?.join("tools"))?;
    let environment = wasm::ensure()?;
    let bindgen = locked_version("wasm-bindgen")?;
    // Trunk itself must download nothing.
    step("cargo fetch", || {
        run(crate::step::command("cargo").args([
            "fetch",
            "--locked",
            "--quiet",
            "--target",
            wasm::TARGET,
        ]))
    })?;
    let folders = vec![
        installed(
            "trunk",
            TRUNK,
            &["--locked", "--no-default-features", "--features", "rustls"],
        )?,
        // The tool's lock file may name crates that a mirror does not have yet; without --locked, compatible ones are used.
        installed("wasm-bindgen-cli", &bindgen, &[])?,
        wasm_opt()?,
    ];
    Ok(Tools {
        environment,
        folders,
    })
}

/// The folder with cargo-deny, which only the part `deny` of the tests needs.
pub(crate) fn deny() -> Result<PathBuf> {
    let _alone = place::lock(&place::cache()?.join("tools"))?;
    installed("cargo-deny", CARGO_DENY, &["--locked"])
}

/// The version of a crate in Cargo.lock.
fn locked_version(name: &str) -> Result<String> {
    let lock: toml::Table = toml::from_str(&fs::read_to_string(place::root().join("Cargo.lock"))?)?;
    let packages = lock
        .get("package")
        .and_then(toml::Value::as_array)
        .context("Cargo.lock has no packages")?;
    let found = packages
        .iter()
        .find(|package| package.get("name").and_then(toml::Value::as_str) == Some(name));
    let version = found
        .and_then(|package| package.get("version"))
        .and_then(toml::Value::as_str);
    version
        .map(str::to_owned)
        .with_context(|| format!("Cargo.lock has no {name}"))
}

/// The folder of a tool built by `cargo install`.
fn installed(name: &str, version: &str, arguments: &[&str]) -> Result<PathBuf> {
    let folder = place::cache()?
        .join("tools")
        .join(format!("{name}-{version}"));
    let programs = folder.join("bin");
    if programs.is_dir() {
        skip(name, &format!("{version} installed"));
        return Ok(programs);
    }
    let part = folder.with_extension("part");
    let build = place::cache()?.join("tools").join("build");
    step(
        &format!("cargo install {name} {version} (a few minutes, once)"),
        || {
            let _ = fs::remove_dir_all(&part);
            run(Command::new("cargo")
                .args(["install", name, "--version", version, "--root"])
                .arg(&part)
                .args(arguments)
                .env("CARGO_TARGET_DIR", &build)
                // Optimising for minutes is not worth it for a tool that runs for seconds.
                .env("CARGO_PROFILE_RELEASE_LTO", "off")
                .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
                .env("CARGO_PROFILE_RELEASE_DEBUG", "false"))?;
            fs::rename(&part, &folder)?;
            let _ = fs::remove_dir_all(&build);
            Ok(programs)
        },
    )
}

fn wasm_opt() -> Result<PathBuf> {
    let folder = place::cache()?
        .join("tools")
        .join(format!("binaryen-{}", BINARYEN.version));
    let programs = folder.join("bin");
    if programs.join("wasm-opt").is_file() {
        skip("wasm-opt", &format!("{} installed", BINARYEN.version));
        return Ok(programs);
    }
    step("wasm-opt", || {
        unpack(&BINARYEN, &folder)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(programs.join("wasm-opt"), fs::Permissions::from_mode(0o755))?;
        }
        Ok(programs)
    })
}

/// Downloads a package's tarball, checks it, and unpacks it into a folder; runs none of its scripts.
pub(crate) fn unpack(package: &Package, folder: &Path) -> Result<()> {
    if place::find("npm").is_none() {
        apt::install(
            &["npm"],
            &format!("to fetch the npm package {}", package.name),
        )?;
    }
    let part = folder.with_extension("part");
    let _ = fs::remove_dir_all(&part);
    fs::create_dir_all(&part)?;
    let name = format!("{}@{}", package.name, package.version);
    let mut last = None;
    for _ in 0..3 {
        match output(
            Command::new("npm")
                .current_dir(&part)
                .args(["pack", "--silent", &name]),
        ) {
            Ok(file) => {
                let file = part.join(file.lines().last().unwrap_or_default());
                let found = sha256(&fs::read(&file)?);
                if found != package.sha256 {
                    bail!("{name} has SHA-256 {found}, not {}", package.sha256);
                }
                run(Command::new("tar")
                    .current_dir(&part)
                    .args(["xzf"])
                    .arg(&file)
                    .arg("--strip-components=1"))?;
                fs::remove_file(&file)?;
                let _ = fs::remove_dir_all(folder);
                return fs::rename(&part, folder).context("cannot finish unpacking");
            }
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| anyhow::anyhow!("npm pack {name} failed")))
}

/// SHA-256 in hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
