//! Figures in another site's page: a course on another host, in a narrow frame that may only run scripts.

use std::fs;

use anyhow::{Result, ensure};
use fantoccini::Locator;
use redes_e2e::{
    Browser, Fault, Server,
    book::{self, Figure},
    site,
};
use serde_json::json;
use tempfile::TempDir;

/// The frames' width, as in a column beside a course's menu.
const WIDTH: u32 = 300;

/// A page with a frame of every figure, on its own origin. Like a learning platform, it makes each
/// frame as high as the frame requests.
fn course(site: &Server, query: &str, sandbox: &str) -> Result<(TempDir, Server)> {
    let frames: String = book::catalogue()?
        .figures()
        .iter()
        .map(|figure| {
            let address = site.url(&format!("embed/{}.html?{query}#{}", figure.name, figure.state));
            format!(
                "<iframe id=\"{}\" src=\"{}\" title=\"{}\" width=\"{WIDTH}\" height=\"400\" sandbox=\"{sandbox}\" allow=\"clipboard-write\"></iframe>\n",
                figure.name,
                address.replace('&', "&amp;"),
                figure.name
            )
        })
        .collect();
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>A course</title><link rel=\"icon\" href=\"data:,\">\n{frames}\
         <script>globalThis.received = {{}};\n\
         addEventListener('message', ({{ data, source }}) => {{\n\
           const frame = [...document.querySelectorAll('iframe')].find(one => one.contentWindow === source);\n\
           if (!frame) return;\n\
           (received[frame.id] ??= []).push(data);\n\
           if (data.height) frame.height = data.height;\n\
         }});</script></html>"
    );
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("index.html"), page)?;
    let server = Server::start(folder.path().to_owned(), "/course/")?;
    Ok((folder, server))
}

