//! The files of the figures about reviews: the words that the networks know, and example reviews.

use redes_data::words::{Extent, Vocabulary};

use crate::{fetch, site::Site};

/// The limit for a file, in bytes. All our files are smaller.
const LIMIT: u64 = 32 << 20;

/// Fetches the words that the networks know.
///
/// # Errors
/// What is said of the file, which has no language: its name, and a status of HTTP.
pub async fn fetch_words(progress: &dyn Fn(u64, Option<u64>)) -> Result<Vocabulary, String> {
    let name = "models/reviews-words.txt";
    let bytes = site_file(name, progress).await?;
    let text = String::from_utf8_lossy(&bytes);
    Vocabulary::from_ranked_lines(&text, Extent::Head).map_err(|_| name.to_owned())
}

/// Fetches a review that ships with the site.
pub async fn fetch_review(name: &str) -> Result<String, String> {
    let bytes = site_file(&format!("reviews/{name}.txt"), &|_, _| {}).await?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Fetches a file of the site by its path from the root.
pub async fn site_file(name: &str, progress: &dyn Fn(u64, Option<u64>)) -> Result<Vec<u8>, String> {
    let root = Site::get().map(|site| site.root).unwrap_or_default();
    let bytes = fetch::whole(&format!("{root}{name}"), LIMIT, progress, None).await;
    bytes.map_err(|error| error.to_string())
}
