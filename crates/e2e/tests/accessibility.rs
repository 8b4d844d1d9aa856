//! axe-core's rules, headings and landmarks on every page, in both themes.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
};

use anyhow::{Context, Result, ensure};
use redes_e2e::{Browser, Options, book, site};
use serde_json::{Value, json};

use crate::states::LOOK;

/// Every rule of WCAG 2.0 to 2.2, A and AA, and the best practices; none is left out.
pub(crate) const RULES: &str = "{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'], elementRef: true }";
/// The rules that depend on the theme.
pub(crate) const COLOURS: &str = "{ runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }, resultTypes: ['violations'], elementRef: true }";
/// Rule, place, and what is wrong with it. axe-core does not read formulas: a header that holds nothing else is not
/// empty for those who hear it.
pub(crate) const TOLD: &str = "violations.flatMap(({ id, nodes }) => nodes\
    .filter(({ element }) => !(id === 'empty-table-header' && element.querySelector('math')?.textContent.trim()))\
    .map(({ element, target, failureSummary }) => [id, target.join(' '), \
        `${failureSummary.split('\\n').slice(1, 3).join(' ').trim()}: ${element.outerHTML.slice(0, 160)}`]))";

/// Headings that skip a level, more or less than one beginning, a landmark like another.
pub(crate) const STRUCTURE: &str = "(() => {\
    const wrong = [];\
    const shown = e => e.checkVisibility();\
    const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(shown).map(e => [+e.localName[1], e.textContent.trim()]);\
    const first = levels.filter(([level]) => level === 1).length;\
    if (first !== 1) wrong.push(`${first} headings of level 1`);\
    levels.forEach(([level, text], i) => { const before = i ? levels[i - 1][0] : 0; if (level > before + 1) wrong.push(`h${level} “${text}” after h${before}`); });\
    const main = document.querySelectorAll('main').length;\
    if (main !== 1) wrong.push(`${main} main`);\
    const names = [...document.querySelectorAll('nav')].map(e => e.getAttribute('aria-label') ?? document.getElementById(e.getAttribute('aria-labelledby'))?.textContent);\
    if (names.includes(undefined) || new Set(names).size < names.length) wrong.push(`navigations called ${names.join(', ')}`);\
    if (!document.documentElement.lang || !document.title) wrong.push('no language or no title');\
    return wrong; })()";

/// What is wrong: each place with what it is, and the pages that have it, under the rule that it breaks.
#[derive(Default)]
pub(crate) struct Wrong(BTreeMap<String, BTreeMap<String, BTreeSet<String>>>);

impl Wrong {
    pub(crate) fn note(&mut self, what: &Value, page: &str) {
        for one in what.as_array().into_iter().flatten() {
            let text = |at: usize| one[at].as_str().unwrap_or_default();
            let (rule, place) = match one.as_str() {
                Some(structure) => ("structure", structure.to_owned()),
                None => (text(0), format!("{}\n        {}", text(1), text(2))),
            };
            let places = self.0.entry(rule.to_owned()).or_default();
            places.entry(place).or_default().insert(page.to_owned());
        }
    }

    pub(crate) fn none(&self) -> Result<()> {
        let mut lines = Vec::new();
        for (rule, places) in &self.0 {
            lines.push(format!("{rule}: {} places", places.len()));
            // One fault often occurs many times.
            for (place, pages) in places.iter().take(4) {
                let pages: Vec<_> = pages.iter().map(String::as_str).collect();
                lines.push(format!("    {place}\n        on {}", pages.join(", ")));
            }
        }
        ensure!(lines.is_empty(), "{}", lines.join("\n"));
        Ok(())
    }
}

