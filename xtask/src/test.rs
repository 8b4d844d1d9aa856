//! Every check and test, in the order in which they fail fastest.

use std::{fs, path::Path};

use anyhow::Result;

use crate::{
    browser, data, listings, node, place, site,
    step::{command, run, step},
    tools, wasm, weight,
};

/// Runs everything; `browsers` also what needs one.
pub(crate) fn all(browsers: bool) -> Result<()> {
    step("cargo fmt", || {
        run(command("cargo").args(["fmt", "--all", "--check"]))
    })?;
    step("cargo clippy", || {
        run(command("cargo")
            .args([
                "clippy",
                "--locked",
                "--workspace",
                "--all-targets",
                "--all-features",
            ])
            .args(["--", "-Dwarnings"]))
    })?;
    step("cargo doc", || {
        run(command("cargo")
            .args(["doc", "--locked", "--workspace", "--no-deps"])
            .env("RUSTDOCFLAGS", "-Dwarnings"))
    })?;
    step("native tests", || {
        run(command("cargo").args(["test", "--locked", "--workspace"]))
    })?;
    listings::test()?;
    let tools = tools::set_up()?;
    step("wasm tests", || {
        let mut command = tools.command("cargo")?;
        command.args([
            "test",
            "--locked",
            "--package",
            "redes-web",
            "--target",
            wasm::TARGET,
        ]);
        // Another compiler than the native one must not share its folder.
        command.env("CARGO_TARGET_DIR", place::target().join("wasm"));
        if let Some(runner) = tools.test_runner() {
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
        }
        run(&mut command)
    })?;
    let dist = site::build()?;
    let modules = look(&dist)?;
    if !browsers {
        return Ok(());
    }
    let programs = browser::ensure()?;
    step("browser tests", || {
        let shots = place::target().join("e2e");
        fs::create_dir_all(&shots)?;
        run(command("cargo")
            .args([
                "test",
                "--package",
                "redes-e2e",
                "--features",
                "browser",
                "--",
                "--test-threads=1",
            ])
            .envs(programs)
            .env("REDES_DIST", &dist)
            .env("REDES_DATA", data::mnist()?)
            .env("REDES_SHOTS", shots)
            .env("REDES_AXE", modules.axe())
            // An error here is about the page; where in the driver it came up is noise.
            .env("RUST_LIB_BACKTRACE", "0"))
    })
}

/// What can be said of the built site without a browser: what each page weighs, and whether its HTML is valid.
pub(crate) fn look(dist: &Path) -> Result<node::Modules> {
    step("page weight", || weight::check(dist))?;
    let modules = node::modules()?;
    step("HTML", || modules.validate(dist))?;
    Ok(modules)
}
