//! The deployed site: no requests to other sites, nothing that its policy refuses, an empty console, and a message if its module
//! does not arrive.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use redes_e2e::{Browser, Fault, Options, book, site};
use serde_json::json;

/// A report that takes longer counts as missing.
const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn no_page_asks_anybody_else_or_complains() -> Result<()> {
    let recorded = Options {
        recorded: true,
        ..Options::default()
    };
    let (server, browser) = (site()?, Browser::with(&recorded).await?);
    // What Chromium asked for before the first page.
    browser.requests().await?;
    // With the headers of a host that was set up after www/hosts.
    server.guard();
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
        train(&browser).await?;
        let asked = browser.requests().await?;
        ensure!(!asked.is_empty(), "DevTools record nothing of {page}");
        let outside = asked.iter().filter(|url| !url.starts_with(&home));
        wrong.extend(outside.map(|url| format!("{page} asks for {url}")));
        for line in browser.console().await? {
            // A warning is also a fault: these pages must not cause any.
            if line.starts_with("SEVERE") || line.starts_with("WARNING") {
                wrong.push(format!("{page}: {line}"));
            }
        }
    }
    wrong.extend(server.violations());
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

/// Trains each figure of the page that has a button for it, until it has trained a step or says that its data are not there.
async fn train(browser: &Browser) -> Result<()> {
    for figure in book::catalogue()?.figures() {
        let host = format!("document.querySelector('redes-{}')", figure.name);
        let button = format!("{host}?.querySelector('[data-ref=play]')");
        let able = format!("Boolean({button} && !{button}.disabled)");
        if !figure.trains || browser.eval(&able).await? != json!(true) {
            continue;
        }
        browser.eval(&format!("({button}.click(), 0)")).await?;
        let begun = format!(
            "+{host}.dataset.step > 0 || {host}.innerText.includes('sin este conjunto') || {host}.innerText.includes('without this data set')"
        );
        browser.wait(&begun, 120).await?;
        let running = format!("({host}.dataset.phase === 'running' && {button}.click(), 0)");
        browser.eval(&running).await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_the_policy_refuses_is_counted() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    server.guard();
    for (page, attempt) in [
        (
            "en/circles.html",
            "document.head.append(Object.assign(document.createElement('style'), { textContent: 'p {}' }))",
        ),
        (
            "en/circles.html",
            "fetch('http://localhost:9/').catch(() => 0)",
        ),
        (
            "en/circles.html",
            "document.body.insertAdjacentHTML('beforeend', '<iframe></iframe>')",
        ),
        (
            "en/circles.html",
            "new Worker('http://localhost:9/worker.js')",
        ),
        (
            "embed/circles.html",
            "document.body.setHTMLUnsafe('<script src=x></script>')",
        ),
        (
            "embed/circles.html",
            "trustedTypes.createPolicy('other', {})",
        ),
        (
            "embed/circles.html",
            "new Image().src = 'http://localhost:9/picture.png'",
        ),
    ] {
        browser.open(&server.url(page)).await?;
        let before = server.violations().len();
        let tried = format!("(() => {{ try {{ {attempt}; }} catch {{ }} return 0; }})()");
        browser.eval(&tried).await?;
        // The report arrives after the attempt.
        let start = Instant::now();
        while server.violations().len() == before {
            ensure!(
                start.elapsed() < PATIENCE,
                "{page}: {attempt} is not reported"
            );
            browser.eval("new Promise(requestAnimationFrame)").await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn html_of_our_own_passes_and_html_that_acts_does_not() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.open(&server.url("en/perceptron.html")).await?;
    let set = |html: &str| {
        format!(
            "(() => {{ const p = document.createElement('p'); try {{ p.innerHTML = {}; return p.childElementCount; }} catch (error) {{ return error.name; }} }})()",
            json!(html)
        )
    };
    assert_eq!(
        browser
            .eval(&set("<b title=\"x\">a</b><svg></svg>"))
            .await?,
        json!(2)
    );
    for acts in [
        "<script>1</script>",
        "<IFRAME src=x>",
        "a<meta http-equiv=refresh>",
        "<svg><style></style></svg>",
    ] {
        assert_eq!(
            browser.eval(&set(acts)).await?,
            json!("TypeError"),
            "{acts}"
        );
    }
    let worker = "(address => { try { new Worker(address).terminate(); return 'started'; } catch (error) { return error.name; } })";
    let own = format!("{worker}({})", json!(server.url("js/worker.js")));
    assert_eq!(browser.eval(&own).await?, json!("started"));
    let outside = format!(
        "{worker}({})",
        json!(server.url("").replace(redes_e2e::SUB_PATH, "/worker.js"))
    );
    assert_eq!(browser.eval(&outside).await?, json!("TypeError"));
    Ok(())
}

#[tokio::test]
async fn a_module_that_does_not_arrive_is_reported_to_the_reader() -> Result<()> {
    // One page of the light module, one of the full one.
    for (page, figure) in [("circles", "circles"), ("results", "reviews")] {
        for fault in [Fault::Status(404), Fault::Cut(1000), Fault::Short(1000)] {
            let (server, browser) = (site()?, Browser::start().await?);
            server.fault(".wasm", fault.clone());
            let address = server.url(&format!("en/{page}.html"));
            browser.open(&address).await?;
            browser.come_near().await?;
            let text = format!(
                "[...document.querySelectorAll('redes-{figure} [role=alert]')].some(note => note.textContent.includes('could not be loaded'))"
            );
            browser.wait(&text, 30).await?;
            // As the message says: after a reload the page works if the file is complete.
            server.heal();
            browser.open(&address).await?;
            browser.alive().await?;
        }
    }
    Ok(())
}
