//! The dense layer's state, and how a link stores it.

use redes_core::activation::Activation;

use redes_shell::{
    link::{Allowed, keys, listed, numbers, text},
    number,
};

/// The number of inputs.
pub const INPUTS: usize = 4;
/// The number of neurons.
pub const UNITS: usize = 3;
/// The largest value of an input; its negative is the smallest.
pub const REACH: f64 = 2.0;
/// The activations to choose from.
pub const ACTIVATIONS: [Activation; 4] = [
    Activation::Identity,
    Activation::RELU,
    Activation::Sigmoid,
    Activation::Tanh,
];

/// What the reader selected, by its index from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A neuron: the figure shows its sum.
    Neuron(usize),
    /// An input: the figure shows its product for each neuron.
    Input(usize),
}

impl Look {
    /// Its name in a link: `a1` to `a3`, `x1` to `x4`.
    pub fn name(self) -> String {
        match self {
            Self::Neuron(unit) => format!("a{}", unit + 1),
            Self::Input(input) => format!("x{}", input + 1),
        }
    }

    /// The selection that a name stands for.
    pub fn read(name: &str) -> Option<Self> {
        let neurons = (0..UNITS).map(Self::Neuron);
        let mut all = neurons.chain((0..INPUTS).map(Self::Input));
        all.find(|look| look.name() == name)
    }
}

keys! {
    /// What a link restores.
    pub struct State {
        /// The inputs.
        x: [f64; INPUTS] = [1.0, -0.5, 0.8, 0.3], text(
            read_inputs,
            |x| listed(x),
            Allowed::Form("1,-0.5,0.8,0.3"),
        );
        /// Seed of the weights.
        seed: u32 = 1, 0..=u32::MAX;
        /// The activation.
        activation: Activation = Activation::RELU, text(
            read_activation,
            |activation| activation.name().to_owned(),
            Allowed::Names("linear, relu, sigmoid, tanh"),
        );
        /// The selection, if there is one.
        look: Option<Look> = Some(Look::Neuron(0)), text(
            read_look,
            |look| look.map_or_else(|| "none".to_owned(), Look::name),
            Allowed::Names("a1, a2, a3, x1, x2, x3, x4, none"),
        );
    }
}

/// Reads an input: a number within its range, rounded to hundredths.
pub fn read_input(text: &str) -> Option<f64> {
    let value = number::parse(text).filter(|value| (-REACH..=REACH).contains(value))?;
    Some((value * 100.0).round() / 100.0)
}

fn read_inputs(text: &str) -> Option<[f64; INPUTS]> {
    numbers(text, read_input)
}

fn read_look(text: &str) -> Option<Option<Look>> {
    match text {
        "none" => Some(None),
        name => Look::read(name).map(Some),
    }
}

/// Reads an activation by its name in Keras.
pub fn read_activation(text: &str) -> Option<Activation> {
    ACTIVATIONS
        .into_iter()
        .find(|activation| activation.name() == text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn inputs_are_four_numbers_in_their_range() {
        let x = read_inputs("1,-2,0.25,0").unwrap();
        assert_eq!(x, [1.0, -2.0, 0.25, 0.0]);
        assert_eq!(listed(&x), "1,-2,0.25,0");
        for text in ["", "1,2,3", "1,2,3,4", "1,1,1,nan", "1,1,1,1,1"] {
            assert_eq!(read_inputs(text), None, "{text}");
        }
    }

    #[test]
    fn neurons_and_inputs_have_names() {
        assert_eq!(Look::read("a3"), Some(Look::Neuron(2)));
        assert_eq!(Look::read("x4"), Some(Look::Input(3)));
        for text in ["a0", "a4", "x5", "x", "", "none"] {
            assert_eq!(Look::read(text), None, "{text}");
        }
        assert_eq!(read_activation("linear"), Some(Activation::Identity));
        assert_eq!(read_activation("softmax"), None);
    }
}
