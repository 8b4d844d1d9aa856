//! Lines over a common axis: weights, costs, accuracies.

use std::ops::Range;

use plotters::{
    coord::{
        ranged1d::{KeyPointHint, NoDefaultFormatting, ValueFormatter},
        types::RangedCoordf64,
    },
    prelude::*,
};
use plotters_canvas::CanvasBackend;
use web_sys::HtmlCanvasElement;

use redes_sheet::{
    axis::{self, Room},
    decimal,
};

use super::{Rgb, Theme};
use crate::{dom, number};

/// One line.
pub struct Series<'a> {
    /// Its points, in order of x.
    pub points: &'a [(f64, f64)],
    /// Its colour.
    pub colour: Rgb,
    /// Its name at its right end.
    pub name: &'a str,
    /// Whether it is drawn in dashes: colour alone doesn't tell lines apart.
    pub dashed: bool,
}

/// Where the axes begin and end; `None` fits them to the points.
#[derive(Clone, Copy, Debug, Default)]
pub struct Axes<'a> {
    /// Least and greatest x.
    pub x: Option<(f64, f64)>,
    /// Least and greatest y.
    pub y: Option<(f64, f64)>,
    /// What x is.
    pub x_label: &'a str,
    /// Decimals of the y axis.
    pub y_decimals: usize,
}

/// Points that a line on a screen can show; more cost time and change nothing.
const VISIBLE: usize = 700;

/// Draws the lines on the whole canvas. A canvas of no size, or lines without points, draw nothing or empty axes.
pub fn draw(canvas: &HtmlCanvasElement, theme: &Theme, series: &[Series<'_>], axes: &Axes<'_>) {
    let (width, height, ratio) = dom::fit_canvas(canvas);
    if width < 60 || height < 50 {
        return;
    }
    let Some(backend) = CanvasBackend::with_canvas_object(canvas.clone()) else {
        return;
    };
    // A canvas without a context (out of memory) is left as it was.
    let _ = draw_on(backend, theme, series, axes, ratio);
}

fn draw_on(
    backend: CanvasBackend,
    theme: &Theme,
    series: &[Series<'_>],
    axes: &Axes<'_>,
    ratio: f64,
) -> Result<(), DrawingAreaErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>> {
    let px = |css: f64| (css * ratio).round() as u32;
    let all = || {
        series
            .iter()
            .flat_map(|line| line.points.iter().copied())
            .filter(|(x, y)| x.is_finite() && y.is_finite())
    };
    let (x0, x1) = axes.x.unwrap_or_else(|| extent(all().map(|(x, _)| x), 0.0));
    let (y0, y1) = axes
        .y
        .unwrap_or_else(|| extent(all().map(|(_, y)| y), 0.06));
    let x_axis = Axis::new([x0, x1], x_label);
    let y_axis = Axis::new([y0, y1], |y, needed| {
        y_label(y, axes.y_decimals.max(needed))
    });
    let root = backend.into_drawing_area();
    root.fill(&paint(theme.panel))?;
    let font = ("sans-serif", f64::from(px(12.0)));
    let mut chart = ChartBuilder::on(&root)
        .margin_top(px(8.0))
        .margin_right(px(12.0))
        .x_label_area_size(px(36.0))
        .y_label_area_size(px(44.0))
        .build_cartesian_2d(x_axis, y_axis)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(paint(theme.rule).stroke_width(px(1.0)))
        .light_line_style(paint(theme.panel))
        .axis_style(paint(theme.rule).stroke_width(px(1.0)))
        .x_desc(axes.x_label)
        .label_style(font.into_font().color(&paint(theme.ink_soft)))
        .draw()?;
    for line in series {
        let style = paint(line.colour).stroke_width(px(2.0));
        let points = thin(line.points).into_iter();
        if line.dashed {
            chart.draw_series(DashedLineSeries::new(points, px(6.0), px(4.0), style))?;
        } else {
            chart.draw_series(LineSeries::new(points, style))?;
        }
        if let Some(last) = line
            .points
            .last()
            .filter(|(x, y)| x.is_finite() && y.is_finite())
        {
            chart.draw_series([Circle::new(*last, px(3.0), paint(line.colour).filled())])?;
        }
    }
    root.present()
}

/// The lowest and the highest of every few points, so that no spike comes and goes as the line grows; and the last one.
/// Those that are no numbers are left out.
fn thin(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
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

fn extent(values: impl Iterator<Item = f64>, margin: f64) -> (f64, f64) {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
        (low.min(v), high.max(v))
    });
    if !(low.is_finite() && high.is_finite()) {
        return (0.0, 1.0);
    }
    let span = (high - low).max(1e-9);
    (low - span * margin, high + span * margin)
}

fn paint(Rgb(red, green, blue): Rgb) -> RGBColor {
    RGBColor(red, green, blue)
}

/// An axis with at most five marks, and what is written at each.
struct Axis {
    values: RangedCoordf64,
    marks: Vec<(f64, String)>,
}

impl Axis {
    /// `label` gets a mark and how many decimals it takes to tell marks apart.
    fn new(ends: [f64; 2], label: impl Fn(f64, usize) -> String) -> Self {
        let room = Room::Marks(5);
        let needed = axis::step(ends, room).map_or(0, axis::decimals);
        Self {
            values: (ends[0]..ends[1]).into(),
            marks: axis::labelled(ends, room, |mark| label(mark, needed)),
        }
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        self.values.map(value, limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        match hint.weight().allow_light_points() {
            true => Vec::new(),
            false => self.marks.iter().map(|(mark, _)| *mark).collect(),
        }
    }

    fn range(&self) -> Range<f64> {
        self.values.range()
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        let found = self.marks.iter().find(|(mark, _)| mark == value);
        found.map_or(String::new(), |(_, text)| text.clone())
    }
}

/// More decimals than this find no room beside the axis.
const DECIMALS: usize = 5;

fn y_label(value: f64, decimals: usize) -> String {
    match decimals {
        0..=DECIMALS => decimal::fixed(value, decimals).replace('-', "−"),
        _ => number::compact(value),
    }
}

fn x_label(value: f64, needed: usize) -> String {
    if value.abs() >= 10_000.0 && value % 1_000.0 == 0.0 {
        format!("{}k", decimal::shortest(value / 1_000.0))
    } else if value.fract() == 0.0 {
        decimal::fixed(value, 0)
    } else {
        decimal::fixed(value, needed.clamp(1, DECIMALS))
    }
}
