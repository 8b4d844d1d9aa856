//! A long training of every figure comes back after a reload: from what the browser keeps, with the bits of one that was
//! never interrupted, or from the address. What is broken there leaves the figure as it is.

use std::{fs, time::Duration};

use anyhow::{Context, Result, ensure};
use redes_e2e::{Browser, Fault, Server, book, site};
use redes_lessons::thesis::reviews::Case;
use serde_json::{Value, json};

use crate::native;

const OFFER: &str = "document.querySelector('[data-resume]')";
/// Opens the trainings and their pieces in the browser's database, and ends with the result of a request.
pub(crate) const STORE: &str = "globalThis.__store = (mode, act) => new Promise((done, fail) => { const open = indexedDB.open('redes-checkpoints', 3); \
    open.onerror = fail; open.onsuccess = () => { const moved = open.result.transaction(['trainings', 'pieces'], mode); \
    const request = act(moved.objectStore('trainings'), moved.objectStore('pieces')); moved.onabort = fail; \
    moved.oncomplete = () => { open.result.close(); done(request.result); }; }; });";
/// What is kept, without its numbers.
const KEPT: &str = "__store('readonly', (store) => store.getAll()).then((all) => all.map(({ figure, step, name, bytes }) => [figure, step, name, bytes]))";
/// The bytes of all pieces, and of the largest.
const SIZES: &str = "__store('readonly', (_, pieces) => pieces.getAll()).then((all) => all.map(({ length }) => length)) \
    .then((all) => [all.reduce((sum, length) => sum + length, 0), Math.max(...all)])";
/// Entries that make an offer, and from which a training begins at its first step.
pub(crate) const BROKEN: [&str; 4] = [
    "change = (part) => part.slice(0, part.length >> 1)",
    "entry.tape = 3, change = () => new Uint8Array(3)",
    "change = (part) => part.fill(255)",
    "entry.state = entry.state.replace('seed=5', 'seed=6')",
];
/// Entries that make no offer, and how they become right again.
const WRONG: [[&str; 2]; 3] = [
    [
        "entry.spare = entry.tape, entry.tape = 'a text'",
        "entry.tape = entry.spare",
    ],
    ["entry.step = `${entry.step}`", "entry.step = +entry.step"],
    [
        "entry.spare = entry.name, delete entry.name",
        "entry.name = entry.spare",
    ],
];

/// Whether there is no offer, half a second later.
pub(crate) const NONE: &str = "new Promise((done) => setTimeout(done, 500)).then(() => !document.querySelector('[data-resume]'))";

/// A figure that trains, in its browser.
pub(crate) struct Figure<'a> {
    pub(crate) server: &'a Server,
    pub(crate) browser: &'a Browser,
    pub(crate) name: &'static str,
}

