//! The sweep's state, as it stands in the address: what varies. What all trainings share is the playground's own state.

use redes_experiment::playground::{
    Kind, MAX_LAYERS, MAX_UNITS, PlaygroundSetup, Start,
    sweep::{SweepSetup, Vary},
};
use redes_shell::{
    controls::Speeds,
    link::{self, Allowed, keys, text, via},
    number,
    text::Text,
};

use crate::{
    playground::{
        link::MAX_RATE,
        names::{self, Named},
    },
    words,
};

/// Steps a second.
pub const SPEEDS: Speeds = &[Some(500.0), None];
/// Values at most.
const MOST: usize = 10;

/// The parameter that varies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Neurons of every hidden layer.
    Units,
    /// Number of hidden layers.
    Depth,
    /// Activation of every hidden layer.
    Kind,
    /// Starting weights.
    Start,
    /// Learning rate.
    Rate,
    /// Points a step.
    Batch,
    /// Noise of the drawn points.
    Noise,
    /// Number of drawn points.
    Samples,
    /// L2 penalty.
    L2,
    /// Share left out.
    Dropout,
}

impl Named for What {
    const ALL: &'static [(Self, &'static str, Text)] = &[
        (Self::Units, "units", words::SWEEP_UNITS),
        (Self::Depth, "depth", words::SWEEP_DEPTH),
        (Self::Kind, "activation", words::SWEEP_ACTIVATION),
        (Self::Start, "start", words::SWEEP_START),
        (Self::Rate, "rate", words::SWEEP_RATE),
        (Self::Batch, "batch", words::SWEEP_BATCH),
        (Self::Noise, "noise", words::SWEEP_NOISE),
        (Self::Samples, "samples", words::SWEEP_SAMPLES),
        (Self::L2, "l2", words::SWEEP_L2),
        (Self::Dropout, "dropout", words::SWEEP_DROPOUT),
    ];
}

impl What {
    /// The values of a reader who gives none.
    pub fn usual(self) -> &'static str {
        match self {
            Self::Units => "1,2,3,4,6,8",
            Self::Depth => "0,1,2,3,4",
            Self::Kind => "relu,leaky,tanh,sigmoid,identity",
            Self::Start => "glorot,he,thesis,zeros",
            Self::Rate => "0.001,0.003,0.01,0.03,0.1,0.3",
            Self::Batch => "1,8,32,128,0",
            Self::Noise => "0,0.1,0.2,0.3,0.4",
            Self::Samples => "20,50,100,200,500",
            Self::L2 => "0,0.001,0.01,0.1",
            Self::Dropout => "0,0.1,0.3,0.5",
        }
    }

    /// The values of a text.
    pub fn read(self, text: &str) -> Option<Vary> {
        Some(match self {
            Self::Units => Vary::Units(whole(text, 1, MAX_UNITS)?),
            Self::Depth => Vary::Depth(whole(text, 0, MAX_LAYERS as u32)?),
            Self::Kind => Vary::Kind(list(text, names::read::<Kind>)?),
            Self::Start => Vary::Start(list(text, names::read::<Start>)?),
            Self::Rate => Vary::Rate(numbers(text, MAX_RATE)?),
            Self::Batch => Vary::Batch(whole(text, 0, 5_000)?),
            Self::Noise => Vary::Noise(numbers(text, 1.0)?),
            Self::Samples => Vary::Samples(whole(text, 10, 5_000)?),
            Self::L2 => Vary::L2(numbers(text, 10.0)?),
            Self::Dropout => Vary::Dropout(numbers(text, 0.9)?),
        })
    }
}

fn list<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let parts = text.split([',', ';']).map(str::trim);
    let values: Option<Vec<T>> = parts.map(read).collect();
    values.filter(|values| (1..=MOST).contains(&values.len()))
}

fn numbers(text: &str, most: f64) -> Option<Vec<f64>> {
    let read = |text: &str| number::parse(text).filter(|value| (0.0..=most).contains(value));
    list(text, read)
}

fn whole(text: &str, least: u32, most: u32) -> Option<Vec<u32>> {
    let read = |text: &str| {
        let value = text.parse().ok()?;
        (least..=most).contains(&value).then_some(value)
    };
    list(text, read)
}

keys! {
    /// What a link restores.
    pub struct State, first "what" {
        /// The parameter that varies.
        what: What = What::Units, text(
            names::read,
            |what| names::name(*what).to_owned(),
            Allowed::Names("units, depth, activation, start, rate, batch, noise, samples, l2, dropout"),
        );
        /// Its values; nothing for the usual ones.
        values: String = String::new(), via(State::take_values, State::written_values, |state| {
            Allowed::Form(state.what.usual())
        });
        /// How many seeds each value has.
        seeds: u32 = 5, 1..=20;
        /// A training has learnt from this accuracy on.
        enough: f64 = 0.95, 0.5..=1.0;
        /// The first seed.
        seed: u32 = 1, 0..=u32::MAX;
        /// Place in [`SPEEDS`].
        speed: usize = SPEEDS.len() - 1, 0..=SPEEDS.len() - 1;
    }
}

impl State {
    fn take_values(&mut self, text: &str) -> bool {
        let values = self
            .what
            .read(text)
            .map(|_| match text == self.what.usual() {
                true => String::new(),
                false => text.to_owned(),
            });
        link::put(&mut self.values, values)
    }

    fn written_values(&self) -> Option<String> {
        (!self.values.is_empty()).then(|| self.values.clone())
    }

    /// The text of the values.
    pub fn text(&self) -> &str {
        match &*self.values {
            "" => self.what.usual(),
            values => values,
        }
    }

    /// The name of each value, in their order.
    pub fn names(&self) -> Vec<&str> {
        self.text().split([',', ';']).map(str::trim).collect()
    }

    /// The experiment for the trainer, on what the trainings have in common.
    pub fn setup(&self, base: PlaygroundSetup) -> SweepSetup {
        let what = self.what.read(self.text());
        SweepSetup {
            base: PlaygroundSetup {
                seed: self.seed,
                events: Vec::new(),
                ..base
            },
            what: what.unwrap_or(Vary::Units(Vec::new())),
            seeds: self.seeds,
            enough: self.enough,
            part: None,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::playground;

    #[test]
    fn every_parameter_has_usual_values() {
        for (what, _, _) in What::ALL {
            let state = State {
                what: *what,
                ..State::default()
            };
            let setup = state.setup(playground::link::State::default().setup());
            assert_eq!(setup.what.values(), state.names().len(), "{what:?}");
            assert!(setup.what.values() >= 4, "{what:?}");
            for text in ["", "?", "1,,2", "1,1,1,1,1,1,1,1,1,1,1"] {
                assert!(what.read(text).is_none(), "{what:?} {text}");
            }
        }
    }

    #[test]
    fn values_belong_to_their_parameter() {
        let mut state = State::default();
        let hash = "#sweep.values=relu,tanh&sweep.what=activation&sweep.seeds=3";
        assert!(link::read(&mut state, "sweep", hash).is_empty());
        assert_eq!(state.names(), ["relu", "tanh"]);
        let mut state = State::default();
        let refused = link::read(&mut state, "sweep", "#sweep.values=relu,tanh");
        assert_eq!(refused.len(), 1);
        assert_eq!(state.names(), ["1", "2", "3", "4", "6", "8"]);
    }
}
