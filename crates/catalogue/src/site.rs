//! Names of files that follow from the list: stylesheets, modules and the crates that they are built from.

use crate::Catalogue;

/// The folder, within the checkout, that holds a crate for each chapter with figures.
pub const CRATES: &str = "crates/figures";

/// The stylesheets of every page, in the order of the cascade.
pub const COMMON_STYLES: [&str; 3] = ["tokens", "page", "book"];

/// The stylesheet of every page with figures; each figure has one of its own name after it.
pub const FIGURE_STYLE: &str = "widget";

/// A chapter's module, and the package that it is built from.
pub fn module(chapter: &str) -> String {
    format!("redes-chapter-{chapter}")
}

/// All stylesheets, in the order of the cascade, without `.css`.
pub fn styles(catalogue: &Catalogue) -> impl Iterator<Item = &str> {
    let own = catalogue.figures().iter();
    COMMON_STYLES
        .into_iter()
        .chain([FIGURE_STYLE])
        .chain(own.map(|figure| figure.name.as_str()))
}
