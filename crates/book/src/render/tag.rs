//! Our own tags: figures, listings, questions, notes, and the places of the program's lists.

use anyhow::Result;

use super::{Insert, Writer};
use crate::{
    escape::escape,
    labels,
    library::{self, Loading},
    notebook,
    tag::Tag,
};

impl Writer<'_> {
    pub(super) fn open(&mut self, tag: &Tag) -> Result<()> {
        let numbered = |scheme: &str, id: &str| -> Result<(String, String)> {
            Ok((
                labels::anchor(scheme, id),
                self.library.labels.find(scheme, id)?.name.clone(),
            ))
        };
        match tag {
            // A figure is named by its number: the caption, which holds a button too, is read at its own place.
            Tag::Figure { name, alt } => {
                let (anchor, number) = numbered("fig", name)?;
                let title = format!("{}\u{a0}{number}", self.says("figure")?);
                // The cover's picture is in the first window.
                let loading = match self.page {
                    "index" => Loading::AtOnce,
                    _ => Loading::Later,
                };
                let still = self.library.still(name, alt, loading)?;
                self.block(format!("<figure class=\"figure\" id=\"{anchor}\" aria-label=\"{title}\">\n<redes-{name}>{still}</redes-{name}>"));
                self.block("<figcaption>".into());
                self.caption = Some(format!(
                    "<a class=\"number\" href=\"#{anchor}\">{title}</a> "
                ));
                self.figures.push(name.clone());
            }
            Tag::Drawing { id, alt } => {
                let (anchor, number) = numbered("fig", id)?;
                let title = format!("{}\u{a0}{number}", self.says("figure")?);
                let picture = self.library.image(id, alt, Loading::Later)?;
                self.block(format!("<figure class=\"figure\" id=\"{anchor}\" aria-label=\"{title}\">\n<div class=\"drawing\">{picture}</div>"));
                self.block("<figcaption>".into());
                self.caption = Some(format!(
                    "<a class=\"number\" href=\"#{anchor}\">{title}</a> "
                ));
            }
            Tag::Listing { id, .. } => {
                let (anchor, number) = numbered("lst", id)?;
                self.block(format!(
                    "<figure class=\"listing\" id=\"{anchor}\">\n<figcaption>"
                ));
                self.caption = Some(format!(
                    "<a class=\"number\" href=\"#{anchor}\">{}\u{a0}{number}</a> ",
                    self.says("listing")?
                ));
            }
            Tag::Question { id } => {
                let (anchor, number) = numbered("question", id)?;
                self.block(format!("<div class=\"question\" id=\"{anchor}\">\n<p class=\"label\"><a href=\"#{anchor}\">{}\u{a0}{number}</a></p>", self.says("question")?));
            }
            Tag::Answer => self.block(format!(
                "<details class=\"answer\">\n<summary>{}</summary>",
                self.says("answer")?
            )),
            Tag::Erratum { id, place } => {
                let (anchor, number) = numbered("erratum", id)?;
                let name = format!("{}\u{a0}{number}", self.says("erratum")?);
                let thesis = self.says("thesis")?;
                self.block(format!(
                    "<div class=\"erratum\" role=\"note\" id=\"{anchor}\">\n<p class=\"label\"><a href=\"#{anchor}\">{name}</a> · {thesis}, §\u{a0}{}</p>",
                    escape(place)
                ));
            }
            Tag::Aside => self.block("<div class=\"aside\" role=\"note\">".into()),
            Tag::More { title } => self.block(format!(
                "<details class=\"more\">\n<summary>{}</summary>",
                escape(title)
            )),
            Tag::Contents => self.insert(Insert::Contents),
            Tag::Gallery => self.insert(Insert::Gallery),
            Tag::Exercises => self.insert(Insert::Exercises),
            Tag::Packages => self.insert(Insert::Packages),
        }
        self.open.push(tag.clone());
        Ok(())
    }

    pub(super) fn close(&mut self) -> Result<()> {
        let html = match self.open.pop() {
            Some(Tag::Figure { name, .. }) => {
                format!("{}\n</figcaption>\n</figure>", self.share(&name)?)
            }
            Some(Tag::Drawing { .. }) => "</figcaption>\n</figure>".into(),
            Some(Tag::Listing { src, region, .. }) => {
                let text = self.library.listings.text(
                    &src,
                    region.as_deref(),
                    self.library.language.code,
                )?;
                let code = self.code("python", &text)?;
                let (whole, notebook) = (self.says("whole_file")?, self.says("notebook")?);
                let how = self.says("run_listing")?;
                let cells = notebook::address(self.library.language.code, self.page);
                format!(
                    "</figcaption>\n{code}\n<p class=\"file\"><a href=\"../listings/{src}\" download>{whole} <code>{src}</code></a> · <a href=\"{cells}\" download>{notebook}</a> · <a href=\"about.html#listings\">{how}</a></p>\n</figure>"
                )
            }
            Some(Tag::Question { .. } | Tag::Erratum { .. } | Tag::Aside) => "</div>".into(),
            Some(Tag::Answer | Tag::More { .. }) => "</details>".into(),
            Some(Tag::Contents | Tag::Gallery | Tag::Exercises | Tag::Packages) | None => {
                return Ok(());
            }
        };
        self.block(html);
        Ok(())
    }

    pub(super) fn code(&self, language: &str, text: &str) -> Result<String> {
        let code = self.library.listings.colour(text, language)?;
        let (copy, copied) = (self.says("copy")?, self.says("copied")?);
        Ok(format!(
            "<div class=\"code\"><pre class=\"scroll\"><code translate=\"no\">{code}</code></pre><button type=\"button\" class=\"copy\" data-copy=\"{copied}\">{copy}</button></div>"
        ))
    }

    /// The button under a figure that opens the dialog of `js/share.js`.
    fn share(&self, figure: &str) -> Result<String> {
        let button = library::share(self.library.language, figure, self.says("share")?)?;
        Ok(format!("<p class=\"share\">{button}</p>"))
    }
}
