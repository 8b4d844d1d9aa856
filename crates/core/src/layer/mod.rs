//! Layers: the formula forward, the chain rule backward.
//!
//! Every layer maps rows of numbers to rows of numbers, `[batch, inputs]` to
//! `[batch, outputs]`, and knows by itself what the numbers in a row mean
//! (an image of 28×28, a sequence of words). It owns its outputs `a`; the
//! [`Network`](crate::network::Network) owns the parameters, in one vector, and
//! hands every layer its own stretch of it.
//!
//! The names are the chapter's: `x` what comes in, `w` weights, `b` biases,
//! `z` the weighted sum, `a` what goes out, `delta` the derivative of the cost.

mod config;
mod conv;
mod dense;
mod dense_padded;
mod dropout;
mod embedded_conv;
mod embedding;
mod flatten;
mod fuse;
mod lstm;
mod padding;
mod pool;
mod recurrent;
mod simple_rnn;
mod window;

use std::fmt::Debug;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::initializer::Initializer;
use crate::kernel::Scratch;
use crate::{Error, Result, Scalar};

pub use config::LayerConfig;
use config::build;
use fuse::build_fused;
pub(crate) use padding::Run;
pub use window::{Axis, Padding};

/// The most numbers that one buffer of a network may hold (2²⁶: 256 MiB of
/// `f32`). More is taken for a mistake.
pub const MAX_ELEMENTS: usize = 1 << 26;

/// What a block of parameters does in its layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Weights of connections.
    Kernel,
    /// Biases.
    Bias,
    /// Rows of a table, one a word.
    Embedding,
    /// Weights from a layer's last state to its next.
    RecurrentKernel,
}

/// Where a layer's parameters stand in the network's vector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterBlock {
    /// Index of the layer in the architecture.
    pub layer: usize,
    /// Keras's name: `"dense/kernel"`, `"dense_1/bias"`.
    pub name: String,
    /// What it does.
    pub role: Role,
    /// A dense kernel is `[inputs, units]`, row after row; a bias `[units]`.
    pub shape: Vec<usize>,
    /// Where it stands.
    pub range: Range<usize>,
}

/// A block of parameters that a layer asks for.
pub(crate) struct ParameterSpec {
    pub(crate) name: &'static str,
    pub(crate) role: Role,
    pub(crate) shape: Vec<usize>,
    /// Inputs and outputs that one neuron connects, for the initialiser.
    pub(crate) fans: (usize, usize),
    /// How it starts whatever the network is told: Keras's default where that is neither
    /// the kernels' nor the biases'.
    pub(crate) initializer: Option<Initializer>,
}

/// What a layer gets to go forward, and again to go backward.
pub(crate) struct Pass<'a, T> {
    /// The layer's own parameters, in the order of its specs.
    pub(crate) parameters: &'a [T],
    /// `[batch, inputs]`.
    pub(crate) x: &'a [T],
    /// Rows.
    pub(crate) batch: usize,
    /// For the matrix products.
    pub(crate) scratch: &'a mut Scratch<T>,
    /// Whether this is a step of training: only then does dropout drop.
    pub(crate) training: bool,
    /// Where `x` repeats itself, for a layer that has taken the runs of the layer below.
    pub(crate) run: Option<&'a Run>,
}

