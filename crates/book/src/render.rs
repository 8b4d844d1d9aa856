//! Renders a page's pieces as HTML: text, headings and formulas here, the rest in [`link`], [`tag`] and [`notes`].

mod link;
mod notes;
mod tag;

use anyhow::{Context, Result, bail};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag as Markdown, TagEnd, html};

use crate::{
    chapter::{Chapter, Piece},
    escape::{self, escape},
    labels,
    library::Library,
    reference::Definition,
    tag::Tag,
};

/// A heading of a page, for its table of contents.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Section {
    /// The heading's level, 2 or 3.
    pub(crate) level: usize,
    pub(crate) id: String,
    /// The heading as HTML.
    pub(crate) title: String,
}

/// The text under a heading, for the search.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Words {
    /// The heading's anchor; none at the beginning of the page.
    pub(crate) id: Option<String>,
    pub(crate) title: String,
    pub(crate) text: String,
}

/// A list that the program makes where a page has its tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Insert {
    /// The table of contents of the book.
    Contents,
    /// All figures by their pictures, each with the dialog that copies it.
    Gallery,
    /// The exercises, chapter by chapter.
    Exercises,
    /// All figures as packages for learning platforms.
    Packages,
}

/// Part of a page's text.
#[derive(Debug, PartialEq)]
pub(crate) enum Part {
    Html(String),
    /// A list to insert here.
    Insert(Insert),
}

/// A page as HTML.
#[derive(Debug)]
pub(crate) struct Rendered {
    pub(crate) parts: Vec<Part>,
    pub(crate) sections: Vec<Section>,
    pub(crate) figures: Vec<String>,
    pub(crate) words: Vec<Words>,
}

/// Renders a page of the library's language.
pub(crate) fn page(library: &Library, name: &str, chapter: &Chapter) -> Result<Rendered> {
    let mut writer = Writer::new(library, name);
    for placed in &chapter.pieces {
        writer
            .piece(&placed.piece)
            .with_context(|| chapter.place(placed.line))?;
    }
    writer.footnotes().with_context(|| chapter.file.clone())?;
    writer.end_part();
    Ok(Rendered {
        parts: writer.parts,
        sections: writer.sections,
        figures: writer.figures,
        words: writer.words,
    })
}

/// Renders a line of Markdown as on a page.
pub(crate) fn line(library: &Library, page: &str, text: &str) -> Result<String> {
    pieces(library, page, &crate::chapter::line(text)?)
}

/// Renders some pieces as on a page.
pub(crate) fn pieces(library: &Library, page: &str, pieces: &[Piece]) -> Result<String> {
    let mut writer = Writer::new(library, page);
    for piece in pieces {
        writer.piece(piece)?;
    }
    Ok(writer.take())
}

/// A term's one-sentence definition, for its tip.
pub(crate) fn short(library: &Library, definition: &Definition) -> Result<String> {
    let found = crate::chapter::line(&definition.short)?;
    if found
        .iter()
        .any(|piece| matches!(piece, Piece::Link { .. }))
    {
        bail!(
            "glossary.toml: {}: no links in the short form",
            definition.term
        );
    }
    pieces(library, "glossary", &found)
}

/// An inline formula with at least this many characters may be wider than a phone.
const LONG: usize = 24;

struct Writer<'a> {
    library: &'a Library<'a>,
    page: &'a str,
    /// The finished parts of the page, up to the last insert.
    parts: Vec<Part>,
    /// The open parts, innermost last: the page, a heading, a footnote.
    out: Vec<Vec<Event<'static>>>,
    open: Vec<Tag>,
    /// The closing tags of the open links.
    links: Vec<String>,
    /// Number and anchor for the beginning of the next paragraph.
    caption: Option<String>,
    /// Whether the last piece was a formula.
    after_formula: bool,
    /// The language and text of the current block of code.
    code: Option<(String, String)>,
    notes: Vec<(String, Option<String>)>,
    sections: Vec<Section>,
    figures: Vec<String>,
    words: Vec<Words>,
}

impl<'a> Writer<'a> {
    fn new(library: &'a Library<'a>, page: &'a str) -> Self {
        Self {
            library,
            page,
            parts: Vec::new(),
            out: vec![Vec::new()],
            open: Vec::new(),
            links: Vec::new(),
            caption: None,
            after_formula: false,
            code: None,
            notes: Vec::new(),
            sections: Vec::new(),
            figures: Vec::new(),
            words: vec![Words::default()],
        }
    }

    fn push(&mut self, event: Event<'static>) {
        if let Some(out) = self.out.last_mut() {
            out.push(event);
        }
    }

    fn html(&mut self, html: String) {
        self.push(Event::InlineHtml(html.into()));
    }

    fn block(&mut self, html: String) {
        self.push(Event::Html(format!("{html}\n").into()));
    }

    /// The HTML of the innermost open part.
    fn take(&mut self) -> String {
        let events = self.out.pop().unwrap_or_default();
        let mut text = String::new();
        html::push_html(&mut text, events.into_iter());
        text
    }

    /// Ends a part of the page. Our tags never occur in headings or footnotes, so only the page is open.
    fn end_part(&mut self) {
        let html = self.take();
        self.parts.push(Part::Html(html));
        self.out.push(Vec::new());
    }

    fn insert(&mut self, insert: Insert) {
        self.end_part();
        self.parts.push(Part::Insert(insert));
    }

