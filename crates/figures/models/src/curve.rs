//! The curves of a training, drawn by plotters.

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

use redes_shell::{
    dom,
    plot::{
        Rgb, Theme,
        curve::{Axes, RIGHT, Series, marks, thin, x_label, y_label},
    },
};

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
    let x_axis = Axis::new(axes.ends_x(series), x_label);
    let y_axis = Axis::new(axes.ends_y(series), |y, needed| {
        y_label(y, axes.y_decimals.max(needed))
    });
    let root = backend.into_drawing_area();
    root.fill(&paint(theme.panel))?;
    let font = ("sans-serif", f64::from(px(12.0)));
    let mut chart = ChartBuilder::on(&root)
        .margin_top(px(8.0))
        .margin_right(px(RIGHT))
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
        if let Some(last) = line.last() {
            chart.draw_series([Circle::new(last, px(3.0), paint(line.colour).filled())])?;
        }
    }
    root.present()
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
    /// `label` gets a mark and how many decimals distinguish the marks.
    fn new(ends: [f64; 2], label: impl Fn(f64, usize) -> String) -> Self {
        Self {
            values: (ends[0]..ends[1]).into(),
            marks: marks(ends, label),
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
