//! What a reader finds on a page that is loaded again: a small training at its last step, a short training that needs data, and
//! a network that came from another page.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use redes_e2e::{Browser, Server, book, site};
use serde_json::{Value, json};

const OFFER: &str = "document.querySelector('[data-resume]')";
const STATUS: &str = "document.querySelector('[data-ref=status]').textContent";
/// The trainings that the browser keeps; `change` is what a test does to one of them before that.
fn kept(change: &str) -> String {
    format!(
        "new Promise((done, fail) => {{ const open = indexedDB.open('redes-checkpoints', 3); open.onerror = fail; open.onsuccess = () => {{ \
         const store = open.result.transaction('trainings', 'readwrite').objectStore('trainings'); const all = store.getAll(); \
         all.onsuccess = () => {{ for (const entry of all.result) {{ {change}; store.put(entry); }} open.result.close(); \
         done(all.result.map(({{ figure, step, short }}) => [figure, step, short])); }}; }}; }})"
    )
}

fn host(figure: &str) -> String {
    format!("document.querySelector('redes-{figure}')")
}

async fn opened(server: &Server, browser: &Browser, page: &str) -> Result<()> {
    browser.open(&server.url(page)).await?;
    browser.alive().await
}

async fn number(browser: &Browser, expression: &str) -> Result<u64> {
    let found = browser.eval(expression).await?;
    found
        .as_u64()
        .with_context(|| format!("{expression}: {found}"))
}

