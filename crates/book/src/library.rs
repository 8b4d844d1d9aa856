//! Everything that the pages of one language use.

use std::{
    cell::Cell,
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use redes_ledger::Ledger;

use crate::{
    chapter::Chapter, escape::escape, labels::Labels, language::Language, listing::Listings,
    math::Maths, packages::Packages, reference::Reference, share::Share,
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
    pub(crate) share: &'a Share,
    /// The packages for learning platforms.
    pub(crate) packages: &'a Packages,
    /// `www/stills/`.
    pub(crate) stills: PathBuf,
    /// The figures that train.
    pub(crate) trains: BTreeSet<String>,
    /// The number of terms explained so far, which makes each tip's id unique.
    pub(crate) tips: Cell<usize>,
}

/// A still picture's place on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loading {
    /// In the first window: it loads with the page.
    AtOnce,
    /// It loads when the reader comes near.
    Later,
}

impl Library<'_> {
    /// A figure's still picture, shown without scripts and until the figure is ready.
    pub(crate) fn still(&self, name: &str, alt: &str, loading: Loading) -> Result<String> {
        let image = self.image(name, alt, loading)?;
        let note = self.language.get("still")?;
        Ok(format!("{image}<span class=\"still-note\">{note}</span>"))
    }

    /// A figure's still picture alone, for a page of the library's language.
    pub(crate) fn image(&self, name: &str, alt: &str, loading: Loading) -> Result<String> {
        let code = self.language.code;
        image(&self.stills, code, name, alt, "../", loading)
    }
}

/// The button that opens the dialog of `js/share.js` for a figure, with its content as HTML.
pub(crate) fn share(language: &Language, figure: &str, content: &str) -> Result<String> {
    Ok(format!(
        "<button type=\"button\" data-share=\"{figure}\" data-failed=\"{}\" aria-haspopup=\"dialog\">{content}</button>",
        escape(language.get("share_failed")?),
    ))
}

/// A figure's still picture in a language, as the element of a page from which `root` leads to the site's root.
///
/// # Errors
///
/// The picture is missing, or does not state its size.
pub(crate) fn image(
    stills: &Path,
    code: &str,
    name: &str,
    alt: &str,
    root: &str,
    loading: Loading,
) -> Result<String> {
    let path = stills.join(code).join(format!("{name}.svg"));
    let svg = fs::read_to_string(&path).with_context(|| {
        format!(
            "{}: {name} has no picture; `redes stills` draws it",
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
    let lazy = match loading {
        Loading::AtOnce => "",
        Loading::Later => " loading=\"lazy\"",
    };
    Ok(format!(
        "<img class=\"still\" src=\"{root}stills/{code}/{name}.svg\" alt=\"{}\" width=\"{}\" height=\"{}\"{lazy}>",
        escape(alt),
        size("width")?,
        size("height")?
    ))
}
