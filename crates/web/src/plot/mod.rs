//! Pictures on a canvas. [`curve`] uses plotters; [`surface`] and [`image`] set pixels; [`cells`] draws squares.
//! [`graph`] draws functions as SVG.

pub mod cells;
pub mod curve;
pub mod graph;
pub mod image;
pub mod surface;

use plotters::style::RGBColor;
use web_sys::Element;

use crate::dom;

/// The theme's colours, as they stand in the style sheet now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// Ground of figures.
    pub panel: RGBColor,
    /// Text and axes.
    pub ink: RGBColor,
    /// Lesser text.
    pub ink_soft: RGBColor,
    /// Grid lines.
    pub rule: RGBColor,
    /// Class 0, negative (blue).
    pub class0: RGBColor,
    /// Class 1, positive (orange).
    pub class1: RGBColor,
    /// Whatever is neither.
    pub accent: RGBColor,
}

impl Theme {
    /// Reads the custom properties that hold for an element.
    pub fn of(element: &Element) -> Self {
        let colour = |name: &str, fallback: RGBColor| {
            dom::custom_property(element, name)
                .and_then(|text| parse_colour(&text))
                .unwrap_or(fallback)
        };
        Self {
            panel: colour("--panel", RGBColor(255, 255, 255)),
            ink: colour("--ink", RGBColor(30, 30, 30)),
            ink_soft: colour("--ink-soft", RGBColor(95, 95, 95)),
            rule: colour("--rule", RGBColor(215, 215, 215)),
            class0: colour("--class0", RGBColor(0, 114, 178)),
            class1: colour("--class1", RGBColor(213, 94, 0)),
            accent: colour("--accent", RGBColor(0, 120, 90)),
        }
    }
}

/// A colour written `#rgb` or `#rrggbb`.
fn parse_colour(text: &str) -> Option<RGBColor> {
    let digits = text.strip_prefix('#')?;
    let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    let nibble = |at: usize| {
        u8::from_str_radix(digits.get(at..at + 1)?, 16)
            .ok()
            .map(|v| v * 17)
    };
    match digits.len() {
        6 => Some(RGBColor(byte(0)?, byte(2)?, byte(4)?)),
        3 => Some(RGBColor(nibble(0)?, nibble(1)?, nibble(2)?)),
        _ => None,
    }
}

/// A colour between two, `t` from 0 to 1.
pub fn mix(from: RGBColor, to: RGBColor, t: f64) -> RGBColor {
    let t = if t.is_nan() { 0.0 } else { t.clamp(0.0, 1.0) };
    let part = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * t).round() as u8;
    RGBColor(part(from.0, to.0), part(from.1, to.1), part(from.2, to.2))
}

/// A colour as CSS writes it.
pub fn css(colour: RGBColor) -> String {
    format!("#{:02x}{:02x}{:02x}", colour.0, colour.1, colour.2)
}
