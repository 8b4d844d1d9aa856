//! Neural networks and backpropagation: pure Rust, no I/O, no clock, no browser.
//!
//! # Where to look
//!
//! | to … | look at |
//! |---|---|
//! | describe a network and build it | [`network`]: [`Architecture`](network::Architecture), [`Network`](network::Network) |
//! | know which layers there are, or add one | [`layer`]: [`LayerConfig`](layer::LayerConfig), and the steps to a new layer |
//! | see the functions that neurons apply | [`activation`] |
//! | draw the first weights | [`initializer`], from NumPy's generator, [`rng`] |
//! | train, one batch a step | [`train`]: [`Trainer`](train::Trainer), on [`Samples`](train::Samples) or any [`Dataset`](train::Dataset) |
//! | measure the error and its gradient | [`loss`] |
//! | turn gradients into steps | [`optimizer`] |
//! | keep weights small | [`penalty`] |
//! | test a trained network | [`mod@evaluate`], [`metrics`] |
//! | test backpropagation itself | [`mod@gradient_check`] |
//! | make matrix products faster | [`kernel`], behind one [`scalar`] trait for `f32` and `f64` |
//! | keep a training, to go on from there later | [`tape`], [`Trainer::tape`](train::Trainer::tape) |
//! | draw numbers with NumPy's last bits | [`rounded_functions`] |
//!
//! What explains networks, and the thesis's experiments, is in the crate `redes-lessons`.
//!
//! # Promises
//!
//! - The same seed gives the same bits on every machine. Sums have a fixed order, `exp` and its like come from `libm`,
//!   and nothing is fused or runs in threads.
//! - No input makes the crate panic. Whatever is wrong comes back as an [`Error`].
//! - A step of training allocates nothing.
//!
//! # Example
//!
//! `examples/xor.rs` is the shortest whole program (`cargo run -p redes-core --example xor`): it learns exclusive or,
//! which no single neuron can.
//!
//! ```
#![doc = include_str!("../examples/xor.rs")]
//! ```

pub mod activation;
mod dataset;
pub mod error;
pub mod evaluate;
mod exp_lanes;
pub mod gradient_check;
pub mod initializer;
pub mod kernel;
pub mod layer;
pub mod loss;
pub mod metrics;
pub mod network;
pub mod optimizer;
pub mod penalty;
pub mod rng;
pub mod rounded_functions;
pub mod scalar;
pub mod tape;
pub mod train;

pub use error::{Error, Result};
pub use scalar::Scalar;
