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
    /// An [`Error::InvalidParameter`] from a number or a text.
    pub fn invalid(name: &'static str, value: impl Value, requirement: &'static str) -> Self {
        Error::InvalidParameter {
            name,
            value: value.text(),
            requirement,
        }
    }
}

/// A parameter's value, as an error prints it.
pub trait Value {
    /// The value as text.
    fn text(&self) -> String;
}

impl Value for usize {
    fn text(&self) -> String {
        self.to_string()
    }
}

impl Value for i32 {
    fn text(&self) -> String {
        self.to_string()
    }
}

impl Value for String {
    fn text(&self) -> String {
        self.clone()
    }
}

impl Value for &str {
    fn text(&self) -> String {
        (*self).to_owned()
    }
}

/// With at most nine decimals. The standard library prints all of them, but its tables weigh 8 kB in a page's module.
impl Value for f64 {
    fn text(&self) -> String {
        if self.is_nan() {
            return "NaN".to_owned();
        }
        let sign = if *self < 0.0 { "-" } else { "" };
        let size = self.abs();
        if size.is_infinite() {
            return format!("{sign}inf");
        }
        if size >= 1e18 {
            return format!("{sign}1000000000000000000 or more");
        }
        // `as` cuts the decimals off.
        let whole = size as u64;
        let billionths = ((size - whole as f64) * 1e9) as u64;
        let decimals = format!("{billionths:09}");
        match decimals.trim_end_matches('0') {
            "" => format!("{sign}{whole}"),
            decimals => format!("{sign}{whole}.{decimals}"),
        }
    }
}

/// `Result` with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_in_errors_as_they_are_written() {
        for (value, text) in [
            (0.0, "0"),
            (-0.5, "-0.5"),
            (1.25, "1.25"),
            (3.0, "3"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-inf"),
            (-1e300, "-1000000000000000000 or more"),
        ] {
            assert_eq!(value.text(), text);
        }
    }
}
