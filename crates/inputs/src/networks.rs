//! The networks that ship, fetched from the site.

use redes_lessons::thesis::{digits, reviews};
use redes_shell::{fetch, review_files::site_file, site::Site};
use thiserror::Error;

use crate::shipped::{self, Shipped};

/// More bytes than the file of a network has.
const LIMIT: u64 = 8 << 20;

/// Why a network that ships can't be used.
#[derive(Debug, Error)]
pub enum Error {
    /// The file did not arrive.
    #[error(transparent)]
    Fetch(#[from] fetch::Error),
    /// The file of this name is not the network that it should be.
    #[error("{0}")]
    Model(String),
}

/// The path of the network of a digits case, from the site's root.
pub fn digits_path(case: digits::Case) -> String {
    format!("models/digits-{case}.safetensors")
}

/// The path of the network of a reviews case.
pub fn reviews_path(case: reviews::Case) -> String {
    format!("models/reviews-{case}.safetensors")
}

/// Fetches the network of a digits case.
///
/// # Errors
/// Where the file does not arrive, is longer than such a file, or is of another network.
pub async fn digits(case: digits::Case) -> Result<Shipped, Error> {
    let root = Site::get().map(|site| site.root).unwrap_or_default();
    let path = digits_path(case);
    let url = format!("{root}{path}");
    let name = path.trim_start_matches("models/").to_owned();
    let bytes = fetch::whole(&url, LIMIT, &|_, _| {}, None).await?;
    shipped::load(&bytes, &digits::architecture(case), 1).map_err(|_| Error::Model(name))
}

/// Fetches the network of a reviews case, for batches of up to `max_batch`. `progress` is called with the bytes so far, and
/// in all where that is known.
///
/// # Errors
/// The file's name, if it does not arrive or is of another network.
pub async fn reviews(
    case: reviews::Case,
    max_batch: usize,
    progress: &dyn Fn(u64, Option<u64>),
) -> Result<Shipped, String> {
    let name = reviews_path(case);
    let bytes = site_file(&name, progress).await?;
    // The words' numbers fit no other network.
    let model = shipped::load(&bytes, &reviews::architecture(case), max_batch);
    model.map_err(|_| name)
}
