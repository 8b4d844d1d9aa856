//! The columns' state, as it stands in the address.

use redes_data::{mnist::SIDE, scaling::Scaling};

use crate::url_state::UrlState;

/// The ways to scale, with their names in the address.
pub const NORMS: [(&str, Scaling); 4] = [
    ("raw", Scaling::Raw),
    ("255", Scaling::By255),
    ("column", Scaling::Columns),
    ("image", Scaling::Image),
];
const KEY: &str = "columns";

/// What a link restores.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The digit.
    pub digit: u8,
    /// What becomes of its pixels.
    pub norm: Scaling,
    /// The column that is looked at, from 0.
    pub column: usize,
}

impl Default for State {
    /// A 4 whose first column with ink is hardly to be seen.
    fn default() -> Self {
        Self {
            digit: 4,
            norm: Scaling::Columns,
            column: 6,
        }
    }
}

impl State {
    /// Reads the page's address; the second part names what was refused.
    pub fn read() -> (Self, Vec<String>) {
        Self::from_url(UrlState::of_page(KEY))
    }

    fn from_url(mut url: UrlState) -> (Self, Vec<String>) {
        let usual = Self::default();
        let state = Self {
            digit: url.whole("digit", 0..=9, u64::from(usual.digit)) as u8,
            norm: url.read("norm", usual.norm, read_norm),
            column: url.whole("column", 0..=SIDE as u64 - 1, usual.column as u64) as usize,
        };
        (state, url.refused().to_vec())
    }

    /// Writes the page's address.
    pub fn write(&self) {
        let usual = Self::default();
        let mut url = UrlState::empty(KEY);
        url.set("digit", self.digit, usual.digit);
        url.set("norm", norm_name(self.norm), norm_name(usual.norm));
        url.set("column", self.column, usual.column);
        url.write_to_page();
    }
}

/// A way to scale by its name.
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
