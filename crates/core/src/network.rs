//! A sequence of layers: build it, run it forward, run it backward.

use std::ops::Range;

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

pub use crate::initializer::DrawOrder;
pub use crate::layer::{LayerConfig, MAX_ELEMENTS, ParameterBlock, Role};
pub use crate::summary::{Summary, SummaryRow};

use crate::initializer::Initializer;
use crate::kernel::Scratch;
use crate::layer::{Layer, Pass, buffer, build, elements};
use crate::rng::RandomState;
use crate::{Error, Result, Scalar};

/// A network, as one writes it down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Architecture {
    /// Keras's model name; printed by the summary.
    pub name: String,
    /// The shape of one sample, for example `[28, 28]`.
    pub input: Vec<usize>,
    /// From the input to the output.
    pub layers: Vec<LayerConfig>,
}

/// A network with its weights and all the buffers that it needs for batches of
/// up to `max_batch` samples.
///
/// All parameters stand in one vector, layer after layer, each layer's kernel
/// (`[inputs, units]`, row after row) before its bias; their gradients lie in
/// another vector in the same way.
#[derive(Debug, Clone)]
pub struct Network<T: Scalar> {
    architecture: Architecture,
    max_batch: usize,
    input_width: usize,
    output_width: usize,
    layers: Vec<LayerInNetwork<T>>,
    /// The first layer that has parameters; gradients needn't go further down.
    first_trainable: usize,
    blocks: Vec<ParameterBlock>,
    /// For each block, inputs and outputs that one neuron connects, and how it starts if
    /// it doesn't start as the others do.
    starts: Vec<(usize, usize, Option<Initializer>)>,
    parameters: Vec<T>,
    gradients: Vec<T>,
    /// ∂C/∂a of the layer at hand and of the layer below it, `[max_batch, widest]`.
    delta: Vec<T>,
    delta_below: Vec<T>,
    scratch: Scratch<T>,
    /// Rows of the last forward.
    rows: usize,
    /// Whether the last forward was a step of training.
    training: bool,
}

#[derive(Debug, Clone)]
struct LayerInNetwork<T: Scalar> {
    layer: Box<dyn Layer<T>>,
    /// `"dense_1"`.
    name: String,
    width: usize,
    /// Its stretch of the parameters.
    range: Range<usize>,
}

impl<T: Scalar> Network<T> {
    /// Builds the network for batches of at most `max_batch` samples, with all
    /// weights 0. All buffers are allocated here.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] when there is no layer, a size is 0, or a buffer
    /// would hold more than [`MAX_ELEMENTS`] numbers or doesn't fit in memory;
    /// [`Error::Shape`] when a layer can't take the shape that comes to it.
    pub fn new(architecture: &Architecture, max_batch: usize) -> Result<Self> {
        let at_least_one = "it must be at least 1";
        if max_batch == 0 {
            return Err(Error::invalid("max_batch", max_batch, at_least_one));
        }
        if architecture.layers.is_empty() {
            return Err(Error::invalid("layers", 0, at_least_one));
        }
        let input_width = elements(&architecture.input)?;
        if input_width == 0 || architecture.input.is_empty() {
            return Err(Error::invalid("input", 0, at_least_one));
        }
        elements(&[max_batch, input_width])?;

        let mut layers: Vec<LayerInNetwork<T>> = Vec::new();
        let mut blocks = Vec::new();
        let mut starts = Vec::new();
        let mut shape = architecture.input.clone();
        let (mut end, mut widest) = (0, 0);
        for (index, config) in architecture.layers.iter().enumerate() {
            let layer = build::<T>(config, &shape, max_batch)?;
            let kind = layer.kind();
            let earlier = layers.iter().filter(|l| l.layer.kind() == kind).count();
            let name = match (kind.to_lowercase(), earlier) {
                (name, 0) => name,
                (name, n) => format!("{name}_{n}"),
            };
            let start = end;
            for spec in layer.parameters() {
                let from = end;
                end = elements(&[1, end + elements(&spec.shape)?])?;
                blocks.push(ParameterBlock {
                    layer: index,
                    name: format!("{name}/{}", spec.name),
                    role: spec.role,
                    shape: spec.shape,
                    range: from..end,
                });
                starts.push((spec.fans.0, spec.fans.1, spec.initializer));
            }
            shape = layer.output_shape().to_vec();
            let width = layer.outputs();
            widest = widest.max(width);
            layers.push(LayerInNetwork {
                layer,
                name,
                width,
                range: start..end,
            });
        }
        let first_trainable = blocks.first().map_or(layers.len(), |block| block.layer);
        let delta_size = elements(&[max_batch, widest])?;
        Ok(Network {
            architecture: architecture.clone(),
            max_batch,
            input_width,
            output_width: layers.last().map_or(0, |last| last.width),
            layers,
            first_trainable,
            blocks,
            starts,
            parameters: buffer(end)?,
            gradients: buffer(end)?,
            delta: buffer(delta_size)?,
            delta_below: buffer(delta_size)?,
            scratch: Scratch::new(),
            rows: 0,
            training: false,
        })
    }

