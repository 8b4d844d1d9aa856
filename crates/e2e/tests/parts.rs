//! A long run of several trainings comes back after a reload with those that are over, and ends with the rows of one that was
//! never interrupted.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use redes_e2e::{Browser, site};
use serde_json::{Value, json};

use crate::resumed::{BROKEN, Figure, NONE, STORE, shortened};

/// How many trainings are over in what is kept, and of how many.
const OVER: &str = "__store('readonly', (store) => store.getAll()).then(([entry]) => [entry?.over ?? 0, entry?.all ?? 0])";

/// A figure that computes parts, and how the page shows them.
struct Parts<'a> {
    figure: Figure<'a>,
    /// The state, with the first seed 5.
    state: &'a str,
    /// What the offer calls it, in English and in Spanish.
    called: [&'a str; 2],
    /// The share that is done, as JavaScript.
    share: &'a str,
    /// What must be the same at the end, as JavaScript.
    end: &'a str,
}

impl Parts<'_> {
    /// Trains to the end, and returns what is shown there.
    async fn ends(&self) -> Result<Value> {
        self.figure.ends().await?;
        self.some("over > 0 && over === all").await?;
        self.figure.browser.eval(self.end).await
    }

    /// Waits until so many trainings are over in what is kept.
    async fn some(&self, condition: &str) -> Result<()> {
        let there = format!("({OVER}).then(([over, all]) => {condition})");
        let (browser, limit) = (self.figure.browser, Duration::from_secs(120));
        browser.wait_until(&there, limit, condition).await
    }

    /// Takes the offer, and returns the least share done after that.
    async fn resumes(&self) -> Result<f64> {
        let (host, share) = (self.figure.host(), self.share);
        let least = format!(
            "(globalThis.__least = 1, new MutationObserver(() => {{ __least = Math.min(__least, {share}); }}).observe({host}, {{ attributeFilter: ['data-step'] }}), 0)"
        );
        self.figure.browser.eval(&least).await?;
        self.figure.resumes().await?;
        let least = self.figure.browser.eval("__least").await?;
        least.as_f64().context("no share")
    }

    /// A run that is interrupted by a reload ends with the rows of one that was not, and goes on where it was. What is spoilt
    /// makes no offer or begins again.
    async fn go_on(&self) -> Result<()> {
        let (figure, browser) = (&self.figure, self.figure.browser);
        figure.open("es", self.state).await?;
        browser.click("[data-ref=play]").await?;
        self.some("over > 0").await?;
        let whole = self.ends().await?;

        figure.open("en", self.state).await?;
        let message = format!("Show: {}, ", self.called[0]);
        let text = figure.offered().await?;
        ensure!(text.starts_with(&message), "{text}");
        browser.click("[data-ref=play]").await?;
        self.some("over > 0 && over < all").await?;

        figure.open("es", self.state).await?;
        let text = figure.offered().await?;
        let over = browser.eval(OVER).await?;
        let message = format!(
            "Continuar: {}, hechos {} de {} entrenamientos (guardados a las ",
            self.called[1], over[0], over[1]
        );
        ensure!(text.starts_with(&message), "{text}");
        browser
            .screenshot(&format!("resumed-{}", figure.name))
            .await?;
        let known = over[0].as_f64().unwrap_or_default() / over[1].as_f64().unwrap_or_default();
        let least = self.resumes().await?;
        ensure!(least > known - 0.01, "it went on from {least}, not {known}");
        ensure!(self.ends().await? == whole, "other rows");

        for how in BROKEN {
            figure.spoil(how).await?;
            figure.open("en", self.state).await?;
            figure.offered().await?;
            let least = self.resumes().await?;
            ensure!(least < known, "{how}: it went on from {least}");
            // Nothing more is kept.
            browser.click("[data-ref=reset]").await?;
        }
        figure.spoil("entry.over = 'two'").await?;
        figure.open("en", self.state).await?;
        ensure!(browser.eval(NONE).await? == json!(true), "an offer of junk");
        Ok(())
    }
}

#[tokio::test]
async fn the_seeds_of_the_ledger_go_on_after_a_reload() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(STORE).await?;
    shortened(&server)?;
    let rows = "document.querySelector('[data-ref=rows]').textContent";
    let parts = Parts {
        figure: Figure {
            server: &server,
            browser: &browser,
            name: "results",
        },
        state: "results.case=circles&results.seeds=16&results.seed=5",
        called: ["Circles", "Círculos"],
        share: "document.querySelector('[data-ref=bar]').value",
        end: &format!("[{rows}, document.querySelector('redes-results').dataset.iteration]"),
    };
    parts.go_on().await?;
    ensure!(browser.console_errors().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_sweep_goes_on_after_a_reload() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(STORE).await?;
    shortened(&server)?;
    // Of the text "3 of 8 trainings".
    let share = "(([over, all]) => over / all)(document.querySelector('[data-ref=done]').textContent.match(/\\d+/g) ?? [1, 1])";
    let rows = "document.querySelector('[data-ref=rows]').textContent";
    let parts = Parts {
        figure: Figure {
            server: &server,
            browser: &browser,
            name: "sweep",
        },
        state: "playground.steps=300&sweep.what=rate&sweep.values=0.01,0.1&sweep.seeds=4&sweep.seed=5&sweep.speed=0",
        called: ["rate η", "tasa η"],
        share,
        end: &format!("[{rows}, document.querySelector('redes-sweep').dataset.fingerprint]"),
    };
    parts.go_on().await?;
    // What is kept belongs to another base, until the address has that again.
    let (figure, other) = (&parts.figure, parts.state.replace("300", "301"));
    figure.spoil("entry.over = 1").await?;
    figure.open("en", &other).await?;
    ensure!(browser.eval(NONE).await? == json!(true), "another base");
    figure
        .open("en", "playground.steps=300&playground.seed=9")
        .await?;
    figure.offered().await?;
    figure.deletes().await?;
    ensure!(browser.console_errors().await?.is_empty());
    Ok(())
}
