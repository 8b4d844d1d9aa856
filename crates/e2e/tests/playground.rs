//! The playground: training, editing, undoing, links, own points, files.

use anyhow::{Result, ensure};
use redes_core::rng::RandomState;
use redes_data::circles::make_circles;
use redes_e2e::{Browser, Server, site};
use redes_lessons::thesis::circles::{self, CirclesConfig};
use serde_json::json;

/// The figure's element.
const HOST: &str = "document.querySelector('redes-playground')";
/// Keeps what is saved, and where its link leads, in place of saving it.
const KEEP: &str = "globalThis.__saved = []; { const make = URL.createObjectURL; \
    URL.createObjectURL = blob => { globalThis.__blob = blob; return make.call(URL, blob); }; \
    HTMLElement.prototype.click = function () { \
        __saved.push({ name: this.download, href: this.href.slice(0, 22), blob: globalThis.__blob }); }; }";

/// The page of the figure alone, with a state.
async fn opened(server: &Server, browser: &Browser, state: &str) -> Result<()> {
    let page = format!("embed/playground.html?lang=en#{state}");
    browser.open(&server.url(&page)).await?;
    browser
        .wait(&format!("{HOST}?.dataset.fingerprint"), 30)
        .await?;
    // Every fold is open, as in a wide window.
    browser
        .eval("(document.querySelectorAll('details').forEach(fold => { fold.open = true; }), 0)")
        .await?;
    Ok(())
}

/// Writes into a field, as a reader who leaves it.
async fn write(browser: &Browser, selector: &str, text: &str) -> Result<()> {
    let set = format!(
        "(field => {{ field.focus(); field.value = {text:?}; field.dispatchEvent(new Event('change', {{ bubbles: true }})); field.blur(); }})\
         (document.querySelector({selector:?}))"
    );
    browser.eval(&set).await?;
    Ok(())
}

async fn fingerprint(browser: &Browser) -> Result<String> {
    let found = browser.eval(&format!("{HOST}.dataset.fingerprint")).await?;
    Ok(found.as_str().unwrap_or_default().to_owned())
}

/// Waits until training rests with other weights than before.
async fn another(browser: &Browser, before: &str) -> Result<String> {
    browser
        .wait(&format!("{HOST}.dataset.fingerprint !== '{before}'"), 20)
        .await?;
    fingerprint(browser).await
}

#[tokio::test]
async fn it_learns_the_moons_and_says_so() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    opened(
        &server,
        &browser,
        "playground.noise=0.02&playground.speed=5",
    )
    .await?;
    browser.click("[data-ref=play]").await?;
    let score = "document.querySelector('[data-ref=train-score]').textContent";
    browser.wait(&format!("{score} === '100%'"), 60).await?;
    browser.click("[data-ref=play]").await?;
    let explained = "document.querySelector('[data-ref=explain]').textContent";
    browser
        .wait(
            &format!("{explained}.includes('all training points right')"),
            10,
        )
        .await?;
    let counted = browser
        .eval("[...document.querySelectorAll('[data-cell]')].reduce((sum, cell) => sum + +cell.textContent, 0)")
        .await?;
    ensure!(
        counted == json!(300),
        "the confusion matrices count {counted}"
    );
    assert_eq!(browser.console_errors().await?, [""; 0]);
    browser.screenshot("playground").await
}

#[tokio::test]
async fn with_the_thesis_settings_it_has_the_bits_of_the_circles() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let state = "playground.shape=circles&playground.samples=500&playground.noise=0.05&playground.test=0\
        &playground.layers=4sigmoid,8sigmoid&playground.start=thesis&playground.rule=thesis&playground.loss=thesis\
        &playground.batch=0&playground.rate=0.05&playground.seed=7&playground.at=200";
    opened(&server, &browser, state).await?;
    browser
        .wait(&format!("{HOST}.dataset.iteration === '200'"), 30)
        .await?;
    let mut rng = RandomState::new(7);
    let samples = make_circles(500, 0.5, Some(0.05), &mut rng)?;
    let mut trainer = circles::trainer(&CirclesConfig::default(), &samples, &mut rng)?;
    for _ in 0..200 {
        trainer.step(&samples)?;
    }
    let native = format!("{:016x}", trainer.network().fingerprint());
    assert_eq!(fingerprint(&browser).await?, native);
    Ok(())
}

