//! Networks of other programs: the journey of the thesis, refusals, inputs of all kinds.

use std::{env, fs, path::PathBuf, time::Duration};

use anyhow::{Context, Result, ensure};
use redes_data::samples;
use redes_e2e::{Browser, Fault, Server, book, site};
use serde_json::{Value, json};

use crate::saving::{KEEP, saved};

/// The figure's element.
const HOST: &str = "document.querySelector('redes-opened')";
/// The page of the figure alone, with a state.
async fn alone(server: &Server, browser: &Browser, state: &str) -> Result<()> {
    let page = format!("embed/opened.html?lang=en#{state}");
    browser.open(&server.url(&page)).await?;
    browser.alive().await?;
    Ok(())
}

/// Waits until the network of that name is open.
async fn opens(browser: &Browser, name: &str) -> Result<()> {
    let open = format!("{HOST}.dataset.model === {name:?} && {HOST}.dataset.fingerprint");
    browser.wait(&open, 60).await
}

/// Drops a file on the figure: a JavaScript expression of its parts.
async fn drop_file(browser: &Browser, name: &str, parts: &str) -> Result<()> {
    let drop = format!(
        "(() => {{ const data = new DataTransfer(); data.items.add(new File({parts}, {name:?})); \
         {HOST}.dispatchEvent(new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }})); return 0; }})()"
    );
    browser.eval(&drop).await?;
    Ok(())
}

async fn text(browser: &Browser, part: &str) -> Result<String> {
    let found = format!("{HOST}.querySelector('[data-ref={part}]').textContent");
    let found = browser.eval(&found).await?;
    Ok(found.as_str().unwrap_or_default().to_owned())
}

/// Waits until a part of the figure says something.
async fn says(browser: &Browser, part: &str, words: &str) -> Result<()> {
    let said = format!("{HOST}.querySelector('[data-ref={part}]').textContent.includes({words:?})");
    browser.wait(&said, 30).await
}

#[tokio::test]
async fn the_thesis_network_is_trained_saved_opened_and_reads_a_seven() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    if book::data_set("mnist")?.is_none() {
        eprintln!("the site was built without MNIST: the journey was not made");
        return Ok(());
    }
    browser.before_pages(KEEP).await?;
    alone(&server, &browser, "opened.start=new&opened.seed=3").await?;
    opens(&browser, "epic_num_reader").await?;
    browser.click("[data-ref=play]").await?;
    browser
        .wait(&format!("+{HOST}.dataset.step > 300"), 120)
        .await?;
    browser.click("[data-ref=play]").await?;
    browser
        .wait(
            &format!("{HOST}.dataset.phase === 'paused' && +{HOST}.dataset.iteration > 300"),
            20,
        )
        .await?;
    let trained = browser.eval(&format!("{HOST}.dataset.fingerprint")).await?;
    let steps = browser.eval(&format!("+{HOST}.dataset.iteration")).await?;
    // The first weights were tested before training.
    says(&browser, "tests", "of 10,000 test samples").await?;

    browser.click("[data-form=h5]").await?;
    let name = format!("epic_num_reader-{steps}.h5");
    let file = saved(&browser, &name).await?;
    ensure!(file.starts_with(b"\x89HDF\r\n\x1a\n"), "it is no HDF5");

    drop_file(&browser, &name, "[__saved.at(-1).blob]").await?;
    opens(&browser, &name).await?;
    let back = browser.eval(&format!("{HOST}.dataset.fingerprint")).await?;
    ensure!(back == trained, "{back} was {trained}");
    says(&browser, "facts", "in the form of Keras").await?;
    // Test image 0, which is the first 7.
    says(&browser, "answer", "It reads a 7.").await?;
    says(&browser, "trial", "columns over their norm").await?;
    // Which scaling is found depends on how far the training came. The thesis's is chosen, after one with other answers.
    outputs_with(&browser, "inverted").await?;
    let outputs = outputs_with(&browser, "columns").await?;
    ensure!(outputs.as_array().map(Vec::len) == Some(10), "{outputs}");
    assert_eq!(browser.console_errors().await?, [""; 0]);
    if let Some(folder) = env::var_os("REDES_SHOTS").map(PathBuf::from) {
        // `cargo xtask test` opens it in Keras.
        fs::write(folder.join("saved.h5"), &file)?;
        let page = json!({
            "image": samples::digit(7).to_vec(),
            "outputs": outputs,
        });
        fs::write(folder.join("saved.json"), page.to_string())?;
    }
    browser.screenshot("opened").await
}

