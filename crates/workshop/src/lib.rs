//! What the page does with a network from another program's file. Nothing here knows the browser.
//!
//! - [`opening`]: the experiment that reads a file and describes what is in it. It runs in a worker of its own, so that
//!   a file that is refused, or that stops its worker, leaves the running network as it is.
//! - [`shop`]: the experiment that has the network: it answers, shows a layer, finds the scaling, tests, trains and
//!   writes files.
//! - [`protocol`]: setups, messages and bodies of both.
//! - [`form`]: the formats in which a network is saved; [`trained`]: the networks of other pages' experiments, as files.
//! - [`digest`]: what a page shows of a network; [`refusal`] and [`remark`]: what it says of a file.
//! - [`scaling`]: which way of making numbers of pixels a network needs.

mod build;
mod bytes;
pub mod digest;
pub mod form;
mod inside;
mod look;
mod name;
pub mod opening;
pub mod protocol;
pub mod refusal;
pub mod remark;
mod samples;
pub mod scaling;
pub mod shop;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests;
pub mod trained;

pub use bytes::Bytes;
pub use opening::Opening;
pub use shop::Shop;
