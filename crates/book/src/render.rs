//! A page's pieces to HTML: numbers, references, terms, footnotes, figures, listings.

use anyhow::{Context, Result, bail};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag as Markdown, TagEnd, html};

use crate::{
    chapter::{Chapter, Piece},
    escape::{self, escape},
    labels::{self, Label},
    library::Library,
    lists,
    tag::Tag,
};

/// A heading of a page, for its table of contents.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Section {
    /// 2 or 3.
    pub(crate) level: usize,
    pub(crate) id: String,
    /// The heading as HTML.
    pub(crate) title: String,
}

/// Words under a heading, for the search.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Words {
    /// The heading's anchor; none for the page's beginning.
    pub(crate) id: Option<String>,
    pub(crate) title: String,
    pub(crate) text: String,
}

/// A page as HTML.
#[derive(Debug, Default)]
pub(crate) struct Rendered {
    pub(crate) html: String,
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
    let html = writer.take();
    Ok(Rendered {
        html,
        sections: writer.sections,
        figures: writer.figures,
        words: writer.words,
    })
}

/// Renders a line of Markdown as it would stand on a page.
pub(crate) fn line(library: &Library, page: &str, text: &str) -> Result<String> {
    pieces(library, page, &crate::chapter::line(text)?)
}

/// Renders some pieces as they would stand on a page.
pub(crate) fn pieces(library: &Library, page: &str, pieces: &[Piece]) -> Result<String> {
    let mut writer = Writer::new(library, page);
    for piece in pieces {
        writer.piece(piece)?;
    }
    Ok(writer.take())
}

/// The signs of a formula in a line from which on it may be wider than a phone.
const LONG: usize = 24;

