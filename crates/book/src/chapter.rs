//! Reads a page's Markdown: front matter in TOML between two lines `+++`, then pieces, each with its line.
//!
//! `www/chapters/README.md` documents what the book adds to CommonMark.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result, anyhow, bail};
use pulldown_cmark::{Event, Options, Parser, Tag as Markdown, TagEnd};
use redes_catalogue::Catalogue;
use serde::Deserialize;

use crate::tag::{self, Edge, Tag};

/// The schemes of our own links.
pub(crate) const SCHEMES: [&str; 11] = [
    "eq", "fig", "lst", "sec", "term", "cite", "num", "erratum", "try", "drag", "question",
];

/// The front matter, between the `+++` lines.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrontMatter {
    /// The chapter's number; other pages have none.
    pub(crate) number: Option<u32>,
    /// The page's title, for tabs and search engines.
    pub(crate) title: String,
    /// One sentence for search engines and the front page.
    pub(crate) description: String,
    /// The page's heading.
    pub(crate) heading: String,
    /// The paragraph under the heading, in Markdown.
    pub(crate) lead: String,
    /// The reader's skills after the chapter, in Markdown.
    #[serde(default)]
    pub(crate) goals: Vec<String>,
    /// The chapter in a few sentences, in Markdown.
    #[serde(default)]
    pub(crate) summary: Vec<String>,
}

/// Part of a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    /// Plain Markdown.
    Plain(Event<'static>),
    /// A formula; a displayed one with an anchor gets a number.
    Formula {
        latex: String,
        display: bool,
        id: Option<String>,
    },
    /// A link of our own, such as `fig:circles`; `bare` if it has no words of its own.
    Link {
        scheme: String,
        target: String,
        bare: bool,
    },
    /// The end of a link of our own.
    LinkEnd,
    /// The start of one of our tags.
    Open(Tag),
    /// The end of the innermost open tag of ours.
    Close,
}

/// A piece and its line.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) piece: Piece,
    pub(crate) line: usize,
}

/// A page in one language.
#[derive(Debug)]
pub(crate) struct Chapter {
    /// The file, for errors.
    pub(crate) file: String,
    pub(crate) front: FrontMatter,
    pub(crate) pieces: Vec<Placed>,
}

impl Chapter {
    /// The place of a line of this page, as `file:line`.
    pub(crate) fn place(&self, line: usize) -> String {
        format!("{}:{line}", self.file)
    }

    /// The anchors of headings, figures, equations and so on, in order: equal in all languages.
    pub(crate) fn skeleton(&self) -> Vec<String> {
        let parts = self.pieces.iter().filter_map(|placed| match &placed.piece {
            Piece::Plain(Event::Start(Markdown::Heading { level, id, .. })) => {
                Some(format!("{level} #{}", id.as_deref().unwrap_or_default()))
            }
            Piece::Formula { id: Some(id), .. } => Some(format!("equation {id}")),
            Piece::Open(Tag::Listing { id, src, region }) => Some(format!(
                "listing {id} {src} {}",
                region.as_deref().unwrap_or_default()
            )),
            Piece::Open(Tag::Question { id }) => Some(format!("question {id}")),
            Piece::Open(Tag::Erratum { id, place }) => Some(format!("erratum {id} {place}")),
            Piece::Open(tag) => Some(tag.element()),
            _ => None,
        });
        parts.collect()
    }
}

/// Reads a page's file.
pub(crate) fn read(path: &Path, figures: &Catalogue) -> Result<Chapter> {
    let source = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    parse(&source, &path.display().to_string(), figures)
}

/// Reads a page's text; `name` is used in errors.
pub(crate) fn parse(source: &str, name: &str, figures: &Catalogue) -> Result<Chapter> {
    let Some((front, text)) = source
        .strip_prefix("+++\n")
        .and_then(|rest| rest.split_once("\n+++\n"))
    else {
        bail!(
            "{name}:1: a chapter begins with a line +++, its title and so on, and another line +++"
        );
    };
    // The line feed replaces the first +++, so that the parser's line numbers are the file's.
    let front: FrontMatter =
        toml::from_str(&format!("\n{front}")).with_context(|| name.to_owned())?;
    let first = source.len() - text.len();
    let before = source[..first].matches('\n').count();
    let pieces = pieces(text, Some(figures)).map_err(|(offset, error)| {
        let line = 1 + before + text[..offset].matches('\n').count();
        error.context(format!("{name}:{line}"))
    })?;
    let pieces = pieces
        .into_iter()
        .map(|(piece, offset)| Placed {
            piece,
            line: 1 + before + text[..offset].matches('\n').count(),
        })
        .collect();
    Ok(Chapter {
        file: name.to_owned(),
        front,
        pieces,
    })
}

