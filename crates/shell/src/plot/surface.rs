//! The outputs of a network over a plane, in colours on both sides of 0.5.

use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use super::{Rgb, Theme, css, diverging};
use crate::dom;

/// The value between the classes.
pub const MIDDLE: f64 = 0.5;

/// The share of the classes' colours at both ends of the scale. The edge of a point ([`point`]) remains visible on them: a test of
/// the figures measures its contrast.
const STRENGTH: f64 = 0.58;

/// The colour bytes (red, green, blue, opaque) of values from `low` to `high`. The middle of the range has the panel's
/// colour. Lower values are bluer, higher values are more orange.
pub fn pixels(values: &[f32], low: f64, high: f64, theme: &Theme) -> Vec<u8> {
    // A table of 256 steps mixes each colour once, instead of once for each of ten thousand points.
    let table: Vec<[u8; 3]> = (0..256_u32)
        .map(|i| {
            let t = f64::from(i) / 255.0 * 2.0 - 1.0;
            let scale = [theme.class0, theme.panel, theme.class1];
            let colour = diverging(scale, t * STRENGTH);
            [colour.0, colour.1, colour.2]
        })
        .collect();
    let scale = 255.0 / (high - low).max(1e-12);
    values
        .iter()
        .flat_map(|value| {
            let place = ((f64::from(*value) - low) * scale)
                .round()
                .clamp(0.0, 255.0);
            // A value that is no number is on neither side.
            let place = if place.is_nan() { 127.0 } else { place };
            let [red, green, blue] = table.get(place as usize).copied().unwrap_or_default();
            [red, green, blue, 255]
        })
        .collect()
}

/// Draws `values` (`side` x `side`, first row on top) over the whole canvas, and smooths them.
pub fn draw(
    canvas: &HtmlCanvasElement,
    scratch: &HtmlCanvasElement,
    values: &[u8],
    side: u32,
) -> Option<()> {
    let (width, height, _) = dom::fit_canvas(canvas);
    if scratch.width() != side || scratch.height() != side {
        scratch.set_width(side);
        scratch.set_height(side);
    }
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(values), side, side).ok()?;
    context(scratch)?.put_image_data(&image, 0.0, 0.0).ok()?;
    let target = context(canvas)?;
    target.set_image_smoothing_enabled(true);
    target
        .draw_image_with_html_canvas_element_and_dw_and_dh(
            scratch,
            0.0,
            0.0,
            f64::from(width),
            f64::from(height),
        )
        .ok()
}

/// The colours of a point: its inside, which tells its class, and its edge, which stands out from every ground.
pub fn point(theme: &Theme, class1: bool) -> [Rgb; 2] {
    [if class1 { theme.class1 } else { theme.class0 }, theme.ink]
}

/// Points in one path. One path of thousands takes longer than many short ones.
const TOGETHER: usize = 48;

/// Draws points on an empty canvas that extends from `-reach` to `reach`. Class 0 has filled circles, class 1 squares.
/// `rows` are x, y, class. Many points are smaller than few.
pub fn points(canvas: &HtmlCanvasElement, theme: &Theme, rows: &[f64], reach: f64) -> Option<()> {
    let context = context(canvas)?;
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.clear_rect(0.0, 0.0, width, height);
    let crowd = (rows.len() as f64 / 1_500.0).max(0.25).sqrt().sqrt();
    let size = (width / 135.0 / crowd).max(2.0);
    context.set_line_width((size / 3.0).max(1.0));
    for class in [0.0, 1.0] {
        let [fill, edge] = point(theme, class == 1.0);
        context.set_fill_style_str(&css(fill));
        context.set_stroke_style_str(&css(edge));
        let own: Vec<&[f64]> = rows.chunks_exact(3).filter(|row| row[2] == class).collect();
        for some in own.chunks(TOGETHER) {
            context.begin_path();
            for row in some {
                let x = (row[0] / reach + 1.0) / 2.0 * width;
                let y = (1.0 - row[1] / reach) / 2.0 * height;
                if class == 0.0 {
                    context.move_to(x + size, y);
                    context.arc(x, y, size, 0.0, std::f64::consts::TAU).ok()?;
                } else {
                    context.rect(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8);
                }
            }
            context.fill();
            context.stroke();
        }
    }
    Some(())
}

/// Sets a canvas's pixels, `width` in a row.
pub fn put(canvas: &HtmlCanvasElement, pixels: &[u8], width: u32) -> Option<()> {
    let height = pixels.len() as u32 / 4 / width.max(1);
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(pixels), width, height).ok()?;
    context(canvas)?.put_image_data(&image, 0.0, 0.0).ok()
}

/// The 2-D context of a canvas.
pub fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}
