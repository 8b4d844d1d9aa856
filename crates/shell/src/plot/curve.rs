//! Lines over a common axis, such as weights, costs and accuracies.

use js_sys::Array;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use redes_sheet::{
    axis::{self, Room},
    decimal,
};

use super::{Rgb, Theme, css, surface};
use crate::{dom, number};

/// One line.
pub struct Series<'a> {
    /// Its points, in order of x.
    pub points: &'a [(f64, f64)],
    /// Its colour.
    pub colour: Rgb,
    /// Whether it is dashed.
    pub dashed: bool,
    /// Its width, in CSS pixels. Colour alone does not distinguish lines, and on grey paper there is none.
    pub width: f64,
}

/// The ends of the axes. `None` fits them to the points.
#[derive(Clone, Copy, Debug, Default)]
pub struct Axes<'a> {
    /// Least and greatest x.
    pub x: Option<(f64, f64)>,
    /// Least and greatest y.
    pub y: Option<(f64, f64)>,
    /// The name of the x axis.
    pub x_label: &'a str,
    /// Decimals of the y axis.
    pub y_decimals: usize,
}

impl Series<'_> {
    /// The last point, if it is a number.
    pub fn last(&self) -> Option<(f64, f64)> {
        self.points
            .last()
            .copied()
            .filter(|(x, y)| x.is_finite() && y.is_finite())
    }
}

