//! The figure's state and the table of its keys in a link.

use redes_data::{mnist::SIDE, scaling::Scaling};

use redes_shell::link::{Allowed, keys, text};

/// The ways to scale, with their names in a link.
pub const NORMS: [(&str, Scaling); 4] = [
    ("raw", Scaling::Raw),
    ("255", Scaling::By255),
    ("column", Scaling::Columns),
    ("image", Scaling::Image),
];

keys! {
    /// What a link restores. The usual digit is a 4 whose first column with ink is barely visible.
    pub struct State {
        /// The digit, from 0 to 9.
        digit: u8 = 4, 0..=9;
        /// How its pixels are scaled.
        norm: Scaling = Scaling::Columns, text(
            read_norm,
            |norm| norm_name(*norm).to_owned(),
            Allowed::Names("raw, 255, column, image"),
        );
        /// The column that is shown, from 0.
        column: usize = 6, 0..=SIDE - 1;
    }
}

/// The way to scale with a name.
pub fn read_norm(text: &str) -> Option<Scaling> {
    let known = NORMS.iter().find(|(name, _)| *name == text);
    known.map(|(_, norm)| *norm)
}

/// The name of a way to scale.
pub fn norm_name(norm: Scaling) -> &'static str {
    let known = NORMS.iter().find(|(_, known)| *known == norm);
    known.map_or("", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_there_and_back() {
        for (name, norm) in NORMS {
            assert_eq!(norm_name(norm), name);
            assert_eq!(read_norm(name), Some(norm));
        }
        assert_eq!(read_norm("Column"), None);
        assert_eq!(read_norm(""), None);
    }
}