    /// Draws all parameters anew: `kernel` for weights, `bias` for biases, layer
    /// after layer, within a layer in the given order.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] when an initialiser's limit isn't valid.
    pub fn initialize(
        &mut self,
        kernel: Initializer,
        bias: Initializer,
        order: DrawOrder,
        rng: &mut RandomState,
    ) -> Result<()> {
        let first = match order {
            DrawOrder::KernelFirst => Role::Kernel,
            DrawOrder::BiasFirst => Role::Bias,
        };
        let mut draws: Vec<usize> = (0..self.blocks.len()).collect();
        draws.sort_by_key(|&i| (self.blocks[i].layer, self.blocks[i].role != first));
        for i in draws {
            let block = &self.blocks[i];
            let (fan_in, fan_out, own) = self.starts[i];
            let usual = match block.role {
                Role::Bias => bias,
                Role::Kernel | Role::Embedding | Role::RecurrentKernel => kernel,
            };
            let initializer = own.unwrap_or(usual);
            let values = &mut self.parameters[block.range.clone()];
            initializer.fill(values, fan_in, fan_out, rng)?;
        }
        Ok(())
    }

    /// What it was built from.
    pub fn architecture(&self) -> &Architecture {
        &self.architecture
    }

    /// The most samples that [`Network::forward`] takes at a time.
    pub fn max_batch(&self) -> usize {
        self.max_batch
    }

    /// Numbers in one sample.
    pub fn input_width(&self) -> usize {
        self.input_width
    }

    /// Numbers in one answer.
    pub fn output_width(&self) -> usize {
        self.output_width
    }

    /// Runs `x`, `[n, inputs]` with n ≤ `max_batch`, through all layers and gives
    /// the outputs, `[n, outputs]`.
    ///
    /// Nothing is allocated when the rows of `x` lie one after the other.
    ///
    /// # Errors
    /// [`Error::Shape`] for another width or too many rows.
    pub fn forward(&mut self, x: ArrayView2<'_, T>) -> Result<ArrayView2<'_, T>> {
        self.check_input(&x)?;
        match x.as_slice() {
            Some(rows) => self.forward_rows(rows, x.nrows(), false),
            None => {
                let rows: Vec<T> = x.iter().copied().collect();
                self.forward_rows(&rows, x.nrows(), false);
            }
        }
        self.output()
    }

    /// Runs any number of samples, `[n, inputs]`, through the network, in batches.
    ///
    /// # Errors
    /// [`Error::Shape`] for another width.
    pub fn predict(&mut self, x: ArrayView2<'_, T>) -> Result<Array2<T>> {
        let size = elements(&[x.nrows(), self.output_width])?;
        let mut answers = Vec::with_capacity(size);
        for batch in x.axis_chunks_iter(ndarray::Axis(0), self.max_batch) {
            answers.extend(self.forward(batch)?.iter().copied());
        }
        rows_of(answers, x.nrows(), self.output_width)
    }

    /// Runs ∂C/∂a of the outputs, `[n, outputs]`, back through all layers and fills
    /// [`Network::gradients`]. To be called after [`Network::forward`] on the same
    /// `x`.
    ///
    /// # Errors
    /// [`Error::Shape`] when `x` isn't as many rows as the last forward had, or
    /// `loss_gradient` isn't shaped like its outputs.
    pub fn backward(
        &mut self,
        x: ArrayView2<'_, T>,
        loss_gradient: ArrayView2<'_, T>,
    ) -> Result<()> {
        expect("input", [self.rows, self.input_width], x.dim())?;
        let outputs = [self.rows, self.output_width];
        expect("loss gradient", outputs, loss_gradient.dim())?;
        for (delta, &gradient) in self.delta.iter_mut().zip(loss_gradient.iter()) {
            *delta = gradient;
        }
        match x.as_slice() {
            Some(rows) => self.backward_rows(rows),
            None => {
                let rows: Vec<T> = x.iter().copied().collect();
                self.backward_rows(&rows);
            }
        }
        Ok(())
    }

    /// All weights and biases; see [`Network::parameter_blocks`].
    pub fn parameters(&self) -> &[T] {
        &self.parameters
    }

    /// As [`Network::parameters`], to write.
    pub fn parameters_mut(&mut self) -> &mut [T] {
        &mut self.parameters
    }

    /// ∂C/∂parameter of the last backward, in the order of the parameters.
    pub fn gradients(&self) -> &[T] {
        &self.gradients
    }

    /// What stands where in the parameters.
    pub fn parameter_blocks(&self) -> &[ParameterBlock] {
        &self.blocks
    }

    /// What layer `layer` of the architecture said in the last forward, `[n, width]`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] when there is no such layer.
    pub fn activations(&self, layer: usize) -> Result<ArrayView2<'_, T>> {
        let Some(layer) = self.layers.get(layer) else {
            return Err(Error::invalid(
                "layer",
                layer,
                "it must be less than the number of layers",
            ));
        };
        view(layer.layer.a(), self.rows, layer.width)
    }

