//! The lists that the program makes: contents, figures for other pages, glossary, bibliography, errata.

use anyhow::{Result, bail, ensure};
use redes_catalogue::{Catalogue, Figure};

use crate::{
    chapter::Piece,
    escape::escape,
    exercises::Exercises,
    labels,
    library::{self, Library, Loading},
    packages,
    reference::Work,
    render,
    share::Filling,
    tag::Tag,
};

/// The height of the gallery's frames, in CSS pixels, until the reader measures them in the dialog.
const FRAME: u32 = 700;

/// The chapters with their numbers, descriptions and the picture of their first figure, then the other pages.
pub(crate) fn contents(library: &Library) -> Result<String> {
    let mut html = String::from("<ol class=\"chapters\" id=\"contents\">\n");
    for (name, page) in library.pages {
        let Some(number) = page.front.number else {
            continue;
        };
        let mut figures = page.pieces.iter().filter_map(|placed| match &placed.piece {
            Piece::Open(Tag::Figure { name, .. }) => Some(name),
            _ => None,
        });
        // The heading beside the picture is the name of both.
        let picture = match figures.next() {
            Some(figure) => library.image(figure, "", Loading::Later)?,
            None => String::new(),
        };
        html.push_str(&format!(
            "<li><a href=\"{name}.html\">{picture}<span class=\"number\">{number}</span> <span class=\"title\">{}</span></a><p>{}</p></li>\n",
            escape(&page.front.heading),
            escape(&page.front.description)
        ));
    }
    html.push_str("</ol>\n<ul class=\"around\">\n");
    for (name, page) in library
        .pages
        .iter()
        // The sheets of the lessons are printed from their plans.
        .filter(|(name, page)| {
            page.front.number.is_none() && name != "index" && !name.starts_with("sheet-")
        })
    {
        html.push_str(&format!(
            "<li><a href=\"{name}.html\">{}</a></li>\n",
            escape(&page.front.heading)
        ));
    }
    html.push_str("</ul>");
    Ok(html)
}

/// All figures by their pictures: each with its place in the book, the dialog that copies it, and its frame's code for
/// readers without scripts.
pub(crate) fn gallery(library: &Library) -> Result<String> {
    let mut html = String::from("<ul class=\"gallery\">\n");
    let text = |key: &str| library.language.get(key);
    let code = library.language.code;
    for (name, _, figure) in figures(library) {
        let label = library.labels.find("fig", figure)?;
        let title = &library.language.figure(figure)?.title;
        let place = label.address("teachers");
        let filling = Filling {
            address: &format!("https://…/embed/{figure}.html?lang={code}"),
            link: &format!("https://…/{code}/{place}"),
            picture: &format!("https://…/stills/{code}/{figure}.svg"),
            title: &format!("{title} · Redes"),
            height: FRAME,
        };
        let parts = library.share.parts("html", &filling)?;
        let picture = library.image(figure, "", Loading::Later)?;
        let content = format!("{picture}<strong>{}</strong>", escape(title));
        html.push_str(&format!(
            "<li id=\"use-{figure}\">\n{}\n<p><a href=\"{place}\">{} {}, {}</a></p>\n<details class=\"bare\"><summary>{}</summary><pre class=\"scroll\"><code translate=\"no\" data-frame>{}</code></pre></details>\n</li>\n",
            library::share(library.language, figure, &content)?,
            text("figure")?,
            label.name,
            escape(&library.labels.find("sec", &name)?.name),
            text("share_bare")?,
            escape(&parts.join("\n")),
        ));
    }
    html.push_str("</ul>");
    Ok(html)
}

/// The figures in the book's order, each with its page.
pub(crate) fn places(library: &Library) -> Vec<(String, String)> {
    let found = figures(library).into_iter();
    found
        .map(|(page, _, figure)| (figure.to_owned(), page))
        .collect()
}

/// All figures and exercises as packages for learning platforms.
pub(crate) fn packages(library: &Library, exercises: &Exercises) -> Result<String> {
    let figures = figures(library);
    let figures = figures.iter().map(|(.., figure)| *figure);
    packages::table(library, figures, exercises)
}

/// The figures in the book's order: page, chapter's number, figure.
fn figures<'a>(library: &'a Library) -> Vec<(String, u32, &'a str)> {
    let mut found = Vec::new();
    for (name, page) in library.pages {
        for placed in &page.pieces {
            if let Piece::Open(Tag::Figure { name: figure, .. }) = &placed.piece {
                found.push((
                    name.clone(),
                    page.front.number.unwrap_or_default(),
                    figure.as_str(),
                ));
            }
        }
    }
    found
}

/// Checks that every figure of the list appears once in the book, in its chapter.
pub(crate) fn all_stand(library: &Library, list: &Catalogue) -> Result<()> {
    let found = figures(library);
    for Figure { name, chapter, .. } in list.figures() {
        let mut pages = found.iter().filter(|(.., figure)| figure == name);
        match (pages.next(), pages.count()) {
            (Some((page, ..)), 0) => ensure!(
                page == chapter,
                "<redes-{name}> stands on the page {page:?}; figures.toml says {chapter:?}"
            ),
            (first, more) => bail!(
                "<redes-{name}> stands {} times in the book, and not once",
                usize::from(first.is_some()) + more
            ),
        }
    }
    Ok(())
}

