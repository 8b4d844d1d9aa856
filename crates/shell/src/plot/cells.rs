//! A matrix as squares, with frames around some of them.

use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::{Rgb, Theme, css, diverging, mix, surface};
use crate::dom;

/// The look of a square.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Its colour.
    pub colour: Rgb,
    /// The colour of the dash that marks a negative number, if the number is negative.
    pub dash: Option<Rgb>,
}

impl Cell {
    /// A square of one colour.
    pub fn plain(colour: Rgb) -> Self {
        Self { colour, dash: None }
    }

    /// A grey from 0 (paper) to 1 (ink).
    pub fn ink(theme: &Theme, share: f64) -> Self {
        Self::plain(mix(theme.panel, theme.ink, share))
    }

    /// Orange for a positive number, blue and a dash for a negative one. `share` is from −1 to 1.
    pub fn signed(theme: &Theme, share: f64) -> Self {
        let dash = if share < -0.45 {
            Some(theme.panel)
        } else if share < -0.08 {
            Some(theme.ink)
        } else {
            None
        };
        Self {
            colour: diverging([theme.class0, theme.panel, theme.class1], share),
            dash,
        }
    }
}

/// A frame around squares: first row, first column, rows, columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Row, column, rows, columns.
    pub place: [f64; 4],
    /// Its colour.
    pub colour: Rgb,
    /// Its width in CSS pixels.
    pub width: f64,
}

/// Draws `rows` x `columns` squares over the whole canvas. The canvas stays clear where `cell` returns `None`.
pub fn draw(
    canvas: &HtmlCanvasElement,
    [rows, columns]: [usize; 2],
    cell: impl Fn(usize, usize) -> Option<Cell>,
    frames: &[Frame],
) -> Option<()> {
    let (width, height, ratio) = dom::fit_canvas(canvas);
    let context = surface::context(canvas)?;
    let (width, height) = (f64::from(width), f64::from(height));
    context.clear_rect(0.0, 0.0, width, height);
    // Whole pixels leave no seams between squares.
    let x = |column: f64| (column * width / columns.max(1) as f64).round();
    let y = |row: f64| (row * height / rows.max(1) as f64).round();
    for row in 0..rows {
        for column in 0..columns {
            let Some(Cell { colour, dash }) = cell(row, column) else {
                continue;
            };
            let (left, top) = (x(column as f64), y(row as f64));
            let (wide, high) = (x(column as f64 + 1.0) - left, y(row as f64 + 1.0) - top);
            context.set_fill_style_str(&css(colour));
            context.fill_rect(left, top, wide, high);
            if let Some(dash) = dash {
                let thick = (high / 9.0).max(ratio).round();
                context.set_fill_style_str(&css(dash));
                let middle = (top + (high - thick) / 2.0).round();
                context.fill_rect(left + wide * 0.25, middle, wide * 0.5, thick);
            }
        }
    }
    for frame in frames {
        outline(&context, frame, ratio, [&x, &y]);
    }
    Some(())
}

fn outline(
    context: &CanvasRenderingContext2d,
    frame: &Frame,
    ratio: f64,
    [x, y]: [&dyn Fn(f64) -> f64; 2],
) {
    let [row, column, rows, columns] = frame.place;
    let (left, top) = (x(column), y(row));
    let (right, bottom) = (x(column + columns), y(row + rows));
    context.set_line_width(frame.width * ratio);
    context.set_stroke_style_str(&css(frame.colour));
    context.stroke_rect(left, top, right - left, bottom - top);
}

/// The row and the column of a place on the canvas. The place is in shares of the canvas's size.
pub fn at([rows, columns]: [usize; 2], across: f64, down: f64) -> [usize; 2] {
    let place = |share: f64, count: usize| {
        let place = (share * count as f64).floor().max(0.0) as usize;
        place.min(count.saturating_sub(1))
    };
    [place(down, rows), place(across, columns)]
}
