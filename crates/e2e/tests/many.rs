//! A course's page with twenty figures, of which three train at once.

use std::fs;

use anyhow::{Result, ensure};
use redes_e2e::{Browser, Server, book, site};
use serde_json::json;

/// How many figures stand on the page.
const FIGURES: usize = 20;
/// Those that train, by their ids: experiments that need no data set, at 500 to 1,000 steps a second, so that none ends
/// before the others have begun.
const TRAINING: [(&str, &str); 3] = [
    (
        "perceptron",
        "perceptron.iterations=100000&perceptron.speed=3",
    ),
    ("circles", "circles.iterations=100000&circles.speed=3"),
    ("playground", "playground.steps=1000000&playground.speed=4"),
];
/// No task of the page and its frames, which share a thread here, may take longer while three train, in milliseconds. A frame
/// takes a few; a machine that does much else at the same time stops the page now and then.
const LONGEST: f64 = 1_000.0;
/// So many frames in a second are enough for a page that answers, also on a slow machine.
const LEAST: f64 = 5.0;

/// Elements of this many kinds: those that train first, then others, the first kinds a second time.
fn elements() -> Result<String> {
    let catalogue = book::catalogue()?;
    let trains = |name: &&str| TRAINING.iter().any(|(training, _)| training == name);
    let others = catalogue
        .figures()
        .iter()
        .map(|figure| figure.name.as_str());
    let others: Vec<&str> = others.filter(|name| !trains(name)).collect();
    let mut body = String::new();
    for (name, state) in TRAINING {
        let state = state.replace('&', "&amp;");
        body += &format!("<redes-{name} id=\"{name}\" state=\"{state}\"></redes-{name}>\n");
    }
    let rest = others.iter().cycle().take(FIGURES - TRAINING.len());
    for (place, name) in rest.enumerate() {
        body += &format!("<redes-{name} id=\"{name}-{place}\"></redes-{name}>\n");
    }
    Ok(body)
}

#[tokio::test]
async fn twenty_figures_live_on_a_page_and_three_train_at_once() -> Result<()> {
    let (site, browser) = (site()?, Browser::start().await?);
    site.open_to_all();
    let folder = tempfile::tempdir()?;
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>A course</title><link rel=\"icon\" href=\"data:,\">\n\
         <script>globalThis.ready = new Set(); globalThis.steps = {{}}; globalThis.wrong = []; globalThis.tasks = []; globalThis.frames = 0;\n\
         addEventListener('redes-ready', ({{ target }}) => ready.add(target.id));\n\
         addEventListener('redes-progress', ({{ target, detail }}) => {{ steps[target.id] = detail.step; }});\n\
         addEventListener('redes-error', ({{ target, detail }}) => wrong.push([target.id, detail.reason, detail.text].join(' ')));\n\
         new PerformanceObserver(list => list.getEntries().forEach(({{ duration }}) => tasks.push(duration))).observe({{ type: 'longtask' }});\n\
         const frame = () => {{ frames++; requestAnimationFrame(frame); }}; requestAnimationFrame(frame);</script>\n\
         <script type=\"module\" src=\"{}\"></script>\n{}</html>",
        site.url("js/redes.js"),
        elements()?
    );
    fs::write(folder.path().join("index.html"), html)?;
    let page = Server::start(folder.path().to_owned(), "/course/")?;
    browser.open(&page.url("")).await?;

    // A reader who goes down the page: each figure mounts when it comes near.
    let next = "Array.from(document.querySelectorAll('[id]')).find(({ id }) => !ready.has(id))";
    let down =
        format!("(({next})?.scrollIntoView({{ behavior: 'instant' }}), ready.size === {FIGURES})");
    browser.wait(&down, 180).await?;
    assert_eq!(browser.eval("wrong").await?, json!([]));

    // A frame out of sight draws nothing, so the three are brought together.
    let together = "(document.body.style.cssText = 'display: grid; grid-template-columns: repeat(3, 1fr)', scrollTo({ top: 0, behavior: 'instant' }))";
    browser.eval(together).await?;
    for (name, _) in TRAINING {
        browser.eval(&format!("({name}.play(), 0)")).await?;
    }
    let at = |name: &str, step: f64| format!("steps['{name}'] > {step}");
    for (name, _) in TRAINING {
        browser.wait(&at(name, 0.0), 60).await?;
    }
    // From here on all three train, until each has done so many steps more.
    let before = browser
        .eval("(tasks.length = 0, frames = 0, globalThis.since = performance.now(), { ...steps })")
        .await?;
    for (name, _) in TRAINING {
        let step = before[name].as_f64().unwrap_or_default();
        browser.wait(&at(name, step + 1_000.0), 120).await?;
    }
    let found = browser
        .eval("[Math.max(0, ...tasks), frames / (performance.now() - since) * 1e3, performance.now() - since]")
        .await?;
    let [longest, rate, time] = [0, 1, 2].map(|place| found[place].as_f64().unwrap_or(f64::NAN));
    eprintln!(
        "20 figures, 3 train for {time:.0} ms: {rate:.1} frames a second, longest task {longest:.0} ms"
    );
    ensure!(longest < LONGEST, "a task of {longest} ms");
    ensure!(rate > LEAST, "{rate} frames a second");
    assert_eq!(browser.eval("wrong").await?, json!([]));
    ensure!(browser.console_errors().await?.is_empty());
    Ok(())
}
