//! Links that nobody means, in the page: every figure is there afterwards, and nothing is complained about.

#[path = "../../figures/tests/common/junk.rs"]
mod links;

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use links::Junk;
use redes_catalogue::Catalogue;
use redes_e2e::{Browser, book, site};
use serde_json::json;

/// Of every figure: its keys, which a native test of `crates/figures` compares with its table.
const KEYS: &str = include_str!("../../figures/tests/golden/keys.txt");
/// Of the first half of the pages; also the seed of the native test, which tries 500 links on every figure.
const SEED: u64 = 16;
/// Links that are tried on each page.
const LINKS: usize = 3;

#[tokio::test]
async fn junk_in_the_address_leaves_every_figure_running() -> Result<()> {
    let list = book::catalogue()?;
    let pages: Vec<&str> = list.chapters().collect();
    // Two browsers: a page spends most of its time on loading.
    let (one, other) = pages.split_at(pages.len() / 2);
    tokio::try_join!(tried(&list, one, SEED), tried(&list, other, SEED + 1))?;
    Ok(())
}

/// Tries junk on these pages.
async fn tried(list: &Catalogue, pages: &[&str], seed: u64) -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let lines = KEYS.lines().filter_map(|line| line.split_once(' '));
    let keys: BTreeMap<&str, Vec<&str>> = lines
        .map(|(figure, keys)| (figure, keys.split(' ').collect()))
        .collect();
    let mut junk = Junk(seed);
    for page in pages {
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
