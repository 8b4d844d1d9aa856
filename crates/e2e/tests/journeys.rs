//! Whole journeys with nothing but a keyboard: a student's through a chapter, a digit and a review; a teacher's to a figure
//! for a course. At each stop the focus is seen, and nothing covers it.

use anyhow::{Context, Result, bail, ensure};
use redes_e2e::{Browser, site};
use serde_json::{Value, json};

use crate::{keyboard::FOLLOW, sharing::CLIPBOARD};

const TAB: char = '\u{E004}';
const ENTER: char = '\u{E007}';
const ESCAPE: char = '\u{E00C}';
const BACKSPACE: char = '\u{E003}';
const END: char = '\u{E010}';
const UP: char = '\u{E013}';
const DOWN: char = '\u{E015}';

/// Why the focused element is not seen: it has none, it is outside of the window, or all of its corners and its middle are
/// covered. An empty text where it is seen.
const COVERED: &str = "(() => {\
    const e = document.activeElement;\
    if (!e || e === document.body) return 'nothing has the focus';\
    const { left, right, top, bottom } = (e.getClientRects()[0] ?? e.getBoundingClientRect());\
    const [l, r, t, b] = [Math.max(left, 0) + 2, Math.min(right, innerWidth) - 2, Math.max(top, 0) + 2, Math.min(bottom, innerHeight) - 2];\
    const name = `${e.localName}.${e.getAttribute('class') ?? ''} ${e.dataset?.ref ?? e.id} ${e.textContent.trim().slice(0, 30)}`;\
    if (r < l - 2 || b < t - 2) return `${name} is outside of the window`;\
    const own = (x, y) => { const on = document.elementFromPoint(x, y); return on && (e.contains(on) || on.contains(e) || on.closest('label')?.control === e); };\
    const seen = [[(l + r) / 2, (t + b) / 2], [l, t], [r, t], [l, b], [r, b]].some(([x, y]) => own(x, y));\
    return seen ? '' : `${name} is covered by ${document.elementFromPoint((l + r) / 2, (t + b) / 2)?.className}`; })()";

/// A reader at a keyboard.
struct Keyboard {
    browser: Browser,
}

impl Keyboard {
    /// Presses Tab until the focus is at the element, which is seen then, as is every stop before it.
    async fn walk_to(&self, selector: &str) -> Result<()> {
        let there = format!("document.activeElement?.matches({})", json!(selector));
        for _ in 0..400 {
            self.browser.press(TAB, 1).await?;
            // Between the last element of a page and its first the focus is at the page itself.
            let seen =
                format!("[{there}, document.activeElement === document.body ? '' : {COVERED}]");
            let found = self.browser.eval(&seen).await?;
            ensure!(
                found[1] == json!(""),
                "on the way to {selector}: {}",
                found[1]
            );
            if found[0] == json!(true) {
                return Ok(());
            }
        }
        bail!("Tab does not lead to {selector}")
    }

    async fn write(&self, text: &str) -> Result<()> {
        for letter in text.chars() {
            self.browser.press(letter, 1).await?;
        }
        Ok(())
    }

    /// Writes into the field with the focus, in place of what is there.
    async fn replace(&self, text: &str) -> Result<()> {
        let length = self
            .browser
            .eval("document.activeElement.value.length")
            .await?;
        let length = length.as_u64().context("the focus is at no field")?;
        self.browser.press(END, 1).await?;
        self.browser
            .press(BACKSPACE, usize::try_from(length)?)
            .await?;
        self.write(text).await
    }

    async fn is_at(&self, selector: &str) -> Result<()> {
        let at = format!("document.activeElement?.matches({})", json!(selector));
        let found = self
            .browser
            .eval("document.activeElement?.outerHTML.slice(0, 120)")
            .await?;
        let there = self.browser.eval(&at).await?;
        ensure!(
            there == Value::Bool(true),
            "the focus is at {found}, not at {selector}"
        );
        Ok(())
    }

    /// No stop's focus looked like no focus.
    async fn saw_all(&self) -> Result<()> {
        // The skip link brings the focus to the text itself, which takes no key.
        let unseen = "[...__unseen].filter(e => e.localName !== 'main').map(e => `${e.localName}.${e.getAttribute('class') ?? ''}`)";
        let unseen = self.browser.eval(unseen).await?;
        ensure!(
            unseen == json!([]),
            "one does not see the focus at {unseen}"
        );
        Ok(())
    }
}

