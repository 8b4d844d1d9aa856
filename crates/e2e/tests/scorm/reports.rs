//! What a package reports: never what did not happen, never less than the platform has.

use anyhow::{Result, ensure};
use fantoccini::Locator;
use redes_scorm::Version;
use serde_json::{Value, json};

use super::platform::Platform;

const STATUS: &str = "cmi.core.lesson_status";
const DATA: &str = "cmi.suspend_data";
/// Few steps, so that a training ends soon.
const SHORT: Option<&str> = Some("circles.iterations=20&circles.speed=4");

#[tokio::test]
async fn a_figure_that_the_student_trained_is_completed() -> Result<()> {
    let platform = Platform::new("circles", Version::V1_2, SHORT).await?;
    platform.open("").await?;
    ensure!(platform.stored(STATUS).await? == json!("incomplete"));
    let state = platform.browser.eval("location.hash").await?;
    ensure!(
        state
            .as_str()
            .is_some_and(|state| state.contains("iterations=20")),
        "{state}"
    );
    platform.train().await?;
    platform.arrived(STATUS, "completed").await?;
    ensure!(platform.line().await? == "");
    let state = platform
        .browser
        .eval(&format!("{}.dataset.hash", platform.host()))
        .await?;
    platform.remove().await?;
    platform
        .arrived(DATA, state.as_str().unwrap_or_default())
        .await?;
    platform.arrived("cmi.core.exit", "suspend").await?;
    let time = platform.stored("cmi.core.session_time").await?;
    ensure!(
        time.as_str()
            .is_some_and(|time| time.len() == 10 && time.starts_with("0000:0")),
        "{time}"
    );
    ensure!(platform.stored("sessions").await? == json!(1));
    // No score: a figure does not examine.
    let calls = platform.calls().await?;
    ensure!(
        !calls
            .iter()
            .flatten()
            .any(|word| word.as_str().is_some_and(|word| word.contains("score")))
    );
    platform.all_well().await
}

#[tokio::test]
async fn scorm_2004_has_its_own_words() -> Result<()> {
    let platform = Platform::new("circles", Version::V2004, SHORT).await?;
    let status = "cmi.completion_status";
    platform.open("").await?;
    ensure!(platform.stored(status).await? == json!("incomplete"));
    platform.train().await?;
    platform.arrived(status, "completed").await?;
    platform.remove().await?;
    platform.arrived("cmi.exit", "suspend").await?;
    let time = platform.stored("cmi.session_time").await?;
    ensure!(
        time.as_str().is_some_and(|time| time.starts_with("PT0H0M")),
        "{time}"
    );
    // A new session goes on.
    platform.open("").await?;
    let state = platform.browser.eval("location.hash").await?;
    ensure!(
        state
            .as_str()
            .is_some_and(|state| state.contains("circles.at=20")),
        "{state}"
    );
    ensure!(platform.stored(status).await? == json!("completed"));
    platform.all_well().await
}

#[tokio::test]
async fn a_figure_that_nobody_trained_is_incomplete() -> Result<()> {
    let platform = Platform::new("circles", Version::V1_2, SHORT).await?;
    platform.open("").await?;
    // A changed parameter, and a few steps, are no training.
    platform.browser.click("[data-ref=new-seed]").await?;
    platform.browser.click("[data-ref=step]").await?;
    platform
        .browser
        .wait(&format!("{}.dataset.step === '1'", platform.host()), 20)
        .await?;
    platform.remove().await?;
    ensure!(platform.stored("sessions").await? == json!(1));
    ensure!(platform.stored(STATUS).await? == json!("incomplete"));
    platform.all_well().await
}

#[tokio::test]
async fn a_state_that_trains_ahead_by_itself_completes_nothing() -> Result<()> {
    let state = "circles.iterations=20&circles.at=20";
    let platform = Platform::new("circles", Version::V1_2, Some(state)).await?;
    platform.open("").await?;
    platform
        .browser
        .wait(&format!("{}.dataset.step === '20'", platform.host()), 20)
        .await?;
    platform.browser.click("redes-circles h3").await?;
    platform.remove().await?;
    ensure!(platform.stored(STATUS).await? == json!("incomplete"));
    platform.all_well().await
}

#[tokio::test]
async fn a_figure_without_training_is_completed_by_its_use() -> Result<()> {
    let platform = Platform::new("dense", Version::V1_2, None).await?;
    platform.open("").await?;
    platform.browser.click("redes-dense h3").await?;
    ensure!(platform.stored(STATUS).await? == json!("incomplete"));
    platform.browser.click("[data-ref=new-seed]").await?;
    platform.arrived(STATUS, "completed").await?;
    platform.all_well().await
}

