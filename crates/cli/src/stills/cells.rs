//! A matrix as squares: grey from paper to ink, or orange and blue around zero.

use redes_sheet::{markup::Point, theme::Colour};
use std::collections::BTreeMap;

use super::picture::{Picture, fill, stroke};

/// The number of shades; squares of the same shade share a path.
const SHADES: f64 = 12.0;
/// Values below this get a dash, so that colour alone does not carry the sign.
const DASHED: f64 = -0.08;

/// Grey squares, `columns` in each row, for values from 0 to 1.
pub(super) fn ink(picture: &mut Picture, at: Point, side: f64, columns: usize, values: &[f64]) {
    for (shade, data) in runs(columns, values) {
        let paint = fill(Colour::Ink).opacity(f64::from(shade) / SHADES);
        picture.squares(at, side, data, paint);
    }
}

/// Orange squares for positive values, blue squares with a dash for negative ones; values from −1 to 1.
pub(super) fn signed(picture: &mut Picture, at: Point, side: f64, columns: usize, values: &[f64]) {
    for (shade, data) in runs(columns, values) {
        let shade = f64::from(shade) / SHADES;
        let paint = fill(Colour::of_sign(shade)).opacity(shade.abs());
        picture.squares(at, side, data, paint);
    }
    let dashes: String = (0..)
        .zip(values)
        .filter(|(_, value)| **value < DASHED)
        .map(|(place, _): (usize, _)| {
            let x = at[0] + side * ((place % columns.max(1)) as f64 + 0.25);
            let y = at[1] + side * ((place / columns.max(1)) as f64 + 0.5);
            format!("M{x:.0} {y:.1}h{:.0}", side / 2.0)
        })
        .collect();
    if !dashes.is_empty() {
        let width = (side / 9.0).max(1.0);
        picture.path(dashes, stroke(Colour::Ink, width));
    }
}

/// A path for each shade except zero; neighbours in a row form one rectangle.
fn runs(columns: usize, values: &[f64]) -> BTreeMap<i32, String> {
    let mut paths: BTreeMap<i32, String> = BTreeMap::new();
    let shade = |value: f64| (value.clamp(-1.0, 1.0) * SHADES).round() as i32;
    for (row, values) in values.chunks(columns.max(1)).enumerate() {
        let mut column = 0;
        while let Some(value) = values.get(column) {
            let own = shade(*value);
            let rest = values.iter().skip(column);
            let length = rest.take_while(|value| shade(**value) == own).count();
            if own != 0 {
                let rectangle = format!("M{column} {row}h{length}v1h-{length}z");
                paths.entry(own).or_default().push_str(&rectangle);
            }
            column += length;
        }
    }
    paths
}
