//! The state of the stacked layers, and how a link stores it.

use std::ops::RangeInclusive;

use redes_core::activation::Activation;

use redes_shell::link::{self, Allowed, Hundredths, keys, text, via};

/// The largest number of layers.
pub const LAYERS: usize = 4;
/// The largest number of neurons in a hidden layer.
pub const WIDTH: usize = 8;
/// The numbers of neurons in a hidden layer with drawn weights.
const WIDTHS: RangeInclusive<usize> = 1..=WIDTH;
/// The seeds of drawn weights.
const SEEDS: RangeInclusive<u32> = 0..=u32::MAX;
/// The largest x; its negative is the smallest.
pub const REACH: f64 = 3.0;
/// The activations of the hidden layers to choose from.
pub const ACTIVATIONS: [Activation; 5] = [
    Activation::Identity,
    Activation::RELU,
    Activation::Sigmoid,
    Activation::Tanh,
    Activation::Step { threshold: 0.0 },
];

/// Where the weights come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    /// The chapter's u = 2x + 1, v = −3u + 4, and two more: one neuron a layer.
    Chain,
    /// max(0, x) + max(0, −x).
    Absolute,
    /// max(0, x) − 2 max(0, x − 1) + max(0, x − 2).
    Tent,
    /// Drawn with a seed.
    Drawn,
}

/// All choices of weights.
pub const WEIGHTS: [Weights; 4] = [
    Weights::Chain,
    Weights::Absolute,
    Weights::Tent,
    Weights::Drawn,
];

impl Weights {
    /// Its name in a link.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chain => "chain",
            Self::Absolute => "abs",
            Self::Tent => "tent",
            Self::Drawn => "drawn",
        }
    }

    /// The choice with this name.
    pub fn read(name: &str) -> Option<Self> {
        WEIGHTS.into_iter().find(|weights| weights.name() == name)
    }

    /// The number of layers that they are for; `None` where they are for any number.
    pub fn layers(self) -> Option<usize> {
        matches!(self, Self::Absolute | Self::Tent).then_some(2)
    }
}

keys! {
    /// What a link restores. The choice of weights is read first: the number of layers depends on it.
    pub struct State, first "seed" "width" "weights" {
        /// The number of layers.
        layers: usize = 2, via(State::take_layers, State::written_layers, State::allowed_layers);
        /// The activation of the hidden layers.
        activation: Activation = Activation::Identity, text(
            read_activation,
            |activation| activation.name().to_owned(),
            Allowed::Names("linear, relu, sigmoid, tanh, step"),
        );
        /// The seed of drawn weights. With the usual seed, stacks of two to four layers bend where it can be seen.
        seed: u32 = 5, via(State::take_seed, State::written_seed, |_| link::range(&SEEDS));
        /// The number of neurons in a hidden layer with drawn weights.
        width: usize = 4, via(State::take_width, State::written_width, |_| link::range(&WIDTHS));
        /// Where the weights come from.
        weights: Weights = Weights::Chain, via(
            State::take_weights,
            State::written_weights,
            |_| Allowed::Names("chain, abs, tent, drawn"),
        );
        /// The input.
        x: f64 = 0.5, Hundredths(-REACH..=REACH);
    }
}

impl State {
    /// Reads a seed, which also chooses drawn weights, even where the seed itself is refused.
    fn take_seed(&mut self, text: &str) -> bool {
        self.weights = Weights::Drawn;
        link::put(&mut self.seed, link::within(text, &SEEDS))
    }

    /// Drawn weights always have their seed in the link: it says that they are drawn.
    fn written_seed(&self) -> Option<String> {
        (self.weights == Weights::Drawn).then(|| self.seed.to_string())
    }

    /// Reads a width, which chooses drawn weights too.
    fn take_width(&mut self, text: &str) -> bool {
        self.weights = Weights::Drawn;
        link::put(&mut self.width, link::within(text, &WIDTHS))
    }

    fn written_width(&self) -> Option<String> {
        let is_written = self.weights == Weights::Drawn && self.width != Self::default().width;
        is_written.then(|| self.width.to_string())
    }

    fn take_weights(&mut self, text: &str) -> bool {
        link::put(&mut self.weights, Weights::read(text))
    }

    fn written_weights(&self) -> Option<String> {
        let is_written = !matches!(self.weights, Weights::Chain | Weights::Drawn);
        is_written.then(|| self.weights.name().to_owned())
    }

    fn take_layers(&mut self, text: &str) -> bool {
        link::put(&mut self.layers, read_layers(text, self.weights))
    }

    fn written_layers(&self) -> Option<String> {
        (self.layers != Self::default().layers).then(|| self.layers.to_string())
    }

    fn allowed_layers(&self) -> Allowed {
        let most = self.weights.layers().unwrap_or(LAYERS);
        link::range(&(self.weights.layers().unwrap_or(1)..=most))
    }

    /// Whether there is no activation between the layers.
    pub fn is_linear(&self) -> bool {
        self.layers == 1 || self.activation == Activation::Identity
    }

    /// Chooses weights, and the number of layers that they are for.
    pub fn take(&mut self, weights: Weights) {
        self.weights = weights;
        self.layers = weights.layers().unwrap_or(self.layers);
    }

    /// Sets the number of layers. Weights that are for another number give way to the chapter's.
    pub fn stack(&mut self, layers: usize) {
        self.layers = layers;
        if self.weights.layers().is_some_and(|count| count != layers) {
            self.weights = Weights::Chain;
        }
    }
}

/// Reads a number of layers that these weights allow.
fn read_layers(text: &str, weights: Weights) -> Option<usize> {
    let layers = text.parse().ok().filter(|n| (1..=LAYERS).contains(n))?;
    let fits = weights.layers().is_none_or(|count| count == layers);
    fits.then_some(layers)
}

/// Reads an activation by its name: Keras's, or `step`.
pub fn read_activation(text: &str) -> Option<Activation> {
    let mut known = ACTIVATIONS.into_iter();
    known.find(|activation| activation.name() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_there_and_back() {
        for weights in WEIGHTS {
            assert_eq!(Weights::read(weights.name()), Some(weights));
        }
        for activation in ACTIVATIONS {
            assert_eq!(read_activation(activation.name()), Some(activation));
        }
        assert_eq!(Weights::read("Chain"), None);
        assert_eq!(read_activation("softmax"), None);
    }

    #[test]
    fn the_tent_has_two_layers() {
        assert_eq!(read_layers("4", Weights::Chain), Some(4));
        assert_eq!(read_layers("2", Weights::Tent), Some(2));
        assert_eq!(read_layers("3", Weights::Tent), None);
        for text in ["0", "5", "", "two", "-1", "1.5"] {
            assert_eq!(read_layers(text, Weights::Chain), None, "{text}");
        }
        let mut state = State::default();
        state.stack(4);
        state.take(Weights::Absolute);
        assert_eq!((state.layers, state.weights), (2, Weights::Absolute));
        state.stack(3);
        assert_eq!((state.layers, state.weights), (3, Weights::Chain));
    }
}
