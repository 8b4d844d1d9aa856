//! Networks that figures have trained, or that the site has: saved as files of other programs, and handed to another page.

use std::{env, fs, path::PathBuf, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use redes_core::network::Network;
use redes_data::{mnist, samples};
use redes_e2e::{Browser, Fault, Server, book, site};
use serde_json::json;

use crate::{native, playground::THESIS};

/// Keeps what is saved in place of saving it.
pub const KEEP: &str = "globalThis.__saved = []; { const make = URL.createObjectURL; \
    URL.createObjectURL = blob => { globalThis.__blob = blob; return make.call(URL, blob); }; \
    const click = HTMLElement.prototype.click; HTMLElement.prototype.click = function () { \
        this.download ? __saved.push({ name: this.download, blob: globalThis.__blob }) : click.call(this); }; }";

/// A file as the page saved it.
pub async fn saved(browser: &Browser, name: &str) -> Result<Vec<u8>> {
    browser
        .wait(&format!("__saved.at(-1)?.name === {name:?}"), 60)
        .await?;
    let file = "(async () => { const bytes = new Uint8Array(await __saved.at(-1).blob.arrayBuffer()); \
        let text = ''; for (const byte of bytes) text += byte.toString(16).padStart(2, '0'); return text; })()";
    let file = browser.eval(file).await?;
    let (pairs, _) = file
        .as_str()
        .unwrap_or_default()
        .as_bytes()
        .as_chunks::<2>();
    let digit = |letter: u8| char::from(letter).to_digit(16).unwrap_or_default() as u8;
    Ok(pairs
        .iter()
        .map(|[high, low]| digit(*high) * 16 + digit(*low))
        .collect())
}

/// A figure alone on its page.
async fn alone(server: &Server, browser: &Browser, figure: &str, state: &str) -> Result<()> {
    let page = format!("embed/{figure}.html?lang=en#{state}");
    browser.open(&server.url(&page)).await?;
    browser.alive().await
}

fn host(figure: &str) -> String {
    format!("document.querySelector('redes-{figure}')")
}

/// Trains until some steps are done, then pauses. Returns the fingerprint of the weights and the steps.
async fn trained(browser: &Browser, figure: &str, steps: u64) -> Result<(String, u64)> {
    let host = host(figure);
    browser.click("[data-ref=play]").await?;
    browser
        .wait(&format!("+{host}.dataset.step > {steps}"), 120)
        .await?;
    browser.click("[data-ref=play]").await?;
    let rests = format!("{host}.dataset.phase === 'paused' && +{host}.dataset.iteration > {steps}");
    browser.wait(&rests, 20).await?;
    let print = browser.eval(&format!("{host}.dataset.fingerprint")).await?;
    let done = browser.eval(&format!("+{host}.dataset.iteration")).await?;
    let print = print.as_str().context("no fingerprint")?.to_owned();
    Ok((print, done.as_f64().context("no step")? as u64))
}

/// Chooses a value of the list whose id has this ending.
async fn choose(browser: &Browser, list: &str, value: &str) -> Result<()> {
    let choose = format!(
        "(() => {{ const list = document.querySelector('.saving [id$=\"-{list}\"]'); list.value = {value:?}; return list.value; }})()"
    );
    let chosen = browser.eval(&choose).await?;
    ensure!(chosen == json!(value), "{list}: {chosen} for {value}");
    Ok(())
}

/// Saves the network that is chosen at first, in a format.
async fn save(browser: &Browser, form: &str) -> Result<()> {
    // The choices of an earlier press stay until the new ones are there.
    browser
        .eval("(document.querySelector('.saving')?.classList.add('old'), 0)")
        .await?;
    browser.click("[data-ref=save-network]").await?;
    browser
        .wait("document.querySelector('.saving:not(.old)')", 20)
        .await?;
    choose(browser, "form", form).await?;
    browser.click(".saving .primary").await
}

/// Waits until the status below the choices says something.
async fn says(browser: &Browser, words: &str) -> Result<()> {
    let said =
        format!("document.querySelector('.saving [role=status]')?.textContent.includes({words:?})");
    browser.wait(&said, 30).await
}

fn read(file: &[u8]) -> Result<Network<f32>> {
    Ok(redes_exchange::read(file)?.network(1)?)
}

fn print(network: &Network<f32>) -> String {
    format!("{:016x}", network.fingerprint())
}

#[tokio::test]
async fn the_digits_network_is_saved_with_its_weights() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    if book::data_set("mnist")?.is_none() {
        eprintln!("the site was built without MNIST: nothing was trained");
        return Ok(());
    }
    browser.before_pages(KEEP).await?;
    alone(&server, &browser, "digits", "digits.seed=3").await?;
    let (weights, steps) = trained(&browser, "digits", 150).await?;
    for form in ["h5", "safetensors", "keras"] {
        save(&browser, form).await?;
        let name = format!("redes-1.0-seed3-{steps}.{form}");
        let mut network = read(&saved(&browser, &name).await?)?;
        ensure!(print(&network) == weights, "{name}");
        says(&browser, &format!("Saved as {name}.")).await?;
        if form != "keras" {
            continue;
        }
        if let Some(folder) = env::var_os("REDES_SHOTS").map(PathBuf::from) {
            // `cargo xtask test` opens it in Keras.
            let image = samples::digit(7);
            let mut input = [0.0; mnist::PIXELS];
            mnist::normalize_columns(image, &mut input);
            let outputs = network.forward_row(&input)?.to_vec();
            fs::write(
                folder.join("saved-digits.keras"),
                saved(&browser, &name).await?,
            )?;
            let page = json!({ "image": image.to_vec(), "outputs": outputs });
            fs::write(folder.join("saved-digits.json"), page.to_string())?;
        }
    }
    // The other formats are files too.
    for (form, name) in [
        ("onnx", format!("redes-1.0-seed3-{steps}.onnx")),
        ("npz", format!("redes-1.0-seed3-{steps}.npz")),
        ("weights.h5", format!("redes-1.0-seed3-{steps}.weights.h5")),
    ] {
        save(&browser, form).await?;
        ensure!(saved(&browser, &name).await?.len() > 100_000, "{name}");
    }
    assert_eq!(browser.console_errors().await?, [""; 0]);
    browser.screenshot("saving").await
}

