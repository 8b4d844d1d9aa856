//! The book: its pages in order, read in both languages, and written.

use std::{
    cell::Cell,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use redes_catalogue::Catalogue;
use redes_ledger::Ledger;

use crate::{
    chapter::{self, Chapter},
    elements,
    exercises::Exercises,
    labels::Labels,
    language::{self, Language},
    library::Library,
    listing::Listings,
    lists,
    math::Maths,
    notebook,
    packages::{self, Packages},
    press::{Press, environment},
    reference::Reference,
    render, search,
    share::Share,
    site::Site,
};

/// The book's pages in order; each has a file in `chapters/es` and in `chapters/en`.
pub(crate) const PAGES: [&str; 26] = [
    "index",
    "introduction",
    "perceptron",
    "model",
    "learning",
    "circles",
    "problems",
    "results",
    "inside",
    "writers",
    "playground",
    "models",
    "conclusions",
    "reference",
    "glossary",
    "bibliography",
    "errata",
    "exercises",
    "about",
    "accessibility",
    "teachers",
    "lessons",
    "sheet-perceptron",
    "sheet-circles",
    "sheet-digits",
    "search",
];

/// Input, output and options of a run.
pub(crate) struct Options<'a> {
    /// `www/`.
    pub(crate) source: &'a Path,
    /// Trunk's output; the pages are written there.
    pub(crate) out: &'a Path,
    /// Whether pages reload themselves.
    pub(crate) live: bool,
    /// The site's future address, with a slash at its end.
    pub(crate) url: Option<&'a str>,
}

/// All pages in both languages, in the book's order.
pub(crate) struct Book {
    pub(crate) languages: Vec<Language>,
    /// For each language, its pages by name.
    pub(crate) pages: Vec<Vec<(String, Chapter)>>,
}

impl Book {
    /// Reads the chapters. A page that is missing in one language, or differs in structure from the original, is an error.
    pub(crate) fn read(source: &Path, figures: &Catalogue) -> Result<Self> {
        let mut languages = language::read(&source.join("templates"))?;
        for language in &mut languages {
            language.read_figures(&source.join("text"), figures)?;
        }
        let mut pages: Vec<Vec<(String, Chapter)>> = Vec::new();
        for language in &languages {
            let folder = source.join("chapters").join(language.code);
            let mut own = Vec::new();
            for name in PAGES {
                own.push((
                    name.to_owned(),
                    chapter::read(&folder.join(format!("{name}.md")), figures)?,
                ));
            }
            for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
                let file = entry?.file_name().to_string_lossy().into_owned();
                if !file
                    .strip_suffix(".md")
                    .is_some_and(|name| PAGES.contains(&name))
                {
                    bail!(
                        "{}: {file} is none of the pages that pages.rs names",
                        folder.display()
                    );
                }
            }
            if let Some(original) = pages.first() {
                for ((_, original), (_, translation)) in original.iter().zip(&own) {
                    chapter::agree(original, translation)?;
                }
            }
            pages.push(own);
        }
        Ok(Self { languages, pages })
    }
}

/// The result of a run.
pub(crate) struct Written {
    /// The written pages, by their paths in the site.
    pub(crate) pages: Vec<PathBuf>,
    /// Language, page and number of words.
    pub(crate) words: Vec<(&'static str, String, usize)>,
}

/// Reads templates and chapters and writes the pages.
pub(crate) fn write(options: &Options, ledger: &Ledger) -> Result<Written> {
    let figures = Catalogue::read(&options.source.join("figures.toml"))?;
    let book = Book::read(options.source, &figures)?;
    let chapters = options.source.join("chapters");
    let maths = Maths::new()?;
    let listings = Listings::new(options.source.join("listings"));
    let reference = Reference::read(&chapters, &language::CODES)?;
    let share = Share::read(&options.source.join("share.toml"))?;
    let press = Press {
        templates: environment(&options.source.join("templates"))?,
        site: Site::find(options.out, &figures)?,
        book: &book,
        options,
        exercises: Exercises::read(&options.source.join("exercises.toml"), &figures)?,
        figures: &figures,
    };
    elements::write(options.source, options.out, &figures)?;
    // The packages contain the figures' own pages, and a page of the book has their sizes.
    let mut embeds = Vec::new();
    for figure in figures.figures() {
        embeds.push(press.embed(figure, None)?);
    }
    for exercise in press.exercises.all() {
        let figure = figures.get(&exercise.figure);
        let figure = figure.context("an exercise without a figure")?;
        embeds.push(press.embed(figure, Some(exercise))?);
    }
    let packages = match options.live {
        true => Packages::new(),
        false => {
            let exercises = press.exercises.all().iter();
            packages::write(
                options.out,
                &figures,
                exercises.map(|exercise| exercise.id.as_str()),
            )?
        }
    };
    let mut written = Written {
        pages: Vec::new(),
        words: Vec::new(),
    };
    for (language, pages) in book.languages.iter().zip(&book.pages) {
        let library = Library {
            language,
            pages,
            labels: Labels::gather(pages)?,
            maths: &maths,
            listings: &listings,
            reference: &reference,
            ledger,
            share: &share,
            packages: &packages,
            stills: options.source.join("stills"),
            trains: figures
                .figures()
                .iter()
                .filter(|figure| figure.trains)
                .map(|figure| figure.name.clone())
                .collect(),
            tips: Cell::new(0),
        };
        lists::all_stand(&library, &figures)?;
        let mut documents = Vec::new();
        for (place, (name, chapter)) in pages.iter().enumerate() {
            let rendered = render::page(&library, name, chapter)?;
            search::add(&mut documents, name, chapter, &rendered);
            written.words.push((
                language.code,
                name.clone(),
                search::count(chapter, &rendered),
            ));
            written.pages.push(press.page(&library, place, &rendered)?);
        }
        notebook::write(&library, options.out)?;
        let table = share.json(
            language,
            &book.languages,
            &lists::places(&library),
            &press.exercises,
        )?;
        fs::write(
            options.out.join(language.code).join("share.json"),
            table.to_string(),
        )
        .context("share.json")?;
        search::add_terms(&mut documents, &library)?;
        search::write(
            &documents,
            &options.out.join(language.code).join("search.json"),
        )?;
    }
    written.pages.append(&mut embeds);
    written.pages.push(press.front_page()?);
    Ok(written)
}