impl Figure<'_> {
    pub(crate) fn host(&self) -> String {
        format!("document.querySelector('redes-{}')", self.name)
    }

    /// A number that the figure's element has, as of the step.
    fn data(&self, name: &str) -> String {
        format!("+{}.dataset.{name}", self.host())
    }

    pub(crate) async fn open(&self, language: &str, state: &str) -> Result<()> {
        let page = format!("embed/{}.html?lang={language}#{state}", self.name);
        self.browser.open(&self.server.url(&page)).await?;
        self.browser.alive().await
    }

    async fn wait(&self, condition: &str, seconds: u64) -> Result<()> {
        let waited = self.browser.wait(condition, seconds).await;
        waited.with_context(|| self.name)
    }

    async fn phase(&self, phase: &str, seconds: u64) -> Result<()> {
        let is = format!("{}.dataset.phase === '{phase}'", self.host());
        self.wait(&is, seconds).await
    }

    /// Trains from the figure's first step, and pauses after some more.
    async fn trains_and_pauses(&self) -> Result<()> {
        self.browser.click("[data-ref=play]").await?;
        self.pauses_after(3).await
    }

    /// Pauses once more steps than these are done.
    async fn pauses_after(&self, steps: u64) -> Result<()> {
        let on = format!("{} > {steps}", self.data("step"));
        self.wait(&on, 120).await?;
        self.browser.click("[data-ref=play]").await?;
        self.phase("paused", 20).await?;
        let rests = format!("{} === {}", self.data("iteration"), self.data("step"));
        self.wait(&rests, 20).await
    }

    /// The hash of the weights after the last step.
    pub(crate) async fn ends(&self) -> Result<Value> {
        self.browser.fastest().await?;
        self.phase("finished", 240).await?;
        self.wait(&format!("{}.dataset.fingerprint", self.host()), 20)
            .await?;
        self.fingerprint().await
    }

    async fn fingerprint(&self) -> Result<Value> {
        let print = format!("{}.dataset.fingerprint", self.host());
        self.browser.eval(&print).await
    }

    /// Waits until the browser keeps the training at the step at which it rests. Returns the step and the bytes.
    async fn kept(&self, network: &str) -> Result<(u64, u64)> {
        let there = format!(
            "({KEPT}).then((all) => all.length === 1 && all[0][0] === '{}' && all[0][1] === {} && all[0][2] === {network:?})",
            self.name,
            self.data("iteration")
        );
        let limit = Duration::from_secs(30);
        let kept = self.browser.wait_until(&there, limit, "the training").await;
        kept.with_context(|| self.name)?;
        let entry = self.browser.eval(KEPT).await?;
        let number = |place| entry[0][place].as_u64().context("no number");
        Ok((number(1)?, number(3)?))
    }

    /// Spoils what is kept: `entry`, or each piece of its bytes, which `change` gets with its name.
    pub(crate) async fn spoil(&self, how: &str) -> Result<()> {
        let spoil = format!(
            "__store('readonly', (store) => store.getAll()).then(([entry]) => {{ let change; {how}; return __store('readwrite', (store, pieces) => {{ \
             const walk = change && pieces.openCursor(); \
             if (walk) walk.onsuccess = () => {{ const {{ result }} = walk; result?.update(change(result.value, result.key[1])); result?.continue(); }}; \
             return store.put(entry); }}); }})"
        );
        self.browser.eval(&spoil).await?;
        Ok(())
    }

    /// The text of the offer.
    pub(crate) async fn offered(&self) -> Result<String> {
        self.wait(&format!("{OFFER}?.checkVisibility()"), 30)
            .await?;
        let text = self.browser.eval(&format!("{OFFER}.textContent")).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Takes the offer, and returns the first step after that.
    pub(crate) async fn resumes(&self) -> Result<u64> {
        let host = self.host();
        let first = format!(
            "(globalThis.__first = 0, new MutationObserver(() => {{ __first ||= +{host}.dataset.step; }}).observe({host}, {{ attributeFilter: ['data-step'] }}), 0)"
        );
        self.browser.eval(&first).await?;
        self.browser.click("[data-resume]").await?;
        self.wait("__first > 0", 120).await?;
        let first = self.browser.eval("__first").await?;
        first.as_u64().context("no step")
    }

    /// Spoils what is kept in every way: the figure makes no offer, or trains from its first step.
    async fn ignores_junk(&self, network: &str, step: u64) -> Result<()> {
        for [how, back] in WRONG {
            self.spoil(how).await?;
            self.open("en", "").await?;
            let none = self.browser.eval(NONE).await?;
            ensure!(none == json!(true), "{}, {how}", self.name);
            self.phase("idle", 5).await?;
            self.spoil(back).await?;
        }
        let slow = format!("entry.state += '&{}.speed=1'", self.name);
        for how in BROKEN {
            self.spoil(&format!("{slow}; {how}")).await?;
            self.open("en", "").await?;
            self.offered().await?;
            let first = self.resumes().await?;
            ensure!(first < step, "{}, {how}: from {first}", self.name);
            let seed = "document.querySelector('[data-ref=seed]').value";
            let seed = self.browser.eval(seed).await?;
            let wanted = if how.contains("seed") { "6" } else { "5" };
            ensure!(seed == json!(wanted), "{}, {how}: {seed}", self.name);
            // What is kept then is whole again.
            self.pauses_after(step).await?;
            self.kept(network).await?;
        }
        Ok(())
    }

    /// Deletes what is kept.
    pub(crate) async fn deletes(&self) -> Result<()> {
        self.browser.click("[data-remove]").await?;
        self.wait(
            "document.querySelector('[data-checkpoint]').textContent === 'Deleted.'",
            5,
        )
        .await?;
        let left = self.browser.eval(KEPT).await?;
        ensure!(left == json!([]), "{left}");
        Ok(())
    }
}

/// Ten seconds are long after half of one.
pub(crate) fn shortened(server: &Server) -> Result<()> {
    let script = fs::read_to_string(book::dist()?.join("js/checkpoint.js"))?;
    let script = script.replace("const often = 10_000;", "const often = 500;");
    ensure!(script.contains("const often = 500;"));
    server.fault("js/checkpoint.js", Fault::Instead(script));
    Ok(())
}

