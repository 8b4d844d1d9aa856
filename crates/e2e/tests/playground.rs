//! The playground: training, editing, undoing, links, own points, files.

use anyhow::{Result, ensure};
use redes_e2e::{Browser, Server, site};
use serde_json::json;

use crate::native;

/// The figure's element.
const HOST: &str = "document.querySelector('redes-playground')";
/// Keeps what is saved, and where its link leads, in place of saving it.
const KEEP: &str = "globalThis.__saved = []; { const make = URL.createObjectURL; \
    URL.createObjectURL = blob => { globalThis.__blob = blob; return make.call(URL, blob); }; \
    HTMLElement.prototype.click = function () { \
        __saved.push({ name: this.download, href: this.href.slice(0, 22), blob: globalThis.__blob }); }; }";

/// The settings of the circles of the thesis.
pub const THESIS: &str = "playground.shape=circles&playground.samples=500&playground.noise=0.05&playground.test=0\
    &playground.layers=4sigmoid,8sigmoid&playground.start=thesis&playground.rule=thesis&playground.loss=thesis\
    &playground.batch=0&playground.rate=0.05";

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
    let state = format!("{THESIS}&playground.seed=7&playground.at=200");
    opened(&server, &browser, &state).await?;
    browser
        .wait(&format!("{HOST}.dataset.iteration === '200'"), 30)
        .await?;
    assert_eq!(fingerprint(&browser).await?, native::circles(7, 200)?);
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
    let condition = "location.hash.includes('v0.3333333333333333') && document.querySelector('[data-parameter]').value";
    browser
        .wait(&format!("({condition}) === '0.3333333333333333'"), 5)
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
        ("gradients.svg", "Length of the gradient by layer"),
        ("histogram.svg", "How many weights"),
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
    for file in [
        "plane.png",
        "network.png",
        "curves.png",
        "gradients.png",
        "histogram.png",
    ] {
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

#[tokio::test]
async fn own_points_that_a_shape_replaces_come_back() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    opened(&server, &browser, "playground.own=AAAAbbbb.ccccdddd").await?;
    let own = "location.hash.includes('own=AAAAbbbb.ccccdddd')";
    let first = fingerprint(&browser).await?;
    write(&browser, "[data-ref=shape]", "xor").await?;
    browser
        .wait(&format!("!{own} && location.hash.includes('xor')"), 10)
        .await?;
    let note = "document.querySelector('[data-ref=note]').textContent";
    browser
        .wait(&format!("{note}.includes('replaced your own')"), 5)
        .await?;
    browser.click("[data-ref=undo-points]").await?;
    browser
        .wait(
            &format!("{own} && {HOST}.dataset.fingerprint === '{first}'"),
            20,
        )
        .await?;
    // Points that were removed come back too.
    browser.click("[data-ref=clear-points]").await?;
    browser.wait(&format!("!{own}"), 10).await?;
    browser.click("[data-ref=undo]").await?;
    browser.wait(own, 10).await?;
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn three_numbers_in_the_third_column_are_named_beside_the_table() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    opened(&server, &browser, "").await?;
    let table = "(document.querySelector('[data-ref=table]').value = '1,2,0\\n3,4,1\\n5,6,2', 0)";
    browser.eval(table).await?;
    browser.click("[data-ref=use-table]").await?;
    let message = "(message => message.checkVisibility() && message.textContent.includes('3 different numbers'))\
                (document.querySelector('[data-ref=table-message]'))";
    browser.wait(message, 10).await
}

