//! Links that nobody means, in the page: every figure is there afterwards, and nothing is complained about.

#[path = "../../figures/tests/common/junk.rs"]
mod links;

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use links::Junk;
use redes_e2e::{Browser, book, site};
use serde_json::json;

/// Of every figure: its keys, which a native test of `crates/figures` compares with its table.
const KEYS: &str = include_str!("../../figures/tests/golden/keys.txt");
/// Also the seed of the native test, which tries 500 links on every figure.
const SEED: u64 = 16;
/// Links that are tried on each page.
const LINKS: usize = 3;

#[tokio::test]
async fn junk_in_the_address_leaves_every_figure_running() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let lines = KEYS.lines().filter_map(|line| line.split_once(' '));
    let keys: BTreeMap<&str, Vec<&str>> = lines
        .map(|(figure, keys)| (figure, keys.split(' ').collect()))
        .collect();
    let list = book::catalogue()?;
    let mut junk = Junk(SEED);
    for page in list.chapters() {
        let mut hash = || -> Result<String> {
            let mut hash = String::new();
            for figure in list.of(page) {
                let keys = keys.get(&*figure.name).context(figure.name.clone())?;
                hash.push_str(&junk.link(&figure.name, keys));
            }
            Ok(hash)
        };
        let address = format!("es/{page}.html#{}", hash()?);
        browser.open(&server.url(&address)).await?;
        browser.alive().await?;
        for _ in 1..LINKS {
            let hash = hash()?;
            let set = format!(
                "new Promise((done) => {{ addEventListener('hashchange', () => setTimeout(done, 0, 0), {{ once: true }}); location.hash = {}; }})",
                json!(hash)
            );
            browser.eval(&set).await?;
            let missing = browser.eval(book::MISSING).await?;
            ensure!(missing == json!(""), "{page}: {missing} after #{hash}");
        }
        let errors = browser.console_errors().await?;
        ensure!(errors.is_empty(), "{page}: {errors:?}");
    }
    Ok(())
}
