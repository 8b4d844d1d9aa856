//! A module whose bytes are not those that were built is noticed, although the browser would run it.

use std::{fs, time::Duration};

use anyhow::{Context, Result, ensure};
use redes_e2e::{Browser, Fault, book, site};
use serde_json::json;

const GLUE: &str = "redes-chapter-circles.js";
const MODULE: &str = "redes-chapter-circles_bg.wasm";
const TRAINER: &str = "redes-trainer-results_bg.wasm";
const WRITER: &str = "redes-trainer-models_bg.wasm";

/// As in a page without https. `isSecureContext` stays true there.
const PLAIN: &str = "Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });";

/// Waits until an element of the page contains these words.
async fn says(browser: &Browser, selector: &str, words: &str) -> Result<()> {
    let said = format!("document.querySelector({selector:?})?.textContent.includes({words:?})");
    browser.wait(&said, 20).await
}

#[tokio::test]
async fn a_module_with_another_byte_is_noticed_and_after_a_reload_the_figure_runs() -> Result<()> {
    for plain in [false, true] {
        let (server, browser) = (site()?, Browser::start().await?);
        if plain {
            browser.before_pages(PLAIN).await?;
        }
        let flip = Fault::Flip(book::data_byte(MODULE)?);
        server.fault(MODULE, flip);
        let page = server.url("es/circles.html#circles.seed=7");
        browser.open(&page).await?;
        // The browser would take it.
        let valid = format!(
            "(async () => WebAssembly.validate(await (await fetch({:?}, {{ cache: 'reload' }})).arrayBuffer()))()",
            server.url(MODULE)
        );
        ensure!(browser.eval(&valid).await? == json!(true), "invalid");
        browser.come_near().await?;
        let note = "redes-circles > [role=alert]";
        says(&browser, note, "Las figuras no se han podido cargar")
            .await
            .context(format!("without https: {plain}"))?;
        let still = "document.querySelector('redes-circles .still').checkVisibility()";
        ensure!(browser.eval(still).await? == json!(true), "no picture");
        let asked = server.requests();
        let asked = asked.iter().filter(|path| path.ends_with(MODULE)).count();
        ensure!(asked > 2, "no second try");
        server.heal();
        browser.open(&page).await?;
        browser.alive().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_kept_module_with_another_byte_is_fetched_anew() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let page = server.url("es/circles.html");
    browser.open(&page).await?;
    browser.alive().await?;
    let place = book::data_byte(MODULE)?;
    let glue = fs::read_to_string(book::dist()?.join(GLUE))?;
    let (_, after) = glue.split_once("sha256-").context("no digest")?;
    let (digest, _) = after.split_once('\'').context("no digest")?;
    for (file, spoil, noticed) in [
        (MODULE, format!("bytes[{place}] ^= 1"), false),
        // A glue of another release. An open page keeps it: the page says so, and the next load has today's.
        (
            GLUE,
            format!(
                "bytes = new TextEncoder().encode(new TextDecoder().decode(bytes).replace({digest:?}, {:?}))",
                format!("{}=", "A".repeat(43))
            ),
            true,
        ),
    ] {
        let spoilt = format!(
            "(async () => {{ for (const key of await caches.keys()) {{ const cache = await caches.open(key); \
             const kept = await cache.match({:?}); if (!kept) continue; let bytes = new Uint8Array(await kept.arrayBuffer()); \
             {spoil}; await cache.put(kept.url, new Response(bytes, kept)); return true; }} return false; }})()",
            server.url(file)
        );
        let limit = Duration::from_secs(30);
        browser.wait_until(&spoilt, limit, "a kept file").await?;
        browser.open(&page).await?;
        if noticed {
            browser.come_near().await?;
            let note = "redes-circles > [role=alert]";
            says(&browser, note, "Recargue la página").await?;
            browser.open(&page).await?;
        }
        browser.alive().await.context(file)?;
    }
    Ok(())
}

#[tokio::test]
async fn what_trains_or_writes_with_another_byte_is_noticed_and_asked_for_again() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    server.fault("sw.js", Fault::Status(404));
    server.fault(TRAINER, Fault::Flip(book::data_byte(TRAINER)?));
    server.fault(WRITER, Fault::Flip(book::data_byte(WRITER)?));
    browser
        .open(&server.url("embed/digits.html?lang=es#digits.epochs=1"))
        .await?;
    browser.alive().await?;
    browser.click("[data-ref=play]").await?;
    says(
        &browser,
        "[data-ref=status]",
        "no han llegado (redes-trainer-results.js)",
    )
    .await?;
    browser.click("[data-ref=save-network]").await?;
    browser
        .wait("document.querySelector('.saving')", 20)
        .await?;
    browser.click(".saving .primary").await?;
    let status = ".saving [role=status]";
    says(&browser, status, "no ha llegado (redes-trainer-models.js)").await?;
    server.heal();
    browser.click(".saving .primary").await?;
    says(&browser, status, "Guardada como redes-1.0.keras.").await?;
    browser.click("[data-ref=retry]").await?;
    let there = book::data_set("mnist")?.is_some();
    let goes_on = match there {
        true => "+document.querySelector('redes-digits').dataset.step > 10",
        false => {
            "document.querySelector('[data-ref=status]').textContent.includes('sin este conjunto de datos')"
        }
    };
    browser.wait(goes_on, 60).await
}
