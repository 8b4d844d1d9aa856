//! Colours, and colours between them.

/// A colour in sRGB: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// Reads a colour written `#rgb` or `#rrggbb`.
    ///
    /// ```
    /// use redes_sheet::colour::Rgb;
    /// assert_eq!(Rgb::parse("#0af"), Some(Rgb(0, 170, 255)));
    /// assert_eq!(Rgb::parse("red"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Option<Vec<u8>> = text
            .strip_prefix('#')?
            .chars()
            .map(|digit| digit.to_digit(16).and_then(|digit| digit.try_into().ok()))
            .collect();
        match digits?[..] {
            [r, g, b] => Some(Self(r * 17, g * 17, b * 17)),
            [r, r0, g, g0, b, b0] => Some(Self(r * 16 + r0, g * 16 + g0, b * 16 + b0)),
            _ => None,
        }
    }
}

/// A colour between two: `t` 0 is the first, 1 the second; beyond them it stays. No number counts as 0.
///
/// ```
/// use redes_sheet::colour::{Rgb, mix};
/// assert_eq!(mix(Rgb(0, 0, 0), Rgb(255, 100, 0), 0.5), Rgb(128, 50, 0));
/// ```
pub fn mix(from: Rgb, to: Rgb, t: f64) -> Rgb {
    let t = if t.is_nan() { 0.0 } else { t.clamp(0.0, 1.0) };
    let part = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * t).round() as u8;
    Rgb(part(from.0, to.0), part(from.1, to.1), part(from.2, to.2))
}

/// A colour of a scale with two sides: `middle` at 0, `low` at −1, `high` at 1.
pub fn diverging([low, middle, high]: [Rgb; 3], share: f64) -> Rgb {
    let side = if share < 0.0 { low } else { high };
    mix(middle, side, share.abs())
}

/// A colour as CSS writes it: `#rrggbb`.
pub fn css(colour: Rgb) -> String {
    format!("#{:02x}{:02x}{:02x}", colour.0, colour.1, colour.2)
}
