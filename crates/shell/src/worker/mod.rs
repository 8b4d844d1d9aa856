//! Training away from the page's thread.
//!
//! The page's end is [`client`], the trainer's is [`server`]; each is a thin browser around a half that knows none:
//! [`caller`] and [`trainer`], tested natively. [`envelope`] is what they send each other, [`wire`] how a browser posts
//! it, [`registry`] which experiments a module has. Where a worker is refused, the client runs the same server on the page
//! in short slices.

pub mod caller;
pub mod client;
pub mod clock;
pub mod envelope;
pub mod registry;
pub mod server;
#[cfg(test)]
mod tests;
pub mod trainer;
pub mod wire;
