//! What happens around a training: hidden and frozen tabs, pages that come back, other tabs, windows of another size, clocks that
//! jump, a network that is gone, storage that refuses, is full or holds something else. The weights at the end are those of an undisturbed training.

use std::{fs, time::Duration};

use anyhow::{Result, ensure};
use fantoccini::Client;
use redes_e2e::{Browser, Fault, Options, book, site};
use serde_json::json;

use crate::native;

const HOST: &str = "document.querySelector('redes-circles')";
/// Clocks of a machine that sleeps, and whose time of day is set.
const JUMPS: &str = "{ const day = Date.now.bind(Date); let jump = 0; Date.now = () => day() + (jump = 3e10 - 2 * jump); \
    const time = performance.now.bind(performance); let calls = 0; \
    performance.now = () => time() + 3_600_000 * Math.floor((calls += 1) / 400); }\n";

/// The last step of the trainings here.
const END: u64 = 1000;

/// Waits for the end of the training and compares the weights.
async fn ends(browser: &Browser, seed: u32) -> Result<()> {
    let end = format!("{HOST}.dataset.iteration === '{END}'");
    browser.wait(&end, 60).await?;
    let found = browser.eval(&format!("{HOST}.dataset.fingerprint")).await?;
    ensure!(found == json!(native::circles(seed, END)?), "{found}");
    Ok(())
}

/// Waits until so many more steps are done.
async fn goes_on(browser: &Browser, steps: u32) -> Result<()> {
    let now = browser.eval(&format!("+{HOST}.dataset.step")).await?;
    let on = format!("+{HOST}.dataset.step >= Math.min({END}, {now} + {steps})");
    browser.wait(&on, 30).await
}

/// Opens another tab, which hides the present one, and goes there; returns the present one.
async fn cover(client: &Client) -> Result<fantoccini::wd::WindowHandle> {
    let here = client.window().await?;
    let there = client.new_window(true).await?.handle;
    client.switch_to_window(there).await?;
    Ok(here)
}

#[tokio::test]
async fn a_training_survives_its_tab_its_window_and_the_network() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(JUMPS).await?;
    let worker = fs::read_to_string(book::dist()?.join("js/worker.js"))?;
    server.fault("js/worker.js", Fault::Instead(format!("{JUMPS}{worker}")));
    // 250 steps a second: four seconds.
    let page = server.url(&format!(
        "embed/circles.html?lang=es#circles.seed=8&circles.speed=2&circles.iterations={END}"
    ));
    browser.open(&page).await?;
    browser.alive().await?;
    browser.click("[data-ref=play]").await?;
    goes_on(&browser, 100).await?;
    // Another size, a zoom, the other theme.
    let zoomed = Options {
        width: 640,
        scale: 2,
        dark: true,
        ..Options::default()
    };
    for options in [zoomed, Options::phone(), Options::default()] {
        browser.emulate(&options).await?;
        goes_on(&browser, 50).await?;
        let wide = "document.documentElement.scrollWidth <= innerWidth";
        ensure!(browser.eval(wide).await? == json!(true), "{options:?}");
    }
    // Frozen, as the browser does with tabs that nobody looks at for long.
    for state in ["frozen", "active"] {
        let state = json!({ "state": state });
        browser
            .dev_tools("Page.setWebLifecycleState", &state)
            .await?;
    }
    goes_on(&browser, 50).await?;
    // Without a network.
    server.fault("", Fault::Hangup);
    goes_on(&browser, 50).await?;
    server.heal();
    // Hidden by a second tab, in which the same figure trains with another seed and ends first.
    let first = cover(&browser.client).await?;
    browser
        .open(&server.url(&format!(
            "embed/circles.html?lang=en#circles.seed=9&circles.iterations={END}&circles.at={END}"
        )))
        .await?;
    ends(&browser, 9).await?;
    browser.client.close_window().await?;
    browser.client.switch_to_window(first).await?;
    ends(&browser, 8).await?;
    let drawn = format!(
        "[...{HOST}.querySelectorAll('canvas')].some((canvas) => canvas.checkVisibility() && \
         canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean))"
    );
    ensure!(browser.eval(&drawn).await? == json!(true), "blank");
    ensure!(browser.console_errors().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_page_that_comes_back_goes_on() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let page = server.url(&format!(
        "es/circles.html#circles.seed=8&circles.iterations={END}"
    ));
    browser.open(&page).await?;
    browser.alive().await?;
    browser.click("redes-circles [data-ref=play]").await?;
    goes_on(&browser, 50).await?;
    browser.goto(&server.url("es/problems.html")).await?;
    browser.client.back().await?;
    browser.alive().await?;
    let seed = format!("{HOST}.querySelector('[data-ref=seed]').value === '8'");
    browser.wait(&seed, 10).await?;
    // Where the browser did not keep the page, the reader starts it again.
    let rests = format!("{HOST}.dataset.phase !== 'running'");
    if browser.eval(&rests).await? == json!(true) {
        browser.click("redes-circles [data-ref=play]").await?;
    }
    ends(&browser, 8).await
}