/// Chooses a scaling and returns the outputs with it, which differ from those before.
async fn outputs_with(browser: &Browser, scaling: &str) -> Result<Value> {
    let read = format!("[...{HOST}.querySelectorAll('.bars td span')].map(e => +e.textContent)");
    let before = browser.eval(&format!("{read}.join()")).await?;
    browser
        .eval(&format!(
            "(() => {{ const list = {HOST}.querySelector('[data-ref=scaling]'); list.value = {scaling:?}; \
             list.dispatchEvent(new Event('change', {{ bubbles: true }})); return list.value; }})()"
        ))
        .await?;
    let other = format!(
        "(now => now.length === 10 && now.every(isFinite) && now.join() !== {before})({read})"
    );
    browser.wait(&other, 30).await?;
    browser.eval(&read).await
}

#[tokio::test]
async fn every_format_that_is_saved_and_read_comes_back() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(KEEP).await?;
    alone(&server, &browser, "opened.start=1.1").await?;
    opens(&browser, "digits-1.1.safetensors").await?;
    let before = browser.eval(&format!("{HOST}.dataset.fingerprint")).await?;
    for (form, name) in [
        ("h5", "digits-1.1-redes.h5"),
        ("keras", "digits-1.1-redes.keras"),
        ("weights.h5", "digits-1.1-redes.weights.h5"),
        ("npz", "digits-1.1-redes.npz"),
        ("safetensors", "digits-1.1-redes.safetensors"),
    ] {
        browser.click(&format!("[data-form='{form}']")).await?;
        browser
            .wait(&format!("__saved.at(-1)?.name === {name:?}"), 20)
            .await?;
        let opened = format!("copy-{name}");
        drop_file(&browser, &opened, "[__saved.at(-1).blob]").await?;
        opens(&browser, &opened).await?;
        let after = browser.eval(&format!("{HOST}.dataset.fingerprint")).await?;
        ensure!(after == before, "{name}: {after} was {before}");
        browser.click("[data-start='1.1']").await?;
        opens(&browser, "digits-1.1.safetensors").await?;
    }
    for (form, name) in [
        ("onnx", "digits-1.1-redes.onnx"),
        ("keras.py", "digits-1.1-redes_keras.py"),
        // The program's weights have its name, which it loads.
        ("numpy.py", "digits-1.1-redes_numpy_weights.npz"),
    ] {
        browser.click(&format!("[data-form='{form}']")).await?;
        browser
            .wait(
                &format!("__saved.some(({{ name }}) => name === {name:?})"),
                20,
            )
            .await?;
    }
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_refused_file_leaves_the_open_network_as_it_is() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    alone(&server, &browser, "opened.start=1.0").await?;
    opens(&browser, "digits-1.0.safetensors").await?;
    let before = browser.eval(&format!("{HOST}.dataset.fingerprint")).await?;
    for (name, parts, words) in [
        (
            "cat.gif",
            "['GIF89a', new Uint8Array(500)]",
            "first bytes are 47 49 46",
        ),
        ("empty.h5", "[]", "The file is empty."),
        (
            "net.py",
            "['import numpy as np\\n']",
            "is a program in Python",
        ),
        (
            "net.onnx",
            "[new Uint8Array([8, 8, 18, 5, 82, 101, 100, 101, 115])]",
            "is a network in ONNX",
        ),
        (
            "cut.h5",
            "[new Uint8Array([137, 72, 68, 70, 13, 10, 26, 10, 0, 0, 0])]",
            "it has 11 bytes",
        ),
        (
            "cut.keras",
            "['PK\\x03\\x04', new Uint8Array(40)]",
            "damaged",
        ),
    ] {
        drop_file(&browser, name, parts).await?;
        says(&browser, "refusal", words).await?;
        let refusal = text(&browser, "refusal").await?;
        ensure!(
            refusal.starts_with(&format!("{name} was not opened."))
                && refusal.ends_with("as it was."),
            "{refusal}"
        );
        let after = browser
            .eval(&format!(
                "[{HOST}.dataset.model, {HOST}.dataset.fingerprint]"
            ))
            .await?;
        ensure!(
            after == json!(["digits-1.0.safetensors", before]),
            "{name}: {after}"
        );
        says(&browser, "answer", "It reads a 7.").await?;
    }
    // The next file that is fine is opened, and the refusal goes.
    browser.click("[data-start='1.1']").await?;
    opens(&browser, "digits-1.1.safetensors").await?;
    let hidden = browser
        .eval(&format!(
            "{HOST}.querySelector('[data-ref=refusal]').hidden"
        ))
        .await?;
    ensure!(hidden == Value::Bool(true));
    Ok(())
}

