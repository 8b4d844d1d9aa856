//! Names of files: the network, what differs from the usual in the words of the address, and the steps.

use redes_core::network::Network;
use redes_experiment::{
    circles::CirclesSetup,
    digits::DigitsSetup,
    playground::{Hidden, PlaygroundSetup, Points, Shape},
    reviews::ReviewsSetup,
    tuning::TuningSetup,
};
use redes_lessons::thesis::{
    circles::{CirclesConfig, FACTOR, Listing, NOISE, SAMPLES},
    reviews::Case,
};

/// The seed that needs no word.
const SEED: u32 = 1;

/// A network by its settings.
#[derive(Debug)]
pub(crate) struct Name {
    parts: Vec<String>,
    /// Whether there are settings that are not in the parts: then four digits of the weights' hash tell it from others.
    tagged: bool,
}

impl Name {
    fn new(network: &str) -> Self {
        Self {
            parts: vec!["redes".to_owned(), network.to_owned()],
            tagged: false,
        }
    }

    fn with(mut self, part: impl Into<String>) -> Self {
        self.parts.push(part.into());
        self
    }

    /// A number of the settings, where it is not the usual one.
    fn number(self, key: &str, value: usize, usual: usize) -> Self {
        match value == usual {
            true => self,
            false => self.with(format!("{key}{value}")),
        }
    }

    fn seed(self, seed: u32) -> Self {
        self.number("seed", seed as usize, SEED as usize)
    }

    /// Of the digits: the usual settings are those of the figures.
    pub(crate) fn digits(setup: &DigitsSetup) -> Self {
        let case = Self::new(setup.case.name());
        let name = match setup.hidden {
            Some(hidden) => case.with(hidden.name()),
            None => case,
        };
        name.number("samples", setup.samples, 10_000)
            .number("batch", setup.batch_size, 32)
            .seed(setup.seed)
    }

    /// Of the digits of other hands. The drawings have no words.
    pub(crate) fn tuning(setup: &TuningSetup) -> Self {
        Self {
            tagged: true,
            ..Self::new(setup.case.name()).with("writers")
        }
    }

    /// Of the reviews.
    pub(crate) fn reviews(setup: &ReviewsSetup, case: Case) -> Self {
        Self::new(case.name())
            .number("samples", setup.samples, 5_000)
            .number("batch", setup.batch_size, 128)
            .seed(setup.seed)
    }

    /// Of the circles.
    pub(crate) fn circles(setup: &CirclesSetup) -> Self {
        let usual = CirclesConfig::default();
        let mut name = Self::new("circles");
        if setup.hidden != usual.hidden {
            name = name.with(sizes(setup.hidden.iter()));
        }
        if setup.activation != usual.activation {
            name = name.with(setup.activation.name());
        }
        if setup.listing == Listing::AsPrinted {
            name = name.with("printed");
        }
        let points = (setup.samples, setup.factor, setup.noise);
        let tagged =
            points != (SAMPLES, FACTOR, NOISE) || setup.learning_rate != usual.learning_rate;
        Self {
            tagged,
            ..name.seed(setup.seed)
        }
    }

    /// Of the playground. It has too many settings for words.
    pub(crate) fn playground(setup: &PlaygroundSetup) -> Self {
        let points = match &setup.points {
            Points::Drawn { shape, .. } => match shape {
                Shape::Circles => "circles",
                Shape::Moons => "moons",
                Shape::Xor => "xor",
                Shape::Gaussians => "gaussians",
                Shape::Spiral => "spiral",
                Shape::Line => "line",
                Shape::Plane => "plane",
            },
            Points::Own(_) => "own",
        };
        let function = |layer: &Hidden| layer.activation.activation().name();
        let name = Self::new("playground").with(points);
        let name = match setup.layers.first().map(function) {
            None => name,
            Some(first) if setup.layers.iter().all(|layer| function(layer) == first) => name
                .with(sizes(setup.layers.iter().map(|layer| &layer.units)))
                .with(first),
            Some(_) => setup.layers.iter().fold(name, |name, layer| {
                name.with(format!("{}{}", layer.units, function(layer)))
            }),
        };
        Self {
            tagged: true,
            ..name
        }
    }

    /// The name of the network with its weights, after so many steps.
    pub(crate) fn of(self, network: &Network<f32>, steps: u64) -> String {
        let tag = format!("{:04x}", network.fingerprint() >> 48);
        let tag = self.tagged.then_some(tag);
        let steps = std::iter::once(steps.to_string());
        let parts = self.parts.into_iter().chain(tag).chain(steps);
        parts.collect::<Vec<String>>().join("-")
    }
}

/// The sizes of layers: 4x8.
fn sizes<S: ToString>(sizes: impl Iterator<Item = S>) -> String {
    let sizes: Vec<String> = sizes.map(|size| size.to_string()).collect();
    sizes.join("x")
}

/// The name of a copy without a step, which differs from that of the opened file: NAME-redes, then NAME-redes2.
pub(crate) fn copy(stem: &str) -> String {
    let parts: Vec<&str> = stem.split('-').collect();
    let number = |part: &str| part.parse::<u32>().ok();
    // The steps of a copy that was trained follow its mark.
    let last = parts.iter().rposition(|part| number(part).is_none());
    let count = |mark: &str| match mark.strip_prefix("redes")? {
        "" => Some(1),
        count => number(count),
    };
    let mark = last.filter(|place| *place > 0);
    let mark = mark.and_then(|place| Some((place, count(parts.get(place)?)?)));
    let Some((place, count)) = mark else {
        return format!("{stem}-redes");
    };
    let others = parts.iter().enumerate().filter(|(at, _)| *at != place);
    let others: Vec<&str> = others.map(|(_, part)| *part).collect();
    format!("{}-redes{}", others.join("-"), u64::from(count) + 1)
}
