//! Failures are reported, nothing is lost, and the reader can try again.

use anyhow::Result;
use redes_e2e::{Browser, Fault, book, site};
use serde_json::json;

const STATUS: &str = "document.querySelector('[data-ref=status]').textContent";

#[tokio::test]
async fn data_that_fail_or_arrive_broken_can_be_tried_again() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser
        .open(&server.url("embed/digits.html?lang=en#digits.epochs=1"))
        .await?;
    browser
        .wait("document.querySelector('[data-ref=play]')", 20)
        .await?;
    let images = "t10k-images-idx3-ubyte.gz";
    let index = "data/index.json";
    let none = r#"{"sets":[]}"#.to_owned();
    let missing = "without this data set";
    let mut faults = vec![
        (index, Fault::Instead(none), missing),
        // A host to which the folder was not copied, and one that answers with a page of its own.
        (index, Fault::Status(404), missing),
        (index, Fault::Instead("<!doctype html>".to_owned()), missing),
        (images, Fault::Status(503), "HTTP 503"),
        (images, Fault::Short(100_000), "incomplete or damaged"),
        (images, Fault::Cut(100_000), "did not arrive"),
        (images, Fault::Corrupt, "incomplete or damaged"),
    ];
    let there = book::data_set("mnist")?.is_some();
    if !there {
        eprintln!("the site was built without MNIST: nothing was downloaded");
        faults.truncate(3);
    }
    for (file, fault, words) in faults {
        server.fault(file, fault);
        browser.click("[data-ref=play]").await?;
        browser
            .wait(&format!("{STATUS}.includes('{words}')"), 60)
            .await?;
        browser
            .wait("!document.querySelector('[data-ref=retry]').hidden", 5)
            .await?;
        server.heal();
    }
    browser.click("[data-ref=retry]").await?;
    let end = match there {
        true => "!document.querySelector('[data-ref=live]').hidden".to_owned(),
        false => format!("{STATUS}.includes('{missing}')"),
    };
    browser.wait(&end, 60).await
}

#[tokio::test]
async fn a_killed_worker_is_replaced_and_ends_on_the_same_bits() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    // The test must reach the workers that the page starts.
    browser
        .before_pages(
            "globalThis.__workers = []; const Plain = globalThis.Worker; \
             globalThis.Worker = class extends Plain { constructor(...all) { super(...all); __workers.push(this); } };",
        )
        .await?;
    let page = server.url("embed/circles.html?lang=en#circles.seed=4");
    let done = "document.querySelector('redes-circles').dataset.iteration === '2500'";
    let fingerprint = "document.querySelector('redes-circles').dataset.fingerprint";
    browser.open(&page).await?;
    browser
        .wait("document.querySelector('[data-ref=play]')", 20)
        .await?;
    browser.click("[data-ref=play]").await?;
    browser.wait(done, 60).await?;
    let undisturbed = browser.eval(fingerprint).await?;

    browser.open(&page).await?;
    browser
        .wait(
            "document.querySelector('redes-circles')?.dataset.iteration === '0'",
            20,
        )
        .await?;
    browser.click("[data-ref=play]").await?;
    browser
        .wait(&format!("{STATUS}.includes('Training')"), 5)
        .await?;
    browser
        .eval("__workers.forEach((worker) => worker.terminate())")
        .await?;
    browser
        .wait(&format!("{STATUS}.includes('stopped answering')"), 40)
        .await?;
    browser.wait(done, 60).await?;
    assert_eq!(browser.eval(fingerprint).await?, undisturbed);
    assert_eq!(browser.eval("__workers.length").await?, json!(2));
    Ok(())
}

#[tokio::test]
async fn an_absurd_learning_rate_stops_and_says_why() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser
        .open(&server.url("embed/circles.html?lang=en#circles.activation=relu&circles.rate=1e300"))
        .await?;
    browser
        .wait("document.querySelector('[data-ref=play]')", 20)
        .await?;
    browser.click("[data-ref=play]").await?;
    browser
        .wait(
            &format!("{STATUS}.includes('no longer a finite number')"),
            60,
        )
        .await?;
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn in_a_sandboxed_frame_training_moves_to_the_page() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    // Such a frame has its own origin, which may not start the site's worker.
    browser.before_pages("globalThis.Worker = class { constructor() { throw new DOMException('no', 'SecurityError'); } };").await?;
    browser
        .open(&server.url("embed/circles.html?lang=en#circles.seed=7&circles.at=500"))
        .await?;
    browser
        .wait(
            "document.querySelector('redes-circles').dataset.iteration === '500'",
            60,
        )
        .await?;
    let page = browser
        .eval("document.querySelector('redes-circles').dataset.fingerprint")
        .await?;
    let (other, url) = (
        Browser::start().await?,
        server.url("embed/circles.html#circles.seed=7&circles.at=500"),
    );
    other.open(&url).await?;
    other
        .wait(
            "document.querySelector('redes-circles')?.dataset.iteration === '500'",
            60,
        )
        .await?;
    assert_eq!(
        page,
        other
            .eval("document.querySelector('redes-circles').dataset.fingerprint")
            .await?
    );
    Ok(())
}
