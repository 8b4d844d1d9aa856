//! Chromium's own WebDriver commands, beside the standard's.

use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// A command below the session's address.
#[derive(Debug)]
pub struct Chromium {
    path: &'static str,
    body: Value,
}

impl Chromium {
    /// Returns the console's messages since the last call.
    #[must_use]
    pub fn console() -> Self {
        Self {
            path: "se/log",
            body: json!({ "type": "browser" }),
        }
    }

    /// Returns what DevTools have recorded since the last call, where [`crate::Options::recorded`] is set.
    #[must_use]
    pub fn recorded() -> Self {
        Self {
            path: "se/log",
            body: json!({ "type": "performance" }),
        }
    }

    /// Runs a command of the DevTools protocol, such as `Emulation.setEmulatedMedia`.
    #[must_use]
    pub fn dev_tools(name: &str, parameters: &Value) -> Self {
        Self {
            path: "goog/cdp/execute",
            body: json!({ "cmd": name, "params": parameters }),
        }
    }
}

impl WebDriverCompatibleCommand for Chromium {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
