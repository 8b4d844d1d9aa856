//! Measures how fast each chapter loads on a medium phone and network. As in Lighthouse's "mobile", the processor is
//! four times slower, the round trip takes 150 ms, and the host sends 1.6 Mbit/s. Prints one JSON object a page, with
//! the medians of three first visits.
//!
//! REDES_DIST names the built site. REDES_BESIDE may name another site. Its pages are visited in turn with the first
//! site's, so both have the same conditions, and its objects have `"beside": true`. REDES_PAGES may name the pages,
//! with commas, and REDES_VISITS the number of visits. REDES_BROWSER and REDES_DRIVER are those of the tests.

use std::{env, path::PathBuf, time::Duration};

use anyhow::{Context, Result};
use redes_e2e::{Browser, Options, SUB_PATH, Server, book, site};
use serde_json::{Value, json};

/// The factor by which the processor is slower.
const SLOWER: u32 = 4;
/// Milliseconds of a round trip.
const LATENCY: u32 = 150;
/// Bytes a second: 1.6 Mbit/s from the host, 750 kbit/s to it.
const NETWORK: (u32, u32) = (200_000, 93_750);
const VISITS: usize = 3;

/// The measurements of a page.
const KEYS: [&str; 9] = [
    "first", "largest", "running", "figures", "shift", "tasks", "longest", "blocked", "bytes",
];

/// Records the browser's measurements, and the times at which the first figure and every figure ran.
const WATCH: &str = "\
globalThis.__seen = { shift: 0, tasks: [], largest: 0 };
const watch = (type, note) => new PerformanceObserver(list => list.getEntries().forEach(note)).observe({ type, buffered: true });
watch('layout-shift', entry => { if (!entry.hadRecentInput) __seen.shift += entry.value; });
watch('longtask', entry => __seen.tasks.push(entry.duration));
watch('largest-contentful-paint', entry => { __seen.largest = entry.startTime; });
const clock = setInterval(() => {
  const hosts = [...document.querySelectorAll('*')].filter(e => e.localName.startsWith('redes-'));
  if (hosts.some(e => e.handle !== undefined)) __seen.running ??= performance.now();
  if (document.readyState === 'loading' || hosts.some(e => e.handle === undefined)) return;
  __seen.figures = performance.now();
  clearInterval(clock);
}, 20);";

/// The measurements of one visit, in milliseconds except the shift and the bytes.
const MEASURED: &str = "({ first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN, \
    largest: __seen.largest, running: __seen.running, figures: __seen.figures, shift: __seen.shift, tasks: __seen.tasks.length, \
    longest: Math.max(0, ...__seen.tasks), blocked: __seen.tasks.reduce((sum, time) => sum + time - 50, 0) })";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut sites = vec![(false, site()?)];
    if let Some(folder) = env::var_os("REDES_BESIDE") {
        sites.push((true, Server::start(PathBuf::from(folder), SUB_PATH)?));
    }
    let pages: Vec<String> = match env::var("REDES_PAGES") {
        Ok(names) => names.split(',').map(str::to_owned).collect(),
        Err(_) => ["index"]
            .into_iter()
            .chain(book::CHAPTERS)
            .map(str::to_owned)
            .collect(),
    };
    let visits = match env::var("REDES_VISITS") {
        Ok(number) => number.parse().context("REDES_VISITS is a number")?,
        Err(_) => VISITS,
    };
    let browser = Browser::with(&Options::phone()).await?;
    // On the first visit the server compresses the files. A host has done that before.
    for (_, server) in &sites {
        server.compress();
        for page in &pages {
            browser
                .open(&server.url(&format!("es/{page}.html")))
                .await?;
            browser.alive().await?;
        }
    }
    drop(browser);
    for page in &pages {
        let mut measured: Vec<Vec<Value>> = vec![Vec::new(); sites.len()];
        for _ in 0..visits {
            for ((_, server), measured) in sites.iter().zip(&mut measured) {
                measured.push(visit(server, page).await?);
            }
        }
        for ((beside, _), measured) in sites.iter().zip(&measured) {
            let mut line = json!({ "page": page, "beside": beside });
            for key in KEYS {
                line[key] = json!(median(measured, key));
            }
            println!("{line}");
        }
    }
    Ok(())
}

/// The median of the visits.
fn median(visits: &[Value], key: &str) -> Option<f64> {
    let mut values: Vec<f64> = visits
        .iter()
        .filter_map(|visit| visit[key].as_f64())
        .collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// A first visit, in a new browser.
async fn visit(server: &Server, page: &str) -> Result<Value> {
    let browser = Browser::with(&Options::phone()).await?;
    browser.before_pages(WATCH).await?;
    let network = json!({
        "offline": false,
        "latency": LATENCY,
        "downloadThroughput": NETWORK.0,
        "uploadThroughput": NETWORK.1,
    });
    browser.goto("about:blank").await?;
    browser.dev_tools("Network.enable", &json!({})).await?;
    browser
        .dev_tools("Network.emulateNetworkConditions", &network)
        .await?;
    browser
        .dev_tools("Emulation.setCPUThrottlingRate", &json!({ "rate": SLOWER }))
        .await?;
    // The reader does not wait for the files that the service worker fetches again for its store.
    browser
        .dev_tools("Network.setBypassServiceWorker", &json!({ "bypass": true }))
        .await?;
    let before = server.sent();
    browser
        .goto(&server.url(&format!("es/{page}.html")))
        .await?;
    let bytes = server.sent() - before;
    browser.alive().await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let mut measured = browser.eval(MEASURED).await?;
    measured["bytes"] = json!(bytes);
    Ok(measured)
}
