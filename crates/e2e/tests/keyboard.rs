//! A reader with only a keyboard can use everything.

use anyhow::{Result, ensure};
use redes_e2e::{Browser, book, site};
use serde_json::{Value, json};

const TAB: char = '\u{E004}';
const ENTER: char = '\u{E007}';
const RIGHT: char = '\u{E014}';
const LEFT: char = '\u{E012}';
const SPACE: char = ' ';

/// From now on records the focused elements, and those whose focus is invisible: no part is outlined, and the element
/// looks the same as without focus.
pub(crate) const FOLLOW: &str = "(() => {\
    globalThis.__reached = new Set(); globalThis.__unseen = new Set();\
    const parts = e => [e, ...e.querySelectorAll('*')].slice(0, 20).map(part => getComputedStyle(part));\
    const outlined = e => parts(e).some(style => style.outlineStyle !== 'none' || style.boxShadow !== 'none');\
    const look = e => parts(e).map(style => [style.stroke, style.strokeWidth, style.fill, style.backgroundColor, style.borderColor].join()).join();\
    document.addEventListener('focusin', ({ target }) => {\
        __reached.add(target);\
        if (outlined(target)) return;\
        const focused = look(target);\
        target.addEventListener('focusout', () => setTimeout(() => { if (look(target) === focused) __unseen.add(target); }), { once: true });\
    });\
    return 0; })()";
/// The controls of a figure that the focus did not reach. In a group with arrow keys, one control counts for all.
const MISSED: &str = "[...document.querySelectorAll('.figure')].flatMap(figure => {\
    const all = [...figure.querySelectorAll('button, input, select, textarea, a[href], summary, [tabindex]')]\
        .filter(e => !e.disabled && e.checkVisibility() && !__reached.has(e));\
    const grouped = e => [...e.parentElement.closest('[role], ol, ul, p, div').querySelectorAll('[tabindex=\"0\"]')].some(other => __reached.has(other));\
    return all.filter(e => e.type !== 'radio' && !(e.tabIndex < 0 && grouped(e)))\
        .map(e => `${figure.id}: ${e.localName} ${e.getAttribute('class')} ${e.dataset.ref ?? e.id} ${e.textContent.trim().slice(0, 30)}`); })";

/// A figure's content: its words, its drawing, its pictures.
fn shown(figure: &str) -> String {
    format!(
        "(host => host.innerText + [...host.querySelectorAll('svg')].map(e => e.outerHTML).join() + [...host.querySelectorAll('canvas')]\
         .map(e => e.toDataURL()).join() + [...host.querySelectorAll('input')].map(e => e.value).join())(document.querySelector('redes-{figure}'))"
    )
}

