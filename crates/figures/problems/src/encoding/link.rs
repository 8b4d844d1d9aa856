//! The encoding's state, as it stands in the address.

use redes_shell::link::{self, Allowed, keys, via};

/// What is written at first; one of its words nobody knows.
pub const EXAMPLE: &str =
    "This film is a pelliculous delight: great acting, and it's NOT too long.";
/// A longer text stays out of the address: browsers and learning platforms cut long ones.
const LONGEST: usize = 4_000;

keys! {
    /// What a link restores.
    pub struct State {
        /// The review.
        text: String = EXAMPLE.to_owned(), via(
            State::take_text,
            State::written_text,
            |_| Allowed::Length(LONGEST),
        );
    }
}

impl State {
    fn take_text(&mut self, text: &str) -> bool {
        let short = (text.chars().count() <= LONGEST).then(|| text.to_owned());
        link::put(&mut self.text, short)
    }

    fn written_text(&self) -> Option<String> {
        let is_written = self.text != EXAMPLE && self.text.chars().count() <= LONGEST;
        is_written.then(|| self.text.clone())
    }
}