struct Writer<'a> {
    library: &'a Library<'a>,
    page: &'a str,
    /// What is being written, innermost last: the page, a heading, a footnote.
    out: Vec<Vec<Event<'static>>>,
    open: Vec<Tag>,
    /// What closes the links that are open.
    links: Vec<String>,
    /// Number and anchor that the next paragraph begins with.
    caption: Option<String>,
    /// Whether a formula was written last.
    after_formula: bool,
    /// The language of a block of code and its text.
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

    /// The innermost thing written, as HTML.
    fn take(&mut self) -> String {
        let events = self.out.pop().unwrap_or_default();
        let mut text = String::new();
        html::push_html(&mut text, events.into_iter());
        text
    }

    fn says(&self, key: &str) -> Result<&'a str> {
        self.library.language.get(key)
    }

    fn hear(&mut self, words: &str) {
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
                self.hear(words);
                let rest = self.hold(words);
                self.push(rest.map_or_else(|| event.clone(), |rest| Event::Text(rest.into())));
            }
            Event::Code(words) => {
                self.hear(words);
                self.push(event.clone());
            }
            Event::SoftBreak | Event::HardBreak | Event::End(_) => {
                if !matches!(
                    event,
                    Event::End(TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link)
                ) {
                    self.hear(" ");
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

    /// Keeps the punctuation after a formula in its line; answers the words without it.
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
            self.hear(latex);
            // One that no phone has room for scrolls in its line.
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

    /// The address of a label as seen from this page.
    fn address(&self, label: &Label) -> String {
        address(self.page, label)
    }

    fn link(&mut self, scheme: &str, target: &str, bare: bool) -> Result<()> {
        let library = self.library;
        let mut end = "</a>".to_owned();
        let (start, name) = match scheme {
            "term" => {
                let Some(term) = library.reference.terms.get(target) else {
                    bail!("term:{target} is not in glossary.toml");
                };
                let definition = &term.definition[library.language.code];
                library.tips.set(library.tips.get() + 1);
                let tip = format!("tip-{}", library.tips.get());
                end = format!(
                    "</a><span class=\"tip\" role=\"tooltip\" id=\"{tip}\">{}</span></span>",
                    lists::short(library, definition)?
                );
                (
                    format!(
                        "<span class=\"term\"><a href=\"glossary.html#{target}\" aria-describedby=\"{tip}\">"
                    ),
                    escape(&definition.term),
                )
            }
            "cite" => {
                let Some(work) = library.reference.works.get(target) else {
                    bail!("cite:{target} is not in bibliography.toml");
                };
                let within = matches!(
                    self.out.last().and_then(|out| out.last()),
                    Some(Event::Text(before)) if before.ends_with('(')
                );
                (
                    format!("<a class=\"cite\" href=\"bibliography.html#{target}\">"),
                    escape(&work.name(library.language.code, within)),
                )
            }
            "num" => {
                let Some(entry) = library
                    .ledger
                    .entries()
                    .iter()
                    .find(|entry| entry.id == target)
                else {
                    bail!("num:{target} is not in ledger.toml");
                };
                if !bare {
                    bail!("num:{target} has no words but the number: []({scheme}:{target})");
                }
                end = "</data>".into();
                let text: Vec<&str> = entry
                    .printed
                    .iter()
                    .map(|number| number.text.as_str())
                    .collect();
                let unit = entry
                    .unit
                    .as_deref()
                    .map(|unit| format!("\u{a0}{unit}"))
                    .unwrap_or_default();
                let text = text.join(", ").replace('-', "−") + &unit;
                (
                    format!("<data class=\"printed\" value=\"{}\">", escape(target)),
                    escape(&text),
                )
            }
            "try" => {
                if bare {
                    bail!("try:{target} needs words: [words](try:…)");
                }
                let figure = target.split(['.', '&']).next().unwrap_or_default();
                let label = library.labels.find("fig", figure)?;
                for pair in target.split('&') {
                    let own = pair
                        .strip_prefix(figure)
                        .and_then(|rest| rest.strip_prefix('.'));
                    if own.and_then(|own| own.split_once('=')).is_none() {
                        bail!("try:{target}: {pair:?} is not {figure}.KEY=VALUE");
                    }
                }
                let page = if label.page == self.page {
                    String::new()
                } else {
                    format!("{}.html", label.page)
                };
                (
                    format!(
                        "<a class=\"try\" href=\"{page}#{}\" data-figure=\"{figure}\">",
                        escape(target)
                    ),
                    String::new(),
                )
            }
            _ => {
                let label = library.labels.find(scheme, target)?;
                let name = escape(&label.name);
                let name = match scheme {
                    "eq" => format!("({name})"),
                    "sec" => name,
                    "fig" => format!("{}\u{a0}{name}", self.says("figure")?.to_lowercase()),
                    "lst" => format!("{}\u{a0}{name}", self.says("listing")?.to_lowercase()),
                    "question" => format!("{}\u{a0}{name}", self.says("question")?.to_lowercase()),
                    _ => format!("{}\u{a0}{name}", self.says("erratum")?.to_lowercase()),
                };
                (format!("<a href=\"{}\">", self.address(label)), name)
            }
        };
        self.html(start);
        if bare {
            self.hear(&name);
            self.html(name);
        }
        self.links.push(end);
        Ok(())
    }

    fn open(&mut self, tag: &Tag) -> Result<()> {
        let numbered = |scheme: &str, id: &str| -> Result<(String, String)> {
            Ok((
                labels::anchor(scheme, id),
                self.library.labels.find(scheme, id)?.name.clone(),
            ))
        };
        match tag {
            Tag::Figure { name, alt } => {
                let (anchor, number) = numbered("fig", name)?;
                let still = self.library.still(name, alt)?;
                self.block(format!("<figure class=\"figure\" id=\"{anchor}\">\n<redes-{name}>{still}</redes-{name}>"));
                self.block("<figcaption>".into());
                self.caption = Some(format!(
                    "<a class=\"number\" href=\"#{anchor}\">{}\u{a0}{number}</a> ",
                    self.says("figure")?
                ));
                self.figures.push(name.clone());
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
            Tag::Contents => {
                let html = lists::contents(self.library)?;
                self.block(html);
            }
            Tag::Snippets => {
                let html = lists::snippets(self.library)?;
                self.block(html);
            }
        }
        self.open.push(tag.clone());
        Ok(())
    }

    fn close(&mut self) -> Result<()> {
        let html = match self.open.pop() {
            Some(Tag::Figure { name, .. }) => format!(
                "{}\n</figcaption>\n</figure>",
                lists::share(self.library, &name)?
            ),
            Some(Tag::Listing { src, region, .. }) => {
                let text = self.library.listings.text(
                    &src,
                    region.as_deref(),
                    self.library.language.code,
                )?;
                let code = self.code("python", &text)?;
                let whole = self.says("whole_file")?;
                format!(
                    "</figcaption>\n{code}\n<p class=\"file\"><a href=\"../listings/{src}\" download>{whole} <code>{src}</code></a></p>\n</figure>"
                )
            }
            Some(Tag::Question { .. } | Tag::Erratum { .. } | Tag::Aside) => "</div>".into(),
            Some(Tag::Answer) => "</details>".into(),
            Some(Tag::Contents | Tag::Snippets) | None => return Ok(()),
        };
        self.block(html);
        Ok(())
    }

    fn code(&self, language: &str, text: &str) -> Result<String> {
        let code = self.library.listings.colour(text, language)?;
        let copy = self.says("copy")?;
        Ok(format!(
            "<div class=\"code\"><pre class=\"scroll\"><code translate=\"no\">{code}</code></pre><button type=\"button\" class=\"copy\" data-copy>{copy}</button></div>"
        ))
    }

    fn note_number(&mut self, label: &str) -> usize {
        let place = self.notes.iter().position(|(known, _)| known == label);
        place.unwrap_or_else(|| {
            self.notes.push((label.to_owned(), None));
            self.notes.len() - 1
        }) + 1
    }

    fn footnote_reference(&mut self, label: &str) -> Result<()> {
        let number = self.note_number(label);
        let word = self.says("footnote")?;
        self.html(format!("<sup class=\"note\"><a id=\"noteref-{number}\" href=\"#note-{number}\" aria-label=\"{word} {number}\">{number}</a></sup>"));
        Ok(())
    }

    fn define(&mut self, label: &str) {
        let label = label.to_owned();
        // The end of a definition does not say whose it was.
        self.links.push(label);
    }

    fn footnote_end(&mut self) -> Result<()> {
        let html = self.take();
        let label = self.links.pop().unwrap_or_default();
        let number = self.note_number(&label);
        self.notes[number - 1].1 = Some(html);
        Ok(())
    }

    fn footnotes(&mut self) -> Result<()> {
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

/// The address of a label as seen from a page.
pub(crate) fn address(page: &str, label: &Label) -> String {
    let anchor = label
        .anchor
        .as_ref()
        .map(|anchor| format!("#{anchor}"))
        .unwrap_or_default();
    match label.page == page && !anchor.is_empty() {
        true => anchor,
        false => format!("{}.html{anchor}", label.page),
    }
}
