//! The exercises: their goals are open at the start and met by their solution, and a page around gets the result.

use std::fs;

use anyhow::{Context, Result, ensure};
use redes_e2e::{Browser, Server, site};
use serde_json::json;

/// The addresses of the exercises' pages, from the list of the book.
async fn pages(server: &Server, browser: &Browser) -> Result<Vec<String>> {
    browser.open(&server.url("en/exercises.html")).await?;
    let links = "[...document.querySelectorAll('.exercises .title')].map(e => e.closest('a').href)";
    let links = browser.eval(links).await?;
    let links = links.as_array().context("no list")?.iter();
    Ok(links
        .filter_map(|link| link.as_str().map(str::to_owned))
        .collect())
}

#[tokio::test]
async fn every_exercise_is_open_at_first_and_done_by_its_solution() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    let pages = pages(&server, &browser).await?;
    ensure!(pages.len() >= 10, "{} exercises", pages.len());
    let side = "document.querySelector('.exercise > [lang=en]')";
    for page in &pages {
        browser.open(page).await?;
        // Drawing comes first where a figure begins empty: it has no number yet.
        browser
            .wait(
                "document.querySelector('main > *').dataset.outcome !== undefined",
                30,
            )
            .await?;
        let open = format!(
            "{side}.querySelectorAll('li:not(.met)').length > 0 && {side}.querySelector('.result').textContent === ''"
        );
        ensure!(
            browser.eval(&open).await? == json!(true),
            "{page} is done before it begins"
        );
        browser
            .eval(&format!(
                "({side}.querySelectorAll('details').forEach(e => {{ e.open = true; }}), 0)"
            ))
            .await?;
        browser.click(".exercise > [lang=en] .solution").await?;
        let done =
            format!("{side}?.querySelector('.result').textContent.includes('This is a solution')");
        browser
            .wait(&done, 60)
            .await
            .with_context(|| page.clone())?;
        let said =
            format!("[...{side}.querySelectorAll('.state')].every(e => e.textContent === 'met')");
        assert_eq!(browser.eval(&said).await?, json!(true), "{page}");
        // Begin again: the goals are open again, and the solution is forgotten.
        browser.click(".exercise > [lang=en] .again").await?;
        browser
            .wait(
                &format!(
                    "{open} && document.querySelector('main > *').dataset.outcome !== undefined"
                ),
                30,
            )
            .await?;
    }
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_course_gets_the_result_of_an_exercise_in_a_sandboxed_frame() -> Result<()> {
    let (site, browser) = (site()?, Browser::start().await?);
    site.open_to_all();
    let address = site.url("embed/exercise-asleep.html?lang=en#activations.z=5");
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>A course</title><link rel=\"icon\" href=\"data:,\">\n\
         <iframe id=\"one\" src=\"{address}\" title=\"x\" width=\"900\" height=\"900\" sandbox=\"allow-scripts\"></iframe>\n\
         <script>globalThis.results = []; addEventListener('message', ({{ data }}) => {{\n\
         if (data.event === 'exercise') results.push([data.redes, data.id, data.met, data.of, data.done, data.shown]); }});</script></html>"
    );
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("index.html"), page)?;
    let course = Server::start(folder.path().to_owned(), "/course/")?;
    browser.open(&course.url("")).await?;
    browser.wait("globalThis.results?.at(-1)?.[4]", 30).await?;
    let last = browser.eval("results.at(-1)").await?;
    let wanted = json!([1, "asleep", 1, 1, true, false]);
    assert_eq!(last, wanted);
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}
