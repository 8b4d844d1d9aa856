//! The digits' state, as it stands in the address.

use redes_data::drawing::Stroke;
use redes_experiment::digits::{DigitsSetup, WEIGHTS_INTERVAL};
use redes_inputs::{digits, hidden};
use redes_lessons::thesis::digits::{Case, Hidden};

use redes_shell::{
    controls::Speeds,
    link::{Allowed, keys, text},
};

/// Steps a second.
pub const SPEEDS: Speeds = &[Some(2.0), Some(20.0), Some(200.0), None];
/// The two sizes of the training set that the figure offers.
pub const SAMPLES: [usize; 2] = [10_000, 60_000];

keys! {
    /// What a link restores.
    pub struct State {
        /// Network to train.
        case: Case = Case::Case10, text(
            |text| text.parse().ok(),
            Case::to_string,
            Allowed::Names("1.0, 1.1"),
        );
        /// The activation of its hidden layers: `None` for that of the case.
        hidden: Option<Hidden> = None, text(
            hidden::named,
            hidden::name,
            Allowed::Names(hidden::NAMES),
        );
        /// Training images.
        samples: usize = SAMPLES[0], text(
            |text| text.parse().ok().filter(|samples| SAMPLES.contains(samples)),
            usize::to_string,
            Allowed::Names("10000, 60000"),
        );
        /// Passes over them.
        epochs: u64 = 3, 1..=20;
        /// Images a step.
        batch_size as "batch": u64 = 32, 1..=1024;
        /// Seed of weights and shuffling.
        seed: u32 = 1, 0..=u32::MAX;
        /// Place in [`SPEEDS`].
        speed: usize = SPEEDS.len() - 1, 0..=SPEEDS.len() - 1;
        /// The step at which training was paused.
        at: u64 = 0, 0..=20 * 60_000;
        /// What is drawn.
        strokes as "ink": Vec<Stroke> = Vec::new(), text(
            digits::decode,
            |strokes| digits::encode(strokes),
            Allowed::Form("SSQAttyS.ttQASSyS"),
        );
    }
}

impl State {
    /// The experiment for the trainer.
    pub fn setup(&self) -> DigitsSetup {
        DigitsSetup {
            case: self.case,
            seed: self.seed,
            samples: self.samples,
            batch_size: self.batch_size as usize,
            epochs: self.epochs,
            hidden: self.hidden,
            weights_interval: WEIGHTS_INTERVAL,
        }
    }
}
