//! What a dense layer computes: products, sums and activations, and how strongly each is drawn.

use redes_core::{Result, activation::Activation, initializer::Initializer, rng::RandomState};
use redes_lessons::weighted_sum::{self, Term, dense_terms};

use super::link::{INPUTS, Look, State, UNITS};

/// One neuron: a = f(z), z = Σ xᵢ·wᵢ + b.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Neuron {
    /// xᵢ·wᵢ, input by input.
    pub terms: Vec<Term>,
    /// b: Keras starts it at 0.
    pub bias: f64,
    /// The sum.
    pub z: f64,
    /// The activation.
    pub a: f64,
}

/// The layer's numbers.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    /// The neurons, first to last.
    pub neurons: [Neuron; UNITS],
}

impl Numbers {
    /// Computes Keras's `Dense(3)` with its initial weights (Glorot uniform, biases 0) on the state's inputs.
    ///
    /// # Errors
    ///
    /// As [`Initializer::fill`]; the sizes of this layer cause none.
    pub fn new(state: &State) -> Result<Self> {
        let mut kernel = [0.0; INPUTS * UNITS];
        let mut rng = RandomState::new(state.seed);
        Initializer::GlorotUniform.fill(&mut kernel, INPUTS, UNITS, &mut rng)?;
        let neurons = std::array::from_fn(|unit| {
            let (terms, bias) = (dense_terms(&state.x, &kernel, UNITS, unit), 0.0);
            let z = weighted_sum::sum(&terms, bias);
            let a = state.activation.value(z);
            Neuron { terms, bias, z, a }
        });
        Ok(Self { neurons })
    }

    /// The product of an input and a neuron's weight; `None` where there is no such input or neuron.
    pub fn term(&self, input: usize, unit: usize) -> Option<&Term> {
        self.neurons.get(unit)?.terms.get(input)
    }

    /// A neuron's activation as a share of the strongest colour, from −1 to 1. The full colour is 1 for sigmoid and tanh,
    /// and otherwise the largest activation of the layer, at least 1.
    pub fn share(&self, unit: usize, activation: Activation) -> f64 {
        let full = match activation {
            Activation::Sigmoid | Activation::Tanh => 1.0,
            _ => {
                let sizes = self.neurons.iter().map(|neuron| neuron.a.abs());
                sizes.fold(1.0, f64::max)
            }
        };
        self.neurons.get(unit).map_or(0.0, |neuron| neuron.a / full)
    }
}

/// The stroke width of a connection with this product: 1 pixel, and 5.5 more for each unit up to 2.
pub fn edge_width(product: f64) -> f64 {
    1.0 + product.abs().min(2.0) * 5.5
}

/// Whether a connection belongs to what the reader selected, and where its weight is written, as a share of the way from
/// the input to the neuron: there the selected lines are far enough apart.
pub fn highlight(look: Option<Look>, input: usize, unit: usize) -> (bool, f64) {
    match look {
        Some(Look::Neuron(selected)) => (selected == unit, 0.36),
        Some(Look::Input(selected)) => (selected == input, 0.6),
        None => (false, 0.0),
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
            let numbers = Numbers::new(&state).unwrap();
            for (unit, neuron) in numbers.neurons.iter().enumerate() {
                assert_eq!(neuron.a, activation.value(neuron.z));
                assert_eq!(neuron.terms.len(), INPUTS);
                assert!(numbers.share(unit, activation).abs() <= 1.0);
            }
        }
    }

    #[test]
    fn the_full_colour_is_the_largest_activation_from_one_on() {
        let mut numbers = Numbers::default();
        numbers.neurons[0].a = 4.0;
        numbers.neurons[1].a = -1.0;
        let shares = [0, 1, 2, 3].map(|unit| numbers.share(unit, Activation::Identity));
        assert_eq!(shares, [1.0, -0.25, 0.0, 0.0]);
        numbers.neurons[0].a = 0.5;
        assert_eq!(numbers.share(0, Activation::RELU), 0.5);
        assert_eq!(numbers.share(1, Activation::Tanh), -1.0);
    }

    #[test]
    fn a_connection_is_as_wide_as_its_product_is_large() {
        let widths = [0.0, -1.0, 2.0, -7.0].map(edge_width);
        assert_eq!(widths, [1.0, 6.5, 12.0, 12.0]);
    }

    #[test]
    fn a_selection_highlights_its_own_connections() {
        let count = |look| {
            let all = (0..INPUTS).flat_map(|input| (0..UNITS).map(move |unit| (input, unit)));
            all.filter(|(input, unit)| highlight(look, *input, *unit).0)
                .count()
        };
        assert_eq!(count(Some(Look::Neuron(1))), INPUTS);
        assert_eq!(count(Some(Look::Input(3))), UNITS);
        assert_eq!(count(None), 0);
    }
}