/// A training that is interrupted by a reload ends with the bits of one that was not.
async fn goes_on(
    name: &'static str,
    state: &str,
    network: &str,
    native: Option<String>,
) -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(STORE).await?;
    shortened(&server)?;
    let figure = Figure {
        server: &server,
        browser: &browser,
        name,
    };
    figure.open("en", state).await?;
    let whole = match native {
        Some(native) => json!(native),
        None => {
            browser.click("[data-ref=play]").await?;
            let whole = figure.ends().await?;
            figure.kept(network).await?;
            figure.open("en", state).await?;
            whole
        }
    };
    figure.trains_and_pauses().await?;
    let (step, bytes) = figure.kept(network).await?;
    eprintln!("{name}: {bytes} bytes at step {step}");
    let sizes = browser.eval(SIZES).await?;
    ensure!(
        sizes[0] == json!(bytes) && sizes[1].as_u64() <= Some(1 << 20),
        "{name}: pieces of {sizes} bytes"
    );

    figure.open("es", "").await?;
    let text = figure.offered().await?;
    let message =
        format!("Continuar la red {network}, semilla 5, desde el paso {step} (guardada a las ");
    ensure!(text.starts_with(&message), "{text}");
    browser.screenshot(&format!("resumed-{name}")).await?;
    let first = figure.resumes().await?;
    ensure!(
        first >= step,
        "{name}: it went on from {first}, not from {step}"
    );
    ensure!(figure.ends().await? == whole, "{name}: other bits");
    figure.kept(network).await?;

    figure.open("en", "").await?;
    let text = figure.offered().await?;
    let message = format!("Show network {network}, seed 5, trained for ");
    ensure!(text.starts_with(&message), "{text}");
    figure.ignores_junk(network, step).await?;
    figure.open("en", "").await?;
    figure.offered().await?;
    figure.deletes().await?;
    let errors = browser.console_errors().await?;
    ensure!(errors.is_empty(), "{errors:?}");
    Ok(())
}

#[tokio::test]
async fn a_long_training_of_the_reviews_goes_on_after_a_reload() -> Result<()> {
    let Some(native) = native::reviews(Case::Case21, 5, 40)? else {
        eprintln!("the site was built without IMDB: nothing was trained");
        return Ok(());
    };
    let state = "reviews.networks=2.1&reviews.epochs=1&reviews.seed=5&reviews.speed=1";
    goes_on("reviews", state, "2.1", Some(native)).await
}

#[tokio::test]
async fn a_long_training_on_other_hands_goes_on_after_a_reload() -> Result<()> {
    if book::data_set("mnist")?.is_none() {
        eprintln!("the site was built without MNIST: nothing was trained");
        return Ok(());
    }
    let state = "writers.steps=60&writers.digit=4&writers.seed=5&writers.speed=1";
    goes_on("writers", state, "1.0", None).await
}

/// Does single steps until so many are done.
async fn steps_to(figure: &Figure<'_>, step: u64) -> Result<Value> {
    let at = figure.data("iteration");
    loop {
        let now = figure.browser.eval(&at).await?.as_u64().unwrap_or_default();
        ensure!(now <= step, "it is at step {now}, beyond {step}");
        if now == step {
            return figure.fingerprint().await;
        }
        figure.browser.click("[data-ref=step]").await?;
        figure.wait(&format!("{at} > {now}"), 20).await?;
    }
}

