//! The circles' state, as it stands in the address.

use redes_core::activation::Activation;
use redes_lessons::thesis::circles::{CirclesConfig, FACTOR, Listing, NOISE, SAMPLES};

use redes_experiment::circles::CirclesSetup;

use crate::{controls::Speeds, number, url_state::UrlState};

/// Steps a second.
pub const SPEEDS: Speeds = &[Some(5.0), Some(50.0), Some(250.0), Some(500.0), None];
/// How many points there may be.
pub const SAMPLE_RANGE: std::ops::RangeInclusive<f64> = 10.0..=5_000.0;
/// The inner radius, of 1.
pub const FACTOR_RANGE: std::ops::RangeInclusive<f64> = 0.0..=0.99;
/// The points' standard deviation around their circle.
pub const NOISE_RANGE: std::ops::RangeInclusive<f64> = 0.0..=1.0;
/// The learning rate: absurd ones too, since what they lead to can be learnt from.
pub const RATE_RANGE: std::ops::RangeInclusive<f64> = 0.0..=1e308;
/// How many steps there may be.
pub const ITERATION_RANGE: std::ops::RangeInclusive<f64> = 1.0..=100_000.0;
/// Hidden layers at most.
const LAYERS: usize = 4;
/// Neurons in a hidden layer at most.
const UNITS: usize = 16;
const KEY: &str = "circles";

/// A neuron by its layer (0: the first hidden one) and its place in it.
pub type Neuron = (usize, usize);

/// What a link restores.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// How many points.
    pub samples: usize,
    /// Inner radius, of 1.
    pub factor: f64,
    /// Standard deviation around the circles.
    pub noise: f64,
    /// Neurons of each hidden layer.
    pub hidden: Vec<usize>,
    /// Activation of the hidden layers.
    pub activation: Activation,
    /// Learning rate.
    pub rate: f64,
    /// Steps in all.
    pub iterations: u64,
    /// Which reading of the listing.
    pub listing: Listing,
    /// Seed of points and weights.
    pub seed: u32,
    /// Place in [`SPEEDS`].
    pub speed: usize,
    /// The step at which training was paused.
    pub at: u64,
    /// The neuron whose surface is shown; the output's where there is none.
    pub look: Option<Neuron>,
}

impl Default for State {
    fn default() -> Self {
        let thesis = CirclesConfig::default();
        Self {
            samples: SAMPLES,
            factor: FACTOR,
            noise: NOISE,
            hidden: thesis.hidden,
            activation: thesis.activation,
            rate: thesis.learning_rate,
            iterations: thesis.iterations,
            listing: thesis.listing,
            seed: 1,
            speed: 3,
            at: 0,
            look: None,
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
        let whole =
            |range: &std::ops::RangeInclusive<f64>| *range.start() as u64..=*range.end() as u64;
        let hidden = url.read("hidden", usual.hidden, read_hidden);
        let iterations = url.whole("iterations", whole(&ITERATION_RANGE), usual.iterations);
        let state = Self {
            samples: url.whole("samples", whole(&SAMPLE_RANGE), usual.samples as u64) as usize,
            factor: url.number("factor", FACTOR_RANGE, usual.factor),
            noise: url.number("noise", NOISE_RANGE, usual.noise),
            activation: url.read("activation", usual.activation, read_activation),
            rate: url.number("rate", RATE_RANGE, usual.rate),
            listing: url.read("listing", usual.listing, read_listing),
            seed: url.whole("seed", 0..=u64::from(u32::MAX), u64::from(usual.seed)) as u32,
            speed: url.whole("speed", 0..=SPEEDS.len() as u64 - 1, usual.speed as u64) as usize,
            at: url.whole("at", 0..=iterations, usual.at),
            look: url.read("look", usual.look, |text| {
                read_neuron(text, &hidden).map(Some)
            }),
            hidden,
            iterations,
        };
        (state, url.refused().to_vec())
    }

    /// Writes the page's address.
    pub fn write(&self) {
        let usual = Self::default();
        let mut url = UrlState::empty(KEY);
        url.set("samples", self.samples, usual.samples);
        url.set("factor", self.factor, usual.factor);
        url.set("noise", self.noise, usual.noise);
        url.set(
            "hidden",
            written(&self.hidden, ","),
            written(&usual.hidden, ","),
        );
        url.set(
            "activation",
            self.activation.name(),
            usual.activation.name(),
        );
        url.set("rate", number::plain(self.rate), number::plain(usual.rate));
        url.set("iterations", self.iterations, usual.iterations);
        url.set(
            "listing",
            listing_name(self.listing),
            listing_name(usual.listing),
        );
        url.set("seed", self.seed, usual.seed);
        url.set("speed", self.speed, usual.speed);
        url.set("at", self.at, usual.at);
        if let Some((layer, unit)) = self.look {
            url.set("look", format!("{}.{}", layer + 1, unit + 1), String::new());
        }
        url.write_to_page();
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
