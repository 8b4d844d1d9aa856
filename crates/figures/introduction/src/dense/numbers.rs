//! The layer: a network of one `Dense`, and its sums spelled out.

use ndarray::ArrayView2;
use redes_core::{
    Result,
    activation::Activation,
    initializer::{DrawOrder, Initializer},
    network::{Architecture, LayerConfig, Network},
    rng::RandomState,
};
use redes_lessons::weighted_sum::{self, Term};

use super::link::{INPUTS, State, UNITS};

/// What the layer computes.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The products of each neuron, input by input.
    pub terms: [Vec<Term>; UNITS],
    /// The biases: Keras starts them at 0.
    pub bias: [f64; UNITS],
    /// The sums.
    pub z: [f64; UNITS],
    /// What goes out.
    pub a: [f64; UNITS],
}

impl Model {
    /// Keras's `Dense(3)` with its first weights, run on the inputs.
    pub fn new(state: &State) -> Result<Self> {
        let (units, activation, bias) = (UNITS, state.activation, true);
        let layer = LayerConfig::Dense {
            units,
            activation,
            bias,
        };
        let architecture = Architecture {
            name: String::new(),
            input: vec![INPUTS],
            layers: vec![layer],
        };
        let mut network = Network::<f64>::new(&architecture, 1)?;
        network.initialize(
            Initializer::GlorotUniform,
            Initializer::Zeros,
            DrawOrder::KernelFirst,
            &mut RandomState::new(state.seed),
        )?;
        let mut model = Self::default();
        let (kernel, biases) = network.parameters().split_at(INPUTS * UNITS);
        for unit in 0..UNITS {
            model.terms[unit] = weighted_sum::dense_terms(&state.x, kernel, UNITS, unit);
            model.bias[unit] = biases.get(unit).copied().unwrap_or_default();
            model.z[unit] = weighted_sum::sum(&model.terms[unit], model.bias[unit]);
        }
        if let Ok(row) = ArrayView2::from_shape((1, INPUTS), &state.x) {
            let said = network.forward(row)?;
            for (a, said) in model.a.iter_mut().zip(said) {
                *a = *said;
            }
        }
        Ok(model)
    }

    /// How much of the strongest colour an activation has, from −1 to 1.
    pub fn share(&self, unit: usize, activation: Activation) -> f64 {
        let full = match activation {
            Activation::Sigmoid | Activation::Tanh => 1.0,
            _ => self.a.iter().fold(1.0_f64, |most, a| most.max(a.abs())),
        };
        self.a[unit] / full
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::link::ACTIVATIONS;
    use super::*;

    #[test]
    fn the_sums_are_the_layers() {
        for activation in ACTIVATIONS {
            let state = State {
                activation,
                seed: 5,
                ..State::default()
            };
            let model = Model::new(&state).unwrap();
            for unit in 0..UNITS {
                assert_eq!(model.a[unit], activation.value(model.z[unit]));
                assert_eq!(model.terms[unit].len(), INPUTS);
                assert!(model.share(unit, activation).abs() <= 1.0);
            }
        }
    }
}