#[tokio::test]
async fn a_weight_is_edited_as_a_fraction_and_undone() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    opened(&server, &browser, "playground.seed=3").await?;
    let first = fingerprint(&browser).await?;
    write(&browser, "[data-parameter]", "nonsense").await?;
    browser
        .wait(
            "!document.querySelector('[data-ref=weight-error]').hidden",
            5,
        )
        .await?;
    write(&browser, "[data-parameter]", "1/3").await?;
    let edited = another(&browser, &first).await?;
    let told = "location.hash.includes('v0.3333333333333333') && document.querySelector('[data-parameter]').value";
    browser
        .wait(&format!("({told}) === '0.3333333333333333'"), 5)
        .await?;
    browser.click("[data-ref=undo]").await?;
    let undone = another(&browser, &edited).await?;
    assert_eq!(undone, first);
    browser.click("[data-ref=redo]").await?;
    assert_eq!(another(&browser, &first).await?, edited);
    Ok(())
}

#[tokio::test]
async fn a_link_repeats_a_run_with_the_changes_made_on_the_way() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    opened(&server, &browser, "playground.seed=9").await?;
    browser.click("[data-ref=epoch]").await?;
    browser
        .wait(&format!("+{HOST}.dataset.iteration > 1"), 20)
        .await?;
    let before = fingerprint(&browser).await?;
    write(&browser, "[data-parameter]", "-0.75").await?;
    let before = another(&browser, &before).await?;
    write(&browser, "[data-ref=rate]", "0.02").await?;
    browser.wait("location.hash.includes('r0.02')", 5).await?;
    browser.click("[data-ref=epoch]").await?;
    let found = another(&browser, &before).await?;
    let at = browser.eval(&format!("{HOST}.dataset.iteration")).await?;
    let hash = browser.eval("location.hash.slice(1)").await?;
    let hash = hash.as_str().unwrap_or_default().to_owned();
    ensure!(hash.len() < 2_000, "the link has {} characters", hash.len());
    opened(&server, &browser, &hash).await?;
    browser
        .wait(&format!("{HOST}.dataset.iteration === {at}"), 20)
        .await?;
    assert_eq!(fingerprint(&browser).await?, found);
    Ok(())
}

