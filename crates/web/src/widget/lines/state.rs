//! The stack's state, as it stands in the address.

use redes_core::activation::Activation;

use crate::{number, url_state::UrlState};

/// The most layers.
pub const LAYERS: usize = 4;
/// The most neurons of a hidden layer.
pub const WIDTH: usize = 8;
/// The greatest x, and its negative the least.
pub const REACH: f64 = 3.0;
/// What the hidden layers may apply.
pub const ACTIVATIONS: [Activation; 5] = [
    Activation::Identity,
    Activation::RELU,
    Activation::Sigmoid,
    Activation::Tanh,
    Activation::Step { threshold: 0.0 },
];
const KEY: &str = "lines";

/// Where the weights come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    /// The chapter's u = 2x + 1, v = −3u + 4, and two more: one neuron a layer.
    Chain,
    /// max(0, x) + max(0, −x).
    Absolute,
    /// max(0, x) − 2 max(0, x − 1) + max(0, x − 2).
    Tent,
    /// A seed.
    Drawn,
}

/// The ways to come by weights.
pub const WEIGHTS: [Weights; 4] = [
    Weights::Chain,
    Weights::Absolute,
    Weights::Tent,
    Weights::Drawn,
];

impl Weights {
    /// Its name in the address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chain => "chain",
            Self::Absolute => "abs",
            Self::Tent => "tent",
            Self::Drawn => "drawn",
        }
    }

    /// What a name means.
    pub fn read(name: &str) -> Option<Self> {
        WEIGHTS.into_iter().find(|weights| weights.name() == name)
    }

    /// How many layers they are for, if not for any number.
    pub fn layers(self) -> Option<usize> {
        matches!(self, Self::Absolute | Self::Tent).then_some(2)
    }
}

/// What a link restores.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// How many layers.
    pub layers: usize,
    /// What the hidden ones apply.
    pub activation: Activation,
    /// Where the weights come from.
    pub weights: Weights,
    /// The seed of drawn weights.
    pub seed: u32,
    /// Neurons of a hidden layer with drawn weights.
    pub width: usize,
    /// What comes in.
    pub x: f64,
}

impl Default for State {
    fn default() -> Self {
        Self {
            layers: 2,
            activation: Activation::Identity,
            weights: Weights::Chain,
            // Two to four layers of its weights bend where it can be seen.
            seed: 5,
            width: 4,
            x: 0.5,
        }
    }
}

impl State {
    /// Reads the page's address; the second part names what was refused.
    pub fn read() -> (Self, Vec<String>) {
        Self::from_url(UrlState::of_page(KEY))
    }

    fn from_url(mut url: UrlState) -> (Self, Vec<String>) {
        let usual = Self::default();
        // A seed or a width speaks of drawn weights.
        let drawn = url.text("seed").or(url.text("width")).is_some();
        let weights = if drawn { Weights::Drawn } else { usual.weights };
        let weights = url.read("weights", weights, Weights::read);
        let layers = |text: &str| read_layers(text, weights);
        let state = Self {
            layers: url.read("layers", usual.layers, layers),
            activation: url.read("activation", usual.activation, read_activation),
            weights,
            seed: url.whole("seed", 0..=u64::from(u32::MAX), u64::from(usual.seed)) as u32,
            width: url.whole("width", 1..=WIDTH as u64, usual.width as u64) as usize,
            x: url.read("x", usual.x, read_x),
        };
        (state, url.refused().to_vec())
    }

    /// Writes the page's address.
    pub fn write(&self) {
        let usual = Self::default();
        let mut url = UrlState::empty(KEY);
        url.set("layers", self.layers, usual.layers);
        let name = self.activation.name();
        url.set("activation", name, usual.activation.name());
        if self.weights == Weights::Drawn {
            url.set("seed", self.seed.to_string(), String::new());
            url.set("width", self.width, usual.width);
        } else {
            url.set("weights", self.weights.name(), usual.weights.name());
        }
        url.set("x", number::plain(self.x), number::plain(usual.x));
        url.write_to_page();
    }

    /// Other weights, with as many layers as they are for.
    pub fn take(&mut self, weights: Weights) {
        self.weights = weights;
        self.layers = weights.layers().unwrap_or(self.layers);
    }

    /// Another count of layers; weights for another count go back to the chapter's.
    pub fn stack(&mut self, layers: usize) {
        self.layers = layers;
        if self.weights.layers().is_some_and(|count| count != layers) {
            self.weights = Weights::Chain;
        }
    }
}

/// A count of layers for these weights.
fn read_layers(text: &str, weights: Weights) -> Option<usize> {
    let layers = text.parse().ok().filter(|n| (1..=LAYERS).contains(n))?;
    let fits = weights.layers().is_none_or(|count| count == layers);
    fits.then_some(layers)
}

/// A function by its name in Keras, or the step's.
pub fn read_activation(text: &str) -> Option<Activation> {
    let mut known = ACTIVATIONS.into_iter();
    known.find(|activation| activation.name() == text)
}

/// An x within its range, in hundredths.
pub fn read_x(text: &str) -> Option<f64> {
    let x = number::parse(text).filter(|x| (-REACH..=REACH).contains(x))?;
    // No −0, which would be written so.
    Some((x * 100.0).round() / 100.0 + 0.0)
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
        assert_eq!(read_x("-3"), Some(-3.0));
        assert_eq!(read_x("3.001"), None);
    }
}
