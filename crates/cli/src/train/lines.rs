//! What `redes train` prints: a line for each epoch, then the test; with several seeds each line names its own.

use redes_core::evaluate::Evaluation;
use serde_json::Value;

/// An epoch that is over.
pub(super) struct EpochLine {
    /// From 1.
    pub(super) epoch: u64,
    pub(super) epochs: u64,
    pub(super) loss: f64,
    pub(super) accuracy: f64,
    pub(super) seconds: f64,
    /// The test set after this epoch, if it was measured.
    pub(super) validation: Option<Evaluation>,
}

impl EpochLine {
    /// The line, in words or in JSON.
    pub(super) fn line(&self, seed: Option<u32>, json: bool) -> String {
        let Self {
            epoch,
            epochs,
            loss,
            accuracy,
            seconds,
            validation,
        } = self;
        if json {
            let mut line = serde_json::json!({
                "epoch": epoch, "loss": loss, "accuracy": accuracy, "seconds": seconds,
            });
            if let Some(validation) = validation {
                line["val_loss"] = validation.loss.into();
                line["val_accuracy"] = validation.accuracy.into();
            }
            return seeded(line, seed);
        }
        let validation = validation.as_ref().map(|validation| {
            let (loss, accuracy) = (validation.loss, validation.accuracy);
            format!("; test: loss {loss:.4}, accuracy {accuracy:.4}")
        });
        format!(
            "{}epoch {epoch}/{epochs}: loss {loss:.4}, accuracy {accuracy:.4} ({seconds:.1} s){}",
            prefix(seed),
            validation.unwrap_or_default()
        )
    }
}

/// The trained network on the test set.
pub(super) struct TestLine {
    pub(super) result: Evaluation,
    pub(super) params: usize,
    /// The accuracy with rounded weights, if they are stored rounded.
    pub(super) stored: Option<f64>,
    /// The data set's name, where it is another than the thesis's.
    pub(super) data: Option<&'static str>,
}

impl TestLine {
    /// The lines, in words or in JSON.
    pub(super) fn lines(&self, seed: Option<u32>, json: bool) -> Vec<String> {
        let (loss, accuracy, params) = (self.result.loss, self.result.accuracy, self.params);
        if json {
            let mut line = serde_json::json!({ "test_loss": loss, "test_accuracy": accuracy, "params": params });
            if let Some(stored) = self.stored {
                line["test_accuracy_stored"] = stored.into();
            }
            if let Some(data) = self.data {
                line["data"] = data.into();
            }
            return vec![seeded(line, seed)];
        }
        let prefix = prefix(seed);
        let of = self.data.map(|name| format!("{name}, "));
        let of = of.unwrap_or_default();
        let test = format!(
            "{prefix}{of}test: loss {loss:.4}, accuracy {accuracy:.4} ({params} parameters)"
        );
        let stored = self.stored.map(|accuracy| {
            format!("{prefix}test: accuracy {accuracy:.4} with the weights as they are stored")
        });
        [test].into_iter().chain(stored).collect()
    }
}

fn prefix(seed: Option<u32>) -> String {
    seed.map(|seed| format!("seed {seed}, "))
        .unwrap_or_default()
}

fn seeded(mut line: Value, seed: Option<u32>) -> String {
    if let Some(seed) = seed {
        line["seed"] = seed.into();
    }
    line.to_string()
}
