//! The graph of a function as SVG: axes with round numbers, lines, points, shaded stretches.
//!
//! One unit of the drawing is a pixel of the page, so letters and points keep their size at any width; colours and
//! dashes are classes in the style sheet.

use std::fmt::Write;

use web_sys::Element;

use crate::{dom, number};

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
        let span = if high - low > 1e-9 { high - low } else { 1.0 };
        let step = round_step(span, 10);
        let low = ((low - span * 0.03) / step).floor() * step;
        let high = ((high + span * 0.03) / step).ceil() * step;
        Self { x, y: [low, high] }
    }

    /// The x at a share of an element's width, if the graph fills it with these margins.
    pub fn x_at(&self, svg: &Element, margin: &Margin, share: f64) -> f64 {
        let width = svg.get_bounding_client_rect().width();
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

/// A graph in the making; [`Graph::show`] puts it on the page.
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
    /// An empty graph of the size of its element; nothing where that has none.
    pub fn new(svg: &Element, window: Window, margin: Margin) -> Option<Self> {
        let size = svg.get_bounding_client_rect();
        Self::of_size(size.width(), size.height(), window, margin)
    }

    fn of_size(width: f64, height: f64, window: Window, margin: Margin) -> Option<Self> {
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
        ((high - y) / (high - low) * rows).clamp(-8.0 * rows, 9.0 * rows)
    }

    /// Grid lines with their numbers, and the axes where x and y are 0.
    pub fn axes(&mut self, x_name: &str, y_name: &str) {
        let (left, top) = (self.margin.left, self.margin.top);
        let (right, bottom) = (
            self.width - self.margin.right,
            self.height - self.margin.bottom,
        );
        let (across, down) = (right - left, bottom - top);
        let mut out = String::new();
        for x in ticks(self.window.x, (across / 44.0) as usize) {
            let at = left + self.x(x);
            let class = if x == 0.0 { "axis" } else { "grid" };
            let _ = write!(
                out,
                r#"<line class="{class}" x1="{at:.1}" y1="{top}" x2="{at:.1}" y2="{bottom}"/><text class="tick" text-anchor="middle" x="{at:.1}" y="{}">{}</text>"#,
                bottom + 15.0,
                number::short(x, 6)
            );
        }
        for y in ticks(self.window.y, (down / 38.0).max(3.0) as usize) {
            let at = top + self.y(y);
            let class = if y == 0.0 { "axis" } else { "grid" };
            let _ = write!(
                out,
                r#"<line class="{class}" x1="{left}" y1="{at:.1}" x2="{right}" y2="{at:.1}"/><text class="tick" text-anchor="end" x="{}" y="{:.1}">{}</text>"#,
                left - 6.0,
                at + 4.0,
                number::short(y, 6)
            );
        }
        let _ = write!(
            out,
            r#"<text class="name" x="{:.1}" y="{:.1}">{}</text><text class="name" x="{}" y="{:.1}">{}</text>"#,
            right + 9.0,
            bottom + 15.0,
            dom::escape(x_name),
            left - 4.0,
            top - 7.0,
            dom::escape(y_name),
        );
        self.around.push_str(&out);
    }

    /// A line through points, in order.
    pub fn line(&mut self, class: &str, points: impl IntoIterator<Item = [f64; 2]>) {
        let points = points
            .into_iter()
            .filter(|[x, y]| x.is_finite() && y.is_finite());
        let places: Vec<String> = points
            .map(|[x, y]| format!("{:.2},{:.2}", self.x(x), self.y(y)))
            .collect();
        if places.len() > 1 {
            let places = places.join(" ");
            let _ = write!(
                self.inside,
                r#"<polyline class="{class}" points="{places}"/>"#
            );
        }
    }

    /// A point, as a circle of so many pixels. One outside of the plane isn't drawn.
    pub fn dot(&mut self, class: &str, [x, y]: [f64; 2], radius: f64) {
        if self.shows([x, y]) {
            let (cx, cy) = (self.margin.left + self.x(x), self.margin.top + self.y(y));
            let _ = write!(
                self.above,
                r#"<circle class="{class}" cx="{cx:.2}" cy="{cy:.2}" r="{radius}"/>"#
            );
        }
    }

    /// A stretch of x over the whole height.
    pub fn band(&mut self, class: &str, [from, to]: [f64; 2]) {
        let [low, high] = self.window.x;
        let (from, to) = (from.clamp(low, high), to.clamp(low, high));
        if from < to {
            let (x, width) = (self.x(from), self.x(to) - self.x(from));
            let height = self.height - self.margin.top - self.margin.bottom;
            let _ = write!(
                self.inside,
                r#"<rect class="{class}" x="{x:.2}" y="0" width="{width:.2}" height="{height:.2}"/>"#
            );
        }
    }

    /// A word beside a point, `[right, down]` pixels from it; it is kept inside of the picture.
    pub fn word(
        &mut self,
        class: &str,
        point: [f64; 2],
        beside: [f64; 2],
        anchor: &str,
        word: &str,
    ) {
        if point.iter().all(|part| part.is_finite()) {
            let x = self.margin.left + self.x(point[0]) + beside[0];
            let y = self.margin.top + self.y(point[1]) + beside[1];
            let y = y.clamp(
                self.margin.top + 10.0,
                self.height - self.margin.bottom - 4.0,
            );
            let _ = write!(
                self.above,
                r#"<text class="{class}" text-anchor="{anchor}" x="{x:.1}" y="{y:.1}">{}</text>"#,
                dom::escape(word)
            );
        }
    }

    /// Whether a point lies in the plane that is shown.
    pub fn shows(&self, [x, y]: [f64; 2]) -> bool {
        let within =
            |value: f64, [low, high]: [f64; 2]| value >= low - 1e-9 && value <= high + 1e-9;
        within(x, self.window.x) && within(y, self.window.y)
    }

    /// Puts it on the page.
    pub fn show(self, svg: &Element) {
        let (width, height) = (self.width, self.height);
        dom::set_attribute(svg, "viewBox", &format!("0 0 {width} {height}"));
        svg.set_inner_html(&self.markup());
    }

    fn markup(&self) -> String {
        let Margin {
            left,
            right,
            top,
            bottom,
        } = self.margin;
        // An SVG in the SVG cuts off what is outside of it.
        format!(
            r#"{}<svg x="{left}" y="{top}" width="{}" height="{}">{}</svg>{}"#,
            self.around,
            self.width - left - right,
            self.height - top - bottom,
            self.inside,
            self.above
        )
    }
}

