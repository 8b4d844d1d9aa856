//! A headless Chromium with a profile of its own, gone when dropped.

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource, KeyAction, KeyActions},
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{book, command::Chromium, driver::Driver};

/// How the reader's browser is.
#[derive(Clone, Debug)]
pub struct Options {
    /// Width of the page in CSS pixels.
    pub width: u32,
    /// Height of the page in CSS pixels.
    pub height: u32,
    /// Prefers the dark theme.
    pub dark: bool,
    /// Forced colours, as Chromium imitates them.
    pub forced: bool,
    /// Prefers reduced motion.
    pub still: bool,
    /// A phone: touch, a viewport that gives way to what is wider.
    pub phone: bool,
    /// Device pixels a CSS pixel; 2 on half the width is a page at 200 %.
    pub scale: u32,
    /// Whether DevTools record the requests of the pages, for [`Browser::requests`].
    pub recorded: bool,
    /// Further command-line arguments for Chromium.
    pub arguments: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            width: 1280,
            height: 900,
            dark: false,
            forced: false,
            still: false,
            phone: false,
            scale: 1,
            recorded: false,
            arguments: Vec::new(),
        }
    }
}

impl Options {
    /// A phone of 390 x 844.
    #[must_use]
    pub fn phone() -> Self {
        Self {
            width: 390,
            height: 844,
            phone: true,
            scale: 2,
            ..Self::default()
        }
    }
}

/// A browser under our control.
pub struct Browser {
    /// The WebDriver session, for commands without a method here.
    pub client: Client,
    driver: Driver,
    profile: TempDir,
}

impl Browser {
    /// Starts a browser of 1280 x 900 with the light theme.
    ///
    /// # Errors
    ///
    /// Where Chromium or its driver doesn't start.
    pub async fn start() -> Result<Self> {
        Self::with(&Options::default()).await
    }

