//! What the reader made is not lost: drawings, settings, painted points, edited weights, trained weights. Not when the process
//! that trains dies, and not when the page is loaded again.

use std::{fs, time::Duration};

use anyhow::{Context, Result, ensure};
use redes_e2e::{Browser, Fault, Server, book, site};
use serde_json::{Value, json};

use crate::native;

const STATUS: &str = "document.querySelector('[data-ref=status]').textContent";
/// Steps in an epoch of 10,000 digits.
const STEPS: u64 = 313;
/// Lets the test reach the workers that the page starts.
const WORKERS: &str = "globalThis.__workers = []; const Plain = globalThis.Worker; \
    globalThis.Worker = class extends Plain { constructor(...all) { super(...all); __workers.push(this); } };";
/// The workers end, as where one traps.
const DIE: &str =
    "(__workers.splice(0).forEach((worker) => worker.dispatchEvent(new ErrorEvent('error'))), 0)";
/// The trainings that the browser keeps, without their numbers.
const SAVED: &str = "new Promise((done, fail) => { const open = indexedDB.open('redes-checkpoints'); open.onerror = fail; \
    open.onsuccess = () => { const all = open.result.transaction('trainings').objectStore('trainings').getAll(); all.onerror = fail; \
    all.onsuccess = () => { open.result.close(); done(all.result.map(({ figure, step, state, tape }) => [figure, step, state, tape])); }; }; })";

/// A stroke by pointer events, as by a hand.
fn drawn(part: &str, points: &[(f64, f64)]) -> String {
    let points = json!(points);
    format!(
        "(place => {{ const points = {points}; place.setPointerCapture = () => {{}}; \
         const at = (type, [x, y]) => {{ const r = place.getBoundingClientRect(); place.dispatchEvent(new PointerEvent(type, \
         {{ pointerId: 1, button: 0, bubbles: true, clientX: r.left + x * r.width, clientY: r.top + y * r.height }})); }}; \
         at('pointerdown', points[0]); points.slice(1).forEach(point => at('pointermove', point)); at('pointerup', points.at(-1)); }})\
         (document.querySelector('[data-ref={part}]'))"
    )
}

fn host(figure: &str) -> String {
    format!("document.querySelector('redes-{figure}')")
}

async fn opened(server: &Server, browser: &Browser, page: &str) -> Result<()> {
    browser.open(&server.url(page)).await?;
    browser.alive().await
}

/// Ends the workers of a figure that rests, and waits until its weights are back with the same bits.
async fn dies(browser: &Browser, figure: &str) -> Result<()> {
    let print = format!("{}.dataset.fingerprint", host(figure));
    let before = browser.eval(&print).await?;
    browser.eval(&format!("(delete {print}, {DIE})")).await?;
    browser
        .wait(&print, 30)
        .await
        .with_context(|| format!("{figure}: no successor"))?;
    let after = browser.eval(&print).await?;
    ensure!(after == before, "{figure}: {before} became {after}");
    Ok(())
}

#[tokio::test]
async fn painted_points_and_edited_weights_survive_a_worker_and_a_reload() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(WORKERS).await?;
    opened(
        &server,
        &browser,
        "embed/playground.html?lang=es#playground.seed=9",
    )
    .await?;
    let host = host("playground");
    browser
        .wait(&format!("{host}.dataset.fingerprint"), 30)
        .await?;
    browser
        .eval("(document.querySelectorAll('details').forEach(fold => { fold.open = true; }), 0)")
        .await?;
    browser.click("[data-brush=\"1\"]").await?;
    let stroke = drawn("paint", &[(0.8, 0.2), (0.9, 0.2), (0.9, 0.3)]);
    browser.eval(&stroke).await?;
    browser
        .wait("location.hash.includes('playground.own=')", 10)
        .await?;
    browser.click("[data-ref=epoch]").await?;
    browser
        .wait(&format!("+{host}.dataset.iteration > 1"), 20)
        .await?;
    let edit = "(field => { field.focus(); field.value = '-0.75'; field.dispatchEvent(new Event('change', { bubbles: true })); field.blur(); })\
                (document.querySelector('[data-parameter]'))";
    browser.eval(edit).await?;
    browser.wait("location.hash.includes('v-0.75')", 10).await?;
    browser.click("[data-ref=epoch]").await?;
    let at = "[...location.hash.matchAll(/playground\\.at=(\\d+)/g)].at(-1)?.[1]";
    browser
        .wait(
            &format!("{host}.dataset.iteration === {at} && {host}.dataset.phase !== 'running'"),
            20,
        )
        .await?;
    dies(&browser, "playground").await?;
    let state = format!("[location.hash, {host}.dataset.fingerprint, {host}.dataset.iteration]");
    let before = browser.eval(&state).await?;
    browser.client.refresh().await?;
    browser.alive().await?;
    let back = format!("{host}.dataset.iteration === {}", before[2]);
    browser.wait(&back, 30).await?;
    let after = browser.eval(&state).await?;
    ensure!(after == before, "{before} became {after}");
    ensure!(browser.console_errors().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn an_open_network_that_was_trained_survives_a_worker() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(WORKERS).await?;
    opened(
        &server,
        &browser,
        "embed/opened.html?lang=es#opened.start=1.0",
    )
    .await?;
    let host = host("opened");
    browser
        .wait(&format!("{host}.dataset.fingerprint"), 60)
        .await?;
    dies(&browser, "opened").await?;
    if book::data_set("mnist")?.is_none() {
        eprintln!("the site was built without MNIST: the open network was not trained");
        return Ok(());
    }
    browser.click("[data-ref=play]").await?;
    browser
        .wait(&format!("+{host}.dataset.step > 20"), 120)
        .await?;
    browser.click("[data-ref=play]").await?;
    let rests = format!(
        "{host}.dataset.phase === 'paused' && {host}.dataset.iteration === {host}.dataset.step"
    );
    browser.wait(&rests, 20).await?;
    dies(&browser, "opened").await
}

