//! Dense layers from one number to one, looked into: what each of them answers, and what they amount to (thesis §2.1).

use ndarray::ArrayView2;

use crate::affine::Affine;
use crate::piecewise_linear::{Piece, pieces};
use redes_core::activation::Activation;
use redes_core::initializer::{DrawOrder, Initializer};
use redes_core::layer::{LayerConfig, Role};
use redes_core::network::{Architecture, Network};
use redes_core::rng::RandomState;
use redes_core::{Error, Result};

/// A network from one number to one. Its hidden layers apply the activation, the last one none.
///
/// ```
/// use redes_core::activation::Activation::Identity;
/// use redes_lessons::{affine::Affine, layer_stack::LayerStack};
///
/// # fn main() -> redes_core::Result<()> {
/// // u = 2x + 1 and v = −3u + 4 are together v = −6x + 1.
/// let mut stack = LayerStack::new(vec![Affine::line(2.0, 1.0), Affine::line(-3.0, 4.0)], Identity)?;
/// assert_eq!(stack.collapsed()?, Affine::line(-6.0, 1.0));
/// assert_eq!(stack.answers(&[0.5])?, [[2.0], [-2.0]]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct LayerStack {
    network: Network<f64>,
    layers: Vec<Affine>,
    activation: Activation,
}

/// Samples that run through the network at a time.
const BATCH: usize = 64;

impl LayerStack {
    /// A stack with these weights.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] when there is no layer, [`Error::Shape`] when a layer doesn't take what the one
    /// before gives, or the ends aren't one number.
    pub fn new(layers: Vec<Affine>, activation: Activation) -> Result<Self> {
        let mut width = 1;
        for layer in &layers {
            expect("layer", [width, layer.units()], layer)?;
            width = layer.units();
        }
        if let Some(last) = layers.last() {
            expect("last layer", [last.inputs(), 1], last)?;
        }
        let widths: Vec<usize> = layers.iter().map(Affine::units).collect();
        let mut network = Network::plain(&architecture(&widths, activation), BATCH)?;
        let values = layers.iter().flat_map(|layer| {
            let (kernel, bias) = (layer.kernel(), layer.bias());
            kernel.iter().chain(bias)
        });
        for (parameter, value) in network.parameters_mut().iter_mut().zip(values) {
            *parameter = *value;
        }
        Ok(LayerStack {
            network,
            layers,
            activation,
        })
    }

    /// `layers` layers, the hidden ones of `width` neurons, with drawn weights: kernels as Keras draws them, biases
    /// uniform on ±1, so that the neurons go on and off at different places.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] when there is no layer or no neuron.
    pub fn drawn(layers: usize, width: usize, activation: Activation, seed: u32) -> Result<Self> {
        let mut widths = vec![width; layers];
        if let Some(last) = widths.last_mut() {
            *last = 1;
        }
        let mut network = Network::plain(&architecture(&widths, activation), BATCH)?;
        network.initialize(
            Initializer::GlorotUniform,
            Initializer::Uniform { limit: 1.0 },
            DrawOrder::KernelFirst,
            &mut RandomState::new(seed),
        )?;
        let mut layers = Vec::with_capacity(widths.len());
        let mut inputs = 1;
        for units in widths {
            let block = |role| {
                let mut blocks = network.parameter_blocks().iter();
                let block = blocks.find(|block| block.layer == layers.len() && block.role == role);
                block.map_or(&[][..], |block| &network.parameters()[block.range.clone()])
            };
            let (kernel, bias) = (block(Role::Kernel).to_vec(), block(Role::Bias).to_vec());
            layers.push(Affine::new(inputs, kernel, bias)?);
            inputs = units;
        }
        Ok(LayerStack {
            network,
            layers,
            activation,
        })
    }

    /// Weights and biases, layer by layer.
    pub fn layers(&self) -> &[Affine] {
        &self.layers
    }

    /// The one layer that the first `count` would be without their activations.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] when `count` is 0 or there aren't as many.
    pub fn collapsed_to(&self, count: usize) -> Result<Affine> {
        let layers = self.layers.get(..count).unwrap_or_default();
        let Some((first, rest)) = layers.split_first() else {
            return Err(Error::invalid(
                "count",
                count,
                "there must be as many layers",
            ));
        };
        rest.iter()
            .try_fold(first.clone(), |all, layer| all.then(layer))
    }

    /// The one layer that the stack would be without its activations: with linear layers, what it is.
    ///
    /// # Errors
    /// As [`LayerStack::collapsed_to`].
    pub fn collapsed(&self) -> Result<Affine> {
        self.collapsed_to(self.layers.len())
    }

    /// What each layer answers to each x: by layers, `[xs, units]`, row after row.
    ///
    /// # Errors
    /// As [`Network::forward`].
    pub fn answers(&mut self, xs: &[f64]) -> Result<Vec<Vec<f64>>> {
        let mut answers: Vec<Vec<f64>> = vec![Vec::new(); self.layers.len()];
        for batch in xs.chunks(BATCH) {
            let shape = Error::invalid("x", batch.len(), "it must be a column");
            let column = ArrayView2::from_shape((batch.len(), 1), batch).map_err(|_| shape)?;
            self.network.forward(column)?;
            for (layer, answers) in answers.iter_mut().enumerate() {
                answers.extend(self.network.activations(layer)?.iter());
            }
        }
        Ok(answers)
    }

    /// The straight pieces of each layer between `from` and `to`, if its activation has any: see [`pieces`].
    pub fn pieces(&self, from: f64, to: f64) -> Option<Vec<Vec<Piece>>> {
        pieces(&self.layers, self.activation, from, to)
    }
}

fn architecture(widths: &[usize], activation: Activation) -> Architecture {
    let last = widths.len().wrapping_sub(1);
    let layer = |(index, &units): (usize, &usize)| LayerConfig::Dense {
        units,
        activation: if index == last {
            Activation::Identity
        } else {
            activation
        },
        bias: true,
    };
    Architecture {
        name: String::new(),
        input: vec![1],
        layers: widths.iter().enumerate().map(layer).collect(),
    }
}

fn expect(what: &'static str, expected: [usize; 2], layer: &Affine) -> Result<()> {
    let found = [layer.inputs(), layer.units()];
    if found == expected {
        return Ok(());
    }
    let (expected, found) = (expected.to_vec(), found.to_vec());
    Err(Error::Shape {
        what,
        expected,
        found,
    })
}
