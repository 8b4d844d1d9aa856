//! A network is a sequence of layers: built, run forward, run backward.

mod build;
mod outline;
mod summary;

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

pub use crate::initializer::DrawOrder;
pub use crate::layer::{LayerConfig, MAX_ELEMENTS, ParameterBlock, Role};
pub use outline::{Outline, snake_case};
pub use summary::{Summary, SummaryRow};

use crate::initializer::Initializer;
use crate::kernel::Scratch;
use crate::layer::{Pass, Run, buffer, elements};
use crate::optimizer::Moves;
use crate::penalty::Penalty;
use crate::{Error, Result, Scalar, tape::Tape};

use build::Stage;

/// The description of a network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Architecture {
    /// Keras's model name; printed by the summary.
    pub name: String,
    /// The shape of one sample, for example `[28, 28]`.
    pub input: Vec<usize>,
    /// From the input to the output.
    pub layers: Vec<LayerConfig>,
}

impl Architecture {
    /// A network without a name, for samples of the shape `input`.
    pub fn new(input: impl Into<Vec<usize>>, layers: Vec<LayerConfig>) -> Self {
        Architecture {
            name: String::new(),
            input: input.into(),
            layers,
        }
    }

    /// The same under a name.
    pub fn named(self, name: impl Into<String>) -> Self {
        Architecture {
            name: name.into(),
            ..self
        }
    }
}

/// A network with its weights and all the buffers that it needs for batches of
/// up to `max_batch` samples.
///
/// All parameters stand in one vector, layer after layer, each layer's kernel
/// (`[inputs, units]`, row after row) before its bias; their gradients lie in
/// another vector in the same way, once they are computed.
#[derive(Debug, Clone)]
pub struct Network<T: Scalar> {
    architecture: Architecture,
    max_batch: usize,
    input_width: usize,
    output_width: usize,
    /// What runs: each one layer, or several as one.
    stages: Vec<Stage<T>>,
    /// For each layer of the architecture the stage whose outputs are its own.
    stage_of: Vec<Option<usize>>,
    rows_of_summary: Vec<SummaryRow>,
    /// The first stage that has parameters; gradients needn't go further down.
    first_trainable: usize,
    blocks: Vec<ParameterBlock>,
    /// For each block, inputs and outputs that one neuron connects, and how it starts if
    /// it doesn't start as the others do.
    starts: Vec<(usize, usize, Option<Initializer>)>,
    parameters: Vec<T>,
    /// As many as were needed so far: none at first, [`Stage::moved`] for a trainer that moves the parameters at once, else
    /// one a parameter.
    gradients: Vec<T>,
    /// ∂C/∂a of the stage at hand and of the stage below it, `[max_batch, widest]`.
    delta: Vec<T>,
    delta_below: Vec<T>,
    scratch: Scratch<T>,
    /// Rows of the last forward.
    rows: usize,
    /// Whether the last forward was a step of training.
    training: bool,
}

impl<T: Scalar> Network<T> {
    /// The description that it was built from.
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

    /// Numbers in one sample's output.
    pub fn output_width(&self) -> usize {
        self.output_width
    }

    /// Runs `x`, `[n, inputs]` with n ≤ `max_batch`, through all layers and returns
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

    /// The outputs for one sample, `[inputs]` to `[outputs]`.
    ///
    /// ```
    /// use redes_core::activation::Activation::Identity;
    /// use redes_core::network::{Architecture, LayerConfig, Network};
    ///
    /// # fn main() -> redes_core::Result<()> {
    /// let neuron = Architecture::new([2], vec![LayerConfig::dense(1, Identity)]);
    /// let mut network = Network::<f64>::new(&neuron, 1)?;
    /// network.parameters_mut().copy_from_slice(&[2.0, 3.0, 0.5]);
    /// assert_eq!(network.forward_row(&[10.0, 1.0])?, [10.0 * 2.0 + 3.0 + 0.5]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::Shape`] for another length of `x`.
    pub fn forward_row(&mut self, x: &[T]) -> Result<&[T]> {
        expect("input", [1, self.input_width], (1, x.len()))?;
        self.forward_rows(x, 1, false);
        let (outputs, _) = self.output_and_delta();
        Ok(outputs)
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
        self.backward_with(x, loss_gradient, None)
    }

