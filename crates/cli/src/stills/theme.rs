//! The colours of the site's tokens, for light and for dark, as a style that a picture carries along: an image on a page
//! cannot see the page's own.

use std::collections::BTreeSet;

use anyhow::{Context, Result};

const TOKENS: &str = include_str!("../../../../www/styles/tokens.css");
/// Where the dark colours begin.
const DARK: &str = "@media screen and (prefers-color-scheme: dark)";

/// A colour by what it is for. Blue is class 0 and negative, orange class 1 and positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Colour {
    Ink,
    Soft,
    Rule,
    Panel,
    Panel2,
    Accent,
    Class0,
    Class1,
    Class0Soft,
    Class1Soft,
    Good,
    Bad,
}

impl Colour {
    /// Its name in the tokens, and that of its class here.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Ink => ("ink", "ink"),
            Self::Soft => ("ink-soft", "soft"),
            Self::Rule => ("rule", "rule"),
            Self::Panel => ("panel", "panel"),
            Self::Panel2 => ("panel-2", "panel2"),
            Self::Accent => ("accent", "accent"),
            Self::Class0 => ("class0", "c0"),
            Self::Class1 => ("class1", "c1"),
            Self::Class0Soft => ("class0-soft", "c0s"),
            Self::Class1Soft => ("class1-soft", "c1s"),
            Self::Good => ("good", "good"),
            Self::Bad => ("bad", "bad"),
        }
    }

    /// Blue for what is negative, orange for the rest.
    pub(super) fn of_sign(value: f64) -> Self {
        if value < 0.0 {
            Self::Class0
        } else {
            Self::Class1
        }
    }
}

/// A colour on the inside of shapes and letters, or on their outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Use {
    Fill(Colour),
    Stroke(Colour),
}

impl Use {
    /// The class that gives a shape this colour.
    pub(super) fn class(self) -> String {
        match self {
            Self::Fill(colour) => colour.names().1.to_owned(),
            Self::Stroke(colour) => format!("{}-l", colour.names().1),
        }
    }

    fn rule(self, tokens: &str) -> Result<String> {
        let (property, colour) = match self {
            Self::Fill(colour) => ("fill", colour),
            Self::Stroke(colour) => ("stroke", colour),
        };
        let value = value(tokens, colour.names().0)?;
        Ok(format!(".{}{{{property}:{value}}}", self.class()))
    }
}

/// The rules for these uses, the light ones first.
pub(super) fn style(uses: &BTreeSet<Use>) -> Result<String> {
    let (light, dark) = TOKENS
        .split_once(DARK)
        .context("tokens.css: no dark colours")?;
    let rules = |tokens: &str| -> Result<String> {
        let rules: Result<Vec<String>> = uses.iter().map(|one| one.rule(tokens)).collect();
        Ok(rules?.concat())
    };
    Ok(format!("{}\n{DARK}{{{}}}", rules(light)?, rules(dark)?))
}

/// The first value of a token.
fn value<'t>(tokens: &'t str, name: &str) -> Result<&'t str> {
    let from = tokens.split(&format!("--{name}:")).nth(1);
    let value = from.and_then(|rest| rest.split(';').next());
    value
        .map(str::trim)
        .with_context(|| format!("tokens.css: no --{name}"))
}
