//! The pages: both languages, embeds, and the ways in which a host or a browser can be odd.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use anyhow::Result;
use redes_e2e::{Browser, Fault, site};
use serde_json::json;

const WIDGETS: [&str; 5] = ["perceptron", "circles", "digits", "reviews", "results"];

#[tokio::test]
async fn both_languages_come_up_without_a_complaint() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    for (language, play) in [("es", "Entrenar"), ("en", "Train")] {
        browser.open(&server.url(&format!("{language}/"))).await?;
        for widget in WIDGETS {
            let ready = format!(
                "document.querySelector('redes-{widget} [data-ref=play]')?.textContent.includes('{play}')"
            );
            browser.wait(&ready, 20).await?;
        }
        assert_eq!(
            browser.eval("document.documentElement.lang").await?,
            json!(language)
        );
        assert_eq!(browser.console_errors().await?, [""; 0], "{language}");
        let wide = browser
            .eval("document.documentElement.scrollWidth > innerWidth + 1")
            .await?;
        assert_eq!(wide, json!(false), "{language}: wider than the window");
        browser.screenshot(&format!("page-{language}")).await?;
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
        for widget in WIDGETS {
            browser
                .open(&server.url(&format!(
                    "embed/{widget}.html?lang={language}#{widget}.seed=41"
                )))
                .await?;
            let ready = format!(
                "document.querySelector('[data-ref=play]')?.textContent.includes('{play}')"
            );
            browser.wait(&ready, 20).await?;
            let seed = browser
                .eval("document.querySelector('[data-ref=seed]').value")
                .await?;
            assert_eq!(seed, json!("41"), "{widget} {language}");
            assert_eq!(
                browser.console_errors().await?,
                [""; 0],
                "{widget} {language}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_host_with_the_wrong_type_for_wasm_will_do() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    server.fault(".wasm", Fault::Mime("application/octet-stream"));
    browser.open(&server.url("es/")).await?;
    browser
        .wait(
            "document.querySelector('redes-circles [data-ref=play]')",
            20,
        )
        .await
}

#[tokio::test]
async fn a_host_without_the_module_is_told_to_the_reader() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    server.fault(".wasm", Fault::Status(503));
    browser.open(&server.url("en/")).await?;
    browser
        .wait(
            &format!(
                "document.querySelectorAll('[role=alert]').length === {}",
                WIDGETS.len()
            ),
            20,
        )
        .await?;
    browser
        .wait(
            "document.querySelector('redes-circles').textContent.includes('could not be loaded')",
            5,
        )
        .await
}

#[tokio::test]
async fn a_browser_without_simd_is_told_so() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser
        .before_pages("WebAssembly.validate = () => false;")
        .await?;
    browser.open(&server.url("es/")).await?;
    browser
        .wait(
            "document.querySelector('redes-digits').textContent.includes('SIMD')",
            20,
        )
        .await
}

#[tokio::test]
async fn absurd_states_in_the_address_are_refused_one_by_one() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let hash = "circles.samples=1e99&circles.noise=nan&circles.hidden=999,999&circles.seed=-1&perceptron.iterations=-5\
                &perceptron.seed=99999999999&digits.ink=%FF%00&digits.epochs=1e9&digits.case=9.9&circles.rate=%3Cscript%3E&reviews.samples=7&results.case=9&%&=&&x";
    browser.open(&server.url(&format!("es/#{hash}"))).await?;
    for widget in WIDGETS {
        let told = format!(
            "document.querySelector('redes-{widget}').textContent.includes('El enlace pedía valores que no sirven')"
        );
        browser.wait(&told, 20).await?;
    }
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
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
    browser.click("[data-ref=play]").await?;
    browser
        .wait(
            "document.querySelector('redes-circles').dataset.iteration === '50'",
            20,
        )
        .await
}