/// The least of 1, 2 and 5 times a power of ten that cuts a span into at most so many parts.
fn round_step(span: f64, most: usize) -> f64 {
    let raw = span / most.clamp(1, 100) as f64;
    let powers = -12..=15;
    let mut steps = powers.flat_map(|power| [1, 2, 5].map(|part| (part, power)));
    // Read as they are written: ten times 0.01 is not 0.1 to the last bit.
    let step = steps.find_map(|(part, power)| {
        let step: f64 = format!("{part}e{power}").parse().ok()?;
        (step >= raw * (1.0 - 1e-9)).then_some(step)
    });
    step.unwrap_or(raw)
}

/// Round numbers from low to high, at most `most` steps.
fn ticks([low, high]: [f64; 2], most: usize) -> Vec<f64> {
    let step = round_step(high - low, most);
    let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
    let count = (last - first).clamp(-1.0, 100.0) as i64;
    (0..=count)
        .map(|tick| (first + tick as f64) * step + 0.0)
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(
            ticks([-3.0, 3.0], 6),
            [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0]
        );
        assert_eq!(ticks([-17.0, 19.0], 5), [-10.0, 0.0, 10.0]);
        assert_eq!(ticks([0.0, 1.0], 4), [0.0, 0.5, 1.0]);
        for span in [1e-6, 0.3, 1.0, 7.0, 12345.0, 1e9] {
            for most in [0, 1, 3, 8] {
                assert!(ticks([-span, span], most).len() <= most.max(1) + 1);
            }
        }
        assert!(ticks([0.0, f64::NAN], 5).len() <= 101);
        assert!(ticks([0.0, f64::INFINITY], 5).len() <= 101);
    }

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
        assert!(Graph::of_size(40.0, 200.0, window, margin).is_none());
        let mut graph = Graph::of_size(240.0, 250.0, window, margin).unwrap();
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
