//! Packages in scorm-again, a player that platforms use. `cargo xtask test --only scorm` installs it and names its folder in
//! `REDES_SCORM_AGAIN`.

use std::{env, fs, path::PathBuf};

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use redes_e2e::{Browser, Server};
use redes_scorm::Version;
use serde_json::{Value, json};

use super::platform::{package, unpack};

/// A version's script, class, name in the window, and key of the status.
fn words(version: Version) -> [&'static str; 4] {
    match version {
        Version::V1_2 => ["scorm12.min.js", "Scorm12API", "API", "core.lesson_status"],
        Version::V2004 => [
            "scorm2004.min.js",
            "Scorm2004API",
            "API_1484_11",
            "completion_status",
        ],
    }
}

#[tokio::test]
async fn a_package_reports_and_goes_on_in_scorm_again() -> Result<()> {
    let again = env::var_os("REDES_SCORM_AGAIN").map(PathBuf::from);
    let again = again
        .context("REDES_SCORM_AGAIN names no folder of scorm-again")?
        .join("dist");
    for version in Version::ALL {
        let [script, class, name, status] = words(version);
        let folder = tempfile::tempdir()?;
        unpack(
            &package(
                "circles",
                version,
                Some("circles.iterations=20&circles.speed=4"),
            )?,
            &folder.path().join("content"),
        )?;
        fs::copy(again.join(script), folder.path().join(script))?;
        let page = format!(
            "<!doctype html><meta charset=\"utf-8\"><title>A platform</title><link rel=\"icon\" href=\"data:,\"><script src=\"{script}\"></script>\
             <script>window.{name} = new {class}({{ autocommit: false }});\
             if (localStorage.data) {name}.loadFromFlattenedJSON(JSON.parse(localStorage.data));</script>\
             <iframe id=\"sco\" width=\"900\" height=\"680\" src=\"content/embed/circles.html\"></iframe>"
        );
        fs::write(folder.path().join("index.html"), page)?;
        let (server, browser) = (
            Server::start(folder.path().to_owned(), "/platform/")?,
            Browser::start().await?,
        );
        let host = "document.querySelector('redes-circles')";
        let reported = format!("parent.{name}.cmi.{status}");

        browser.open(&server.url("")).await?;
        browser
            .client
            .find(Locator::Id("sco"))
            .await?
            .enter_frame()
            .await?;
        browser.alive().await?;
        ensure!(
            browser.eval(&reported).await? == json!("incomplete"),
            "{version:?}"
        );
        browser.click("[data-ref=play]").await?;
        browser
            .wait(&format!("{host}.dataset.phase === 'finished'"), 30)
            .await?;
        browser
            .wait(&format!("{reported} === 'completed'"), 10)
            .await?;
        let state = browser.eval(&format!("{host}.dataset.hash")).await?;
        browser.client.enter_parent_frame().await?;
        browser
            .eval("(document.getElementById('sco').remove(), 0)")
            .await?;
        let kept = browser
            .eval(&format!(
                "[{name}.cmi.suspend_data, {name}.isTerminated(), {name}.cmi.{status}]"
            ))
            .await?;
        ensure!(
            kept == json!([state, true, "completed"]),
            "{version:?}: {kept}"
        );

        // The next day.
        let data =
            json!({ "cmi.suspend_data": state, format!("cmi.{status}"): "completed" }).to_string();
        browser
            .eval(&format!("(localStorage.data = {}, 0)", Value::from(data)))
            .await?;
        browser.open(&server.url("")).await?;
        browser
            .client
            .find(Locator::Id("sco"))
            .await?
            .enter_frame()
            .await?;
        browser.alive().await?;
        let found = browser
            .eval(&format!("[location.hash.slice(1), {reported}]"))
            .await?;
        ensure!(found == json!([state, "completed"]), "{version:?}: {found}");
        let errors = browser.console_errors().await?;
        ensure!(errors.is_empty(), "{errors:?}");
    }
    Ok(())
}
