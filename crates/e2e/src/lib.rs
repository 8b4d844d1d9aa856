//! What browser tests need: the built site as a host would serve it, and Chromium over WebDriver.
//!
//! - [`server`]: a static server on a sub-path, which can be told to misbehave.
//! - [`browser`]: a Chromium with a profile of its own, gone when dropped.
//! - [`command`]: Chromium's own WebDriver commands (console, DevTools).
//!
//! Tests stand behind the feature `browser`; `cargo xtask test` builds the site and sets REDES_DIST, REDES_BROWSER,
//! REDES_DRIVER and REDES_SHOTS.

pub mod browser;
pub mod command;
pub mod server;

pub use browser::{Browser, Options};
pub use server::{Fault, Server};

use std::{env, path::PathBuf};

use anyhow::{Context, Result};

/// The path under which the tests serve the site: a course's folder, never a host's root.
pub const SUB_PATH: &str = "/cursos/redes/";

/// Serves the built site that REDES_DIST names.
///
/// # Errors
///
/// Where REDES_DIST is not set or holds no site.
pub fn site() -> Result<Server> {
    let dist = env::var_os("REDES_DIST").context(
        "REDES_DIST must name the built site: run `cargo xtask build` and set it to dist",
    )?;
    // Cargo runs tests in their package's folder; a relative path is meant from the checkout.
    let checkout = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    Server::start(checkout.join(dist), SUB_PATH)
}