    /// As [`Network::backward`], and on to the input: ∂C/∂x, `[n, inputs]`. Words have no
    /// derivative; theirs is 0.
    ///
    /// # Errors
    /// As [`Network::backward`].
    pub fn backward_to_input(
        &mut self,
        x: ArrayView2<'_, T>,
        loss_gradient: ArrayView2<'_, T>,
    ) -> Result<Array2<T>> {
        let mut delta_x = vec![T::ZERO; x.len()];
        self.backward_with(x, loss_gradient, Some(&mut delta_x))?;
        rows_of(delta_x, x.nrows(), self.input_width)
    }

    fn backward_with(
        &mut self,
        x: ArrayView2<'_, T>,
        loss_gradient: ArrayView2<'_, T>,
        delta_x: Option<&mut [T]>,
    ) -> Result<()> {
        expect("input", [self.rows, self.input_width], x.dim())?;
        let outputs = [self.rows, self.output_width];
        expect("loss gradient", outputs, loss_gradient.dim())?;
        self.make_room(false)?;
        for (delta, &gradient) in self.delta.iter_mut().zip(loss_gradient.iter()) {
            *delta = gradient;
        }
        match x.as_slice() {
            Some(rows) => self.backward_rows(rows, delta_x),
            None => {
                let rows: Vec<T> = x.iter().copied().collect();
                self.backward_rows(&rows, delta_x);
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

    /// ∂C/∂parameter of the last [`Network::backward`], in the order of the parameters. A trainer's step does not keep them:
    /// it moves the weights of a large layer block by block. Empty before the first of both.
    pub fn gradients(&self) -> &[T] {
        &self.gradients
    }

    /// Which range of the parameters is which kernel or bias.
    pub fn parameter_blocks(&self) -> &[ParameterBlock] {
        &self.blocks
    }

    /// The outputs of layer `layer` of the architecture in the last forward, `[n, width]`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] when there is no such layer, or it ran together with
    /// the next one ([`Network::plain`] runs each by itself).
    pub fn activations(&self, layer: usize) -> Result<ArrayView2<'_, T>> {
        let Some(&stage) = self.stage_of.get(layer) else {
            let requirement = "it must be less than the number of layers";
            return Err(Error::invalid("layer", layer, requirement));
        };
        let Some(stage) = stage.and_then(|stage| self.stages.get(stage)) else {
            let requirement = "it must not run together with the next one";
            return Err(Error::invalid("layer", layer, requirement));
        };
        view(stage.layer.a(), self.rows, stage.width)
    }

    /// The table of layers and their parameters; its `Display` is Keras's
    /// `model.summary()`.
    pub fn summary(&self) -> Summary {
        Summary {
            name: self.architecture.name.clone(),
            rows: self.rows_of_summary.clone(),
            total: self.parameters.len(),
            trainable: self.trainable(),
            bytes: self.parameters.len() * T::BYTES,
        }
    }

    /// How many parameters training moves: all but means and variances.
    fn trainable(&self) -> usize {
        #[cfg(feature = "models")]
        {
            let moved = |block: &&ParameterBlock| block.role != Role::Statistic;
            let moved = self.blocks.iter().filter(moved);
            moved.map(|block| block.range.len()).sum()
        }
        #[cfg(not(feature = "models"))]
        self.parameters.len()
    }

    /// FNV-1a (64 bits) over the little-endian bytes of the parameters, in order:
    /// two networks agree bit for bit exactly if this does (but for chance).
    pub fn fingerprint(&self) -> u64 {
        let offset_basis = 0xcbf2_9ce4_8422_2325;
        self.parameters
            .iter()
            .fold(offset_basis, |hash, w| w.fnv1a(hash))
    }

    /// Writes to the tape what the layers remember beside their parameters, or goes on from what is read there.
    pub(crate) fn tape(&mut self, tape: &mut Tape<'_>) {
        for stage in &mut self.stages {
            stage.layer.tape(tape);
        }
    }

    /// The outputs of the last forward.
    pub(crate) fn output(&self) -> Result<ArrayView2<'_, T>> {
        self.activations(self.stage_of.len().wrapping_sub(1))
    }

    /// `x` is `rows` whole rows, at most `max_batch`.
    pub(crate) fn forward_rows(&mut self, x: &[T], rows: usize, training: bool) {
        self.rows = rows;
        self.training = training;
        let mut below: Option<&Stage<T>> = None;
        for this in &mut self.stages {
            this.layer.forward(Pass {
                parameters: &self.parameters[this.range.clone()],
                x: input_of(below, x, rows),
                batch: rows,
                scratch: &mut self.scratch,
                training,
                run: run_of(below, this.takes_runs),
            });
            below = Some(this);
        }
    }

    /// Allocates the gradients: all, or as many as are needed where the parameters move at once.
    pub(crate) fn make_room(&mut self, moves: bool) -> Result<()> {
        let needed = match moves {
            true => self.stages.last().map_or(0, |last| last.moved.end),
            false => self.parameters.len(),
        };
        if self.gradients.len() < needed {
            self.gradients = buffer(needed)?;
        }
        Ok(())
    }

    /// The outputs, and room for ∂C/∂a of them, to fill before [`Network::backward_rows`].
    pub(crate) fn output_and_delta(&mut self) -> (&[T], &mut [T]) {
        let size = self.rows * self.output_width;
        let a = self.stages.last().map_or(&[][..], |last| last.layer.a());
        (&a[..size.min(a.len())], &mut self.delta[..size])
    }

    /// `x` is the input of the last forward, and `delta` holds ∂C/∂a. Stages below the first with parameters are skipped
    /// unless `input_delta` is asked for. [`Network::make_room`] has been called.
    pub(crate) fn backward_rows(&mut self, x: &[T], input_delta: Option<&mut [T]>) {
        self.back(x, input_delta, None);
    }

    /// As [`Network::backward_rows`], and moves the parameters, a stage after the other. [`Network::gradients`] does not
    /// hold all gradients afterwards. Returns whether all parameters are finite.
    pub(crate) fn backward_and_move(&mut self, x: &[T], moves: Moves<'_, T>) -> bool {
        self.back(x, None, Some(moves))
    }

    fn back(
        &mut self,
        x: &[T],
        mut input_delta: Option<&mut [T]>,
        mut moves: Option<Moves<'_, T>>,
    ) -> bool {
        let rows = self.rows;
        let lowest = match input_delta {
            Some(_) => 0,
            None => self.first_trainable,
        };
        let mut finite = true;
        for index in (lowest..self.stages.len()).rev() {
            let (below, above) = self.stages.split_at_mut(index);
            let (below, this) = (below.last(), &mut above[0]);
            let x = input_of(below, x, rows);
            let delta_x = match index > lowest {
                true => Some(&mut self.delta_below[..x.len()]),
                false => input_delta.take(),
            };
            let range = this.range.clone();
            let parameters = &mut self.parameters[range.clone()];
            let part = match moves {
                None => range.clone(),
                Some(_) => this.moved.clone(),
            };
            let gradients = &mut self.gradients[part];
            let delta = &mut self.delta[..rows * this.width];
            let pass = Pass {
                parameters: &[],
                x,
                batch: rows,
                scratch: &mut self.scratch,
                training: self.training,
                run: run_of(below, this.takes_runs),
            };
            match &mut moves {
                None => {
                    let pass = Pass { parameters, ..pass };
                    this.layer.backward(pass, delta, gradients, delta_x);
                }
                Some(moves) => {
                    let moves = moves.part(range);
                    finite &= this
                        .layer
                        .backward_and_move(pass, parameters, delta, gradients, delta_x, moves);
                }
            }
            std::mem::swap(&mut self.delta, &mut self.delta_below);
        }
        finite
    }

    /// The parameters to change, their gradients and which range is which: the arguments of an optimiser's step.
    pub fn parameters_and_gradients(&mut self) -> (&mut [T], &[T], &[ParameterBlock]) {
        (&mut self.parameters, &self.gradients, &self.blocks)
    }

    /// Adds the derivative of a penalty to the gradients.
    pub(crate) fn penalize(&mut self, penalty: Penalty) {
        penalty.add_gradient(&self.parameters, &mut self.gradients, &self.blocks);
    }

    fn check_input(&self, x: &ArrayView2<'_, T>) -> Result<()> {
        let rows = x.nrows().min(self.max_batch);
        expect("input", [rows, self.input_width], x.dim())
    }
}

/// The input of a stage: the network's input, or the outputs of the stage below.
fn input_of<'a, T: Scalar>(below: Option<&'a Stage<T>>, x: &'a [T], rows: usize) -> &'a [T] {
    match below {
        Some(below) => &below.layer.a()[..rows * below.width],
        None => x,
    }
}

fn run_of<T: Scalar>(below: Option<&Stage<T>>, taken: bool) -> Option<&Run> {
    below.filter(|_| taken).and_then(|below| below.layer.run())
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
