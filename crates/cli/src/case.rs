//! The thesis's four cases under one name.

use std::{fmt, str::FromStr};

use redes_core::network::Architecture;
use redes_lessons::thesis::{digits, reviews};

/// 1.0, 1.1, 2.0 or 2.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Digits(digits::Case),
    Reviews(reviews::Case),
}

impl Case {
    pub(crate) fn architecture(self) -> Architecture {
        match self {
            Self::Digits(case) => digits::architecture(case),
            Self::Reviews(case) => reviews::architecture(case),
        }
    }

    /// Passes over the data in the thesis.
    pub(crate) fn epochs(self) -> u64 {
        match self {
            Self::Digits(_) => digits::TrainOptions::default().epochs,
            Self::Reviews(case) => case.epochs(),
        }
    }

    /// Samples a step in the thesis.
    pub(crate) fn batch_size(self) -> usize {
        match self {
            Self::Digits(_) => digits::TrainOptions::default().batch_size,
            Self::Reviews(case) => reviews::TrainOptions::of(case).batch_size,
        }
    }
}

impl FromStr for Case {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.parse().map(Self::Digits);
        digits
            .or_else(|_| text.parse().map(Self::Reviews))
            .map_err(|_| format!("{text} is no case: 1.0, 1.1, 2.0 or 2.1"))
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Digits(case) => case.fmt(f),
            Self::Reviews(case) => case.fmt(f),
        }
    }
}
