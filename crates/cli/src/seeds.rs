//! A range of seeds on the command line.

use std::{ops::RangeInclusive, str::FromStr};

/// The most seeds of a range.
const MOST: u32 = 10_000;

/// Seeds from the first to the last, as `1-20`; a single number is a range of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seeds(RangeInclusive<u32>);

impl Seeds {
    /// All of them, in ascending order.
    pub(crate) fn list(&self) -> Vec<u32> {
        self.0.clone().collect()
    }
}

impl FromStr for Seeds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let number = |text: &str| text.parse::<u32>().ok();
        let (Some(first), Some(last)) = (number(first), number(last)) else {
            return Err("it must be two seeds with a hyphen, as in 1-20".to_owned());
        };
        if first > last {
            return Err("the first seed must not be greater than the last".to_owned());
        }
        if last - first >= MOST {
            return Err(format!("at most {MOST} seeds are allowed"));
        }
        Ok(Self(first..=last))
    }
}

#[cfg(test)]
mod tests {
    use super::Seeds;

    #[test]
    fn ranges_of_seeds() {
        let list = |text: &str| text.parse::<Seeds>().map(|seeds| seeds.list());
        assert_eq!(list("1-3"), Ok(vec![1, 2, 3]));
        assert_eq!(list("7"), Ok(vec![7]));
        assert_eq!(list("4294967295-4294967295"), Ok(vec![u32::MAX]));
        assert_eq!(list("1-10000").map(|seeds| seeds.len()), Ok(10_000));
        for (text, said) in [
            ("3-1", "greater"),
            ("0-10000", "at most"),
            ("0-4294967295", "at most"),
            ("1-", "as in 1-20"),
            ("-3", "as in 1-20"),
            ("1-2-3", "as in 1-20"),
            ("1-4294967296", "as in 1-20"),
        ] {
            assert!(
                list(text).is_err_and(|error| error.contains(said)),
                "{text}"
            );
        }
    }
}