#[tokio::test]
async fn every_figure_works_in_a_sandboxed_frame_of_another_origin() -> Result<()> {
    let (site, browser) = (site()?, Browser::start().await?);
    // The headers of www/hosts open the files to all, and hold the figures to their policy.
    site.guard();
    let (_folder, course) = course(&site, "lang=en&theme=dark", "allow-scripts")?;
    browser.open(&course.url("")).await?;
    let mut wrong = Vec::new();
    for figure in book::catalogue()?.figures() {
        let name = &figure.name;
        // The page around receives both messages, with the same height.
        let received = format!(
            "(of => of.some(m => m.subject === 'lti.frameResize' && m.height > 100) && \
             of.some(m => m.subject === 'redes:resize' && m.height > 100 && m.figure === '{name}') && \
             of.every(m => Number.isInteger(m.height)))(received['{name}'] ?? [])"
        );
        browser.wait(&received, 30).await?;
        // The frame does not trust the page around and ignores its messages.
        browser
            .eval(&format!(
                "(frame => {{ for (const message of ['x', 1, null, [], {{}}, {{ subject: 'redes:resize', height: 1e9 }}, {{ Run: {{}} }}, \
                 {{ data: {{ glue: 'https://example.org/x.js' }} }}, new Uint8Array(9)]) frame.contentWindow.postMessage(message, '*'); return 0; }})\
                 (document.getElementById('{name}'))"
            ))
            .await?;
        // Invisible figures are not drawn.
        let near = format!("(document.getElementById('{name}').scrollIntoView(), 0)");
        browser.eval(&near).await?;
        let frame = browser.client.find(Locator::Id(name)).await?;
        frame.enter_frame().await?;
        let checked = inside(&browser, figure, "null").await;
        browser.client.enter_parent_frame().await?;
        if let Err(error) = checked {
            wrong.push(format!("{name}: {error:#}"));
        }
    }
    wrong.extend(browser.console_errors().await?);
    wrong.extend(site.violations());
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// The checks within a frame.
async fn inside(browser: &Browser, figure: &Figure, origin: &str) -> Result<()> {
    browser.alive().await?;
    let name = &figure.name;
    let host = format!("document.querySelector('redes-{name}')");
    let found = browser.eval("origin").await?;
    ensure!(found == json!(origin), "its origin is {found}");
    let language = browser.eval("document.documentElement.lang").await?;
    ensure!(language == json!("en"), "its language is {language}");
    let paper = browser
        .eval("getComputedStyle(document.body).backgroundColor")
        .await?;
    ensure!(
        paper == json!("rgb(23, 22, 20)"),
        "in the dark theme its paper is {paper}"
    );
    let state = browser.eval(&format!("{host}.dataset.hash")).await?;
    let plain = figure.state.replace("%20", " ");
    ensure!(
        state
            .as_str()
            .is_some_and(|state| state.replace("%20", " ").contains(&plain)),
        "its state is {state}, not {plain}"
    );
    let size = browser
        .eval("[document.documentElement.scrollWidth, innerWidth]")
        .await?;
    ensure!(
        size[0].as_u64() <= size[1].as_u64(),
        "as wide as {} in {}",
        size[0],
        size[1]
    );
    // The figure shows words and a drawing.
    let shown = format!(
        "{host}.innerText.length > 40 && !!{host}.querySelector('canvas, svg, table') && !{host}.querySelector('.still')"
    );
    browser.wait(&shown, 10).await?;
    if figure.trains {
        let missing = format!("{host}.innerText.includes('without this data set')");
        let steps = match name.as_str() {
            "results" => format!("{host}.querySelector('[data-ref=summary]').textContent !== ''"),
            _ => format!("+{host}.dataset.step > 3 || {missing}"),
        };
        browser.click("[data-ref=play]").await?;
        browser.wait(&steps, 60).await?;
        // It has trained enough; the next frame must not wait for it.
        browser.click("[data-ref=play]").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_site_without_data_says_so_in_a_sandboxed_frame_of_another_origin() -> Result<()> {
    let (site, browser) = (site()?, Browser::start().await?);
    site.open_to_all();
    // As redes-book writes it without data sets. The response for a missing file would lack the header
    // that lets this frame read it.
    let none = r#"{"sets":[]}"#.to_owned();
    site.fault("data/index.json", Fault::Instead(none));
    let (_folder, course) = course(&site, "lang=en", "allow-scripts")?;
    browser.open(&course.url("")).await?;
    for name in ["digits", "reviews"] {
        let near = format!("(document.getElementById('{name}').scrollIntoView(), 0)");
        browser.eval(&near).await?;
        let frame = browser.client.find(Locator::Id(name)).await?;
        frame.enter_frame().await?;
        browser.alive().await?;
        browser
            .wait("document.querySelector('[data-ref=play]')", 20)
            .await?;
        browser.click("[data-ref=play]").await?;
        let status = "document.querySelector('[data-ref=status]').textContent";
        let missing = format!("{status}.includes('without this data set')");
        browser.wait(&missing, 20).await?;
        browser.client.enter_parent_frame().await?;
    }
    let asked = site.requests();
    let data: Vec<&String> = asked
        .iter()
        .filter(|path| path.contains("/data/"))
        .collect();
    ensure!(
        !data.is_empty() && data.iter().all(|path| path.ends_with("/data/index.json")),
        "files that are not there were asked for: {data:?}"
    );
    ensure!(browser.console_errors().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn where_the_host_opens_nothing_a_frame_with_its_own_origin_works() -> Result<()> {
    let (site, browser) = (site()?, Browser::start().await?);
    let sandbox = "allow-scripts allow-same-origin";
    let (_folder, course) = course(&site, "lang=en&theme=dark", sandbox)?;
    browser.open(&course.url("")).await?;
    let url = url::Url::parse(&site.url(""))?;
    let list = book::catalogue()?;
    for figure in list.figures().iter().filter(|figure| figure.trains) {
        let frame = browser.client.find(Locator::Id(&figure.name)).await?;
        frame.enter_frame().await?;
        inside(&browser, figure, &url.origin().ascii_serialization()).await?;
        browser.client.enter_parent_frame().await?;
    }
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_frame_without_scripts_says_in_both_languages_why() -> Result<()> {
    let (site, browser) = (site()?, Browser::start().await?);
    let seen = "[...document.querySelectorAll('redes-circles > p, noscript > *')].filter(p => p.checkVisibility()).map(p => p.lang + (p.className && ' ' + p.className))";
    // With scripts, before the figure comes, there is one sentence in the language that the address asks for.
    site.fault("main.js", Fault::Status(404));
    browser
        .open(&site.url("embed/circles.html?lang=en"))
        .await?;
    ensure!(browser.eval(seen).await? == json!(["en"]));
    let off = json!({ "value": true });
    browser
        .dev_tools("Emulation.setScriptExecutionDisabled", &off)
        .await?;
    browser
        .open(&site.url("embed/circles.html?lang=en"))
        .await?;
    let found = browser.eval(seen).await?;
    // No script has set the page's language: both languages say what the figure shows and why it does not, and have its picture.
    let wanted = json!(["es", "es notice", "en notice", " stills"]);
    ensure!(found == wanted, "{found}");
    let english = "[...document.querySelectorAll('noscript [lang=en]')].every(part => part.checkVisibility()) \
        && document.querySelector('noscript [lang=en].notice').textContent.startsWith('In this figure')";
    ensure!(browser.eval(english).await? == json!(true));
    let pictures = "[...document.querySelectorAll('noscript .still')].map(still => still.src.split('/').slice(-2).join('/')).join()";
    ensure!(browser.eval(pictures).await? == json!("es/circles.svg,en/circles.svg"));
    let causes = "[...document.querySelectorAll('noscript .notice')].every(p => p.textContent.includes('allow-scripts'))";
    ensure!(browser.eval(causes).await? == json!(true));
    Ok(())
}

#[tokio::test]
async fn a_frame_without_a_language_is_spanish_and_follows_the_readers_theme() -> Result<()> {
    let (site, browser) = (site()?, Browser::start().await?);
    for (query, language, paper) in [
        ("", "es", "rgb(251, 250, 246)"),
        ("?lang=xx&theme=blue", "es", "rgb(251, 250, 246)"),
        ("?theme=dark", "es", "rgb(23, 22, 20)"),
        ("?lang=en&theme=light", "en", "rgb(251, 250, 246)"),
    ] {
        browser
            .open(&site.url(&format!("embed/circles.html{query}")))
            .await?;
        browser.alive().await?;
        let found = browser
            .eval(
                "[document.documentElement.lang, getComputedStyle(document.body).backgroundColor]",
            )
            .await?;
        ensure!(found == json!([language, paper]), "{query}: {found}");
    }
    Ok(())
}
