//! Layers: the formula forward, the chain rule backward.
//!
//! A layer maps `[batch, inputs]` to `[batch, outputs]`. It alone knows what the numbers of a row mean: an image of
//! 28 × 28, a sequence of words. It owns its outputs `a`. The [`Network`](crate::network::Network) owns the parameters
//! of all layers, in one slice, and lends each layer its own part.
//!
//! The names are the chapter's: `x` the inputs, `w` the weights, `b` the biases, `z` the weighted sum, `a` the outputs,
//! `delta` the derivative of the cost.
//!
//! # Adding a layer
//!
//! Say `Scale`: a = w · x, one weight an input. All paths are in `crates/core`.
//!
//! 1. **`src/layer/scale.rs`**: a struct with its sizes and its buffers (`a`, and whatever backward needs of forward), in
//!    the manner of `dropout.rs` (no parameters) or `dense.rs`. `new(input, …, max_batch)` checks the sizes with
//!    `elements` and allocates every buffer with `buffer`; later nothing is allocated. Then `impl Layer`:
//!    - `kind`: Keras's class, `"Scale"`. Names of parameters are made from it.
//!    - `output_shape`: the shape of one sample's output.
//!    - `parameters`: a `ParameterSpec` for each block, in the order in which `pass.parameters` and `gradients` hold them.
//!    - `forward`: reads `pass.x` and `pass.parameters`, writes `a`.
//!    - `a`: the outputs of the last forward.
//!    - `backward`: gets ∂C/∂a in `delta`. Overwrites every one of `gradients` with ∂C/∂parameter, summed over the batch
//!      in a fixed order, and `delta_x`, where there is one, with ∂C/∂x.
//!    - `boxed_clone`: `Box::new(self.clone())`.
//! 2. **`src/layer/mod.rs`**: `mod scale;`.
//! 3. **`src/layer/config.rs`**: a variant `Scale` of [`LayerConfig`], with its formula, its shapes and Keras's name.
//! 4. **`src/layer/build.rs`**, `build`: an arm that makes the layer. If a page may leave it out, the arm has a guard
//!    (`if text`, see `features.rs`) and the variant joins the last arm, which refuses it. A layer that only networks of
//!    other programs have stands behind the feature `models`: variant, module and arm, in `build_models.rs`.
//! 5. **`tests/layer_gradients.rs`**: a case in `over_sequences` or `over_images`, or a test of its own. Both gradients are
//!    compared with difference quotients.
//! 6. **`tests/layer_sizes.rs`**, `any_layer`: an arm (and one more `kind`), so that random sizes are tried on it; **`tests/no_allocation.rs`**: the
//!    layer in one of its networks.
//! 7. If Keras has the layer: a case in **`tests/golden/keras_layers.py`** and in `cases` of **`tests/golden_layers.rs`**.
//!    Run the script and commit what it prints.
//!
//! `cargo test -p redes-core` then decides. Nothing else names the layers one by one: files, summaries, optimisers and
//! the page work with any.

#[cfg(feature = "models")]
mod activate;
#[cfg(feature = "models")]
mod batch_normalization;
#[cfg(feature = "models")]
mod bidirectional;
mod build;
#[cfg(feature = "models")]
mod build_models;
mod config;
mod conv;
mod dense;
#[cfg(feature = "models")]
mod dense_each;
mod dense_kernel;
mod dense_padded;
mod dropout;
mod embedded_conv;
mod embedding;
mod entry;
mod features;
mod flatten;
mod fuse;
#[cfg(feature = "models")]
mod gru;
mod lstm;
mod padding;
mod pool;
mod recurrent;
#[cfg(feature = "models")]
mod reshape;
#[cfg(feature = "models")]
mod separable_conv;
mod simple_rnn;
mod size;
mod window;

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::initializer::Initializer;
use crate::kernel::Scratch;
use crate::optimizer::Moves;
use crate::{Result, Scalar, tape::Tape};

pub(crate) use build::Part;
pub use config::LayerConfig;
#[cfg(feature = "models")]
pub use config::Merge;
pub(crate) use entry::Layers;
pub(crate) use padding::Run;
pub use size::MAX_ELEMENTS;
pub(crate) use size::{buffer, elements, filled, wrong_axes};
pub use window::{Axis, Padding};

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
    /// What a normalisation multiplies a channel by.
    #[cfg(feature = "models")]
    Scale,
    /// A mean or a variance that training never moves.
    #[cfg(feature = "models")]
    Statistic,
}