#[tokio::test]
async fn every_page_is_accessible_in_both_themes() -> Result<()> {
    let path = env::var_os("REDES_AXE")
        .context("REDES_AXE must name axe.min.js: run `cargo xtask test`")?;
    let axe = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let (server, browser) = (site()?, Browser::start().await?);
    let mut wrong = Wrong::default();
    let mut pages = book::pages()?;
    // The pages of a figure alone are judged in more states (`states`).
    let list = book::catalogue()?;
    let alone = |page: &String| {
        let mut figures = list.figures().iter();
        figures.any(|figure| *page == format!("embed/{}.html", figure.name))
    };
    pages.retain(|page| !alone(page));
    // If the book does not have the reader's language, the front page stays and offers the choice.
    pages.push("index.html".to_owned());
    browser
        .before_pages("Object.defineProperty(navigator, 'languages', { get: () => ['eo'] });")
        .await?;
    for page in pages {
        browser.emulate(&Options::default()).await?;
        browser.open(&server.url(&page)).await?;
        browser.look_through().await?;
        // Opens everything that can be opened, and stops all animation.
        browser
            .eval(
                "document.querySelectorAll('details').forEach(details => { details.open = true; })",
            )
            .await?;
        wrong.note(&browser.eval(STRUCTURE).await?, &page);
        // WebDriver's scripts are not the page's, so the page's policy does not block them.
        browser.client.execute(&axe, Vec::new()).await?;
        let light = format!("axe.run(document, {RULES}).then(({{ violations }}) => {TOLD})");
        wrong.note(&browser.eval(&light).await?, &page);
        browser
            .emulate(&Options {
                dark: true,
                ..Options::default()
            })
            .await?;
        browser.alive().await?;
        let dark = format!("axe.run(document, {COLOURS}).then(({{ violations }}) => {TOLD})");
        wrong.note(&browser.eval(&dark).await?, &format!("{page} (dark)"));
        // The translation has the same layout, with shorter words.
        if page.starts_with("es/") {
            browser.client.execute(LOOK, Vec::new()).await?;
            for (width, faults) in [
                (1280, "[...look.lost(), ...look.wide()]"),
                (320, "look.lost()"),
            ] {
                browser
                    .emulate(&Options {
                        width,
                        ..Options::default()
                    })
                    .await?;
                let spaced = format!("(look.space(true), {faults})");
                wrong.note(
                    &browser.eval(&spaced).await?,
                    &format!("{page} (wide letters, {width} px)"),
                );
            }
        }
    }
    wrong.none()
}

#[tokio::test]
async fn the_dialog_that_shares_is_accessible_in_both_themes() -> Result<()> {
    let path = env::var_os("REDES_AXE")
        .context("REDES_AXE must name axe.min.js: run `cargo xtask test`")?;
    let axe = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let (server, browser) = (site()?, Browser::start().await?);
    let mut wrong = Wrong::default();
    for (language, dark) in [("es", false), ("en", true)] {
        let page = format!("{language}/teachers.html");
        browser
            .emulate(&Options {
                dark,
                ..Options::default()
            })
            .await?;
        browser.open(&server.url(&page)).await?;
        browser.client.execute(&axe, Vec::new()).await?;
        browser.click("[data-share=dense]").await?;
        browser
            .wait("document.querySelector('.share-dialog')?.open", 10)
            .await?;
        for snippet in ["html", "picture", "myst", "scorm"] {
            let choose = format!(
                "(list => {{ list.value = '{snippet}'; list.dispatchEvent(new Event('change')); return 0; }})(document.querySelector('.share-dialog select'))"
            );
            browser.eval(&choose).await?;
            // The figure in the frame has its own test.
            let look = format!(
                "axe.run('.share-dialog', Object.assign({RULES}, {{ iframes: false }})).then(({{ violations }}) => {TOLD})"
            );
            wrong.note(&browser.eval(&look).await?, &format!("{page}, {snippet}"));
        }
    }
    wrong.none()
}

