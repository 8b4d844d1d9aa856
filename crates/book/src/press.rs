//! Puts pages into their templates and writes them: chapters, figures alone, exercises, the front page.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use minijinja::{Environment, UndefinedBehavior, Value, context};
use redes_catalogue::{
    Catalogue, Figure,
    headers::{self, Kind},
};

use crate::{
    escape::escape,
    exercises::{Exercise, Exercises},
    language::{Language, Words},
    library::{self, Library, Loading},
    lists,
    pages::{Book, Options},
    render::{self, Insert, Part, Rendered},
    site::{Module, Site},
    worker,
};

/// The height of a frame that an oEmbed answer proposes, in CSS pixels.
const OEMBED_HEIGHT: u32 = 700;

/// All `*.html` of a folder as templates; a missing variable is an error.
pub(crate) fn environment(folder: &Path) -> Result<Environment<'static>> {
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
pub(crate) struct Press<'a> {
    pub(crate) templates: Environment<'static>,
    pub(crate) site: Site<'a>,
    pub(crate) book: &'a Book,
    pub(crate) options: &'a Options<'a>,
    pub(crate) exercises: Exercises,
    pub(crate) figures: &'a Catalogue,
}

impl Press<'_> {
    pub(crate) fn page(
        &self,
        library: &Library,
        place: usize,
        rendered: &Rendered,
    ) -> Result<PathBuf> {
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
            version => worker::VERSION,
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
    pub(crate) fn embed(&self, row: &Figure, exercise: Option<&Exercise>) -> Result<PathBuf> {
        let figure = row.name.as_str();
        let mut languages = Vec::new();
        for language in &self.book.languages {
            let Words { title, fallback } = language.figure(figure)?;
            let say = |key: &str| language.get(&format!("exercise_{key}"));
            let still = library::image(
                &self.options.source.join("stills"),
                language.code,
                figure,
                fallback,
                "../",
                Loading::AtOnce,
            )?;
            let title = exercise.map_or(title.as_str(), |exercise| exercise.title(language.code));
            languages.push(
                context! { lang => language.code, title => format!("{title} · Redes"), heading => title, fallback, no_scripts => language.get("no_scripts")?, still => address(still),
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

    /// What the policy of a figure's own page allows beside `'self'`: the site's origin where it is known.
    fn hosts(&self) -> String {
        let url = self.options.url.and_then(|url| url::Url::parse(url).ok());
        url.map_or(headers::ANY_HOST.to_owned(), |url| {
            url.origin().ascii_serialization()
        })
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
    pub(crate) fn front_page(&self) -> Result<PathBuf> {
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
        let live = self.options.live;
        let policy = headers::policy(Kind::of(name), &self.hosts(), live);
        let page = context! { root => address(root), live, policy => address(policy), glues, wasms, ..page };
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
