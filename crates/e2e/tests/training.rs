//! Training in the browser gives the bits that it gives natively.

use anyhow::{Result, ensure};
use redes_data::mnist::Mnist;
use redes_e2e::{Browser, book, site};
use redes_lessons::thesis::digits::{self, Case, TrainOptions};
use serde_json::{Value, json};

use crate::native;

async fn fingerprint(
    browser: &Browser,
    figure: &str,
    iteration: u64,
    seconds: u64,
) -> Result<Value> {
    let host = format!("document.querySelector('redes-{figure}')");
    browser
        .wait(
            &format!("{host}.dataset.iteration === '{iteration}'"),
            seconds,
        )
        .await?;
    browser.eval(&format!("{host}.dataset.fingerprint")).await
}

/// Waits until the page says in these words that the site has no such data.
async fn missing(browser: &Browser, words: &str) -> Result<()> {
    let said =
        format!("document.querySelector('[data-ref=status]').textContent.includes('{words}')");
    browser.wait(&said, 20).await
}

#[tokio::test]
async fn the_perceptron_prints_the_thesis_digits_with_native_bits() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser
        .open(&server.url("embed/perceptron.html?lang=en"))
        .await?;
    browser
        .wait(
            "document.querySelector('redes-perceptron').dataset.iteration === '0'",
            20,
        )
        .await?;
    let text = "document.querySelector('redes-perceptron').textContent.replaceAll('−', '-')";
    for digits in ["-0.16595599", "0.44064899", "-0.99977125"] {
        browser
            .wait(&format!("{text}.includes('{digits}')"), 5)
            .await?;
    }
    browser.eval("(e => { e.value = e.max; e.dispatchEvent(new Event('input')); })(document.querySelector('[data-ref=speed]'))").await?;
    browser.click("[data-ref=play]").await?;
    let found = fingerprint(&browser, "perceptron", 10_000, 60).await?;
    for digits in ["9.67299303", "-0.2078435", "-4.62963669", "0.99993704"] {
        browser
            .wait(&format!("{text}.includes('{digits}')"), 5)
            .await?;
    }
    assert_eq!(found, json!(native::perceptron()?));
    assert_eq!(browser.console_errors().await?, [""; 0]);
    browser.screenshot("perceptron").await
}

#[tokio::test]
async fn five_hundred_steps_of_the_circles_have_native_bits() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser
        .open(&server.url("embed/circles.html?lang=es#circles.seed=7&circles.at=500"))
        .await?;
    let found = fingerprint(&browser, "circles", 500, 60).await?;
    assert_eq!(found, json!(native::circles(7, 500)?));
    assert_eq!(browser.console_errors().await?, [""; 0]);
    browser.screenshot("circles").await
}

#[tokio::test]
async fn two_hundred_steps_of_case_1_0_have_native_bits() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    // 199 by the link, one by the button.
    browser
        .open(&server.url("embed/digits.html?lang=es#digits.seed=5&digits.at=199"))
        .await?;
    browser
        .wait("document.querySelector('[data-ref=step]')", 20)
        .await?;
    browser.click("[data-ref=step]").await?;
    let Some(expected) = native::digits(5, 200)? else {
        eprintln!("the site was built without MNIST: its bits were not compared");
        return missing(&browser, "sin este conjunto de datos").await;
    };
    let found = fingerprint(&browser, "digits", 200, 120).await?;
    assert_eq!(found, json!(expected));
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_drawn_seven_is_read_and_an_epoch_is_trained_and_tested() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser
        .open(&server.url("embed/digits.html?lang=en#digits.epochs=1"))
        .await?;
    browser
        .wait("document.querySelector('[data-ref=play]')", 20)
        .await?;
    // Drawn by pointer events, as by a hand.
    browser
        .eval(
            "(pad => { const at = (type, x, y) => { const r = pad.getBoundingClientRect(); pad.dispatchEvent(new PointerEvent(type, \
             { pointerId: 1, button: 0, bubbles: true, clientX: r.left + x * r.width, clientY: r.top + y * r.height })); }; \
             pad.setPointerCapture = () => {}; at('pointerdown', .3, .2); at('pointermove', .7, .2); at('pointermove', .5, .5); \
             at('pointermove', .42, .85); at('pointerup', .42, .85); })(document.querySelector('[data-ref=pad]'))",
        )
        .await?;
    browser
        .wait(
            "document.querySelector('[data-cell=\"1.0-7\"]').classList.contains('best')",
            20,
        )
        .await?;
    browser
        .wait(
            "document.querySelector('[data-cell=\"1.1-7\"]').classList.contains('best')",
            20,
        )
        .await?;
    browser
        .wait("location.hash.includes('digits.ink=')", 5)
        .await?;
    browser.click("[data-ref=play]").await?;
    if book::data_set("mnist")?.is_none() {
        eprintln!("the site was built without MNIST: nothing was trained");
        return missing(&browser, "without this data set").await;
    }
    browser
        .wait("!document.querySelector('[data-ref=test]').hidden", 120)
        .await?;
    let counted = browser
        .eval("[...document.querySelectorAll('[data-ref=confusion-body] td')].reduce((n, e) => n + (+e.textContent || 0), 0)")
        .await?;
    assert_eq!(counted, json!(10_000));
    browser
        .wait("document.querySelectorAll('.mistake').length > 0", 5)
        .await?;
    browser.click(".mistake").await?;
    browser.screenshot("digits").await
}

#[tokio::test]
async fn a_training_of_the_readers_lands_among_the_thousands() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser
        .open(
            &server.url("embed/luck.html?lang=en#luck.network=1.0&luck.epoch=1&luck.measure=loss"),
        )
        .await?;
    browser
        .wait(
            "document.querySelector('[data-ref=play]')?.textContent.includes('seed 21')",
            20,
        )
        .await?;
    browser.click("[data-ref=play]").await?;
    let Some(data) = book::data_set("mnist")? else {
        eprintln!("the site was built without MNIST: nothing was trained");
        let failed = "document.querySelector('[data-ref=failed]').textContent";
        return browser
            .wait(&format!("{failed}.includes('without this data set')"), 60)
            .await;
    };
    // Another command ends it, and the seed is still to be trained.
    browser
        .wait(
            "+document.querySelector('redes-luck').dataset.step > 100",
            60,
        )
        .await?;
    let button = "document.querySelector('[data-ref=play]').textContent";
    assert_eq!(browser.eval(button).await?, json!("Cancel"));
    browser.click("[data-ref=play]").await?;
    browser
        .wait(&format!("{button}.includes('seed 21')"), 5)
        .await?;
    browser.click("[data-ref=play]").await?;
    browser
        .wait(&format!("{button}.includes('seed 22')"), 180)
        .await?;
    let train = Mnist::load_dir(&data)?.0;
    let options = TrainOptions {
        seed: 21,
        epochs: 1,
        ..TrainOptions::default()
    };
    let mut trainer = digits::trainer(Case::Case10, 60_000, options)?;
    while trainer.finished().is_none() {
        trainer.step(&train)?;
    }
    let loss = trainer
        .history()
        .first()
        .map_or(f64::NAN, |epoch| epoch.loss);
    let message = format!("Your training with seed 21: {loss:.4}. Of 2,048 trainings");
    let status = browser
        .eval("document.querySelector('[data-ref=status]').textContent")
        .await?;
    ensure!(
        status
            .as_str()
            .is_some_and(|status| status.starts_with(&message)),
        "{status}, not {message}"
    );
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}