/// One kernel, bias or table of a layer, and its part of the network's parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterBlock {
    /// Index of the layer in the architecture.
    pub layer: usize,
    /// Keras's name: `"dense/kernel"`, `"dense_1/bias"`.
    pub name: String,
    /// Its role in the layer.
    pub role: Role,
    /// A dense kernel is `[inputs, units]`, row after row; a bias `[units]`.
    pub shape: Vec<usize>,
    /// Its part of [`Network::parameters`](crate::network::Network::parameters).
    pub range: Range<usize>,
}

/// A block of parameters that a layer asks for.
pub(crate) struct ParameterSpec {
    pub(crate) name: &'static str,
    pub(crate) role: Role,
    pub(crate) shape: Vec<usize>,
    /// Inputs and outputs that one neuron connects, for the initialiser.
    pub(crate) fans: (usize, usize),
    /// How it is initialised, if not as the caller says for all kernels and biases: Keras's default for this block.
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
    /// Where `x` repeats one vector; only for layers that have accepted runs ([`Layer::take_runs`]).
    pub(crate) run: Option<&'a Run>,
}

/// The layer's kind alone: its numbers are the network's.
impl<T: Scalar> fmt::Debug for dyn Layer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())
    }
}

/// A layer with its buffers. The network has checked every length.
pub(crate) trait Layer<T: Scalar>: Send + Sync {
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
    /// `a` of the last forward, `[batch, outputs]`. More may follow: the rest of an earlier, larger batch.
    fn a(&self) -> &[T];
    /// Given `delta` = ∂C/∂a `[batch, outputs]`, writes ∂C/∂parameters into
    /// `gradients` and, if `delta_x` is given, ∂C/∂x `[batch, inputs]` into it. May overwrite `delta`.
    fn backward(
        &mut self,
        pass: Pass<'_, T>,
        delta: &mut [T],
        gradients: &mut [T],
        delta_x: Option<&mut [T]>,
    );
    /// [`Layer::backward`], and then the step that the optimiser takes of `parameters`. A layer with many weights moves
    /// them block by block, while they are in the cache; then `gradients` has room for [`Layer::moved_gradients`] alone. Returns
    /// whether all parameters are finite.
    fn backward_and_move(
        &mut self,
        pass: Pass<'_, T>,
        parameters: &mut [T],
        delta: &mut [T],
        gradients: &mut [T],
        delta_x: Option<&mut [T]>,
        mut moves: Moves<'_, T>,
    ) -> bool {
        let still = Pass {
            parameters: &*parameters,
            ..pass
        };
        self.backward(still, delta, gradients, delta_x);
        moves.apply(0, parameters, gradients)
    }
    /// How many numbers `gradients` has in [`Layer::backward_and_move`], of a layer with so many parameters. Its biases stand
    /// at the end.
    fn moved_gradients(&self, parameters: usize) -> usize {
        parameters
    }
    /// Positions and numbers per position of its output, if the layer knows where that repeats one vector.
    fn offers_run(&self) -> Option<(usize, usize)> {
        None
    }
    /// Called when the layer above uses the runs. From then on `delta` is laid out as [`Run`] says.
    fn run_is_taken(&mut self) {}
    /// Where the outputs of the last forward repeat one vector; `None` unless the layer above uses it.
    fn run(&self) -> Option<&Run> {
        None
    }
    /// Offers the runs of the layer below. Returns whether this layer uses them; then every [`Pass`] has them.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`](crate::Error::InvalidParameter) when a buffer for it would be too large.
    fn take_runs(&mut self, _positions: usize, _width: usize) -> Result<bool> {
        Ok(false)
    }
    /// Writes to the tape what it remembers from step to step beside its parameters, or goes on from what is read there.
    fn tape(&mut self, _tape: &mut Tape<'_>) {}
    /// A copy with its buffers.
    fn boxed_clone(&self) -> Box<dyn Layer<T>>;
}

impl<T: Scalar> Clone for Box<dyn Layer<T>> {
    fn clone(&self) -> Self {
        self.boxed_clone()
    }
}
