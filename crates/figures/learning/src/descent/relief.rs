//! A surface seen from above: the higher, the darker (in a dark theme, the lighter), with lines of equal cost.

use redes_lessons::cost_landscape::Landscape;
use wasm_bindgen::JsCast;
use web_sys::HtmlCanvasElement;

use super::frame::Frame;
use redes_shell::{
    dom,
    plot::{Rgb, Theme, mix, surface},
};

/// Lines of equal cost.
const LINES: f64 = 14.0;
/// How far the colour goes towards the ink.
const STRENGTH: f64 = 0.36;
/// How dark the lines are on it.
const LINE: f64 = 0.34;
/// Pixels of the picture at most: it is drawn larger on finer screens.
const PIXELS: f64 = 500_000.0;

/// What a picture depends on.
type Of = (Landscape, [u64; 4], [(f64, f64); 2], [Rgb; 2]);

/// The picture, kept until something else is to be seen.
#[derive(Default)]
pub struct Relief {
    kept: Option<(Of, HtmlCanvasElement)>,
}

impl Relief {
    /// Draws the surface within a frame.
    pub fn draw(&mut self, frame: &Frame, landscape: Landscape, theme: &Theme) -> Option<()> {
        let size = frame.place.map(|value| value as u64);
        let of = (landscape, size, frame.limits, [theme.panel, theme.ink]);
        if self.kept.as_ref().is_none_or(|(kept, _)| *kept != of) {
            self.kept = Some((of, paint(frame, landscape, theme)?));
        }
        let [left, top, width, height] = frame.place;
        let (_, picture) = self.kept.as_ref()?;
        frame
            .context
            .draw_image_with_html_canvas_element_and_dw_and_dh(picture, left, top, width, height)
            .ok()
    }
}

fn paint(frame: &Frame, landscape: Landscape, theme: &Theme) -> Option<HtmlCanvasElement> {
    let [_, _, width, height] = frame.place;
    let fewer = (PIXELS / (width * height)).sqrt().min(1.0);
    let (columns, rows) = ((width * fewer) as usize, (height * fewer) as usize);
    let pixels = pixels(landscape, frame.limits, columns, rows, theme);
    let canvas = dom::document().ok()?.create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
    canvas.set_width(columns as u32);
    canvas.set_height(rows as u32);
    surface::put(&canvas, &pixels, columns as u32)?;
    Some(canvas)
}

/// The colour bytes, row after row from the top.
fn pixels(
    landscape: Landscape,
    limits: [(f64, f64); 2],
    columns: usize,
    rows: usize,
    theme: &Theme,
) -> Vec<u8> {
    let [(x0, x1), (y0, y1)] = limits;
    let x = |column: f64| x0 + (x1 - x0) * (column + 0.5) / columns.max(1) as f64;
    let y = |row: f64| y1 - (y1 - y0) * (row + 0.5) / rows.max(1) as f64;
    let low = landscape.lowest();
    let corners = [[x0, y0], [x0, y1], [x1, y0], [x1, y1]].map(|corner| landscape.cost(corner));
    let high = corners.into_iter().fold(low, f64::max);
    // A root spreads the lines: where C is a parabola they are as far from each other everywhere.
    let level = |column: f64, row: f64| {
        let share = (landscape.cost([x(column), y(row)]) - low) / (high - low).max(1e-12);
        share.max(0.0).sqrt() * LINES
    };
    let shades: Vec<[Rgb; 2]> = (0..=255)
        .map(|i| {
            let ground = mix(theme.panel, theme.ink, f64::from(i) / 255.0 * STRENGTH);
            [ground, mix(ground, theme.ink, LINE)]
        })
        .collect();
    let mut bytes = Vec::with_capacity(columns * rows * 4);
    let mut above: Vec<f64> = (0..columns)
        .map(|column| level(column as f64, -1.0))
        .collect();
    for row in 0..rows {
        let mut before = level(-1.0, row as f64);
        for (column, above) in above.iter_mut().enumerate() {
            let here = level(column as f64, row as f64);
            // How far the nearest line is, in pixels: the level's distance over how fast it changes.
            let change = (here - before).hypot(here - *above).max(1e-9);
            let away = (here - here.round()).abs() / change;
            let line = if here < 0.5 {
                0.0
            } else {
                (1.2 - away).clamp(0.0, 1.0)
            };
            let shade = (here / LINES * 255.0).clamp(0.0, 255.0) as usize;
            let [ground, dark] = shades.get(shade).copied().unwrap_or([theme.panel; 2]);
            let Rgb(red, green, blue) = mix(ground, dark, line);
            bytes.extend([red, green, blue, 255]);
            (before, *above) = (here, here);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surface_is_dark_where_it_is_high() {
        let theme = Theme {
            panel: Rgb(255, 255, 255),
            ink: Rgb(0, 0, 0),
            ink_soft: Rgb(90, 90, 90),
            rule: Rgb(200, 200, 200),
            class0: Rgb(0, 0, 255),
            class1: Rgb(255, 128, 0),
            accent: Rgb(0, 128, 0),
        };
        let limits = [(-6.0, 6.0), (-4.0, 4.0)];
        let bytes = pixels(Landscape::Bowl, limits, 60, 40, &theme);
        assert_eq!(bytes.len(), 60 * 40 * 4);
        let middle = bytes[(20 * 60 + 30) * 4];
        assert!(middle > 250 && bytes[0] < 170);
    }
}
