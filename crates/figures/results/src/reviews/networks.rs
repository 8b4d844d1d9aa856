//! The networks that read reviews, fetched from the site.

use redes_lessons::thesis::reviews::{self, Case};
use redes_shell::review_files::site_file;

use super::numbers::{Reader, SLICE};
use crate::shipped;

/// Fetches the network of a case. `progress` is called with the bytes so far, and in all where that is known.
///
/// # Errors
/// In words: the file does not arrive, or is of another network.
pub async fn fetch(case: Case, progress: &dyn Fn(u64, Option<u64>)) -> Result<Reader, String> {
    let name = format!("models/reviews-{case}.safetensors");
    let bytes = site_file(&name, progress).await?;
    // The words' numbers fit no other network.
    let model = shipped::load(&bytes, &reviews::architecture(case), SLICE);
    let model = model.map_err(|error| format!("{name}: {error}"))?;
    Ok(Reader::new(model.network, model.test_accuracy))
}
