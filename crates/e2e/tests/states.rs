//! Every figure in its states, as its reader meets it: idle, with an impossible value, from a junk link, while it trains,
//! finished, shared; in both themes, in forced colours, at 400 %, with wide letters. A table of the faults is printed.

use std::{collections::BTreeMap, env, fmt::Write as _, fs, io::Write as _};

use anyhow::{Context, Result};
use redes_e2e::{Browser, Options, Server, book, site};
use serde_json::{Value, json};

use crate::accessibility::{COLOURS, RULES, STRUCTURE, TOLD, Wrong};

/// The checks beside axe-core's.
pub(crate) const LOOK: &str = include_str!("states/look.js");
/// The only rule that depends on the window's width.
const TARGETS: &str = "{ runOnly: { type: 'rule', values: ['target-size'] }, resultTypes: ['violations'], elementRef: true }";
/// Roles that a screen reader reads with their name alone.
const NAMED: [&str; 15] = [
    "application",
    "button",
    "checkbox",
    "combobox",
    "image",
    "link",
    "listbox",
    "menuitem",
    "meter",
    "progressbar",
    "radio",
    "slider",
    "spinbutton",
    "switch",
    "textbox",
];
/// The states, in the order of the table's columns. Those of the window are judged in the light theme alone.
const STATES: [&str; 10] = [
    "idle", "field", "link", "training", "finished", "shared", "forced", "spaced", "400 %", "names",
];

/// For a figure that trains: a state that trains for long, and one that has soon finished. No second state where none ends
/// soon.
fn courses(figure: &str) -> [Option<&'static str>; 2] {
    match figure {
        "perceptron" => [Some("iterations=100000"), Some("iterations=200")],
        "circles" => [Some("iterations=100000"), Some("iterations=60")],
        "digits" => [Some("epochs=20"), Some("epochs=1&digits.batch=1024")],
        "reviews" => [
            Some("epochs=10"),
            Some("networks=2.0&reviews.epochs=1&reviews.batch=512"),
        ],
        "results" => [
            Some("case=circles&results.seeds=20"),
            Some("case=perceptron&results.seeds=1"),
        ],
        "neurons" => [Some("case=1.1"), Some("at=935")],
        "writers" => [Some("steps=500"), Some("steps=2")],
        "playground" => [Some("steps=100000"), Some("steps=50")],
        "sweep" => [Some("seeds=20"), Some("values=1,2&sweep.seeds=1")],
        "opened" => [Some("start=new"), None],
        "luck" => [Some("epoch=1"), None],
        _ => [None, None],
    }
}

