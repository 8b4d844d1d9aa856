//! A worked example: one sample through a small dense network, with every number of
//! backpropagation kept.
//!
//! The numbers are the network's own: outputs of [`Network::forward`], deltas and
//! gradients of [`Network::backward`], steps of [`Optimizer`].

use ndarray::{Array2, ArrayView2};

use crate::weighted_sum::{self, Term};
use redes_core::activation::Activation;
use redes_core::gradient_check::costs_beside;
use redes_core::loss::Loss;
use redes_core::network::{Architecture, LayerConfig, Network, ParameterBlock};
use redes_core::optimizer::{Optimizer, OptimizerConfig};
use redes_core::{Error, Result};

/// The mean of (a − y)²: for a single output, C = (a − y)² and ∂C/∂a = 2(a − y).
const LOSS: Loss = Loss::QuadraticMean;

/// A descent that takes a parameter further than this from 0 has diverged.
pub const LIMIT: f64 = 1e9;

/// A dense network with one sample and what it should answer.
#[derive(Debug, Clone)]
pub struct WorkedExample {
    network: Network<f64>,
    activation: Activation,
    /// `[1, inputs]`.
    x: Array2<f64>,
    /// `[1, outputs]`.
    y: Array2<f64>,
}

/// All numbers of a pass forwards and one back.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Trace {
    /// The layers, from the first to the last.
    pub layers: Vec<LayerTrace>,
    /// C.
    pub cost: f64,
}

/// What a layer of `units` neurons and `inputs` inputs computed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LayerTrace {
    /// What came in, `[inputs]`.
    pub x: Vec<f64>,
    /// The weights, `[inputs, units]` row after row.
    pub kernel: Vec<f64>,
    /// The biases, `[units]`.
    pub bias: Vec<f64>,
    /// z = x·W + b, `[units]`.
    pub z: Vec<f64>,
    /// a = f(z), `[units]`.
    pub a: Vec<f64>,
    /// f′(z), `[units]`.
    pub slope: Vec<f64>,
    /// ∂C/∂a, `[units]`: from the cost in the last layer, else Σⱼ wᵢⱼ δⱼ over the next.
    pub blame: Vec<f64>,
    /// δ = ∂C/∂z = ∂C/∂a · f′(z), `[units]`; for one sample, ∂C/∂b is the same.
    pub delta: Vec<f64>,
    /// ∂C/∂W = xᵢ δⱼ, `[inputs, units]` row after row.
    pub kernel_gradient: Vec<f64>,
}

/// A derivative as the quotient of two differences.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Difference {
    /// C(w + h).
    pub up: f64,
    /// C(w − h).
    pub down: f64,
    /// (C(w + h) − C(w − h)) / 2h.
    pub quotient: f64,
}

impl WorkedExample {
    /// A network of dense layers with biases. `widths` are the inputs' number and each
    /// layer's; `parameters` stand as [`Network::parameters`] do: each layer's weights,
    /// `[inputs, units]` row after row, before its biases.
    ///
    /// # Errors
    /// [`Error::Shape`] when `x`, `y` or `parameters` aren't as many as the network
    /// needs; [`Error::InvalidParameter`] for a network that can't be.
    pub fn new(
        widths: &[usize],
        activation: Activation,
        x: &[f64],
        y: &[f64],
        parameters: &[f64],
    ) -> Result<Self> {
        let layer = |&units| LayerConfig::Dense {
            units,
            activation,
            bias: true,
        };
        let architecture = Architecture {
            name: "worked".into(),
            input: widths.iter().take(1).copied().collect(),
            layers: widths.iter().skip(1).map(layer).collect(),
        };
        let mut network = Network::<f64>::new(&architecture, 1)?;
        let kept = network.parameters_mut();
        same("parameters", kept.len(), parameters.len())?;
        kept.copy_from_slice(parameters);
        same("input", network.input_width(), x.len())?;
        same("target", network.output_width(), y.len())?;
        Ok(WorkedExample {
            network,
            activation,
            x: row(x),
            y: row(y),
        })
    }

    /// All weights and biases, as they stand in [`WorkedExample::new`].
    pub fn parameters(&self) -> &[f64] {
        self.network.parameters()
    }

