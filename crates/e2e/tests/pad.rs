//! The pad under several hands, its samples, and pictures of digits.

use anyhow::Result;
use redes_e2e::{Browser, Fault, Server, book, site};
use serde_json::json;

/// In a page: `put(type, kind, id, x, y)` sends a pointer's event to the pad; `strokes()` counts those of the link.
const HANDS: &str = "(() => { const pad = document.querySelector('[data-ref=pad]'); pad.setPointerCapture = () => {}; \
    window.put = (type, kind, id, x, y) => { const r = pad.getBoundingClientRect(); pad.dispatchEvent(new PointerEvent('pointer' + type, \
    { pointerType: kind, pointerId: id, button: 0, bubbles: true, clientX: r.left + x * r.width, clientY: r.top + y * r.height })); }; \
    window.ink = () => new URLSearchParams(location.hash.slice(1)).get('digits.ink') ?? ''; \
    window.strokes = () => ink().split('.').filter(Boolean).length; return true; })()";

async fn digits(hash: &str) -> Result<(Server, Browser)> {
    let server = site()?;
    let browser = opened(&server, hash).await?;
    Ok((server, browser))
}

async fn opened(server: &Server, hash: &str) -> Result<Browser> {
    let browser = Browser::start().await?;
    browser
        .open(&server.url(&format!("embed/digits.html?lang=en{hash}")))
        .await?;
    browser
        .wait("document.querySelector('[data-ref=play]')", 20)
        .await?;
    browser.eval(HANDS).await?;
    Ok(browser)
}

fn best(digit: u8) -> String {
    format!(
        "['1.0', '1.1'].every(c => document.querySelector(`[data-cell=\"${{c}}-{digit}\"]`).classList.contains('best'))"
    )
}

#[tokio::test]
async fn the_pen_wins_and_no_second_pointer_cuts_a_stroke() -> Result<()> {
    let (_server, browser) = digits("").await?;
    // A palm comes first and stays; the pen draws a 7; a mouse moves over it.
    browser
        .eval(
            "[put('down', 'touch', 1, .8, .9), put('down', 'pen', 2, .3, .2), put('move', 'touch', 1, .9, .9), \
             put('down', 'mouse', 3, .1, .9), put('move', 'pen', 2, .7, .2), put('up', 'mouse', 3, .1, .9), \
             put('up', 'touch', 1, .9, .9), put('move', 'pen', 2, .45, .85), put('up', 'pen', 2, .45, .85), \
             put('down', 'touch', 4, .1, .1), put('move', 'touch', 4, .9, .9), put('up', 'touch', 4, .9, .9)].length",
        )
        .await?;
    browser.wait("strokes() === 1", 5).await?;
    browser.wait(&best(7), 20).await?;
    let said = "document.querySelector('[data-ref=pad-said]').textContent";
    browser
        .wait(&format!("{said}.startsWith('Strokes: 1. Case 1.0: 7')"), 20)
        .await?;
    // What the browser takes for a palm is taken back.
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    browser
        .eval(
            "[put('down', 'touch', 5, .1, .1), put('move', 'touch', 5, .9, .9), put('cancel', 'touch', 5, .9, .9)].length",
        )
        .await?;
    assert_eq!(browser.eval("strokes()").await?, json!(1));
    Ok(())
}

#[tokio::test]
async fn a_drawing_from_before_the_networks_is_answered_and_said() -> Result<()> {
    let server = site()?;
    let late = Fault::Delay(std::time::Duration::from_secs(2));
    server.fault(".safetensors", late);
    let browser = opened(&server, "").await?;
    browser
        .eval("[put('down', 'pen', 2, .3, .2), put('move', 'pen', 2, .7, .2), put('move', 'pen', 2, .45, .85), put('up', 'pen', 2, .45, .85)].length")
        .await?;
    let said = "document.querySelector('[data-ref=pad-said]').textContent";
    browser
        .wait(&format!("{said}.startsWith('Strokes: 1.')"), 5)
        .await?;
    browser
        .wait(&format!("{said}.startsWith('Strokes: 1. Case 1.0: 7')"), 30)
        .await
}

