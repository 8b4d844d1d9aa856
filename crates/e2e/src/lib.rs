//! Tools for browser tests: the built site, served as by a host, and Chromium over WebDriver.
//!
//! - [`server`]: a static server on a sub-path, which misbehaves on request.
//! - [`browser`]: a Chromium with its own profile, closed when dropped.
//! - [`command`]: Chromium's own WebDriver commands (console, DevTools).
//! - [`book`]: the site's pages and figures.
//! - [`renderer`]: the memory of the process that runs a page.
//!
//! The tests need the feature `browser`; `cargo xtask test` builds the site and sets REDES_DIST, REDES_BROWSER,
//! REDES_DRIVER, REDES_SHOTS and REDES_AXE.

pub mod book;
pub mod browser;
pub mod command;
mod driver;
pub mod renderer;
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
/// If REDES_DIST is not set or contains no site.
pub fn site() -> Result<Server> {
    Server::start(book::dist()?, SUB_PATH)
}
