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

/// The page's workers, those that were ended included, on a machine of so many cores.
fn machine(cores: u32, refuses: bool) -> String {
    format!(
        "Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', {{ get: () => {cores} }}); \
         globalThis.__begun = 0; globalThis.__ended = 0; const Plain = globalThis.Worker; \
         globalThis.Worker = class extends Plain {{ \
         constructor(...all) {{ if ({refuses}) throw new DOMException('no', 'SecurityError'); super(...all); __begun += 1; }} \
         terminate() {{ __ended += 1; super.terminate(); }} }};"
    )
}

const CIRCLES: &str = "embed/results.html?lang=en#results.case=circles&results.seeds=6";
const PLAY: &str = "document.querySelector('[data-ref=play]')";

#[tokio::test]
async fn every_core_computes_seeds_and_the_results_are_the_same() -> Result<()> {
    let server = site()?;
    let mut alone = None;
    // Cores, whether workers are refused, and the workers that the page starts.
    for (cores, refuses, workers) in [(1, false, 1), (3, false, 3), (64, false, 4), (3, true, 0)] {
        let browser = Browser::start().await?;
        browser.before_pages(&machine(cores, refuses)).await?;
        browser.open(&server.url(CIRCLES)).await?;
        browser.wait(PLAY, 20).await?;
        browser.click("[data-ref=play]").await?;
        let host = "document.querySelector('redes-results')";
        browser
            .wait(&format!("{host}.dataset.iteration > 0"), 240)
            .await?;
        let found = format!("[{ROWS}, {SUMMARY}, {host}.dataset.iteration]");
        let found = browser.eval(&found).await?;
        assert_eq!(alone.get_or_insert(found.clone()), &found, "{cores}");
        let counts = "[__begun, __ended]";
        let helpers = u32::saturating_sub(workers, 1);
        assert_eq!(browser.eval(counts).await?, json!([workers, helpers]));
        assert_eq!(browser.console_errors().await?, [""; 0]);
    }
    Ok(())
}

#[tokio::test]
async fn cancelling_ends_all_workers() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(&machine(3, false)).await?;
    browser.open(&server.url(CIRCLES)).await?;
    browser.wait(PLAY, 20).await?;
    browser.click("[data-ref=play]").await?;
    browser.wait("__begun === 3", 60).await?;
    browser.click("[data-ref=cancel]").await?;
    browser.wait("__ended === 3", 20).await?;
    // The next run starts again.
    browser.click("[data-ref=play]").await?;
    browser.wait("__begun === 6", 60).await
}
