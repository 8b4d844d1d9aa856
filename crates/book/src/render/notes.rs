//! Footnotes: numbered in the order of their references, and listed at the page's end.

use anyhow::{Result, bail};

use super::Writer;

impl Writer<'_> {
    fn note_number(&mut self, label: &str) -> usize {
        let place = self.notes.iter().position(|(known, _)| known == label);
        place.unwrap_or_else(|| {
            self.notes.push((label.to_owned(), None));
            self.notes.len() - 1
        }) + 1
    }

    pub(super) fn footnote_reference(&mut self, label: &str) -> Result<()> {
        let number = self.note_number(label);
        let word = self.says("footnote")?;
        self.html(format!("<sup class=\"note\"><a id=\"noteref-{number}\" href=\"#note-{number}\" aria-label=\"{word} {number}\">{number}</a></sup>"));
        Ok(())
    }

    pub(super) fn define(&mut self, label: &str) {
        let label = label.to_owned();
        // The end of a definition does not name its footnote.
        self.links.push(label);
    }

    pub(super) fn footnote_end(&mut self) -> Result<()> {
        let html = self.take();
        let label = self.links.pop().unwrap_or_default();
        let number = self.note_number(&label);
        self.notes[number - 1].1 = Some(html);
        Ok(())
    }

    pub(super) fn footnotes(&mut self) -> Result<()> {
        if self.notes.is_empty() {
            return Ok(());
        }
        let (title, back) = (self.says("footnotes")?, self.says("footnote_back")?);
        let mut html = format!("<section class=\"footnotes\" aria-label=\"{title}\">\n<ol>\n");
        for (place, (label, text)) in self.notes.iter().enumerate() {
            let Some(text) = text else {
                bail!("the footnote [^{label}] has no text")
            };
            let number = place + 1;
            html.push_str(&format!("<li id=\"note-{number}\">{text}<a class=\"back\" href=\"#noteref-{number}\" aria-label=\"{back}\">↩</a></li>\n"));
        }
        html.push_str("</ol>\n</section>");
        self.block(html);
        Ok(())
    }
}
