//! Code that the unit tests share.

use redes_catalogue::Catalogue;

/// The book's own list of figures.
#[allow(clippy::unwrap_used)]
pub(crate) fn catalogue() -> Catalogue {
    Catalogue::parse(include_str!("../../../www/figures.toml"), "figures.toml").unwrap()
}
