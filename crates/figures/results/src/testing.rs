//! What the tests of this chapter's figures have in common: that of other chapters, and the numbers of the ledger.

pub use chapter::{TRAINING, common::values, has_parts, site};

#[path = "../../tests/common/chapter.rs"]
mod chapter;

/// What the thesis prints, as `www/ledger.toml` has it.
pub fn ledger(id: &str) -> f64 {
    let text = String::from_utf8(site("ledger.toml")).unwrap_or_default();
    let entry = text.split_once(&format!("id = \"{id}\"\n"));
    let printed = entry.and_then(|(_, entry)| entry.split_once("\nprinted = \""));
    let number = printed.and_then(|(_, printed)| printed.split('"').next());
    let number = number.and_then(|number| number.parse().ok());
    number.unwrap_or_else(|| panic!("the ledger has no number {id}"))
}
