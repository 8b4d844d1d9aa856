//! The networks that answer while the reader draws: the two that ship with the site, and the reader's own.

use redes_core::network::Network;
use redes_lessons::thesis::digits::{self, Case, Hidden};
use thiserror::Error;

use super::numbers::{self, Answer, Image};
use crate::shipped::{self, Shipped};
use redes_shell::{fetch, site::Site};

/// The cases of the two networks that ship.
pub const SHIPPED: [Case; 2] = [Case::Case10, Case::Case11];

/// More bytes than the file of a network has.
const LIMIT: u64 = 8 << 20;

/// Why a network that ships can't be used.
#[derive(Debug, Error)]
pub enum Error {
    /// The file did not arrive.
    #[error(transparent)]
    Fetch(#[from] fetch::Error),
    /// The file is not the network that it should be.
    #[error(transparent)]
    Model(#[from] redes_models::ModelError),
}

/// Fetches the network of a case.
///
/// # Errors
/// Where the file does not arrive, is longer than such a file, or is of another network.
pub async fn fetch(case: Case) -> Result<Shipped, Error> {
    let root = Site::get().map(|site| site.root).unwrap_or_default();
    let url = format!("{root}models/digits-{case}.safetensors");
    let bytes = fetch::whole(&url, LIMIT, &|_, _| {}, None).await?;
    Ok(shipped::load(&bytes, &digits::architecture(case), 1)?)
}

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
