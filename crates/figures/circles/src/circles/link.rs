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

/// A neuron by its layer (0: the first hidden one) and its place in it.
pub type Neuron = (usize, usize);

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
    pub fn range(&self, layer: usize) -> Option<(f64, f64)> {
        match self.activation {
            _ if layer >= self.hidden.len() => Some((0.0, 1.0)),
            Activation::Tanh => Some((-1.0, 1.0)),
            Activation::Relu { .. } => None,
            _ => Some((0.0, 1.0)),
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