#[tokio::test]
async fn a_student_trains_draws_and_writes_without_a_mouse() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let keys = Keyboard { browser };
    let browser = &keys.browser;
    browser.open(&server.url("es/circles.html")).await?;
    browser.alive().await?;
    browser.eval(FOLLOW).await?;
    // Past the header, through the chapter's text, to its figure.
    keys.walk_to(".skip").await?;
    browser.press(ENTER, 1).await?;
    keys.is_at("main").await?;
    keys.walk_to("redes-circles [data-ref=play]").await?;
    let host = "document.querySelector('redes-circles').dataset";
    browser.press(ENTER, 1).await?;
    browser
        .wait(
            &format!("{host}.phase === 'running' && +{host}.step > 0"),
            30,
        )
        .await?;
    browser.press(ENTER, 1).await?;
    browser
        .wait(&format!("{host}.phase === 'paused'"), 10)
        .await?;
    keys.walk_to("redes-circles [data-ref=iterations]").await?;
    keys.replace("uno").await?;
    browser.press(TAB, 1).await?;
    let condition = "document.querySelector('[data-ref=iterations-error]').checkVisibility() && \
                document.querySelector('[data-ref=iterations]').getAttribute('aria-invalid') === 'true'";
    browser.wait(condition, 5).await?;
    keys.walk_to("redes-circles [data-ref=iterations]").await?;
    keys.replace("40").await?;
    browser.press(ENTER, 1).await?;
    browser
        .wait("location.hash.includes('circles.iterations=40')", 5)
        .await?;
    keys.walk_to("redes-circles [data-ref=play]").await?;
    browser.press(' ', 1).await?;
    browser
        .wait(
            &format!("{host}.phase === 'finished' && {host}.step === '40'"),
            30,
        )
        .await?;
    // Shares what came out, and comes back to where it was.
    keys.walk_to("[data-share=circles]").await?;
    browser.press(ENTER, 1).await?;
    browser
        .wait("document.querySelector('.share-dialog')?.open", 10)
        .await?;
    keys.walk_to(".share-dialog .share-part button").await?;
    browser.press(ESCAPE, 1).await?;
    browser
        .wait("!document.querySelector('.share-dialog').open", 5)
        .await?;
    keys.is_at("[data-share=circles]").await?;
    keys.saw_all().await?;

    // Draws a 1: from the middle up, then down in one stroke.
    browser
        .open(&server.url("embed/digits.html?lang=es"))
        .await?;
    browser.look_through().await?;
    browser.eval(FOLLOW).await?;
    keys.walk_to("[data-ref=pad]").await?;
    browser.press(UP, 8).await?;
    browser.press(' ', 1).await?;
    browser.press(DOWN, 16).await?;
    browser.press(' ', 1).await?;
    let best = |digit: u8| {
        format!("document.querySelector('[data-cell=\"1.0-{digit}\"]').classList.contains('best')")
    };
    browser.wait(&best(1), 20).await?;
    let said = "document.querySelector('[data-ref=pad-said]').textContent.includes('1.0: 1')";
    browser.wait(said, 5).await?;
    let ink = "/ tinta, de la fila \\d+ a la \\d+/.test(document.querySelector('[data-ref=seen]').ariaLabel)";
    browser.wait(ink, 5).await?;
    // Or takes one of the samples.
    keys.walk_to("[data-ref=sample]").await?;
    keys.write("7").await?;
    browser.wait(&best(7), 20).await?;
    keys.saw_all().await?;

    browser
        .open(&server.url("embed/reviews.html?lang=es"))
        .await?;
    browser.look_through().await?;
    browser.eval(FOLLOW).await?;
    keys.walk_to("[data-ref=text]").await?;
    keys.write("a wonderful film").await?;
    keys.walk_to("[data-ref=load-button]").await?;
    browser.press(ENTER, 1).await?;
    let answer =
        "document.querySelector('[data-ref=answer]').textContent.includes('2.1: positiva')";
    browser.wait(answer, 60).await?;
    keys.saw_all().await
}

#[tokio::test]
async fn a_teacher_takes_a_figure_along_without_a_mouse() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let keys = Keyboard { browser };
    let browser = &keys.browser;
    browser.before_pages(CLIPBOARD).await?;
    browser.open(&server.url("es/teachers.html")).await?;
    browser.eval(FOLLOW).await?;
    keys.walk_to(".skip").await?;
    browser.press(ENTER, 1).await?;
    keys.is_at("main").await?;
    keys.walk_to("[data-share=dense]").await?;
    browser.press(ENTER, 1).await?;
    browser
        .wait("document.querySelector('.share-dialog')?.open", 10)
        .await?;
    let kind = "document.querySelector('.share-dialog select').value";
    keys.is_at(".share-dialog select").await?;
    keys.write("MyST").await?;
    browser.wait(&format!("{kind} === 'myst'"), 5).await?;
    // What the class gets is folded away.
    keys.walk_to(".share-class > summary").await?;
    browser.press(ENTER, 1).await?;
    browser
        .wait("document.querySelector('.share-class').open", 5)
        .await?;
    keys.walk_to(".share-part button").await?;
    browser.press(ENTER, 1).await?;
    let copied = "__copied.length === 1 && document.querySelector('.share-dialog [role=status]').textContent === 'Copiado.'";
    browser.wait(copied, 5).await?;
    browser.press(ESCAPE, 1).await?;
    browser
        .wait("!document.querySelector('.share-dialog').open", 5)
        .await?;
    keys.is_at("[data-share=dense]").await?;
    keys.saw_all().await
}