#[tokio::test]
async fn storage_that_is_full_or_lies_changes_nothing() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    // What is kept for reading offline is something else: the module is asked for again, past what is kept.
    let page = server.url("es/circles.html#circles.seed=7&circles.at=500");
    browser.open(&page).await?;
    let kept = "(async () => { for (const name of await caches.keys()) { const cache = await caches.open(name); \
        for (const { url } of await cache.keys()) if (url.endsWith('_bg.wasm')) return true; } return false; })()";
    let limit = Duration::from_secs(30);
    browser
        .wait_until(kept, limit, "the module to be kept")
        .await?;
    let spoil = |ending: &str| {
        format!(
            "(async () => {{ let spoilt = 0; for (const name of await caches.keys()) {{ const cache = await caches.open(name); \
             for (const request of await cache.keys()) if (request.url.split('?')[0].endsWith({ending:?})) {{ \
             await cache.put(request, new Response('something else', {{ headers: {{ 'content-type': 'application/wasm' }} }})); spoilt += 1; }} }} \
             return spoilt; }})()"
        )
    };
    let spoilt = browser.eval(&spoil("_bg.wasm")).await?;
    ensure!(spoilt.as_u64() > Some(0), "nothing was kept");
    browser.open(&page).await?;
    browser.alive().await?;
    let rests = format!("{HOST}.dataset.iteration === '500'");
    browser.wait(&rests, 30).await?;
    let found = browser.eval(&format!("{HOST}.dataset.fingerprint")).await?;
    ensure!(found == json!(native::circles(7, 500)?));
    if book::data_set("mnist")?.is_none() {
        eprintln!("the site was built without MNIST: no data set was kept");
        return Ok(());
    }
    // The same for a data set; then the storage is full.
    let digits = server.url("embed/digits.html?lang=es#digits.epochs=1");
    let trains = "+document.querySelector('redes-digits').dataset.step > 10";
    let images = "train-images-idx3-ubyte.gz";
    let asked = || {
        let asked = server.requests();
        asked.iter().filter(|path| path.ends_with(images)).count()
    };
    for (round, times) in [("fresh", 1), ("spoilt", 2), ("full", 3)] {
        browser.open(&digits).await?;
        browser.alive().await?;
        browser.click("[data-ref=play]").await?;
        browser.wait(trains, 60).await?;
        ensure!(asked() == times, "{round}: asked {} times", asked());
        if round == "full" {
            break;
        }
        let spoilt = browser.eval(&spoil("-ubyte.gz")).await?;
        ensure!(spoilt == json!(4), "{spoilt} files were kept");
        if round == "spoilt" {
            let quota = json!({ "origin": browser.eval("origin").await?, "quotaSize": 1000 });
            browser
                .dev_tools("Storage.overrideQuotaForOrigin", &quota)
                .await?;
        }
    }
    let notes = "[...document.querySelectorAll('.notice.bad')].filter((note) => note.checkVisibility()).length";
    ensure!(browser.eval(notes).await? == json!(0));
    ensure!(browser.console_errors().await?.is_empty());
    Ok(())
}
