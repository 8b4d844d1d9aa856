//! Why an experiment stopped.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why there is no more training.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Error)]
pub enum Failure {
    /// A weight or the cost stopped being a number at this step.
    #[error("step {0}: a weight or the cost is no longer a number")]
    Diverged(u64),
    /// The site was built without this data set.
    #[error("the site was built without this data set")]
    DataMissing,
    /// The data did not arrive; the browser's or the server's words.
    #[error("the data did not arrive: {0}")]
    Download(String),
    /// The data arrived, but not whole or not right.
    #[error("the data is not whole or not right: {0}")]
    Corrupt(String),
    /// The experiment's parameters were refused; the library's words.
    #[error("refused: {0}")]
    Refused(String),
    /// This module has no experiment of that name.
    #[error("no experiment is called \"{0}\"")]
    Unknown(String),
    /// A setup, body or message of the named experiment can't be read: page and trainer are of different versions.
    #[error("{0}: the message can't be read; page and trainer are of different versions")]
    Unreadable(String),
}

impl From<redes_core::Error> for Failure {
    fn from(error: redes_core::Error) -> Self {
        match error {
            redes_core::Error::Diverged { iteration } => Self::Diverged(iteration),
            other => Self::Refused(other.to_string()),
        }
    }
}
