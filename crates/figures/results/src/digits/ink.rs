//! A drawing as text for the address: strokes parted by ".", two letters a coordinate.

use redes_data::drawing::Stroke;

/// Side of the pad, in its own units.
pub const SIDE: f32 = 280.0;
/// Points closer than this to the one before are left out of the address.
const SPACING: f32 = 5.0;
/// A drawing with more points than this stays out of the address: browsers and learning platforms cut long ones.
const POINTS: usize = 400;
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The drawing as text; empty for none, or for one too long.
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
                let units = (coordinate.clamp(0.0, SIDE) / SIDE * 4095.0).round() as usize;
                text.push(char::from(LETTERS[units / 64]));
                text.push(char::from(LETTERS[units % 64]));
            }
        }
    }
    if count > POINTS { String::new() } else { text }
}

/// The drawing that a text stands for; `None` where it isn't one.
pub fn decode(text: &str) -> Option<Vec<Stroke>> {
    let letter = |byte: u8| LETTERS.iter().position(|known| *known == byte);
    let mut count = 0;
    text.split('.')
        .map(|part| {
            let bytes = part.as_bytes();
            count += bytes.len() / 4;
            if bytes.is_empty() || bytes.len() % 4 != 0 || count > POINTS {
                return None;
            }
            let coordinate = |pair: &[u8]| {
                Some((letter(pair[0])? * 64 + letter(pair[1])?) as f32 / 4095.0 * SIDE)
            };
            let points = bytes
                .chunks_exact(4)
                .map(|four| Some((coordinate(&four[..2])?, coordinate(&four[2..])?)))
                .collect::<Option<_>>()?;
            Some(Stroke { points })
        })
        .collect()
}