#[tokio::test]
async fn of_two_files_the_first_is_opened_and_the_figure_says_so() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    alone(&server, &browser, "opened.start=1.0").await?;
    opens(&browser, "digits-1.0.safetensors").await?;
    let drop = format!(
        "(() => {{ const data = new DataTransfer(); for (const name of ['one.h5', 'two.h5']) \
         data.items.add(new File(['no network'], name)); {HOST}.dispatchEvent(new DragEvent('drop', \
         {{ dataTransfer: data, bubbles: true, cancelable: true }})); return 0; }})()"
    );
    browser.eval(&drop).await?;
    says(&browser, "refusal", "one.h5 was not opened.").await?;
    says(&browser, "others", "Only the first, one.h5, is taken").await?;
    // The next file comes alone.
    drop_file(&browser, "three.h5", "['no network']").await?;
    says(&browser, "refusal", "three.h5 was not opened.").await?;
    let hidden = format!("{HOST}.querySelector('[data-ref=others]').hidden");
    ensure!(browser.eval(&hidden).await? == Value::Bool(true));
    Ok(())
}

#[tokio::test]
async fn what_was_found_on_many_images_stays_after_a_reset() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    if book::data_set("mnist")?.is_none() {
        eprintln!("the site was built without MNIST: nothing was tried");
        return Ok(());
    }
    alone(&server, &browser, "opened.start=1.0").await?;
    opens(&browser, "digits-1.0.safetensors").await?;
    says(&browser, "trial", "of 10 test images").await?;
    browser.click("[data-ref=step]").await?;
    says(&browser, "status", "Paused at step 1").await?;
    says(&browser, "trial", "of 500 test images").await?;
    browser.click("[data-ref=reset]").await?;
    browser
        .wait(&format!("{HOST}.dataset.iteration === '0'"), 30)
        .await?;
    says(&browser, "answer", "It reads a 7.").await?;
    let trial = text(&browser, "trial").await?;
    ensure!(trial.contains("of 500 test images"), "{trial}");
    Ok(())
}

#[tokio::test]
async fn a_layer_is_chosen_with_the_keyboard() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    alone(&server, &browser, "opened.start=1.0").await?;
    opens(&browser, "digits-1.0.safetensors").await?;
    let title = |place: usize| {
        format!(
            "{HOST}.querySelector('[data-layer=\"{place}\"]').ariaPressed === 'true' && document.activeElement.dataset.layer === '{place}'"
        )
    };
    browser
        .eval(&format!(
            "({HOST}.querySelector('[data-layer=\"1\"]').focus(), 0)"
        ))
        .await?;
    browser.press('\u{e015}', 1).await?;
    browser.wait(&title(2), 10).await?;
    says(&browser, "inside-text", "Weights from").await?;
    browser.press('\u{e013}', 2).await?;
    browser.wait(&title(0), 10).await?;
    let size = format!(
        "(c => c.width === 28 && c.height === 28)({HOST}.querySelector('[data-ref=layer]'))"
    );
    browser.wait(&size, 10).await?;
    // A layer without weights.
    let said = text(&browser, "inside-text").await?;
    ensure!(!said.contains("Weights"), "{said}");
    Ok(())
}

/// Files of other people, which stand beside the checkout.
fn shared(name: &str) -> Option<PathBuf> {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/keras-files"
    );
    let path = PathBuf::from(folder).join(name);
    if !path.exists() {
        eprintln!("{} is missing: it was not opened", path.display());
        return None;
    }
    Some(path)
}

