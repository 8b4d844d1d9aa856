//! A network of dense layers that reads images of digits, as the page `models` hands it to the figure that looks inside.

use redes_core::{
    activation::Activation,
    network::{Architecture, LayerConfig},
};
use redes_data::mnist::{PIXELS, SIDE};
use serde::{Deserialize, Serialize};

use crate::scaling::Scaling;

/// The name of such a network in messages.
pub const NAME: &str = "dense";
/// Outputs: the ten digits.
pub const OUTPUTS: usize = 10;
/// The most neurons of the first hidden layer.
pub const MOST: usize = 1_024;
/// The most parameters.
const MOST_PARAMETERS: usize = 20_000_000;

/// A layer's function, in a form that postcard can read.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Function {
    /// [`Activation::Identity`].
    Identity,
    /// [`Activation::Relu`] with its threshold.
    Relu(f64),
    /// [`Activation::LeakyRelu`] with its slope.
    LeakyRelu(f64),
    /// [`Activation::Sigmoid`].
    Sigmoid,
    /// [`Activation::Tanh`].
    Tanh,
    /// [`Activation::Softmax`].
    Softmax,
    /// [`Activation::Logistic`] with its slope, height and base.
    Logistic([f64; 3]),
}

impl Function {
    /// The form of an activation; none of the others.
    pub fn of(activation: &Activation) -> Option<Self> {
        Some(match *activation {
            Activation::Identity => Self::Identity,
            Activation::Relu { threshold } => Self::Relu(threshold),
            Activation::LeakyRelu { slope } => Self::LeakyRelu(slope),
            Activation::Sigmoid => Self::Sigmoid,
            Activation::Tanh => Self::Tanh,
            Activation::Softmax => Self::Softmax,
            Activation::Logistic {
                slope,
                height,
                base,
            } => Self::Logistic([slope, height, base]),
            _ => return None,
        })
    }

    /// The activation.
    pub fn activation(self) -> Activation {
        match self {
            Self::Identity => Activation::Identity,
            Self::Relu(threshold) => Activation::Relu { threshold },
            Self::LeakyRelu(slope) => Activation::LeakyRelu { slope },
            Self::Sigmoid => Activation::Sigmoid,
            Self::Tanh => Activation::Tanh,
            Self::Softmax => Activation::Softmax,
            Self::Logistic([slope, height, base]) => Activation::Logistic {
                slope,
                height,
                base,
            },
        }
    }
}

/// Why a network is not one of those.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unfit {
    /// Its input has so many numbers.
    Input(usize),
    /// It has so many outputs.
    Outputs(usize),
    /// It has no hidden layer.
    NoHidden,
    /// The layer at this place is of another kind.
    Layer(usize),
    /// The layer at this place has another function, with Keras's name.
    Function(usize, String),
    /// The first hidden layer has so many neurons.
    Wide(usize),
}

/// A network of dense layers over images of digits, with ten outputs and at least one hidden layer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DenseNetwork {
    /// The neurons of each layer, and their function.
    pub layers: Vec<(usize, Function)>,
    /// How it is given pixels.
    pub scaling: Scaling,
    /// Of each layer the kernel, `[inputs, neurons]`, then the biases.
    pub weights: Vec<f32>,
}

impl DenseNetwork {
    /// Whether layers and weights fit each other, as they do unless what arrived is damaged.
    pub fn holds(&self) -> bool {
        let mut width = PIXELS;
        let mut count: usize = 0;
        for (units, _) in &self.layers {
            let own = width
                .checked_add(1)
                .and_then(|rows| rows.checked_mul(*units));
            match own.and_then(|own| own.checked_add(count)) {
                Some(sum) if sum <= MOST_PARAMETERS && *units > 0 => count = sum,
                _ => return false,
            }
            width = *units;
        }
        let first = self.layers.first().is_some_and(|(units, _)| *units <= MOST);
        self.layers.len() > 1 && first && width == OUTPUTS && count == self.weights.len()
    }

    /// Its architecture, with a layer before the others that flattens the image.
    pub fn architecture(&self) -> Architecture {
        let dense = self
            .layers
            .iter()
            .map(|(units, function)| LayerConfig::dense(*units, function.activation()));
        let layers = std::iter::once(LayerConfig::Flatten).chain(dense);
        Architecture::new([SIDE, SIDE], layers.collect()).named("opened")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_bytes_make_no_network() {
        let good = DenseNetwork {
            layers: vec![(20, Function::Relu(0.0)), (OUTPUTS, Function::Softmax)],
            scaling: Scaling::Unit,
            weights: vec![0.5; PIXELS * 20 + 20 + 20 * OUTPUTS + OUTPUTS],
        };
        let layers = |layers: &[usize]| DenseNetwork {
            layers: layers.iter().map(|n| (*n, Function::Tanh)).collect(),
            ..good.clone()
        };
        assert!(good.holds() && layers(&[20, 10]).holds());
        for wrong in [&[][..], &[10], &[21, 10], &[20, 0, 10], &[usize::MAX, 10]] {
            assert!(!layers(wrong).holds(), "{wrong:?}");
        }
    }
}
