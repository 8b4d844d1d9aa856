//! What browser tests need: the built site as a host would serve it, and Chromium over WebDriver.
//!
//! - [`server`]: a static server on a sub-path, which can be told to misbehave.
//! - [`browser`]: a Chromium with a profile of its own, gone when dropped.
//! - [`command`]: Chromium's own WebDriver commands (console, DevTools).
//! - [`book`]: the pages and figures that the site has.
//!
//! Tests stand behind the feature `browser`; `cargo xtask test` builds the site and sets REDES_DIST, REDES_BROWSER,
//! REDES_DRIVER, REDES_SHOTS and REDES_AXE.

pub mod book;
pub mod browser;
pub mod command;
mod driver;
pub mod server;

pub use browser::{Browser, Options};
pub use server::{Fault, Server};

use anyhow::Result;

/// The path under which the tests serve the site: a course's folder, never a host's root.
pub const SUB_PATH: &str = "/cursos/redes/";

/// Serves the built site that REDES_DIST names.
///
/// # Errors
///
/// Where REDES_DIST is not set or holds no site.
pub fn site() -> Result<Server> {
    Server::start(book::dist()?, SUB_PATH)
}
