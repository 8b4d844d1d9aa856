//! The graph of a function as SVG: axes with round numbers, lines, points, shaded stretches.
//!
//! One unit of the drawing is a pixel of the page, so letters and points keep their size at any width; colours and
//! dashes are classes in the style sheet.

use crate::{
    axis::{self, Room},
    decimal::{fixed, shortest},
    markup, number,
};

/// The part of the plane that is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Least and greatest x.
    pub x: [f64; 2],
    /// Least and greatest y.
    pub y: [f64; 2],
}

impl Window {
    /// From round number to round number around the values and 0; those that are no numbers are left out.
    pub fn around(x: [f64; 2], values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = values
            .filter(|value| value.is_finite())
            .fold((0.0_f64, 0.0_f64), |(low, high), v| {
                (low.min(v), high.max(v))
            });
        let y = axis::around([low, high]);
        Self { x, y }
    }

    /// The x at a share of a picture's width in pixels, if the graph fills it with these margins.
    pub fn x_at(&self, width: f64, margin: &Margin, share: f64) -> f64 {
        let inside = (width - margin.left - margin.right).max(1.0);
        let share = ((share * width - margin.left) / inside).clamp(0.0, 1.0);
        self.x[0] + share * (self.x[1] - self.x[0])
    }
}

/// Pixels around the plane, for numbers and names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Margin {
    /// On the left.
    pub left: f64,
    /// On the right.
    pub right: f64,
    /// Above.
    pub top: f64,
    /// Below.
    pub bottom: f64,
}

/// A graph in the making; [`Graph::markup`] is what it has become.
pub struct Graph {
    window: Window,
    margin: Margin,
    width: f64,
    height: f64,
    /// Numbers and names, which may stand outside of the plane.
    around: String,
    /// What is cut off at the edges of the plane.
    inside: String,
    /// What lies above it all.
    above: String,
}

impl Graph {
    /// An empty graph, so many pixels wide and high; `None` where that is too small for a plane of 20 by 20.
    pub fn new([width, height]: [f64; 2], window: Window, margin: Margin) -> Option<Self> {
        let room = width - margin.left - margin.right;
        let rows = height - margin.top - margin.bottom;
        (room >= 20.0 && rows >= 20.0).then(|| Self {
            window,
            margin,
            width,
            height,
            around: String::new(),
            inside: String::new(),
            above: String::new(),
        })
    }

    /// The place of an x inside the plane, in pixels.
    fn x(&self, x: f64) -> f64 {
        let [low, high] = self.window.x;
        (x - low) / (high - low) * (self.width - self.margin.left - self.margin.right)
    }

    /// The place of a y inside the plane, in pixels; what is far outside is brought near, for browsers draw badly there.
    fn y(&self, y: f64) -> f64 {
        let [low, high] = self.window.y;
        let rows = self.height - self.margin.top - self.margin.bottom;
        between((high - y) / (high - low) * rows, [-8.0 * rows, 9.0 * rows])
    }

    /// Grid lines with their numbers, and the axes where x and y are 0.
    pub fn axes(&mut self, x_name: &str, y_name: &str) {
        let (left, top) = (self.margin.left, self.margin.top);
        let (right, bottom) = (
            self.width - self.margin.right,
            self.height - self.margin.bottom,
        );
        let (across, down) = (right - left, bottom - top);
        for x in axis::marks(self.window.x, Room::Parts((across / 44.0).floor())) {
            let at = left + self.x(x);
            self.grid_line(x, [at, at], [top, bottom]);
            let text = number::short(x, 6);
            self.around
                .push_str(&word("tick", Some("middle"), [at, bottom + 15.0], &text));
        }
        for y in axis::marks(self.window.y, Room::Parts((down / 38.0).floor().max(3.0))) {
            let at = top + self.y(y);
            self.grid_line(y, [left, right], [at, at]);
            let text = number::short(y, 6);
            self.around
                .push_str(&word("tick", Some("end"), [left - 6.0, at + 4.0], &text));
        }
        let names = [
            (x_name, [right + 9.0, bottom + 15.0]),
            (y_name, [left - 4.0, top - 7.0]),
        ];
        for (name, at) in names {
            self.around.push_str(&word("name", None, at, name));
        }
    }

    /// A line of the grid at a value, which is an axis where that is 0.
    fn grid_line(&mut self, value: f64, x: [f64; 2], y: [f64; 2]) {
        let class = if value == 0.0 { "axis" } else { "grid" };
        let ([x1, x2], [y1, y2]) = (x.map(tenths), y.map(tenths));
        self.around.push_str(&format!(
            r#"<line class="{class}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#
        ));
    }

