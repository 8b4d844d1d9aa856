//! Writes HTML files from pages and templates.

use std::{
    cell::Cell,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use minijinja::{Environment, UndefinedBehavior, Value, context};
use redes_catalogue::{Catalogue, Figure};
use redes_ledger::Ledger;

use crate::{
    chapter::{self, Chapter},
    elements,
    escape::escape,
    exercises::{Exercise, Exercises},
    labels::Labels,
    language::{self, Language, Words},
    library::{self, Library, Loading},
    listing::Listings,
    lists,
    math::Maths,
    notebook,
    packages::{self, Packages},
    reference::Reference,
    render::{self, Insert, Part, Rendered},
    search,
    share::Share,
    site::{Module, Site},
};

/// The book's pages in order; each has a file in `chapters/es` and in `chapters/en`.
pub(crate) const PAGES: [&str; 23] = [
    "index",
    "introduction",
    "perceptron",
    "model",
    "learning",
    "circles",
    "problems",
    "results",
    "inside",
    "playground",
    "conclusions",
    "reference",
    "glossary",
    "bibliography",
    "errata",
    "exercises",
    "about",
    "teachers",
    "lessons",
    "sheet-perceptron",
    "sheet-circles",
    "sheet-digits",
    "search",
];

/// The height of a frame that an oEmbed answer proposes, in CSS pixels.
const OEMBED_HEIGHT: u32 = 700;

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
        let table = share.json(language, &book.languages, &lists::places(&library))?;
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

/// All `*.html` of a folder as templates; a missing variable is an error.
fn environment(folder: &Path) -> Result<Environment<'static>> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry.with_context(|| folder.display().to_string())?.path();
        let Some(name) = path
            .file_name()
            .and_then(|name| name.to_str())
            .filter(|name| name.ends_with(".html"))
        else {
            continue;
        };
        let source = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        environment
            .add_template_owned(name.to_owned(), source)
            .with_context(|| folder.display().to_string())?;
    }
    Ok(environment)
}

/// Puts pages into their templates and writes them.
struct Press<'a> {
    templates: Environment<'static>,
    site: Site<'a>,
    book: &'a Book,
    options: &'a Options<'a>,
    exercises: Exercises,
    figures: &'a Catalogue,
}

