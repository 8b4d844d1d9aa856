//! A digit that the reader draws: as text for a link, and as the image that the networks are given.

use redes_data::{
    drawing::{self, Stroke},
    mnist::PIXELS,
};

/// Side of the pad, in its own units.
pub const SIDE: f32 = 280.0;
/// Width of the pen, in the pad's units: about that of the strokes in MNIST.
pub const PEN: f32 = 22.0;
/// Points closer than this to the one before are left out of the link.
const SPACING: f32 = 5.0;
/// A drawing with more points than this stays out of the link: browsers and learning platforms cut long ones.
const POINTS: usize = 400;
/// The greatest number that two letters write.
const GREATEST: f32 = 4095.0;
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// An image as the networks are given it: 28 x 28, row by row, ink 255.
pub type Image = [u8; PIXELS];

/// A drawing as text: strokes with "." between them, two letters a coordinate. Empty for none, or for one too long.
pub fn encode(strokes: &[Stroke]) -> String {
    let mut text = String::new();
    let mut count = 0;
    for stroke in strokes {
        if !text.is_empty() {
            text.push('.');
        }
        let mut last: Option<(f32, f32)> = None;
        for (i, point) in stroke.points.iter().enumerate() {
            let near = last.is_some_and(|(x, y)| (point.0 - x).hypot(point.1 - y) < SPACING);
            if near && i + 1 < stroke.points.len() {
                continue;
            }
            last = Some(*point);
            count += 1;
            for coordinate in [point.0, point.1] {
                let units = (coordinate.clamp(0.0, SIDE) / SIDE * GREATEST).round() as usize;
                let letters = [units / 64, units % 64].map(|place| LETTERS.get(place));
                text.extend(
                    letters
                        .into_iter()
                        .flatten()
                        .map(|&letter| char::from(letter)),
                );
            }
        }
    }
    if count > POINTS { String::new() } else { text }
}

/// The drawing that a text stands for; none where it is no drawing.
pub fn decode(text: &str) -> Option<Vec<Stroke>> {
    let letter = |byte: u8| LETTERS.iter().position(|known| *known == byte);
    let coordinate = |high: u8, low: u8| {
        let units = letter(high)? * 64 + letter(low)?;
        Some(units as f32 / GREATEST * SIDE)
    };
    let mut count = 0;
    text.split('.')
        .map(|part| {
            let (points, rest) = part.as_bytes().as_chunks::<4>();
            count += points.len();
            if points.is_empty() || !rest.is_empty() || count > POINTS {
                return None;
            }
            let points = points.iter();
            let points =
                points.map(|&[x, x2, y, y2]| Some((coordinate(x, x2)?, coordinate(y, y2)?)));
            let points = points.collect::<Option<_>>()?;
            Some(Stroke { points })
        })
        .collect()
}

/// The image of a drawing; none of an empty one.
pub fn image(strokes: &[Stroke]) -> Option<Image> {
    let paper = drawing::rasterize(strokes, PEN);
    let side = SIDE as usize;
    drawing::to_mnist(&paper, side, side)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The 7 that chapter 7 links to.
    const SEVEN: &str = "QANuv_NugAiSZJ0k";

    #[test]
    fn a_drawing_comes_back_from_its_text() {
        let strokes = decode(SEVEN).unwrap();
        assert_eq!((strokes.len(), strokes[0].points.len()), (1, 4));
        assert_eq!(encode(&strokes), SEVEN);
        let corners = vec![(0.0, 0.0), (SIDE, 0.0), (SIDE, SIDE), (-9.0, 999.0)];
        let text = encode(&[Stroke { points: corners }]);
        assert_eq!(text, "AAAA__AA____AA__");
        let back = decode(&text).unwrap();
        assert_eq!(back[0].points[2], (SIDE, SIDE));
        // Within a half of a 4095th of the pad.
        let point = (123.4, 56.7);
        let text = encode(&[Stroke {
            points: vec![point],
        }]);
        let back = decode(&text).unwrap()[0].points[0];
        assert!((back.0 - point.0).abs() < 0.035 && (back.1 - point.1).abs() < 0.035);
    }

    #[test]
    fn near_points_are_left_out_but_for_the_last() {
        let points = vec![
            (10.0, 10.0),
            (12.0, 10.0),
            (14.0, 10.0),
            (16.0, 10.0),
            (17.0, 10.0),
        ];
        let text = encode(&[Stroke { points }]);
        let back = decode(&text).unwrap();
        let across: Vec<i32> = back[0]
            .points
            .iter()
            .map(|(x, _)| x.round() as i32)
            .collect();
        assert_eq!(across, [10, 16, 17]);
    }

    #[test]
    fn a_drawing_that_is_too_long_stays_out_of_the_link() {
        let points = |count: usize| {
            let far = |i: usize| {
                (
                    if i.is_multiple_of(2) { 0.0 } else { 200.0 },
                    i as f32 / 2.0,
                )
            };
            vec![Stroke {
                points: (0..count).map(far).collect(),
            }]
        };
        assert_eq!(encode(&points(400)).len(), 1_600);
        assert_eq!(encode(&points(401)), "");
        assert!(decode(&"AAAA".repeat(400)).is_some());
        assert!(decode(&"AAAA".repeat(401)).is_none());
        let halves = format!("{}.{}", "AAAA".repeat(200), "AAAA".repeat(201));
        assert!(decode(&halves).is_none());
    }
}
