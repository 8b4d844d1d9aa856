//! The state of the figure, as it stands in the address. A file of the reader's cannot stand there.

use redes_data::drawing::Stroke;
use redes_inputs::digits;
use redes_shell::{
    controls::Speeds,
    link::{Allowed, keys, text},
};
use redes_workshop::{protocol::Kind, scaling::Scaling};

/// Steps a second.
pub const SPEEDS: Speeds = &[Some(2.0), Some(20.0), Some(200.0), None];

/// The learning rates of the choice, as texts for links.
pub const RATES: [&str; 7] = ["0.1", "0.03", "0.01", "0.003", "0.001", "0.0003", "0.0001"];

/// A network that every reader has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// None: a file of the reader's, or none yet.
    None,
    /// Case 1.0, as it ships.
    Case10,
    /// Case 1.1, as it ships.
    Case11,
    /// Case 1.0 with its first weights.
    New,
}

impl Start {
    /// All that can be chosen.
    pub const CHOICES: [Self; 3] = [Self::Case10, Self::Case11, Self::New];

    /// Its name in links.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Case10 => "1.0",
            Self::Case11 => "1.1",
            Self::New => "new",
        }
    }

    /// The start of a name.
    pub fn named(name: &str) -> Option<Self> {
        let all = [Self::None, Self::Case10, Self::Case11, Self::New];
        all.into_iter().find(|start| start.name() == name)
    }
}

/// The name of an optimiser in links and choices.
pub fn optimizer(kind: Kind) -> &'static str {
    match kind {
        Kind::File => "file",
        Kind::Adam => "adam",
        Kind::Sgd => "sgd",
        Kind::RmsProp => "rmsprop",
    }
}

/// The optimisers of the choice.
pub const OPTIMIZERS: [Kind; 4] = [Kind::File, Kind::Adam, Kind::Sgd, Kind::RmsProp];

/// The optimiser of a name.
pub fn optimizer_named(name: &str) -> Option<Kind> {
    OPTIMIZERS.into_iter().find(|kind| optimizer(*kind) == name)
}

/// The name of a scaling in links and choices.
pub fn scaling(scaling: &Option<Scaling>) -> String {
    scaling.map_or("auto", Scaling::name).to_owned()
}

/// The scaling of a name.
pub fn scaling_named(name: &str) -> Option<Option<Scaling>> {
    match name {
        "auto" => Some(None),
        name => Scaling::named(name).map(Some),
    }
}

/// The place of a learning rate in [`RATES`].
pub fn rate_named(name: &str) -> Option<Option<usize>> {
    match name {
        "usual" => Some(None),
        rate => RATES.iter().position(|known| *known == rate).map(Some),
    }
}

/// The text of a learning rate.
pub fn rate(place: &Option<usize>) -> String {
    let text = place.and_then(|place| RATES.get(place).copied());
    text.unwrap_or("usual").to_owned()
}

keys! {
    /// What a link restores.
    pub struct State {
        /// The network to begin with.
        start: Start = Start::None, text(
            Start::named,
            |start: &Start| start.name().to_owned(),
            Allowed::Names("none, 1.0, 1.1, new"),
        );
        /// How pixels become numbers: `None` to find out by trying.
        scaling: Option<Scaling> = None, text(
            scaling_named,
            scaling,
            Allowed::Names("auto, unit, columns, bytes, centred, inverted"),
        );
        /// The optimiser.
        optimizer: Kind = Kind::File, text(
            optimizer_named,
            |kind: &Kind| optimizer(*kind).to_owned(),
            Allowed::Names("file, adam, sgd, rmsprop"),
        );
        /// The learning rate, by its place in [`RATES`]: `None` for that of the optimiser.
        rate: Option<usize> = None, text(
            rate_named,
            rate,
            Allowed::Names("usual, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001"),
        );
        /// Samples a step.
        batch: u64 = 32, 1..=256;
        /// Seed of first weights and shuffling.
        seed: u32 = 1, 0..=u32::MAX;
        /// Place in [`SPEEDS`].
        speed: usize = SPEEDS.len() - 1, 0..=SPEEDS.len() - 1;
        /// The test image that the network reads where nothing is drawn.
        digit: u8 = 7, 0..=9;
        /// What is drawn.
        strokes as "ink": Vec<Stroke> = Vec::new(), text(
            digits::decode,
            |strokes| digits::encode(strokes),
            Allowed::Form("SSQAttyS.ttQASSyS"),
        );
    }
}