#[tokio::test]
async fn a_screen_reader_finds_the_pad_and_a_sample_is_drawn() -> Result<()> {
    let (_server, browser) = digits("").await?;
    let pad = "document.querySelector('[data-ref=pad]')";
    let role = format!("[{pad}.getAttribute('role'), {pad}.getAttribute('aria-roledescription')]");
    assert_eq!(
        browser.eval(&role).await?,
        json!(["application", "drawing pad"])
    );
    for digit in [4, 9] {
        browser
            .eval(&format!(
                "(s => {{ s.value = '{digit}'; s.dispatchEvent(new Event('change', {{ bubbles: true }})); return true; }})\
                 (document.querySelector('[data-ref=sample]'))"
            ))
            .await?;
        browser.wait(&best(digit), 20).await?;
    }
    // The link restores what was seen.
    let seen = "document.querySelector('[data-ref=seen]').toDataURL()";
    let before = browser.eval(seen).await?;
    browser
        .eval("(document.querySelector('redes-digits').restart(), true)")
        .await?;
    browser.wait(&best(9), 20).await?;
    assert_eq!(browser.eval(seen).await?, before);
    Ok(())
}

#[tokio::test]
async fn what_is_no_digit_is_said() -> Result<()> {
    let (_server, browser) = digits("").await?;
    browser
        .eval(
            "[put('down', 'mouse', 1, .2, .2), put('move', 'mouse', 1, .8, .8), put('up', 'mouse', 1, .8, .8), \
             put('down', 'mouse', 1, .8, .2), put('move', 'mouse', 1, .2, .8), put('up', 'mouse', 1, .2, .8)].length",
        )
        .await?;
    browser
        .wait(
            "document.querySelector('[data-ref=answer]').textContent === 'Case 1.0: no digit · Case 1.1: no digit'",
            20,
        )
        .await?;
    assert_eq!(
        browser
            .eval("document.querySelectorAll('.best').length")
            .await?,
        json!(0)
    );
    Ok(())
}

/// In a page: gives the figure a picture that `draw` makes on a canvas of this width and height.
fn picture(width: u32, height: u32, draw: &str, way: &str) -> String {
    format!(
        "(async () => {{ const canvas = Object.assign(document.createElement('canvas'), {{ width: {width}, height: {height} }}); \
         const c = canvas.getContext('2d'); c.lineCap = c.lineJoin = 'round'; \
         const seven = (x, y, s, w, ink) => {{ c.strokeStyle = ink; c.lineWidth = w; c.beginPath(); c.moveTo(x, y); \
         c.lineTo(x + .6 * s, y); c.lineTo(x + .2 * s, y + s); c.stroke(); }}; {draw}; \
         const blob = await new Promise(done => canvas.toBlob(done, 'image/png')); const data = new DataTransfer(); \
         data.items.add(new File([blob], 'digit.png', {{ type: 'image/png' }})); {way}; return true; }})()"
    )
}