#[tokio::test]
async fn a_training_that_is_left_comes_back_to_its_last_step() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    for (name, state) in [
        (
            "perceptron",
            "perceptron.iterations=100000&perceptron.speed=1",
        ),
        ("circles", "circles.seed=7&circles.speed=1"),
        ("playground", "playground.seed=7&playground.speed=1"),
    ] {
        opened(
            &server,
            &browser,
            &format!("embed/{name}.html?lang=es#{state}"),
        )
        .await?;
        let host = host(name);
        let step = format!("+{host}.dataset.step");
        browser.click("[data-ref=play]").await?;
        browser.wait(&format!("{step} > 3"), 9).await?;
        let noted = browser
            .eval(&format!("location.hash.includes('{name}.at=')"))
            .await?;
        ensure!(noted == json!(false), "{name}: its step is noted already");
        let left = number(&browser, &step).await?;
        browser.client.refresh().await?;
        browser.alive().await?;
        let back =
            format!("{host}.dataset.phase === 'paused' && +{host}.dataset.iteration >= {left}");
        browser
            .wait(&back, 30)
            .await
            .with_context(|| format!("{name}, left at {left}"))?;
        let said = format!("{STATUS}.startsWith('En pausa en el paso ')");
        browser.wait(&said, 5).await.context(name)?;
        // A link to the page is another visit.
        opened(&server, &browser, "embed/dense.html").await?;
        opened(&server, &browser, &format!("embed/{name}.html?lang=es")).await?;
        let first = format!("!location.hash.includes('{name}.at=')");
        browser.wait(&first, 5).await.context(name)?;
    }
    ensure!(browser.console_errors().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_short_training_is_kept_once_it_rests() -> Result<()> {
    if book::data_set("mnist")?.is_none() {
        eprintln!("the site was built without MNIST: nothing was trained");
        return Ok(());
    }
    let (server, browser) = (site()?, Browser::start().await?);
    // One that ends.
    opened(
        &server,
        &browser,
        "embed/writers.html?lang=en#writers.steps=9&writers.seed=5&writers.speed=3",
    )
    .await?;
    let writers = host("writers");
    let print = format!("{writers}.dataset.fingerprint");
    browser.click("[data-ref=play]").await?;
    browser
        .wait(
            &format!("{writers}.dataset.phase === 'finished' && {print}"),
            120,
        )
        .await?;
    let wanted = browser.eval(&print).await?;
    let entry = |figure: &str, step: u64| json!([[figure, step, true]]);
    is_kept(&browser, "", &entry("writers", 9)).await?;
    browser.client.refresh().await?;
    browser.alive().await?;
    browser
        .wait(
            &format!(
                "{OFFER}?.textContent.startsWith('Show network 1.0, seed 5, trained for 9 steps')"
            ),
            20,
        )
        .await?;
    browser.click("[data-resume]").await?;
    browser.wait(&format!("{print} === {wanted}"), 60).await?;

    // One that pauses. The address has its step, and the status says so.
    opened(
        &server,
        &browser,
        "embed/digits.html?lang=en#digits.seed=5&digits.speed=1",
    )
    .await?;
    let digits = host("digits");
    browser.click("[data-ref=play]").await?;
    browser
        .wait(&format!("+{digits}.dataset.step > 3"), 120)
        .await?;
    browser.click("[data-ref=play]").await?;
    browser.wait(&format!("{digits}.dataset.phase === 'paused' && +{digits}.dataset.iteration === +{digits}.dataset.step"), 20).await?;
    let step = number(&browser, &format!("+{digits}.dataset.iteration")).await?;
    let both = json!([["digits", step, true], ["writers", 9, true]]);
    is_kept(&browser, "", &both).await?;
    browser.client.refresh().await?;
    browser.alive().await?;
    let says = format!(
        "{STATUS} === 'This link stops at step {step}: Train repeats the training up to there, with the same bits.'"
    );
    browser.wait(&says, 5).await?;
    browser
        .wait(
            &format!(
                "{OFFER}?.textContent.startsWith('Continue network 1.0, seed 5, from step {step} ')"
            ),
            20,
        )
        .await?;
    browser.screenshot("left-digits").await?;

    // A short one takes no long one's place, and is offered after loading alone.
    let long = json!([["digits", 700, false], ["writers", 9, true]]);
    is_kept(
        &browser,
        "if (entry.figure === 'digits') Object.assign(entry, { step: 700, short: false })",
        &long,
    )
    .await?;
    browser.click("[data-ref=step]").await?;
    browser
        .wait(&format!("+{digits}.dataset.iteration > {step}"), 60)
        .await?;
    browser.click("[data-ref=play]").await?;
    browser
        .wait(&format!("+{digits}.dataset.step > {step} + 3"), 60)
        .await?;
    browser.click("[data-ref=play]").await?;
    browser
        .wait(&format!("{digits}.dataset.phase === 'paused'"), 20)
        .await?;
    let pause = "new Promise((done) => setTimeout(done, 1500))";
    browser.eval(pause).await?;
    is_kept(&browser, "", &long).await?;
    browser.click("[data-ref=reset]").await?;
    browser
        .wait(
            &format!("{OFFER}?.textContent.includes('from step 700 ')"),
            20,
        )
        .await?;
    let short = json!([["digits", 700, true], ["writers", 9, true]]);
    is_kept(&browser, "entry.short = true", &short).await?;
    browser.client.refresh().await?;
    browser.alive().await?;
    browser.wait(OFFER, 20).await?;

    // Another tab keeps another one, then deletes it.
    let other = json!([["digits", 800, true], ["writers", 9, true]]);
    let change =
        "if (entry.figure === 'digits' && entry.step === 700) entry.time += 1, entry.step = 800";
    is_kept(&browser, change, &other).await?;
    browser.click("[data-resume]").await?;
    browser
        .wait(
            &format!("{OFFER}?.textContent.includes('from step 800 ')"),
            20,
        )
        .await?;
    browser
        .eval("import(new URL('../js/trainings.js', location)).then(({ remove }) => remove('digits'))")
        .await?;
    browser.click("[data-resume]").await?;
    let gone =
        "document.querySelector('[data-checkpoint]').textContent === 'It is no longer saved.'";
    browser.wait(gone, 20).await?;
    browser
        .wait(&format!("{digits}.dataset.phase === 'idle'"), 5)
        .await?;
    ensure!(browser.console_errors().await?.is_empty());
    Ok(())
}

/// Waits until the browser keeps these trainings: figure, step, and whether they are short. Before, a test may change them.
async fn is_kept(browser: &Browser, change: &str, wanted: &Value) -> Result<()> {
    if !change.is_empty() {
        browser.eval(&kept(change)).await?;
    }
    let found = format!(
        "({}).then((all) => JSON.stringify(all.sort()) === {})",
        kept(""),
        json!(wanted.to_string())
    );
    let limit = Duration::from_secs(20);
    let waited = browser.wait_until(&found, limit, "the trainings").await;
    let found = browser.eval(&kept("")).await?;
    waited.with_context(|| format!("{found}, not {wanted}"))
}

#[tokio::test]
async fn a_network_from_another_page_is_named_and_comes_back() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let opened = host("opened");
    browser
        .open(&server.url("en/models.html#opened.start=1.1&opened.speed=0"))
        .await?;
    browser.look_through().await?;
    let open = format!(
        "{opened}.dataset.model === 'digits-1.1.safetensors' && {opened}.dataset.fingerprint"
    );
    browser.wait(&open, 90).await?;
    let mut name = "digits-1.1".to_owned();
    if book::data_set("mnist")?.is_some() {
        browser.click("redes-opened [data-ref=step]").await?;
        browser
            .wait(&format!("+{opened}.dataset.iteration === 1"), 120)
            .await?;
        name += ", trained further to step 1";
    }
    browser.click("[data-ref=look-inside]").await?;
    let note = "document.querySelector('redes-neurons [data-ref=opened-note]')";
    let named = format!(
        "{note}?.textContent.startsWith({})",
        json!(format!("{name}, from the page of models"))
    );
    browser.wait(&named, 60).await?;
    let pressed = "document.querySelector('[data-owner=opened]')?.ariaPressed === 'true'";
    browser.wait(pressed, 5).await?;
    for _ in 0..2 {
        browser.client.refresh().await?;
        browser.look_through().await?;
        browser.wait(&named, 60).await?;
        browser.wait(pressed, 5).await?;
    }
    // Another tab has handed on another one.
    let other = "new Promise((done, fail) => { const open = indexedDB.open('redes', 1); open.onerror = fail; open.onsuccess = () => { \
        const store = open.result.transaction('networks', 'readwrite').objectStore('networks'); const all = store.get('redes-neurons'); \
        all.onsuccess = () => { store.put({ ...all.result, id: 'another' }, 'redes-neurons').onsuccess = () => { open.result.close(); done(0); }; }; }; })";
    browser.eval(other).await?;
    browser.client.refresh().await?;
    browser.look_through().await?;
    let gone = "document.querySelector('redes-neurons > .notice')?.textContent.startsWith('The network that was opened here from another page is no longer kept.')";
    browser.wait(gone, 30).await?;
    browser.screenshot("left-neurons").await?;
    // Another visit begins as others do.
    browser.open(&server.url("en/introduction.html")).await?;
    browser.open(&server.url("en/inside.html")).await?;
    browser.client.refresh().await?;
    browser.look_through().await?;
    browser.wait("document.querySelector('redes-neurons [data-ref=answer]')?.textContent.includes('The network answers')", 60).await?;
    let begins =
        format!("!document.querySelector('redes-neurons > .notice:not(.bad)') && {note}.hidden");
    ensure!(browser.eval(&begins).await? == json!(true));
    ensure!(browser.console_errors().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_training_that_is_being_kept_survives_a_change_of_settings() -> Result<()> {
    if book::data_set("imdb")?.is_none() {
        eprintln!("the site was built without IMDB: nothing was trained");
        return Ok(());
    }
    let (server, browser) = (site()?, Browser::start().await?);
    let page = "embed/reviews.html?lang=en#reviews.seed=5&reviews.networks=2.1";
    opened(&server, &browser, page).await?;
    let reviews = host("reviews");
    // The first of many parts has come, and the reader chooses the other network.
    let other = format!(
        "{reviews}.addEventListener('saved', () => setTimeout(() => document.querySelector('[data-networks=\"2.0\"]').click()), {{ once: true, capture: true }})"
    );
    browser.eval(&other).await?;
    browser.click("[data-ref=play]").await?;
    browser
        .wait(&format!("+{reviews}.dataset.step > 1"), 120)
        .await?;
    browser.click("[data-ref=play]").await?;
    browser
        .wait(&format!("{reviews}.dataset.phase === 'idle'"), 20)
        .await?;
    // It is a short one: the page offers it once it is loaded again.
    let there = format!("({}).then(({{ length }}) => length === 1)", kept(""));
    let limit = Duration::from_secs(20);
    browser.wait_until(&there, limit, "the training").await?;
    browser.client.refresh().await?;
    browser.alive().await?;
    browser
        .wait(
            &format!("{OFFER}?.textContent.startsWith('Continue network 2.1, seed 5, from step ')"),
            20,
        )
        .await?;
    ensure!(browser.console_errors().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_training_whose_rest_does_not_come_leaves_the_one_before() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    opened(&server, &browser, "embed/digits.html?lang=en").await?;
    // As the figure hands over a part (crates/shell/src/keeping.rs).
    let part = |name: &str, given: u32, from: u32, bytes: u32| {
        format!(
            "document.querySelector('[data-checkpoint]').dispatchEvent(new CustomEvent('saved', \
             {{ detail: [[new Uint8Array({given})], '{name}', undefined, 0, 0, {from}, {bytes}] }}))"
        )
    };
    let held = "new Promise((done, fail) => { const open = indexedDB.open('redes-checkpoints', 3); open.onerror = fail; open.onsuccess = () => { \
        const moved = open.result.transaction(['trainings', 'pieces']); moved.onabort = fail; \
        const [all, pieces] = ['trainings', 'pieces'].map((name) => moved.objectStore(name).getAll()); moved.oncomplete = () => { open.result.close(); \
        done([all.result.map(({ name }) => name), pieces.result.map(({ length }) => length)]); }; }; })";
    let holds = async |name: &str, pieces: Value| -> Result<()> {
        let (wanted, mut found) = (json!([[name], pieces]), Value::Null);
        for _ in 0..50 {
            found = browser.eval(held).await?;
            if found == wanted {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        anyhow::bail!("{found} is held instead of {wanted}")
    };
    // The script that keeps trainings is loaded after the figure, and opens the database last.
    let ready =
        "indexedDB.databases().then((all) => all.some(({ name }) => name === 'redes-checkpoints'))";
    let limit = Duration::from_secs(20);
    browser.wait_until(ready, limit, "the database").await?;
    browser.eval(&part("one", 9, 0, 9)).await?;
    holds("one", json!([9])).await?;
    // The rest of the second does not come; the third is whole, in two parts.
    browser.eval(&part("two", 5, 0, 12)).await?;
    tokio::time::sleep(Duration::from_millis(300)).await;
    browser.eval(&part("three", 4, 0, 7)).await?;
    browser.eval(&part("three", 3, 4, 7)).await?;
    holds("three", json!([4, 3])).await?;
    // Nor does the rest of the fourth. The page gives up after some seconds.
    browser.eval(&part("four", 5, 0, 12)).await?;
    tokio::time::sleep(Duration::from_millis(300)).await;
    holds("three", json!([4, 3])).await?;
    browser.eval(&part("five", 2, 0, 2)).await?;
    holds("five", json!([2])).await?;
    ensure!(browser.console_errors().await?.is_empty());
    Ok(())
}
