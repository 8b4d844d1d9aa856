//! The figure's state and the table of its keys in a link.

use redes_shell::link::{self, Allowed, keys, via};

/// The usual text. One of its words is no English word.
pub const EXAMPLE: &str =
    "This film is a pelliculous delight: great acting, and it's NOT too long.";
/// The most characters of a text in a link. Browsers and learning platforms cut longer addresses.
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
    /// Takes a text that is short enough for a link.
    fn take_text(&mut self, text: &str) -> bool {
        let short = (text.chars().count() <= LONGEST).then(|| text.to_owned());
        link::put(&mut self.text, short)
    }

    fn written_text(&self) -> Option<String> {
        let is_written = self.text != EXAMPLE && self.text.chars().count() <= LONGEST;
        is_written.then(|| self.text.clone())
    }
}
