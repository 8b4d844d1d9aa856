//! Training away from the page's thread.
//!
//! | | decides, without a browser | acts in the browser |
//! |---|---|---|
//! | the page's end | [`caller`] | [`client`] |
//! | the trainer's end | [`trainer`] | [`server`] |
//!
//! [`envelope`] has the messages, [`wire`] packs them for the browser, [`pieces`] has a kept run in the browser's
//! memory, and [`registry`] names the experiments of a module. Where the browser refuses a worker, the client runs the
//! same server on the page, in short slices.

pub mod caller;
pub mod client;
pub mod clock;
pub mod envelope;
pub mod pieces;
pub mod registry;
pub mod server;
#[cfg(test)]
mod tests;
pub mod trainer;
pub mod wire;