/// Waits until the browser keeps one training of the digits at the step at which it rests.
async fn saved(browser: &Browser) -> Result<Value> {
    let there = format!(
        "({SAVED}).then((all) => all.length === 1 && all[0][0] === 'digits' && all[0][1] === +{}.dataset.iteration)",
        host("digits")
    );
    let limit = Duration::from_secs(20);
    browser
        .wait_until(&there, limit, "the training to be kept")
        .await?;
    browser.eval(SAVED).await
}

#[tokio::test]
async fn a_long_training_of_the_digits_goes_on_after_a_reload() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(WORKERS).await?;
    // Ten seconds are long after half of one.
    let script = fs::read_to_string(book::dist()?.join("js/checkpoint.js"))?;
    let script = script.replace("10_000;", "500;");
    ensure!(script.contains("500;"));
    server.fault("js/checkpoint.js", Fault::Instead(script));
    let page = "embed/digits.html?lang=es#digits.epochs=1&digits.seed=5&digits.speed=1";
    opened(&server, &browser, page).await?;
    let host = host("digits");
    let seven = [(0.3, 0.2), (0.7, 0.2), (0.5, 0.5), (0.42, 0.85)];
    browser.eval(&drawn("pad", &seven)).await?;
    browser
        .wait("location.hash.includes('digits.ink=')", 5)
        .await?;
    browser.click("[data-ref=play]").await?;
    let Some(native) = native::digits(5, STEPS)? else {
        eprintln!("the site was built without MNIST: nothing was trained");
        return browser
            .wait(
                &format!("{STATUS}.includes('sin este conjunto de datos')"),
                20,
            )
            .await;
    };
    browser
        .wait(&format!("+{host}.dataset.step > 5"), 60)
        .await?;
    // A process that dies on the way changes nothing; nor does what is saved meanwhile.
    let at = browser
        .eval(&format!("({DIE}, +{host}.dataset.step)"))
        .await?;
    // The successor trains: what it is asked for while it loads is not answered.
    browser
        .wait(&format!("+{host}.dataset.step > {at} + 10"), 60)
        .await?;
    browser.click("[data-ref=play]").await?;
    browser
        .wait(&format!("{host}.dataset.phase === 'paused'"), 20)
        .await?;
    let kept = saved(&browser).await?;
    let (at, ink) = (
        kept[0][1].clone(),
        "location.hash.match(/digits\\.ink=[^&]*/)[0]",
    );
    let ink_before = browser.eval(ink).await?;

    // The page is loaded anew, at an address without the state of the training but with a drawing.
    let drawing = ink_before.as_str().unwrap_or_default();
    opened(
        &server,
        &browser,
        &format!("embed/digits.html?lang=es#{drawing}"),
    )
    .await?;
    let offer = "document.querySelector('[data-resume]')";
    browser
        .wait(&format!("{offer}?.checkVisibility()"), 20)
        .await?;
    let text = browser.eval(&format!("{offer}.textContent")).await?;
    let text = text.as_str().unwrap_or_default();
    let message = format!("Continuar la red 1.0, semilla 5, desde el paso {at} (guardada a las ");
    ensure!(text.starts_with(&message), "{text}");
    browser.screenshot("checkpoint").await?;
    let first = format!(
        "(globalThis.__first = 0, new MutationObserver(() => {{ __first ||= +{host}.dataset.step; }}).observe({host}, {{ attributeFilter: ['data-step'] }}), 0)"
    );
    browser.eval(&first).await?;
    browser.click("[data-resume]").await?;
    browser.fastest().await?;
    // It is not repeated from the start.
    browser.wait(&format!("__first >= {at}"), 60).await?;
    let state = "[document.querySelector('[data-ref=seed]').value, document.querySelector('[data-ref=epochs]').value]";
    ensure!(browser.eval(state).await? == json!(["5", "1"]));
    ensure!(browser.eval(ink).await? == ink_before);
    browser
        .wait("!document.querySelector('[data-ref=test]').hidden", 120)
        .await?;
    let found = format!("{host}.dataset.fingerprint === {}", json!(native));
    browser.wait(&found, 20).await?;

    // The end is kept too; deleted, it is gone.
    saved(&browser).await?;
    opened(&server, &browser, "embed/digits.html?lang=en").await?;
    browser
        .wait(
            &format!("{offer}?.textContent.startsWith('Show network 1.0, seed 5, trained for {STEPS} steps (saved at ')"),
            20,
        )
        .await?;
    browser.click("[data-remove]").await?;
    browser
        .wait(
            "document.querySelector('[data-checkpoint]').textContent === 'Deleted.'",
            5,
        )
        .await?;
    let left = browser.eval(SAVED).await?;
    ensure!(left == json!([]), "{left}");
    let errors = browser.console_errors().await?;
    ensure!(errors.is_empty(), "{errors:?}");
    Ok(())
}