impl Press<'_> {
    fn page(&self, library: &Library, place: usize, rendered: &Rendered) -> Result<PathBuf> {
        let (name, chapter) = &library.pages[place];
        let language = library.language;
        let mut alternates = Vec::new();
        for other in &self.book.languages {
            let href = address(format!("../{}/{name}.html", other.code));
            alternates.push(context! { lang => other.code, name => other.get("name")?, href });
        }
        let line = |text: &str| -> Result<Value> {
            let html = render::line(library, name, text).with_context(|| chapter.file.clone())?;
            Ok(Value::from_safe_string(html))
        };
        let lines = |texts: &[String]| {
            texts
                .iter()
                .map(|text| line(text))
                .collect::<Result<Vec<_>>>()
        };
        let sections: Vec<Value> = rendered
            .sections
            .iter()
            .map(|section| context! { level => section.level, id => section.id.clone(), title => address(&section.title) })
            .collect();
        let neighbour = |place: Option<usize>| {
            let page = place.and_then(|place| library.pages.get(place));
            page.map(|(name, page)| context! { href => address(format!("{name}.html")), number => page.front.number, heading => page.front.heading.clone() })
        };
        let more = match name.as_str() {
            "glossary" => lists::glossary(library)?,
            "bibliography" => lists::bibliography(library)?,
            "errata" => lists::errata(library)?,
            _ => String::new(),
        };
        let front = chapter.front.clone();
        let mut exercises = Vec::new();
        for exercise in self.exercises.all() {
            let figure = self.figures.get(&exercise.figure);
            if figure.is_some_and(|figure| figure.chapter == *name) {
                exercises.push(
                    context! { id => exercise.id.clone(), title => exercise.title(language.code) },
                );
            }
        }
        let page = context! {
            lang => language.code,
            exercises,
            text => language.text.clone(),
            name,
            number => front.number,
            title => front.title,
            description => front.description,
            heading => front.heading,
            lead => line(&front.lead)?,
            goals => lines(&front.goals)?,
            summary => lines(&front.summary)?,
            alternates,
            sections,
            body => Value::from_safe_string(text(library, rendered, &self.exercises, self.figures)? + &more),
            previous => neighbour(place.checked_sub(1)),
            next => neighbour(Some(place + 1)),
            styles => self.styles(&rendered.figures),
            computes => !rendered.figures.is_empty(),
            canonical => self.options.url.map(|url| address(format!("{url}{}/{name}.html", language.code))),
            picture => self.picture(language, rendered).map(address),
        };
        self.render(
            "chapter.html",
            &format!("{}/{name}.html", language.code),
            &rendered.figures,
            page,
        )
    }

    /// The first figure's still picture, for link previews.
    fn picture(&self, language: &Language, rendered: &Rendered) -> Option<String> {
        let (url, figure) = (self.options.url?, rendered.figures.first()?);
        Some(format!("{url}stills/{}/{figure}.svg", language.code))
    }

    /// The stylesheets of a page with these figures.
    fn styles(&self, figures: &[String]) -> Vec<Value> {
        self.site.styles(figures).into_iter().map(address).collect()
    }

    /// One figure alone, for another site's page, with an exercise or without; `js/embed.js` chooses the language from the
    /// address.
    fn embed(&self, row: &Figure, exercise: Option<&Exercise>) -> Result<PathBuf> {
        let figure = row.name.as_str();
        let mut languages = Vec::new();
        for language in &self.book.languages {
            let Words { title, fallback } = language.figure(figure)?;
            let say = |key: &str| language.get(&format!("exercise_{key}"));
            let title = exercise.map_or(title.as_str(), |exercise| exercise.title(language.code));
            languages.push(
                context! { lang => language.code, title => format!("{title} · Redes"), heading => title, fallback, no_scripts => language.get("no_scripts")?,
                    exercise => exercise.map(|exercise| exercise.context(language.code)),
                    open => say("open")?, met => say("met")?, hint => say("hint")?, again => say("again")?, solution => say("solution")?,
                    show => say("show")?, all => say("all")?, done => say("done")?, shown => say("shown")? },
            );
        }
        let first = self.first()?;
        let words = first.figure(figure)?;
        let figures = [figure.to_owned()];
        let (template, name) = match exercise {
            Some(exercise) => ("exercise.html", format!("exercise-{}", exercise.id)),
            None => ("embed.html", figure.to_owned()),
        };
        let title = format!("{} · Redes", words.title);
        let page = context! {
            lang => first.code,
            title => title.clone(),
            description => &words.fallback,
            oembed => self.oembed(&name, &title)?.map(address),
            element => format!("redes-{figure}"),
            alternates => Vec::<Value>::new(),
            languages,
            presets => serde_json::to_string(&row.presets)?,
            styles => self.styles(&figures),
            canonical => (),
            picture => (),
            exercise => exercise.map(Exercise::data).transpose()?,
        };
        self.render(template, &format!("embed/{name}.html"), &figures, page)
    }

    /// Writes what a platform that is given the address of a figure's page puts into its own (oEmbed 1.0,
    /// <https://oembed.com>), and returns its address. None where the site's address is not known.
    fn oembed(&self, name: &str, title: &str) -> Result<Option<String>> {
        let Some(url) = self.options.url else {
            return Ok(None);
        };
        let frame = format!(
            "<iframe src=\"{url}embed/{name}.html\" title=\"{}\" width=\"100%\" height=\"{OEMBED_HEIGHT}\" sandbox=\"allow-scripts\" allow=\"clipboard-write\"></iframe>",
            escape(title)
        );
        let answer = serde_json::json!({
            "version": "1.0", "type": "rich", "provider_name": "Redes", "provider_url": url, "title": title,
            "html": frame, "width": 800, "height": OEMBED_HEIGHT,
        });
        let path = format!("embed/{name}.oembed.json");
        let file = self.options.out.join(&path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        fs::write(&file, answer.to_string()).with_context(|| file.display().to_string())?;
        Ok(Some(format!("{url}{path}")))
    }

    /// The site's root: a choice of languages, which `js/language.js` makes automatically where possible.
    fn front_page(&self) -> Result<PathBuf> {
        let mut choices = Vec::new();
        for language in &self.book.languages {
            choices.push(context! {
                lang => language.code,
                href => address(format!("{}/index.html", language.code)),
                title => language.get("title")?,
                description => language.get("description")?,
                invitation => language.get("invitation")?,
            });
        }
        let first = self.first()?;
        let page = context! {
            lang => first.code,
            title => "Redes",
            description => first.get("description")?,
            alternates => choices.clone(),
            choices,
            cover => address(self.cover(first.code)?),
            styles => self.styles(&[]),
            canonical => self.options.url.map(address),
            picture => (),
        };
        self.render("index.html", "index.html", &[], page)
    }

    /// The cover's picture, for the site's root.
    fn cover(&self, code: &str) -> Result<String> {
        let stills = self.options.source.join("stills");
        library::image(&stills, code, "cover", "", "./", Loading::AtOnce)
    }

    fn first(&self) -> Result<&Language> {
        self.book.languages.first().context("there is no language")
    }

    fn render(
        &self,
        template: &str,
        name: &str,
        figures: &[String],
        page: Value,
    ) -> Result<PathBuf> {
        let depth = name.matches('/').count();
        let root = if depth == 0 {
            "./".to_owned()
        } else {
            "../".repeat(depth)
        };
        let modules = self
            .site
            .modules(figures)
            .with_context(|| name.to_owned())?;
        let files = |file: fn(&Module) -> &String| -> Vec<Value> {
            modules.iter().map(|module| address(file(module))).collect()
        };
        let (glues, wasms) = (files(|module| &module.glue), files(|module| &module.wasm));
        let page =
            context! { root => address(root), live => self.options.live, glues, wasms, ..page };
        let text = self
            .templates
            .get_template(template)
            .and_then(|template| template.render(page))
            .with_context(|| format!("templates/{template}, for {name}"))?;
        let path = self.options.out.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        fs::write(&path, text).with_context(|| path.display().to_string())?;
        Ok(PathBuf::from(name))
    }
}

/// A page's text with its lists filled in.
fn text(
    library: &Library,
    rendered: &Rendered,
    exercises: &Exercises,
    figures: &Catalogue,
) -> Result<String> {
    let mut html = String::new();
    for part in &rendered.parts {
        match part {
            Part::Html(text) => html.push_str(text),
            Part::Insert(insert) => {
                html.push_str(&match insert {
                    Insert::Contents => lists::contents(library)?,
                    Insert::Gallery => lists::gallery(library)?,
                    Insert::Exercises => exercises.list(library, figures)?,
                    Insert::Packages => lists::packages(library, exercises)?,
                });
                html.push('\n');
            }
        }
    }
    Ok(html)
}

/// An address or HTML of our own, whose slashes need no escape.
fn address(text: impl AsRef<str>) -> Value {
    Value::from_safe_string(text.as_ref().to_owned())
}
