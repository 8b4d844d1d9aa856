//! Measures in Chromium what `redes-bench` measures natively: the kernels in a worker, and the training on the release
//! site. Prints one JSON object a line.
//!
//! REDES_DIST names the built site, and REDES_KERNELS the WebAssembly of crates/bench. REDES_BROWSER and REDES_DRIVER
//! are those of the tests. The argument `training` adds the training of the cases, on REDES_BENCH_SHARE of each set.
//! The default, 0.2, gives the sizes that the figures offer.

use std::{env, fs};

use anyhow::{Context, Result};
use redes_e2e::{Browser, Server, site};
use serde_json::{Value, json};

/// The worker's program. It returns the best of nine rounds, after two rounds in which the compiler finishes.
const WORKER: &str = "\
onmessage = async ({ data: bytes }) => {
  const { instance: { exports: e } } = await WebAssembly.instantiate(bytes, {});
  const rounds = 2e6, shapes = 10, best = Array(shapes + 1).fill(Infinity);
  for (let round = -2; round < 9; round++) {
    for (let i = 0; i <= shapes; i++) {
      const start = performance.now();
      i < shapes ? e.product(i) : e.peak(rounds);
      const seconds = (performance.now() - start) / 1e3;
      if (round >= 0) best[i] = Math.min(best[i], seconds);
    }
  }
  const peak = rounds * e.peak_flops() / best[shapes] / 1e9;
  postMessage({ peak, shapes: best.slice(0, shapes).map((s, i) => e.product_flops(i) / s / 1e9) });
};";

/// Records in the page the end of each epoch and of the test after it, if there is one.
const CLOCK: &str = "\
(body => (globalThis.__epochs = [], globalThis.__tests = [], setInterval(() => {
  const rows = [...body.children];
  while (__epochs.length < rows.length) __epochs.push(performance.now());
  const tested = rows.filter(row => row.cells.length > 5 && row.cells[5].textContent !== '—').length;
  while (__tests.length < tested) __tests.push(performance.now());
}, 4)))(document.querySelector('[data-ref=epochs-body]'))";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let browser = Browser::start().await?;
    kernels(&browser).await?;
    if env::args().any(|argument| argument == "training") {
        let server = site()?;
        let share = env::var("REDES_BENCH_SHARE").ok();
        let share: f64 = share.and_then(|text| text.parse().ok()).unwrap_or(0.2);
        let (images, reviews) = match share < 0.5 {
            true => (10_000, 5_000),
            false => (60_000, 25_000),
        };
        for case in ["1.0", "1.1"] {
            let state = format!("digits.case={case}&digits.samples={images}&digits.epochs=4");
            training(&browser, &server, case, "digits", &state, (images, 60_000)).await?;
        }
        for case in ["2.0", "2.1"] {
            let state =
                format!("reviews.networks={case}&reviews.samples={reviews}&reviews.epochs=3");
            training(
                &browser,
                &server,
                case,
                "reviews",
                &state,
                (reviews, 25_000),
            )
            .await?;
        }
    }
    Ok(())
}

async fn kernels(browser: &Browser) -> Result<()> {
    let path = env::var_os("REDES_KERNELS").context("REDES_KERNELS must name redes_bench.wasm")?;
    let bytes: Vec<String> = fs::read(path)?.iter().map(u8::to_string).collect();
    browser.goto("about:blank").await?;
    let bytes = bytes.join(",");
    browser
        .eval(&format!(
            "(w => {{ w.onmessage = m => globalThis.__kernels = m.data; w.postMessage(new Uint8Array([{bytes}])); return true; }})\
             (new Worker(URL.createObjectURL(new Blob([{}]))))",
            json!(WORKER)
        ))
        .await?;
    browser.wait("globalThis.__kernels", 240).await?;
    let found = browser.eval("globalThis.__kernels").await?;
    let peak = found["peak"].as_f64().unwrap_or(f64::NAN);
    println!(
        "{}",
        json!({ "where": "chromium", "kernel": "peak", "gflops": peak })
    );
    for (index, gflops) in found["shapes"].as_array().into_iter().flatten().enumerate() {
        let gflops = gflops.as_f64().unwrap_or(f64::NAN);
        println!(
            "{}",
            json!({ "where": "chromium", "kernel": "gemm", "shape": index, "gflops": gflops, "share": gflops / peak })
        );
    }
    Ok(())
}

async fn training(
    browser: &Browser,
    server: &Server,
    case: &str,
    figure: &str,
    state: &str,
    (samples, whole): (u32, u32),
) -> Result<()> {
    // Another page comes first, because an address that differs only behind the # loads nothing.
    browser.goto("about:blank").await?;
    let page = server.url(&format!("embed/{figure}.html?lang=en#{state}"));
    browser.open(&page).await?;
    browser
        .wait("document.querySelector('[data-ref=play]')", 30)
        .await?;
    browser.eval(CLOCK).await?;
    browser.click("[data-ref=play]").await?;
    let status = "document.querySelector('[data-ref=status]').textContent";
    browser
        .wait(
            &format!("{status}.includes('finished') || {status}.includes('without this data')"),
            1_800,
        )
        .await?;
    let ends = numbers(&browser.eval("globalThis.__epochs").await?);
    let tests = numbers(&browser.eval("globalThis.__tests").await?);
    if ends.is_empty() {
        eprintln!("case {case}: the site was built without its data");
    }
    for (index, pair) in ends.windows(2).enumerate() {
        // The first epoch is left out, because the browser compiles the module during it.
        let begin = tests.get(index).copied().unwrap_or(pair[0]);
        let seconds = (pair[1] - begin) / 1e3 * f64::from(whole) / f64::from(samples);
        println!(
            "{}",
            json!({ "where": "chromium", "case": case, "epoch": index + 2, "samples": samples, "seconds_per_epoch": seconds })
        );
    }
    Ok(())
}

fn numbers(value: &Value) -> Vec<f64> {
    let values = value.as_array().into_iter().flatten();
    values.filter_map(Value::as_f64).collect()
}
