//! Trains figures in Chromium for a long time and samples what their page holds. Prints one JSON object a line: samples, then
//! the figure's times of cancelling.
//!
//! The arguments are the minutes for each figure and the figures' names; without names, all that train. NAME#KEY=VALUE&… trains
//! in another state, as in a link: `reviews#network=2.1`. REDES_DIST names the built site; REDES_BROWSER and REDES_DRIVER are those of the tests. REDES_SOAK_THROTTLE slows the page's processor down that
//! many times.

use std::{
    env,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use redes_e2e::{
    Browser, Options, Server, book,
    renderer::{Renderer, Watch},
    site,
};
use serde_json::{Value, json};

/// Between two samples.
const EVERY: Duration = Duration::from_secs(10);
/// How often a training is paused at the end, and the time until the next pause.
const PAUSES: u32 = 5;

/// In every page, before its own scripts: counts frames and long tasks, and remembers the memories of WebAssembly.
const WATCH: &str = "(() => {
  const soak = globalThis.__soak = { memories: [], frames: 0, longest: 0, long: 0, errors: [] };
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, { construct(target, given) {
    const instance = Reflect.construct(target, given);
    if (instance.exports.memory) soak.memories.push(instance.exports.memory);
    return instance;
  } });
  const frame = () => { soak.frames++; requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
  new PerformanceObserver(list => list.getEntries().forEach(({ duration }) => {
    soak.long++; soak.longest = Math.max(soak.longest, duration);
  })).observe({ type: 'longtask' });
  addEventListener('error', ({ message }) => soak.errors.push(message));
  addEventListener('unhandledrejection', ({ reason }) => soak.errors.push(String(reason)));
})()";

/// The page's numbers since the last call. A training that has come to its end begins again.
const SAMPLE: &str = "(() => {
  const soak = globalThis.__soak, host = document.querySelector('main').firstElementChild;
  const { phase, step = '0' } = host.dataset, now = performance.now();
  const seconds = (now - (soak.since ?? 0)) / 1e3;
  const sample = { phase, step: Number(step), seconds, frames: soak.frames / seconds, long: soak.long, longest: soak.longest,
    heap: performance.memory.usedJSHeapSize / 1e6,
    module: soak.memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) / 1e6, errors: soak.errors };
  Object.assign(soak, { since: now, frames: 0, long: 0, longest: 0 });
  return sample;
})()";

/// Presses the button that plays and pauses.
const PRESS: &str = "document.querySelector('main [data-ref=play]').click()";

/// The attributes of the figure's element.
const DATA: &str = "document.querySelector('main').firstElementChild.dataset";

/// Pauses, and measures in milliseconds until the page shows it, and until the trainer has answered that it rests.
const CANCEL: &str = "new Promise(done => {
  const host = document.querySelector('main').firstElementChild, start = performance.now();
  let shown;
  const watch = new MutationObserver(records => {
    if (host.dataset.phase !== 'running') shown ??= performance.now() - start;
    if (!records.some(({ attributeName }) => attributeName === 'data-fingerprint')) return;
    watch.disconnect();
    done([shown, performance.now() - start]);
  });
  watch.observe(host, { attributeFilter: ['data-phase', 'data-fingerprint'] });
  document.querySelector('main [data-ref=play]').click();
  // A training that has just ended begins again instead. A figure without weights has no fingerprint, so when its trainer rests is
  // not known.
  setTimeout(() => { watch.disconnect(); done(shown === undefined ? null : [shown, null]); }, 10_000);
})";

