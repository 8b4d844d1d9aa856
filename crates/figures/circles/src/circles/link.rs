//! The circles' state, as it stands in the address.

use redes_core::activation::Activation;
use redes_lessons::thesis::circles::{CirclesConfig, FACTOR, Listing, NOISE, SAMPLES};

use redes_experiment::circles::CirclesSetup;

use redes_shell::{
    controls::Speeds,
    link::{self, Allowed, keys, text, via},
};

/// Steps a second.
pub const SPEEDS: Speeds = &[Some(5.0), Some(50.0), Some(250.0), Some(500.0), None];
/// Hidden layers at most.
const LAYERS: usize = 4;
/// Neurons in a hidden layer at most.
const UNITS: usize = 16;

pub use redes_diagram::layers::Neuron;

keys! {
    /// What a link restores.
    pub struct State {
        /// How many points.
        samples: usize = SAMPLES, 10..=5_000;
        /// Inner radius, of 1.
        factor: f64 = FACTOR, 0.0..=0.99;
        /// Standard deviation around the circles.
        noise: f64 = NOISE, 0.0..=1.0;
        /// Neurons of each hidden layer.
        hidden: Vec<usize> = CirclesConfig::default().hidden, text(
            read_hidden,
            |hidden| written(hidden, ","),
            Allowed::Form("4,8"),
        );
        /// Activation of the hidden layers.
        activation: Activation = CirclesConfig::default().activation, text(
            read_activation,
            |activation| activation.name().to_owned(),
            Allowed::Names("sigmoid, tanh, relu"),
        );
        /// Learning rate: absurd ones too, since what they lead to can be learnt from.
        rate: f64 = CirclesConfig::default().learning_rate, 0.0..=1e308;
        /// Steps in all.
        iterations: u64 = CirclesConfig::default().iterations, 1..=100_000;
        /// Which reading of the listing.
        listing: Listing = CirclesConfig::default().listing, text(
            read_listing,
            |listing| listing_name(*listing).to_owned(),
            Allowed::Names("meant, printed"),
        );
        /// Seed of points and weights.
        seed: u32 = 1, 0..=u32::MAX;
        /// Place in [`SPEEDS`].
        speed: usize = 3, 0..=SPEEDS.len() - 1;
        /// The step at which training was paused.
        at: u64 = 0, via(State::take_at, State::written_at, |state| {
            link::range(&(0..=state.iterations))
        });
        /// The neuron whose surface is shown; the output's where there is none.
        look: Option<Neuron> = None, via(State::take_look, State::written_look, |_| {
            Allowed::Form("1.2")
        });
    }
}

impl State {
    /// A step of this run.
    fn take_at(&mut self, text: &str) -> bool {
        let at = link::within(text, &(0..=self.iterations));
        link::put(&mut self.at, at)
    }

    fn written_at(&self) -> Option<String> {
        (self.at != 0).then(|| self.at.to_string())
    }

    /// A neuron of these hidden layers.
    fn take_look(&mut self, text: &str) -> bool {
        let neuron = read_neuron(text, &self.hidden);
        link::put(&mut self.look, neuron.map(Some))
    }

    fn written_look(&self) -> Option<String> {
        let (layer, unit) = self.look?;
        Some(format!("{}.{}", layer + 1, unit + 1))
    }

    /// The experiment for the trainer.
    pub fn setup(&self) -> CirclesSetup {
        CirclesSetup {
            seed: self.seed,
            samples: self.samples,
            factor: self.factor,
            noise: self.noise,
            hidden: self.hidden.clone(),
            activation: self.activation,
            learning_rate: self.rate,
            listing: self.listing,
            iterations: self.iterations,
        }
    }

    /// Neurons of every layer, inputs and output included.
    pub fn widths(&self) -> Vec<usize> {
        [&[2], self.hidden.as_slice(), &[1]].concat()
    }

    /// The least and the greatest value that the colours of a layer stand for; ReLU has no greatest.
    pub fn range(&self, layer: usize) -> Option<[f64; 2]> {
        match self.activation {
            _ if layer >= self.hidden.len() => Some([0.0, 1.0]),
            Activation::Tanh => Some([-1.0, 1.0]),
            Activation::Relu { .. } => None,
            _ => Some([0.0, 1.0]),
        }
    }
}

/// The hidden layers as people write them: `4, 8`.
pub fn read_hidden(text: &str) -> Option<Vec<usize>> {
    let parts = text.split([',', ';', ' ', '-', '–', '×', 'x']);
    let layers: Option<Vec<usize>> = parts
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            part.parse()
                .ok()
                .filter(|units| (1..=UNITS).contains(units))
        })
        .collect();
    layers.filter(|layers| (1..=LAYERS).contains(&layers.len()))
}

