//! What is left of figures on paper from the dark theme, and in forced colours.

use anyhow::{Result, ensure};
use redes_e2e::{Browser, Server, site};
use serde_json::{Value, json};

/// The page of a figure alone, in the dark theme.
async fn alone(server: &Server, browser: &Browser, state: &str) -> Result<()> {
    let name = state.split(['#', '.']).next().unwrap_or_default();
    let state = state.split_once('#').map_or("", |(_, state)| state);
    let page = format!("embed/{name}.html?lang=en&theme=dark#{state}");
    browser.open(&server.url(&page)).await?;
    browser.alive().await
}

async fn media(browser: &Browser, media: Value) -> Result<()> {
    browser
        .dev_tools("Emulation.setEmulatedMedia", &media)
        .await?;
    Ok(())
}

/// In a page: the lightness of a colour of CSS, from 0 to 1, as a canvas paints it.
const LIGHT: &str = "(colour => { const c = new OffscreenCanvas(1, 1).getContext('2d'); c.fillStyle = colour; c.fillRect(0, 0, 1, 1); \
    const [r, g, b] = c.getImageData(0, 0, 1, 1).data; return (0.3 * r + 0.59 * g + 0.11 * b) / 255; })";

#[tokio::test]
async fn numbers_of_the_dark_theme_are_read_on_paper() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    alone(&server, &browser, "dense").await?;
    let nodes = format!(
        "(light => [...document.querySelectorAll('.dense-drawing .node')].map(node => \
         [light(getComputedStyle(node).fill), light(getComputedStyle(node.parentNode.querySelector('text')).fill)]))({LIGHT})"
    );
    for (kind, dark) in [("", true), ("print", false)] {
        media(&browser, json!({ "media": kind })).await?;
        let found = browser.eval(&nodes).await?;
        let found = found.as_array().cloned().unwrap_or_default();
        ensure!(found.len() == 7, "{found:?}");
        for node in found {
            let [ground, text] = [0, 1].map(|place| node[place].as_f64().unwrap_or(f64::NAN));
            let read = if dark { text - ground } else { ground - text };
            ensure!(read > 0.4, "{kind}: {node}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn samples_are_turned_over_with_the_canvas_beside_them() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    for (name, samples) in [("filter", "[data-swatch]"), ("columns", ".columns-list i")] {
        alone(&server, &browser, name).await?;
        // As a browser says that it is about to print.
        browser
            .eval("dispatchEvent(new Event('beforeprint'))")
            .await?;
        media(&browser, json!({ "media": "print" })).await?;
        let filters = format!(
            "['.redes canvas', {samples:?}].map(all => [...new Set([...document.querySelectorAll(all)].map(e => getComputedStyle(e).filter))].join())"
        );
        let filters = browser.eval(&filters).await?;
        ensure!(
            filters[0] == filters[1] && filters[0] != "none",
            "{name}: {filters}"
        );
        media(&browser, json!({ "media": "" })).await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_pictures_of_a_network_stay_in_their_boxes_on_paper() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    alone(&server, &browser, "circles").await?;
    let net = "document.querySelector('.net')";
    browser
        .wait(&format!("{net}.querySelector('button')?.style.left"), 20)
        .await?;
    // The width for which buttons and pictures have their places is kept for paper.
    let width = browser.eval(&format!("{net}.clientWidth")).await?;
    let kept = browser
        .eval(&format!(
            "parseFloat({net}.style.getPropertyValue('--width'))"
        ))
        .await?;
    ensure!(
        width == kept && width.as_f64() > Some(100.0),
        "{width} {kept}"
    );
    Ok(())
}

#[tokio::test]
async fn bars_and_choices_are_seen_in_forced_colours() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let forced = json!({ "features": [
        { "name": "forced-colors", "value": "active" },
        { "name": "prefers-color-scheme", "value": "dark" },
    ] });
    media(&browser, forced).await?;
    // The figure, and what must not have the ground of the page.
    for (name, part) in [
        ("opened#opened.start=1.0", ".bars .best i"),
        ("digits#digits.ink=QANuv_NugAiSZJ0k", ".bars .best i"),
        ("filter", "[data-swatch]"),
        ("columns", ".columns-list i"),
    ] {
        alone(&server, &browser, name).await?;
        browser
            .wait(&format!("document.querySelector({part:?})"), 30)
            .await?;
        let seen = format!(
            "(ground => [...document.querySelectorAll({part:?})].some(e => getComputedStyle(e).backgroundColor !== ground))\
             (getComputedStyle(document.body).backgroundColor)"
        );
        browser.wait(&seen, 20).await?;
    }
    // The row of the chosen digit.
    alone(&server, &browser, "writers").await?;
    browser
        .wait("document.querySelector('.writers-table .chosen td')", 30)
        .await?;
    let edges = "['.chosen', ':not(.chosen)'].map(row => getComputedStyle(document.querySelector('.writers-table tbody tr' + row + ' td')).borderBottomColor)";
    let edges = browser.eval(edges).await?;
    ensure!(edges[0] != edges[1], "{edges}");
    // These appear with a network.
    for (name, part) in [("reviews", ".scale i"), ("phrases", ".bars i")] {
        alone(&server, &browser, name).await?;
        browser
            .eval(
                "(area => { area.value = 'a good film'; area.dispatchEvent(new Event('input', { bubbles: true })); return 0; })\
                 (document.querySelector('textarea'))",
            )
            .await?;
        browser.click("[data-ref=load-button]").await?;
        let seen = format!(
            "(ground => [...document.querySelectorAll({part:?})].some(e => e.clientWidth > 1 && getComputedStyle(e).backgroundColor !== ground))\
             (getComputedStyle(document.body).backgroundColor)"
        );
        browser.wait(&seen, 60).await?;
    }
    Ok(())
}
