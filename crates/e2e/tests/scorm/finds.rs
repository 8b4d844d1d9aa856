//! Where the platform is, and where there is none: the figure works in each case.

use std::fs;

use anyhow::{Result, ensure};
use redes_e2e::Server;
use redes_scorm::Version;
use serde_json::json;

use super::platform::Platform;

const STATUS: &str = "cmi.core.lesson_status";
const NONE: &str =
    "There is no connection to the platform: the figure works, but nothing is saved or recorded.";

async fn says_that_nothing_is_recorded(platform: &Platform) -> Result<()> {
    platform
        .browser
        .wait("document.querySelector('.platform')", 10)
        .await?;
    let line = platform.line().await?;
    ensure!(line == NONE, "{line}");
    // The figure works.
    platform.train().await?;
    let errors = platform.browser.console_errors().await?;
    ensure!(errors.is_empty(), "{errors:?}");
    Ok(())
}

async fn circles() -> Result<Platform> {
    let state = "circles.iterations=20&circles.speed=4";
    Platform::new("circles", Version::V1_2, Some(state)).await
}

#[tokio::test]
async fn without_a_platform_the_figure_works_and_says_so() -> Result<()> {
    let platform = circles().await?;
    // An element of the page is named API; the platform answers "false" to everything; there is no frame at all.
    for query in ["none", "refuses"] {
        platform.open(query).await?;
        says_that_nothing_is_recorded(&platform).await?;
        platform.browser.client.enter_parent_frame().await?;
    }
    platform.browser.open(&platform.content()).await?;
    platform.browser.alive().await?;
    says_that_nothing_is_recorded(&platform).await
}

#[tokio::test]
async fn a_platform_that_is_late_is_found() -> Result<()> {
    let platform = circles().await?;
    platform.open("late").await?;
    platform.arrived(STATUS, "incomplete").await?;
    platform.train().await?;
    platform.arrived(STATUS, "completed").await?;
    ensure!(platform.line().await? == "");
    platform.remove().await?;
    // The state comes back even if the figure is there first.
    platform.open("late").await?;
    platform
        .browser
        .wait("location.hash.includes('circles.at=20')", 10)
        .await?;
    platform
        .browser
        .wait(
            "document.querySelector('[data-ref=step-now]').textContent === '20'",
            10,
        )
        .await?;
    platform.all_well().await
}

#[tokio::test]
async fn a_session_that_is_still_open_goes_on() -> Result<()> {
    let platform = circles().await?;
    platform.open("open").await?;
    platform.train().await?;
    platform.arrived(STATUS, "completed").await?;
    ensure!(platform.line().await? == "");
    platform.remove().await?;
    ensure!(platform.stored("sessions").await? == json!(1));
    Ok(())
}

#[tokio::test]
async fn content_on_another_host_works_and_says_so() -> Result<()> {
    let platform = circles().await?;
    let host = Server::start(platform.folder(), "/files/")?;
    let content = platform
        .content()
        .replace(&platform.server.url(""), &host.url(""));
    platform.browser.open(&platform.page("", &content)?).await?;
    platform.enter("sco").await?;
    says_that_nothing_is_recorded(&platform).await
}

#[tokio::test]
async fn a_sandbox_without_origin_works_and_says_so() -> Result<()> {
    let platform = circles().await?;
    platform.server.open_to_all();
    platform.open("sandbox=allow-scripts").await?;
    says_that_nothing_is_recorded(&platform).await
}

#[tokio::test]
async fn a_platform_behind_a_foreign_frame_is_found() -> Result<()> {
    let platform = circles().await?;
    let folder = tempfile::tempdir()?;
    let between = format!(
        "<!doctype html><meta charset=\"utf-8\"><title>Between</title><iframe id=\"inner\" width=\"900\" height=\"600\" src=\"{}\"></iframe>",
        platform.content()
    );
    fs::write(folder.path().join("index.html"), between)?;
    let host = Server::start(folder.path().to_owned(), "/between/")?;
    platform
        .browser
        .open(&platform.page("", &host.url(""))?)
        .await?;
    let outer = platform
        .browser
        .client
        .find(fantoccini::Locator::Id("sco"))
        .await?;
    outer.enter_frame().await?;
    platform.enter("inner").await?;
    platform.arrived(STATUS, "incomplete").await?;
    platform.train().await?;
    platform.arrived(STATUS, "completed").await?;
    ensure!(platform.line().await? == "");
    platform.all_well().await
}

#[tokio::test]
async fn a_window_of_its_own_finds_its_opener() -> Result<()> {
    let platform = circles().await?;
    platform
        .browser
        .open(&platform.page("", "about:blank")?)
        .await?;
    let handles = platform.browser.client.windows().await?;
    let open = format!("(open('{}', '_blank'), 0)", platform.content());
    platform.browser.eval(&open).await?;
    let mut after = platform.browser.client.windows().await?;
    after.retain(|handle| !handles.contains(handle));
    ensure!(after.len() == 1, "{after:?}");
    for handle in after {
        platform.browser.client.switch_to_window(handle).await?;
    }
    platform.browser.alive().await?;
    platform.arrived(STATUS, "incomplete").await?;
    ensure!(platform.stored("sessions").await? == json!(null));
    platform.all_well().await
}
