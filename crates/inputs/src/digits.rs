//! A digit that the reader draws: as text for a link, and as the image that the networks are given.

use redes_data::{
    drawing::{self, Stroke},
    mnist::PIXELS,
};

/// Side of the pad, in its own units.
pub const SIDE: f32 = drawing::PAPER;
/// Width of the pen that the pad shows, in its units. The image that the networks are given has a pen of its own.
pub const PEN: f32 = 22.0;
/// Points closer to the one before than this share of the drawing's longest side are left out of the link.
const SPACING: f32 = 1.0 / 40.0;
/// How much of the drawing may lie between two points of the link, where a closer row would be too long for it.
const WIDEST: f32 = 1.0 / 10.0;
/// A drawing with more points than this stays out of the link: browsers and learning platforms cut long ones.
const POINTS: usize = 400;
/// The greatest number that two letters write.
const GREATEST: f32 = 4095.0;
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// An image as the networks are given it: 28 x 28, row by row, ink 255.
pub type Image = [u8; PIXELS];

/// A drawing as a link restores it: the points that a link keeps, where its text puts them. As it is, where it has too
/// many of them for a link.
pub fn kept(strokes: &[Stroke]) -> Vec<Stroke> {
    let thinned = thinned(strokes).and_then(|strokes| decode(&encode(&strokes)));
    thinned.unwrap_or_else(|| strokes.to_vec())
}

/// A drawing as text: strokes with "." between them, two letters a coordinate. Empty for none, or for one too long.
pub fn encode(strokes: &[Stroke]) -> String {
    let mut text = String::new();
    // A pen that rests is written once.
    let strokes = strokes
        .iter()
        .map(|stroke| far_apart(stroke, f32::MIN_POSITIVE));
    let strokes: Vec<_> = strokes.collect();
    if count(&strokes) > POINTS {
        return text;
    }
    for stroke in &strokes {
        if !text.is_empty() {
            text.push('.');
        }
        for coordinate in stroke.points.iter().flat_map(|&(x, y)| [x, y]) {
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
    text
}

fn count(strokes: &[Stroke]) -> usize {
    strokes.iter().map(|stroke| stroke.points.len()).sum()
}

/// The points that a link keeps of each stroke; none where they are too many.
fn thinned(strokes: &[Stroke]) -> Option<Vec<Stroke>> {
    let points = || strokes.iter().flat_map(|stroke| &stroke.points);
    let length = |coordinate: fn(&(f32, f32)) -> f32| {
        let high = points().map(coordinate).fold(0.0, f32::max);
        high - points().map(coordinate).fold(SIDE, f32::min)
    };
    let longest = length(|(x, _)| *x).max(length(|(_, y)| *y)).min(SIDE);
    let mut spacing = longest * SPACING;
    loop {
        let strokes = strokes.iter().map(|stroke| far_apart(stroke, spacing));
        let strokes: Vec<_> = strokes.collect();
        if count(&strokes) <= POINTS {
            return Some(strokes);
        }
        // Not a number, too, ends it.
        if spacing < longest * WIDEST {
            spacing *= 1.25;
        } else {
            return None;
        }
    }
}

/// A stroke's points that are so far from the one before, and its last.
fn far_apart(stroke: &Stroke, spacing: f32) -> Stroke {
    let mut kept: Vec<(f32, f32)> = Vec::new();
    for (number, point) in stroke.points.iter().enumerate() {
        let near = kept
            .last()
            .is_some_and(|(x, y)| (point.0 - x).hypot(point.1 - y) < spacing);
        if !near || number + 1 == stroke.points.len() {
            kept.push(*point);
        }
    }
    Stroke { points: kept }
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
    drawing::image(strokes)
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
        // The drawing is 200 long, so the spacing is 5.
        let points = vec![
            (10.0, 10.0),
            (12.0, 10.0),
            (14.0, 10.0),
            (16.0, 10.0),
            (17.0, 10.0),
        ];
        let far = vec![(10.0, 210.0)];
        let back = kept(&[points, far].map(|points| Stroke { points }));
        let across: Vec<i32> = back[0]
            .points
            .iter()
            .map(|(x, _)| x.round() as i32)
            .collect();
        assert_eq!(across, [10, 16, 17]);
    }

    #[test]
    fn a_small_drawing_keeps_its_shape() {
        let arc = |radius: f32| {
            let points = (0..=60).map(|i| i as f32 / 10.0);
            let points =
                points.map(|turn| (140.0 + radius * turn.cos(), 140.0 + radius * turn.sin()));
            kept(&[Stroke {
                points: points.collect(),
            }])
        };
        let (large, small) = (arc(120.0), arc(12.0));
        assert_eq!(large[0].points.len(), small[0].points.len());
        // The same drawing at both sizes, but for the text's 4095ths of the pad.
        let [large, small] = [large, small].map(|strokes| image(&strokes).unwrap());
        for (large, small) in large.iter().zip(small) {
            assert!(large.abs_diff(small) < 32, "{large} {small}");
        }
    }

    #[test]
    fn what_a_link_restores_is_what_was_kept() {
        let points = (0..900).map(|i| (i as f32 / 4.0, 30.0 + (i % 7) as f32 / 3.0));
        let strokes = [Stroke {
            points: points.collect(),
        }];
        let kept = kept(&strokes);
        assert!(kept[0].points.len() < 100);
        assert_eq!(decode(&encode(&kept)).unwrap(), kept);
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
