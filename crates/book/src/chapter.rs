//! A chapter: front matter in TOML between two lines `+++`, then Markdown with figures as custom elements.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result, bail};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use serde::Deserialize;

/// The figures' names: each is the element `<redes-NAME>`.
pub(crate) const FIGURES: [&str; 5] = ["perceptron", "circles", "digits", "reviews", "results"];

/// What stands between the `+++` lines.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrontMatter {
    /// The page's title, as tabs and search engines show it.
    pub(crate) title: String,
    /// One sentence for search engines and the front page.
    pub(crate) description: String,
    /// The chapter's heading.
    pub(crate) heading: String,
    /// The paragraph under it.
    pub(crate) lead: String,
}

/// A second-level heading.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Section {
    /// Its anchor, the same in all languages.
    pub(crate) id: String,
    /// Its text.
    pub(crate) title: String,
}

/// A chapter in one language.
#[derive(Debug)]
pub(crate) struct Chapter {
    pub(crate) front: FrontMatter,
    pub(crate) sections: Vec<Section>,
    /// The figures, in order of appearance.
    pub(crate) figures: Vec<String>,
    /// The text as HTML.
    pub(crate) body: String,
}

/// Reads a chapter's file.
pub(crate) fn read(path: &Path) -> Result<Chapter> {
    let source = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    parse(&source, &path.display().to_string())
}

/// Reads a chapter's text; `name` is for the errors.
pub(crate) fn parse(source: &str, name: &str) -> Result<Chapter> {
    let Some((front, text)) = source
        .strip_prefix("+++\n")
        .and_then(|rest| rest.split_once("\n+++\n"))
    else {
        bail!(
            "{name}:1: a chapter begins with a line +++, its title and so on, and another line +++"
        );
    };
    // The line feed stands for the first +++, so that the parser's line numbers are the file's.
    let front: FrontMatter =
        toml::from_str(&format!("\n{front}")).with_context(|| name.to_owned())?;
    let first = source.len() - text.len();
    let line = |offset: usize| {
        1 + source
            .bytes()
            .take(first + offset)
            .filter(|byte| *byte == b'\n')
            .count()
    };

    let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut sections: Vec<Section> = Vec::new();
    let mut figures = Vec::new();
    let mut heading: Option<Section> = None;
    let mut events = Vec::new();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match &event {
            Event::Start(Tag::Heading {
                level: HeadingLevel::H2,
                id,
                ..
            }) => {
                let Some(id) = id else {
                    bail!(
                        "{name}:{}: give the heading an anchor: ## … {{#anchor}}",
                        line(range.start)
                    );
                };
                if sections.iter().any(|section| section.id == **id) {
                    bail!(
                        "{name}:{}: the anchor #{id} is there twice",
                        line(range.start)
                    );
                }
                heading = Some(Section {
                    id: id.to_string(),
                    title: String::new(),
                });
            }
            Event::End(TagEnd::Heading(HeadingLevel::H2)) => sections.extend(heading.take()),
            Event::Text(words) | Event::Code(words) => {
                if let Some(section) = &mut heading {
                    section.title.push_str(words);
                }
            }
            Event::Html(tag) | Event::InlineHtml(tag) => {
                for rest in tag.split("<redes-").skip(1) {
                    let end = rest
                        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
                        .unwrap_or(rest.len());
                    let figure = &rest[..end];
                    if !FIGURES.contains(&figure) {
                        bail!(
                            "{name}:{}: there is no figure <redes-{figure}>",
                            line(range.start)
                        );
                    }
                    figures.push(figure.to_owned());
                }
            }
            _ => {}
        }
        events.push(event);
    }
    let mut body = String::new();
    html::push_html(&mut body, events.into_iter());
    Ok(Chapter {
        front,
        sections,
        figures,
        body,
    })
}

/// Checks that a translation has the sections and figures of its original.
pub(crate) fn agree(original: &Chapter, translation: &Chapter, name: &str) -> Result<()> {
    let anchors = |chapter: &Chapter| {
        chapter
            .sections
            .iter()
            .map(|section| section.id.clone())
            .collect::<Vec<_>>()
    };
    if anchors(original) != anchors(translation) {
        bail!(
            "{name}: its sections are {:?}, the original's {:?}",
            anchors(translation),
            anchors(original)
        );
    }
    if original.figures != translation.figures {
        bail!(
            "{name}: its figures are {:?}, the original's {:?}",
            translation.figures,
            original.figures
        );
    }
    Ok(())
}

/// The names, without `.md`, of the chapters in a language's folder.
pub(crate) fn names(folder: &Path) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry.with_context(|| folder.display().to_string())?.path();
        if path.extension().is_some_and(|kind| kind == "md") {
            names.extend(
                path.file_stem()
                    .and_then(|stem| stem.to_str())
                    .map(str::to_owned),
            );
        }
    }
    Ok(names)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const FRONT: &str = "+++\ntitle = 't'\ndescription = 'd'\nheading = 'h'\nlead = 'l'\n+++\n";

    fn chapter(text: &str) -> Result<Chapter> {
        parse(&format!("{FRONT}{text}"), "a.md")
    }

    #[test]
    fn a_chapter_has_sections_figures_and_text() {
        let found =
            chapter("\n## One *two* {#one}\n\n<redes-circles>\n\nFallback.\n\n</redes-circles>\n")
                .unwrap();
        assert_eq!(
            found.sections,
            [Section {
                id: "one".into(),
                title: "One two".into()
            }]
        );
        assert_eq!(found.figures, ["circles"]);
        assert!(
            found.body.contains("<h2 id=\"one\">One <em>two</em></h2>"),
            "{}",
            found.body
        );
        assert!(
            found
                .body
                .contains("<redes-circles>\n<p>Fallback.</p>\n</redes-circles>"),
            "{}",
            found.body
        );
    }

    #[test]
    fn errors_name_file_and_line() {
        let message = |found: Result<Chapter>| format!("{:#}", found.unwrap_err());
        assert!(message(parse("# No front", "a.md")).starts_with("a.md:1: "));
        assert!(message(chapter("\n## Plain\n")).starts_with("a.md:8: give the heading an anchor"));
        assert!(
            message(chapter("\n## A {#a}\n\n## B {#a}\n")).starts_with("a.md:10: the anchor #a")
        );
        assert!(
            message(chapter("text\n\n<redes-squares>\n"))
                .starts_with("a.md:9: there is no figure <redes-squares>")
        );
        let front = message(parse("+++\ntitle = 't'\nlead = 1\n+++\n", "a.md"));
        assert!(
            front.starts_with("a.md: ") && front.contains("line 3"),
            "{front}"
        );
    }

    #[test]
    fn a_translation_must_agree_with_its_original() {
        let original = chapter("## A {#a}\n\n<redes-circles></redes-circles>\n").unwrap();
        let other_figure = chapter("## B {#a}\n\n<redes-digits></redes-digits>\n").unwrap();
        let other_section = chapter("## A {#b}\n\n<redes-circles></redes-circles>\n").unwrap();
        assert!(agree(&original, &original, "b.md").is_ok());
        assert!(
            agree(&original, &other_figure, "b.md")
                .unwrap_err()
                .to_string()
                .contains("figures")
        );
        assert!(
            agree(&original, &other_section, "b.md")
                .unwrap_err()
                .to_string()
                .contains("sections")
        );
    }
}