/// Layers as text.
pub fn written(hidden: &[usize], separator: &str) -> String {
    let parts: Vec<String> = hidden.iter().map(usize::to_string).collect();
    parts.join(separator)
}

/// An activation by its name.
pub fn read_activation(text: &str) -> Option<Activation> {
    [Activation::Sigmoid, Activation::Tanh, Activation::RELU]
        .into_iter()
        .find(|activation| activation.name() == text)
}

/// A reading of the listing by its name.
pub fn read_listing(text: &str) -> Option<Listing> {
    [Listing::AsMeant, Listing::AsPrinted]
        .into_iter()
        .find(|listing| listing_name(*listing) == text)
}

/// The name of a reading of the listing.
pub fn listing_name(listing: Listing) -> &'static str {
    match listing {
        Listing::AsMeant => "meant",
        Listing::AsPrinted => "printed",
    }
}

/// A hidden neuron written `layer.place`, both from 1.
fn read_neuron(text: &str, hidden: &[usize]) -> Option<Neuron> {
    let (layer, unit) = text.split_once('.')?;
    let layer = layer.parse::<usize>().ok()?.checked_sub(1)?;
    let unit = unit.parse::<usize>().ok()?.checked_sub(1)?;
    (unit < *hidden.get(layer)?).then_some((layer, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(hash: &str) -> (State, usize) {
        let mut state = State::default();
        let refused = link::read(&mut state, "circles", hash);
        (state, refused.len())
    }

    #[test]
    fn hidden_layers_are_read_as_people_write_them() {
        for text in ["4,8", "4, 8", "4 8", "4-8", "4×8", "4;8", " 4x8 "] {
            assert_eq!(read_hidden(text), Some(vec![4, 8]), "{text}");
        }
        assert_eq!(read_hidden("16,16,16,16"), Some(vec![16; 4]));
        for text in ["", ",", "0", "17", "1,1,1,1,1", "4.8", "−4"] {
            assert_eq!(read_hidden(text), None, "{text}");
        }
        assert_eq!(written(&[4, 8], ", "), "4, 8");
    }

    #[test]
    fn a_neuron_is_looked_at_only_where_it_is() {
        assert_eq!(read("#circles.look=2.8").0.look, Some((1, 7)));
        for text in ["2.9", "3.1", "0.1", "1.0", "1", "1.1.1", ""] {
            let (state, refused) = read(&format!("#circles.look={text}"));
            assert_eq!((state.look, refused), (None, 1), "{text}");
        }
        let (state, _) = read("#circles.hidden=2&circles.look=1.2");
        assert_eq!(state.look, Some((0, 1)));
        assert_eq!(state.widths(), [2, 2, 1]);
    }

    #[test]
    fn training_rests_within_its_steps() {
        assert_eq!(read("#circles.iterations=10&circles.at=10").0.at, 10);
        let (state, refused) = read("#circles.iterations=10&circles.at=11");
        assert_eq!((state.at, refused), (0, 1));
    }

    #[test]
    fn names_lead_back_to_what_they_name() {
        for listing in [Listing::AsMeant, Listing::AsPrinted] {
            assert_eq!(read_listing(listing_name(listing)), Some(listing));
        }
        for name in ["sigmoid", "tanh", "relu"] {
            let activation = read_activation(name).map(|activation| activation.name());
            assert_eq!(activation, Some(name));
        }
        assert_eq!(read_activation("softmax"), None);
        assert_eq!(read_listing(""), None);
    }

    #[test]
    fn the_setup_is_the_thesis_one_by_default() {
        let setup = State::default().setup();
        assert_eq!((setup.samples, setup.hidden), (500, vec![4, 8]));
        assert_eq!((setup.factor, setup.noise), (0.5, 0.05));
        assert_eq!((setup.learning_rate, setup.iterations), (0.05, 2_500));
    }

    #[test]
    fn every_row_refuses_what_lies_outside_its_range() {
        for entry in [
            "samples=9",
            "samples=5001",
            "factor=1",
            "factor=-0.1",
            "noise=1.01",
            "rate=-1",
            "iterations=0",
            "iterations=100001",
            "activation=step",
            "listing=thesis",
            "seed=-1",
            "speed=5",
        ] {
            let (state, refused) = read(&format!("#circles.{entry}"));
            assert_eq!((state, refused), (State::default(), 1), "{entry}");
        }
    }
}
