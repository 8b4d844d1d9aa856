//! The dialog under a figure copies its state: as a link, as a frame for another page, and in what each tool needs.

use std::{env, fs, path::Path};

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use redes_e2e::{Browser, Server, book, site};
use serde_json::{Map, Value, json};

/// Records the copied text, because a browser without a user refuses its clipboard.
pub(crate) const CLIPBOARD: &str = "globalThis.__copied = []; Object.defineProperty(navigator, 'clipboard', \
                         { value: { writeText: async (text) => { if (globalThis.__refuse) throw new Error('no'); __copied.push(text); } } });";

pub(crate) const ESCAPE: char = '\u{E00C}';

/// The text of the snippet's first part.
pub(crate) const CODE: &str = "document.querySelector('.share-part code').textContent";

/// The state that a figure has written.
async fn state(browser: &Browser, figure: &str) -> Result<Value> {
    browser
        .eval(&format!(
            "document.querySelector('redes-{figure}').dataset.hash"
        ))
        .await
}

/// Opens the dialog of a figure.
pub(crate) async fn open(browser: &Browser, figure: &str) -> Result<()> {
    browser.click(&format!("[data-share={figure}]")).await?;
    browser
        .wait("document.querySelector('.share-dialog')?.open", 10)
        .await
}

/// Sets one of the dialog's fields, by its place among them: what for, language, theme, height.
pub(crate) async fn set(browser: &Browser, field: usize, value: &str) -> Result<()> {
    let event = if field == 3 { "input" } else { "change" };
    let set = format!(
        "(field => {{ field.value = '{value}'; field.dispatchEvent(new Event('{event}')); return field.value; }})\
         (document.querySelectorAll('.share-dialog :is(select, input)')[{field}])"
    );
    let found = browser.eval(&set).await?;
    ensure!(found == json!(value), "the field {field} has no {value}");
    Ok(())
}

/// Chooses a snippet of the open dialog and copies its first part.
pub(crate) async fn copy(browser: &Browser, snippet: &str) -> Result<String> {
    set(browser, 0, snippet).await?;
    let before = browser.eval("__copied.length").await?;
    browser.click(".share-part .button").await?;
    let said = format!(
        "__copied.length > {before} && /^Cop(iado|ied)\\.$/.test(document.querySelector('.share-dialog [role=status]').textContent)"
    );
    browser.wait(&said, 5).await?;
    let copied = browser.eval("__copied.at(-1)").await?;
    let copied = copied.as_str().context("nothing was copied")?;
    let shown = browser.eval(CODE).await?;
    ensure!(shown == copied, "{shown} is shown, {copied} copied");
    Ok(copied.to_owned())
}

/// The attributes of the only element in a snippet. The page itself may not parse it: its policy refuses HTML with a frame.
pub(crate) fn parsed(snippet: &str) -> Result<Value> {
    let document = roxmltree::Document::parse(snippet).with_context(|| snippet.to_owned())?;
    let element = document.root_element();
    ensure!(
        !element.has_children(),
        "more than one element in {snippet}"
    );
    let attributes = element.attributes();
    Ok(attributes
        .map(|one| (one.name().to_owned(), json!(one.value())))
        .collect::<Map<_, _>>()
        .into())
}