#[tokio::test]
async fn files_of_other_people_are_opened_by_the_picker() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    // The thesis's own tutorial network, and one that reads reviews.
    let files = [
        ("r02-keras-2.2.4-tf.h5", "answer", "It reads a"),
        ("r15-keras-2.2.4.h5", "answer", "positive"),
    ];
    for (name, part, words) in files {
        let Some(path) = shared(name) else { continue };
        alone(&server, &browser, "").await?;
        let document = browser.dev_tools("DOM.getDocument", &json!({})).await?;
        let root = &document["root"]["nodeId"];
        let query = json!({ "nodeId": root, "selector": "redes-opened [data-ref=file]" });
        let input = browser.dev_tools("DOM.querySelector", &query).await?;
        let set = json!({ "nodeId": input["nodeId"], "files": [path.canonicalize()?] });
        browser.dev_tools("DOM.setFileInputFiles", &set).await?;
        opens(&browser, name)
            .await
            .with_context(|| name.to_owned())?;
        let review = "(area => { area.value = 'a wonderful film with brilliant acting and a great story, one of the best of the year'; \
            area.dispatchEvent(new Event('input', { bubbles: true })); })(document.querySelector('redes-opened [data-ref=text]'))";
        browser.eval(&format!("({review}, 0)")).await?;
        says(&browser, part, words)
            .await
            .with_context(|| name.to_owned())?;
    }
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_network_that_is_chosen_again_while_it_comes_is_trained() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let late = |seconds| {
        let delay = Fault::Delay(Duration::from_secs(seconds));
        server.fault("digits-1.0.safetensors", delay);
    };
    alone(&server, &browser, "").await?;
    late(1);
    browser.click("[data-ref=play]").await?;
    browser
        .wait(
            &format!("{HOST}.querySelector('[data-ref=play]').ariaBusy === 'true'"),
            5,
        )
        .await?;
    // What is fetched first arrives first.
    late(3);
    browser.click("[data-start='1.0']").await?;
    browser.click("[data-ref=play]").await?;
    let both = "performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('digits-1.0.safetensors')).length === 2";
    browser.wait(both, 30).await?;
    if book::data_set("mnist")?.is_none() {
        eprintln!("the site was built without MNIST: nothing was trained");
        return Ok(());
    }
    let step = browser.eval(&format!("+{HOST}.dataset.step || 0")).await?;
    let goes_on =
        format!("{HOST}.dataset.phase === 'running' && +{HOST}.dataset.step > {step} + 500");
    browser.wait(&goes_on, 60).await
}

#[tokio::test]
async fn a_press_that_waits_for_its_network_is_shown() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    alone(&server, &browser, "").await?;
    says(&browser, "status", "No network is open yet.").await?;
    server.fault(
        "digits-1.1.safetensors",
        Fault::Delay(Duration::from_secs(20)),
    );
    browser.click("[data-start='1.1']").await?;
    says(&browser, "status", "A network is being opened.").await?;
    let pressed = format!("{HOST}.querySelector('[data-ref=play]').getAttribute('aria-pressed')");
    ensure!(browser.eval(&pressed).await?.is_null());
    browser.click("[data-ref=play]").await?;
    let waits = "The network is being opened; its training begins then.";
    says(&browser, "status", waits).await?;
    ensure!(browser.eval(&pressed).await? == json!("true"));
    browser.screenshot("opened-waits").await?;
    browser.click("[data-ref=stop]").await?;
    says(&browser, "status", "No network is open yet.").await?;
    ensure!(browser.eval(&pressed).await?.is_null());
    // With a network that is open, the step at which it rests is said again.
    server.heal();
    browser.click("[data-start='1.0']").await?;
    opens(&browser, "digits-1.0.safetensors").await?;
    ensure!(text(&browser, "status").await?.is_empty());
    server.fault(
        "digits-1.1.safetensors",
        Fault::Delay(Duration::from_secs(20)),
    );
    browser.click("[data-start='1.1']").await?;
    browser.click("[data-ref=play]").await?;
    says(&browser, "status", waits).await?;
    server.heal();
    browser.click("[data-start='1.1']").await?;
    // Training begins: the hash of the weights comes once it rests.
    let open = format!("{HOST}.dataset.model === 'digits-1.1.safetensors'");
    browser.wait(&open, 60).await?;
    ensure!(browser.eval(&pressed).await?.is_null());
    let status = text(&browser, "status").await?;
    ensure!(!status.contains("opened"), "{status}");
    Ok(())
}
