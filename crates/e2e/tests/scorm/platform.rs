//! A learning platform that serves a package as its own files: `platform.js` is what it is strict about.

use std::{
    fs,
    io::{Cursor, Read},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use redes_e2e::{Browser, Server, book};
use redes_scorm::{Options, Package, Packer, Version};
use serde_json::Value;
use tempfile::TempDir;
use zip::ZipArchive;

/// Where the platform keeps a package's files, as Moodle does.
const CONTENT: &str = "pluginfile.php/12/mod_scorm/content/1";
const SCRIPT: &str = include_str!("platform.js");

/// The package of a figure of the built site, in English.
pub fn package(figure: &str, version: Version, state: Option<&str>) -> Result<Package> {
    let (dist, catalogue) = (book::dist()?, book::catalogue()?);
    let options = Options {
        version,
        language: "en".to_owned(),
        state: state.map(str::to_owned),
        data: false,
    };
    Ok(Packer::new(&dist, &catalogue).pack(figure, &options)?)
}

/// Writes a package's files into a folder.
pub fn unpack(package: &Package, folder: &Path) -> Result<()> {
    let mut zip = ZipArchive::new(Cursor::new(&package.bytes))?;
    for place in 0..zip.len() {
        let mut file = zip.by_index(place)?;
        let path = folder.join(file.enclosed_name().context("a path that leads out")?);
        fs::create_dir_all(path.parent().context("no folder")?)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        fs::write(path, bytes)?;
    }
    Ok(())
}

/// A platform with one package.
pub struct Platform {
    /// Its server; the package's files are among its own.
    pub server: Server,
    /// The browser of the student.
    pub browser: Browser,
    figure: String,
    version: Version,
    folder: TempDir,
}

impl Platform {
    /// A platform to which the package of a figure was uploaded.
    pub async fn new(figure: &str, version: Version, state: Option<&str>) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text);
        let page = "<!doctype html><meta charset=\"utf-8\"><title>A platform</title><link rel=\"icon\" href=\"data:,\">";
        write(
            "index.html",
            &format!("{page}<script src=\"platform.js\"></script><body></body>"),
        )?;
        write("other.html", &format!("{page}<p>Another page</p>"))?;
        write("platform.js", SCRIPT)?;
        unpack(
            &package(figure, version, state)?,
            &folder.path().join(CONTENT),
        )?;
        Ok(Self {
            server: Server::start(folder.path().to_owned(), "/moodle/")?,
            browser: Browser::start().await?,
            figure: figure.to_owned(),
            version,
            folder,
        })
    }

    /// The folder that it serves.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// The address of the package's page, on this platform's server.
    pub fn content(&self) -> String {
        self.server
            .url(&format!("{CONTENT}/embed/{}.html", self.figure))
    }

    /// The figure's element, in its page.
    pub fn host(&self) -> String {
        format!("document.querySelector('redes-{}')", self.figure)
    }

    /// The address of the platform's page; `query` is how the platform is.
    pub fn page(&self, query: &str, content: &str) -> Result<String> {
        let mut url = url::Url::parse(&self.server.url(""))?;
        url.set_query(Some(query));
        url.query_pairs_mut()
            .append_pair("version", self.version.number())
            .append_pair("content", content);
        Ok(url.into())
    }

    /// The student opens the activity; afterwards the browser is in the package's page.
    pub async fn open(&self, query: &str) -> Result<()> {
        let page = self.page(query, &self.content())?;
        self.browser.open(&page).await?;
        self.enter("sco").await
    }

    /// Enters a frame and waits until the figure in it runs.
    pub async fn enter(&self, frame: &str) -> Result<()> {
        let frame = self.browser.client.find(Locator::Id(frame)).await?;
        frame.enter_frame().await?;
        self.browser.alive().await
    }

    /// Takes the frame away, as Moodle does between two activities; afterwards the browser is in the platform's page.
    pub async fn remove(&self) -> Result<()> {
        self.browser.client.enter_parent_frame().await?;
        self.browser
            .eval("(document.getElementById('sco').remove(), 0)")
            .await?;
        Ok(())
    }

    /// Waits until a value has arrived at the platform.
    pub async fn arrived(&self, key: &str, value: &str) -> Result<()> {
        let stored = format!("JSON.parse(localStorage.stored ?? '{{}}')['{key}']");
        let wanted = format!("{stored} === {}", Value::from(value));
        let waited = self.browser.wait(&wanted, 10).await;
        waited.with_context(|| format!("{key} is not {value}"))
    }

    /// A value that has arrived at the platform.
    pub async fn stored(&self, key: &str) -> Result<Value> {
        let stored = format!("JSON.parse(localStorage.stored ?? '{{}}')['{key}'] ?? null");
        self.browser.eval(&stored).await
    }

    /// Every call so far: name, arguments, answer.
    pub async fn calls(&self) -> Result<Vec<Vec<Value>>> {
        let calls = self
            .browser
            .eval("JSON.parse(localStorage.calls ?? '[]')")
            .await?;
        Ok(serde_json::from_value(calls)?)
    }

    /// The line for the student; empty if there is none.
    pub async fn line(&self) -> Result<String> {
        let line = "document.querySelector('.platform')?.textContent ?? ''";
        Ok(self
            .browser
            .eval(line)
            .await?
            .as_str()
            .unwrap_or_default()
            .to_owned())
    }

    /// The student trains to the end.
    pub async fn train(&self) -> Result<()> {
        self.browser.click("[data-ref=play]").await?;
        let finished = format!("{}.dataset.phase === 'finished'", self.host());
        self.browser.wait(&finished, 30).await
    }

    /// Fails if a call was refused, or came after the end of a session.
    pub async fn all_well(&self) -> Result<()> {
        for call in self.calls().await? {
            let answer = call.last().and_then(Value::as_str);
            let name = call.first().and_then(Value::as_str).unwrap_or_default();
            // A value that was never set is empty.
            let reads = name.ends_with("GetValue") || name.ends_with("GetLastError");
            ensure!(reads || answer == Some("true"), "{call:?}");
        }
        let errors = self.browser.console_errors().await?;
        ensure!(errors.is_empty(), "{errors:?}");
        Ok(())
    }
}
