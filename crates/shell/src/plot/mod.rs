//! Pictures on a canvas. [`curve`] draws lines; [`surface`] and [`image`] set pixels; [`cells`] draws squares.
//! [`graph`] draws functions as SVG.

pub mod cells;
pub mod curve;
pub mod graph;
pub mod image;
pub mod surface;

pub use redes_sheet::colour::{Rgb, css, diverging, mix};
use web_sys::Element;

use crate::dom;

/// The present colours of the theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// The background of figures.
    pub panel: Rgb,
    /// Text and axes.
    pub ink: Rgb,
    /// Secondary text.
    pub ink_soft: Rgb,
    /// Grid lines.
    pub rule: Rgb,
    /// Class 0, negative (blue).
    pub class0: Rgb,
    /// Class 1, positive (orange).
    pub class1: Rgb,
    /// Neither class.
    pub accent: Rgb,
}

impl Theme {
    /// Reads the custom properties of an element.
    pub fn of(element: &Element) -> Self {
        let colour = |name: &str, fallback: Rgb| {
            dom::custom_property(element, name)
                .and_then(|text| Rgb::parse(&text))
                .unwrap_or(fallback)
        };
        Self {
            panel: colour("--panel", Rgb(255, 255, 255)),
            ink: colour("--ink", Rgb(30, 30, 30)),
            ink_soft: colour("--ink-soft", Rgb(95, 95, 95)),
            rule: colour("--rule", Rgb(215, 215, 215)),
            class0: colour("--class0", Rgb(0, 114, 178)),
            class1: colour("--class1", Rgb(213, 94, 0)),
            accent: colour("--accent", Rgb(0, 120, 90)),
        }
    }
}