#[tokio::test]
async fn the_reviews_network_is_saved_with_its_weights() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    if book::data_set("imdb")?.is_none() {
        eprintln!("the site was built without IMDB: nothing was trained");
        return Ok(());
    }
    browser.before_pages(KEEP).await?;
    alone(&server, &browser, "reviews", "reviews.networks=2.0").await?;
    let (weights, steps) = trained(&browser, "reviews", 2).await?;
    save(&browser, "h5").await?;
    let name = format!("redes-2.0-{steps}.h5");
    let network = read(&saved(&browser, &name).await?)?;
    ensure!(print(&network) == weights, "{name}");
    // The weights of now once more, further on.
    let (weights, steps) = trained(&browser, "reviews", steps).await?;
    save(&browser, "safetensors").await?;
    let name = format!("redes-2.0-{steps}.safetensors");
    let network = read(&saved(&browser, &name).await?)?;
    ensure!(print(&network) == weights, "{name}");
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn networks_of_64_bits_are_saved_in_32() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(KEEP).await?;
    let native = native::circles_network(7, 200)?;
    let mut expected = Network::<f32>::new(native.architecture(), 1)?;
    for (weight, own) in expected
        .parameters_mut()
        .iter_mut()
        .zip(native.parameters())
    {
        *weight = *own as f32;
    }
    // The playground's settings are too many for words: four digits of the weights' hash tell them apart.
    let tag = &print(&expected)[..4];
    let names = [
        "redes-circles-seed7-200.keras".to_owned(),
        format!("redes-playground-circles-4x8-sigmoid-{tag}-200.keras"),
    ];
    let playground = format!("{THESIS}&playground.seed=7&playground.at=200");
    let states = [
        ("circles", "circles.seed=7&circles.at=200"),
        ("playground", &playground),
    ];
    for ((figure, state), name) in states.into_iter().zip(&names) {
        alone(&server, &browser, figure, state).await?;
        let rests = format!("{}.dataset.iteration === '200'", host(figure));
        browser.wait(&rests, 60).await?;
        browser
            .eval(
                "(document.querySelectorAll('details').forEach(fold => { fold.open = true; }), 0)",
            )
            .await?;
        save(&browser, "keras").await?;
        let network = read(&saved(&browser, name).await?)?;
        ensure!(network.parameters() == expected.parameters(), "{figure}");
        says(&browser, "Saved as").await?;
        let help = "document.querySelector('.saving .help').textContent.includes('64 bits')";
        ensure!(browser.eval(help).await? == json!(true), "{figure}");
        browser.screenshot(&format!("saving-{figure}")).await?;
    }
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_network_that_went_on_training_is_saved() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    if book::data_set("mnist")?.is_none() {
        eprintln!("the site was built without MNIST: nothing was trained");
        return Ok(());
    }
    browser.before_pages(KEEP).await?;
    alone(&server, &browser, "writers", "writers.speed=3").await?;
    let host = host("writers");
    browser.click("[data-ref=play]").await?;
    browser
        .wait(&format!("{host}.dataset.phase === 'finished'"), 120)
        .await?;
    let done = format!("[{host}.dataset.iteration, {host}.dataset.fingerprint]");
    browser
        .wait(&format!("+{done}[0] > 0 && {done}[1]"), 20)
        .await?;
    let done = browser.eval(&done).await?;
    let [Some(steps), Some(weights)] = [0, 1].map(|place| done[place].as_str()) else {
        bail!("{done}");
    };
    save(&browser, "h5").await?;
    let name = format!("redes-1.0-writers-{}-{steps}.h5", &weights[..4]);
    let network = read(&saved(&browser, &name).await?)?;
    ensure!(print(&network) == weights, "{done}");
    assert_eq!(browser.console_errors().await?, [""; 0]);
    browser.screenshot("saving-writers").await
}

