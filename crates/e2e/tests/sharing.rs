//! The buttons under a figure copy its state: as a link, and as a frame for another page.

use anyhow::{Context, Result, ensure};
use redes_e2e::{Browser, book, site};
use serde_json::Value;

/// Records the copied text, because a browser without a user refuses its clipboard.
const CLIPBOARD: &str = "globalThis.__copied = []; Object.defineProperty(navigator, 'clipboard', \
                         { value: { writeText: async (text) => { if (globalThis.__refuse) throw new Error('no'); __copied.push(text); } } });";

/// The state that a figure has written.
async fn state(browser: &Browser, figure: &str) -> Result<Value> {
    browser
        .eval(&format!(
            "document.querySelector('redes-{figure}').dataset.hash"
        ))
        .await
}

async fn last_copied(browser: &Browser) -> Result<String> {
    let copied = browser.eval("__copied.at(-1)").await?;
    copied
        .as_str()
        .map(str::to_owned)
        .context("nothing was copied")
}

#[tokio::test]
async fn link_and_frame_bring_back_exactly_what_was_seen() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(CLIPBOARD).await?;
    let list = book::catalogue()?;
    let mut wrong = Vec::new();
    for page in list.chapters() {
        let figures: Vec<_> = list.of(page).collect();
        let hash: Vec<_> = figures.iter().map(|figure| figure.state.as_str()).collect();
        browser
            .open(&server.url(&format!("es/{page}.html#{}", hash.join("&"))))
            .await?;
        browser.alive().await?;
        let mut copied = Vec::new();
        for figure in &figures {
            let name = &figure.name;
            let seen = state(&browser, name).await?;
            if seen != figure.state {
                wrong.push(format!(
                    "{name}, opened with {}, has the state {seen}",
                    figure.state
                ));
                continue;
            }
            browser
                .click(&format!("[data-share={name}] [data-copy-link]"))
                .await?;
            let said = format!(
                "document.querySelector('[data-share={name}] [role=status]').textContent === 'Copiado.'"
            );
            browser.wait(&said, 5).await?;
            let link = last_copied(&browser).await?;
            browser
                .click(&format!("[data-share={name}] [data-copy-frame]"))
                .await?;
            browser
                .wait("__copied.at(-1).startsWith('<iframe ')", 5)
                .await?;
            let frame = last_copied(&browser).await?;
            ensure!(
                frame.contains("sandbox=\"allow-scripts\"") && frame.contains("title=\""),
                "{frame}"
            );
            let embed = frame
                .split("src=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            let embed = embed
                .context("a frame without an address")?
                .replace("&amp;", "&");
            let alone = format!(
                "(a => (a.dispatchEvent(new Event('pointerdown')), a.href))(document.querySelector('[data-share={name}] a'))"
            );
            let alone = browser.eval(&alone).await?;
            ensure!(
                alone == embed.as_str(),
                "alone it is {alone}, in a frame {embed}"
            );
            ensure!(
                embed.contains(&format!("embed/{name}.html?lang=es#")),
                "{embed}"
            );
            copied.push((name, seen, link, embed));
        }
        for (name, seen, link, embed) in copied {
            for address in [link, embed] {
                browser.open(&address).await?;
                browser.alive().await?;
                let found = state(&browser, name).await?;
                if found != seen {
                    wrong.push(format!("{address} brings {found} and not {seen}"));
                }
            }
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test]
async fn a_clipboard_that_refuses_leaves_the_text_to_the_reader() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser.before_pages(CLIPBOARD).await?;
    browser.open(&server.url("en/circles.html")).await?;
    browser.alive().await?;
    browser.eval("(globalThis.__refuse = true, 0)").await?;
    browser
        .click("[data-share=circles] [data-copy-link]")
        .await?;
    let told = "document.querySelector('[data-share=circles] [role=status]').textContent.endsWith('/en/circles.html#fig-circles')";
    browser.wait(told, 5).await?;
    // A listing's text is selected, to be copied by hand.
    browser.click("[data-copy]").await?;
    let selected = "getSelection().toString().trim().length > 20 && \
                    document.querySelector('[data-copy]').previousElementSibling.contains(getSelection().anchorNode)";
    browser.wait(selected, 5).await
}

#[tokio::test]
async fn two_figures_of_a_kind_on_a_page_have_a_state_each() -> Result<()> {
    let (server, browser) = (site()?, Browser::start().await?);
    browser
        .open(&server.url("en/introduction.html#dense.seed=3&dense-2.seed=4"))
        .await?;
    browser.alive().await?;
    browser
        .eval("(document.querySelector('main').append(document.createElement('redes-dense')), 0)")
        .await?;
    let states =
        "[...document.querySelectorAll('redes-dense')].map(one => one.dataset.hash).join(' ')";
    let are = |first: u32, second: u32| {
        format!("{states} === 'dense.seed={first} dense-2.seed={second}'")
    };
    browser.wait(&are(3, 4), 10).await?;
    // No id stands twice in the page.
    let twice = "[...document.querySelectorAll('[id]')].map(one => one.id).filter((id, at, ids) => ids.indexOf(id) < at)";
    assert_eq!(browser.eval(twice).await?, Value::Array(Vec::new()));
    // A link to the second does not change the first.
    browser
        .eval("(location.hash = 'dense-2.seed=5', 0)")
        .await?;
    browser.wait(&are(3, 5), 10).await?;
    // Changes in the second are written with its own keys.
    browser
        .eval("([...document.querySelectorAll('redes-dense')][1].querySelector('[data-activation=tanh]').click(), 0)")
        .await?;
    browser
        .wait(
            "location.hash.includes('dense-2.activation=tanh') && !location.hash.includes('dense.activation')",
            10,
        )
        .await?;
    assert_eq!(browser.console_errors().await?, [""; 0]);
    Ok(())
}