/// The state in which a figure trains as long and as fast as it can.
fn usual(figure: &str) -> &'static [&'static str] {
    match figure {
        "perceptron" => &["iterations=100000", "speed=4"],
        "circles" => &["iterations=100000", "speed=4"],
        "playground" => &["steps=1000000", "speed=5"],
        "digits" => &["epochs=20"],
        "reviews" => &["epochs=10"],
        "results" => &["case=1.0", "seeds=20"],
        "neurons" => &["speed=4"],
        "writers" => &["steps=500", "speed=3"],
        "opened" => &["start=new"],
        "sweep" => &["seeds=10"],
        _ => &[],
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let minutes: f64 = arguments
        .next()
        .context("the minutes come first")?
        .parse()?;
    let named: Vec<String> = arguments.collect();
    let catalogue = book::catalogue()?;
    let all = catalogue.figures().iter().filter(|figure| figure.trains);
    let all: Vec<&str> = all.map(|figure| figure.name.as_str()).collect();
    for named in &named {
        let name = named.split('#').next().unwrap_or_default();
        ensure!(
            all.contains(&name),
            "{name} trains nothing; these do: {}",
            all.join(", ")
        );
    }
    let server = site()?;
    let time = Duration::from_secs_f64(60.0 * minutes);
    let chosen = if named.is_empty() {
        all
    } else {
        named.iter().map(String::as_str).collect()
    };
    for named in chosen {
        soak(&server, named, time).await?;
    }
    Ok(())
}

/// Trains a figure in its usual state, and in the one behind its name.
async fn soak(server: &Server, named: &str, time: Duration) -> Result<()> {
    let (figure, state) = named.split_once('#').unwrap_or((named, ""));
    let options = Options {
        arguments: vec!["--enable-precise-memory-info".to_owned()],
        ..Options::default()
    };
    let browser = Browser::with(&options).await?;
    browser.before_pages(WATCH).await?;
    let watch = Watch::new(browser.profile().to_owned());
    let pairs = usual(figure).iter().copied().chain(state.split('&'));
    let state: Vec<String> = pairs
        .filter(|pair| !pair.is_empty())
        .map(|pair| format!("{figure}.{pair}"))
        .collect();
    let page = format!("embed/{figure}.html?lang=en#{}", state.join("&"));
    browser.open(&server.url(&page)).await?;
    browser.alive().await?;
    if let Ok(rate) = env::var("REDES_SOAK_THROTTLE") {
        let rate: f64 = rate.parse()?;
        browser
            .dev_tools("Emulation.setCPUThrottlingRate", &json!({ "rate": rate }))
            .await?;
    }
    if figure == "opened" {
        browser
            .wait(
                "document.querySelector('redes-opened').dataset.fingerprint",
                60,
            )
            .await?;
    }
    browser.eval(SAMPLE).await?;
    browser.eval(PRESS).await?;
    let start = Instant::now();
    let (mut restarts, mut steps, mut last) = (0_u64, 0.0, 0.0);
    while start.elapsed() < time {
        tokio::time::sleep(EVERY).await;
        // What nothing holds any more does not count.
        browser
            .dev_tools("HeapProfiler.collectGarbage", &json!({}))
            .await?;
        let counters = browser
            .dev_tools("Memory.getDOMCounters", &json!({}))
            .await?;
        let mut sample = browser.eval(SAMPLE).await?;
        let step = sample["step"].as_f64().unwrap_or_default();
        steps += if step >= last { step - last } else { step };
        last = step;
        if sample["phase"] == json!("finished") {
            restarts += 1;
            last = 0.0;
            browser.eval(PRESS).await?;
        }
        ensure!(
            sample["phase"] != json!("failed"),
            "{figure} failed: {sample}"
        );
        let renderer = Renderer::busiest(browser.profile());
        let megabytes = |kilobytes: u64| kilobytes as f64 / 1e3;
        for (key, value) in [
            ("figure", json!(named)),
            ("at", json!(start.elapsed().as_secs_f64())),
            ("nodes", counters["nodes"].clone()),
            ("listeners", counters["jsEventListeners"].clone()),
            ("resident", json!(renderer.map(|it| megabytes(it.resident)))),
            ("peak", json!(renderer.map(|it| megabytes(it.peak)))),
            ("own", json!(renderer.map(|it| megabytes(it.own)))),
            ("most", json!(megabytes(watch.most()))),
            ("restarts", json!(restarts)),
            ("steps", json!(steps)),
        ] {
            sample[key] = value;
        }
        println!("{sample}");
    }
    println!(
        "{}",
        json!({ "figure": named, "cancels": cancels(&browser).await? })
    );
    Ok(())
}

/// For each of several pauses the milliseconds until the page shows it and until the trainer rests.
async fn cancels(browser: &Browser) -> Result<Vec<Value>> {
    let mut cancels = Vec::new();
    for _ in 0..PAUSES {
        let before = browser.eval(&format!("{DATA}.step ?? ''")).await?;
        // A training that is at its end begins again, as often as that happens.
        let goes_on = format!(
            "({DATA}.phase === 'running' || {PRESS}, {DATA}.phase === 'running' && {DATA}.step !== {before})"
        );
        browser.wait(&goes_on, 120).await?;
        let cancel = browser.eval(CANCEL).await?;
        if !cancel.is_null() {
            cancels.push(cancel);
        }
    }
    Ok(cancels)
}