#[tokio::test]
async fn tab_reaches_every_control_of_every_figure() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let mut wrong = Vec::new();
    let list = book::catalogue()?;
    for page in list.chapters() {
        browser
            .open(&server.url(&format!("es/{page}.html")))
            .await?;
        browser.look_through().await?;
        browser.eval(FOLLOW).await?;
        // The first stop is the link past the header.
        browser.press(TAB, 1).await?;
        let first = browser.eval("document.activeElement.className").await?;
        ensure!(first == json!("skip"), "{page}: the first stop is {first}");
        for _ in 0..60 {
            browser.press(TAB, 10).await?;
            // After the last stop the focus returns to the page itself.
            let stop = "document.activeElement === document.body || document.activeElement.className === 'skip'";
            if browser.eval(stop).await? == json!(true) {
                break;
            }
        }
        for missed in browser.eval(MISSED).await?.as_array().into_iter().flatten() {
            wrong.push(format!("{page}: Tab does not reach {missed}"));
        }
        let unseen = "[...__unseen].map(e => `${e.localName}.${e.getAttribute('class') ?? ''}`)";
        for unseen in browser.eval(unseen).await?.as_array().into_iter().flatten() {
            wrong.push(format!(
                "{page}: one does not see that the focus is at {unseen}"
            ));
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test]
async fn enter_on_the_play_button_trains() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let list = book::catalogue()?;
    for figure in list.figures().iter().filter(|figure| figure.trains) {
        let name = &figure.name;
        let page = format!("en/{}.html#fig-{name}", figure.chapter);
        browser.open(&server.url(&page)).await?;
        browser.alive().await?;
        let host = format!("document.querySelector('redes-{name}')");
        browser
            .eval(&format!("{host}.querySelector('[data-ref=play]').focus()"))
            .await?;
        browser.press(ENTER, 1).await?;
        // Steps that were done, or where the ledger is judged what came out; without data the figure says so.
        let missing = format!("{host}.innerText.includes('without this data set')");
        let runs = match name.as_str() {
            "results" => format!("{host}.querySelector('[data-ref=summary]').textContent !== ''"),
            _ => format!("+{host}.dataset.step > 0 || {missing}"),
        };
        browser.wait(&runs, 60).await?;
        if name != "results" && browser.eval(&missing).await? == json!(true) {
            eprintln!("the site was built without the data of {name}: it was not trained");
            continue;
        }
        // The focus has not moved, and the same key pauses.
        let focus = format!("document.activeElement === {host}.querySelector('[data-ref=play]')");
        ensure!(
            browser.eval(&focus).await? == Value::Bool(true),
            "{name}: the focus went elsewhere"
        );
        browser.press(SPACE, 1).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_key_changes_every_other_figure() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let list = book::catalogue()?;
    for figure in list.figures().iter().filter(|figure| !figure.trains) {
        let name = &figure.name;
        browser
            .open(&server.url(&format!("en/{}.html#fig-{name}", figure.chapter)))
            .await?;
        browser.alive().await?;
        // One control of each kind; each must have an effect.
        for (kind, key) in [
            ("input[type=range]", RIGHT),
            ("button[aria-pressed=false]", SPACE),
            ("textarea", 'x'),
        ] {
            let control = format!("document.querySelector('redes-{name} {kind}')");
            if browser
                .eval(&format!("!!{control}?.checkVisibility()"))
                .await?
                == json!(false)
            {
                continue;
            }
            browser
                .eval(&format!("(globalThis.__before = {}, 0)", shown(name)))
                .await?;
            browser.eval(&format!("{control}.focus()")).await?;
            // A slider at its end moves the other way.
            let end = format!("{control}.type === 'range' && {control}.value === {control}.max");
            let key = match browser.eval(&end).await? == json!(true) {
                true => LEFT,
                false => key,
            };
            browser.press(key, 1).await?;
            let changed = format!("{} !== __before", shown(name));
            browser.wait(&changed, 5).await?;
        }
        let status = format!(
            "document.querySelector('redes-{name} [role=status]:not([hidden])').textContent.length > 10"
        );
        browser.wait(&status, 5).await?;
    }
    Ok(())
}

#[tokio::test]
async fn fields_of_negative_numbers_ask_for_a_keyboard_with_a_minus() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser
        .open(&server.url("embed/backprop.html?lang=en"))
        .await?;
    browser.alive().await?;
    let field = |name: &str| format!("document.querySelector('redes-backprop [data-ref={name}]')");
    for (name, mode) in [("w1", "text"), ("x1", "text"), ("rate", "decimal")] {
        let found = browser.eval(&format!("{}.inputMode", field(name))).await?;
        assert_eq!(found, json!(mode), "{name}");
    }
    // The dash that word processors write for a minus sign.
    let put = "(e => { e.value = '\u{2013}0,65'; for (const kind of ['input', 'change']) e.dispatchEvent(new Event(kind, { bubbles: true })); return 0; })";
    browser.eval(&format!("{put}({})", field("w1"))).await?;
    browser.wait("location.hash.includes('-0.65')", 5).await?;
    let error = "document.querySelector('redes-backprop [data-ref=w1-error]').hidden";
    assert_eq!(browser.eval(error).await?, json!(true));
    Ok(())
}