    /// One pass forwards and one back.
    ///
    /// # Errors
    /// None for a network made by [`WorkedExample::new`].
    pub fn trace(&mut self) -> Result<Trace> {
        let (cost, last_blame) = self.backpropagate()?;
        let blocks = self.network.parameter_blocks().to_vec();
        let mut layers: Vec<LayerTrace> = Vec::new();
        for pair in blocks.chunks_exact(2) {
            let [kernel, bias] = pair else { continue };
            let of = |values: &[f64], block: &ParameterBlock| {
                values
                    .get(block.range.clone())
                    .map(<[f64]>::to_vec)
                    .unwrap_or_default()
            };
            let x = match layers.last() {
                Some(below) => below.a.clone(),
                None => self.x.iter().copied().collect(),
            };
            let mut layer = LayerTrace {
                x,
                kernel: of(self.network.parameters(), kernel),
                bias: of(self.network.parameters(), bias),
                a: self
                    .network
                    .activations(kernel.layer)?
                    .iter()
                    .copied()
                    .collect(),
                delta: of(self.network.gradients(), bias),
                kernel_gradient: of(self.network.gradients(), kernel),
                ..LayerTrace::default()
            };
            let units = layer.bias.len();
            layer.z = (0..units)
                .map(|unit| weighted_sum::sum(&layer.terms(unit), layer.bias[unit]))
                .collect();
            let slope = |z: &f64| self.activation.derivative(*z);
            layer.slope = layer.z.iter().map(slope).collect();
            layers.push(layer);
        }
        let mut blame = last_blame;
        for layer in layers.iter_mut().rev() {
            layer.blame = blame;
            // What a neuron below gave went to every neuron here: Σⱼ wᵢⱼ δⱼ.
            let rows = layer.kernel.chunks_exact(layer.delta.len().max(1));
            blame = rows
                .map(|row| {
                    let products = row.iter().zip(&layer.delta);
                    products.fold(0.0, |sum, (w, delta)| sum + w * delta)
                })
                .collect();
        }
        Ok(Trace { layers, cost })
    }

    /// ∂C/∂w of every parameter as (C(w + h) − C(w − h)) / 2h, in the order of the
    /// parameters, which are put back.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] for an h that isn't positive and finite.
    pub fn differences(&mut self, h: f64) -> Result<Vec<Difference>> {
        if !(h.is_finite() && h > 0.0) {
            return Err(Error::invalid("h", h, "it must be positive and finite"));
        }
        (0..self.network.parameters().len())
            .map(|index| {
                let (x, y) = (self.x.view(), self.y.view());
                let [up, down] = costs_beside(&mut self.network, x, y, LOSS, index, h)?;
                Ok(Difference {
                    up,
                    down,
                    quotient: (up - down) / (2.0 * h),
                })
            })
            .collect()
    }

    /// Makes up to so many steps w ← w − η ∂C/∂w and says how many it made: it stops
    /// before one after which a parameter would be beyond [`LIMIT`] or no number.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] for a rate that isn't finite, or negative.
    pub fn descend(&mut self, learning_rate: f64, steps: u64) -> Result<u64> {
        let config = OptimizerConfig::Sgd {
            learning_rate,
            momentum: 0.0,
            nesterov: false,
        };
        let mut before = self.network.parameters().to_vec();
        let mut optimizer = Optimizer::new(config, before.len())?;
        for done in 0..steps {
            self.backpropagate()?;
            let (parameters, gradients, blocks) = self.network.parameters_and_gradients();
            optimizer.step(parameters, gradients, blocks, 1)?;
            if !parameters.iter().all(|w| w.abs() <= LIMIT) {
                parameters.copy_from_slice(&before);
                return Ok(done);
            }
            before.copy_from_slice(parameters);
        }
        Ok(steps)
    }

    /// Fills the network's gradients; answers C and ∂C/∂a of the last layer.
    fn backpropagate(&mut self) -> Result<(f64, Vec<f64>)> {
        let (x, y): (ArrayView2<'_, f64>, _) = (self.x.view(), self.y.view());
        let a = self.network.forward(x)?;
        let mut blame = Array2::zeros(a.dim());
        LOSS.gradient(a, y, blame.view_mut())?;
        let cost = LOSS.value(a, y)?;
        self.network.backward(x, blame.view())?;
        Ok((cost, blame.iter().copied().collect()))
    }
}

impl LayerTrace {
    /// The products that a neuron adds up, input by input.
    pub fn terms(&self, unit: usize) -> Vec<Term> {
        weighted_sum::dense_terms(&self.x, &self.kernel, self.bias.len(), unit)
    }
}

impl Trace {
    /// ∂C/∂w of every parameter, in the order of the parameters.
    pub fn gradients(&self) -> Vec<f64> {
        let of = |layer: &LayerTrace| [&layer.kernel_gradient[..], &layer.delta].concat();
        self.layers.iter().flat_map(of).collect()
    }

    /// All weights and biases, in their order.
    pub fn parameters(&self) -> Vec<f64> {
        let of = |layer: &LayerTrace| [&layer.kernel[..], &layer.bias].concat();
        self.layers.iter().flat_map(of).collect()
    }

    /// The squares of all derivatives added up, ‖∇C‖²: a step with rate η on a plane
    /// slope would lower C by η times this.
    pub fn steepness(&self) -> f64 {
        self.gradients().iter().fold(0.0, |sum, g| sum + g * g)
    }
}

fn row(values: &[f64]) -> Array2<f64> {
    Array2::from_shape_fn((1, values.len()), |(_, at)| values[at])
}

fn same(what: &'static str, expected: usize, found: usize) -> Result<()> {
    if expected == found {
        return Ok(());
    }
    Err(Error::Shape {
        what,
        expected: vec![expected],
        found: vec![found],
    })
}
