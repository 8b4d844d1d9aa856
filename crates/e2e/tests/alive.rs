//! A figure on its own page that does not start says why, in the page's language, with a way out of its frame.

use std::{fs, time::Duration};

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use redes_e2e::{Browser, Fault, Server, book, site};
use serde_json::json;
use tempfile::TempDir;

/// A page of another host with a frame of the circles.
fn course(site: &Server, sandbox: Option<&str>) -> Result<(TempDir, Server)> {
    let folder = tempfile::tempdir()?;
    let sandbox = sandbox.map(|sandbox| format!(" sandbox=\"{sandbox}\""));
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>A course</title><link rel=\"icon\" href=\"data:,\">\
         <iframe id=\"frame\" title=\"Circles\" width=\"800\" height=\"600\"{} src=\"{}\"></iframe></html>",
        sandbox.unwrap_or_default(),
        site.url("embed/circles.html?lang=en#circles.seed=7")
    );
    fs::write(folder.path().join("index.html"), page)?;
    let server = Server::start(folder.path().to_owned(), "/course/")?;
    Ok((folder, server))
}

async fn enter(browser: &Browser) -> Result<()> {
    let frame = browser.client.find(Locator::Id("frame")).await?;
    frame.enter_frame().await?;
    Ok(())
}

/// Waits for what a figure says instead of running.
async fn says(browser: &Browser, words: &str, seconds: u64) -> Result<()> {
    let note = "document.querySelector('redes-circles .notice.bad')?.textContent";
    let said = format!("{note}?.includes({})", json!(words));
    let waited = browser.wait(&said, seconds).await;
    let found = browser
        .eval(&format!("{note} ?? document.body.innerText"))
        .await?;
    waited.with_context(|| format!("it says {found}"))
}

/// The way out opens the same page, with the figure's state.
async fn leads_out(browser: &Browser) -> Result<()> {
    let link = "document.querySelector('redes-circles a[target=_blank]')";
    browser.wait(link, 5).await?;
    let leads = browser
        .eval(&format!(
            "{link}.href === location.href && location.hash === '#circles.seed=7'"
        ))
        .await?;
    ensure!(leads == json!(true));
    let links = browser
        .eval("document.querySelectorAll('redes-circles a').length")
        .await?;
    ensure!(links == json!(1), "{links} links");
    Ok(())
}

#[tokio::test]
async fn what_the_server_withholds_is_named() -> Result<()> {
    let faults = [
        (
            "js/main.js",
            Fault::Status(404),
            "A file of the figure is missing: js/main.js",
        ),
        (
            "js/main.js",
            Fault::Mime("application/octet-stream"),
            "does not run: js/main.js, application/octet-stream",
        ),
        (
            "_bg.wasm",
            Fault::Status(404),
            "The figures could not be loaded",
        ),
        (
            "redes-chapter-circles.js",
            Fault::Status(404),
            "The figures could not be loaded",
        ),
    ];
    for (file, fault, words) in faults {
        let (site, browser) = (site()?, Browser::start().await?);
        site.fault(file, fault);
        let (_folder, course) = course(&site, None)?;
        browser.open(&course.url("")).await?;
        enter(&browser).await?;
        says(&browser, words, 20).await.context(file)?;
        leads_out(&browser).await.context(file)?;
    }
    Ok(())
}

#[tokio::test]
async fn a_policy_that_forbids_webassembly_is_named() -> Result<()> {
    let (site, browser) = (site()?, Browser::start().await?);
    site.header("Content-Security-Policy: script-src 'self' 'unsafe-inline'");
    let (_folder, course) = course(&site, None)?;
    browser.open(&course.url("")).await?;
    enter(&browser).await?;
    says(&browser, "forbids WebAssembly", 20).await?;
    leads_out(&browser).await?;
    // On its own page there is no frame to leave.
    browser
        .open(&site.url("embed/circles.html#circles.seed=7"))
        .await?;
    says(&browser, "prohíbe WebAssembly", 20).await?;
    ensure!(
        browser
            .eval("document.querySelector('redes-circles a')")
            .await?
            == json!(null)
    );
    Ok(())
}

#[tokio::test]
async fn a_sandbox_whose_server_opens_nothing_is_named() -> Result<()> {
    let (site, browser) = (site()?, Browser::start().await?);
    let (_folder, course) = course(&site, Some("allow-scripts"))?;
    browser.open(&course.url("")).await?;
    enter(&browser).await?;
    says(&browser, "Access-Control-Allow-Origin", 20).await?;
    leads_out(&browser).await
}

#[tokio::test]
async fn a_page_from_a_disk_is_named() -> Result<()> {
    let browser = Browser::start().await?;
    let page = fs::canonicalize(book::dist()?.join("embed/circles.html"))?;
    let address = url::Url::from_file_path(&page).ok().context("no path")?;
    browser.open(&format!("{address}?lang=en")).await?;
    says(&browser, "opened from a disk", 20).await
}

#[tokio::test]
async fn a_slow_figure_says_so_until_it_runs() -> Result<()> {
    let (site, browser) = (site()?, Browser::start().await?);
    site.fault("circles_bg.wasm", Fault::Delay(Duration::from_secs(12)));
    browser
        .open(&site.url("embed/circles.html?lang=en"))
        .await?;
    says(&browser, "takes long to load", 15).await?;
    browser.alive().await?;
    browser.wait("!document.querySelector('.alive')", 5).await?;
    ensure!(browser.console_errors().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn without_scripts_both_languages_name_the_sandbox() -> Result<()> {
    let (site, browser) = (site()?, Browser::start().await?);
    browser
        .dev_tools(
            "Emulation.setScriptExecutionDisabled",
            &json!({ "value": true }),
        )
        .await?;
    browser
        .goto(&site.url("embed/circles.html?lang=en"))
        .await?;
    let text = browser
        .client
        .find(Locator::Css("main"))
        .await?
        .text()
        .await?;
    for words in ["debe contener allow-scripts", "must contain allow-scripts"] {
        ensure!(text.contains(words), "{text}");
    }
    browser.screenshot("embed-without-scripts").await
}

/// Where the sandbox has no allow-popups, the link out of the frame gives way to the address; elsewhere it opens the page.
#[tokio::test]
async fn a_frame_that_opens_no_page_shows_its_address() -> Result<()> {
    for (sandbox, opens) in [
        ("allow-scripts", false),
        ("allow-scripts allow-same-origin", false),
        ("allow-scripts allow-popups", true),
    ] {
        let (site, browser) = (site()?, Browser::start().await?);
        site.header("Access-Control-Allow-Origin: *");
        site.fault("_bg.wasm", Fault::Status(404));
        let (_folder, course) = course(&site, Some(sandbox))?;
        browser.open(&course.url("")).await?;
        enter(&browser).await?;
        says(&browser, "The figures could not be loaded", 30).await?;
        leads_out(&browser).await?;
        browser.click("redes-circles a").await?;
        let said = "document.querySelector('redes-circles > p:last-of-type').textContent";
        if opens {
            let limit = std::time::Instant::now() + Duration::from_secs(10);
            while browser.client.windows().await?.len() < 2 {
                ensure!(std::time::Instant::now() < limit, "no page was opened");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            let text = browser.eval(said).await?;
            ensure!(text == json!("Open the figure on its own page"), "{text}");
            continue;
        }
        let address = format!("{said} === 'Open the figure on its own page: ' + location.href");
        browser.wait(&address, 5).await.context(sandbox)?;
        browser.screenshot("alive-address").await?;
    }
    Ok(())
}
