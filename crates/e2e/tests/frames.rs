//! The contract of a frame, js/redes.d.ts: what its address fixes, its messages, and the commands that it obeys.

use std::fs;

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use redes_e2e::{Browser, Server, book, site};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A page of another host with a frame; `received` has the frame's messages.
struct Course {
    browser: Browser,
    _site: Server,
    _server: Server,
    _folder: TempDir,
}

impl Course {
    async fn new(address: &str) -> Result<Self> {
        let (site, browser) = (site()?, Browser::start().await?);
        site.open_to_all();
        let folder = tempfile::tempdir()?;
        let page = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>A course</title><link rel=\"icon\" href=\"data:,\">\
             <iframe id=\"frame\" title=\"A figure\" width=\"900\" height=\"900\" sandbox=\"allow-scripts\" src=\"{}\"></iframe>\
             <script>const frame = document.querySelector('iframe'); const received = [];\
             addEventListener('message', ({{ data, source }}) => {{ if (source === frame.contentWindow && data.redes === 1) received.push(data); }});\
             const say = (message) => (frame.contentWindow.postMessage(message, '*'), 0);\
             const last = (event) => received.findLast((one) => one.event === event);</script></html>",
            site.url(&format!("embed/{}", address.replace('&', "&amp;")))
        );
        fs::write(folder.path().join("index.html"), page)?;
        let server = Server::start(folder.path().to_owned(), "/course/")?;
        browser.open(&server.url("")).await?;
        Ok(Self {
            browser,
            _site: site,
            _server: server,
            _folder: folder,
        })
    }

    async fn ready(address: &str) -> Result<Self> {
        let course = Self::new(address).await?;
        course.browser.wait("last('ready')", 30).await?;
        Ok(course)
    }

    async fn command(&self, command: &Value) -> Result<()> {
        self.browser.eval(&format!("say({command})")).await?;
        Ok(())
    }

    /// The value of an expression in the frame.
    async fn inside(&self, expression: &str) -> Result<Value> {
        let frame = self.browser.client.find(Locator::Id("frame")).await?;
        frame.enter_frame().await?;
        let value = self.browser.eval(expression).await;
        self.browser.client.enter_parent_frame().await?;
        value
    }

    /// Waits for an expression in the page around.
    async fn wait(&self, expression: &str) -> Result<()> {
        let waited = self.browser.wait(expression, 30).await;
        let received = self.browser.eval("received.slice(-5)").await?;
        waited.with_context(|| format!("received {received}"))
    }
}

