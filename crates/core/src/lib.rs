//! Neural networks and backpropagation: pure Rust, no I/O, no clock, no browser.
//!
//! | to … | look at |
//! |---|---|
//! | build a network and run it | [`network`], made of [`layer`]s with an [`activation`] |
//! | give it its first weights | [`initializer`], drawing from NumPy's generator, [`rng`] |
//! | train it, a step at a time | [`train`], down the gradient of a [`loss`] by an [`optimizer`] |
//! | judge it | [`mod@evaluate`], [`metrics`], [`mod@gradient_check`] |
//! | make it fast | [`kernel`], behind one [`scalar`] trait for `f32` and `f64` |
//!
//! The same seed gives the same bits on every machine: sums have a fixed order,
//! `exp` and its kin come from `libm`, and nothing is fused or threaded. No input
//! makes the crate panic; what is wrong comes back as an [`Error`].
//!
//! # Example
//!
//! Exclusive or, which no single neuron can learn:
//!
//! ```
//! use ndarray::array;
//! use redes_core::activation::Activation::Sigmoid;
//! use redes_core::initializer::{DrawOrder::KernelFirst, Initializer::{GlorotUniform, Zeros}};
//! use redes_core::network::{Architecture, LayerConfig::Dense, Network};
//! use redes_core::train::{Samples, StopRule, TrainConfig, Trainer};
//! use redes_core::{loss::Loss, optimizer::OptimizerConfig, rng::RandomState};
//!
//! # fn main() -> redes_core::Result<()> {
//! let x = array![[0., 0.], [0., 1.], [1., 0.], [1., 1.]];
//! let samples = Samples::new(x.clone(), array![[0.], [1.], [1.], [0.]])?;
//! let hidden = Dense { units: 4, activation: Sigmoid, bias: true };
//! let output = Dense { units: 1, activation: Sigmoid, bias: true };
//! let xor = Architecture { name: "xor".into(), input: vec![2], layers: vec![hidden, output] };
//! let mut network = Network::<f64>::new(&xor, 4)?;
//! network.initialize(GlorotUniform, Zeros, KernelFirst, &mut RandomState::new(7))?;
//! let optimizer = OptimizerConfig::Sgd { learning_rate: 2.0, momentum: 0.9, nesterov: false };
//! let stop = StopRule { epochs: Some(5_000), error_below: Some(0.001), ..StopRule::default() };
//! let loss = Loss::QuadraticMean;
//! let config = TrainConfig { loss, optimizer, batch_size: None, shuffle: false, seed: 7, stop };
//! let mut trainer = Trainer::new(network, 4, config)?;
//! while trainer.finished().is_none() {
//!     trainer.step(&samples)?;
//! }
//! let answers = trainer.network_mut().predict(x.view())?;
//! assert!(answers[[0, 0]] < 0.1 && answers[[1, 0]] > 0.9);
//! # Ok(())
//! # }
//! ```

pub mod activation;
mod dataset;
pub mod error;
pub mod evaluate;
pub mod gradient_check;
pub mod initializer;
pub mod kernel;
pub mod layer;
pub mod loss;
pub mod metrics;
pub mod network;
pub mod optimizer;
pub mod rng;
pub mod rounded_functions;
pub mod scalar;
mod summary;
pub mod train;

pub use error::{Error, Result};
pub use scalar::Scalar;
