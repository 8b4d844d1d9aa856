//! Neural networks and backpropagation: pure Rust, no I/O, no clock, no browser.

pub mod error;
pub mod scalar;

pub use error::{Error, Result};
pub use scalar::Scalar;
