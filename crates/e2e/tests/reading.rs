//! The book as text: without scripts, on paper, and its formulas.

use std::{env, fs, path::PathBuf};

use anyhow::{Result, ensure};
use fantoccini::wd::PrintConfiguration;
use redes_e2e::{Browser, book, site};
use serde_json::{Value, json};

#[tokio::test]
async fn without_scripts_every_chapter_is_whole() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    // The page's own scripts do not run; WebDriver's do, because they come from outside.
    let off = json!({ "value": true });
    browser
        .dev_tools("Emulation.setScriptExecutionDisabled", &off)
        .await?;
    let wrong = "(() => {\
        const wrong = [];\
        const high = (selector, least, what) => document.querySelectorAll(selector).forEach(e => {\
            const { width, height } = e.getBoundingClientRect();\
            if (e.checkVisibility() && (height < least || width < 1)) wrong.push(`${what}: ${Math.round(width)} x ${Math.round(height)}`); });\
        if (document.querySelector('main').innerText.length < 2000) wrong.push('hardly a text');\
        if ([...document.querySelectorAll('*')].some(e => e.localName.includes('-') && e.matches(':defined'))) wrong.push('a script has run');\
        high('math', 4, 'a formula'); high('.code pre', 20, 'a listing'); high('main table', 20, 'a table');\
        return wrong; })()";
    let stills = "(async () => { const wrong = []; for (const host of [...document.querySelectorAll('*')].filter(e => e.localName.startsWith('redes-'))) {\
        const still = host.querySelector('img.still');\
        if (!still) { wrong.push(`${host.localName} has no picture`); continue; }\
        still.scrollIntoView(); still.loading = 'eager'; await still.decode().catch(() => {});\
        const { width, height } = still.getBoundingClientRect();\
        if (!still.complete || !still.naturalWidth || width < 250 || height < 80) wrong.push(`${host.localName}: its picture is ${width} x ${height}`);\
        if (still.alt.length < 20) wrong.push(`${host.localName}: its picture says “${still.alt}”`);\
        if (!host.closest('figure').querySelector('figcaption').innerText.trim()) wrong.push(`${host.localName} has no caption`);\
    } return wrong; })()";
    let mut found = Vec::new();
    for language in book::LANGUAGES {
        for page in book::CHAPTERS {
            let page = format!("{language}/{page}.html");
            browser.goto(&server.url(&page)).await?;
            for script in [wrong, stills] {
                for one in browser.eval(script).await?.as_array().into_iter().flatten() {
                    found.push(format!("{page}: {one}"));
                }
            }
        }
    }
    ensure!(found.is_empty(), "{}", found.join("\n"));
    // Parts that need scripts say so.
    browser.goto(&server.url("es/search.html")).await?;
    let condition = "document.querySelector('noscript').textContent.includes('JavaScript') && document.querySelector('noscript').checkVisibility()";
    ensure!(
        browser.eval(condition).await? == json!(true),
        "the search says nothing"
    );
    browser.goto(&server.url("")).await?;
    let choice = "document.querySelectorAll('a[data-language]').length";
    ensure!(
        browser.eval(choice).await? == json!(2),
        "the root has no choice of languages"
    );
    Ok(())
}

