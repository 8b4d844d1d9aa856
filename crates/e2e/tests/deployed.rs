//! The deployed site: no requests to other sites, an empty console, and a message if its module does not arrive.

use anyhow::{Result, ensure};
use redes_e2e::{Browser, Fault, book, site};

#[tokio::test]
async fn no_page_asks_anybody_else_or_complains() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let home = server.url("");
    let elsewhere = format!(
        "performance.getEntriesByType('resource').map(entry => entry.name).filter(name => !name.startsWith('{home}'))"
    );
    let mut wrong = Vec::new();
    for page in book::pages()? {
        browser.open(&server.url(&page)).await?;
        browser.look_through().await?;
        let found = browser.eval(&elsewhere).await?;
        if found.as_array().is_none_or(|names| !names.is_empty()) {
            wrong.push(format!("{page} asks elsewhere: {found}"));
        }
        for line in browser.console().await? {
            // A warning is also a fault: these pages must not cause any.
            if line.starts_with("SEVERE") || line.starts_with("WARNING") {
                wrong.push(format!("{page}: {line}"));
            }
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    let outside: Vec<_> = server
        .requests()
        .into_iter()
        .filter(|path| !path.starts_with(redes_e2e::SUB_PATH))
        .collect();
    ensure!(
        outside.is_empty(),
        "asked outside the sub-path: {outside:?}"
    );
    Ok(())
}

#[tokio::test]
async fn a_module_that_does_not_arrive_is_told_to_the_reader() -> Result<()> {
    // One page of the light module, one of the full one.
    for (page, figure) in [("circles", "circles"), ("results", "reviews")] {
        for fault in [Fault::Status(404), Fault::Cut(1000), Fault::Short(1000)] {
            let (server, browser) = (site()?, Browser::start().await?);
            server.fault(".wasm", fault.clone());
            let address = server.url(&format!("en/{page}.html"));
            browser.open(&address).await?;
            browser.come_near().await?;
            let told = format!(
                "[...document.querySelectorAll('redes-{figure} [role=alert]')].some(note => note.textContent.includes('could not be loaded'))"
            );
            browser.wait(&told, 30).await?;
            // As the message says: after a reload the page works if the file is complete.
            server.heal();
            browser.open(&address).await?;
            browser.alive().await?;
        }
    }
    Ok(())
}
