//! The search: any part of the book in the page's language, by keyboard, with or without accents.

use anyhow::{Result, ensure};
use redes_e2e::{Browser, site};
use serde_json::json;

const TAB: char = '\u{E004}';
const ENTER: char = '\u{E007}';

async fn write(browser: &Browser, words: &str) -> Result<()> {
    browser
        .eval("(input => { input.value = ''; input.focus(); })(document.querySelector('#query'))")
        .await?;
    for letter in words.chars() {
        browser.press(letter, 1).await?;
    }
    Ok(())
}

#[tokio::test]
async fn words_are_found_in_both_languages_and_a_key_leads_there() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    for (language, words, none) in [
        (
            "es",
            ["propagación", "propagacion", "PROPAGACION"],
            "xyzzyx",
        ),
        (
            "en",
            ["backpropagation", "Backpropagation", "backpropagatio"],
            "xyzzyx",
        ),
    ] {
        browser
            .open(&server.url(&format!("{language}/search.html")))
            .await?;
        // The field is focused.
        browser
            .wait("document.activeElement.id === 'query'", 10)
            .await?;
        let mut hits = Vec::new();
        for word in words {
            write(&browser, word).await?;
            let found = format!(
                "document.querySelectorAll('.hits li').length > 0 && new URLSearchParams(location.search).get('q') === '{word}'"
            );
            browser.wait(&found, 10).await?;
            let addresses = "[...document.querySelectorAll('.hits a')].map(a => a.getAttribute('href')).slice(0, 5).sort().join()";
            hits.push(browser.eval(addresses).await?);
            let condition = "/\\d/.test(document.querySelector('.found').textContent) && !!document.querySelector('.hits mark')";
            browser.wait(condition, 5).await?;
        }
        ensure!(
            hits.iter().all(|one| one == &hits[0]),
            "{language}: {hits:?}"
        );
        write(&browser, none).await?;
        let condition = "document.querySelectorAll('.hits li').length === 0 && document.querySelector('.found').textContent.length > 20";
        browser.wait(condition, 5).await?;
        // From the field, Tab reaches the first hit and Enter opens it.
        write(&browser, words[1]).await?;
        browser
            .wait("document.querySelectorAll('.hits li').length > 0", 5)
            .await?;
        let first = browser
            .eval("document.querySelector('.hits a').href")
            .await?;
        browser.press(TAB, 1).await?;
        let focus = browser
            .eval("document.activeElement.href ?? document.activeElement.outerHTML")
            .await?;
        ensure!(
            focus == first,
            "{language}: Tab leads to {focus}, not {first}"
        );
        browser.press(ENTER, 1).await?;
        browser
            .wait(&format!("location.href === {first}"), 10)
            .await?;
        let there = "location.hash === '' || !!document.getElementById(decodeURIComponent(location.hash.slice(1)))";
        browser.wait(there, 10).await?;
    }
    ensure!(browser.console_errors().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_link_to_a_search_searches() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser
        .open(&server.url("en/search.html?q=perceptron%20weights"))
        .await?;
    browser
        .wait("document.querySelectorAll('.hits li').length > 0", 10)
        .await?;
    ensure!(
        browser
            .eval("document.querySelector('#query').value")
            .await?
            == json!("perceptron weights")
    );
    // The query is text, even if it looks like markup.
    write(&browser, "<img src=x onerror=alert(1)>").await?;
    browser
        .wait("document.querySelector('.found').textContent.length > 0", 5)
        .await?;
    ensure!(
        browser
            .eval("document.querySelectorAll('main img').length")
            .await?
            == json!(0)
    );
    Ok(())
}