#[tokio::test]
async fn a_chapter_can_be_printed_with_its_figures_and_answers() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    for page in ["circles", "learning"] {
        browser
            .open(&server.url(&format!("es/{page}.html")))
            .await?;
        // Like a reader who has reached the figures; a figure that was never near is printed as its still picture.
        browser.look_through().await?;
        browser.wait("[...document.querySelectorAll('figure.figure')].every(figure => [...figure.querySelectorAll('canvas')].some(drawn) || figure.querySelector('svg g, svg line'))".replace("drawn", DRAWN).as_str(), 20).await?;
        let pdf = browser.client.print(PrintConfiguration::default()).await?;
        ensure!(pdf.starts_with(b"%PDF-"), "{page}: not a PDF");
        let pages = pages_of(&pdf);
        ensure!(pages > 2, "{page} is printed on {pages} pages");
        if let Some(folder) = env::var_os("REDES_SHOTS").map(PathBuf::from) {
            fs::create_dir_all(&folder)?;
            fs::write(folder.join(format!("print-{page}.pdf")), &pdf)?;
        }
        // The answers are printed, and stay open after printing.
        let shut = browser
            .eval("document.querySelectorAll('details:is(.answer, .more):not([open])').length")
            .await?;
        ensure!(shut == json!(0), "{page}: {shut} answers are not printed");
        // What is on the screen in a browser that prints: the figures, and no buttons for the mouse.
        browser
            .dev_tools("Emulation.setEmulatedMedia", &json!({ "media": "print" }))
            .await?;
        let figures = "[...document.querySelectorAll('figure.figure')].map(figure => [figure.id, figure.getBoundingClientRect().height, \
                       [...figure.querySelectorAll('canvas, svg')].some(e => e.checkVisibility() && e.getBoundingClientRect().height > 100)])";
        for figure in browser
            .eval(figures)
            .await?
            .as_array()
            .into_iter()
            .flatten()
        {
            ensure!(
                figure[1].as_f64() > Some(100.0) && figure[2] == Value::Bool(true),
                "{page}: {figure} is not printed"
            );
        }
        let buttons = "[...document.querySelectorAll('.toc, .share, .copy, .turn, .skip, .masthead nav')].filter(e => e.checkVisibility()).length";
        ensure!(
            browser.eval(buttons).await? == json!(0),
            "{page}: what does nothing on paper is printed"
        );
        let paper = browser
            .eval("getComputedStyle(document.body).color")
            .await?;
        ensure!(
            paper == json!("rgb(30, 28, 24)"),
            "{page}: the print is {paper}"
        );
        browser
            .dev_tools("Emulation.setEmulatedMedia", &json!({ "media": "" }))
            .await?;
    }
    Ok(())
}

/// Whether a canvas holds more than one colour.
const DRAWN: &str = "(canvas => { const { width, height } = canvas; if (!width || !height) return false; \
    const all = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, width, height).data.buffer); \
    return all.some(pixel => pixel !== all[0]); })";

/// The number of pages of a PDF.
fn pages_of(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    let kinds = text.split("/Type").skip(1);
    kinds
        .filter(|rest| {
            let rest = rest.trim_start();
            rest.starts_with("/Page") && !rest.starts_with("/Pages")
        })
        .count()
}

#[tokio::test]
async fn formulas_are_laid_out() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    // Of a formula that is only a run of letters a fraction would be no higher than its line.
    let measured = "(() => {\
        const shown = [...document.querySelectorAll('main math')].filter(e => e.checkVisibility());\
        const empty = shown.filter(e => e.getBoundingClientRect().width < 2 || e.getBoundingClientRect().height < 4).length;\
        const fractions = [...document.querySelectorAll('main mfrac')].filter(e => e.checkVisibility()).map(e => \
            e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).fontSize));\
        const raised = [...document.querySelectorAll('main msup')].filter(e => e.checkVisibility()).map(e => \
            e.children[0].getBoundingClientRect().bottom - e.children[1].getBoundingClientRect().bottom);\
        return { formulas: shown.length, empty, flat: fractions.filter(h => h < 1.4).length, fractions: fractions.length, \
                 fallen: raised.filter(d => d <= 0).length, raised: raised.length, \
                 font: document.fonts.check('16px \"STIX Two Math\"', 'x') }; })()";
    let (mut fractions, mut raised) = (0, 0);
    for language in book::LANGUAGES {
        for page in book::CHAPTERS {
            browser
                .open(&server.url(&format!("{language}/{page}.html")))
                .await?;
            browser.alive().await?;
            let found = browser.eval(measured).await?;
            ensure!(
                found["empty"] == json!(0)
                    && found["flat"] == json!(0)
                    && found["fallen"] == json!(0),
                "{language}/{page}: {found}"
            );
            // The chapters with most formulas.
            if ["perceptron", "model", "learning", "circles", "problems"].contains(&page) {
                ensure!(
                    found["formulas"].as_u64() > Some(0),
                    "{language}/{page}: {found}"
                );
                ensure!(
                    found["font"] == json!(true),
                    "{language}/{page}: not in their letters: {found}"
                );
            }
            fractions += found["fractions"].as_u64().unwrap_or(0);
            raised += found["raised"].as_u64().unwrap_or(0);
        }
    }
    ensure!(
        fractions > 10 && raised > 10,
        "{fractions} fractions and {raised} powers"
    );
    Ok(())
}
