//! Builds the site with Trunk and `redes-book`, and serves it with live reload.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;

use crate::{
    bundle, data, place,
    step::{run, step},
    tools::{self, Tools},
};

/// The site's data sets.
#[derive(Default, clap::Args)]
pub(crate) struct Data {
    /// Builds the site without data sets, as on a machine that cannot download them.
    #[arg(long)]
    pub(crate) without_data: bool,
}

/// Builds dist/.
pub(crate) fn build(data: &Data) -> Result<PathBuf> {
    let tools = prepare()?;
    let data = match data.without_data {
        true => None,
        false => data::for_site()?,
    };
    // Two builds at a time would write to the same folder.
    let _alone = place::lock(&place::root().join("target/site"))?;
    step("trunk build", || {
        let mut command = tools.command("trunk")?;
        run(with_data(
            command.args(["build", "--release", "--offline"]),
            data.as_deref(),
        ))
    })?;
    let dist = place::root().join("dist");
    eprintln!("    dist/ is ready for any static host");
    Ok(dist)
}

/// Serves the site and builds it again at every change.
pub(crate) fn serve(port: u16, open: bool) -> Result<()> {
    let tools = prepare()?;
    let data = data::for_site()?;
    // A separate folder, because these pages reload themselves and dist/ may be built or tested at the same time.
    let folder = place::target().join("serve");
    let _alone = place::lock(&folder)?;
    eprintln!("==> trunk serve on http://127.0.0.1:{port} (Ctrl-C ends it)");
    let mut command = tools.command("trunk")?;
    command.args([
        "serve",
        // A fast profile, without wasm-opt.
        "--release=false",
        "--cargo-profile=serve",
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
    match data {
        Some(data) => command.env("REDES_SITE_DATA", data),
        None => command.env_remove("REDES_SITE_DATA"),
    };
    // Panic messages in the module name a path within the crate, not on the machine that built it.
    if let Some(home) = place::cargo_home().filter(|home| !home.contains(' ')) {
        let flag = format!("--remap-path-prefix={home}/registry/src=");
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flag);
    }
    // Trunk reads NO_COLOR as a flag and refuses its usual value.
    command.env_remove("NO_COLOR")
}

/// The tools, and redes-book. Trunk's hooks find redes-book and this program on the PATH.
fn prepare() -> Result<Tools> {
    let tools = tools::set_up()?;
    // Trunk needs the file before its first hook runs. The hook writes it again at each change.
    bundle::write()?;
    step("redes-book", || {
        run(crate::step::command("cargo").args(["build", "--locked", "--package", "redes-book"]))
    })?;
    Ok(tools.with_folder(place::target().join("debug")))
}