#[tokio::test]
async fn an_opened_network_comes_back_with_its_training_after_a_reload() -> Result<()> {
    if book::data_set("mnist")?.is_none() {
        eprintln!("the site was built without MNIST: nothing was trained");
        return Ok(());
    }
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(STORE).await?;
    shortened(&server)?;
    let figure = Figure {
        server: &server,
        browser: &browser,
        name: "opened",
    };
    let drop = "(async () => { const file = await (await fetch('../models/digits-1.1.safetensors')).blob(); const data = new DataTransfer(); \
        data.items.add(new File([file], 'mine.safetensors')); document.querySelector('redes-opened')\
        .dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })); return 0; })()";
    for (state, network, file) in [
        (
            "opened.start=1.0&opened.seed=5&opened.speed=0",
            "digits-1.0.safetensors",
            false,
        ),
        (
            "opened.optimizer=rmsprop&opened.seed=5&opened.speed=0",
            "mine.safetensors",
            true,
        ),
    ] {
        figure.open("en", state).await?;
        if file {
            browser.eval(drop).await?;
        }
        let open = format!("{}.dataset.model === {network:?}", figure.host());
        figure.wait(&open, 60).await?;
        figure.trains_and_pauses().await?;
        let (step, _) = figure.kept(network).await?;
        let end = step + 12;
        let whole = steps_to(&figure, end).await?;

        figure.open("es", "").await?;
        let text = figure.offered().await?;
        let message = format!("Continuar la red {network}, semilla 5, desde el paso {step} ");
        ensure!(text.starts_with(&message), "{text}");
        browser.screenshot("resumed-opened").await?;
        let first = figure.resumes().await?;
        ensure!(first >= step, "it went on from {first}, not from {step}");
        figure.pauses_after(step).await?;
        figure.wait(&open, 5).await?;
        ensure!(
            steps_to(&figure, end).await? == whole,
            "{network}: other bits"
        );

        // Another network, and a file that is none.
        let cut = "change = (part, name) => name === 'tape' ? part.slice(8) : part";
        figure.spoil(cut).await?;
        figure.open("en", "").await?;
        figure.offered().await?;
        ensure!(
            figure.resumes().await? < step,
            "it went on from a broken tape"
        );
        figure.pauses_after(4).await?;
        figure.kept(network).await?;
        if file {
            let other = "entry.beside = 3, change = (part, name) => name === 'beside' ? new Uint8Array([1, 2, 3]) : part";
            figure.spoil(other).await?;
            figure.open("en", "").await?;
            figure.offered().await?;
            browser.click("[data-resume]").await?;
            figure.phase("idle", 5).await?;
            browser.click("[data-start='1.0']").await?;
            figure
                .wait(&format!("{}.dataset.fingerprint", figure.host()), 60)
                .await?;
        }
        let delete = "__store('readwrite', (store) => store.clear())";
        browser.eval(delete).await?;
    }
    let errors = browser.console_errors().await?;
    ensure!(errors.is_empty(), "{errors:?}");
    Ok(())
}

#[tokio::test]
async fn a_small_training_comes_back_to_a_step_of_the_last_seconds() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    // Ten of the page's seconds are half of one.
    let quick =
        "const plain = performance.now.bind(performance); performance.now = () => 20 * plain();";
    browser.before_pages(quick).await?;
    for (name, state) in [
        (
            "perceptron",
            "perceptron.iterations=100000&perceptron.speed=1",
        ),
        ("circles", "circles.seed=7&circles.speed=1"),
        ("playground", "playground.seed=7&playground.speed=1"),
    ] {
        let figure = Figure {
            server: &server,
            browser: &browser,
            name,
        };
        figure.open("es", state).await?;
        browser.click("[data-ref=play]").await?;
        let noted = format!("location.hash.match(/{name}\\.at=(\\d+)/)?.[1]");
        figure.wait(&format!("{noted} > 1"), 30).await?;
        figure.phase("running", 1).await?;
        browser.client.refresh().await?;
        browser.alive().await?;
        let at = browser.eval(&noted).await?;
        let back = format!("{}.dataset.iteration === {at}", figure.host());
        figure.wait(&back, 60).await?;
        figure.phase("paused", 5).await?;
        let step: u64 = at.as_str().unwrap_or_default().parse()?;
        if name == "circles" {
            let found = figure.fingerprint().await?;
            ensure!(found == json!(native::circles(7, step)?), "other bits");
        }
    }
    // One that needs data trains there once the reader starts it again.
    if book::data_set("mnist")?.is_some() {
        let figure = Figure {
            server: &server,
            browser: &browser,
            name: "neurons",
        };
        figure.open("es", "neurons.speed=1").await?;
        browser.click("[data-ref=play]").await?;
        figure
            .wait("location.hash.includes('neurons.at=')", 60)
            .await?;
        browser.client.refresh().await?;
        browser.alive().await?;
        let at = browser
            .eval("location.hash.match(/neurons\\.at=(\\d+)/)[1]")
            .await?;
        browser.click("[data-ref=step]").await?;
        let back = format!("{} >= {at}", figure.data("iteration"));
        figure.wait(&back, 60).await?;
    }
    let errors = browser.console_errors().await?;
    ensure!(errors.is_empty(), "{errors:?}");
    Ok(())
}
