//! A single training on a terminal: a progress bar for each epoch and each test, and its lines at once.

use std::time::Duration;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

use super::{
    course::{Phase, View},
    lines::EpochLine,
};
use crate::file::say;

/// One progress bar at a time, hidden if standard error is not a terminal.
pub(super) struct Bars {
    json: bool,
    bar: ProgressBar,
}

impl Bars {
    pub(super) fn new(json: bool) -> Self {
        Self {
            json,
            bar: ProgressBar::hidden(),
        }
    }
}

impl View for Bars {
    fn begin(&mut self, phase: Phase, length: u64) {
        let template = "{prefix} {bar:40} {pos}/{len} {per_sec} {eta} {msg}";
        let style = ProgressStyle::with_template(template);
        self.bar = ProgressBar::new(length)
            .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        self.bar.set_prefix(match phase {
            Phase::Epoch { epoch, epochs } => format!("epoch {epoch}/{epochs}"),
            Phase::Test => "test".to_owned(),
        });
        self.bar.enable_steady_tick(Duration::from_millis(200));
    }

    fn at(&mut self, position: u64, running: Option<(f64, f64)>) -> Result<()> {
        if let Some((loss, accuracy)) = running {
            let message = format!("loss {loss:.4} accuracy {accuracy:.4}");
            self.bar.set_message(message);
        }
        self.bar.set_position(position);
        Ok(())
    }

    fn end(&mut self) {
        self.bar.finish_and_clear();
    }

    fn epoch(&mut self, line: EpochLine) -> Result<()> {
        say(line.line(None, self.json))
    }
}
