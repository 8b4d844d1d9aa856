//! Everything that the pages of one language use.

use std::{cell::Cell, collections::BTreeSet, fs, path::PathBuf};

use anyhow::{Context, Result};
use redes_ledger::Ledger;

use crate::{
    chapter::Chapter, escape::escape, labels::Labels, language::Language, listing::Listings,
    math::Maths, reference::Reference,
};

/// Everything that the pages of one language use.
pub(crate) struct Library<'a> {
    pub(crate) language: &'a Language,
    /// The language's pages by their names, in the book's order.
    pub(crate) pages: &'a [(String, Chapter)],
    pub(crate) labels: Labels,
    pub(crate) maths: &'a Maths,
    pub(crate) listings: &'a Listings,
    pub(crate) reference: &'a Reference,
    pub(crate) ledger: &'a Ledger,
    /// `www/stills/`.
    pub(crate) stills: PathBuf,
    /// The figures that train.
    pub(crate) trains: BTreeSet<String>,
    /// The number of terms explained so far, which makes each tip's id unique.
    pub(crate) tips: Cell<usize>,
}

impl Library<'_> {
    /// A figure's still picture, shown without scripts and until the figure is ready.
    pub(crate) fn still(&self, name: &str, alt: &str) -> Result<String> {
        let code = self.language.code;
        let path = self.stills.join(code).join(format!("{name}.svg"));
        let svg = fs::read_to_string(&path).with_context(|| {
            format!(
                "{}: <redes-{name}> has no picture; `redes stills` draws it",
                path.display()
            )
        })?;
        let head = svg
            .split('>')
            .find(|tag| tag.contains("<svg"))
            .unwrap_or_default();
        let size = |name: &str| {
            let value = head
                .split(&format!(" {name}=\""))
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            value.with_context(|| format!("{}: <svg> without {name}", path.display()))
        };
        let note = self.language.get("still")?;
        Ok(format!(
            "<img class=\"still\" src=\"../stills/{code}/{name}.svg\" alt=\"{}\" width=\"{}\" height=\"{}\" loading=\"lazy\"><span class=\"still-note\">{note}</span>",
            escape(alt),
            size("width")?,
            size("height")?
        ))
    }
}