#[tokio::test]
async fn a_network_of_the_site_is_saved_and_opens_on_the_page_of_models() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(KEEP).await?;
    let own = fs::read(book::dist()?.join("models/digits-1.1.safetensors"))?;
    let weights = print(&read(&own)?);
    alone(&server, &browser, "digits", "").await?;
    browser.click("[data-ref=save-network]").await?;
    browser
        .wait("document.querySelector('.saving')", 20)
        .await?;
    choose(&browser, "network", "1").await?;
    choose(&browser, "form", "keras").await?;
    browser.click(".saving .primary").await?;
    let file = saved(&browser, "redes-1.1.keras").await?;
    ensure!(print(&read(&file)?) == weights);
    // A frame has no page of models beside it.
    let buttons = browser
        .eval("document.querySelectorAll('.saving .controls button').length")
        .await?;
    ensure!(buttons == json!(3), "{buttons}");

    browser.open(&server.url("en/results.html")).await?;
    browser.look_through().await?;
    browser
        .click("redes-digits [data-ref=save-network]")
        .await?;
    browser
        .wait("document.querySelector('.saving')", 20)
        .await?;
    choose(&browser, "network", "1").await?;
    browser
        .click(".saving .controls button:nth-of-type(2)")
        .await?;
    let opened = "document.querySelector('redes-opened')?.dataset";
    browser
        .wait(
            &format!("{opened}?.model === 'redes-1.1.safetensors' && {opened}.fingerprint"),
            90,
        )
        .await?;
    // It reads the pixels as the figure does.
    let scaling = "document.querySelector('redes-opened [data-ref=scaling]').value";
    ensure!(browser.eval(scaling).await? == json!("columns"));
    let found = browser
        .eval(&format!(
            "[{opened}.fingerprint, location.pathname.split('/').at(-1)]"
        ))
        .await?;
    ensure!(found == json!([weights, "models.html"]), "{found}");
    assert_eq!(browser.console_errors().await?, [""; 0]);
    // It is there for one visit.
    browser.open(&server.url("en/models.html#handed")).await?;
    let said = "document.querySelector('redes-opened .notice[role=status]')?.textContent.includes('is no longer kept')";
    browser.wait(said, 30).await
}

#[tokio::test]
async fn what_does_not_work_is_said() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(KEEP).await?;
    browser
        .before_pages("indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); }")
        .await?;
    browser.open(&server.url("en/results.html")).await?;
    browser.look_through().await?;
    let module = "redes-trainer-models_bg.wasm";
    server.fault(module, Fault::Status(404));
    browser
        .click("redes-digits [data-ref=save-network]")
        .await?;
    browser
        .wait("document.querySelector('.saving')", 20)
        .await?;
    browser.click(".saving .primary").await?;
    says(&browser, "did not arrive (redes-trainer-models.js)").await?;
    // It can be cancelled while it comes.
    server.heal();
    server.fault(module, Fault::Delay(Duration::from_secs(20)));
    browser.click(".saving .primary").await?;
    says(&browser, "Fetching the program").await?;
    browser
        .click(".saving .controls button:nth-of-type(3)")
        .await?;
    says(&browser, "Nothing was saved.").await?;
    server.heal();
    browser.click(".saving .primary").await?;
    says(&browser, "Saved as redes-1.0.keras.").await?;
    // Without storage the network stays here.
    browser
        .click(".saving .controls button:nth-of-type(2)")
        .await?;
    says(&browser, "lets this site keep nothing").await?;
    let page = browser.eval("location.pathname.split('/').at(-1)").await?;
    ensure!(page == json!("results.html"), "{page}");
    // It goes, and the button has the focus.
    browser
        .click(".saving .controls button:last-of-type")
        .await?;
    let gone = "!document.querySelector('.saving') && document.activeElement.dataset.ref === 'save-network'";
    browser.wait(gone, 5).await?;
    Ok(())
}