#[tokio::test]
async fn a_refusal_is_said_where_it_covers_nothing_and_ends_with_its_text() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    opened(&server, &browser, "playground.noise=7").await?;
    let error = |name: &str| format!("document.querySelector('[data-ref={name}-error]')");
    for (name, wrong, message, right) in [
        ("seed", "-1", "between 0 and 4,294,967,295", "5"),
        ("rate", "1e6", "between 0 and 100", "0.02"),
        ("hidden", "99", "1 to 16 neurons", "3 tanh"),
        ("noise", "x", "between 0 and 1", "0.2"),
    ] {
        write(&browser, &format!("[data-ref={name}]"), wrong).await?;
        let error = error(name);
        let said =
            format!("{error}.checkVisibility() && {error}.textContent.includes({message:?})");
        browser.wait(&said, 5).await?;
        // The controls beside it are seen whole.
        let covers = format!(
            "(error => {{ error.scrollIntoView({{ block: 'center' }}); const a = error.getBoundingClientRect(); \
             return [...{HOST}.querySelectorAll('input, select, button, label')].filter(other => other.checkVisibility()).some(other => {{ \
             const b = other.getBoundingClientRect(); return b.width > 1 && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1; }}); }})({error})"
        );
        ensure!(
            browser.eval(&covers).await? == json!(false),
            "{name}: the error covers a control"
        );
        // While the reader types, as soon as it is right.
        let typed = format!(
            "(field => {{ field.value = {right:?}; field.dispatchEvent(new Event('input', {{ bubbles: true }})); return 0; }})\
             (document.querySelector('[data-ref={name}]'))"
        );
        browser.eval(&typed).await?;
        browser.wait(&format!("{error}.hidden"), 5).await?;
    }
    // What the link had wrong is not said for ever.
    let refused = "document.querySelector('[data-ref=refused]').hidden";
    ensure!(browser.eval(refused).await? == json!(false));
    write(&browser, "[data-ref=noise]", "0.3").await?;
    browser.wait(refused, 5).await?;
    write(&browser, "[data-parameter]", "nonsense").await?;
    let wrong = "!document.querySelector('[data-ref=weight-error]').hidden && document.querySelector('[data-parameter]').value === 'nonsense'";
    browser.wait(wrong, 5).await?;
    browser
        .eval("(document.querySelector('[data-parameter]').dispatchEvent(new Event('input', { bubbles: true })), 0)")
        .await?;
    browser
        .wait(
            "document.querySelector('[data-ref=weight-error]').hidden",
            5,
        )
        .await
}

#[tokio::test]
async fn the_cursor_counts_steps() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    opened(&server, &browser, "").await?;
    let none = "(({ max, value }) => max === '0' && value === '0')(document.querySelector('[data-ref=cursor]'))";
    ensure!(browser.eval(none).await? == json!(true));
    opened(&server, &browser, "playground.at=80").await?;
    let slider = "document.querySelector('[data-ref=cursor]')";
    browser
        .wait(
            &format!("{slider}.max === '80' && {slider}.value === '80'"),
            20,
        )
        .await?;
    let slide = format!(
        "({slider}.value = 33, {slider}.dispatchEvent(new Event('input', {{ bubbles: true }})), 0)"
    );
    browser.eval(&slide).await?;
    let condition =
        "document.querySelector('[data-ref=cursor-text]').textContent.startsWith('Step 33:')";
    browser.wait(condition, 5).await
}

#[tokio::test]
async fn the_gradients_fit_on_a_phone() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.client.set_window_size(360, 800).await?;
    opened(&server, &browser, "playground.at=40").await?;
    let cut = "[...document.querySelectorAll('[data-gradient]')].filter(cell => cell.getBoundingClientRect().right > innerWidth).length";
    browser
        .wait("document.querySelector('[data-gradient]')?.textContent", 10)
        .await?;
    ensure!(browser.eval(cut).await? == json!(0));
    let scrolls = "(box => box.scrollWidth > box.clientWidth)(document.querySelector('[data-ref=weights]').closest('.playground-scroll'))";
    ensure!(browser.eval(scrolls).await? == json!(false));
    Ok(())
}

#[tokio::test]
async fn the_graph_of_a_sweep_is_saved() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(KEEP).await?;
    let page = "embed/sweep.html?lang=en#sweep.values=1,2&sweep.seeds=1&playground.steps=20&playground.samples=40";
    browser.open(&server.url(page)).await?;
    browser.alive().await?;
    browser.click("[data-ref=play]").await?;
    browser
        .wait(
            "document.querySelectorAll('[data-ref=graph] circle').length === 2",
            60,
        )
        .await?;
    let press = |file: &str| {
        format!(
            "(document.querySelector('[data-save=\"{file}\"]').dispatchEvent(new MouseEvent('click', {{ bubbles: true }})), 0)"
        )
    };
    browser.eval(&press("sweep.svg")).await?;
    browser
        .wait("__saved.at(-1)?.name === 'redes-sweep.svg'", 10)
        .await?;
    let text = browser.eval("__saved.at(-1).blob.text()").await?;
    let text = text.as_str().unwrap_or_default();
    ensure!(
        text.contains("<circle fill=") && !text.contains("class="),
        "{text}"
    );
    browser.eval(&press("sweep.png")).await?;
    browser
        .wait("__saved.at(-1).name === 'redes-sweep.png' && __saved.at(-1).href === 'data:image/png;base64,'", 10)
        .await
}
