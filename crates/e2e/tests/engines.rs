//! The same journeys in Chromium, Firefox and WebKitGTK. `engines/main.mjs` takes them; the variables of `cargo xtask test
//! --only engines` name the programs.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, ensure};
use redes_e2e::{Server, book, site};
use redes_lessons::thesis::{circles::CirclesConfig, reviews::Case};
use serde_json::json;

use crate::native;

/// With this seed the figure of the circles begins.
const SEED: u32 = 1;

#[test]
fn the_engines_take_the_same_journeys() -> Result<()> {
    let site = site()?;
    // As a host that was set up after www/hosts. Whatever an engine refuses, it reports.
    site.guard();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("engines");
    let course = Server::start(folder.join("course"), "/course/")?;
    // Another name of this machine makes another site, not only another origin: browsers keep the two further apart.
    let address = course.url("").replacen("127.0.0.1", "localhost", 1);
    let figures: Vec<_> = book::catalogue()?
        .figures()
        .iter()
        .map(|figure| {
            json!({
                "name": figure.name,
                "trains": figure.trains,
                "needs": figure.data_sets().collect::<Vec<_>>(),
            })
        })
        .collect();
    let mut data = Vec::new();
    for name in ["mnist", "imdb"] {
        if book::data_set(name)?.is_some() {
            data.push(name);
        }
    }
    let disk = fs::canonicalize(book::dist()?)?;
    let disk = url::Url::from_directory_path(disk)
        .ok()
        .context("the site has no absolute path")?;
    let journeys = json!({
        "site": site.url(""),
        "course": address,
        "perceptron": native::perceptron()?,
        "disk": disk.as_str(),
        "flip": book::data_byte("redes-chapter-circles_bg.wasm")?,
        "circles": native::circles(SEED, 500)?,
        "figures": figures,
        "data": data,
        "digits": native::digits(5, 200)?,
        "reviews": native::reviews(Case::Case20, 6, 20)?,
        "framed": native::circles(SEED, CirclesConfig::default().iterations)?,
    });
    let status = Command::new("node")
        .arg(folder.join("main.mjs"))
        .env("REDES_JOURNEYS", journeys.to_string())
        .status()
        .context("cannot run node")?;
    ensure!(
        status.success(),
        "a journey failed, or no engine started: see the lines above"
    );
    let refused = site.violations();
    ensure!(
        refused.is_empty(),
        "the policy refused: {}",
        refused.join("\n")
    );
    Ok(())
}
