//! The dialog under a figure copies its state: as a link, as a frame for another page, and in what each tool needs.

use std::{env, fs, path::Path};

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use redes_e2e::{Browser, Fault, Server, book, site};
use serde_json::{Map, Value, json};

/// Records the copied text, because a browser without a user refuses its clipboard.
pub(crate) const CLIPBOARD: &str = "globalThis.__copied = []; Object.defineProperty(navigator, 'clipboard', \
                         { value: { writeText: async (text) => { if (globalThis.__refuse) throw new Error('no'); __copied.push(text); } } });";

const ESCAPE: char = '\u{E00C}';
const ENTER: char = '\u{E007}';
const TAB: char = '\u{E004}';

/// The text of the snippet's first part.
const CODE: &str = "document.querySelector('.share-part code').textContent";

/// The state that a figure has written.
async fn state(browser: &Browser, figure: &str) -> Result<Value> {
    browser
        .eval(&format!(
            "document.querySelector('redes-{figure}').dataset.hash"
        ))
        .await
}

/// Opens the dialog of a figure.
async fn open(browser: &Browser, figure: &str) -> Result<()> {
    browser.click(&format!("[data-share={figure}]")).await?;
    browser
        .wait("document.querySelector('.share-dialog')?.open", 10)
        .await
}