/// What Orca reads of a page, in the accessibility tree: `role` and name of what is not ignored.
async fn names(browser: &Browser, role: &str) -> Result<Vec<String>> {
    let tree = browser
        .dev_tools("Accessibility.getFullAXTree", &json!({}))
        .await?;
    let nodes = tree["nodes"].as_array().context("no accessibility tree")?;
    let named = nodes
        .iter()
        .filter(|node| node["ignored"] != json!(true) && node["role"]["value"] == json!(role));
    Ok(named
        .map(|node| {
            node["name"]["value"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        })
        .collect())
}

#[tokio::test]
async fn names_are_short_and_their_words_stand_apart() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    for (page, word) in [("es/results.html", "Figura"), ("en/results.html", "Figure")] {
        browser.open(&server.url(page)).await?;
        browser.look_through().await?;
        // The caption, with its button, is no part of the name.
        let figures = names(&browser, "figure").await?;
        for number in ["7.1", "7.2", "7.3"] {
            let name = format!("{word}\u{a0}{number}");
            ensure!(
                figures.contains(&name),
                "{page}: no {name:?} in {figures:?}"
            );
        }
        let heads = names(&browser, "columnheader").await?;
        let stuck: Vec<_> = heads
            .iter()
            .filter(|head| head.contains("1.097") || head.contains("1.195"))
            .collect();
        ensure!(stuck.is_empty(), "{page}: {stuck:?}");
    }
    browser.open(&server.url("en/circles.html")).await?;
    browser.look_through().await?;
    let classes = "[...document.querySelectorAll('.classes [role=listitem]')].length";
    ensure!(browser.eval(classes).await? == json!(2));
    let items = names(&browser, "listitem").await?.len();
    ensure!(items > 2, "{items} items");
    Ok(())
}

#[tokio::test]
async fn a_page_says_nothing_before_its_reader_does_something() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    for (page, figure, region, act) in [
        ("perceptron", "perceptron", "answer", "[data-input=\"1\"]"),
        ("inside", "neurons", "answer", "[data-digit=\"3\"]"),
        ("inside", "neurons", "chosen", "[data-digit=\"3\"]"),
        ("writers", "writers", "reads", "[data-digit=\"3\"]"),
    ] {
        browser
            .open(&server.url(&format!("en/{page}.html")))
            .await?;
        browser.look_through().await?;
        let at = format!("document.querySelector('redes-{figure} [data-ref={region}]')");
        let written =
            format!("{at}?.textContent.length > 5 && !{at}.textContent.startsWith('Loading')");
        browser.wait(&written, 30).await?;
        let before = browser.eval(&format!("{at}.textContent")).await?;
        let live = browser
            .eval(&format!("{at}.getAttribute('aria-live')"))
            .await?;
        ensure!(live == json!("off"), "{page}: {region} is {live} at first");
        browser.click(&format!("redes-{figure} {act}")).await?;
        let changed =
            format!("{at}.textContent !== {before} && {at}.getAttribute('aria-live') === 'polite'");
        browser.wait(&changed, 10).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_slider_s_value_is_said_once() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let list = book::catalogue()?;
    let mut seen = 0;
    for figure in list.figures() {
        let page = format!("embed/{}.html?lang=en", figure.name);
        browser.open(&server.url(&page)).await?;
        browser.alive().await?;
        // The slider has the value; a live region beside it repeats it.
        let twice = "[...document.querySelectorAll('output[for]')].map(e => [e.getAttribute('for'), e.getAttribute('aria-live')])";
        for output in browser.eval(twice).await?.as_array().into_iter().flatten() {
            ensure!(output[1] == json!("off"), "{page}: {output}");
            seen += 1;
        }
    }
    ensure!(seen > 10, "{seen} sliders");
    Ok(())
}

#[tokio::test]
async fn a_copied_listing_is_announced() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let clipboard =
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async () => {} } });";
    browser.before_pages(clipboard).await?;
    for (language, name, word) in [("es", "Copiar", "Copiado."), ("en", "Copy", "Copied.")] {
        browser
            .open(&server.url(&format!("{language}/perceptron.html")))
            .await?;
        browser.click("[data-copy]").await?;
        let said = format!(
            "[...document.querySelectorAll('[role=status]')].some(e => e.textContent === '{word}')"
        );
        browser.wait(&said, 5).await?;
        // Pressed again before it has its name back, the button has it afterwards.
        browser.click("[data-copy]").await?;
        let back = format!("document.querySelector('[data-copy]').textContent === '{name}'");
        browser.wait(&back, 5).await?;
    }
    Ok(())
}
