//! The figures as elements on a page of another origin, whose styles and scripts are hostile.

use std::fs;

use anyhow::{Context, Result, ensure};
use redes_e2e::{Browser, Server, site};
use serde_json::json;

/// A page with the script of the site and this body.
fn page(site: &Server, body: &str) -> Result<(tempfile::TempDir, Server)> {
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>A page</title><link rel=\"icon\" href=\"data:,\">\n\
         <style>* {{ color: red !important; font: 40px cursive !important; }} iframe, canvas, button {{ display: none !important; }}</style>\n\
         <script>Array.prototype.map = null; globalThis.received = [];\n\
         for (const name of ['ready', 'state', 'progress', 'finished', 'error', 'exercise'])\n\
         addEventListener(`redes-${{name}}`, ({{ target, detail }}) => received.push([target.id, name, detail.state ?? detail.step ?? detail.done ?? null]));</script>\n\
         <script type=\"module\" src=\"{}\"></script>\n{body}</html>",
        site.url("js/redes.js")
    );
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("index.html"), html)?;
    let server = Server::start(folder.path().to_owned(), "/page/")?;
    Ok((folder, server))
}

#[tokio::test]
async fn two_elements_of_a_kind_live_on_a_hostile_page() -> Result<()> {
    let (site, browser) = (site()?, Browser::start().await?);
    site.open_to_all();
    let body = "<redes-circles id=\"one\" state=\"circles.noise=0.2&amp;circles.seed=5\" style=\"--redes-border: 3px solid green\"></redes-circles>\n\
         <redes-circles id=\"two\" lang=\"es\" theme=\"dark\" state=\"circles.iterations=40\"></redes-circles>\n\
         <div style=\"height: 300vh\"></div><redes-activations id=\"far\" exercise=\"asleep\" state=\"activations.z=5\"></redes-activations>";
    let any = site.url("embed/dense.html?lang=en#dense.seed=4");
    let body = format!("{body}<redes-figure id=\"any\" src=\"{any}\"></redes-figure>");
    let (_folder, page) = page(&site, &body)?;
    browser.open(&page.url("")).await?;
    let received = |wanted: &str| format!("received.some(one => one.join() === '{wanted}')");
    browser
        .wait(&received("one,ready,circles.noise=0.2&circles.seed=5"), 60)
        .await?;
    browser
        .wait(&received("two,ready,circles.iterations=40"), 60)
        .await?;
    // The frames are seen, as high as their figures, and styled by the page's custom properties alone.
    let frames = "[...document.querySelectorAll('redes-circles')].map ? 0 : Array.from(document.querySelectorAll('redes-circles'), e => { const f = e.shadowRoot.querySelector('iframe'); return f.checkVisibility() && f.offsetHeight > 500; }).join()";
    browser
        .wait(&format!("({frames}) === 'true,true'"), 20)
        .await?;
    let border = "getComputedStyle(one.shadowRoot.querySelector('iframe')).borderTopWidth";
    assert_eq!(browser.eval(border).await?, json!("3px"));
    // One trains at its command; the other does not.
    browser.eval("(two.play(), 0)").await?;
    browser.wait(&received("two,finished,40"), 60).await?;
    let other = "received.some(([id, name]) => id === 'one' && name === 'progress')";
    assert_eq!(browser.eval(other).await?, json!(false));
    // A state that is set comes back as an event.
    browser.eval("(one.state = 'circles.seed=9', 0)").await?;
    browser
        .wait(&received("one,state,circles.seed=9"), 20)
        .await?;
    // What is far away begins when the reader comes near.
    let far = "document.getElementById('far')";
    assert_eq!(
        browser
            .eval(&format!(
                "{far}.shadowRoot.querySelector('iframe').hasAttribute('src')"
            ))
            .await?,
        json!(false)
    );
    browser
        .eval(&format!("({far}.scrollIntoView(), 0)"))
        .await?;
    browser.wait(&received("far,exercise,true"), 60).await?;
    let last = "(document.getElementById('any').scrollIntoView(), 0)";
    browser.eval(last).await?;
    browser
        .wait(&received("any,ready,dense.seed=4"), 60)
        .await?;
    ensure!(browser.console_errors().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn an_element_takes_no_message_from_elsewhere_and_keeps_its_state_when_it_moves() -> Result<()>
{
    let (site, browser) = (site()?, Browser::start().await?);
    site.open_to_all();
    let body = "<div id=\"a\"><redes-perceptron id=\"one\" sandboxed></redes-perceptron></div><div id=\"b\"></div>";
    let (_folder, page) = page(&site, body)?;
    browser.open(&page.url("")).await?;
    browser
        .wait("received.some(([, name]) => name === 'ready')", 60)
        .await?;
    browser.eval("(postMessage({ redes: 1, event: 'state', state: 'perceptron.seed=666', height: 9 }, '*'), 0)").await?;
    browser.eval("(one.state = 'perceptron.seed=7', 0)").await?;
    browser
        .wait(
            "received.some(([, name, state]) => name === 'state' && state === 'perceptron.seed=7')",
            20,
        )
        .await?;
    assert_eq!(
        browser
            .eval("received.some(one => String(one).includes('666'))")
            .await?,
        json!(false)
    );
    browser
        .eval("(received.length = 0, b.append(one), 0)")
        .await?;
    browser
        .wait(
            "received.some(([, name, state]) => name === 'ready' && state === 'perceptron.seed=7')",
            60,
        )
        .await?;
    Ok(())
}

#[tokio::test]
async fn an_address_without_a_figure_is_named() -> Result<()> {
    let (site, browser) = (site()?, Browser::start().await?);
    site.open_to_all();
    let body = format!(
        "<redes-circles id=\"one\" exercise=\"zzz\"><a href=\"#a\">a way out</a></redes-circles>\n\
         <redes-figure id=\"two\" lang=\"es\" src=\"{}\"></redes-figure>\n<redes-figure id=\"three\"></redes-figure>",
        site.url("embed/nothing.html")
    );
    let (_folder, page) = page(&site, &body)?;
    browser.open(&page.url("")).await?;
    for (id, message) in [
        ("one", "no figure here: "),
        ("one", "/embed/exercise-zzz.html"),
        ("two", "Aquí no hay ninguna figura: "),
        ("three", "address of the figure is missing"),
    ] {
        let note = format!(
            "{id}.shadowRoot.querySelector('[role=alert]')?.checkVisibility() && {id}.shadowRoot.querySelector('[role=alert]').textContent.includes({message:?}) \
             && !{id}.shadowRoot.querySelector('iframe').checkVisibility() && received.some(one => one[0] === '{id}' && one[1] === 'error')"
        );
        browser.wait(&note, 20).await.with_context(|| message)?;
    }
    let way_out = "one.querySelector('a').checkVisibility()";
    assert_eq!(browser.eval(way_out).await?, json!(true));
    // The right name shows the exercise.
    browser
        .eval("(one.setAttribute('exercise', 'three-neurons'), 0)")
        .await?;
    let there = "received.some(one => one[0] === 'one' && one[1] === 'ready') && !one.shadowRoot.querySelector('[role=alert]') \
                 && one.shadowRoot.querySelector('iframe').checkVisibility()";
    browser.wait(there, 60).await
}
