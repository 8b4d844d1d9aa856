//! The networks that answer while the reader draws: the two that ship with the site, and the reader's own.

use redes_core::network::Network;
use redes_inputs::{
    answer::{self, Answer},
    digits::Image,
    shipped::Shipped,
};
use redes_lessons::thesis::digits::{self, Case, Hidden};

/// The cases of the two networks that ship.
pub const SHIPPED: [Case; 2] = [Case::Case10, Case::Case11];

/// The reader's own network.
struct Own {
    case: Case,
    network: Network<f32>,
    /// The steps after which it has these weights.
    steps: u64,
}

/// The networks that are there.
#[derive(Default)]
pub struct Networks {
    /// Those that ship, in the order of [`SHIPPED`].
    pub shipped: [Option<Shipped>; 2],
    own: Option<Own>,
}

impl Networks {
    /// Gives the reader's own network the weights that arrive from its training.
    pub fn take(&mut self, case: Case, hidden: Option<Hidden>, weights: &[f32], steps: u64) {
        if self.own.is_none() {
            let network = Network::new(&digits::architecture_with(case, hidden), 1);
            self.own = network.ok().map(|network| Own {
                case,
                network,
                steps,
            });
        }
        if let Some(own) = &mut self.own {
            let place = own.network.parameters_mut();
            if place.len() == weights.len() {
                place.copy_from_slice(weights);
                own.steps = steps;
            }
        }
    }

    /// Forgets the reader's own network.
    pub fn forget_own(&mut self) {
        self.own = None;
    }

    /// The weights of the reader's own network, and the steps after which it has them.
    pub fn own(&self) -> Option<(&[f32], u64)> {
        let own = self.own.as_ref()?;
        Some((own.network.parameters(), own.steps))
    }

    /// Whether the reader has a network.
    pub fn has_own(&self) -> bool {
        self.own.is_some()
    }

    /// The answers to an image: of the two that ship, and of the reader's own.
    pub fn answers(&mut self, image: &Image) -> [Option<Answer>; 3] {
        let mut answers = [const { None }; 3];
        let shipped = SHIPPED.iter().zip(&mut self.shipped);
        let shipped = shipped.map(|(case, shipped)| Some((*case, &mut shipped.as_mut()?.network)));
        let own = self.own.as_mut();
        let own = own.map(|own| (own.case, &mut own.network));
        for (answer, network) in answers.iter_mut().zip(shipped.chain([own])) {
            *answer = network.and_then(|(case, network)| answer::answer(network, case, image));
        }
        answers
    }
}