/// Reads a line of Markdown, such as a goal or a glossary text: no paragraph around it, no tags.
pub(crate) fn line(text: &str) -> Result<Vec<Piece>> {
    let found = pieces(text, None).map_err(|(_, error)| error.context(format!("in {text:?}")))?;
    let is_paragraph = |piece: &Piece| {
        matches!(
            piece,
            Piece::Plain(Event::Start(Markdown::Paragraph) | Event::End(TagEnd::Paragraph))
        )
    };
    let found = found.into_iter().map(|(piece, _)| piece);
    Ok(found.filter(|piece| !is_paragraph(piece)).collect())
}

type Found = Vec<(Piece, usize)>;

/// Markdown to pieces with their offsets; without a list of figures, our tags are errors.
fn pieces(text: &str, figures: Option<&Catalogue>) -> Result<Found, (usize, anyhow::Error)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH;
    let mut found: Found = Vec::new();
    // Open tags of ours; open links, true for ours; the current block of HTML.
    let mut tags: Vec<String> = Vec::new();
    let mut links: Vec<bool> = Vec::new();
    let mut html: Option<String> = None;
    let mut anchors = BTreeSet::new();
    let mut is_code = false;
    let mut events = Parser::new_ext(text, options).into_offset_iter().peekable();
    while let Some((event, range)) = events.next() {
        let at = range.start;
        let fail = |error: anyhow::Error| (at, error);
        let piece = match event {
            Event::Start(Markdown::HtmlBlock) => {
                html = Some(String::new());
                continue;
            }
            Event::Html(part) => {
                html.get_or_insert_default().push_str(&part);
                continue;
            }
            Event::End(TagEnd::HtmlBlock) => {
                let html = html.take().unwrap_or_default();
                let edges = match figures {
                    Some(figures) => tag::read(&html, figures),
                    None => Err(anyhow!("no tag may stand here: {html}")),
                };
                for edge in edges.map_err(fail)? {
                    found.push((nest(edge, &mut tags).map_err(fail)?, at));
                }
                continue;
            }
            Event::InlineHtml(part) if !tag::is_inline(&part) => {
                return Err(fail(anyhow!(
                    "{part} within a line; tags of ours stand alone, with a blank line before and after"
                )));
            }
            Event::Start(Markdown::Heading { level, ref id, .. }) => {
                let Some(id) = id else {
                    return Err(fail(anyhow!(
                        "give the heading an anchor: {} … {{#anchor}}",
                        "#".repeat(level as usize)
                    )));
                };
                if level as usize == 1 {
                    return Err(fail(anyhow!(
                        "the first level is the page's own heading; begin with ##"
                    )));
                }
                if !anchors.insert(id.to_string()) {
                    return Err(fail(anyhow!("the anchor #{id} is there twice")));
                }
                Piece::Plain(event.into_static())
            }
            Event::InlineMath(latex) => Piece::Formula {
                latex: latex.into_string(),
                display: false,
                id: None,
            },
            Event::DisplayMath(latex) => {
                let mut id = None;
                if let Some((Event::Text(after), _)) = events.peek()
                    && let Some(rest) = after.trim_start().strip_prefix("{#")
                {
                    let Some((anchor, rest)) = rest.split_once('}') else {
                        return Err(fail(anyhow!("the equation's anchor {{#… has no end")));
                    };
                    let Some(anchor) = anchor.strip_prefix("eq-") else {
                        return Err(fail(anyhow!(
                            "an equation's anchor begins with eq-: {{#eq-{anchor}}}"
                        )));
                    };
                    if !rest.trim().is_empty() {
                        return Err(fail(anyhow!(
                            "begin a new paragraph after the equation {{#eq-{anchor}}}"
                        )));
                    }
                    id = Some(anchor.to_owned());
                    events.next();
                }
                Piece::Formula {
                    latex: latex.into_string(),
                    display: true,
                    id,
                }
            }
            Event::Start(Markdown::Link { ref dest_url, .. }) => {
                let ours = dest_url
                    .split_once(':')
                    .filter(|(scheme, _)| SCHEMES.contains(scheme));
                links.push(ours.is_some());
                match ours {
                    Some((scheme, target)) => Piece::Link {
                        scheme: scheme.to_owned(),
                        target: target.to_owned(),
                        bare: matches!(events.peek(), Some((Event::End(TagEnd::Link), _))),
                    },
                    None if dest_url.starts_with("https://")
                        || dest_url.starts_with("http://")
                        || dest_url.starts_with("mailto:") =>
                    {
                        Piece::Plain(event.into_static())
                    }
                    None => {
                        return Err(fail(anyhow!(
                            "the link {dest_url} is neither https: nor one of {SCHEMES:?}"
                        )));
                    }
                }
            }
            Event::End(TagEnd::Link) => match links.pop() {
                Some(true) => Piece::LinkEnd,
                _ => Piece::Plain(event.into_static()),
            },
            Event::Start(Markdown::Image { .. }) => {
                return Err(fail(anyhow!("pictures are figures of ours, and no files")));
            }
            // The parser reads a footnote without a text as words.
            Event::Text(ref words)
                if !is_code
                    && (words.contains("[^")
                        || words.starts_with('^') && text[..at].ends_with('[')) =>
            {
                let name = text[..at + words.len()]
                    .rsplit("[^")
                    .next()
                    .unwrap_or_default();
                return Err(fail(anyhow!(
                    "the footnote [^{}] has no text",
                    name.trim_end_matches(']')
                )));
            }
            _ => {
                match event {
                    Event::Start(Markdown::CodeBlock(_)) => is_code = true,
                    Event::End(TagEnd::CodeBlock) => is_code = false,
                    _ => {}
                }
                Piece::Plain(event.into_static())
            }
        };
        found.push((piece, at));
    }
    match tags.pop() {
        Some(open) => Err((text.len(), anyhow!("<{open}> is never closed"))),
        None => Ok(found),
    }
}

