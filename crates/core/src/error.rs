//! What can go wrong, as values: no input makes this crate panic.

use thiserror::Error as ThisError;

/// The error of every fallible function in this crate.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
pub enum Error {
    /// An array doesn't have the shape that the operation needs.
    #[error("{what} has shape {found:?}, expected {expected:?}")]
    Shape {
        /// Which array, for example `"input"`.
        what: &'static str,
        /// The shape that was needed. Axes that may have any length are given
        /// with the length that was found.
        expected: Vec<usize>,
        /// The shape that came.
        found: Vec<usize>,
    },
    /// A parameter is outside its range.
    #[error("{name} is {value}, but {requirement}")]
    InvalidParameter {
        /// The parameter's name.
        name: &'static str,
        /// Its value, printed.
        value: String,
        /// What it must be, as a clause: `"it must be at least 1"`.
        requirement: &'static str,
    },
    /// The loss or a weight stopped being finite. The network keeps the state
    /// in which that was seen, for inspection.
    #[error("training diverged at iteration {iteration}: the loss or a weight is not finite")]
    Diverged {
        /// The step in which it was seen, counted from 1.
        iteration: u64,
    },
    /// A step was asked for after a stop rule had fired.
    #[error("training has finished")]
    Finished,
}

impl Error {
    /// An [`Error::InvalidParameter`] from anything printable.
    pub fn invalid(
        name: &'static str,
        value: impl std::fmt::Display,
        requirement: &'static str,
    ) -> Self {
        Error::InvalidParameter {
            name,
            value: value.to_string(),
            requirement,
        }
    }
}

/// `Result` with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;