/// Solves the exercise on a sleeping neuron with the keyboard.
async fn solve(platform: &Platform) -> Result<()> {
    let slider = Locator::Css("redes-activations input[type=range]");
    // WebDriver's key End.
    platform
        .browser
        .client
        .find(slider)
        .await?
        .send_keys("\u{e010}")
        .await?;
    let done = "document.querySelector('.exercise.done') !== null";
    platform.browser.wait(done, 10).await
}

#[tokio::test]
async fn an_exercise_has_a_score_and_is_passed() -> Result<()> {
    for (version, score, status, value) in [
        (Version::V1_2, "cmi.core.score.raw", STATUS, "passed"),
        (
            Version::V2004,
            "cmi.score.raw",
            "cmi.success_status",
            "passed",
        ),
    ] {
        let platform = Platform::new("exercise-asleep", version, None).await?;
        platform.open("").await?;
        ensure!(platform.stored(score).await? == json!(null));
        solve(&platform).await?;
        platform.arrived(status, value).await?;
        let raw = platform.stored(score).await?;
        ensure!(raw == json!("100") || raw == json!(100), "{raw}");
        if version == Version::V2004 {
            ensure!(platform.stored("cmi.score.scaled").await? != json!(null));
            platform
                .arrived("cmi.completion_status", "completed")
                .await?;
        }
        platform.remove().await?;
        platform.all_well().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_solution_that_was_shown_has_no_score() -> Result<()> {
    let platform = Platform::new("exercise-asleep", Version::V1_2, None).await?;
    platform.open("").await?;
    let open =
        "(document.querySelectorAll('.exercise details').forEach(e => { e.open = true; }), 0)";
    platform.browser.eval(open).await?;
    platform
        .browser
        .click(".exercise > [lang=en] .solution")
        .await?;
    platform
        .browser
        .wait("document.querySelector('.exercise.done')", 20)
        .await?;
    ensure!(platform.stored("cmi.core.score.raw").await? == json!(null));
    ensure!(platform.stored(STATUS).await? == json!("incomplete"));
    // Solved by the student afterwards, it counts.
    platform
        .browser
        .click(".exercise > [lang=en] .again")
        .await?;
    platform
        .browser
        .wait("!document.querySelector('.exercise.done')", 20)
        .await?;
    platform.browser.alive().await?;
    solve(&platform).await?;
    platform.arrived(STATUS, "passed").await?;
    platform.all_well().await
}

#[tokio::test]
async fn what_is_passed_stays_passed() -> Result<()> {
    for before in ["passed", "completed", "failed"] {
        let platform = Platform::new("circles", Version::V1_2, SHORT).await?;
        platform
            .browser
            .open(&platform.server.url("other.html"))
            .await?;
        let stored = json!({ STATUS: before }).to_string();
        platform
            .browser
            .eval(&format!(
                "(localStorage.stored = {}, 0)",
                Value::from(stored)
            ))
            .await?;
        platform.open("").await?;
        ensure!(platform.stored(STATUS).await? == json!(before));
        platform.train().await?;
        let after = if before == "failed" {
            "completed"
        } else {
            before
        };
        platform.remove().await?;
        ensure!(platform.stored(STATUS).await? == json!(after), "{before}");
        platform.all_well().await?;
    }
    Ok(())
}

#[tokio::test]
async fn in_review_nothing_is_written() -> Result<()> {
    let platform = Platform::new("circles", Version::V1_2, SHORT).await?;
    for mode in ["review", "browse"] {
        platform.open(&format!("mode={mode}")).await?;
        let line = platform.line().await?;
        ensure!(line.contains("review only"), "{line}");
        platform.train().await?;
        platform.remove().await?;
    }
    let calls = platform.calls().await?;
    let wrote = |name: &Value| name == "LMSSetValue" || name == "LMSCommit";
    ensure!(
        !calls.iter().filter_map(|call| call.first()).any(wrote),
        "{calls:?}"
    );
    let ended = calls.iter().filter(|call| call[0] == "LMSFinish").count();
    ensure!(ended == 2 && platform.stored(STATUS).await? == json!(null));
    platform.all_well().await
}

#[tokio::test]
async fn a_dead_figure_completes_nothing() -> Result<()> {
    let platform = Platform::new("circles", Version::V1_2, SHORT).await?;
    platform.server.fault(
        "js/main.js",
        redes_e2e::Fault::Mime("application/octet-stream"),
    );
    let page = platform.page("", &platform.content())?;
    platform.browser.open(&page).await?;
    platform.arrived(STATUS, "incomplete").await?;
    let frame = platform
        .browser
        .client
        .find(fantoccini::Locator::Id("sco"))
        .await?;
    frame.enter_frame().await?;
    platform.browser.click("main").await?;
    platform.remove().await?;
    ensure!(platform.stored("sessions").await? == json!(1));
    ensure!(platform.stored(STATUS).await? == json!("incomplete"));
    Ok(())
}
