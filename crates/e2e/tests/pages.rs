//! The pages: both languages, embeds, and unusual hosts and browsers.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use redes_e2e::{Browser, Fault, book, book::Figure, site};
use serde_json::json;

/// The figures that train.
const TRAINERS: [&str; 6] = [
    "perceptron",
    "circles",
    "digits",
    "reviews",
    "results",
    "neurons",
];

#[tokio::test]
async fn both_languages_come_up_without_a_complaint() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let list = book::catalogue()?;
    for (language, play, reset) in [("es", "Entrenar", "Reiniciar"), ("en", "Train", "Reset")] {
        for page in book::CHAPTERS {
            let address = server.url(&format!("{language}/{page}.html"));
            browser.open(&address).await?;
            browser.come_near().await?;
            for Figure { name, trains, .. } in list.of(page) {
                let (part, words) = if *trains {
                    ("play", play)
                } else {
                    ("reset", reset)
                };
                let ready = format!(
                    "document.querySelector('#fig-{name} redes-{name} [data-ref={part}]')?.textContent.includes('{words}')"
                );
                browser.wait(&ready, 20).await?;
            }
            browser.alive().await?;
            assert_eq!(
                browser.eval("document.documentElement.lang").await?,
                json!(language)
            );
            let condition = "[...document.querySelectorAll('[data-ref=refused]')].filter(e => !e.hidden).length";
            assert_eq!(
                browser.eval(condition).await?,
                json!(0),
                "{language}/{page}"
            );
            assert_eq!(
                browser.console_errors().await?,
                [""; 0],
                "{language}/{page}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_root_leads_to_a_language_and_keeps_the_state() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.open(&server.url("#circles.seed=3")).await?;
    browser
        .wait("/\\/(es|en)\\/(index.html)?$/.test(location.pathname)", 10)
        .await?;
    assert_eq!(
        browser.eval("location.hash").await?,
        json!("#circles.seed=3")
    );
    Ok(())
}

#[tokio::test]
async fn embeds_take_their_language_and_state_from_the_address() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    for (language, play) in [("es", "Entrenar"), ("en", "Train")] {
        for figure in TRAINERS {
            browser
                .open(&server.url(&format!(
                    "embed/{figure}.html?lang={language}#{figure}.seed=41"
                )))
                .await?;
            let ready = format!(
                "document.querySelector('[data-ref=play]')?.textContent.includes('{play}')"
            );
            browser.wait(&ready, 20).await?;
            let seed = browser
                .eval("document.querySelector('[data-ref=seed]').value")
                .await?;
            assert_eq!(seed, json!("41"), "{figure} {language}");
            assert_eq!(
                browser.console_errors().await?,
                [""; 0],
                "{figure} {language}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_host_with_the_wrong_type_for_wasm_will_do() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    server.fault(".wasm", Fault::Mime("application/octet-stream"));
    // The light module and the full one.
    for page in ["circles", "results"] {
        browser
            .open(&server.url(&format!("es/{page}.html")))
            .await?;
        browser.alive().await?;
        browser
            .wait("document.querySelector('[data-ref=play]')", 20)
            .await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_host_without_the_module_is_reported_to_the_reader() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let list = book::catalogue()?;
    server.fault(".wasm", Fault::Status(503));
    for page in book::CHAPTERS {
        browser
            .open(&server.url(&format!("en/{page}.html")))
            .await?;
        browser.come_near().await?;
        let figures: Vec<_> = list.of(page).collect();
        browser
            .wait(
                &format!(
                    "document.querySelectorAll('[role=alert]').length === {}",
                    figures.len()
                ),
                20,
            )
            .await?;
        for Figure { name, .. } in figures {
            let message = format!(
                "document.querySelector('redes-{name}').textContent.includes('could not be loaded')"
            );
            browser.wait(&message, 5).await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_browser_without_simd_is_named() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser
        .before_pages("WebAssembly.validate = () => false;")
        .await?;
    for Figure { name, chapter, .. } in book::catalogue()?.figures() {
        browser
            .open(&server.url(&format!("es/{chapter}.html")))
            .await?;
        browser.come_near().await?;
        let condition =
            format!("document.querySelector('redes-{name}').textContent.includes('SIMD')");
        browser.wait(&condition, 20).await?;
    }
    Ok(())
}

#[tokio::test]
async fn absurd_states_in_the_address_are_refused_one_by_one() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let list = book::catalogue()?;
    let long = format!("encoding.text={}", "x".repeat(5_000));
    let hashes = [
        (
            "introduction",
            "filter.stride=99&filter.kernel=&lstm.x=a,b&dense.seed=-1&dense.x=nan,1,1,1",
        ),
        (
            "perceptron",
            "perceptron.iterations=-5&perceptron.seed=99999999999",
        ),
        (
            "model",
            "lines.layers=1e9&activations.kind=%3Cscript%3E&activations.z=nan",
        ),
        (
            "learning",
            "backprop.step=-1&backprop.w=1,2&descent.surface=none&descent.rate=1e99",
        ),
        (
            "circles",
            "circles.samples=1e99&circles.noise=nan&circles.hidden=999,999&circles.seed=-1&circles.rate=%3Cscript%3E",
        ),
        ("problems", long.as_str()),
        (
            "problems",
            "columns.digit=10&columns.column=28&columns.norm=&encoding.text=%FF%00",
        ),
        (
            "results",
            "digits.ink=%FF%00&digits.epochs=1e9&digits.case=9.9&reviews.samples=7&results.case=9",
        ),
    ];
    for (page, hash) in hashes {
        browser
            .open(&server.url(&format!("es/{page}.html#{hash}&%&=&&x")))
            .await?;
        browser.alive().await?;
        for Figure { name, .. } in list.of(page) {
            // Any text is a valid review; only its length is limited.
            if !hash.contains(&format!("{name}."))
                || hash.contains("encoding.text=%FF") && name == "encoding"
            {
                continue;
            }
            let message = format!(
                "document.querySelector('redes-{name}').textContent.includes('El enlace pedía valores que no sirven')"
            );
            browser.wait(&message, 20).await?;
        }
    }
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn every_link_of_the_book_into_a_figure_sets_it() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let mut links = Vec::new();
    for page in book::CHAPTERS {
        browser
            .open(&server.url(&format!("es/{page}.html")))
            .await?;
        let found = browser
            .eval("[...document.querySelectorAll('a.try')].map(a => [a.href.split('#')[0], decodeURI(a.hash), a.dataset.figure])")
            .await?;
        links.extend(found.as_array().cloned().unwrap_or_default());
    }
    links.sort_by_key(ToString::to_string);
    links.dedup();
    assert!(links.len() > 20, "{links:?}");
    let (mut open, mut wrong) = (json!(null), Vec::new());
    for link in links {
        let (page, hash, figure) = (
            &link[0],
            link[1].as_str().unwrap(),
            link[2].as_str().unwrap(),
        );
        // On the same page, as a reader does it: only the part after # changes.
        if *page != open {
            browser.open(page.as_str().unwrap()).await?;
            browser.alive().await?;
            open = page.clone();
        }
        browser
            .eval(&format!("(location.hash = {}, 0)", json!(hash)))
            .await?;
        browser.alive().await?;
        let said = browser
            .eval(&format!(
                "(/El enlace pedía valores[^.]*/.exec(document.querySelector('redes-{figure}').textContent) ?? [''])[0]"
            ))
            .await?;
        if said != json!("") {
            wrong.push(format!("{hash}: {said}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_link_into_a_figure_goes_there_from_any_page() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let state = "document.querySelector('redes-circles').dataset.hash";
    let seen = "(box => box.top < innerHeight && box.bottom > 0)(document.querySelector('#fig-circles').getBoundingClientRect())";
    browser
        .open(&server.url("es/circles.html#circles.noise=0.2&circles.seed=3"))
        .await?;
    browser.alive().await?;
    assert_eq!(
        browser.eval(state).await?,
        json!("circles.noise=0.2&circles.seed=3")
    );
    browser.wait(seen, 5).await?;
    // On the page itself, by a link in the text.
    let link = "main a.try[data-figure=circles]";
    let asked = browser
        .eval(&format!("document.querySelector('{link}').hash.slice(1)"))
        .await?;
    browser.click(link).await?;
    // The figure writes the same state in its own order.
    let arrived = format!("{state}.split('&').sort().join() === {asked}.split('&').sort().join()");
    browser.wait(&arrived, 10).await?;
    browser
        .wait(
            "document.querySelector('redes-circles [data-ref=refused]').hidden",
            5,
        )
        .await?;
    // The figure comes to the reader, who still sees the sentence.
    let shown = |what: &str| {
        format!(
            "(box => box.height > 0 && box.top >= 0 && box.top < innerHeight && box.bottom > 0)(document.querySelector('{what}').getBoundingClientRect())"
        )
    };
    browser.wait(&shown("redes-circles"), 5).await?;
    ensure!(
        browser.eval(&shown(link)).await? == json!(true),
        "the link has left the window"
    );
    // Escape sends it back to its place.
    browser.press('\u{e00c}', 1).await?;
    browser
        .wait(
            "!document.body.dataset.docked && !document.querySelector('.dock-bar')",
            5,
        )
        .await?;
    browser.wait(&shown(link), 5).await
}

/// A number in a sentence is a slider: the page's figure follows it, keeps its other keys, and comes beside the text.
#[tokio::test]
async fn a_number_in_a_sentence_sets_the_figure() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let state = "(document.querySelector('redes-descent').dataset.hash ?? '')";
    browser
        .open(&server.url("es/learning.html#descent.momentum=0.2"))
        .await?;
    browser.alive().await?;
    let number = "document.querySelector('.drag[data-figure=descent]')";
    browser
        .eval(&format!(
            "{number}.scrollIntoView({{ block: 'center' }}), {number}.focus()"
        ))
        .await?;
    browser.press('\u{e014}', 1).await?;
    for pair in ["descent.rate=0.1", "descent.surface=ravine"] {
        let message = format!("{state}.split('&').includes('{pair}')");
        browser.wait(&message, 10).await?;
    }
    ensure!(
        browser.eval(&format!("{number}.textContent")).await? == json!("0,10"),
        "the sentence shows the number in its language"
    );
    browser.wait("'docked' in document.body.dataset", 5).await
}

#[tokio::test]
async fn without_storage_everything_still_works() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let forbid = "for (const name of ['localStorage', 'sessionStorage', 'caches', 'indexedDB']) \
                  Object.defineProperty(globalThis, name, { get() { throw new DOMException('no', 'SecurityError'); } });";
    browser.before_pages(forbid).await?;
    browser
        .open(&server.url("embed/circles.html?lang=es#circles.iterations=50&circles.speed=4"))
        .await?;
    browser.alive().await?;
    browser.click("[data-ref=play]").await?;
    browser
        .wait(
            "document.querySelector('redes-circles').dataset.iteration === '50'",
            20,
        )
        .await
}

#[tokio::test]
async fn the_cover_trains_by_itself_while_it_is_in_sight() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let reduce =
        |value: &str| json!({ "features": [{ "name": "prefers-reduced-motion", "value": value }] });
    let step = "+document.querySelector('redes-cover').dataset.step";
    let steps = async || -> Result<f64> {
        let step = browser.eval(step).await?;
        step.as_f64().context("no step")
    };
    let moment = Duration::from_millis(600);
    browser.open(&server.url("en/index.html")).await?;
    browser.wait(&format!("{step} > 20"), 20).await?;
    // Out of sight it stays where it is, and goes on when it is back.
    browser
        .eval("(scrollTo({ top: document.body.scrollHeight, behavior: 'instant' }), 0)")
        .await?;
    tokio::time::sleep(moment).await;
    let left = steps().await?;
    tokio::time::sleep(moment).await;
    assert_eq!(steps().await?, left, "it trains out of sight");
    browser
        .eval("(scrollTo({ top: 0, behavior: 'instant' }), 0)")
        .await?;
    browser.wait(&format!("{step} > {left}"), 10).await?;
    // At the end it says so, and rests.
    let rests = "document.querySelector('redes-cover').dataset.iteration === '2500'";
    browser.wait(rests, 120).await?;
    let condition = "document.querySelector('redes-cover [data-ref=status]').textContent === 'After 2,500 steps, 100% of the points are right.'";
    browser.wait(condition, 10).await?;
    // Spoilt, it begins again, and the address keeps how.
    browser.click("[data-spoil=layer]").await?;
    browser.wait(&format!("{step} < 2500"), 10).await?;
    assert_eq!(
        browser.eval("location.hash").await?,
        json!("#cover.layers=1")
    );
    // A reader who prefers reduced motion starts it.
    browser
        .dev_tools("Emulation.setEmulatedMedia", &reduce("reduce"))
        .await?;
    browser.open(&server.url("en/index.html")).await?;
    browser.alive().await?;
    tokio::time::sleep(moment).await;
    assert_eq!(steps().await?, 0.0, "it moves where motion is reduced");
    browser.click("[data-ref=play]").await?;
    browser.wait(&format!("{step} > 20"), 20).await?;
    browser
        .dev_tools("Emulation.setEmulatedMedia", &reduce(""))
        .await?;
    Ok(())
}
