//! Every file that a figure needs, withheld or spoilt in every way that hosts and networks know. The page says so in its own
//! language and keeps the picture; once the file is there, a reload or the button brings the figure. `FAULTS.md` has the list.

use std::fs;

use anyhow::{Context, Result, ensure};
use redes_e2e::{Browser, Fault, Server, book, site};
use serde_json::json;

use crate::native;

/// What a browser says of a fault, in its own language, and what no reader may see.
const ENGINE: &str = "/fetch|import|module|undefined|\\[object|Error:/i";
const STATUS: &str = "document.querySelector('[data-ref=status]').textContent";
/// A training module.
const TRAINER: &str = "redes-trainer-results";

/// A file that answers in one of the ways of [`Fault`].
type Case = (&'static str, Fault);

/// A site whose pages are never kept for reading offline: each fault is met anew.
fn unkept() -> Result<Server> {
    let server = site()?;
    server.fault("sw.js", Fault::Status(404));
    Ok(server)
}

/// Waits until an element of the page says this, in words of the site's alone.
async fn says(browser: &Browser, selector: &str, words: &str) -> Result<()> {
    let text = format!("document.querySelector({selector:?})?.textContent");
    browser
        .wait(&format!("{text}?.includes({words:?})"), 20)
        .await?;
    let foreign = browser.eval(&format!("{ENGINE}.test({text})")).await?;
    let text = browser.eval(&text).await?;
    ensure!(foreign == json!(false), "in the browser's words: {text}");
    Ok(())
}

#[tokio::test]
async fn every_file_that_fails_is_named_and_the_picture_stays() -> Result<()> {
    let (server, browser) = (unkept()?, Browser::start().await?);
    let page = server.url("es/circles.html#circles.seed=7");
    let (main, glue, wasm) = (
        "js/main.js",
        "chapter-circles.js",
        "chapter-circles_bg.wasm",
    );
    let html = || Fault::Instead("<!doctype html>".to_owned());
    // Of another release: the two halves of a module do not fit together.
    let old = fs::read_to_string(book::dist()?.join("redes-chapter-circles.js"))?;
    let old = Fault::Instead(old.replace("wbg", "gbw"));
    let program = "El programa de las figuras (js/main.js) no ha llegado o no se puede ejecutar";
    let figures = "Las figuras no se han podido cargar";
    let cases: [(Case, &str); 12] = [
        ((main, Fault::Status(404)), program),
        ((main, Fault::Status(500)), program),
        ((main, Fault::Mime("text/plain")), program),
        ((main, Fault::Cut(500)), program),
        ((main, html()), program),
        ((glue, Fault::Status(500)), figures),
        ((glue, Fault::Mime("text/plain")), figures),
        ((glue, Fault::Cut(500)), figures),
        ((glue, old), figures),
        ((wasm, Fault::Status(500)), figures),
        ((wasm, Fault::Hangup), figures),
        ((wasm, html()), figures),
    ];
    for ((file, fault), words) in cases {
        let what = format!("{file}, {fault:?}");
        server.fault(file, fault);
        browser.open(&page).await?;
        browser.come_near().await?;
        let note = "redes-circles > [role=alert]";
        says(&browser, note, words).await.context(what.clone())?;
        let still = "document.querySelector('redes-circles .still').checkVisibility()";
        ensure!(browser.eval(still).await? == json!(true), "{what}: blank");
        server.heal();
        server.fault("sw.js", Fault::Status(404));
    }
    browser.open(&page).await?;
    browser.alive().await
}

#[tokio::test]
async fn on_a_slow_connection_the_text_and_the_picture_come_first() -> Result<()> {
    let (server, browser) = (unkept()?, Browser::start().await?);
    server.fault("chapter-circles_bg.wasm", Fault::Slow(10_000));
    browser.open(&server.url("es/circles.html")).await?;
    browser.come_near().await?;
    let seen = "document.querySelector('h1').checkVisibility() && document.querySelector('redes-circles .still').checkVisibility() \
                && document.querySelector('redes-circles').handle === undefined && !document.querySelector('[role=alert]')";
    browser.wait(seen, 10).await?;
    server.heal();
    server.fault("sw.js", Fault::Status(404));
    browser.alive().await?;
    // A data set: how much has come is said, and the reader may give up.
    if book::data_set("mnist")?.is_none() {
        eprintln!("the site was built without MNIST: nothing was downloaded");
        return Ok(());
    }
    server.fault("-ubyte.gz", Fault::Slow(10_000));
    browser
        .open(&server.url("embed/digits.html?lang=es"))
        .await?;
    browser.alive().await?;
    browser.click("[data-ref=play]").await?;
    let condition = "document.querySelector('[data-ref=progress-text]').textContent.includes('MB')";
    browser.wait(condition, 20).await?;
    browser.click("[data-ref=cancel]").await?;
    let idle = "document.querySelector('redes-digits').dataset.phase === 'idle' && document.querySelector('[data-ref=progress]').hidden";
    browser.wait(idle, 5).await?;
    ensure!(browser.console_errors().await?.len() <= 2, "sw.js alone");
    Ok(())
}

#[tokio::test]
async fn a_page_of_an_older_release_brings_todays() -> Result<()> {
    let (server, browser) = (unkept()?, Browser::start().await?);
    server.header("Cache-Control: max-age=600");
    let styled = "[...document.querySelectorAll('link[rel=stylesheet]')].every(({ sheet }) => sheet?.cssRules.length)";
    for page in ["es/circles.html", "embed/circles.html"] {
        let text = fs::read_to_string(book::dist()?.join(page))?;
        let (_, after) = text.split_once("circles-").context("no styles")?;
        let (hash, _) = after.split_once(".css").context("no styles")?;
        let old = text.replace(hash, "00000000");
        // As long as the site has nothing newer, the page is loaded once.
        server.fault(page, Fault::Instead(old));
        browser.open(&server.url(page)).await?;
        browser.alive().await?;
        let asked = || {
            let asked = server.requests();
            asked.iter().filter(|path| path.ends_with(page)).count()
        };
        let loaded = browser.eval("performance.timeOrigin").await?;
        browser
            .wait("performance.getEntriesByName(location.href).some((entry) => entry.initiatorType === 'fetch')", 10)
            .await?;
        ensure!(browser.eval("performance.timeOrigin").await? == loaded);
        ensure!(asked() == 2, "{page}: asked {} times", asked());
        server.heal();
        server.fault("sw.js", Fault::Status(404));
        browser.open(&server.url(page)).await?;
        browser.wait(styled, 20).await.context(page)?;
        browser.alive().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_worker_that_cannot_begin_leaves_training_to_the_page() -> Result<()> {
    let (server, browser) = (unkept()?, Browser::start().await?);
    let wanted = json!(native::circles(7, 500)?);
    let worker = fs::read_to_string(book::dist()?.join("js/worker.js"))?;
    let memory =
        "WebAssembly.Instance = class { constructor() { throw new RangeError('no memory'); } };\n";
    for fault in [
        Fault::Status(404),
        Fault::Mime("text/html"),
        Fault::Hangup,
        Fault::Instead("(".to_owned()),
        Fault::Instead(format!("{memory}{worker}")),
    ] {
        let what = format!("{fault:?}");
        server.fault("js/worker.js", fault);
        browser
            .open(&server.url("embed/circles.html?lang=es#circles.seed=7&circles.at=500"))
            .await?;
        let host = "document.querySelector('redes-circles')";
        // Not only after the half minute in which a worker may load.
        browser
            .wait(&format!("{host}?.dataset.iteration === '500'"), 15)
            .await
            .context(what.clone())?;
        let found = browser.eval(&format!("{host}.dataset.fingerprint")).await?;
        ensure!(found == wanted, "{what}: {found}");
    }
    Ok(())
}

#[tokio::test]
async fn a_worker_that_traps_is_replaced_and_one_that_always_does_is_named() -> Result<()> {
    let (server, browser) = (unkept()?, Browser::start().await?);
    let worker = fs::read_to_string(book::dist()?.join("js/worker.js"))?;
    let trap = "setTimeout(() => { throw new WebAssembly.RuntimeError('unreachable'); }, 200);\n";
    let trap = Fault::Instead(format!("{trap}{worker}"));
    server.fault("js/worker.js", trap);
    browser
        .open(&server.url(
            "embed/circles.html?lang=es#circles.seed=4&circles.speed=2&circles.iterations=1500",
        ))
        .await?;
    browser.alive().await?;
    browser.click("[data-ref=play]").await?;
    let status = "[data-ref=status]";
    says(&browser, status, "ha dejado de responder").await?;
    says(&browser, status, "quizá por falta de memoria").await?;
    let kept = "location.hash.includes('circles.seed=4') && document.querySelector('[data-ref=seed]').value === '4'";
    ensure!(browser.eval(kept).await? == json!(true));
    server.heal();
    browser.fastest().await?;
    browser.click("[data-ref=play]").await?;
    let host = "document.querySelector('redes-circles')";
    browser
        .wait(&format!("{host}.dataset.iteration === '1500'"), 60)
        .await?;
    let found = browser.eval(&format!("{host}.dataset.fingerprint")).await?;
    ensure!(found == json!(native::circles(4, 1500)?));
    Ok(())
}

#[tokio::test]
async fn what_a_figure_fetches_on_its_way_is_named_and_asked_for_again() -> Result<()> {
    let (server, browser) = (unkept()?, Browser::start().await?);
    let there = book::data_set("mnist")?.is_some();
    let (glue, wasm) = (format!("{TRAINER}.js"), format!("{TRAINER}_bg.wasm"));
    // The networks that ship.
    let network = "digits-1.0.safetensors";
    let retry = "document.querySelector('[data-ref=models-retry]').checkVisibility()";
    for fault in [Fault::Hangup, Fault::Status(500), Fault::Short(1000)] {
        server.fault(network, fault.clone());
        browser
            .open(&server.url("embed/digits.html?lang=es#digits.epochs=1"))
            .await?;
        browser.alive().await?;
        browser
            .wait(retry, 20)
            .await
            .context(format!("{fault:?}"))?;
        let place = "[data-ref=models-error-text]";
        says(&browser, place, &format!("no han llegado ({network}")).await?;
        server.heal();
        browser.click("[data-ref=models-retry]").await?;
        browser.wait(&format!("!({retry})"), 20).await?;
    }
    // What trains. A module that has come is kept, so that it is met before its glue; in the end the network is gone.
    for (file, fault) in [
        (&*wasm, Fault::Status(500)),
        (&*wasm, Fault::Short(1000)),
        (&*glue, Fault::Status(404)),
        (&*glue, Fault::Mime("text/html")),
        ("", Fault::Hangup),
    ] {
        let what = format!("{file}, {fault:?}");
        server.fault(file, fault);
        browser.click("[data-ref=play]").await?;
        says(&browser, "[data-ref=status]", "no han llegado (")
            .await
            .context(what.clone())?;
        let retry = "document.querySelector('[data-ref=retry]').checkVisibility()";
        browser.wait(retry, 5).await.context(what)?;
        server.heal();
    }
    browser.click("[data-ref=retry]").await?;
    if !there {
        let missing = format!("{STATUS}.includes('sin este conjunto de datos')");
        return browser.wait(&missing, 60).await;
    }
    let trains = "+document.querySelector('redes-digits').dataset.step > 10";
    browser.wait(trains, 60).await
}

#[tokio::test]
async fn a_browser_without_memory_is_named() -> Result<()> {
    let (server, browser) = (unkept()?, Browser::start().await?);
    // So many programs have memory: that of the figures but not what trains, then none.
    for (programs, page, selector, words) in [
        (
            1,
            "embed/digits.html?lang=es",
            "[data-ref=status]",
            "quizá por falta de memoria",
        ),
        (
            0,
            "es/circles.html",
            "redes-circles > [role=alert]",
            "no tiene memoria para las figuras",
        ),
    ] {
        let worker = fs::read_to_string(book::dist()?.join("js/worker.js"))?;
        let memory = |programs: u32| {
            format!(
                "{{ let left = {programs}; const Plain = WebAssembly.Instance; WebAssembly.Instance = class extends Plain {{ \
                 constructor(...all) {{ if (left-- <= 0) throw new RangeError('no memory'); super(...all); }} }}; }}\n"
            )
        };
        browser.before_pages(&memory(programs)).await?;
        let worker = Fault::Instead(format!("{}{worker}", memory(0)));
        server.fault("js/worker.js", worker);
        browser.open(&server.url(page)).await?;
        browser.come_near().await?;
        if programs > 0 {
            browser.alive().await?;
            browser.click("[data-ref=play]").await?;
        }
        says(&browser, selector, words).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_trap_on_the_page_leaves_a_button_that_reloads_it() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser
        .open(&server.url("en/circles.html#circles.seed=7"))
        .await?;
    browser.alive().await?;
    browser.click("redes-circles [data-ref=step]").await?;
    let opened = browser.eval("performance.timeOrigin").await?;
    // A module whose start traps. (An error that the driver's own script throws has no name for the page.)
    let trap = "(() => { try { new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, \
        1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 8, 1, 0, 10, 5, 1, 3, 0, 0, 11))); } \
        catch (error) { dispatchEvent(new ErrorEvent('error', { error })); return String(error); } })()";
    let trapped = browser.eval(trap).await?;
    ensure!(trapped == json!("RuntimeError: unreachable"), "{trapped}");
    says(
        &browser,
        "redes-circles .notice",
        "its state is still in the address",
    )
    .await?;
    let button = "document.querySelector('redes-circles .notice button')";
    browser
        .wait(&format!("{button}?.textContent === 'Reload the page'"), 10)
        .await?;
    browser.screenshot("trap").await?;
    // The step's button, which had the focus, is gone: Tab goes on from its place, and Enter presses.
    browser.press('\u{e004}', 1).await?;
    browser
        .wait(&format!("document.activeElement === {button}"), 5)
        .await?;
    browser.press('\u{e007}', 1).await?;
    browser
        .wait(&format!("performance.timeOrigin !== {opened}"), 20)
        .await?;
    browser.alive().await?;
    let seed = "document.querySelector('redes-circles [data-ref=seed]').value";
    ensure!(browser.eval(seed).await? == json!("7"));
    Ok(())
}
