//! A line of a file of pen strokes, and its place on the pad.

use anyhow::{Context, Result, bail};
use redes_data::drawing::Stroke;
use redes_inputs::digits::SIDE;
use serde::Deserialize;

/// Side of the box that digits are written in.
const BOX: f64 = 500.0;

/// A digit as it is written: strokes of points, y upwards.
#[derive(Deserialize)]
pub(crate) struct Written {
    digit: i64,
    strokes: Vec<Vec<(f64, f64)>>,
}

/// Where a digit is drawn on the pad.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    /// Where it was written, the box being the pad.
    Written,
    /// In the middle, its longest side this share of the pad's.
    Scaled(f64),
}

impl Written {
    /// Reads a line.
    pub(crate) fn parse(line: &[u8]) -> Result<Self> {
        let written: Self = serde_json::from_slice(line)
            .context(r#"it is not of the form {"digit": 7, "strokes": [[[x, y], …], …]}"#)?;
        if !(0..=9).contains(&written.digit) {
            bail!("the digit {} is not one of 0 to 9", written.digit);
        }
        if written.strokes.iter().all(Vec::is_empty) {
            bail!("it has no strokes");
        }
        Ok(written)
    }

    /// Which digit it is.
    pub(crate) fn digit(&self) -> usize {
        usize::try_from(self.digit).unwrap_or_default()
    }

    /// Its strokes as the pad has them: y downwards, nothing over the edge.
    pub(crate) fn on_pad(&self, place: Place) -> Vec<Stroke> {
        let side = f64::from(SIDE);
        let points = || self.strokes.iter().flatten();
        let ends = |coordinate: fn(&(f64, f64)) -> f64| {
            let low = points().map(coordinate).fold(f64::INFINITY, f64::min);
            let high = points().map(coordinate).fold(f64::NEG_INFINITY, f64::max);
            (low, high)
        };
        let (x, y) = (ends(|(x, _)| *x), ends(|(_, y)| *y));
        let longest = (x.1 - x.0).max(y.1 - y.0);
        let (middle, scale) = match place {
            Place::Scaled(size) if longest > 0.0 => (
                (x.0 / 2.0 + x.1 / 2.0, y.0 / 2.0 + y.1 / 2.0),
                size * side / longest,
            ),
            _ => ((BOX / 2.0, BOX / 2.0), side / BOX),
        };
        let at = |offset: f64| (side / 2.0 + offset * scale).clamp(0.0, side) as f32;
        let point = |&(x, y): &(f64, f64)| (at(x - middle.0), at(middle.1 - y));
        let stroke = |points: &Vec<(f64, f64)>| Stroke {
            points: points.iter().map(point).collect(),
        };
        self.strokes.iter().map(stroke).collect()
    }
}

/// A share of the pad's side, greater than 0.
pub(crate) fn share(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(share) if share > 0.0 && share <= 1.0 => Ok(share),
        _ => Err("it must be a number greater than 0 and at most 1".to_owned()),
    }
}
