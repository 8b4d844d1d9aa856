//! The site's colours by what they are for, and the style that a picture carries along: an image on a page cannot see
//! the page's own style sheet.
//!
//! The values stand in `www/styles/tokens.css` alone; [`style`] takes that file's text.

use std::collections::BTreeSet;

/// What a style sheet of tokens lacks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// The block of the dark colours.
    #[error("tokens.css: no dark colours, which begin with `{DARK}`")]
    Dark,
    /// A colour, by its name.
    #[error("tokens.css: no --{0}")]
    Token(&'static str),
}

/// Where the dark colours begin.
const DARK: &str = "@media screen and (prefers-color-scheme: dark)";

/// A colour by what it is for. Blue is class 0 and negative, orange class 1 and positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colour {
    /// Text and axes.
    Ink,
    /// Lesser text.
    Soft,
    /// Grid lines.
    Rule,
    /// Ground of figures.
    Panel,
    /// Ground of parts of a figure.
    Panel2,
    /// Whatever is neither class.
    Accent,
    /// Class 0, negative.
    Class0,
    /// Class 1, positive.
    Class1,
    /// Ground of class 0.
    Class0Soft,
    /// Ground of class 1.
    Class1Soft,
    /// What is right.
    Good,
    /// What is wrong.
    Bad,
}

impl Colour {
    /// Its name in the tokens, and that of its class in a picture.
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
    pub fn of_sign(value: f64) -> Self {
        if value < 0.0 {
            Self::Class0
        } else {
            Self::Class1
        }
    }
}

/// A colour on the inside of shapes and letters, or on their outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// On the inside.
    Fill(Colour),
    /// On the outline.
    Stroke(Colour),
}

impl Use {
    /// The class that gives a shape this colour.
    pub fn class(self) -> String {
        match self {
            Self::Fill(colour) => colour.names().1.to_owned(),
            Self::Stroke(colour) => format!("{}-l", colour.names().1),
        }
    }

    fn rule(self, tokens: &str) -> Result<String, Missing> {
        let (property, colour) = match self {
            Self::Fill(colour) => ("fill", colour),
            Self::Stroke(colour) => ("stroke", colour),
        };
        let name = colour.names().0;
        let value = value(tokens, name).ok_or(Missing::Token(name))?;
        Ok(format!(".{}{{{property}:{value}}}", self.class()))
    }
}

/// The rules for these uses, the light ones first; `tokens` is the text of `www/styles/tokens.css`.
///
/// # Errors
///
/// Fails where the tokens have no dark block or lack a colour.
pub fn style(tokens: &str, uses: &BTreeSet<Use>) -> Result<String, Missing> {
    let (light, dark) = tokens.split_once(DARK).ok_or(Missing::Dark)?;
    let rules = |tokens: &str| -> Result<String, Missing> {
        uses.iter().map(|one| one.rule(tokens)).collect()
    };
    Ok(format!("{}\n{DARK}{{{}}}", rules(light)?, rules(dark)?))
}

/// The first value of a token.
fn value<'t>(tokens: &'t str, name: &str) -> Option<&'t str> {
    let from = tokens.split(&format!("--{name}:")).nth(1)?;
    from.split(';').next().map(str::trim)
}
