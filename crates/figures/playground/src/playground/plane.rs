//! The plane on the page: the surface, the points above it, and the scale below it.

use std::cell::Cell;

use redes_diagram::numbers::scale;
use redes_experiment::circles::{REACH, SURFACE};
use redes_shell::{
    dom::{self, Result, part},
    number,
    plot::{Rgb, Theme, css, diverging, mix, surface},
};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlElement};

use super::{
    link::State,
    numbers::{self, Course, Point},
};

/// The plane's parts.
pub struct Plane {
    surface: HtmlCanvasElement,
    points: HtmlCanvasElement,
    ramp: HtmlCanvasElement,
    scratch: HtmlCanvasElement,
    scale: [Element; 3],
    /// Size, theme and set of points that the canvas of points shows.
    pointed: Cell<Option<(u32, Theme, u32)>>,
}

impl Plane {
    /// Finds the parts.
    pub fn new(host: &HtmlElement) -> Result<Self> {
        Ok(Self {
            surface: part(host, "surface")?,
            points: part(host, "points")?,
            ramp: part(host, "ramp")?,
            scratch: dom::document()?.create_element("canvas")?.dyn_into()?,
            scale: [
                part(host, "low")?,
                part(host, "middle")?,
                part(host, "high")?,
            ],
            pointed: Cell::new(None),
        })
    }

    /// The surface and the points, for a picture to take away.
    pub fn canvases(&self) -> [&HtmlCanvasElement; 2] {
        [&self.surface, &self.points]
    }

    /// Describes the surface in words.
    pub fn describe(&self, words: &str) {
        dom::set_attribute(&self.surface, "aria-label", words);
    }

    /// Draws the surface of the last report.
    pub fn draw_surface(&self, theme: &Theme, state: &State, course: &Course) -> Option<[f64; 2]> {
        let look = course.last()?.look;
        let layer = look.map_or(state.layers.len(), |(layer, _)| layer as usize);
        let [low, high] = numbers::limits(state, layer, course.surface());
        let values = numbers::viewed(state.view, course.surface(), [low, high]);
        let pixels = surface::pixels(&values, low, high, theme);
        if pixels.len() == SURFACE * SURFACE * 4 {
            surface::draw(&self.surface, &self.scratch, &pixels, SURFACE as u32);
        }
        Some([low, high])
    }

    /// Draws the scale of the colours.
    pub fn draw_scale(&self, theme: &Theme, state: &State, limits: [f64; 2]) {
        let values: Vec<f32> = (0..256_u16).map(|i| f32::from(i) / 255.0).collect();
        let values = numbers::viewed(state.view, &values, [0.0, 1.0]);
        surface::put(&self.ramp, &surface::pixels(&values, 0.0, 1.0, theme), 256);
        for (element, (value, decimals)) in self.scale.iter().zip(scale(limits)) {
            dom::set_text(element, &number::fixed(value, decimals));
        }
    }

    /// Draws the points of the course, where they, the size or the theme have changed.
    pub fn draw_points(&self, theme: &Theme, state: &State, course: &Course) {
        let (width, _, _) = dom::fit_canvas(&self.points);
        let key = Some((width, *theme, course.drawing()));
        if self.pointed.replace(key) != key {
            points(&self.points, theme, course.points(), state.regression());
        }
    }

    /// Draws other points than those of the course, which are drawn again at the next change.
    pub fn draw_others(&self, theme: &Theme, others: &[Point], values: bool) {
        dom::fit_canvas(&self.points);
        self.pointed.set(None);
        points(&self.points, theme, others, values);
    }
}

/// The look of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// The colour of its inside.
    pub fill: Rgb,
    /// The colour of its edge.
    pub edge: Rgb,
    /// The width of its edge, in parts of its size.
    pub width: f64,
    /// Whether it is a square.
    pub square: bool,
}

/// The look of a point: class 0 is a circle, class 1 a square; a test point is hollow. A value has its colour.
pub fn look(theme: &Theme, point: &Point, values: bool) -> Look {
    if values {
        let scale = [theme.class0, theme.panel, theme.class1];
        return Look {
            fill: diverging(scale, point.target.clamp(-1.0, 1.0)),
            edge: theme.ink,
            width: if point.test { 0.6 } else { 0.33 },
            square: false,
        };
    }
    let square = point.target > 0.5;
    let [fill, edge] = surface::point(theme, square);
    let (fill, edge, width) = match point.test {
        // A ring in the class's colour alone would be faint on the ground of its class.
        true => (theme.panel, mix(fill, edge, 0.6), 0.6),
        false => (fill, edge, 0.33),
    };
    Look {
        fill,
        edge,
        width,
        square,
    }
}

/// The radius of a point on a plane so many pixels wide: many points are smaller than few.
pub fn size(width: f64, count: usize) -> f64 {
    let crowd = (count as f64 / 500.0).max(0.25).sqrt().sqrt();
    (width / 120.0 / crowd).max(2.0)
}

/// A point's place on a plane of a width: right and down.
pub fn place([x, y]: [f64; 2], width: f64) -> [f64; 2] {
    [
        (x / REACH + 1.0) / 2.0 * width,
        (1.0 - y / REACH) / 2.0 * width,
    ]
}

fn points(canvas: &HtmlCanvasElement, theme: &Theme, all: &[Point], values: bool) -> Option<()> {
    let context = surface::context(canvas)?;
    let width = f64::from(canvas.width());
    context.clear_rect(0.0, 0.0, width, f64::from(canvas.height()));
    let size = size(width, all.len());
    for point in all {
        point_at(
            &context,
            place(point.at, width),
            size,
            &look(theme, point, values),
        )?;
    }
    Some(())
}

fn point_at(
    context: &CanvasRenderingContext2d,
    [x, y]: [f64; 2],
    size: f64,
    look: &Look,
) -> Option<()> {
    context.set_fill_style_str(&css(look.fill));
    context.set_stroke_style_str(&css(look.edge));
    context.set_line_width(size * look.width);
    context.begin_path();
    if look.square {
        context.rect(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8);
    } else {
        context.arc(x, y, size, 0.0, std::f64::consts::TAU).ok()?;
    }
    context.fill();
    context.stroke();
    Some(())
}
