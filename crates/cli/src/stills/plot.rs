//! Curves over two axes.

use redes_sheet::{
    markup::{Point, distance},
    theme::Colour,
};

use super::picture::{Paint, Picture, stroke, words};

/// The size of the numbers at the axes.
const SIZE: f64 = 20.0;

/// A map from values to positions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plot {
    /// Left, top, width, height.
    pub(super) area: [f64; 4],
    /// The values at left and right.
    pub(super) x: [f64; 2],
    /// The values at bottom and top.
    pub(super) y: [f64; 2],
}

impl Plot {
    /// The position of a pair of values.
    pub(super) fn at(&self, x: f64, y: f64) -> Point {
        let [left, top, width, height] = self.area;
        let share = |value: f64, [from, to]: [f64; 2]| (value - from) / (to - from);
        [
            left + share(x, self.x) * width,
            top + (1.0 - share(y, self.y)) * height,
        ]
    }

    /// Lines at the left and at a height, where the value is `floor`.
    pub(super) fn axes(&self, picture: &mut Picture, floor: f64) {
        let line = stroke(Colour::Soft, 1.5);
        picture.line(
            self.at(self.x[0], self.y[0]),
            self.at(self.x[0], self.y[1]),
            line,
        );
        picture.line(self.at(self.x[0], floor), self.at(self.x[1], floor), line);
    }

    /// Lines where either value is 0.
    pub(super) fn axes_at_zero(&self, picture: &mut Picture) {
        let line = stroke(Colour::Soft, 1.5);
        picture.line(self.at(self.x[0], 0.0), self.at(self.x[1], 0.0), line);
        picture.line(self.at(0.0, self.y[0]), self.at(0.0, self.y[1]), line);
    }

    /// A line from left to right at a value, with its number before it.
    pub(super) fn level(&self, picture: &mut Picture, y: f64, text: impl Into<String>) {
        let [from, to] = self.x.map(|x| self.at(x, y));
        picture.line(from, to, stroke(Colour::Rule, 1.0));
        self.label(picture, y, text);
    }

    /// A number before the left edge at a value.
    pub(super) fn label(&self, picture: &mut Picture, y: f64, text: impl Into<String>) {
        let [x, y] = self.at(self.x[0], y);
        let place = [x - 8.0, y + SIZE * 0.35];
        picture.text(place, words(SIZE).end().colour(Colour::Soft), text);
    }

    /// A number under a value.
    pub(super) fn below(&self, picture: &mut Picture, x: f64, text: impl Into<String>) {
        let [x, y] = self.at(x, self.y[0]);
        let how = words(SIZE).middle().colour(Colour::Soft);
        picture.text([x, y + SIZE + 6.0], how, text);
    }

    /// A curve with at most one point for each pixel.
    pub(super) fn curve(&self, picture: &mut Picture, values: &[(f64, f64)], paint: Paint) {
        let mut points: Vec<Point> = Vec::new();
        for (index, (x, y)) in values.iter().enumerate() {
            let point = self.at(*x, *y);
            let far = |last: &Point| distance(*last, point) >= 2.0;
            if index + 1 == values.len() || points.last().is_none_or(far) {
                points.push(point);
            }
        }
        picture.polyline(&points, paint);
    }
}
