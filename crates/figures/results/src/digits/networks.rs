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

/// The networks that are there.
#[derive(Default)]
pub struct Networks {
    /// Those that ship, in the order of [`SHIPPED`].
    pub shipped: [Option<Shipped>; 2],
    own: Option<(Case, Network<f32>)>,
}

impl Networks {
    /// Gives the reader's own network the weights that arrive from its training.
    pub fn take(&mut self, case: Case, hidden: Option<Hidden>, weights: &[f32]) {
        if self.own.is_none() {
            let network = Network::new(&digits::architecture_with(case, hidden), 1);
            self.own = network.ok().map(|network| (case, network));
        }
        let own = self.own.as_mut();
        let own = own.map(|(_, network)| network.parameters_mut());
        if let Some(own) = own.filter(|own| own.len() == weights.len()) {
            own.copy_from_slice(weights);
        }
    }

    /// Forgets the reader's own network.
    pub fn forget_own(&mut self) {
        self.own = None;
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
        let own = self.own.as_mut().map(|(case, network)| (*case, network));
        for (answer, network) in answers.iter_mut().zip(shipped.chain([own])) {
            *answer = network.and_then(|(case, network)| answer::answer(network, case, image));
        }
        answers
    }
}