#[tokio::test]
async fn link_and_frame_bring_back_exactly_what_was_seen() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(CLIPBOARD).await?;
    let list = book::catalogue()?;
    let mut wrong = Vec::new();
    for page in list.chapters() {
        let figures: Vec<_> = list.of(page).collect();
        let hash: Vec<_> = figures.iter().map(|figure| figure.state.as_str()).collect();
        browser
            .open(&server.url(&format!("es/{page}.html#{}", hash.join("&"))))
            .await?;
        browser.alive().await?;
        let mut copied = Vec::new();
        for figure in &figures {
            let name = &figure.name;
            let seen = state(&browser, name).await?;
            if seen != figure.state {
                wrong.push(format!(
                    "{name}, opened with {}, has the state {seen}",
                    figure.state
                ));
                continue;
            }
            open(&browser, name).await?;
            let link = copy(&browser, "link").await?;
            let frame = copy(&browser, "html").await?;
            let attributes = parsed(&frame)?;
            let embed = attributes["src"].as_str().with_context(|| frame.clone())?;
            for (attribute, value) in [
                // The server opens its files to no other origin.
                ("sandbox", "allow-scripts allow-same-origin"),
                ("allow", "clipboard-write"),
                ("width", "100%"),
                ("data-external", "1"),
            ] {
                ensure!(attributes[attribute] == value, "{frame}");
            }
            ensure!(
                attributes["title"]
                    .as_str()
                    .is_some_and(|title| title.ends_with(" · Redes"))
                    && attributes["height"]
                        .as_str()
                        .is_some_and(|height| height.parse::<u32>().is_ok()),
                "{frame}"
            );
            let alone = copy(&browser, "address").await?;
            ensure!(alone == embed, "alone it is {alone}, in a frame {embed}");
            ensure!(
                embed.contains(&format!("embed/{name}.html?lang=es#")),
                "{embed}"
            );
            copied.push((name, seen, link, alone));
            browser.press(ESCAPE, 1).await?;
            browser
                .wait("!document.querySelector('.share-dialog').open", 5)
                .await?;
        }
        for (name, seen, link, embed) in copied {
            for address in [link, embed] {
                browser.open(&address).await?;
                browser.alive().await?;
                let found = state(&browser, name).await?;
                if found != seen {
                    wrong.push(format!("{address} brings {found} and not {seen}"));
                }
            }
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test]
async fn a_text_with_quotes_and_tags_survives_the_page_that_it_is_pasted_into() -> Result<()> {
    const TEXT: &str = "a \"good\" <film> & {{x}}";
    let (server, browser) = (site()?, Browser::start().await?);
    server.open_to_all();
    browser.before_pages(CLIPBOARD).await?;
    browser.open(&server.url("en/problems.html")).await?;
    browser.look_through().await?;
    let typed = format!(
        "(box => {{ box.value = {}; box.dispatchEvent(new Event('input', {{ bubbles: true }})); \
         box.dispatchEvent(new Event('change', {{ bubbles: true }})); return 0; }})(document.querySelector('redes-encoding textarea'))",
        json!(TEXT)
    );
    // The box takes a text once its list of words is there.
    browser
        .wait(
            "document.querySelector('redes-encoding [data-ref=words]').children.length > 0",
            20,
        )
        .await?;
    browser.eval(&typed).await?;
    browser
        .wait(
            "document.querySelector('redes-encoding').dataset.hash?.includes('film')",
            10,
        )
        .await?;
    open(&browser, "encoding").await?;
    let frame = copy(&browser, "html").await?;
    let attributes = parsed(&frame)?;
    let source = attributes["src"].as_str().with_context(|| frame.clone())?;
    ensure!(
        attributes.as_object().is_some_and(|all| all.len() == 7),
        "{attributes}"
    );
    ensure!(
        source.ends_with("#encoding.text=a%20%22good%22%20%3Cfilm%3E%20%26%20%7B%7Bx%7D%7D"),
        "{source}"
    );
    // A course's page on another origin, with the snippet as it was copied.
    let folder = tempfile::tempdir()?;
    fs::write(
        folder.path().join("index.html"),
        format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>A course</title>\n{frame}\n<p>Behind it.</p></html>"
        ),
    )?;
    let course = Server::start(folder.path().to_owned(), "/course/")?;
    browser.open(&course.url("")).await?;
    let words = browser.eval("document.body.innerText.trim()").await?;
    ensure!(words == json!("Behind it."), "{words}");
    let inside = browser.client.find(Locator::Css("iframe")).await?;
    inside.enter_frame().await?;
    browser.alive().await?;
    let text = browser
        .eval("document.querySelector('textarea').value")
        .await?;
    ensure!(text == json!(TEXT), "the figure in the course has {text}");
    Ok(())
}

#[tokio::test]
async fn an_address_that_was_escaped_twice_is_whole() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let hash = "circles.noise=0.1&amp;circles.seed=3";
    for page in [
        format!("en/circles.html#{hash}"),
        format!("embed/circles.html?lang=en&amp;theme=dark#{hash}"),
    ] {
        browser.open(&server.url(&page)).await?;
        browser.alive().await?;
        let found = state(&browser, "circles").await?;
        ensure!(
            found == json!("circles.noise=0.1&circles.seed=3"),
            "{page}: {found}"
        );
        let refused = "document.querySelector('[data-ref=refused]').checkVisibility()";
        ensure!(browser.eval(refused).await? == json!(false), "{page}");
    }
    let page = "[document.documentElement.lang, document.documentElement.dataset.theme]";
    assert_eq!(browser.eval(page).await?, json!(["en", "dark"]));
    Ok(())
}

