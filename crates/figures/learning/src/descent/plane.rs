//! The geometry of the picture: where a point of the walk lies on the canvas, and where the axes have their marks.

use redes_lessons::cost_landscape::Point;
use redes_sheet::axis::{Room, marks};

/// Room for the axes' numbers in CSS pixels: left and below.
const ROOM: (f64, f64) = (42.0, 24.0);
/// Room above and to the right.
const EDGE: f64 = 8.0;

/// A part of the plane on a canvas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plane {
    /// The canvas's width and height, in its pixels.
    pub canvas: [f64; 2],
    /// How many pixels of the canvas make a CSS pixel.
    pub ratio: f64,
    /// The picture's left, top, width and height, in pixels of the canvas.
    pub area: [f64; 4],
    /// The least and the greatest value along each axis.
    pub limits: [(f64, f64); 2],
}

impl Plane {
    /// The plane on a whole canvas; `limits` is given the picture's height over its width. `None` where the canvas has no
    /// room for a picture of 20 by 20 pixels.
    pub fn new(
        canvas: [f64; 2],
        ratio: f64,
        limits: impl FnOnce(f64) -> [(f64, f64); 2],
    ) -> Option<Self> {
        let area = area(canvas, ratio);
        let [_, _, width, height] = area;
        (width >= 20.0 && height >= 20.0).then(|| Self {
            canvas,
            ratio,
            area,
            limits: limits(height / width),
        })
    }

    /// Where a point lies on the canvas, in its pixels.
    pub fn at(&self, point: Point) -> (f64, f64) {
        let [left, top, width, height] = self.area;
        let [(x0, x1), (y0, y1)] = self.limits;
        (
            left + (point[0] - x0) / (x1 - x0) * width,
            top + (y1 - point[1]) / (y1 - y0) * height,
        )
    }

    /// The point at a share of the canvas's width and height, from 0 to 1; outside the picture, the nearest in it.
    pub fn point(&self, across: f64, down: f64) -> Point {
        let [width, height] = self.canvas;
        let [left, top, wide, high] = self.area;
        let [(x0, x1), (y0, y1)] = self.limits;
        let share = |at: f64, start: f64, length: f64| ((at - start) / length).clamp(0.0, 1.0);
        [
            x0 + share(across * width, left, wide) * (x1 - x0),
            y1 - share(down * height, top, high) * (y1 - y0),
        ]
    }

    /// The values that have a mark, along each axis.
    pub fn marks(&self) -> [Vec<f64>; 2] {
        let [_, _, width, height] = self.area;
        let [(x0, x1), (y0, y1)] = self.limits;
        // From two to eight parts, each wide enough for its number.
        let room =
            |length: f64, css: f64| Room::Parts((length / (css * self.ratio)).clamp(2.0, 8.0));
        [
            marks([x0, x1], room(width, 70.0)),
            marks([y0, y1], room(height, 50.0)),
        ]
    }
}

/// The picture's left, top, width and height on a canvas.
fn area([width, height]: [f64; 2], ratio: f64) -> [f64; 4] {
    let left = (ROOM.0 * ratio).round();
    let top = (EDGE * ratio).round();
    [
        left,
        top,
        width - left - (EDGE * ratio).round(),
        height - top - (ROOM.1 * ratio).round(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_for_the_axes() {
        assert_eq!(area([600.0, 400.0], 1.0), [42.0, 8.0, 550.0, 368.0]);
    }
}
