//! The state of the neurons' figure, as it stands in the address.

use redes_data::drawing::Stroke;
use redes_experiment::digits::DigitsSetup;
use redes_inputs::{digits, hidden};
use redes_lessons::thesis::digits::{Case, Hidden};

use super::numbers::NEURONS;
use redes_shell::{
    controls::Speeds,
    link::{Allowed, keys, text},
};

/// Steps a second.
pub const SPEEDS: Speeds = &[Some(2.0), Some(10.0), Some(60.0), Some(300.0), None];
/// Images that the network is trained on: enough for the weights to take shape, and soon read.
const SAMPLES: usize = 10_000;
/// Passes over them, as in the thesis.
const EPOCHS: u64 = 3;
/// Images a step, as in the thesis.
const BATCH: usize = 32;

/// Milliseconds between two copies of the weights: the eye sees them change, and the page has time to draw.
const WEIGHTS_INTERVAL: f64 = 80.0;

/// The order of the neurons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The greatest answer first.
    Answer,
    /// As the network has them.
    Number,
}

impl Order {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Answer, Self::Number];

    /// As a link writes it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Number => "number",
        }
    }

    /// The order of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.name() == name)
    }
}

keys! {
    /// What a link restores.
    pub struct State {
        /// The network, the one that ships and the one to train.
        case: Case = Case::Case10, text(
            |text| text.parse().ok(),
            Case::to_string,
            Allowed::Names("1.0, 1.1"),
        );
        /// The activation of the hidden layers of the network to train: `None` for that of the case.
        hidden: Option<Hidden> = None, text(
            hidden::named,
            hidden::name,
            Allowed::Names(hidden::NAMES),
        );
        /// The test image that the network reads where nothing is drawn.
        digit: u8 = 7, 0..=9;
        /// What is drawn.
        strokes as "ink": Vec<Stroke> = Vec::new(), text(
            digits::decode,
            |strokes| digits::encode(strokes),
            Allowed::Form("SSQAttyS.ttQASSyS"),
        );
        /// The order of the neurons.
        order: Order = Order::Answer, text(
            Order::named,
            |order: &Order| order.name().to_owned(),
            Allowed::Names("answer, number"),
        );
        /// The neuron that is looked at.
        neuron: usize = 23, 0..=NEURONS - 1;
        /// The output that is looked at; `None` for the network's answer.
        output as "out": Option<usize> = None, text(
            |text| match text {
                "answer" => Some(None),
                digit => digit.parse().ok().filter(|digit| *digit < 10).map(Some),
            },
            |output: &Option<usize>| output.map_or("answer".to_owned(), |digit| digit.to_string()),
            Allowed::Names("answer, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9"),
        );
        /// Seed of weights and shuffling.
        seed: u32 = 1, 0..=u32::MAX;
        /// Place in [`SPEEDS`].
        speed: usize = 2, 0..=SPEEDS.len() - 1;
        /// The step at which training was paused.
        at: u64 = 0, 0..=EPOCHS * 10_000;
    }
}

impl State {
    /// The experiment for the trainer.
    pub fn setup(&self) -> DigitsSetup {
        DigitsSetup {
            case: self.case,
            seed: self.seed,
            samples: SAMPLES,
            batch_size: BATCH,
            epochs: EPOCHS,
            hidden: self.hidden,
            weights_interval: WEIGHTS_INTERVAL,
        }
    }
}