/// Opens or closes one of our tags.
fn nest(edge: Edge, open: &mut Vec<String>) -> Result<Piece> {
    match edge {
        Edge::Open(tag) => {
            let inside = open.last().map(String::as_str);
            match (&tag, inside) {
                (Tag::Answer, Some("question")) | (_, None) => {}
                // An answer may contain a listing or a note.
                (Tag::Listing { .. } | Tag::Aside, Some("answer" | "question")) => {}
                (tag, Some(outer)) => bail!("<{}> within <{outer}>", tag.element()),
            }
            if matches!(tag, Tag::Answer) && inside.is_none() {
                bail!("<answer> stands within <question>");
            }
            open.push(tag.element());
            Ok(Piece::Open(tag))
        }
        Edge::Close(name) => match open.pop() {
            Some(last) if last == name => Ok(Piece::Close),
            Some(last) => bail!("</{name}> closes <{last}>"),
            None => bail!("</{name}> closes nothing"),
        },
    }
}

/// Checks that a translation has the structure of its original.
pub(crate) fn agree(original: &Chapter, translation: &Chapter) -> Result<()> {
    if original.front.number != translation.front.number {
        bail!("{}: its number is not the original's", translation.file);
    }
    for (what, mine, theirs) in [
        (
            "goals",
            translation.front.goals.len(),
            original.front.goals.len(),
        ),
        (
            "sentences in the summary",
            translation.front.summary.len(),
            original.front.summary.len(),
        ),
    ] {
        if mine != theirs {
            bail!(
                "{}: it has {mine} {what}, the original {theirs}",
                translation.file
            );
        }
    }
    let (mine, theirs) = (translation.skeleton(), original.skeleton());
    let length = mine.len().max(theirs.len());
    for place in 0..length {
        let at = |all: &[String]| all.get(place).cloned().unwrap_or_else(|| "nothing".into());
        let (mine, theirs) = (at(&mine), at(&theirs));
        if mine != theirs {
            bail!(
                "{}: it has “{mine}” where the original, {}, has “{theirs}”",
                translation.file,
                original.file
            );
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "chapter_tests.rs"]
#[allow(clippy::unwrap_used)]
mod tests;
