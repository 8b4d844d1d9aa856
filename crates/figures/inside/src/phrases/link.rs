//! The state of the phrases' figure, as it stands in the address.

use super::numbers::FILTERS;
use redes_shell::link::{Allowed, keys, text};

/// The longest text of an address, in characters; browsers and mail cut longer ones.
const LONGEST: usize = 4_000;
/// The first review.
pub const EXAMPLE: &str =
    "I expected a boring film, but this is not bad at all: a great story and a wonderful cast.";

keys! {
    /// What a link restores.
    pub struct State {
        /// The review.
        text: String = EXAMPLE.to_owned(), text(
            |text| (text.chars().count() <= LONGEST).then(|| text.to_owned()),
            String::clone,
            Allowed::Length(LONGEST),
        );
        /// The filter that is looked at, from 1.
        filter: usize = 1, 1..=FILTERS;
        /// The word whose neighbours are shown.
        word: String = "excellent".to_owned(), text(
            |text| (text.chars().count() <= 40).then(|| text.to_owned()),
            String::clone,
            Allowed::Length(40),
        );
    }
}