/// Sets one of the dialog's fields, by its place among them: what for, language, theme, height.
async fn set(browser: &Browser, field: usize, value: &str) -> Result<()> {
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
async fn copy(browser: &Browser, snippet: &str) -> Result<String> {
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
fn parsed(snippet: &str) -> Result<Value> {
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

#[tokio::test]
async fn language_theme_height_and_preview_follow_the_choice() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(CLIPBOARD).await?;
    browser
        .open(&server.url("es/circles.html#circles.noise=0.2"))
        .await?;
    browser.alive().await?;
    open(&browser, "circles").await?;
    set(&browser, 0, "html").await?;
    // The figure's height at the width of the preview, until the reader sets another.
    let measured = |width: u32| {
        format!(
            "(note => note.includes('{width} px') && note.includes(` ${{document.querySelector('.share-dialog input').value}} px`))\
             (document.querySelector('.share-preview > .share-note').textContent)"
        )
    };
    browser.wait(&measured(800), 20).await?;
    let wide = browser
        .eval("document.querySelector('.share-dialog input').value")
        .await?;
    browser.click(".share-widths button:first-child").await?;
    browser.wait(&measured(360), 20).await?;
    let narrow = browser
        .eval("document.querySelector('.share-dialog input').value")
        .await?;
    ensure!(wide != narrow, "{wide} high at both widths");
    browser.click(".share-widths button:last-child").await?;
    browser.wait(&measured(800), 20).await?;
    // A height out of range is corrected in its field.
    set(&browser, 3, "9999").await?;
    let corrected = "(field => { field.dispatchEvent(new Event('change')); return field.value; })(document.querySelector('.share-dialog input'))";
    assert_eq!(browser.eval(corrected).await?, json!("5000"));
    set(&browser, 1, "en").await?;
    set(&browser, 2, "dark").await?;
    set(&browser, 3, "640").await?;
    let frame = parsed(&copy(&browser, "html").await?)?;
    let address = server.url("embed/circles.html?lang=en&theme=dark#circles.noise=0.2");
    assert_eq!(frame["src"], json!(address));
    assert_eq!(frame["title"], json!("Circles · Redes"));
    assert_eq!(frame["height"], json!("640"));
    let link = copy(&browser, "link").await?;
    assert_eq!(link, server.url("en/circles.html#circles.noise=0.2"));
    // Every snippet has its preview, and no slot is left.
    let kinds = browser
        .eval("[...document.querySelector('.share-dialog select').options].map(option => option.value)")
        .await?;
    let table = browser
        .eval("fetch('share.json').then(answer => answer.json())")
        .await?;
    let snippets: Vec<&Value> = table["groups"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|group| group["snippets"].as_array().into_iter().flatten())
        .collect();
    let ids: Vec<&Value> = snippets.iter().map(|snippet| &snippet["id"]).collect();
    assert_eq!(kinds, json!(ids));
    for snippet in snippets {
        let id = snippet["id"].as_str().context("an id")?;
        set(&browser, 0, id).await?;
        let seen = match snippet["preview"].as_str() {
            Some("frame") => {
                let src = json!(address);
                format!("document.querySelector('.share-stage iframe')?.src === {src} && [...document.querySelectorAll('.share-part code')].some(code => code.textContent.replaceAll('&amp;', '&').includes({src}))")
            }
            Some("link") => "document.querySelector('.share-stage > a:not(:has(img))')?.href".to_owned(),
            Some("picture") => "document.querySelector('.share-stage > a > img')?.src.endsWith('stills/en/circles.svg')".to_owned(),
            _ => "!document.querySelector('.share-preview').checkVisibility() && document.querySelector('.share-parts a').href.includes('teachers.html#')".to_owned(),
        };
        browser
            .wait(&seen, 10)
            .await
            .with_context(|| id.to_owned())?;
        let text = browser
            .eval("document.querySelector('.share-parts').textContent")
            .await?;
        ensure!(
            text.as_str()
                .is_some_and(|text| !text.contains("[[") && !text.contains("undefined")),
            "{id}: {text}"
        );
    }
    // The preview computes, and says how high it is.
    set(&browser, 0, "html").await?;
    browser
        .wait("/640|[0-9]{3,}/.test(document.querySelector('.share-preview > .share-note').textContent)", 20)
        .await?;
    browser.click(".share-widths button:first-child").await?;
    let narrow = "document.querySelector('.share-stage iframe').style.width === '360px' && \
                  document.querySelector('.share-preview > .share-note').textContent.includes('360')";
    browser.wait(narrow, 20).await?;
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn the_keyboard_opens_uses_and_closes_the_dialog() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(CLIPBOARD).await?;
    browser.open(&server.url("en/circles.html")).await?;
    browser.alive().await?;
    browser
        .eval("(document.querySelector('[data-share=circles]').focus(), 0)")
        .await?;
    browser.press(ENTER, 1).await?;
    browser
        .wait(
            "document.activeElement.matches('.share-dialog[open] select')",
            10,
        )
        .await?;
    set(&browser, 0, "hugo").await?;
    // Tab stays in the dialog, reaches every control, and Enter copies.
    browser
        .eval("(globalThis.__left = new Set(document.querySelectorAll('.share-dialog :is(button, select, input, pre, a[href])')), __left.delete(document.activeElement), 0)")
        .await?;
    let missed =
        "[...__left].filter(e => e.isConnected && e.checkVisibility()).map(e => e.outerHTML)";
    // The preview's figure has its own controls, and Tab goes through them once it has arrived.
    for _ in 0..100 {
        if browser.eval(missed).await? == json!([]) {
            break;
        }
        browser.press(TAB, 1).await?;
        let outside = browser
            .eval("(__left.delete(document.activeElement), document.activeElement !== document.body && !document.activeElement.closest('.share-dialog'))")
            .await?;
        ensure!(outside == json!(false), "the focus left the dialog");
    }
    assert_eq!(browser.eval(missed).await?, json!([]));
    browser
        .eval("(document.querySelectorAll('.share-part .button')[1].focus(), 0)")
        .await?;
    browser.press(ENTER, 1).await?;
    browser
        .wait("__copied.at(-1)?.includes('{{ .Get \"src\" }}')", 5)
        .await?;
    browser.press(ESCAPE, 1).await?;
    let closed = "!document.querySelector('.share-dialog').open && document.activeElement.matches('[data-share=circles]') && \
                  !document.querySelector('.share-stage iframe')";
    browser.wait(closed, 5).await?;
    Ok(())
}

#[tokio::test]
async fn the_gallery_opens_the_same_dialog() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(CLIPBOARD).await?;
    browser.open(&server.url("es/teachers.html")).await?;
    let figures = book::catalogue()?.figures().len();
    let shown = "[...document.querySelectorAll('.gallery [data-share]')].length";
    assert_eq!(browser.eval(shown).await?, json!(figures));
    open(&browser, "dense").await?;
    let frame = parsed(&copy(&browser, "html").await?)?;
    assert_eq!(frame["src"], json!(server.url("embed/dense.html?lang=es")));
    let link = copy(&browser, "link").await?;
    assert_eq!(link, server.url("es/introduction.html#fig-dense"));
    browser.press(ESCAPE, 1).await?;
    // The code of a reader without scripts has this site's address too.
    let code = browser
        .eval("document.querySelector('#use-dense code').textContent")
        .await?;
    let frame = parsed(code.as_str().unwrap_or_default())?;
    assert_eq!(frame["src"], json!(server.url("embed/dense.html?lang=es")));
    Ok(())
}

#[tokio::test]
async fn the_dialog_says_what_the_host_does_not_allow() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    for open_to_all in [false, true] {
        if open_to_all {
            server.open_to_all();
        }
        browser.open(&server.url("en/teachers.html")).await?;
        open(&browser, "circles").await?;
        set(&browser, 0, "html").await?;
        // Before the code, which works on either host.
        let message = "(note => note.checkVisibility() && note.textContent.includes('isolated frame') && \
                    Boolean(note.compareDocumentPosition(document.querySelector('.share-parts')) & Node.DOCUMENT_POSITION_FOLLOWING))\
                    (document.querySelector('.share-warning:not([role])'))";
        assert_eq!(browser.eval(message).await?, json!(!open_to_all));
        let code = browser.eval(CODE).await?;
        let sandbox = parsed(code.as_str().unwrap_or_default())?["sandbox"].clone();
        let wanted = if open_to_all {
            "allow-scripts"
        } else {
            "allow-scripts allow-same-origin"
        };
        assert_eq!(sandbox, json!(wanted));
        // A page that a service worker keeps would show the older answer.
        let forget = "(async () => { for (const name of await caches.keys()) await caches.delete(name); \
                      for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister(); })()";
        browser.eval(forget).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_teacher_sets_what_the_class_gets() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.open(&server.url("en/teachers.html")).await?;
    open(&browser, "circles").await?;
    set(&browser, 0, "html").await?;
    browser
        .eval("(document.querySelector('.share-class').open = true, 0)")
        .await?;
    let inside = "document.querySelector('.share-stage iframe').contentDocument";
    let offered = "[...document.querySelectorAll('.share-names select')].every(list => [...list.options].some(({ value }) => value === 'noise'))";
    browser.wait(offered, 30).await?;
    let source = |wanted: &str| {
        let wanted = json!(server.url(&format!("embed/{wanted}")).replace('&', "&amp;"));
        format!("{CODE}.includes(`\"${{{wanted}}}\"`)")
    };
    // The code follows what is set in the preview, and the preview goes on.
    let noise = format!(
        "(page => {{ page.same = true; const field = page.querySelector('[data-ref=noise]'); field.value = '0.2'; \
         field.dispatchEvent(new Event('change', {{ bubbles: true }})); return 0; }})({inside})"
    );
    browser.eval(&noise).await?;
    browser
        .wait(&source("circles.html?lang=en#circles.noise=0.2"), 10)
        .await?;
    assert_eq!(browser.eval(&format!("{inside}.same")).await?, json!(true));
    let choose = |list: &str, value: &str| {
        format!(
            "(list => {{ list.value = '{value}'; list.dispatchEvent(new Event('change', {{ bubbles: true }})); return 0; }})\
             (document.querySelectorAll('.share-class select')[{list}])"
        )
    };
    // Exercise, beginning, controls, parts, parameters.
    browser.eval(&choose("4", "noise")).await?;
    browser.eval(&choose("3", "seed")).await?;
    let address = "circles.html?lang=en&hide=seed&lock=noise#circles.noise=0.2";
    browser.wait(&source(address), 10).await?;
    let locked = format!(
        "{inside}?.querySelector('[data-ref=noise]')?.disabled && !{inside}.querySelector('.seed').checkVisibility()"
    );
    browser.wait(&locked, 20).await?;
    browser.eval(&choose("1", "printed")).await?;
    let address = "circles.html?lang=en&preset=printed&hide=seed&lock=noise";
    browser.wait(&source(address), 10).await?;
    browser.eval(&choose("0", "three-neurons")).await?;
    let address = "exercise-three-neurons.html?lang=en&hide=seed&lock=noise";
    browser.wait(&source(address), 10).await?;
    // A name that the figure lacks is named.
    browser
        .eval("(field => { field.value = 'roof'; field.dispatchEvent(new Event('change')); return 0; })(document.querySelector('.share-names input'))")
        .await?;
    browser
        .wait(
            "document.querySelector('.share-class [role=alert]').textContent.includes('roof')",
            20,
        )
        .await?;
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_clipboard_that_refuses_leaves_the_text_to_the_reader() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(CLIPBOARD).await?;
    browser.open(&server.url("en/circles.html")).await?;
    browser.alive().await?;
    browser.eval("(globalThis.__refuse = true, 0)").await?;
    open(&browser, "circles").await?;
    set(&browser, 0, "link").await?;
    browser.click(".share-part .button").await?;
    let message = "document.querySelector('.share-dialog [role=status]').textContent.includes('does not allow copying') && \
                getSelection().toString().trim().endsWith('/en/circles.html#fig-circles')";
    browser.wait(message, 5).await?;
    browser.press(ESCAPE, 1).await?;
    // A listing's text is selected, to be copied by hand.
    browser.click("[data-copy]").await?;
    let selected = "getSelection().toString().trim().length > 20 && \
                    document.querySelector('[data-copy]').previousElementSibling.contains(getSelection().anchorNode)";
    browser.wait(selected, 5).await
}

#[tokio::test]
async fn without_the_dialog_the_reader_gets_the_address() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    server.fault("en/share.json", Fault::Status(500));
    browser.open(&server.url("en/circles.html")).await?;
    browser.click("[data-share=circles]").await?;
    let message = "document.querySelector('.share [role=status]')?.textContent.endsWith('/embed/circles.html')";
    browser.wait(message, 10).await?;
    // The next click tries again.
    server.heal();
    open(&browser, "circles").await
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