/// The numbers of faults: by figure and state, in the light theme and in the dark one.
type Table = BTreeMap<(String, &'static str), [Option<usize>; 2]>;

/// A browser, and what it has found so far.
struct Judge {
    server: Server,
    browser: Browser,
    axe: String,
    wrong: Wrong,
    table: Table,
}

impl Judge {
    async fn open(&mut self, name: &str, state: &str) -> Result<()> {
        self.light(1280).await?;
        let page = format!("embed/{name}.html?lang=es#{state}");
        self.browser.open(&self.server.url(&page)).await?;
        self.browser.alive().await?;
        self.browser.client.execute(&self.axe, Vec::new()).await?;
        self.browser.client.execute(LOOK, Vec::new()).await?;
        Ok(())
    }

    async fn light(&self, width: u32) -> Result<()> {
        self.window(&Options {
            width,
            still: true,
            ..Options::default()
        })
        .await
    }

    async fn window(&self, options: &Options) -> Result<()> {
        self.browser.emulate(options).await?;
        let drawn = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
        self.browser.eval(drawn).await?;
        Ok(())
    }

    /// Notes what an expression finds.
    async fn look(
        &mut self,
        name: &str,
        state: &'static str,
        dark: bool,
        expression: &str,
    ) -> Result<()> {
        let found = self.browser.eval(expression).await?;
        self.note(name, state, dark, &found);
        Ok(())
    }

    fn note(&mut self, name: &str, state: &'static str, dark: bool, found: &Value) {
        let theme = if dark { " (dark)" } else { "" };
        self.wrong.note(found, &format!("{name}, {state}{theme}"));
        let cell = self.table.entry((name.to_owned(), state)).or_default();
        let count = found.as_array().map_or(0, Vec::len);
        *cell[usize::from(dark)].get_or_insert(0) += count;
    }

    async fn axe(
        &mut self,
        name: &str,
        state: &'static str,
        dark: bool,
        within: &str,
        rules: &str,
    ) -> Result<()> {
        let run = format!(
            "axe.run({within}, Object.assign({rules}, {{ iframes: false }})).then(({{ violations }}) => {TOLD})"
        );
        self.look(name, state, dark, &run).await
    }

    /// axe-core's rules in the light theme, then those about colours in the dark one.
    async fn both_themes(&mut self, name: &str, state: &'static str, within: &str) -> Result<()> {
        self.axe(name, state, false, within, RULES).await?;
        self.window(&Options {
            dark: true,
            still: true,
            ..Options::default()
        })
        .await?;
        self.axe(name, state, true, within, COLOURS).await
    }

    async fn idle(&mut self, name: &str) -> Result<()> {
        self.open(name, "").await?;
        self.browser.look_through().await?;
        self.browser
            .eval("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
            .await?;
        self.look(name, "idle", false, STRUCTURE).await?;
        self.look(name, "idle", false, "look.moving()").await?;
        self.look(name, "idle", false, "look.lost()").await?;
        self.both_themes(name, "idle", "document").await?;
        self.window(&Options {
            forced: true,
            still: true,
            ..Options::default()
        })
        .await?;
        self.axe(name, "forced", false, "document", COLOURS).await?;
        self.light(1280).await?;
        self.browser.eval("look.space(true)").await?;
        self.look(name, "spaced", false, "[...look.lost(), ...look.wide()]")
            .await?;
        self.light(320).await?;
        self.look(name, "spaced", false, "look.lost()").await?;
        self.browser.eval("look.space(false)").await?;
        self.look(name, "400 %", false, "[...look.lost(), ...look.wide()]")
            .await?;
        self.axe(name, "400 %", false, "document", TARGETS).await
    }

    /// The accessibility tree: what has a role without a name; and pictures outside of the tree.
    async fn names(&mut self, name: &str) -> Result<()> {
        let tree = self
            .browser
            .dev_tools("Accessibility.getFullAXTree", &json!({}))
            .await?;
        let nodes = tree["nodes"].as_array().context("no accessibility tree")?;
        let nameless = nodes.iter().filter(|node| {
            let role = node["role"]["value"].as_str().unwrap_or_default();
            let named = node["name"]["value"]
                .as_str()
                .is_some_and(|name| !name.trim().is_empty());
            node["ignored"] != json!(true) && NAMED.contains(&role) && !named
        });
        let faults: Vec<Value> = nameless
            .map(|node| {
                json!([
                    "no name in the accessibility tree",
                    node["role"]["value"],
                    node["description"]["value"]
                ])
            })
            .collect();
        self.note(name, "names", false, &Value::from(faults));
        self.look(name, "names", false, "look.unnamed()").await
    }

    /// Every field with an impossible value.
    async fn fields(&mut self, name: &str) -> Result<()> {
        let set = "[...document.querySelectorAll('main input[aria-describedby$=\"-error\"]')].filter(field => field.checkVisibility()).map(field => {\
            field.value = 'x'; for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true })); \
            return document.getElementById(field.getAttribute('aria-describedby').split(' ').pop()).checkVisibility(); })";
        self.light(1280).await?;
        let shown = self.browser.eval(set).await?;
        let shown = shown.as_array().cloned().unwrap_or_default();
        if shown.is_empty() {
            return Ok(());
        }
        let silent = shown.iter().filter(|shown| **shown != json!(true));
        let silent: Vec<Value> = silent
            .map(|_| json!(["an impossible value without a word", name, ""]))
            .collect();
        self.note(name, "field", false, &Value::from(silent));
        self.both_themes(name, "field", "document").await?;
        self.light(320).await?;
        self.look(name, "field", false, "[...look.lost(), ...look.wide()]")
            .await
    }

    /// A link with a key that the figure refuses; and, where it trains, the training from there.
    async fn link_and_training(&mut self, figure: &book::Figure) -> Result<()> {
        let name = &figure.name;
        let [long, _] = courses(name);
        let key = figure.state.split('=').next().unwrap_or_default();
        let long = long
            .map(|state| format!("{name}.{state}&"))
            .unwrap_or_default();
        // Any text is allowed for some keys, but none of such a length.
        let junk = "~".repeat(5_000);
        self.open(name, &format!("{long}{key}={junk}")).await?;
        let refused = "document.querySelector('[data-ref=refused]')?.checkVisibility() ? [] : [['a junk link without a word', document.title, location.hash]]";
        self.look(name, "link", false, refused).await?;
        self.both_themes(name, "link", "document").await?;
        if !figure.trains {
            return Ok(());
        }
        self.light(1280).await?;
        self.ready().await?;
        let begin = "(look.listen(), document.querySelector('[data-ref=play]').click(), 0)";
        self.browser.eval(begin).await?;
        let host = format!("document.querySelector('redes-{name}')");
        let trains = format!("+{host}.dataset.step > 0 && {host}.dataset.phase === 'running'");
        self.browser
            .wait(
                &format!("{trains} || {host}.dataset.phase === 'failed'"),
                60,
            )
            .await?;
        if self.browser.eval(&format!("{host}.dataset.phase")).await? == json!("failed") {
            // The words of a failure are a state too; without its data nothing trains.
            return self.both_themes(name, "training", "document").await;
        }
        let since = self.browser.eval("look.listened()").await?;
        self.both_themes(name, "training", "document").await?;
        self.browser
            .wait(&format!("look.listened() > {since} + 2500"), 20)
            .await?;
        self.look(name, "training", false, "look.hasty()").await?;
        self.look(name, "training", false, "look.moving()").await?;
        self.browser.eval(&format!("({host}.dataset.phase === 'running' && document.querySelector('[data-ref=play]').click(), 0)")).await?;
        Ok(())
    }

    /// Waits until the figure can be trained.
    async fn ready(&self) -> Result<()> {
        let play = "document.querySelector('[data-ref=play]')?.checkVisibility() && !document.querySelector('[data-ref=play]').disabled";
        self.browser.wait(play, 60).await
    }

    /// A training to its end. What is said without a picture has changed.
    async fn finished(&mut self, name: &str) -> Result<()> {
        let [_, Some(state)] = courses(name) else {
            return Ok(());
        };
        self.open(name, &format!("{name}.{state}")).await?;
        self.ready().await?;
        self.browser.eval("(globalThis.__said = look.message(), document.querySelector('[data-ref=play]').click(), 0)").await?;
        let phase = format!("document.querySelector('redes-{name}').dataset.phase");
        self.browser
            .wait(&format!("['finished', 'failed'].includes({phase})"), 120)
            .await?;
        let message = "look.message() === __said ? [['nothing is said of the training', document.title, look.message().slice(0, 99)]] : []";
        self.look(name, "finished", false, message).await?;
        self.both_themes(name, "finished", "document").await?;
        self.light(320).await?;
        self.look(name, "finished", false, "[...look.lost(), ...look.wide()]")
            .await?;
        self.axe(name, "finished", false, "document", TARGETS).await
    }

    /// The dialog that shares a figure, on the page that has all figures.
    async fn shared(&mut self, figures: &[book::Figure]) -> Result<()> {
        self.light(1280).await?;
        self.browser
            .open(&self.server.url("es/teachers.html"))
            .await?;
        self.browser.client.execute(&self.axe, Vec::new()).await?;
        for figure in figures {
            let name = &figure.name;
            let button = format!("document.querySelector('[data-share={name}]')");
            if self.browser.eval(&format!("!{button}")).await? == json!(true) {
                continue;
            }
            self.browser.eval(&format!("({button}.click(), 0)")).await?;
            self.browser
                .wait("document.querySelector('.share-dialog')?.open", 10)
                .await?;
            self.browser
                .eval("(document.querySelector('.share-class').open = true, 0)")
                .await?;
            self.both_themes(name, "shared", "'.share-dialog'").await?;
            self.light(1280).await?;
            self.browser
                .eval("(document.querySelector('.share-dialog').close(), 0)")
                .await?;
        }
        Ok(())
    }

    /// The table: a row a figure, a column a state; faults in the light theme, and after a stroke in the dark one.
    fn print(&self, figures: &[book::Figure]) -> Result<()> {
        let mut text = format!("\nfaults by state: light/dark\n{:12}", "");
        for state in STATES {
            write!(text, "{state:>10}")?;
        }
        for figure in figures {
            write!(text, "\n{:12}", figure.name)?;
            for state in STATES {
                let cell = self
                    .table
                    .get(&(figure.name.clone(), state))
                    .copied()
                    .unwrap_or_default();
                let shown = match cell {
                    [None, None] => "–".to_owned(),
                    [Some(light), None] => light.to_string(),
                    [light, dark] => format!("{}/{}", light.unwrap_or(0), dark.unwrap_or(0)),
                };
                write!(text, "{shown:>10}")?;
            }
        }
        // Past the harness, which swallows what a passing test prints.
        writeln!(std::io::stderr(), "{text}")?;
        Ok(())
    }
}

#[tokio::test]
async fn every_figure_is_accessible_in_every_state() -> Result<()> {
    let path = env::var_os("REDES_AXE")
        .context("REDES_AXE must name axe.min.js: run `cargo xtask test`")?;
    let mut judge = Judge {
        server: site()?,
        browser: Browser::start().await?,
        axe: fs::read_to_string(&path).with_context(|| path.display().to_string())?,
        wrong: Wrong::default(),
        table: Table::new(),
    };
    let list = book::catalogue()?;
    for figure in list.figures() {
        let name = &figure.name;
        judge
            .idle(name)
            .await
            .with_context(|| format!("{name}, idle"))?;
        judge
            .names(name)
            .await
            .with_context(|| format!("{name}, names"))?;
        judge
            .fields(name)
            .await
            .with_context(|| format!("{name}, fields"))?;
        judge
            .link_and_training(figure)
            .await
            .with_context(|| format!("{name}, training"))?;
        judge
            .finished(name)
            .await
            .with_context(|| format!("{name}, finished"))?;
    }
    judge.shared(list.figures()).await?;
    judge.print(list.figures())?;
    judge.wrong.none()
}
