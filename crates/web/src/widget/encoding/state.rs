//! The encoding's state, as it stands in the address.

use crate::url_state::UrlState;

/// What is written at first; one of its words nobody knows.
pub const EXAMPLE: &str =
    "This film is a pelliculous delight: great acting, and it's NOT too long.";
/// A longer text stays out of the address: browsers and learning platforms cut long ones.
const LONGEST: usize = 4_000;
const KEY: &str = "encoding";

/// What a link restores.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The review.
    pub text: String,
}

impl Default for State {
    fn default() -> Self {
        Self {
            text: EXAMPLE.to_owned(),
        }
    }
}

impl State {
    /// Reads the page's address; the second part names what was refused.
    pub fn read() -> (Self, Vec<String>) {
        let mut url = UrlState::of_page(KEY);
        let usual = Self::default();
        let text = url.read("text", usual.text, |text| {
            (text.chars().count() <= LONGEST).then(|| text.to_owned())
        });
        (Self { text }, url.refused().to_vec())
    }

    /// Writes the page's address.
    pub fn write(&self) {
        let mut url = UrlState::empty(KEY);
        if self.text.chars().count() <= LONGEST {
            url.set("text", self.text.as_str(), EXAMPLE);
        }
        url.write_to_page();
    }
}
