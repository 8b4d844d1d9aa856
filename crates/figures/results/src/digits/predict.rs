//! The networks that answer while the reader draws: the two that ship with the site, and the reader's own.

use ndarray::ArrayView2;
use redes_core::network::Network;
use redes_data::mnist;
use redes_lessons::thesis::{digits, digits::Case};
use thiserror::Error;

use crate::shipped::{self, Shipped};
use redes_shell::{fetch, site::Site};

/// More than a network of ours has.
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

/// Answers of a network: ten outputs and the greatest one's place.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The ten sigmoids.
    pub outputs: [f32; 10],
    /// The digit with the greatest output.
    pub digit: usize,
}

/// Fetches the weights that our own command line trained.
///
/// # Errors
/// Where the file does not arrive, is longer than any of ours, or is of another network.
pub async fn fetch(case: Case) -> Result<Shipped, Error> {
    let root = Site::get().map(|site| site.root).unwrap_or_default();
    let url = format!("{root}models/digits-{case}.safetensors");
    let bytes = fetch::whole(&url, LIMIT, &|_, _| {}, None).await?;
    Ok(shipped::load(&bytes, &digits::architecture(case), 1)?)
}

/// An empty network of a case, to take the weights that arrive from training.
pub fn own(case: Case) -> Option<Network<f32>> {
    Network::new(&digits::architecture(case), 1).ok()
}

/// A network's answer to an image of 784 pixels.
pub fn answer(network: &mut Network<f32>, pixels: &[u8]) -> Option<Answer> {
    let mut input = vec![0.0; 784];
    if pixels.len() != input.len() {
        return None;
    }
    mnist::normalize_columns(pixels, &mut input);
    let outputs = network
        .forward(ArrayView2::from_shape((1, 784), &input).ok()?)
        .ok()?;
    let outputs: [f32; 10] = outputs
        .iter()
        .copied()
        .collect::<Vec<_>>()
        .try_into()
        .ok()?;
    let digit = (1..10).fold(
        0,
        |best, i| if outputs[i] > outputs[best] { i } else { best },
    );
    Some(Answer { outputs, digit })
}
