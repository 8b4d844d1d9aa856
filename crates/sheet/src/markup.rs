//! Text and coordinates for HTML and SVG.

use crate::decimal;

/// Text for the inside of an element or an attribute written as markup.
///
/// ```
/// assert_eq!(redes_sheet::markup::escape("a<b"), "a&lt;b");
/// ```
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// A place in a picture: right, down.
pub type Point = [f64; 2];

/// From one point to another.
pub fn distance(from: Point, to: Point) -> f64 {
    let [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    (dx * dx + dy * dy).sqrt()
}

/// A coordinate in tenths of a pixel, more than anyone sees: `12.5`, `3`, never `-0`.
pub fn decimal(value: f64) -> String {
    let text = decimal::fixed(value, 1);
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0" } else { text }.to_owned()
}

/// The data of a path from point to point, in steps of a tenth of a pixel.
///
/// ```
/// let points = [[1.0, 2.0], [1.5, 1.0], [4.0, 1.0]];
/// assert_eq!(redes_sheet::markup::outline(&points), "M1 2l.5-1 2.5 0");
/// ```
pub fn outline(points: &[Point]) -> String {
    let mut data = String::new();
    let mut last = [0.0; 2];
    for (index, point) in points.iter().enumerate() {
        let place = point.map(|value| (value * 10.0).round());
        match index {
            0 => data.push_str(&format!("M{}", pair(place))),
            _ => {
                let step = pair([place[0] - last[0], place[1] - last[1]]);
                let letter = match index {
                    1 => "l",
                    _ if step.starts_with('-') => "",
                    _ => " ",
                };
                data.push_str(letter);
                data.push_str(&step);
            }
        }
        last = place;
    }
    data
}

/// Two numbers of tenths in as few letters as they take.
fn pair(tenths: Point) -> String {
    let [x, y] = tenths.map(|value| {
        let text = decimal(value / 10.0);
        match text.strip_prefix("-0.") {
            Some(rest) => format!("-.{rest}"),
            None => text
                .strip_prefix("0.")
                .map_or(text.clone(), |rest| format!(".{rest}")),
        }
    });
    let gap = if y.starts_with('-') { "" } else { " " };
    format!("{x}{gap}{y}")
}
