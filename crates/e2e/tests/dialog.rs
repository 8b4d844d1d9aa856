//! The dialog under a figure: what a teacher chooses in it, its keys, and what it does where a browser refuses.

use anyhow::{Context, Result, ensure};
use redes_e2e::{Browser, Fault, book, site};
use serde_json::{Value, json};

use crate::sharing::{CLIPBOARD, CODE, ESCAPE, copy, open, parsed, set};

const ENTER: char = '\u{E007}';
const TAB: char = '\u{E004}';

#[tokio::test]
async fn language_theme_height_and_preview_follow_the_choice() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(CLIPBOARD).await?;
    browser
        .open(&server.url("es/circles.html#circles.noise=0.2"))
        .await?;
    browser.alive().await?;
    open(&browser, "circles").await?;
    set(&browser, 0, "html").await?;
    // The figure's height at the width of the preview, until the reader sets another.
    let measured = |width: u32| {
        format!(
            "(note => note.includes('{width} px') && note.includes(` ${{document.querySelector('.share-dialog input').value}} px`))\
             (document.querySelector('.share-preview > .share-note').textContent)"
        )
    };
    browser.wait(&measured(800), 20).await?;
    let wide = browser
        .eval("document.querySelector('.share-dialog input').value")
        .await?;
    browser.click(".share-widths button:first-child").await?;
    browser.wait(&measured(360), 20).await?;
    let narrow = browser
        .eval("document.querySelector('.share-dialog input').value")
        .await?;
    ensure!(wide != narrow, "{wide} high at both widths");
    browser.click(".share-widths button:last-child").await?;
    browser.wait(&measured(800), 20).await?;
    // A height out of range is corrected in its field.
    set(&browser, 3, "9999").await?;
    let corrected = "(field => { field.dispatchEvent(new Event('change')); return field.value; })(document.querySelector('.share-dialog input'))";
    assert_eq!(browser.eval(corrected).await?, json!("5000"));
    set(&browser, 1, "en").await?;
    set(&browser, 2, "dark").await?;
    set(&browser, 3, "640").await?;
    let frame = parsed(&copy(&browser, "html").await?)?;
    let address = server.url("embed/circles.html?lang=en&theme=dark#circles.noise=0.2");
    assert_eq!(frame["src"], json!(address));
    assert_eq!(frame["title"], json!("Circles · Redes"));
    assert_eq!(frame["height"], json!("640"));
    let link = copy(&browser, "link").await?;
    assert_eq!(link, server.url("en/circles.html#circles.noise=0.2"));
    // Every snippet has its preview, and no slot is left.
    let kinds = browser
        .eval("[...document.querySelector('.share-dialog select').options].map(option => option.value)")
        .await?;
    let table = browser
        .eval("fetch('share.json').then(answer => answer.json())")
        .await?;
    let snippets: Vec<&Value> = table["groups"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|group| group["snippets"].as_array().into_iter().flatten())
        .collect();
    let ids: Vec<&Value> = snippets.iter().map(|snippet| &snippet["id"]).collect();
    assert_eq!(kinds, json!(ids));
    for snippet in snippets {
        let id = snippet["id"].as_str().context("an id")?;
        set(&browser, 0, id).await?;
        let seen = match snippet["preview"].as_str() {
            Some("frame") => {
                let src = json!(address);
                format!("document.querySelector('.share-stage iframe')?.src === {src} && [...document.querySelectorAll('.share-part code')].some(code => code.textContent.replaceAll('&amp;', '&').includes({src}))")
            }
            Some("link") => "document.querySelector('.share-stage > a:not(:has(img))')?.href".to_owned(),
            Some("picture") => "document.querySelector('.share-stage > a > img')?.src.endsWith('stills/en/circles.svg')".to_owned(),
            _ => "!document.querySelector('.share-preview').checkVisibility() && document.querySelector('.share-parts a').href.includes('teachers.html#')".to_owned(),
        };
        browser
            .wait(&seen, 10)
            .await
            .with_context(|| id.to_owned())?;
        let text = browser
            .eval("document.querySelector('.share-parts').textContent")
            .await?;
        ensure!(
            text.as_str()
                .is_some_and(|text| !text.contains("[[") && !text.contains("undefined")),
            "{id}: {text}"
        );
    }
    // The preview computes, and says how high it is.
    set(&browser, 0, "html").await?;
    browser
        .wait("/640|[0-9]{3,}/.test(document.querySelector('.share-preview > .share-note').textContent)", 20)
        .await?;
    browser.click(".share-widths button:first-child").await?;
    let narrow = "document.querySelector('.share-stage iframe').style.width === '360px' && \
                  document.querySelector('.share-preview > .share-note').textContent.includes('360')";
    browser.wait(narrow, 20).await?;
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn the_keyboard_opens_uses_and_closes_the_dialog() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(CLIPBOARD).await?;
    browser.open(&server.url("en/circles.html")).await?;
    browser.alive().await?;
    browser
        .eval("(document.querySelector('[data-share=circles]').focus(), 0)")
        .await?;
    browser.press(ENTER, 1).await?;
    browser
        .wait(
            "document.activeElement.matches('.share-dialog[open] select')",
            10,
        )
        .await?;
    set(&browser, 0, "hugo").await?;
    // Tab stays in the dialog, reaches every control, and Enter copies.
    browser
        .eval("(globalThis.__left = new Set(document.querySelectorAll('.share-dialog :is(button, select, input, pre, a[href])')), __left.delete(document.activeElement), 0)")
        .await?;
    let missed =
        "[...__left].filter(e => e.isConnected && e.checkVisibility()).map(e => e.outerHTML)";
    // The preview's figure has its own controls, and Tab goes through them once it has arrived.
    for _ in 0..100 {
        if browser.eval(missed).await? == json!([]) {
            break;
        }
        browser.press(TAB, 1).await?;
        let outside = browser
            .eval("(__left.delete(document.activeElement), document.activeElement !== document.body && !document.activeElement.closest('.share-dialog'))")
            .await?;
        ensure!(outside == json!(false), "the focus left the dialog");
    }
    assert_eq!(browser.eval(missed).await?, json!([]));
    browser
        .eval("(document.querySelectorAll('.share-part .button')[1].focus(), 0)")
        .await?;
    browser.press(ENTER, 1).await?;
    browser
        .wait("__copied.at(-1)?.includes('{{ .Get \"src\" }}')", 5)
        .await?;
    browser.press(ESCAPE, 1).await?;
    let closed = "!document.querySelector('.share-dialog').open && document.activeElement.matches('[data-share=circles]') && \
                  !document.querySelector('.share-stage iframe')";
    browser.wait(closed, 5).await?;
    Ok(())
}

