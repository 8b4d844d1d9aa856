//! Chapters and templates to HTML files.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use minijinja::{Environment, UndefinedBehavior, Value, context};

use crate::{
    chapter::{self, Chapter, FIGURES},
    language::{self, Language},
    site::Site,
};

/// Reads templates and chapters under `source` and writes the pages into `out`; answers their paths within it.
pub(crate) fn write(source: &Path, out: &Path, live: bool) -> Result<Vec<PathBuf>> {
    let templates = source.join("templates");
    let languages = language::read(&templates)?;
    let book = Book {
        templates: environment(&templates)?,
        site: Site::find(out)?,
        languages,
        out,
        live,
    };

    let folder = |code: &str| source.join("chapters").join(code);
    let original = &folder(language::CODES[0]);
    let names = chapter::names(original)?;
    let mut written = Vec::new();
    for code in language::CODES {
        if let Some(name) = chapter::names(&folder(code))?
            .symmetric_difference(&names)
            .next()
        {
            bail!(
                "chapters: {name}.md stands in one of {original:?} and {:?}, and not in the other",
                folder(code)
            );
        }
    }
    for name in &names {
        let mut first: Option<Chapter> = None;
        for language in &book.languages {
            let path = folder(language.code).join(format!("{name}.md"));
            let chapter = chapter::read(&path)?;
            if let Some(first) = &first {
                chapter::agree(first, &chapter, &path.display().to_string())?;
            }
            written.push(book.chapter(language, name, &chapter)?);
            first.get_or_insert(chapter);
        }
    }
    for figure in FIGURES {
        written.push(book.embed(figure)?);
    }
    written.push(book.front_page()?);
    Ok(written)
}

/// All `*.html` of a folder as templates; a variable that nobody gives is an error.
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

/// Everything that pages are made of.
struct Book<'a> {
    templates: Environment<'static>,
    site: Site,
    languages: Vec<Language>,
    out: &'a Path,
    live: bool,
}

impl Book<'_> {
    fn chapter(&self, language: &Language, name: &str, chapter: &Chapter) -> Result<PathBuf> {
        let mut alternates = Vec::new();
        for other in &self.languages {
            let href = address(format!("../{}/{name}.html", other.code));
            alternates.push(context! { lang => other.code, name => other.get("name")?, href });
        }
        let sections: Vec<Value> = chapter
            .sections
            .iter()
            .map(|section| context! { id => section.id.clone(), title => section.title.clone() })
            .collect();
        let front = chapter.front.clone();
        let page = context! {
            lang => language.code,
            text => language.text.clone(),
            title => front.title,
            description => front.description,
            heading => front.heading,
            lead => front.lead,
            alternates,
            home => "index.html",
            sections,
            body => Value::from_safe_string(chapter.body.clone()),
            styles => self.site.styles.iter().map(address).collect::<Vec<_>>(),
        };
        self.render(
            "chapter.html",
            &format!("{}/{name}.html", language.code),
            page,
        )
    }

    /// One figure alone, for somebody else's page; `js/embed.js` picks the language that the address asks for.
    fn embed(&self, figure: &str) -> Result<PathBuf> {
        let mut languages = Vec::new();
        for language in &self.languages {
            let title = language.get(&format!("embed_{figure}"))?;
            let fallback = language.get(&format!("fallback_{figure}"))?;
            languages.push(
                context! { lang => language.code, title => format!("{title} · Redes"), fallback },
            );
        }
        let first = self.first()?;
        let page = context! {
            lang => first.code,
            title => format!("{} · Redes", first.get(&format!("embed_{figure}"))?),
            description => first.get(&format!("fallback_{figure}"))?,
            element => format!("redes-{figure}"),
            alternates => Vec::<Value>::new(),
            languages,
            styles => self.site.styles.iter().map(address).collect::<Vec<_>>(),
        };
        self.render("embed.html", &format!("embed/{figure}.html"), page)
    }

    /// The site's root: a choice of languages, which `js/language.js` makes where it can.
    fn front_page(&self) -> Result<PathBuf> {
        let mut choices = Vec::new();
        for language in &self.languages {
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
            styles => self.site.styles.iter().take(2).map(address).collect::<Vec<_>>(),
        };
        self.render("index.html", "index.html", page)
    }

    fn first(&self) -> Result<&Language> {
        self.languages.first().context("there is no language")
    }

    fn render(&self, template: &str, name: &str, page: Value) -> Result<PathBuf> {
        let depth = name.matches('/').count();
        let root = if depth == 0 {
            "./".to_owned()
        } else {
            "../".repeat(depth)
        };
        let page = context! { root => address(root), live => self.live, glue => address(&self.site.glue), wasm => address(&self.site.wasm), ..page };
        let text = self
            .templates
            .get_template(template)
            .and_then(|template| template.render(page))
            .with_context(|| format!("templates/{template}, for {name}"))?;
        let path = self.out.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        fs::write(&path, text).with_context(|| path.display().to_string())?;
        Ok(PathBuf::from(name))
    }
}

/// An address that we made ourselves, whose slashes need no escape.
fn address(text: impl AsRef<str>) -> Value {
    Value::from_safe_string(text.as_ref().to_owned())
}
