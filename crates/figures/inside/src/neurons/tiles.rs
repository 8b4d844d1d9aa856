//! The neurons as tiles on one canvas: the weights of each as an image, with a bar for its answer below. Tiles glide to
//! their places when the order changes.

use std::cell::{Cell, RefCell};

use redes_data::mnist::SIDE;
use redes_shell::{
    dom::{self, Result, part},
    plot::{Rgb, Theme, css, diverging, surface},
};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

use super::numbers::{Inside, NEURONS, Reading};

/// Tiles in a row of the scratch canvas.
const ACROSS: usize = 16;
/// Steps of the colour scale to each side of 0.
const STEPS: usize = 127;
/// The share of the rest of its way that a tile goes in a frame.
const GLIDE: f64 = 0.22;
/// The least opacity of a tile, that of a neuron that answers nothing.
const DIM: f64 = 0.3;
/// Shares of a tile's width: the gap between tiles, and the height of the bar with its gap.
const GAP: f64 = 0.08;
const BAR: f64 = 0.12;
/// The height of a tile by its width.
pub const HEIGHT: f64 = 1.0 + BAR;

/// The tiles on the page.
pub struct Tiles {
    canvas: HtmlCanvasElement,
    /// All images side by side, a pixel a weight.
    scratch: HtmlCanvasElement,
    /// Where each neuron's tile is: column and row.
    places: RefCell<Vec<[f64; 2]>>,
    /// The number of neurons.
    count: Cell<usize>,
}

impl Tiles {
    /// The tiles of a figure.
    pub fn new(host: &HtmlElement) -> Result<Self> {
        let scratch = dom::document()?.create_element("canvas")?;
        Ok(Self {
            canvas: part(host, "tiles")?,
            scratch: scratch.dyn_into()?,
            places: RefCell::default(),
            count: Cell::new(NEURONS),
        })
    }

    /// Columns on the page: 16 on a wide canvas, 8 on a high one.
    pub fn columns(&self) -> usize {
        // A wide canvas is four times as wide for its height as a high one, whatever the number of rows.
        let rows = self.count.get().div_ceil(ACROSS) as i32;
        let wide = self.canvas.client_width() * rows > self.canvas.client_height() * 7;
        if wide { ACROSS } else { ACROSS / 2 }
    }

    /// The place in the order of the tile at shares of the canvas's size.
    pub fn at(&self, across: f64, down: f64) -> usize {
        let columns = self.columns();
        let rows = self.count.get().div_ceil(columns);
        let [row, column] = redes_shell::plot::cells::at([rows, columns], across, down);
        row * columns + column
    }

    /// Makes the images of the weights.
    pub fn paint(&self, theme: &Theme, inside: &Inside) -> Option<()> {
        let scale = STEPS as f64 / inside.scale().max(1e-12);
        let colours = scale_of(theme);
        let (width, rows) = (ACROSS * SIDE, inside.neurons().div_ceil(ACROSS));
        self.count.set(inside.neurons());
        let style = self.canvas.style();
        style.set_property("--rows", &rows.to_string()).ok()?;
        let mut pixels = vec![255; width * rows * SIDE * 4];
        for (pixel, weights) in inside.rows().enumerate() {
            for (neuron, weight) in weights.iter().enumerate() {
                let step = (f64::from(*weight) * scale).round();
                let step = step.clamp(-(STEPS as f64), STEPS as f64) as isize + STEPS as isize;
                let y = neuron / ACROSS * SIDE + pixel / SIDE;
                let x = neuron % ACROSS * SIDE + pixel % SIDE;
                let place = (y * width + x) * 4;
                let colour = colours.get(step as usize)?;
                pixels.get_mut(place..place + 3)?.copy_from_slice(colour);
            }
        }
        let size = [width, rows * SIDE].map(|length| length as u32);
        if [self.scratch.width(), self.scratch.height()] != size {
            self.scratch.set_width(size[0]);
            self.scratch.set_height(size[1]);
        }
        surface::put(&self.scratch, &pixels, width as u32)
    }