#[tokio::test]
async fn the_trainings_that_the_reader_added_come_back_after_a_reload() -> Result<()> {
    if book::data_set("mnist")?.is_none() {
        eprintln!("the site was built without MNIST: nothing was trained");
        return Ok(());
    }
    let (server, browser) = (site()?, Browser::start().await?);
    let page = "embed/luck.html?lang=en#luck.network=1.0&luck.epoch=2&luck.measure=loss";
    let button = "document.querySelector('[data-ref=play]')?.textContent";
    let trains = |seed: u32| format!("{button}?.includes('seed {seed}')");
    let delete = "document.querySelector('[data-remove]')";
    opened(&server, &browser, page).await?;
    browser.wait(&trains(21), 20).await?;
    browser.click("[data-ref=play]").await?;
    browser.wait(&trains(22), 300).await?;
    browser
        .wait(&format!("{delete}?.checkVisibility()"), 10)
        .await?;
    let shown = "[document.querySelector('[data-ref=status]').textContent, document.querySelector('[data-ref=graph]').outerHTML]";
    let before = browser.eval(shown).await?;
    let text = before[0].as_str().unwrap_or_default();
    ensure!(text.starts_with("Your training with seed 21: 0."), "{text}");

    // What is no list of trainings is left alone, and so is a list that is cut.
    let spoil = |how: &str| {
        format!(
            "new Promise((done, fail) => {{ const open = indexedDB.open('redes-checkpoints'); open.onerror = fail; open.onsuccess = () => {{ \
             const moved = open.result.transaction(['trainings', 'pieces'], 'readwrite'); moved.onabort = fail; \
             const [store, pieces] = ['trainings', 'pieces'].map((name) => moved.objectStore(name)), key = ['luck', 'tape', 0]; \
             pieces.get(key).onsuccess = ({{ target: {{ result: part }} }}) => store.get('luck').onsuccess = ({{ target: {{ result: entry }} }}) => {{ \
             const tape = (bytes) => {{ pieces.put(bytes, key); entry.tape = bytes.length; }}; entry.whole ??= part; {how}; store.put(entry); }}; \
             moved.oncomplete = () => {{ open.result.close(); done(0); }}; }}; }})"
        )
    };
    for how in [
        "tape(entry.whole.slice(0, 9))",
        "tape(new Uint8Array(99).fill(255))",
        "entry.tape = 'a text'",
    ] {
        browser.eval(&spoil(how)).await?;
        browser.client.refresh().await?;
        browser.alive().await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        ensure!(browser.eval(&trains(21)).await? == json!(true), "{how}");
    }
    browser.eval(&spoil("tape(entry.whole)")).await?;
    browser.client.refresh().await?;
    browser.alive().await?;
    browser.wait(&trains(22), 20).await?;
    let same = format!("JSON.stringify({shown}) === {}", json!(before.to_string()));
    browser.wait(&same, 10).await?;
    browser.screenshot("luck-back").await?;

    browser.click("[data-remove]").await?;
    browser.wait(&trains(21), 5).await?;
    ensure!(browser.eval(SAVED).await? == json!([]));
    browser.client.refresh().await?;
    browser.alive().await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    ensure!(
        browser.eval(&trains(21)).await? == json!(true),
        "it is back"
    );
    let errors = browser.console_errors().await?;
    ensure!(errors.is_empty(), "{errors:?}");
    Ok(())
}