    /// Starts a browser.
    ///
    /// # Errors
    ///
    /// Where Chromium or its driver doesn't start.
    pub async fn with(options: &Options) -> Result<Self> {
        let profile = tempfile::tempdir()?;
        let mut driver = Driver::start()?;
        let mut arguments = vec![
            "--headless=new".to_owned(),
            // Chromium does not sandbox as root; it only opens our own pages.
            "--no-sandbox".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--no-first-run".to_owned(),
            "--force-color-profile=srgb".to_owned(),
            format!("--user-data-dir={}", profile.path().display()),
            format!("--window-size={},{}", options.width, options.height),
        ];
        arguments.extend(options.arguments.iter().cloned());
        let mut chromium = json!({ "args": arguments });
        if let Some(browser) = env::var_os("REDES_BROWSER") {
            chromium["binary"] = json!(browser.to_string_lossy());
        }
        let mut logs = json!({ "browser": "ALL" });
        if options.recorded {
            logs["performance"] = json!("ALL");
        }
        let wanted = json!({
            "goog:chromeOptions": chromium,
            "goog:loggingPrefs": logs,
            "timeouts": { "script": 600_000, "pageLoad": 60_000 },
        });
        let Value::Object(wanted) = wanted else {
            bail!("capabilities are an object");
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://127.0.0.1:{}", driver.port))
            .await
            .context("Chromium does not start")?;
        driver.session = client.session_id().await?;
        let browser = Self {
            client,
            driver,
            profile,
        };
        browser.emulate(options).await?;
        Ok(browser)
    }

    /// Sets the page's size, theme and kind from now on.
    ///
    /// # Errors
    ///
    /// Where the browser is gone.
    pub async fn emulate(&self, options: &Options) -> Result<()> {
        let metrics = json!({
            "width": options.width,
            "height": options.height,
            "deviceScaleFactor": options.scale,
            "mobile": options.phone,
        });
        self.dev_tools("Emulation.setDeviceMetricsOverride", &metrics)
            .await?;
        let touch = json!({ "enabled": options.phone });
        self.dev_tools("Emulation.setTouchEmulationEnabled", &touch)
            .await?;
        let theme = if options.dark { "dark" } else { "light" };
        let feature = |name: &str, value: &str| json!({ "name": name, "value": value });
        let media = json!({ "features": [
            feature("prefers-color-scheme", theme),
            feature("forced-colors", if options.forced { "active" } else { "none" }),
            feature("prefers-reduced-motion", if options.still { "reduce" } else { "no-preference" }),
        ] });
        self.dev_tools("Emulation.setEmulatedMedia", &media).await?;
        Ok(())
    }

    /// Opens an address and waits until the page is loaded.
    ///
    /// # Errors
    ///
    /// Where the page doesn't load.
    pub async fn goto(&self, url: &str) -> Result<()> {
        self.client.goto(url).await.with_context(|| url.to_owned())
    }

    /// Loads an address again, even if it differs from the open page only after "#".
    ///
    /// # Errors
    ///
    /// As [`Browser::goto`].
    pub async fn open(&self, url: &str) -> Result<()> {
        self.goto("about:blank").await?;
        self.goto(url).await
    }

    /// Waits until an expression is true, for a maximum number of seconds.
    ///
    /// # Errors
    ///
    /// As [`Browser::wait_until`]; the error includes the figures' status lines.
    pub async fn wait(&self, expression: &str, seconds: u64) -> Result<()> {
        let truth = format!("!!({expression})");
        let limit = Duration::from_secs(seconds);
        let waited = self.wait_until(&truth, limit, expression).await;
        if waited.is_err() {
            let status =
                "[...document.querySelectorAll('[data-ref=status]')].map(e => e.textContent)";
            return waited.context(format!("status lines: {}", self.eval(status).await?));
        }
        Ok(())
    }

    /// Waits until every figure of the page runs, as when a reader comes near it, and the page is drawn;
    /// then scrolls back.
    ///
    /// # Errors
    ///
    /// After half a minute; the error names the missing figures.
    pub async fn alive(&self) -> Result<()> {
        let place = self.eval("[scrollX, scrollY]").await?;
        self.come_near().await?;
        let limit = Duration::from_secs(30);
        // The error shows the figures that are still missing.
        self.wait_until(
            &format!("({}) || true", book::MISSING),
            limit,
            "the figures",
        )
        .await?;
        // Two animation frames; an invisible iframe has none.
        let drawn = "document.fonts.ready.then(() => new Promise(done => { setTimeout(done, 1000, true); \
                     requestAnimationFrame(() => requestAnimationFrame(() => done(true))); }))";
        self.eval(drawn).await?;
        let back = format!(
            "(scrollTo({{ left: {}, top: {}, behavior: 'instant' }}), 0)",
            place[0], place[1]
        );
        self.eval(&back).await?;
        Ok(())
    }

    /// As [`Browser::alive`]; then shows every figure until its downloads end.
    ///
    /// # Errors
    ///
    /// If the figures do not start.
    pub async fn look_through(&self) -> Result<()> {
        self.alive().await?;
        let look = "(async () => { \
            const place = [scrollX, scrollY]; \
            const pause = time => new Promise(done => setTimeout(done, time)); \
            const fetched = () => performance.getEntriesByType('resource').length; \
            for (const figure of document.querySelectorAll('figure.figure')) { \
                figure.scrollIntoView({ behavior: 'instant' }); \
                let before; do { before = fetched(); await pause(150); } while (fetched() > before); } \
            scrollTo({ left: place[0], top: place[1], behavior: 'instant' }); })()";
        self.eval(look).await?;
        Ok(())
    }

    /// Scrolls to the first figure: only near one does a page load its module.
    ///
    /// # Errors
    ///
    /// Where the browser is gone.
    pub async fn come_near(&self) -> Result<()> {
        // A drawing is a figure of the page that loads nothing.
        let first = "([...document.querySelectorAll('figure.figure')].find(({ firstElementChild }) => \
                     firstElementChild.localName.startsWith('redes-'))?.scrollIntoView({ behavior: 'instant' }), 0)";
        self.eval(first).await?;
        Ok(())
    }

    /// Presses a key several times, like a reader at a keyboard.
    ///
    /// # Errors
    ///
    /// Where the browser is gone.
    pub async fn press(&self, key: char, times: usize) -> Result<()> {
        let mut keys = KeyActions::new("keyboard".to_owned());
        for _ in 0..times {
            keys = keys
                .then(KeyAction::Down { value: key })
                .then(KeyAction::Up { value: key });
        }
        self.client.perform_actions(keys).await?;
        Ok(())
    }

    /// Scrolls an element into view and clicks it.
    ///
    /// # Errors
    ///
    /// If there is none, or another element covers it.
    pub async fn click(&self, selector: &str) -> Result<()> {
        let element = self
            .client
            .find(Locator::Css(selector))
            .await
            .with_context(|| selector.to_owned())?;
        let scroll = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.client
            .execute(scroll, vec![serde_json::to_value(&element)?])
            .await?;
        element.click().await.with_context(|| selector.to_owned())
    }

    /// Sets the page's first training to full speed.
    ///
    /// # Errors
    ///
    /// If nothing trains on the page.
    pub async fn fastest(&self) -> Result<()> {
        let set = "(field => { field.value = field.max; ['input', 'change'].forEach(type => \
                   field.dispatchEvent(new Event(type, { bubbles: true }))); })(document.querySelector('[data-ref=speed]'))";
        self.eval(set).await?;
        Ok(())
    }

    /// The value of an expression in the page, or of its promise. An exception becomes an error.
    ///
    /// # Errors
    ///
    /// If the expression throws or its promise is rejected.
    pub async fn eval(&self, expression: &str) -> Result<Value> {
        let script = format!("return (async () => ({expression}))();");
        let value = self.client.execute(&script, Vec::new()).await;
        value.with_context(|| expression.to_owned())
    }

    /// Runs a script in every page from now on, before the page's own scripts: to remove a function, for instance.
    ///
    /// # Errors
    ///
    /// Where the browser is gone.
    pub async fn before_pages(&self, script: &str) -> Result<()> {
        let source = json!({ "source": script });
        self.dev_tools("Page.addScriptToEvaluateOnNewDocument", &source)
            .await?;
        Ok(())
    }

    /// Waits until an expression is true in the page; an expression that throws is not true yet.
    ///
    /// # Errors
    ///
    /// After the time limit; the error names `what`, the expression's last value and the console's messages.
    pub async fn wait_until(&self, expression: &str, limit: Duration, what: &str) -> Result<()> {
        let start = Instant::now();
        let mut pause = Duration::from_millis(20);
        loop {
            let last = self.eval(expression).await;
            if last.as_ref().is_ok_and(|value| value == &json!(true)) {
                return Ok(());
            }
            if start.elapsed() > limit {
                let console = self.console().await.unwrap_or_default();
                bail!(
                    "waited {limit:?} for {what}: {expression} is {last:?}; console: {console:#?}"
                );
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_millis(250));
        }
    }

    /// The console's messages since the last call: `level: message`.
    ///
    /// # Errors
    ///
    /// Where the browser is gone.
    pub async fn console(&self) -> Result<Vec<String>> {
        let entries = self.client.issue_cmd(Chromium::console()).await?;
        let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        Ok(entries
            .as_array()
            .into_iter()
            .flatten()
            .map(|entry| format!("{}: {}", text(entry, "level"), text(entry, "message")))
            .collect())
    }

    /// The console's errors since the last call: exceptions, failed requests, violations of the security policy.
    ///
    /// # Errors
    ///
    /// Where the browser is gone.
    pub async fn console_errors(&self) -> Result<Vec<String>> {
        let all = self.console().await?;
        Ok(all
            .into_iter()
            .filter(|line| line.starts_with("SEVERE"))
            .collect())
    }

    /// The addresses that the pages have asked for since the last call, as DevTools record them: those on the network, not
    /// `data:`, `blob:` and the browser's own. A browser without [`Options::recorded`] fails.
    ///
    /// # Errors
    ///
    /// Where the browser records nothing or is gone.
    pub async fn requests(&self) -> Result<Vec<String>> {
        let entries = self.client.issue_cmd(Chromium::recorded()).await?;
        let mut found = Vec::new();
        for entry in entries.as_array().into_iter().flatten() {
            let event: Value = serde_json::from_str(entry["message"].as_str().unwrap_or_default())?;
            let event = &event["message"];
            if event["method"] != "Network.requestWillBeSent" {
                continue;
            }
            let url = event["params"]["request"]["url"].as_str();
            let url = url.filter(|url| url.starts_with("http") || url.starts_with("ws"));
            found.extend(url.map(str::to_owned));
        }
        Ok(found)
    }

    /// Runs a command of the DevTools protocol.
    ///
    /// # Errors
    ///
    /// If Chromium does not know the command or it fails.
    pub async fn dev_tools(&self, name: &str, parameters: &Value) -> Result<Value> {
        let command = Chromium::dev_tools(name, parameters);
        self.client
            .issue_cmd(command)
            .await
            .with_context(|| name.to_owned())
    }

    /// Writes a screenshot into REDES_SHOTS, if that is set.
    ///
    /// # Errors
    ///
    /// If it cannot be taken or written.
    pub async fn screenshot(&self, name: &str) -> Result<()> {
        let Some(folder) = env::var_os("REDES_SHOTS").map(PathBuf::from) else {
            return Ok(());
        };
        fs::create_dir_all(&folder)?;
        fs::write(
            folder.join(format!("{name}.png")),
            self.client.screenshot().await?,
        )?;
        Ok(())
    }

    /// The browser's profile, by which its processes are found.
    #[must_use]
    pub fn profile(&self) -> &Path {
        self.profile.path()
    }

    /// The port of the browser's driver.
    #[must_use]
    pub fn driver_port(&self) -> u16 {
        self.driver.port
    }
}
