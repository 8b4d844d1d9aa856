//! How a session ends and begins again: nothing of the student's is lost, and nothing is written after the end.

use anyhow::{Context, Result, ensure};
use redes_scorm::Version;
use serde_json::{Value, json};

use super::platform::Platform;

/// The characters that SCORM 1.2 promises to keep.
const ROOM: usize = 4096;
const DATA: &str = "cmi.suspend_data";

/// Types a seed, as a student does.
async fn seed(platform: &Platform, seed: u32) -> Result<()> {
    let input = format!(
        "(input => {{ input.value = '{seed}'; input.dispatchEvent(new Event('change', {{ bubbles: true }})); return 0; }})\
         (document.querySelector('[data-ref=seed]'))"
    );
    platform.browser.eval(&input).await?;
    let state = format!("{}.dataset.hash?.includes('seed={seed}')", platform.host());
    platform.browser.wait(&state, 10).await
}

async fn shown(platform: &Platform) -> Result<Value> {
    platform
        .browser
        .eval("document.querySelector('[data-ref=seed]').value")
        .await
}

#[tokio::test]
async fn leaving_the_page_saves_and_coming_back_goes_on() -> Result<()> {
    for header in ["X-Usual: yes", "Permissions-Policy: unload=()"] {
        let platform = Platform::new("circles", Version::V1_2, None).await?;
        platform.server.header(header);
        platform.open("").await?;
        seed(&platform, 77).await?;
        platform.browser.client.enter_parent_frame().await?;
        platform
            .browser
            .goto(&platform.server.url("other.html"))
            .await?;
        let stored = platform.stored(DATA).await?;
        ensure!(
            stored
                .as_str()
                .is_some_and(|data| data.contains("circles.seed=77")),
            "{stored}"
        );
        ensure!(platform.stored("sessions").await? == json!(1), "{header}");
        platform.browser.client.back().await?;
        let there = "document.getElementById('sco')?.contentDocument?.querySelector('[data-ref=seed]')?.value === '77'";
        platform.browser.wait(there, 20).await.context(header)?;
        // The session is a new one, so that what follows is saved too.
        let begun = "JSON.parse(localStorage.calls).filter(([name]) => name === 'LMSInitialize').length === 2";
        platform.browser.wait(begun, 10).await?;
        platform.all_well().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_hidden_tab_has_saved() -> Result<()> {
    let platform = Platform::new("circles", Version::V1_2, None).await?;
    platform.open("").await?;
    seed(&platform, 77).await?;
    platform
        .browser
        .eval(
            "(Object.defineProperty(document, 'visibilityState', { value: 'hidden' }), \
             document.dispatchEvent(new Event('visibilitychange')), 0)",
        )
        .await?;
    let stored = platform.stored(DATA).await?;
    ensure!(
        stored
            .as_str()
            .is_some_and(|data| data.contains("circles.seed=77")),
        "{stored}"
    );
    ensure!(
        platform.stored("sessions").await? == json!(null),
        "the session goes on"
    );
    platform.all_well().await
}

#[tokio::test]
async fn a_rest_saves_without_an_end() -> Result<()> {
    let platform = Platform::new("circles", Version::V1_2, None).await?;
    platform.open("").await?;
    seed(&platform, 78).await?;
    platform.arrived(DATA, "circles.seed=78").await?;
    platform.all_well().await
}

#[tokio::test]
async fn the_state_comes_back_with_its_accents() -> Result<()> {
    let platform = Platform::new("encoding", Version::V1_2, None).await?;
    platform.open("").await?;
    let text = "una película \"buena\" & rara";
    let typed = format!(
        "(area => {{ area.value = {}; for (const kind of ['input', 'change']) area.dispatchEvent(new Event(kind, {{ bubbles: true }})); return 0; }})\
         (document.querySelector('textarea'))",
        Value::from(text)
    );
    platform.browser.eval(&typed).await?;
    platform
        .browser
        .wait(
            &format!("{}.dataset.hash?.includes('text=')", platform.host()),
            10,
        )
        .await?;
    platform.remove().await?;
    let stored = platform.stored(DATA).await?;
    let stored = stored.as_str().context("nothing stored")?;
    ensure!(stored.is_ascii(), "{stored}");
    platform.open("").await?;
    let back = platform
        .browser
        .eval("document.querySelector('textarea').value")
        .await?;
    ensure!(back == json!(text), "{back}");
    platform.all_well().await
}

#[tokio::test]
async fn a_state_that_is_too_long_loses_its_longest_part_and_says_so() -> Result<()> {
    let platform = Platform::new("encoding", Version::V1_2, None).await?;
    platform.open("").await?;
    // The attribute is what the figure writes at each change.
    for (more, kept) in [(0, true), (1, false)] {
        let state = |long: &str| format!("encoding.text={long}&encoding.b=2");
        let state = state(&"a".repeat(ROOM - state("").len() + more));
        platform
            .browser
            .eval(&format!(
                "({}.dataset.hash = '{state}', 0)",
                platform.host()
            ))
            .await?;
        let saved = if kept {
            state
        } else {
            "encoding.b=2".to_owned()
        };
        platform.arrived(DATA, &saved).await?;
        let line = platform.line().await?;
        ensure!(
            kept == line.is_empty() && (kept || line.ends_with("Not saved: encoding.text")),
            "{line}"
        );
    }
    platform.all_well().await
}

#[tokio::test]
async fn a_student_who_went_back_to_the_defaults_finds_the_defaults() -> Result<()> {
    let platform = Platform::new("circles", Version::V1_2, Some("circles.seed=5")).await?;
    platform.open("").await?;
    ensure!(shown(&platform).await? == json!("5"));
    seed(&platform, 7).await?;
    let input = "(input => { input.value = '1'; input.dispatchEvent(new Event('change', { bubbles: true })); return 0; })(document.querySelector('[data-ref=seed]'))";
    platform.browser.eval(input).await?;
    platform.arrived(DATA, "-").await?;
    platform.open("").await?;
    ensure!(shown(&platform).await? == json!("1"));
    platform.all_well().await
}

#[tokio::test]
async fn what_another_page_stored_is_left_aside() -> Result<()> {
    let platform = Platform::new("circles", Version::V1_2, None).await?;
    platform
        .browser
        .open(&platform.server.url("other.html"))
        .await?;
    let stored = json!({ DATA: "{\"page\": 3}" }).to_string();
    platform
        .browser
        .eval(&format!(
            "(localStorage.stored = {}, 0)",
            Value::from(stored)
        ))
        .await?;
    platform.open("").await?;
    ensure!(platform.browser.eval("location.hash").await? == json!(""));
    ensure!(shown(&platform).await? != json!(""));
    platform.all_well().await
}