/// The terms in the language's alphabetical order.
pub(crate) fn glossary(library: &Library) -> Result<String> {
    let code = library.language.code;
    let mut terms: Vec<_> = library
        .reference
        .terms
        .iter()
        .map(|(id, term)| (id, term, &term.definition[code]))
        .collect();
    terms.sort_by_key(|(_, _, definition)| folded(&definition.term));
    let mut html = String::from("<dl class=\"glossary\">\n");
    for (id, term, definition) in terms {
        let other: Vec<String> = term
            .definition
            .iter()
            .filter(|(language, _)| *language != code)
            .map(|(language, other)| {
                format!("<span lang=\"{language}\">{}</span>", escape(&other.term))
            })
            .collect();
        let see: Vec<String> = term
            .see
            .iter()
            .filter_map(|id| {
                Some(format!(
                    "<a href=\"#{id}\">{}</a>",
                    escape(&library.reference.terms.get(id)?.definition[code].term)
                ))
            })
            .collect();
        let see = match see.is_empty() {
            true => String::new(),
            false => format!(
                " <span class=\"see\">{} {}.</span>",
                library.language.get("see")?,
                see.join(", ")
            ),
        };
        html.push_str(&format!(
            "<dt id=\"{id}\">{} <span class=\"other\">({})</span></dt>\n<dd>{} {}{see}</dd>\n",
            escape(&definition.term),
            other.join(", "),
            render::short(library, definition)?,
            render::line(library, "glossary", &definition.long)?,
        ));
    }
    html.push_str("</dl>");
    Ok(html)
}

/// Letters without diacritics, for sorting; ñ follows n.
fn folded(text: &str) -> String {
    let plain = |c: char| match c {
        'á' => "a".into(),
        'é' => "e".into(),
        'í' => "i".into(),
        'ó' => "o".into(),
        'ú' | 'ü' => "u".into(),
        'ñ' => "n~".into(),
        other => other.to_string(),
    };
    text.to_lowercase().chars().map(plain).collect()
}

/// The works by author and year; the thesis's sources are marked.
pub(crate) fn bibliography(library: &Library) -> Result<String> {
    let code = library.language.code;
    let mut works: Vec<(&String, &Work)> = library.reference.works.iter().collect();
    works.sort_by_key(|(id, work)| {
        (
            folded(work.authors.first().unwrap_or(&work.title)),
            work.year,
            (*id).clone(),
        )
    });
    let mut html = String::from("<ul class=\"works\">\n");
    for (id, work) in works {
        let authors = escape(&work.authors.join("; "));
        let year = work
            .year
            .map(|year| format!(" ({year})"))
            .unwrap_or_default();
        let title = escape(&work.title);
        let title = match &work.url {
            Some(url) => format!(
                "<a href=\"{}\" rel=\"external\"><cite>{title}</cite></a>",
                escape(url)
            ),
            None => format!("<cite>{title}</cite>"),
        };
        let place = work
            .r#where
            .as_ref()
            .map(|place| format!(" {}.", escape(place)))
            .unwrap_or_default();
        let thesis = if work.thesis {
            format!(
                " <span class=\"cited\">{}</span>",
                library.language.get("in_thesis")?
            )
        } else {
            String::new()
        };
        let note = match work.note.get(code) {
            Some(note) => format!(" {}", render::line(library, "bibliography", note)?),
            None => String::new(),
        };
        let authors = if authors.is_empty() {
            authors
        } else {
            format!("{authors}{year}. ")
        };
        html.push_str(&format!(
            "<li id=\"{id}\">{authors}{title}.{place}{thesis}{note}</li>\n"
        ));
    }
    html.push_str("</ul>");
    Ok(html)
}

/// The notes on the thesis's slips, collected from the chapters.
pub(crate) fn errata(library: &Library) -> Result<String> {
    let mut html = String::from("<ol class=\"errata\">\n");
    for (name, page) in library.pages {
        let mut open: Option<(&str, &str, Vec<Piece>)> = None;
        for placed in &page.pieces {
            match (&placed.piece, &mut open) {
                (Piece::Open(Tag::Erratum { id, place }), _) => {
                    open = Some((id, place, Vec::new()))
                }
                (Piece::Close, Some((id, place, pieces))) => {
                    let label = library.labels.find("erratum", id)?;
                    let anchor = labels::anchor("erratum", id);
                    html.push_str(&format!(
                        "<li id=\"{anchor}\"><p class=\"label\"><a href=\"{name}.html#{anchor}\">{}\u{a0}{}</a> · {}, §\u{a0}{} · {}</p>\n{}</li>\n",
                        library.language.get("erratum")?,
                        label.name,
                        library.language.get("thesis")?,
                        escape(place),
                        escape(&page.front.heading),
                        render::pieces(library, "errata", pieces)?
                    ));
                    open = None;
                }
                (piece, Some((.., pieces))) => pieces.push(piece.clone()),
                _ => {}
            }
        }
    }
    html.push_str("</ol>");
    Ok(html)
}