    fn says(&self, key: &str) -> Result<&'a str> {
        self.library.language.get(key)
    }

    fn collect(&mut self, words: &str) {
        if let Some(last) = self.words.last_mut() {
            last.text.push_str(words);
        }
    }

    fn piece(&mut self, piece: &Piece) -> Result<()> {
        if !matches!(piece, Piece::Plain(Event::Text(_))) {
            self.after_formula = false;
        }
        match piece {
            Piece::Plain(event) => self.plain(event),
            Piece::Formula { latex, display, id } => self.formula(latex, *display, id.as_deref()),
            Piece::Link {
                scheme,
                target,
                bare,
            } => self.link(scheme, target, *bare),
            Piece::LinkEnd => {
                let end = self.links.pop().unwrap_or_default();
                self.html(end);
                Ok(())
            }
            Piece::Open(tag) => self.open(tag),
            Piece::Close => self.close(),
        }
    }

    fn plain(&mut self, event: &Event<'static>) -> Result<()> {
        match event {
            Event::Start(Markdown::Heading { .. })
            | Event::Start(Markdown::FootnoteDefinition(_)) => self.out.push(Vec::new()),
            Event::End(TagEnd::Heading(level)) => return self.heading(*level),
            Event::End(TagEnd::FootnoteDefinition) => return self.footnote_end(),
            Event::FootnoteReference(label) => return self.footnote_reference(label),
            Event::Start(Markdown::Paragraph) => {
                self.push(event.clone());
                if let Some(number) = self.caption.take() {
                    self.html(number);
                }
            }
            Event::Start(Markdown::Table(_)) => {
                self.block("<div class=\"table\">".into());
                self.push(event.clone());
            }
            Event::End(TagEnd::Table) => {
                self.push(event.clone());
                self.block("</div>".into());
            }
            Event::Start(Markdown::CodeBlock(kind)) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.to_string(),
                    CodeBlockKind::Indented => {
                        bail!("an indented block of code: fence it and name its language")
                    }
                };
                self.code = Some((language, String::new()));
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((language, text)) = self.code.take() {
                    let html = self.code(&language, &text)?;
                    self.block(html);
                }
            }
            Event::Text(words) => {
                if let Some((_, text)) = &mut self.code {
                    text.push_str(words);
                    return Ok(());
                }
                self.collect(words);
                let rest = self.hold(words);
                self.push(rest.map_or_else(|| event.clone(), |rest| Event::Text(rest.into())));
            }
            Event::Code(words) => {
                self.collect(words);
                self.push(event.clone());
            }
            Event::SoftBreak | Event::HardBreak | Event::End(_) => {
                if !matches!(
                    event,
                    Event::End(TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link)
                ) {
                    self.collect(" ");
                }
                self.push(event.clone());
            }
            _ => self.push(event.clone()),
        }
        if let Event::Start(Markdown::FootnoteDefinition(label)) = event {
            self.define(label);
        } else if let Event::Start(Markdown::Heading { level, id, .. }) = event {
            let id = id.as_deref().unwrap_or_default().to_owned();
            self.sections.push(Section {
                level: *level as usize,
                id: id.clone(),
                title: String::new(),
            });
            self.words.push(Words {
                id: Some(id),
                ..Words::default()
            });
        }
        Ok(())
    }

    /// Keeps the punctuation after a formula on the formula's line; returns the words without it.
    fn hold(&mut self, words: &str) -> Option<String> {
        let rest = words.trim_start_matches(['.', ',', ';', ':', ')', '?', '!', '»', '”', '…']);
        let held = words.len() - rest.len();
        let formula = match self.out.last_mut()?.last_mut()? {
            Event::InlineHtml(html) if self.after_formula && held > 0 => html,
            _ => return None,
        };
        let inner = formula.strip_suffix("</span>")?;
        *formula = format!("{inner}{}</span>", escape(&words[..held])).into();
        Some(rest.to_owned())
    }

    fn heading(&mut self, level: HeadingLevel) -> Result<()> {
        let title = self.take();
        let label = self.says("section_link")?;
        let Some(section) = self.sections.last_mut() else {
            return Ok(());
        };
        section.title.clone_from(&title);
        let id = section.id.clone();
        let words = self.words.last_mut().map(|words| {
            words.title = std::mem::take(&mut words.text).trim().to_owned();
            words.title.clone()
        });
        let label = escape(&format!("{label}: {}", words.unwrap_or_default()));
        self.block(format!("<{level} id=\"{id}\">{title} <a class=\"anchor\" href=\"#{id}\" aria-label=\"{label}\">#</a></{level}>"));
        Ok(())
    }

    fn formula(&mut self, latex: &str, display: bool, id: Option<&str>) -> Result<()> {
        let mathml = self.library.maths.convert(latex, display)?;
        if !display {
            self.collect(latex);
            // A formula too wide for a phone scrolls within its line.
            let long = escape::visible(&mathml) > LONG;
            let class = if long {
                "formula long scroll"
            } else {
                "formula"
            };
            self.html(format!("<span class=\"{class}\">{mathml}</span>"));
            self.after_formula = !long;
            return Ok(());
        }
        let (anchor, number) = match id {
            Some(id) => {
                let anchor = labels::anchor("eq", id);
                let name = &self.library.labels.find("eq", id)?.name;
                (
                    format!(" id=\"{anchor}\""),
                    format!("<a class=\"number\" href=\"#{anchor}\">({name})</a>"),
                )
            }
            None => (String::new(), String::new()),
        };
        self.html(format!(
            "<span class=\"equation\"{anchor}><span class=\"scroll\">{mathml}</span>{number}</span>"
        ));
        Ok(())
    }
}
