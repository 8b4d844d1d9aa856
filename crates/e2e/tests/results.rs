//! The ledger in the page: each number is computed and judged by the result.

use anyhow::Result;
use redes_e2e::{Browser, Fault, site};
use serde_json::json;

const ROWS: &str = "document.querySelector('[data-ref=rows]').textContent";
const SUMMARY: &str = "document.querySelector('[data-ref=summary]').textContent";

#[tokio::test]
async fn the_perceptron_and_the_circles_come_out() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    for (case, number) in [("perceptron", "9.67299303"), ("circles", "0.0")] {
        let page = format!("embed/results.html?lang=en#results.case={case}");
        browser.open(&server.url(&page)).await?;
        browser
            .wait("document.querySelector('[data-ref=play]')", 20)
            .await?;
        browser.click("[data-ref=play]").await?;
        browser
            .wait(&format!("{SUMMARY}.includes('reproduced')"), 120)
            .await?;
        browser
            .wait("document.querySelector('[data-ref=progress]').hidden", 120)
            .await?;
        browser
            .wait(&format!("{ROWS}.includes('{number}')"), 5)
            .await?;
        let failed = format!("{ROWS}.includes('other digits') || {ROWS}.includes('outside our')");
        assert_eq!(browser.eval(&failed).await?, json!(false), "{case}");
    }
    assert_eq!(browser.console_errors().await?, [""; 0]);
    browser.screenshot("results").await
}

#[tokio::test]
async fn what_needs_missing_data_says_so_and_the_rest_is_judged() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    server.fault("data/index.json", Fault::Status(404));
    browser
        .open(&server.url("embed/results.html?lang=es#results.case=data"))
        .await?;
    browser
        .wait("document.querySelector('[data-ref=play]')", 20)
        .await?;
    browser.click("[data-ref=play]").await?;
    browser
        .wait(&format!("{SUMMARY}.includes('faltan los datos')"), 60)
        .await?;
    server.heal();
    // Without the ledger nothing can be judged.
    server.fault("ledger.bin", Fault::Status(503));
    browser
        .open(&server.url("embed/results.html?lang=es#results.case=1.0"))
        .await?;
    browser
        .wait("document.querySelector('[data-ref=play]')", 20)
        .await?;
    browser.click("[data-ref=play]").await?;
    browser
        .wait("!document.querySelector('[data-ref=retry]').hidden", 60)
        .await
}
