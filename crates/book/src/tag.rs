//! The tags of a chapter: `<redes-circles id="circles" alt="…">`, `<question id="seed">` and so on.

use std::collections::BTreeMap;

use anyhow::{Result, bail, ensure};
use html5gum::{Token, Tokenizer};
use redes_catalogue::Catalogue;

/// HTML tags that are allowed within a line and copied unchanged.
const INLINE: [&str; 8] = ["kbd", "sub", "sup", "br", "cite", "span", "q", "small"];

/// The opening tag of a block.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tag {
    /// A figure, with its picture's description; its caption follows.
    Figure { name: String, alt: String },
    /// A picture that does not compute, with its description; its caption follows.
    Drawing { id: String, alt: String },
    /// A listing from a file of `www/listings/`, whole or a region; its caption follows.
    Listing {
        id: String,
        src: String,
        region: Option<String>,
    },
    /// A question, which contains its answer.
    Question { id: String },
    /// The answer to a question.
    Answer,
    /// A note on a slip of the thesis, with the thesis's section.
    Erratum { id: String, place: String },
    /// A note in the margin.
    Aside,
    /// Something that only some readers need, folded away under its title.
    More { title: String },
    /// The table of contents of the book.
    Contents,
    /// All figures by their pictures, each with the dialog that copies it.
    Gallery,
    /// The exercises, chapter by chapter.
    Exercises,
    /// All figures as packages for learning platforms.
    Packages,
}

impl Tag {
    /// The tag as written.
    pub(crate) fn element(&self) -> String {
        match self {
            Self::Figure { name, .. } => format!("redes-{name}"),
            Self::Drawing { .. } => "drawing".into(),
            Self::Listing { .. } => "listing".into(),
            Self::Question { .. } => "question".into(),
            Self::Answer => "answer".into(),
            Self::Erratum { .. } => "erratum".into(),
            Self::Aside => "aside".into(),
            Self::More { .. } => "more".into(),
            Self::Contents => "contents".into(),
            Self::Gallery => "gallery".into(),
            Self::Exercises => "exercises".into(),
            Self::Packages => "packages".into(),
        }
    }
}

/// An opening or closing tag.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Edge {
    Open(Tag),
    Close(String),
}

/// Reads the tags of a block of HTML; anything else is an error, and so is a figure that is not in the list.
pub(crate) fn read(html: &str, figures: &Catalogue) -> Result<Vec<Edge>> {
    let mut edges = Vec::new();
    for token in Tokenizer::new(html).flatten() {
        match token {
            Token::StartTag(start) => {
                let name = text(&start.name);
                let attributes = start
                    .attributes
                    .iter()
                    .map(|(key, value)| (text(key), text(value)))
                    .collect();
                edges.push(Edge::Open(open(&name, attributes, figures)?));
            }
            Token::EndTag(end) => edges.push(Edge::Close(text(&end.name))),
            Token::String(words) if words.iter().all(u8::is_ascii_whitespace) => {}
            Token::Comment(_) => {}
            other => bail!("nothing but tags may stand here, each on a line of its own: {other:?}"),
        }
    }
    Ok(edges)
}

/// Whether a tag within a line is allowed.
pub(crate) fn is_inline(html: &str) -> bool {
    Tokenizer::new(html).flatten().all(|token| match token {
        Token::StartTag(tag) => {
            INLINE.contains(&text(&tag.name).as_str())
                && tag.attributes.keys().all(|key| text(key) == "lang")
        }
        Token::EndTag(tag) => INLINE.contains(&text(&tag.name).as_str()),
        _ => false,
    })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn open(name: &str, mut attributes: BTreeMap<String, String>, figures: &Catalogue) -> Result<Tag> {
    let mut take = |key: &str| {
        let found = attributes.remove(key);
        ensure!(
            found.as_ref().is_none_or(|value| !value.is_empty()),
            "<{name}>: {key} is empty"
        );
        Ok(found)
    };
    let needed = |found: Option<String>, key: &str| match found {
        Some(value) => Ok(value),
        None => bail!("<{name}>: {key}=\"…\" is missing"),
    };
    let tag = match name {
        "listing" => Tag::Listing {
            id: needed(take("id")?, "id")?,
            src: needed(take("src")?, "src")?,
            region: take("region")?,
        },
        "drawing" => {
            let id = needed(take("id")?, "id")?;
            ensure!(
                figures.drawings().any(|drawing| drawing == id),
                "there is no drawing {id:?} in figures.toml"
            );
            let alt = needed(take("alt")?, "alt")?;
            Tag::Drawing { id, alt }
        }
        "question" => Tag::Question {
            id: needed(take("id")?, "id")?,
        },
        "answer" => Tag::Answer,
        "erratum" => Tag::Erratum {
            id: needed(take("id")?, "id")?,
            place: needed(take("place")?, "place")?,
        },
        "aside" => Tag::Aside,
        "more" => Tag::More {
            title: needed(take("title")?, "title")?,
        },
        "contents" => Tag::Contents,
        "gallery" => Tag::Gallery,
        "exercises" => Tag::Exercises,
        "packages" => Tag::Packages,
        _ => {
            let Some(figure) = name.strip_prefix("redes-") else {
                bail!("there is no tag <{name}>");
            };
            ensure!(
                figures.get(figure).is_some(),
                "there is no figure <{name}> in figures.toml"
            );
            let id = needed(take("id")?, "id")?;
            ensure!(id == figure, "<{name}>: its id is its name, \"{figure}\"");
            Tag::Figure {
                name: id,
                alt: needed(take("alt")?, "alt")?,
            }
        }
    };
    if let Some(key) = attributes.keys().next() {
        bail!("<{name}>: there is no attribute {key}");
    }
    Ok(tag)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(html: &str) -> Result<Vec<Edge>> {
        super::read(html, &crate::testing::catalogue())
    }

    #[test]
    fn tags_are_read_with_their_attributes() {
        let found = read("<redes-circles id=\"circles\" alt=\"Two &gt; one\">\n").unwrap();
        let figure = Tag::Figure {
            name: "circles".into(),
            alt: "Two > one".into(),
        };
        assert_eq!(found, [Edge::Open(figure)]);
        let fold = Tag::More {
            title: "All six".into(),
        };
        assert_eq!(
            read("<more title=\"All six\">\n").unwrap(),
            [Edge::Open(fold)]
        );
        assert_eq!(
            read("</question>\n").unwrap(),
            [Edge::Close("question".into())]
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (html, what) in [
            (
                "<redes-squares id=\"squares\" alt=\"x\">",
                "no figure <redes-squares>",
            ),
            ("<redes-circles id=\"circles\">", "alt=\"…\" is missing"),
            ("<redes-circles id=\"c\" alt=\"x\">", "its id is its name"),
            ("<question id=\"a\" class=\"b\">", "no attribute class"),
            ("<erratum id=\"a\" place=\"\">", "place is empty"),
            ("<more>", "title=\"…\" is missing"),
            ("<div>", "no tag <div>"),
            ("<aside>words", "nothing but tags"),
        ] {
            let error = read(html).unwrap_err().to_string();
            assert!(error.contains(what), "{html}: {error}");
        }
    }

    #[test]
    fn few_tags_stand_within_a_line() {
        assert!(is_inline("<kbd>") && is_inline("</kbd>") && is_inline("<cite lang=\"es\">"));
        assert!(!is_inline("<script>") && !is_inline("<span onclick=\"x\">"));
    }
}
