//! Network 1.0 goes on training on other people's digits.

use std::time::Duration;

use anyhow::Result;
use redes_e2e::{Browser, Fault, book, site};
use serde_json::json;

#[tokio::test]
async fn nines_are_learnt_and_others_forgotten_and_undone() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser
        .open(&server.url("embed/writers.html?lang=en#writers.speed=3"))
        .await?;
    let reads = "document.querySelector('[data-ref=reads]').textContent";
    browser
        .wait(
            &format!("{reads}.includes('Of the other 20 it reads 14 right')"),
            30,
        )
        .await?;
    browser.click("[data-ref=play]").await?;
    if book::data_set("mnist")?.is_none() {
        eprintln!("the site was built without MNIST: nothing was trained");
        return Ok(());
    }
    browser
        .wait(
            "document.querySelector('[data-ref=came]').textContent.includes('MNIST: from 97.01% to 77.68%')",
            120,
        )
        .await?;
    browser
        .wait(
            &format!("{reads}.includes('Of the other 20 it reads 20 right')"),
            10,
        )
        .await?;
    // Another digit is another training, and the figure says so.
    let came = "document.querySelector('[data-ref=came]').textContent";
    browser.click("[data-digit='4']").await?;
    browser
        .wait(
            &format!("{came}.startsWith('The training before is dropped')"),
            10,
        )
        .await?;
    // A quick machine shows each count for a moment, and may show the first alone.
    browser
        .eval(
            "(text => { globalThis.__counts = []; new MutationObserver(() => __counts.push(text.textContent))\
             .observe(text, { childList: true, characterData: true, subtree: true }); return 0; })\
             (document.querySelector('[data-ref=progress-text]'))",
        )
        .await?;
    browser.click("[data-ref=play]").await?;
    browser
        .wait(&format!("!{came}.startsWith('The training before')"), 10)
        .await?;
    let counts = r"/^Reading MNIST’s test images: [\d,]+ of 10,000$/";
    browser
        .wait(&format!("__counts.some(text => {counts}.test(text))"), 60)
        .await?;
    browser.click("[data-digit='9']").await?;
    // Back to the shipped weights.
    browser.click("[data-ref=reset]").await?;
    browser
        .wait(
            &format!("{reads}.includes('Of the other 20 it reads 14 right')"),
            10,
        )
        .await?;
    assert_eq!(browser.console_errors().await?, [""; 0]);
    browser.screenshot("writers").await
}

/// In a page: whether the drawing is read as a 7.
const READ: &str =
    "document.querySelector('[data-ref=pad-said]').textContent === 'Strokes: 1. Read as 7'";

/// Draws a 7 on the pad.
async fn draws_a_seven(browser: &Browser) -> Result<()> {
    browser
        .eval(
            "(pad => { pad.setPointerCapture = () => {}; const at = (type, x, y) => { const r = pad.getBoundingClientRect(); \
             pad.dispatchEvent(new PointerEvent('pointer' + type, { pointerId: 1, button: 0, bubbles: true, \
             clientX: r.left + x * r.width, clientY: r.top + y * r.height })); }; at('down', .3, .2); at('move', .7, .2); \
             at('move', .45, .85); at('up', .45, .85); return true; })(document.querySelector('[data-ref=pad]'))",
        )
        .await?;
    Ok(())
}

#[tokio::test]
async fn a_digit_of_the_readers_is_taken_and_removed() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser
        .open(&server.url("embed/writers.html?lang=en#writers.digit=7"))
        .await?;
    browser
        .wait(
            "document.querySelectorAll('[data-ref=pen] .hand').length === 30",
            30,
        )
        .await?;
    draws_a_seven(&browser).await?;
    browser.wait(READ, 20).await?;
    browser.click("[data-ref=add]").await?;
    browser
        .wait(
            "document.querySelectorAll('[data-ref=own] .hand').length === 1",
            10,
        )
        .await?;
    let source = "document.querySelector('[data-source=own]').getAttribute('aria-pressed')";
    assert_eq!(browser.eval(source).await?, json!("true"));
    browser.click("[data-ref=forget]").await?;
    browser
        .wait(
            "document.querySelectorAll('[data-ref=own] .hand').length === 0",
            10,
        )
        .await?;
    Ok(())
}

#[tokio::test]
async fn what_is_asked_before_the_network_arrives_waits_for_it() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    if book::data_set("mnist")?.is_none() {
        eprintln!("the site was built without MNIST: nothing was trained");
        return Ok(());
    }
    server.fault(".safetensors", Fault::Delay(Duration::from_secs(2)));
    browser
        .open(&server.url("embed/writers.html?lang=en"))
        .await?;
    browser
        .wait("document.querySelector('redes-writers')?.handle", 20)
        .await?;
    draws_a_seven(&browser).await?;
    browser.click("[data-ref=play]").await?;
    browser.wait(READ, 20).await?;
    let host = "document.querySelector('redes-writers')";
    browser
        .wait(
            &format!("{host}.dataset.phase === 'finished' && {host}.dataset.iteration === '20'"),
            60,
        )
        .await?;
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}
