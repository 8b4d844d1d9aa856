//! The reasons why an experiment stops.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The reason why an experiment stopped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Error)]
pub enum Failure {
    /// A weight or the cost stopped being a number at this step.
    #[error("step {0}: a weight or the cost is no longer a number")]
    Diverged(u64),
    /// The site was built without this data set.
    #[error("the site was built without this data set")]
    DataMissing,
    /// The data did not arrive. The text names the file.
    #[error("the data did not arrive: {0}")]
    Download(String),
    /// The data arrived incomplete or damaged. The text names the fault.
    #[error("the data is not whole or not right: {0}")]
    Corrupt(String),
    /// The library refuses the experiment's parameters. The text is the library's.
    #[error("refused: {0}")]
    Refused(String),
    /// This module has no experiment of that name.
    #[error("no experiment is called \"{0}\"")]
    Unknown(String),
    /// A setup, body or message of the named experiment is unreadable: page and trainer have different versions.
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