#[tokio::test]
async fn pictures_are_cut_out_and_read() -> Result<()> {
    let (_server, browser) = digits("").await?;
    // What reads pictures is a script of its own, which comes after the figure.
    browser
        .eval("import(new URL('../js/image.js', location.href).href).then(() => true)")
        .await?;
    let chosen = "const input = document.querySelector('[data-pictures] input[type=file]'); input.files = data.files; \
                  input.dispatchEvent(new Event('change', { bubbles: true }))";
    let pasted = "document.querySelector('[data-ref=pad]').dispatchEvent(new ClipboardEvent('paste', \
                  { clipboardData: data, bubbles: true, cancelable: true }))";
    let dropped = "document.querySelector('[data-ref=pad]').dispatchEvent(new DragEvent('drop', \
                   { dataTransfer: data, bubbles: true, cancelable: true }))";
    let white = "c.fillStyle = '#fff'; c.fillRect(0, 0, 300, 200)";
    let dark_on_light = format!("{white}; seven(120, 40, 110, 5, '#224')");
    let light_on_dark =
        "c.fillStyle = '#111'; c.fillRect(0, 0, 300, 200); seven(30, 30, 120, 20, '#eee')";
    // A sheet on a dark table, in uneven light, with a shadow of the hand at its edge.
    let sheet = "c.fillStyle = '#3a2a20'; c.fillRect(0, 0, 900, 1200); c.save(); c.rotate(.06); \
                 const g = c.createLinearGradient(0, 0, 900, 1200); g.addColorStop(0, '#fff'); g.addColorStop(1, '#b5b0a0'); \
                 c.fillStyle = g; c.fillRect(200, 120, 560, 900); seven(350, 350, 260, 9, '#2233aa'); c.restore()";
    let clear = "c.clearRect(0, 0, 300, 200); seven(100, 40, 90, 8, '#000')";
    for (size, draw, way) in [
        ((300, 200), &*dark_on_light, chosen),
        ((300, 200), light_on_dark, pasted),
        ((900, 1200), sheet, dropped),
        ((300, 200), clear, chosen),
    ] {
        browser
            .eval("(document.querySelector('[data-ref=clear]').click(), true)")
            .await?;
        browser
            .wait("document.querySelectorAll('.best').length === 0", 10)
            .await?;
        browser.eval(&picture(size.0, size.1, draw, way)).await?;
        browser
            .wait(
                "document.querySelector('[data-ref=picture-note]').textContent.includes('has not left the browser and is not in the link')",
                20,
            )
            .await?;
        browser.wait(&best(7), 20).await?;
    }
    browser.eval(&picture(300, 200, white, chosen)).await?;
    let note = "document.querySelector('[data-ref=picture-note]').textContent";
    browser
        .wait(&format!("{note}.startsWith('No digit is to be seen')"), 20)
        .await?;
    let kept = "The answers are still those to the digit before.";
    browser
        .wait(&format!("{note}.endsWith('{kept}')"), 10)
        .await?;
    browser
        .eval(
            "(input => { const data = new DataTransfer(); data.items.add(new File(['no picture'], 'a.png', { type: 'image/png' })); \
             input.files = data.files; input.dispatchEvent(new Event('change', { bubbles: true })); return true; })\
             (document.querySelector('[data-pictures] input[type=file]'))",
        )
        .await?;
    browser
        .wait(&format!("{note}.startsWith('This is no picture')"), 20)
        .await?;
    // Where nothing was read, nothing stays.
    browser
        .eval("(document.querySelector('[data-ref=clear]').click(), true)")
        .await?;
    browser
        .wait("document.querySelectorAll('.best').length === 0", 10)
        .await?;
    browser.eval(&picture(300, 200, white, chosen)).await?;
    browser
        .wait(&format!("{note}.startsWith('No digit is to be seen')"), 20)
        .await?;
    let note = browser.eval(note).await?;
    assert!(!note.as_str().unwrap_or_default().contains(kept), "{note}");
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn the_column_says_of_what_it_is_the_per_cent() -> Result<()> {
    for language in book::LANGUAGES {
        let (server, browser) = (site()?, Browser::start().await?);
        browser
            .open(&server.url(&format!("embed/digits.html?lang={language}")))
            .await?;
        let count = if language == "en" { "10,000" } else { "10 000" };
        let text = "document.querySelector('.digits-answers').textContent.replaceAll('\\u202f', ' ').replaceAll('\\u00a0', ' ')";
        browser
            .wait(
                &format!("{text}.includes('MNIST') && {text}.includes('{count}')"),
                20,
            )
            .await?;
    }
    Ok(())
}
