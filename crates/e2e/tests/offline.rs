//! The service worker: visited pages work without a network, and a new version waits for the reader.

use std::{fs, time::Duration};

use anyhow::{Result, ensure};
use redes_e2e::{Browser, Fault, book, site};
use serde_json::json;

const KEPT: &str = "(async () => { const names = []; \
    for (const key of await caches.keys()) for (const { url } of await (await caches.open(key)).keys()) names.push(url); \
    return PARTS.every(part => names.some(name => name.includes(part))); })()";

/// Waits until the worker has stored files whose addresses contain these parts.
async fn kept(browser: &Browser, parts: &[&str]) -> Result<()> {
    let held = KEPT.replace("PARTS", &json!(parts).to_string());
    let limit = Duration::from_secs(30);
    browser
        .wait_until(&held, limit, "the worker to keep them")
        .await
}

#[tokio::test]
async fn a_chapter_that_was_read_is_there_without_a_network() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let page = server.url("es/circles.html");
    browser.open(&page).await?;
    browser.alive().await?;
    kept(
        &browser,
        &[
            "es/circles.html",
            "_bg.wasm",
            "stix-two-text.woff2",
            "stix-two-math.woff2",
            "main.js",
            "worker.js",
            ".css",
        ],
    )
    .await?;
    drop(server);
    browser.open(&page).await?;
    browser.alive().await?;
    let letters = "[...document.fonts].filter(font => font.status === 'loaded').map(font => font.family).join().includes('STIX Two Text')";
    ensure!(
        browser.eval(letters).await? == json!(true),
        "without its letters"
    );
    // The figure itself, not its picture: it trains.
    browser.click("redes-circles [data-ref=play]").await?;
    browser
        .wait(
            "+document.querySelector('redes-circles').dataset.iteration > 10",
            30,
        )
        .await?;
    // The page's address with a state opens the same page.
    browser.open(&format!("{page}#circles.seed=3")).await?;
    browser.alive().await?;
    ensure!(
        browser
            .eval("document.querySelector('redes-circles').dataset.hash")
            .await?
            == json!("circles.seed=3")
    );
    Ok(())
}

#[tokio::test]
async fn the_search_works_without_a_network_once_it_was_used() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let page = server.url("en/search.html");
    browser.open(&page).await?;
    kept(
        &browser,
        &[
            "en/search.html",
            "search.json",
            "search.js",
            "minisearch.js",
        ],
    )
    .await?;
    drop(server);
    browser.open(&format!("{page}?q=perceptron")).await?;
    browser
        .wait("document.querySelectorAll('.hits li').length > 0", 10)
        .await
}

#[tokio::test]
async fn a_new_version_is_offered_and_never_forced() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let page = server.url("en/perceptron.html");
    browser.open(&page).await?;
    browser.alive().await?;
    browser
        .wait("navigator.serviceWorker.controller", 30)
        .await?;
    kept(&browser, &["en/perceptron.html", "_bg.wasm"]).await?;
    // The same site, built again: its worker has another version, its page another word.
    let worker = fs::read_to_string(book::dist()?.join("sw.js"))?;
    let old = worker
        .split("version = '")
        .nth(1)
        .and_then(|rest| rest.split('\'').next());
    let old = old.expect("sw.js has a version").to_owned();
    let new = "0123456789abcdef";
    server.fault("sw.js", Fault::Instead(worker.replace(&old, new)));
    let text = fs::read_to_string(book::dist()?.join("en/perceptron.html"))?;
    server.fault(
        "en/perceptron.html",
        Fault::Instead(text.replace("</h1>", " (new)</h1>")),
    );

    // From page to page: if the last page closed, the new version would rightly replace the old one.
    browser.goto(&page).await?;
    browser
        .wait("!document.querySelector('.update').hidden", 30)
        .await?;
    browser.alive().await?;
    // The open page stays the same, also after a reload.
    let opened = browser.eval("performance.timeOrigin").await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    ensure!(
        browser.eval("performance.timeOrigin").await? == opened,
        "the page was loaded anew"
    );
    let title = "document.querySelector('h1').textContent";
    let read = browser.eval(title).await?;
    ensure!(
        read.as_str().is_some_and(|title| !title.contains("(new)")),
        "{read}"
    );
    let buttons = browser
        .eval("[...document.querySelectorAll('.update button')].map(e => e.textContent)")
        .await?;
    ensure!(buttons == json!(["Load it now", "Later"]), "{buttons}");
    browser.click(".update button:last-child").await?;
    browser
        .wait("document.querySelector('.update').hidden", 5)
        .await?;
    browser.goto(&page).await?;
    browser
        .wait("!document.querySelector('.update').hidden", 30)
        .await?;
    let read = browser.eval(title).await?;
    ensure!(
        read.as_str().is_some_and(|title| !title.contains("(new)")),
        "{read}"
    );
    // Now the reader accepts the new version, and the old version's files are deleted.
    browser.click(".update button").await?;
    browser
        .wait(&format!("{title}.includes('(new)')"), 30)
        .await?;
    browser.alive().await?;
    let kept = format!(
        "caches.keys().then(keys => keys.includes('redes-{new}') && !keys.includes('redes-{old}'))"
    );
    browser
        .wait_until(&kept, Duration::from_secs(10), "the new version's files")
        .await
}