    /// A line through points, in order.
    pub fn line(&mut self, class: &str, points: impl IntoIterator<Item = [f64; 2]>) {
        let points = points
            .into_iter()
            .filter(|[x, y]| x.is_finite() && y.is_finite());
        let places: Vec<String> = points
            .map(|[x, y]| format!("{},{}", fixed(self.x(x), 2), fixed(self.y(y), 2)))
            .collect();
        if places.len() > 1 {
            let places = places.join(" ");
            self.inside
                .push_str(&format!(r#"<polyline class="{class}" points="{places}"/>"#));
        }
    }

    /// A point, as a circle of so many pixels. One outside of the plane isn't drawn.
    pub fn dot(&mut self, class: &str, [x, y]: [f64; 2], radius: f64) {
        if self.shows([x, y]) {
            let (cx, cy) = (self.margin.left + self.x(x), self.margin.top + self.y(y));
            let (cx, cy, r) = (fixed(cx, 2), fixed(cy, 2), shortest(radius));
            self.above.push_str(&format!(
                r#"<circle class="{class}" cx="{cx}" cy="{cy}" r="{r}"/>"#
            ));
        }
    }

    /// A stretch of x over the whole height.
    pub fn band(&mut self, class: &str, [from, to]: [f64; 2]) {
        let [low, high] = self.window.x;
        let [from, to] = [from, to].map(|end| between(end, [low, high]));
        if from < to {
            let (x, width) = (self.x(from), self.x(to) - self.x(from));
            let height = self.height - self.margin.top - self.margin.bottom;
            let [x, width, height] = [x, width, height].map(|length| fixed(length, 2));
            self.inside.push_str(&format!(
                r#"<rect class="{class}" x="{x}" y="0" width="{width}" height="{height}"/>"#
            ));
        }
    }

    /// A word beside a point, `[right, down]` pixels from it; it is kept inside of the picture.
    pub fn word(
        &mut self,
        class: &str,
        point: [f64; 2],
        beside: [f64; 2],
        anchor: &str,
        text: &str,
    ) {
        if point.iter().all(|part| part.is_finite()) {
            let x = self.margin.left + self.x(point[0]) + beside[0];
            let y = self.margin.top + self.y(point[1]) + beside[1];
            let y = between(
                y,
                [
                    self.margin.top + 10.0,
                    self.height - self.margin.bottom - 4.0,
                ],
            );
            self.above
                .push_str(&word(class, Some(anchor), [x, y], text));
        }
    }

    /// Whether a point lies in the plane that is shown.
    pub fn shows(&self, [x, y]: [f64; 2]) -> bool {
        let within =
            |value: f64, [low, high]: [f64; 2]| value >= low - 1e-9 && value <= high + 1e-9;
        within(x, self.window.x) && within(y, self.window.y)
    }

    /// The `viewBox` of the SVG that holds the markup.
    pub fn view_box(&self) -> String {
        format!("0 0 {} {}", shortest(self.width), shortest(self.height))
    }

    /// What stands inside of the SVG.
    pub fn markup(&self) -> String {
        let Margin { left, top, .. } = self.margin;
        let (width, height) = (
            self.width - left - self.margin.right,
            self.height - top - self.margin.bottom,
        );
        let [x, y, width, height] = [left, top, width, height].map(shortest);
        // An SVG in the SVG cuts off what is outside of it.
        format!(
            r#"{}<svg x="{x}" y="{y}" width="{width}" height="{height}">{}</svg>{}"#,
            self.around, self.inside, self.above
        )
    }
}

fn tenths(length: f64) -> String {
    fixed(length, 1)
}

/// A word of a class at a place.
fn word(class: &str, anchor: Option<&str>, [x, y]: [f64; 2], text: &str) -> String {
    let anchor = anchor.map_or(String::new(), |anchor| {
        format!(r#" text-anchor="{anchor}""#)
    });
    let (x, y, text) = (tenths(x), tenths(y), markup::escape(text));
    format!(r#"<text class="{class}"{anchor} x="{x}" y="{y}">{text}</text>"#)
}

/// A number kept between two others. The standard library's `clamp` prints its bounds where they are wrong, which brings
/// 7 kB into a page's module.
fn between(value: f64, [low, high]: [f64; 2]) -> f64 {
    match value {
        _ if value < low => low,
        _ if value > high => high,
        _ => value,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_window_holds_its_values_and_zero() {
        for values in [
            vec![],
            vec![0.0],
            vec![-17.0, 19.0],
            vec![3.1, f64::NAN],
            vec![1e-3, 2e-3],
        ] {
            let Window { y: [low, high], .. } = Window::around([0.0, 1.0], values.iter().copied());
            assert!(low < high && low <= 0.0 && high >= 0.0, "{values:?}");
            let held = |v: &f64| v.is_nan() || (low..=high).contains(v);
            assert!(values.iter().all(held), "{values:?} in {low}..{high}");
        }
    }

    #[test]
    fn what_is_outside_is_cut_or_left_out() {
        let window = Window {
            x: [-1.0, 1.0],
            y: [0.0, 2.0],
        };
        let margin = Margin {
            left: 30.0,
            right: 10.0,
            top: 20.0,
            bottom: 30.0,
        };
        assert!(Graph::new([40.0, 200.0], window, margin).is_none());
        let mut graph = Graph::new([240.0, 250.0], window, margin).unwrap();
        assert_eq!((graph.x(0.0), graph.y(1.0)), (100.0, 100.0));
        graph.dot("point", [0.0, 5.0], 4.0);
        graph.line("f", [[0.0, f64::NAN], [1.0, 1.0]]);
        graph.band("flat", [f64::NEG_INFINITY, -2.0]);
        assert!(graph.inside.is_empty() && graph.above.is_empty());
        graph.band("flat", [f64::NEG_INFINITY, 0.0]);
        assert!(graph.markup().contains(r#"width="100.00" height="200.00""#));
        graph.axes("x<", "y");
        assert!(graph.markup().contains("x&lt;"));
    }
}