    /// The table of layers and their parameters; its `Display` is Keras's
    /// `model.summary()`.
    pub fn summary(&self) -> Summary {
        let rows = self.layers.iter().map(|layer| SummaryRow {
            name: layer.name.clone(),
            kind: layer.layer.kind(),
            output_shape: layer.layer.output_shape().to_vec(),
            parameters: layer.range.len(),
        });
        Summary {
            name: self.architecture.name.clone(),
            rows: rows.collect(),
            total: self.parameters.len(),
            trainable: self.parameters.len(),
            bytes: self.parameters.len() * T::BYTES,
        }
    }

    /// FNV-1a (64 bits) over the little-endian bytes of the parameters, in order:
    /// two networks agree bit for bit exactly if this does (but for chance).
    pub fn fingerprint(&self) -> u64 {
        let offset_basis = 0xcbf2_9ce4_8422_2325;
        self.parameters
            .iter()
            .fold(offset_basis, |hash, w| w.fnv1a(hash))
    }

    /// The outputs of the last forward.
    pub(crate) fn output(&self) -> Result<ArrayView2<'_, T>> {
        self.activations(self.layers.len().wrapping_sub(1))
    }

    /// `x` is `rows` whole rows, at most `max_batch`.
    pub(crate) fn forward_rows(&mut self, x: &[T], rows: usize, training: bool) {
        self.rows = rows;
        self.training = training;
        let mut below: Option<&LayerInNetwork<T>> = None;
        for this in &mut self.layers {
            this.layer.forward(Pass {
                parameters: &self.parameters[this.range.clone()],
                x: input_of(below, x, rows),
                batch: rows,
                scratch: &mut self.scratch,
                training,
            });
            below = Some(this);
        }
    }

    /// The outputs, and room for ∂C/∂a of them, to fill before [`Network::backward_rows`].
    pub(crate) fn output_and_delta(&mut self) -> (&[T], &mut [T]) {
        let size = self.rows * self.output_width;
        let a = self.layers.last().map_or(&[][..], |last| last.layer.a());
        (&a[..size.min(a.len())], &mut self.delta[..size])
    }

    /// `x` is what went into the last forward; ∂C/∂a stands in `delta`.
    pub(crate) fn backward_rows(&mut self, x: &[T]) {
        let rows = self.rows;
        for index in (self.first_trainable..self.layers.len()).rev() {
            let (below, above) = self.layers.split_at_mut(index);
            let (below, this) = (below.last(), &mut above[0]);
            let x = input_of(below, x, rows);
            // Nobody asks what the first trainable layer's input should have been.
            let delta_x = if index > self.first_trainable {
                Some(&mut self.delta_below[..x.len()])
            } else {
                None
            };
            this.layer.backward(
                Pass {
                    parameters: &self.parameters[this.range.clone()],
                    x,
                    batch: rows,
                    scratch: &mut self.scratch,
                    training: self.training,
                },
                &mut self.delta[..rows * this.width],
                &mut self.gradients[this.range.clone()],
                delta_x,
            );
            std::mem::swap(&mut self.delta, &mut self.delta_below);
        }
    }

    /// What an optimiser needs.
    pub(crate) fn parts(&mut self) -> (&mut [T], &[T], &[ParameterBlock]) {
        (&mut self.parameters, &self.gradients, &self.blocks)
    }

    fn check_input(&self, x: &ArrayView2<'_, T>) -> Result<()> {
        let rows = x.nrows().min(self.max_batch);
        expect("input", [rows, self.input_width], x.dim())
    }
}

/// What a layer gets: the network's input, or the outputs of the layer below.
fn input_of<'a, T: Scalar>(
    below: Option<&'a LayerInNetwork<T>>,
    x: &'a [T],
    rows: usize,
) -> &'a [T] {
    match below {
        Some(below) => &below.layer.a()[..rows * below.width],
        None => x,
    }
}

/// The first `rows` rows of a buffer.
pub(crate) fn view<T>(values: &[T], rows: usize, width: usize) -> Result<ArrayView2<'_, T>> {
    ArrayView2::from_shape((rows, width), values).map_err(|_| Error::Shape {
        what: "buffer",
        expected: vec![rows, width],
        found: vec![values.len()],
    })
}

fn rows_of<T>(values: Vec<T>, rows: usize, width: usize) -> Result<Array2<T>> {
    let found = values.len();
    Array2::from_shape_vec((rows, width), values).map_err(|_| Error::Shape {
        what: "buffer",
        expected: vec![rows, width],
        found: vec![found],
    })
}

pub(crate) fn expect(
    what: &'static str,
    expected: [usize; 2],
    found: (usize, usize),
) -> Result<()> {
    if expected == [found.0, found.1] {
        return Ok(());
    }
    Err(Error::Shape {
        what,
        expected: expected.to_vec(),
        found: vec![found.0, found.1],
    })
}