impl Axes<'_> {
    /// The ends of the x axis for these lines.
    pub fn ends_x(&self, series: &[Series<'_>]) -> [f64; 2] {
        let (low, high) = self.x.unwrap_or_else(|| extent(series, |(x, _)| x, 0.0));
        [low, high]
    }

    /// The ends of the y axis for these lines.
    pub fn ends_y(&self, series: &[Series<'_>]) -> [f64; 2] {
        let (low, high) = self.y.unwrap_or_else(|| extent(series, |(_, y)| y, 0.06));
        [low, high]
    }
}

/// Room on the left for the numbers of the y axis, in CSS pixels.
pub const LEFT: f64 = 44.0;
/// Room on the right, in CSS pixels: half of "100k", under the last mark.
pub const RIGHT: f64 = 16.0;

/// The most points of a drawn line. More points cost time and change nothing on a screen.
const VISIBLE: usize = 700;

/// Draws the lines on the whole canvas. A canvas of no size stays empty; lines without points give empty axes.
pub fn draw(canvas: &HtmlCanvasElement, theme: &Theme, series: &[Series<'_>], axes: &Axes<'_>) {
    let (width, height, ratio) = dom::fit_canvas(canvas);
    if width < 60 || height < 50 {
        return;
    }
    // A canvas without a context (out of memory) stays unchanged.
    let Some(context) = surface::context(canvas) else {
        return;
    };
    let px = |css: f64| (css * ratio).round();
    let (width, height) = (f64::from(width), f64::from(height));
    let frame = Frame {
        x: axes.ends_x(series),
        y: axes.ends_y(series),
        left: px(LEFT),
        right: width - px(RIGHT),
        top: px(8.0),
        bottom: height - px(36.0),
    };
    context.set_fill_style_str(&css(theme.panel));
    context.fill_rect(0.0, 0.0, width, height);
    frame.axes(&context, theme, axes, px);
    for line in series {
        frame.line(&context, line, px);
    }
}

/// The rectangle that the lines fill, in the canvas's pixels, and the numbers at its edges.
struct Frame {
    x: [f64; 2],
    y: [f64; 2],
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Frame {
    /// The place of a point. A point outside is moved to the edge.
    fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let share = |value: f64, [low, high]: [f64; 2]| match high - low {
            0.0 => 0.5,
            span => ((value - low) / span).clamp(0.0, 1.0),
        };
        let across = (self.right - self.left) * share(x, self.x);
        let up = (self.bottom - self.top) * share(y, self.y);
        ((self.left + across).floor(), (self.bottom - up).floor())
    }

    /// The axes, their marks and a rule at each mark of y.
    fn axes(
        &self,
        context: &CanvasRenderingContext2d,
        theme: &Theme,
        axes: &Axes<'_>,
        px: impl Fn(f64) -> f64,
    ) {
        context.set_stroke_style_str(&css(theme.rule));
        context.set_line_width(px(1.0));
        // A line of one pixel is sharp if it runs through the middle of the pixels.
        let rule = |[x0, y0]: [f64; 2], [x1, y1]: [f64; 2]| {
            context.begin_path();
            context.move_to(x0 - 0.5, y0 - 0.5);
            context.line_to(x1 - 0.5, y1 - 0.5);
            context.stroke();
        };
        rule([self.left, self.top], [self.left, self.bottom]);
        rule([self.left, self.bottom], [self.right, self.bottom]);
        context.set_fill_style_str(&css(theme.ink_soft));
        context.set_font(&format!("{}px sans-serif", px(12.0) as u32));
        let (tick, gap) = (px(5.0), px(10.0));
        context.set_text_align("right");
        context.set_text_baseline("middle");
        for (mark, label) in marks(self.y, |y, needed| y_label(y, axes.y_decimals.max(needed))) {
            let (_, y) = self.place((self.x[0], mark));
            rule([self.left - tick, y], [self.right, y]);
            let _ = context.fill_text(&label, self.left - gap, y);
        }
        context.set_text_align("center");
        context.set_text_baseline("top");
        for (mark, label) in marks(self.x, x_label) {
            let (x, _) = self.place((mark, self.y[0]));
            rule([x, self.bottom], [x, self.bottom + tick]);
            let _ = context.fill_text(&label, x, self.bottom + gap);
        }
        context.set_text_baseline("bottom");
        let middle = (self.left + self.right) / 2.0;
        let _ = context.fill_text(axes.x_label, middle, self.bottom + px(36.0));
    }

    /// A line, and a dot at its end.
    fn line(&self, context: &CanvasRenderingContext2d, line: &Series<'_>, px: impl Fn(f64) -> f64) {
        context.set_stroke_style_str(&css(line.colour));
        context.set_line_width(px(line.width));
        let dashes = Array::new();
        if line.dashed {
            dashes.push(&px(6.0).into());
            dashes.push(&px(4.0).into());
        }
        let _ = context.set_line_dash(&dashes);
        context.begin_path();
        let points = thin(line.points);
        for point in &points {
            let (x, y) = self.place(*point);
            context.line_to(x, y);
        }
        context.stroke();
        let _ = context.set_line_dash(&Array::new());
        if let Some(last) = line.last() {
            let (x, y) = self.place(last);
            context.set_fill_style_str(&css(line.colour));
            context.begin_path();
            let _ = context.arc(x, y, px(3.0), 0.0, std::f64::consts::TAU);
            context.fill();
        }
    }
}

/// At most five marks between two numbers, with their labels. `label` gets a mark and the number of decimals that
/// distinguish the marks.
pub fn marks(ends: [f64; 2], label: impl Fn(f64, usize) -> String) -> Vec<(f64, String)> {
    let room = Room::Marks(5);
    let needed = axis::step(ends, room).map_or(0, axis::decimals);
    axis::labelled(ends, room, |mark| label(mark, needed))
}

/// The lowest and the highest of every few points, and the last one. So no spike appears and disappears as the line
/// grows. Points that are no numbers are left out.
pub fn thin(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let every = (2 * points.len()).div_ceil(VISIBLE).max(1);
    let mut kept = Vec::with_capacity(VISIBLE + 2);
    for some in points.chunks(every) {
        let finite = || some.iter().filter(|(x, y)| x.is_finite() && y.is_finite());
        let low = finite().min_by(|a, b| a.1.total_cmp(&b.1));
        let high = finite().max_by(|a, b| a.1.total_cmp(&b.1));
        if let (Some(low), Some(high)) = (low, high) {
            let (first, second) = if low.0 <= high.0 {
                (low, high)
            } else {
                (high, low)
            };
            kept.push(*first);
            if first != second {
                kept.push(*second);
            }
        }
    }
    kept.extend(
        points
            .last()
            .filter(|(x, y)| x.is_finite() && y.is_finite()),
    );
    kept
}

/// The least and the greatest of a coordinate, with a margin in proportion to their distance.
fn extent(
    series: &[Series<'_>],
    coordinate: impl Fn((f64, f64)) -> f64,
    margin: f64,
) -> (f64, f64) {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for point in series.iter().flat_map(|line| line.points) {
        if point.0.is_finite() && point.1.is_finite() {
            low = low.min(coordinate(*point));
            high = high.max(coordinate(*point));
        }
    }
    if !(low.is_finite() && high.is_finite()) {
        return (0.0, 1.0);
    }
    let span = (high - low).max(1e-9);
    (low - span * margin, high + span * margin)
}

/// The most decimals beside the axis.
const DECIMALS: usize = 5;

/// The label at a mark of the y axis.
pub fn y_label(value: f64, decimals: usize) -> String {
    match decimals {
        0..=DECIMALS => decimal::fixed(value, decimals).replace('-', "−"),
        _ => number::compact(value),
    }
}

/// The label at a mark of the x axis.
pub fn x_label(value: f64, needed: usize) -> String {
    if value.abs() >= 10_000.0 && (value / 1_000.0).fract() == 0.0 {
        format!("{}k", decimal::shortest(value / 1_000.0))
    } else if value.fract() == 0.0 {
        decimal::fixed(value, 0)
    } else {
        decimal::fixed(value, needed.clamp(1, DECIMALS))
    }
}