#[tokio::test]
async fn a_missing_script_is_said() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    server.fault("save.js", Fault::Status(404));
    alone(&server, &browser, "digits", "").await?;
    browser.click("[data-ref=save-network]").await?;
    let said = "document.querySelector('redes-digits > .notice[role=alert]:last-child')?.textContent.includes('incomplete')";
    browser.wait(said, 20).await
}

#[tokio::test]
async fn the_neurons_of_an_opened_network_are_shown() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let opened = host("opened");
    browser
        .open(&server.url("en/models.html#opened.start=1.1"))
        .await?;
    browser.look_through().await?;
    let open = format!(
        "{opened}.dataset.model === 'digits-1.1.safetensors' && {opened}.dataset.fingerprint"
    );
    browser.wait(&open, 90).await?;
    browser.click("[data-ref=look-inside]").await?;
    let said = |part: &str, words: &str| {
        format!(
            "document.querySelector('redes-neurons [data-ref={part}]')?.textContent.includes({words:?})"
        )
    };
    // The name, its layers, and what it answers to the test image.
    let note = said(
        "opened-note",
        "digits-1.1, from the page of models, with layers of 784 – 128 – 128 – 10",
    );
    browser.wait(&note, 60).await?;
    let answers = said("answer", "The network answers 7. Of its 128 neurons");
    browser.wait(&answers, 20).await?;
    browser.wait(&said("sum", "σ(z) ="), 20).await?;
    let pressed = |owner: &str| {
        format!("document.querySelector('[data-owner={owner}]')?.ariaPressed === 'true'")
    };
    browser.wait(&pressed("opened"), 5).await?;
    // It is neither of the cases: none of their buttons is pressed, and the note says which one trains.
    let cases = "[...document.querySelectorAll('redes-neurons [data-case]')].filter(button => button.ariaPressed === 'true').map(button => button.dataset.case)";
    let found = browser.eval(cases).await?;
    ensure!(found == json!([]), "{found}");
    browser
        .wait(&said("opened-note", "What trains below is 1.0."), 5)
        .await?;
    browser.screenshot("neurons-opened").await?;
    // And back: network 1.0, which ships, has ReLU.
    browser.click("[data-owner=shipped]").await?;
    browser.wait(&pressed("shipped"), 5).await?;
    browser.wait(&said("sum", "ReLU(z) ="), 20).await?;
    let shown = |case: &str| format!("({cases}).join() === '{case}'");
    browser.wait(&shown("1.0"), 5).await?;
    browser
        .wait(&format!("!({})", said("opened-note", "What trains")), 5)
        .await?;
    // The note is that network's.
    let note = "document.querySelector('redes-neurons [data-ref=opened-note]').hidden";
    browser.wait(note, 5).await?;
    // A case leads away from it, also the one that trains.
    browser.click("[data-owner=opened]").await?;
    browser.wait(&shown(""), 5).await?;
    browser.click("redes-neurons [data-case='1.0']").await?;
    browser.wait(&shown("1.0"), 5).await?;
    browser.wait(&pressed("shipped"), 5).await?;

    // A network of another kind is refused in words, where it is open.
    let words = "models/reviews-2.0.safetensors";
    browser.open(&server.url("en/models.html")).await?;
    browser.look_through().await?;
    browser
        .eval(&format!(
            "(async () => {{ const blob = await (await fetch('../{words}')).blob(); const data = new DataTransfer(); \
             data.items.add(new File([blob], 'mine.safetensors')); \
             {opened}.dispatchEvent(new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }})); }})()"
        ))
        .await?;
    let open =
        format!("{opened}.dataset.model === 'mine.safetensors' && {opened}.dataset.fingerprint");
    browser.wait(&open, 90).await?;
    browser.click("[data-ref=look-inside]").await?;
    let refused = format!(
        "{opened}.querySelector('[data-ref=handed]').textContent.includes('has no place for this network: its input has 500 numbers')"
    );
    browser.wait(&refused, 20).await?;
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}