#[tokio::test]
async fn own_points_come_from_a_table_and_from_the_hand() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    opened(&server, &browser, "").await?;
    let before = fingerprint(&browser).await?;
    let fill =
        |text: &str| format!("(document.querySelector('[data-ref=table]').value = {text:?}, 0)");
    browser.eval(&fill("1,2\n3,4")).await?;
    browser.click("[data-ref=use-table]").await?;
    browser
        .wait(
            "!document.querySelector('[data-ref=table-error]').hidden",
            5,
        )
        .await?;
    let rows: Vec<String> = (0..20)
        .map(|row| format!("{row};{},5;{}", row * row, if row < 10 { "a" } else { "b" }))
        .collect();
    browser.eval(&fill(&rows.join("\n"))).await?;
    browser.click("[data-ref=use-table]").await?;
    another(&browser, &before).await?;
    let counted = "[...document.querySelectorAll('[data-cell]')].reduce((sum, cell) => sum + +cell.textContent, 0)";
    browser.wait(&format!("{counted} === 20"), 5).await?;
    browser
        .wait("location.hash.includes('playground.own=')", 5)
        .await?;
    // Painted by pointer events, as by a hand.
    browser.click("[data-brush=\"1\"]").await?;
    browser
        .eval(
            "(place => { const at = (type, x, y) => { const r = place.getBoundingClientRect(); place.dispatchEvent(new PointerEvent(type, \
             { pointerId: 1, button: 0, bubbles: true, clientX: r.left + x * r.width, clientY: r.top + y * r.height })); }; \
             place.setPointerCapture = () => {}; at('pointerdown', .8, .2); at('pointermove', .9, .2); at('pointermove', .9, .3); \
             at('pointerup', .9, .3); })(document.querySelector('[data-ref=paint]'))",
        )
        .await?;
    browser.wait(&format!("{counted} === 23"), 10).await?;
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn files_hold_what_the_figure_shows_and_a_state_comes_back() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(KEEP).await?;
    opened(&server, &browser, "playground.seed=5&playground.at=40").await?;
    let found = fingerprint(&browser).await?;
    let press = |file: &str| {
        format!(
            "(document.querySelector('[data-save=\"{file}\"]').dispatchEvent(new MouseEvent('click', {{ bubbles: true }})), 0)"
        )
    };
    for (file, part) in [
        ("weights.csv", "layer,from,to,value"),
        ("history.csv", "step,train_loss"),
        ("points.csv", "x,y,target,test"),
        ("numpy.py", "import numpy"),
        ("keras.py", "import keras"),
        ("plane.svg", "<image"),
        ("network.svg", "<path"),
        ("curves.svg", "<polyline"),
        ("state.json", "playground.seed=5"),
    ] {
        browser.eval(&press(file)).await?;
        let named = format!("__saved.at(-1)?.name === 'redes-{file}'");
        browser.wait(&named, 10).await?;
        let text = browser.eval("__saved.at(-1).blob.text()").await?;
        let text = text.as_str().unwrap_or_default();
        ensure!(
            text.contains(part),
            "{file}: {}",
            &text[..text.len().min(200)]
        );
    }
    for file in ["plane.png", "network.png", "curves.png"] {
        browser.eval(&press(file)).await?;
        let image = format!(
            "__saved.at(-1).name === 'redes-{file}' && __saved.at(-1).href === 'data:image/png;base64,'"
        );
        browser.wait(&image, 10).await?;
    }
    // The state is dropped on the figure of another page.
    browser.eval(&press("state.json")).await?;
    let text = browser.eval("__saved.at(-1).blob.text()").await?;
    opened(&server, &browser, "").await?;
    let before = fingerprint(&browser).await?;
    ensure!(before != found, "two seeds have the same weights");
    let drop = format!(
        "(() => {{ const data = new DataTransfer(); data.items.add(new File([{text}], 'state.json')); \
         {HOST}.dispatchEvent(new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }})); return 0; }})()"
    );
    browser.eval(&drop).await?;
    browser
        .wait(&format!("{HOST}.dataset.fingerprint === '{found}'"), 20)
        .await?;
    Ok(())
}

#[tokio::test]
async fn runs_are_pinned_and_compared() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    opened(&server, &browser, "playground.at=80").await?;
    let first = fingerprint(&browser).await?;
    browser.click("[data-ref=pin]").await?;
    write(&browser, "[data-ref=noise]", "0.3").await?;
    another(&browser, &first).await?;
    browser.click("[data-ref=epoch]").await?;
    browser.click("[data-ref=pin]").await?;
    let rows = "document.querySelectorAll('[data-ref=runs-body] tr').length";
    browser.wait(&format!("{rows} === 2"), 5).await?;
    let lines = "document.querySelectorAll('[data-ref=series] li').length";
    browser.wait(&format!("{lines} === 4"), 5).await?;
    browser.click("[data-load=\"1\"]").await?;
    browser
        .wait(&format!("{HOST}.dataset.fingerprint === '{first}'"), 20)
        .await?;
    Ok(())
}

#[tokio::test]
async fn layers_are_written_as_text() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    opened(&server, &browser, "").await?;
    let before = fingerprint(&browser).await?;
    write(&browser, "[data-ref=hidden]", "8 tanh, 3 relu").await?;
    browser
        .wait(
            "location.hash.includes('playground.layers=8tanh,3relu')",
            10,
        )
        .await?;
    another(&browser, &before).await?;
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}
