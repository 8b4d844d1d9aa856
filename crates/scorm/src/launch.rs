//! The launch page: the figure's own page of the site with its language and state, the script that talks to the platform,
//! and without what is for search engines and link previews.

use std::path::Path;

use redes_catalogue::Figure;

use crate::{Error, Options, manifest::escape};

/// The script before which `js/scorm.js` stands: it restores the state before anything reads the address.
const EMBED: &str = "<script src=\"../js/embed.js\">";
/// The script of an exercise, on its page alone.
const EXERCISE: &str = "js/exercise.js";
/// What hides the button that saves a network, where the package lacks the module that writes files.
pub(crate) const UNSAVED: &str = "js/unsaved.css";
/// The figure's picture, which the site's page has in its first language.
const STILL: &str = "<img class=\"still\" ";
/// Lines of the head that a package does not need.
const LEFT_OUT: [&str; 5] = [
    "<meta name=\"description\"",
    "<meta name=\"robots\"",
    "<meta property=\"og:",
    "<link rel=\"canonical\"",
    "<link rel=\"alternate\"",
];

/// A launch page with its title.
pub(crate) struct Launch {
    pub(crate) html: String,
    pub(crate) title: String,
}

/// The path of the figure's picture in the package's language: it stands where the figure does not run.
pub(crate) fn still(figure: &Figure, options: &Options) -> String {
    format!("stills/{}/{}.svg", options.language, figure.name)
}

/// The launch page of a figure, from the HTML of its page.
pub(crate) fn write(
    page: &Path,
    html: &str,
    figure: &Figure,
    options: &Options,
) -> Result<Launch, Error> {
    let fault = |what: String| Error::Page {
        page: page.to_owned(),
        what,
    };
    if html.contains("js/reload.js") {
        return Err(fault(
            "written for `cargo xtask serve`; run `cargo xtask build`".to_owned(),
        ));
    }
    let language = &options.language;
    let title = attribute(html, &format!("data-{language}"))
        .ok_or_else(|| fault(format!("no title in the language {language:?}")))?;
    if let Some(state) = &options.state
        && !(figure.owns(state) && state.bytes().all(|byte| byte.is_ascii_graphic()))
    {
        return Err(Error::State {
            state: state.clone(),
            figure: figure.name.clone(),
        });
    }
    // Without its data sets a figure cannot finish a training: then it asks the reader only to use it.
    let trains = figure.trains && (options.data || figure.data_sets().next().is_none());
    let script = format!(
        "<script src=\"../js/scorm.js\" data-figure=\"{}\" data-version=\"{}\" data-goal=\"{}\" data-state=\"{}\"></script>",
        figure.name,
        options.version.number(),
        match html.contains(EXERCISE) {
            true => "exercise",
            false if trains => "train",
            false => "use",
        },
        escape(options.state.as_deref().unwrap_or_default()),
    );
    let unsaved = match figure.saves && !options.data {
        true => format!("<link rel=\"stylesheet\" href=\"../{UNSAVED}\">\n"),
        false => String::new(),
    };
    let mut written = String::with_capacity(html.len() + unsaved.len() + script.len());
    let mut placed = false;
    for line in html.lines() {
        if LEFT_OUT.iter().any(|start| line.starts_with(start)) {
            continue;
        }
        if line.starts_with("<html ") {
            written.push_str(&format!("<html lang=\"{language}\">"));
        } else if line.starts_with("<title ") {
            written.push_str(&format!("<title>{title}</title>"));
        } else if let Some((_, size)) = line
            .strip_prefix(STILL)
            .and_then(|it| it.rsplit_once("\" width="))
        {
            let still = still(figure, options);
            written.push_str(&format!(
                "{STILL}src=\"../{still}\" alt=\"{title}\" width={size}"
            ));
        } else {
            if line.starts_with(EMBED) {
                written.push_str(&unsaved);
                written.push_str(&script);
                written.push('\n');
                placed = true;
            }
            written.push_str(line);
        }
        written.push('\n');
    }
    match placed {
        true => Ok(Launch {
            html: written,
            title: unescape(title),
        }),
        false => Err(fault(format!("no line begins with {EMBED}"))),
    }
}

/// The value of an attribute of the page's title, as it is written.
fn attribute<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let title = html.split("<title ").nth(1)?.split('>').next()?;
    let value = title.split(&format!("{name}=\"")).nth(1)?;
    value.split('"').next()
}

/// Text without the escapes of HTML that the build writes.
fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
