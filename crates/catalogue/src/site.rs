//! Names of files that follow from the list: stylesheets, modules and the crates that they are built from.

use std::collections::BTreeSet;

use crate::Catalogue;

/// The folder, within the checkout, that holds a crate for each chapter with figures.
pub const CRATES: &str = "crates/figures";

/// The stylesheets of every page, in the order of the cascade.
pub const COMMON_STYLES: [&str; 3] = ["tokens", "page", "book"];

/// The stylesheet of every page with figures; each figure has one of its own name after it.
pub const FIGURE_STYLE: &str = "figure";

/// What the names of the packages that become modules begin with: the chapters, and what trains for some of them.
pub const MODULES: [&str; 2] = ["redes-chapter-", "redes-trainer-"];

/// A chapter's module, and the package that it is built from.
pub fn module(chapter: &str) -> String {
    let [page, _] = MODULES;
    format!("{page}{chapter}")
}

/// A module that only trains, by its name in the list, and the package that it is built from.
pub fn trainer(name: &str) -> String {
    let [_, trainer] = MODULES;
    format!("{trainer}{name}")
}

/// The folder, within the checkout, of the package that links a module which trains: that of a chapter, or one that only
/// trains.
pub fn program_folder(name: &str) -> String {
    format!("crates/program-{name}")
}

/// All stylesheets, in the order of the cascade, without `.css`.
pub fn styles(catalogue: &Catalogue) -> impl Iterator<Item = &str> {
    let figures = || catalogue.figures().iter();
    let shared = figures().filter_map(|figure| figure.style.as_deref());
    // Each once, in the order of their names.
    let shared: BTreeSet<&str> = shared.collect();
    COMMON_STYLES
        .into_iter()
        .chain([FIGURE_STYLE])
        .chain(shared)
        .chain(figures().map(|figure| figure.name.as_str()))
}