#[tokio::test]
async fn the_gallery_opens_the_same_dialog() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(CLIPBOARD).await?;
    browser.open(&server.url("es/teachers.html")).await?;
    let figures = book::catalogue()?.figures().len();
    let shown = "[...document.querySelectorAll('.gallery [data-share]')].length";
    assert_eq!(browser.eval(shown).await?, json!(figures));
    open(&browser, "dense").await?;
    let frame = parsed(&copy(&browser, "html").await?)?;
    assert_eq!(frame["src"], json!(server.url("embed/dense.html?lang=es")));
    let link = copy(&browser, "link").await?;
    assert_eq!(link, server.url("es/introduction.html#fig-dense"));
    browser.press(ESCAPE, 1).await?;
    // The code of a reader without scripts has this site's address too.
    let code = browser
        .eval("document.querySelector('#use-dense code').textContent")
        .await?;
    let frame = parsed(code.as_str().unwrap_or_default())?;
    assert_eq!(frame["src"], json!(server.url("embed/dense.html?lang=es")));
    Ok(())
}

#[tokio::test]
async fn the_dialog_says_what_the_host_does_not_allow() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    for open_to_all in [false, true] {
        if open_to_all {
            server.open_to_all();
        }
        browser.open(&server.url("en/teachers.html")).await?;
        open(&browser, "circles").await?;
        set(&browser, 0, "html").await?;
        // Before the code, which works on either host.
        let message = "(note => note.checkVisibility() && note.textContent.includes('isolated frame') && \
                    Boolean(note.compareDocumentPosition(document.querySelector('.share-parts')) & Node.DOCUMENT_POSITION_FOLLOWING))\
                    (document.querySelector('.share-warning:not([role])'))";
        assert_eq!(browser.eval(message).await?, json!(!open_to_all));
        let code = browser.eval(CODE).await?;
        let sandbox = parsed(code.as_str().unwrap_or_default())?["sandbox"].clone();
        let wanted = if open_to_all {
            "allow-scripts"
        } else {
            "allow-scripts allow-same-origin"
        };
        assert_eq!(sandbox, json!(wanted));
        // A page that a service worker keeps would show the older answer.
        let forget = "(async () => { for (const name of await caches.keys()) await caches.delete(name); \
                      for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister(); })()";
        browser.eval(forget).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_teacher_sets_what_the_class_gets() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.open(&server.url("en/teachers.html")).await?;
    open(&browser, "circles").await?;
    set(&browser, 0, "html").await?;
    browser
        .eval("(document.querySelector('.share-class').open = true, 0)")
        .await?;
    let inside = "document.querySelector('.share-stage iframe').contentDocument";
    let offered = "[...document.querySelectorAll('.share-names select')].every(list => [...list.options].some(({ value }) => value === 'noise'))";
    browser.wait(offered, 30).await?;
    let source = |wanted: &str| {
        let wanted = json!(server.url(&format!("embed/{wanted}")).replace('&', "&amp;"));
        format!("{CODE}.includes(`\"${{{wanted}}}\"`)")
    };
    // The code follows what is set in the preview, and the preview goes on.
    let noise = format!(
        "(page => {{ page.same = true; const field = page.querySelector('[data-ref=noise]'); field.value = '0.2'; \
         field.dispatchEvent(new Event('change', {{ bubbles: true }})); return 0; }})({inside})"
    );
    browser.eval(&noise).await?;
    browser
        .wait(&source("circles.html?lang=en#circles.noise=0.2"), 10)
        .await?;
    assert_eq!(browser.eval(&format!("{inside}.same")).await?, json!(true));
    let choose = |list: &str, value: &str| {
        format!(
            "(list => {{ list.value = '{value}'; list.dispatchEvent(new Event('change', {{ bubbles: true }})); return 0; }})\
             (document.querySelectorAll('.share-class select')[{list}])"
        )
    };
    // Exercise, beginning, controls, parts, parameters.
    browser.eval(&choose("4", "noise")).await?;
    browser.eval(&choose("3", "seed")).await?;
    let address = "circles.html?lang=en&hide=seed&lock=noise#circles.noise=0.2";
    browser.wait(&source(address), 10).await?;
    let locked = format!(
        "{inside}?.querySelector('[data-ref=noise]')?.disabled && !{inside}.querySelector('.seed').checkVisibility()"
    );
    browser.wait(&locked, 20).await?;
    browser.eval(&choose("1", "printed")).await?;
    let address = "circles.html?lang=en&preset=printed&hide=seed&lock=noise";
    browser.wait(&source(address), 10).await?;
    browser.eval(&choose("0", "three-neurons")).await?;
    let address = "exercise-three-neurons.html?lang=en&hide=seed&lock=noise";
    browser.wait(&source(address), 10).await?;
    // A name that the figure lacks is named.
    browser
        .eval("(field => { field.value = 'roof'; field.dispatchEvent(new Event('change')); return 0; })(document.querySelector('.share-names input'))")
        .await?;
    browser
        .wait(
            "document.querySelector('.share-class [role=alert]').textContent.includes('roof')",
            20,
        )
        .await?;
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_clipboard_that_refuses_leaves_the_text_to_the_reader() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(CLIPBOARD).await?;
    browser.open(&server.url("en/circles.html")).await?;
    browser.alive().await?;
    browser.eval("(globalThis.__refuse = true, 0)").await?;
    open(&browser, "circles").await?;
    set(&browser, 0, "link").await?;
    browser.click(".share-part .button").await?;
    let condition = "document.querySelector('.share-dialog [role=status]').textContent.includes('does not allow copying') && \
                getSelection().toString().trim().endsWith('/en/circles.html#fig-circles')";
    browser.wait(condition, 5).await?;
    browser.press(ESCAPE, 1).await?;
    // A listing's text is selected, to be copied by hand.
    browser.click("[data-copy]").await?;
    let selected = "getSelection().toString().trim().length > 20 && \
                    document.querySelector('[data-copy]').previousElementSibling.contains(getSelection().anchorNode)";
    browser.wait(selected, 5).await
}

#[tokio::test]
async fn without_the_dialog_the_reader_gets_the_address() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    server.fault("en/share.json", Fault::Status(500));
    browser.open(&server.url("en/circles.html")).await?;
    browser.click("[data-share=circles]").await?;
    let condition = "document.querySelector('.share [role=status]')?.textContent.endsWith('/embed/circles.html')";
    browser.wait(condition, 10).await?;
    // The next click tries again.
    server.heal();
    open(&browser, "circles").await
}