#[tokio::test]
async fn a_course_sets_trains_and_hears_the_end() -> Result<()> {
    let course = Course::new("circles.html?lang=en").await?;
    // Commands before it is ready wait.
    let state = "circles.iterations=2000&circles.seed=3&circles.speed=0";
    course
        .command(&json!({ "redes": 1, "command": "state", "state": state }))
        .await?;
    course.wait("last('ready')").await?;
    course
        .wait("last('state')?.state.includes('seed=3')")
        .await?;
    let shown = "document.querySelector('[data-ref=seed]').value";
    ensure!(course.inside(shown).await? == json!("3"));
    course
        .command(&json!({ "redes": 1, "command": "step" }))
        .await?;
    course.wait("last('progress')?.step === 1").await?;
    course
        .command(&json!({ "redes": 1, "command": "play" }))
        .await?;
    course.wait("last('progress').step > 2").await?;
    let running = "Boolean(document.querySelector('[data-ref=play] [data-icon=pause]'))";
    // Playing what plays does not pause it.
    course
        .command(&json!({ "redes": 1, "command": "play" }))
        .await?;
    ensure!(course.inside(running).await? == json!(true));
    course
        .command(&json!({ "redes": 1, "command": "pause" }))
        .await?;
    course
        .command(&json!({ "redes": 1, "command": "pause" }))
        .await?;
    course
        .wait("new Promise(done => setTimeout(done, 300, true))")
        .await?;
    ensure!(course.inside(running).await? == json!(false));
    course
        .command(&json!({ "redes": 1, "command": "reset" }))
        .await?;
    course.wait("last('progress').step === 0").await?;
    course.command(&json!({ "redes": 1, "command": "state", "state": "circles.iterations=30&circles.speed=4" })).await?;
    course
        .command(&json!({ "redes": 1, "command": "play" }))
        .await?;
    course
        .wait(
            "last('finished')?.step === 30 && /^[0-9a-f]{16}$/.test(last('finished').fingerprint)",
        )
        .await?;
    let events = course
        .browser
        .eval("[received.every(one => one.figure === 'circles' && Number.isInteger(one.height)), received.filter(one => one.event === 'ready').length, \
               received.filter(one => one.event === 'finished').length, received.some(one => one.event === 'height'), last('error') ?? null]")
        .await?;
    ensure!(events == json!([true, 1, 1, true, null]), "{events}");
    ensure!(course.browser.console_errors().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn impossible_commands_are_refused_and_foreign_ones_ignored() -> Result<()> {
    let course = Course::ready("circles.html?lang=en#circles.seed=5").await?;
    let refused = [
        json!({ "redes": 1, "command": "explode" }),
        json!({ "redes": 1, "command": "constructor" }),
        json!({ "redes": 1, "command": "state" }),
        json!({ "redes": 1, "command": "state", "state": 7 }),
        json!({ "redes": 1, "command": "state", "state": "perceptron.seed=1" }),
        json!({ "redes": 1, "command": "state", "state": "circles.seed=1&" }),
        json!({ "redes": 1, "command": "state", "state": "circles.seed=ñ" }),
        json!({ "redes": 1, "command": "state", "state": format!("circles.seed={}", "1".repeat(5000)) }),
    ];
    for (place, command) in refused.iter().enumerate() {
        course.command(command).await?;
        let count = format!(
            "received.filter(one => one.event === 'error' && one.reason === 'command').length === {}",
            place + 1
        );
        course
            .wait(&count)
            .await
            .with_context(|| command.to_string())?;
    }
    for ignored in [
        "'x'",
        "null",
        "[]",
        "{}",
        "{ redes: 2, command: 'play' }",
        "{ redes: 1, command: 7 }",
        "{ redes: '1', command: 'play' }",
    ] {
        course.browser.eval(&format!("say({ignored})")).await?;
    }
    // A frame beside it is not the page around.
    course
        .inside(
            "new Promise(done => { const other = document.createElement('iframe'); document.body.append(other); \
             const event = new MessageEvent('message', { data: { redes: 1, command: 'play' }, source: other.contentWindow }); \
             dispatchEvent(event); setTimeout(done, 300, 0); })",
        )
        .await?;
    let found = course.inside("[document.querySelector('[data-ref=seed]').value, document.querySelector('redes-circles').dataset.phase]").await?;
    ensure!(found == json!(["5", "paused"]), "{found}");
    let errors = course
        .browser
        .eval("received.filter(one => one.event === 'error').length")
        .await?;
    ensure!(errors == json!(refused.len()), "{errors}");
    Ok(())
}

#[tokio::test]
async fn an_impossible_value_is_named_and_leaves_its_key_as_it_was() -> Result<()> {
    let course =
        Course::ready("circles.html?lang=en#circles.seed=5&circles.noise=0.2&circles.factor=7")
            .await?;
    let command = |reason: &str, key: &str, value: &str| {
        format!(
            "received.some(one => one.event === 'error' && one.reason === '{reason}' && one.key === '{key}' && one.value === '{value}' \
             && one.allowed.startsWith('from ') && one.text.startsWith('{key}={value}: from '))"
        )
    };
    course.wait(&command("address", "factor", "7")).await?;
    let state = "circles.noise=7&circles.seed=-1&circles.factor=0.3";
    course
        .command(&json!({ "redes": 1, "command": "state", "state": state }))
        .await?;
    course.wait(&command("command", "noise", "7")).await?;
    course.wait(&command("command", "seed", "-1")).await?;
    course
        .wait("last('state').state === 'circles.factor=0.3&circles.noise=0.2&circles.seed=5'")
        .await?;
    let errors = "received.filter(one => one.event === 'error').length";
    ensure!(course.browser.eval(errors).await? == json!(3));
    let shown = "document.querySelector('[data-ref=refused]').hidden";
    ensure!(course.inside(shown).await? == json!(true));
    Ok(())
}

#[tokio::test]
async fn a_figure_without_a_control_says_so() -> Result<()> {
    let course = Course::ready("dense.html?lang=en").await?;
    course
        .command(&json!({ "redes": 1, "command": "play" }))
        .await?;
    course
        .wait("last('error')?.text === 'dense has no play'")
        .await
}

#[tokio::test]
async fn parts_are_left_out() -> Result<()> {
    let visible = "['.controls', '.seed', '.circles-fields', '.circles-cost', '[data-ref=play]', '[data-ref=noise]', '[data-ref=surface]']\
                   .map(part => document.querySelector(part).checkVisibility())";
    for (query, shown) in [
        ("", [true, true, true, true, true, true, true]),
        ("&controls=all", [true, true, true, true, true, true, true]),
        (
            "&controls=few",
            [true, false, false, true, true, false, true],
        ),
        (
            "&controls=none",
            [false, false, false, true, false, false, true],
        ),
        (
            "&hide=cost,seed",
            [true, false, true, false, true, true, true],
        ),
        (
            "&hide=circles.noise",
            [true, true, true, true, true, false, true],
        ),
        (
            "&amp;hide=noise",
            [true, true, true, true, true, false, true],
        ),
    ] {
        let course = Course::ready(&format!("circles.html?lang=en{query}")).await?;
        let found = course.inside(visible).await?;
        ensure!(found == json!(shown), "{query}: {found}");
        ensure!(
            course.browser.eval("last('error') ?? null").await? == json!(null),
            "{query}"
        );
    }
    let course =
        Course::ready("circles.html?lang=en&hide=roof,noise&lock=door&preset=window").await?;
    course.wait("last('error')?.reason === 'address' && last('error').text === 'circles has no roof, door, window'").await
}

#[tokio::test]
async fn a_fixed_value_that_is_written_in_another_way_comes_to_rest() -> Result<()> {
    // A default, a zero too many, a value that the figure refuses.
    for state in ["circles.seed=1", "circles.seed=03", "circles.seed=-1"] {
        let course = Course::ready(&format!("circles.html?lang=en&lock=seed#{state}")).await?;
        course
            .command(&json!({ "redes": 1, "command": "step" }))
            .await?;
        // Where the two never agree, each restart begins again, and no step is done.
        course.wait("last('progress')?.step === 1").await?;
        let states = "received.filter((one) => one.event === 'state').length";
        let count = course.browser.eval(states).await?;
        ensure!(
            count.as_u64().is_some_and(|count| count < 8),
            "{state}: {count} states"
        );
    }
    Ok(())
}

#[tokio::test]
async fn what_is_fixed_stays() -> Result<()> {
    let course = Course::ready(
        "circles.html?lang=en&lock=noise,seed,listing#circles.noise=0.1&circles.seed=9",
    )
    .await?;
    let fixed = "['[data-ref=noise]', '[data-ref=seed]', '[data-ref=new-seed]', '[data-listing]', '[data-ref=factor]'].map(part => document.querySelector(part).disabled)";
    ensure!(course.inside(fixed).await? == json!([true, true, true, true, false]));
    // A script of the student's in the figure's own page: the state goes back.
    course
        .inside("(input => { input.value = '0.4'; input.dispatchEvent(new Event('change', { bubbles: true })); return 0; })(document.querySelector('[data-ref=noise]'))")
        .await?;
    course
        .wait("last('state')?.state.includes('noise=0.1')")
        .await?;
    ensure!(
        course
            .inside("document.querySelector('[data-ref=noise]').value")
            .await?
            == json!("0.1")
    );
    ensure!(
        course.inside(fixed).await? == json!([true, true, true, true, false]),
        "after it was mounted again"
    );
    // What is not fixed changes; what the page around says holds.
    course
        .inside("(input => { input.value = '0.4'; input.dispatchEvent(new Event('change', { bubbles: true })); return 0; })(document.querySelector('[data-ref=factor]'))")
        .await?;
    course
        .wait("last('state').state.includes('factor=0.4')")
        .await?;
    course
        .command(&json!({ "redes": 1, "command": "state", "state": "circles.noise=0.3" }))
        .await?;
    course
        .wait("last('state').state === 'circles.noise=0.3'")
        .await?;
    ensure!(
        course
            .inside("document.querySelector('[data-ref=noise]').value")
            .await?
            == json!("0.3")
    );
    ensure!(course.browser.console_errors().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn every_preset_is_a_state_of_its_figure() -> Result<()> {
    let (site, browser) = (site()?, Browser::start().await?);
    let mut tried = 0;
    for figure in book::catalogue()?.figures() {
        for (name, state) in &figure.presets {
            browser
                .open(&site.url(&format!("embed/{}.html?preset={name}", figure.name)))
                .await?;
            browser.alive().await?;
            let found = browser
                .eval(
                    "[location.hash.slice(1), document.querySelector('[data-ref=refused]').hidden]",
                )
                .await?;
            ensure!(
                found == json!([state, true]),
                "{}, {name}: {found}",
                figure.name
            );
            tried += 1;
        }
    }
    ensure!(tried > 5);
    // What the address says itself comes before the preset.
    browser
        .open(&site.url("embed/circles.html?preset=printed#circles.seed=8"))
        .await?;
    browser.alive().await?;
    let found = browser.eval("location.hash").await?;
    ensure!(
        found == json!("#circles.listing=printed&circles.seed=8"),
        "{found}"
    );
    Ok(())
}

#[tokio::test]
async fn thousands_of_messages_at_random_leave_the_figure_alive() -> Result<()> {
    let course = Course::ready("circles.html?lang=en").await?;
    // The generator is a linear congruence, so that every run says the same.
    let flood = "(() => { \
        let seed = 1; \
        const below = (most) => (seed = (seed * 1664525 + 1013904223) % 4294967296) % most; \
        const pick = (list) => list[below(list.length)]; \
        const text = () => Array.from({ length: below(40) }, () => pick([...'circles.=&%#<>\\'\"0x1e9-,; ñ\\u0000'])).join(''); \
        const odd = () => pick([null, undefined, 0, -1, 1e308, NaN, '', text(), [], [text()], { redes: 1 }, new Uint8Array(9), 'x'.repeat(9000), () => text()]); \
        const state = () => pick([text(), `circles.${text()}`, `circles.seed=${text()}`, `circles.noise=${text()}&circles.seed=${below(1e6)}`, odd()]); \
        const command = () => pick(['state', 'play', 'pause', 'reset', 'step', '__proto__', 'constructor', 'toString', text(), odd()]); \
        let sent = 0; \
        for (let n = 0; n < 3000; n += 1) { \
          try { say(pick([odd(), { redes: pick([1, 1, 1, 2, '1']), command: command(), state: state() }])); sent += 1; } catch { /* a function cannot be sent */ } \
        } \
        return sent; })()";
    let sent = course.browser.eval(flood).await?;
    ensure!(sent.as_u64() > Some(2000), "{sent} were sent");
    // Messages arrive in order: the last one is obeyed as the first was.
    let state = "circles.seed=4";
    course
        .command(&json!({ "redes": 1, "command": "state", "state": state }))
        .await?;
    course
        .wait(&format!("last('state')?.state.includes({})", json!(state)))
        .await?;
    let host = "document.querySelector('redes-circles')";
    ensure!(course.inside(&format!("{host}.dataset.state")).await? != json!("failed"));
    let errors = course.browser.console_errors().await?;
    ensure!(errors.is_empty(), "{}", errors.join("\n"));
    Ok(())
}
