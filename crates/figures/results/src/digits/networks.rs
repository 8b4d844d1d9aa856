//! The networks that answer while the reader draws: the two that ship with the site, and the reader's own.

use redes_core::network::Network;
use redes_inputs::{digits::Image, shipped::Shipped};
use redes_lessons::thesis::digits::{self, Case, Hidden};

use super::numbers::{self, Answer};

/// The cases of the two networks that ship.
pub const SHIPPED: [Case; 2] = [Case::Case10, Case::Case11];

/// The networks that are there.
#[derive(Default)]
pub struct Networks {
    /// Those that ship, in the order of [`SHIPPED`].
    pub shipped: [Option<Shipped>; 2],
    own: Option<Network<f32>>,
}

impl Networks {
    /// Gives the reader's own network the weights that arrive from its training.
    pub fn take(&mut self, case: Case, hidden: Option<Hidden>, weights: &[f32]) {
        if self.own.is_none() {
            self.own = Network::new(&digits::architecture_with(case, hidden), 1).ok();
        }
        let own = self.own.as_mut().map(Network::parameters_mut);
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
        let [first, second] = self.shipped.each_mut().map(Option::as_mut);
        let first = first.map(|shipped| &mut shipped.network);
        let second = second.map(|shipped| &mut shipped.network);
        [first, second, self.own.as_mut()].map(|network| numbers::answer(network?, image))
    }
}