/// A layer with its buffers. The network has checked every length.
pub(crate) trait Layer<T: Scalar>: Debug + Send + Sync {
    /// Keras's class, `"Dense"`.
    fn kind(&self) -> &'static str;
    /// The shape of one sample's output; its product is `outputs`.
    fn output_shape(&self) -> &[usize];
    /// Numbers in a row that goes out.
    fn outputs(&self) -> usize {
        self.output_shape().iter().product()
    }
    /// The parameters that it needs.
    fn parameters(&self) -> Vec<ParameterSpec>;
    /// Computes `a` from `x`.
    fn forward(&mut self, pass: Pass<'_, T>);
    /// `a` of the last forward, `[batch, outputs]`, followed by what is left of
    /// greater batches.
    fn a(&self) -> &[T];
    /// Given `delta` = ∂C/∂a `[batch, outputs]`, writes ∂C/∂parameters into
    /// `gradients` and, when asked, ∂C/∂x `[batch, inputs]` into `delta_x`.
    /// `delta` may be used up.
    fn backward(
        &mut self,
        pass: Pass<'_, T>,
        delta: &mut [T],
        gradients: &mut [T],
        delta_x: Option<&mut [T]>,
    );
    /// Positions and numbers a position, if it can tell where its outputs repeat.
    fn offers_run(&self) -> Option<(usize, usize)> {
        None
    }
    /// The layer above has taken the runs: from now on `delta` comes as [`Run`] says.
    fn run_is_taken(&mut self) {}
    /// Where the outputs of the last forward repeat, once the runs are taken.
    fn run(&self) -> Option<&Run> {
        None
    }
    /// Whether it can use runs of its input, which it will then find in every [`Pass`].
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where there is no room for it.
    fn take_runs(&mut self, _positions: usize, _width: usize) -> Result<bool> {
        Ok(false)
    }
    /// A copy with its buffers.
    fn boxed_clone(&self) -> Box<dyn Layer<T>>;
}

impl<T: Scalar> Clone for Box<dyn Layer<T>> {
    fn clone(&self) -> Self {
        self.boxed_clone()
    }
}

/// A layer of the architecture, as the summary and the parameters list it.
pub(crate) struct Part {
    /// Keras's class, `"Dense"`.
    pub(crate) kind: &'static str,
    pub(crate) output_shape: Vec<usize>,
    pub(crate) parameters: Vec<ParameterSpec>,
}

/// The layers of the architecture that run at once, and what runs them: nothing where
/// they only look at the numbers below in another shape.
pub(crate) type Built<T> = (Vec<Part>, Option<Box<dyn Layer<T>>>);

/// Numbers that layers are built for.
///
/// The functions are here once for each type and not generic, so that every layer is
/// compiled once and not again in each crate that builds a network: a page loads less.
pub(crate) trait Layers: Sized {
    /// [`build_one`].
    fn layer(config: &LayerConfig, input: &[usize], max_batch: usize) -> Result<Built<Self>>;
    /// [`build_fused`].
    fn layers(
        rest: &[LayerConfig],
        input: &[usize],
        max_batch: usize,
        stacked: bool,
    ) -> Result<Built<Self>>;
}

macro_rules! layers {
    ($($number:ty)*) => {
        $(impl Layers for $number {
            #[inline(never)]
            fn layer(config: &LayerConfig, input: &[usize], max_batch: usize) -> Result<Built<Self>> {
                build_one(config, input, max_batch)
            }

            #[inline(never)]
            fn layers(
                rest: &[LayerConfig],
                input: &[usize],
                max_batch: usize,
                stacked: bool,
            ) -> Result<Built<Self>> {
                build_fused(rest, input, max_batch, stacked)
            }
        })*
    };
}

layers!(f32 f64);

/// One layer, by itself.
fn build_one<T: Scalar>(
    config: &LayerConfig,
    input: &[usize],
    max_batch: usize,
) -> Result<Built<T>> {
    let layer = build::<T>(config, input, max_batch)?;
    Ok((vec![part(layer.as_ref())], Some(layer)))
}

fn part<T: Scalar>(layer: &dyn Layer<T>) -> Part {
    Part {
        kind: layer.kind(),
        output_shape: layer.output_shape().to_vec(),
        parameters: layer.parameters(),
    }
}

/// Keras's name for a class: `"MaxPooling1D"` is `"max_pooling1d"`.
pub(crate) fn snake_case(kind: &str) -> String {
    let mut name = String::new();
    let mut after_small = false;
    for letter in kind.chars() {
        if after_small && letter.is_ascii_uppercase() {
            name.push('_');
        }
        after_small = letter.is_ascii_lowercase();
        name.push(letter.to_ascii_lowercase());
    }
    name
}

/// The product of `factors`, if it is at most [`MAX_ELEMENTS`].
pub(crate) fn elements(factors: &[usize]) -> Result<usize> {
    let product = factors
        .iter()
        .try_fold(1usize, |product, &factor| product.checked_mul(factor));
    product
        .filter(|&product| product <= MAX_ELEMENTS)
        .ok_or_else(|| too_large(format!("{factors:?}")))
}

/// `elements` zeros.
pub(crate) fn buffer<T: Scalar>(elements: usize) -> Result<Vec<T>> {
    filled(elements, T::ZERO)
}

/// `elements` times `value`.
pub(crate) fn filled<V: Clone>(elements: usize, value: V) -> Result<Vec<V>> {
    let mut values = Vec::new();
    if elements > MAX_ELEMENTS || values.try_reserve_exact(elements).is_err() {
        return Err(too_large(elements.to_string()));
    }
    values.resize(elements, value);
    Ok(values)
}

/// That a layer takes other shapes: `expected` is `found` with as many axes as it takes,
/// the last ones together or some of length 1.
pub(crate) fn wrong_axes(what: &'static str, axes: usize, found: &[usize]) -> Error {
    let (kept, rest) = found.split_at(found.len().min(axes.saturating_sub(1)));
    let mut expected = kept.to_vec();
    expected.push(rest.iter().fold(1, |all, &axis| all.saturating_mul(axis)));
    expected.resize(axes, 1);
    Error::Shape {
        what,
        expected,
        found: found.to_vec(),
    }
}

fn too_large(value: String) -> Error {
    Error::InvalidParameter {
        name: "size",
        value,
        requirement: "it must be at most 2^26 numbers and fit in memory",
    }
}