    /// Draws the tiles; true while some of them still glide. `order` has the neurons in their order.
    pub fn draw(
        &self,
        theme: &Theme,
        reading: &Reading,
        order: &[usize],
        chosen: usize,
    ) -> Option<bool> {
        let (width, height, ratio) = dom::fit_canvas(&self.canvas);
        let context = surface::context(&self.canvas)?;
        context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
        let columns = self.columns();
        let tile = f64::from(width) / columns as f64;
        let moving = self.glide(columns, order);
        let strongest = reading.strongest();
        let places = self.places.borrow();
        for (neuron, [column, row]) in places.iter().enumerate() {
            let answer = *reading.answers.get(neuron)?;
            let share = f64::from(answer.abs() / strongest);
            let (x, y) = (column * tile, row * tile * HEIGHT);
            let side = tile * (1.0 - GAP);
            context.set_global_alpha(DIM + (1.0 - DIM) * share.sqrt());
            self.image(&context, neuron, [x, y, side])?;
            context.set_global_alpha(1.0);
            let bar = tile * (BAR - 0.05);
            context.set_fill_style_str(&css(theme.rule));
            context.fill_rect(x, y + side + 1.0, side, bar);
            let colour = if answer < 0.0 {
                theme.class0
            } else {
                theme.class1
            };
            context.set_fill_style_str(&css(colour));
            context.fill_rect(x, y + side + 1.0, side * share, bar);
            if neuron == chosen {
                context.set_stroke_style_str(&css(theme.ink));
                context.set_line_width(2.0 * ratio);
                context.stroke_rect(x + ratio, y + ratio, side - 2.0 * ratio, side - ratio + bar);
            }
        }
        Some(moving)
    }

    fn image(
        &self,
        context: &CanvasRenderingContext2d,
        neuron: usize,
        [x, y, side]: [f64; 3],
    ) -> Option<()> {
        let pixels = SIDE as f64;
        // Squares of equal size where a weight has several pixels; else a smooth image.
        context.set_image_smoothing_enabled(side < 3.0 * pixels);
        context
            .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &self.scratch,
                (neuron % ACROSS * SIDE) as f64,
                (neuron / ACROSS * SIDE) as f64,
                pixels,
                pixels,
                x,
                y,
                side,
                side,
            )
            .ok()
    }

    /// Moves the tiles towards their places; true while some have not arrived.
    fn glide(&self, columns: usize, order: &[usize]) -> bool {
        let mut places = self.places.borrow_mut();
        let jump = places.len() != order.len() || still();
        places.resize(order.len(), [0.0; 2]);
        let mut moving = false;
        for (place, neuron) in order.iter().enumerate() {
            let target = [(place % columns) as f64, (place / columns) as f64];
            if let Some(at) = places.get_mut(*neuron) {
                let far = (target[0] - at[0]).hypot(target[1] - at[1]);
                if jump || far < 0.02 {
                    *at = target;
                } else {
                    at[0] += (target[0] - at[0]) * GLIDE;
                    at[1] += (target[1] - at[1]) * GLIDE;
                    moving = true;
                }
            }
        }
        moving
    }
}

/// Whether the reader wants nothing to move.
fn still() -> bool {
    let query =
        dom::window().and_then(|window| window.match_media("(prefers-reduced-motion: reduce)"));
    query.ok().flatten().is_some_and(|query| query.matches())
}

/// The colours from the most negative to the most positive.
fn scale_of(theme: &Theme) -> Vec<[u8; 3]> {
    let scale = [theme.class0, theme.panel, theme.class1];
    let steps = 0..=2 * STEPS;
    let colour = steps.map(|step| diverging(scale, step as f64 / STEPS as f64 - 1.0));
    colour
        .map(|Rgb(red, green, blue)| [red, green, blue])
        .collect()
}
