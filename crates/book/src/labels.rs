//! Labels: figures, equations, listings, questions, notes and sections, numbered in the book's order. A page without a
//! number continues the numbers of the chapter before it.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use pulldown_cmark::{Event, Tag as Markdown, TagEnd};

use crate::{
    chapter::{Chapter, Piece},
    tag::Tag,
};

/// A label's place and name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Label {
    /// The page's name, without language and `.html`.
    pub(crate) page: String,
    /// The anchor on that page; none for a page itself.
    pub(crate) anchor: Option<String>,
    /// The label's name: "4.3", "E5", or a heading's plain words.
    pub(crate) name: String,
}

/// All labels of a language, by scheme and id.
#[derive(Debug, Default)]
pub(crate) struct Labels(BTreeMap<(&'static str, String), Label>);

/// The anchor of a label's element.
pub(crate) fn anchor(scheme: &str, id: &str) -> String {
    match scheme {
        "sec" => id.to_owned(),
        "question" => format!("q-{id}"),
        _ => format!("{scheme}-{id}"),
    }
}

impl Label {
    /// Its address as seen from a page of the same language.
    pub(crate) fn address(&self, page: &str) -> String {
        match &self.anchor {
            Some(anchor) if self.page == page => format!("#{anchor}"),
            Some(anchor) => format!("{}.html#{anchor}", self.page),
            None => format!("{}.html", self.page),
        }
    }
}

impl Labels {
    /// Collects the labels of pages in the book's order.
    pub(crate) fn gather(pages: &[(String, Chapter)]) -> Result<Self> {
        let mut labels = Self::default();
        let mut errata = 0;
        // A page without a number continues the chapter before it.
        let mut prefix = String::new();
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for (page, chapter) in pages {
            labels.add(
                "sec",
                page,
                Label {
                    page: page.clone(),
                    anchor: None,
                    name: chapter.front.heading.clone(),
                },
            )?;
            if let Some(number) = chapter.front.number {
                prefix = format!("{number}.");
                counts.clear();
            }
            let mut heading: Option<(String, String)> = None;
            for placed in &chapter.pieces {
                let numbered: Option<(&'static str, &str)> = match &placed.piece {
                    Piece::Open(Tag::Figure { name, .. } | Tag::Drawing { id: name, .. }) => {
                        Some(("fig", name))
                    }
                    Piece::Open(Tag::Listing { id, .. }) => Some(("lst", id)),
                    Piece::Open(Tag::Question { id }) => Some(("question", id)),
                    Piece::Open(Tag::Erratum { id, .. }) => Some(("erratum", id)),
                    Piece::Formula { id: Some(id), .. } => Some(("eq", id)),
                    Piece::Plain(Event::Start(Markdown::Heading { id: Some(id), .. })) => {
                        heading = Some((id.to_string(), String::new()));
                        None
                    }
                    Piece::Plain(Event::Text(words) | Event::Code(words)) => {
                        if let Some((_, title)) = &mut heading {
                            title.push_str(words);
                        }
                        None
                    }
                    Piece::Formula { latex, .. } => {
                        if let Some((_, title)) = &mut heading {
                            title.push_str(latex);
                        }
                        None
                    }
                    Piece::Plain(Event::End(TagEnd::Heading(_))) => {
                        if let Some((id, title)) = heading.take() {
                            let label = Label {
                                page: page.clone(),
                                anchor: Some(id.clone()),
                                name: title,
                            };
                            labels.add("sec", &format!("{page}/{id}"), label)?;
                        }
                        None
                    }
                    _ => None,
                };
                let Some((scheme, id)) = numbered else {
                    continue;
                };
                let name = if scheme == "erratum" {
                    errata += 1;
                    format!("E{errata}")
                } else {
                    let count = counts.entry(scheme).or_default();
                    *count += 1;
                    format!("{prefix}{count}")
                };
                let label = Label {
                    page: page.clone(),
                    anchor: Some(anchor(scheme, id)),
                    name,
                };
                if labels.add(scheme, id, label).is_err() {
                    bail!(
                        "{}: {scheme}:{id} is there twice in the book",
                        chapter.place(placed.line)
                    );
                }
            }
        }
        Ok(labels)
    }

    fn add(&mut self, scheme: &'static str, id: &str, label: Label) -> Result<()> {
        if self.0.insert((scheme, id.to_owned()), label).is_some() {
            bail!("{scheme}:{id} is there twice in the book");
        }
        Ok(())
    }

    /// The target of a link such as `fig:circles`.
    pub(crate) fn find(&self, scheme: &str, id: &str) -> Result<&Label> {
        let found = self.0.iter().find(|((s, i), _)| *s == scheme && i == id);
        let Some((_, label)) = found else {
            bail!("there is no {scheme}:{id} in the book");
        };
        Ok(label)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{chapter::parse, testing::catalogue};

    fn page(name: &str, number: u32, text: &str) -> (String, Chapter) {
        let front = format!(
            "+++\nnumber = {number}\ntitle = 't'\ndescription = 'd'\nheading = 'Head {number}'\nlead = 'l'\n+++\n"
        );
        (
            name.to_owned(),
            parse(&format!("{front}{text}"), name, &catalogue()).unwrap(),
        )
    }

    const ERRATUM: &str = "<erratum id=\"ID\" place=\"2\">\n\nx\n\n</erratum>\n\n";

    #[test]
    fn numbers_begin_anew_in_each_chapter_but_for_notes() {
        let first = page(
            "one",
            1,
            &format!(
                "$$ a $$ {{#eq-a}}\n\n{}## S `x` {{#s}}\n",
                ERRATUM.replace("ID", "p")
            ),
        );
        let second = page(
            "two",
            2,
            &format!(
                "$$ a $$\n\n$$ b $$ {{#eq-b}}\n\n$$ c $$ {{#eq-c}}\n\n{}",
                ERRATUM.replace("ID", "q")
            ),
        );
        let labels = Labels::gather(&[first, second]).unwrap();
        let name = |scheme: &str, id: &str| labels.find(scheme, id).unwrap().name.clone();
        assert_eq!(
            [name("eq", "a"), name("eq", "b"), name("eq", "c")],
            ["1.1", "2.1", "2.2"]
        );
        assert_eq!([name("erratum", "p"), name("erratum", "q")], ["E1", "E2"]);
        assert_eq!(
            [name("sec", "one/s"), name("sec", "two")],
            ["S x", "Head 2"]
        );
        assert!(
            labels
                .find("fig", "gone")
                .unwrap_err()
                .to_string()
                .contains("no fig:gone")
        );
    }

    #[test]
    fn a_page_without_a_number_continues_the_chapter_before_it() {
        let (name, mut chapter) = page("more", 0, "$$ b $$ {#eq-b}\n");
        chapter.front.number = None;
        let pages = [
            page("one", 1, "$$ a $$ {#eq-a}\n"),
            (name, chapter),
            page("two", 2, "$$ c $$ {#eq-c}\n"),
        ];
        let labels = Labels::gather(&pages).unwrap();
        let names = ["a", "b", "c"].map(|id| labels.find("eq", id).unwrap().name.clone());
        assert_eq!(names, ["1.1", "1.2", "2.1"]);
    }

    #[test]
    fn an_id_stands_once_in_the_book() {
        let error = Labels::gather(&[
            page("one", 1, "$$ a $$ {#eq-a}\n"),
            page("two", 2, "\n$$ b $$ {#eq-a}\n"),
        ])
        .unwrap_err();
        assert!(
            error.to_string().contains("two:9: eq:a is there twice"),
            "{error}"
        );
    }
}