#[tokio::test]
async fn the_dialog_fills_each_template_as_the_pages_do() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.open(&server.url("en/circles.html")).await?;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../book/tests/share.json");
    let cases: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let filled = format!(
        "(async () => {{ const {{ fill }} = await import('../js/share.js'); const table = await (await fetch('share.json')).json(); \
         return Object.fromEntries(table.groups.flatMap(({{ snippets }}) => snippets).map(({{ id, parts }}) => \
         [id, parts.map(({{ template }}) => fill(template, {}))])); }})()",
        cases["filling"]
    );
    assert_eq!(browser.eval(&filled).await?, cases["snippets"]);
    Ok(())
}

/// Writes what the dialog copies for some figures to REDES_SNIPPETS, for the tools of crates/e2e/course.
#[tokio::test]
#[ignore = "cargo xtask test --only course-tools runs it"]
async fn every_tool_is_fed() -> Result<()> {
    let path = env::var_os("REDES_SNIPPETS").context("REDES_SNIPPETS must name a file")?;
    let (server, browser) = (site()?, Browser::start().await?);
    // As most hosts do.
    server.open_to_all();
    browser.before_pages(CLIPBOARD).await?;
    let mut figures = Vec::new();
    for (page, figure, hash) in [
        (
            "es/circles.html",
            "circles",
            "circles.noise=0.1&circles.seed=3",
        ),
        (
            "en/problems.html",
            "encoding",
            "encoding.text=a%20%22good%22%20%3Cfilm%3E%20%26%20%7B%7Bx%7D%7D",
        ),
        ("en/perceptron.html", "perceptron", ""),
    ] {
        browser.open(&server.url(&format!("{page}#{hash}"))).await?;
        browser.alive().await?;
        open(&browser, figure).await?;
        set(&browser, 2, "light").await?;
        let mut snippets = serde_json::Map::new();
        let kinds = "[...document.querySelector('.share-dialog select').options].map(option => option.value)";
        let kinds = browser.eval(kinds).await?;
        for kind in kinds.as_array().into_iter().flatten() {
            let id = kind.as_str().context("a snippet")?;
            set(&browser, 0, id).await?;
            let parts = "({ height: +document.querySelector('.share-dialog input').value,                          parts: [...document.querySelectorAll('.share-part code')].map(code => code.textContent) })";
            snippets.insert(id.to_owned(), browser.eval(parts).await?);
        }
        let (address, link) = (
            &snippets["address"]["parts"][0],
            &snippets["link"]["parts"][0],
        );
        set(&browser, 0, "picture").await?;
        let seen = "(({ src, alt }) => [src, alt])(document.querySelector('.share-stage img'))";
        let seen = browser.eval(seen).await?;
        figures.push(json!({
            "address": address, "link": link, "picture": seen[0], "title": seen[1], "snippets": snippets,
        }));
    }
    fs::write(path, serde_json::to_vec(&figures)?)?;
    Ok(())
}

#[tokio::test]
async fn two_figures_of_a_kind_on_a_page_have_a_state_each() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser
        .open(&server.url("en/introduction.html#dense.seed=3&dense-2.seed=4"))
        .await?;
    browser.alive().await?;
    browser
        .eval("(document.querySelector('main').append(document.createElement('redes-dense')), 0)")
        .await?;
    let states =
        "[...document.querySelectorAll('redes-dense')].map(one => one.dataset.hash).join(' ')";
    let are = |first: u32, second: u32| {
        format!("{states} === 'dense.seed={first} dense-2.seed={second}'")
    };
    browser.wait(&are(3, 4), 10).await?;
    // No id stands twice in the page.
    let twice = "[...document.querySelectorAll('[id]')].map(one => one.id).filter((id, at, ids) => ids.indexOf(id) < at)";
    assert_eq!(browser.eval(twice).await?, Value::Array(Vec::new()));
    // A link to the second does not change the first.
    browser
        .eval("(location.hash = 'dense-2.seed=5', 0)")
        .await?;
    browser.wait(&are(3, 5), 10).await?;
    // Changes in the second are written with its own keys.
    browser
        .eval("([...document.querySelectorAll('redes-dense')][1].querySelector('[data-activation=tanh]').click(), 0)")
        .await?;
    browser
        .wait(
            "location.hash.includes('dense-2.activation=tanh') && !location.hash.includes('dense.activation')",
            10,
        )
        .await?;
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}
