//! The site as it is deployed: it asks nobody else, fits every screen, and tells when its module doesn't arrive.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::time::Duration;

use anyhow::{Result, ensure};
use redes_e2e::{Browser, Fault, Options, site};

const WIDGETS: [&str; 3] = ["redes-perceptron", "redes-circles", "redes-digits"];
const LONG: Duration = Duration::from_secs(30);

/// Waits until every widget has made its controls.
async fn alive(browser: &Browser) -> Result<()> {
    for name in WIDGETS {
        let condition = format!(
            "!!customElements.get('{name}') && !!document.querySelector('{name} button') \
             && document.querySelector('{name}').dataset.state !== 'failed'"
        );
        browser.wait_until(&condition, LONG, name).await?;
    }
    Ok(())
}

#[tokio::test]
async fn nothing_is_asked_of_anybody_else() -> Result<()> {
    let (site, browser) = (site()?, Browser::start().await?);
    browser.goto(&site.url("es/")).await?;
    alive(&browser).await?;
    let home = site.url("");
    let elsewhere = format!(
        "performance.getEntriesByType('resource').map(entry => entry.name).filter(name => !name.startsWith('{home}'))"
    );
    let found = browser.eval(&elsewhere).await?;
    ensure!(found.as_array().is_some_and(Vec::is_empty), "{found}");
    ensure!(
        site.requests()
            .iter()
            .all(|path| path.starts_with(redes_e2e::SUB_PATH)),
        "asked outside the sub-path: {:?}",
        site.requests()
    );
    Ok(())
}

#[tokio::test]
async fn pages_fit_phones_and_desktops_in_both_themes() -> Result<()> {
    let (site, browser) = (site()?, Browser::start().await?);
    for (kind, size) in [("phone", Options::phone()), ("desktop", Options::default())] {
        for dark in [false, true] {
            browser
                .emulate(&Options {
                    dark,
                    ..size.clone()
                })
                .await?;
            browser.goto(&site.url("es/")).await?;
            alive(&browser).await?;
            let wide = browser
                .eval("document.documentElement.scrollWidth - innerWidth")
                .await?;
            ensure!(
                wide.as_i64().is_some_and(|pixels| pixels <= 0),
                "{kind}: {wide} pixels too wide"
            );
            browser
                .screenshot(&format!(
                    "page-{kind}-{}",
                    if dark { "dark" } else { "light" }
                ))
                .await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_module_that_does_not_arrive_is_told_to_the_reader() -> Result<()> {
    let (site, browser) = (site()?, Browser::start().await?);
    for fault in [Fault::Status(404), Fault::Cut(1000), Fault::Short(1000)] {
        site.fault(".wasm", fault.clone());
        browser.goto(&site.url("en/")).await?;
        let told = "[...document.querySelectorAll('redes-circles [role=alert]')].some(note => note.textContent.includes('could not be loaded'))";
        browser
            .wait_until(told, LONG, &format!("a message after {fault:?}"))
            .await?;
        browser.goto("about:blank").await?;
    }
    Ok(())
}
