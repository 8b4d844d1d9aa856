//! Lines, dots and axes of the picture, drawn on its canvas.

use redes_lessons::descent::{Descent, Place};
use redes_sheet::decimal::shortest;
use redes_shell::{
    number,
    plot::{Rgb, Theme, css},
};
use web_sys::CanvasRenderingContext2d;

use super::{numbers, plane::Plane};

/// The most steps that have a dot.
const DOTS: usize = 400;
/// The least distance between two dots, in CSS pixels.
const APART: f64 = 4.0;
/// The ball's radius, in CSS pixels.
const BALL: f64 = 8.0;

/// A canvas to draw on.
pub struct Pen {
    /// Where it draws.
    pub context: CanvasRenderingContext2d,
    /// Where points lie on the canvas.
    pub plane: Plane,
}

impl Pen {
    /// The curve, the ball, the slope at the ball, and the trail.
    pub fn curve(&self, walk: &Descent, theme: &Theme) {
        let [ends, _] = self.plane.limits;
        let points = numbers::curve(walk.settings().landscape, ends);
        let ground: Vec<(f64, f64)> = points.map(|point| self.plane.at(point)).collect();
        let seen = |place: &Place| self.plane.at([place.point[0], place.cost]);
        self.line(theme.ink_soft, 2.0, &ground);
        let place = walk.place();
        if !place.cost.is_finite() {
            return;
        }
        let ball = seen(place);
        let slope = place.gradient[0];
        // The tangent has the same length on the canvas at any slope.
        let ahead = self.plane.at([place.point[0] + 1.0, place.cost + slope]);
        let (dx, dy) = (ahead.0 - ball.0, ahead.1 - ball.1);
        let length = 62.0 * self.plane.ratio / dx.hypot(dy).max(1e-9);
        let (dx, dy) = (dx * length, dy * length);
        let side = if slope < 0.0 {
            theme.class0
        } else {
            theme.class1
        };
        let tangent = [(ball.0 - dx, ball.1 - dy), (ball.0 + dx, ball.1 + dy)];
        self.line(side, 2.0, &tangent);
        self.trail(walk, theme, seen);
        self.disc(ball, BALL, theme.accent, theme.ink, 2.0);
    }

    /// The trail, the ball and the steepest way down.
    pub fn surface(&self, walk: &Descent, theme: &Theme) {
        let seen = |place: &Place| self.plane.at(place.point);
        self.trail(walk, theme, seen);
        let place = walk.place();
        let ball = seen(place);
        let slope = place.slope();
        if slope.is_finite() && slope > 0.0 {
            // Against the gradient; the canvas's y grows downwards.
            let length = 44.0 * self.plane.ratio / slope;
            let by = (-place.gradient[0] * length, place.gradient[1] * length);
            self.arrow(theme.ink, ball, by);
        }
        self.disc(ball, BALL, theme.accent, theme.ink, 2.0);
    }

    /// A line from step to step, a dot on each step and a ring at the start.
    fn trail(&self, walk: &Descent, theme: &Theme, seen: impl Fn(&Place) -> (f64, f64)) {
        let points: Vec<(f64, f64)> = numbers::recent(walk).iter().map(&seen).collect();
        self.line(theme.accent, 1.5, &points);
        // Dots that would overlap are left out.
        let mut last = (f64::INFINITY, f64::INFINITY);
        let mut dots = 0;
        for point in points.iter().rev() {
            let away = (point.0 - last.0).hypot(point.1 - last.1);
            if dots < DOTS && away > APART * self.plane.ratio {
                self.disc(*point, 3.0, theme.accent, theme.panel, 1.0);
                (last, dots) = (*point, dots + 1);
            }
        }
        if let Some(first) = walk.places().first() {
            self.disc(seen(first), 6.0, theme.panel, theme.ink, 2.0);
        }
    }

    /// The frame, marks and numbers of the axes, and their names at the ends.
    pub fn axes(&self, theme: &Theme, names: [&str; 2]) -> Option<()> {
        let (context, px) = (&self.context, |css: f64| css * self.plane.ratio);
        let [left, top, width, height] = self.plane.area;
        let [(x0, _), (y0, _)] = self.plane.limits;
        let size = shortest(px(12.0).round());
        let font = |style: &str, family: &str| format!("{style} {size}px {family}");
        context.set_font(&font("", "system-ui, sans-serif"));
        context.set_fill_style_str(&css(theme.ink_soft));
        context.set_stroke_style_str(&css(theme.rule));
        context.set_line_width(px(1.0).round());
        context.stroke_rect(left, top, width, height);
        context.set_text_baseline("top");
        context.set_text_align("center");
        let [across, upwards] = self.plane.marks();
        for x in across {
            let (at, _) = self.plane.at([x, y0]);
            let bottom = top + height;
            self.line(theme.rule, 1.0, &[(at, bottom), (at, bottom + px(4.0))]);
            let text = number::mark(x);
            context.fill_text(&text, at, bottom + px(7.0)).ok()?;
        }
        context.set_text_baseline("middle");
        context.set_text_align("right");
        for y in upwards {
            let (_, at) = self.plane.at([x0, y]);
            self.line(theme.rule, 1.0, &[(left - px(4.0), at), (left, at)]);
            let text = number::mark(y);
            context.fill_text(&text, left - px(7.0), at).ok()?;
        }
        let [first, second] = names;
        context.set_font(&font("italic 600", "serif"));
        context.set_fill_style_str(&css(theme.ink));
        context.set_text_baseline("bottom");
        context
            .fill_text(first, left + width - px(6.0), top + height - px(4.0))
            .ok()?;
        context.set_text_baseline("top");
        context.set_text_align("left");
        context
            .fill_text(second, left + px(6.0), top + px(5.0))
            .ok()
    }

    /// A line through points of the canvas; `width` in CSS pixels.
    fn line(&self, colour: Rgb, width: f64, points: &[(f64, f64)]) {
        let context = &self.context;
        context.set_stroke_style_str(&css(colour));
        context.set_line_width(width * self.plane.ratio);
        context.begin_path();
        for (index, (x, y)) in points.iter().enumerate() {
            if index == 0 {
                context.move_to(*x, *y);
            } else {
                context.line_to(*x, *y);
            }
        }
        context.stroke();
    }

    /// A disc with a rim around a point of the canvas; `radius` and `width` in CSS pixels.
    fn disc(&self, (x, y): (f64, f64), radius: f64, fill: Rgb, rim: Rgb, width: f64) {
        let context = &self.context;
        let radius = radius * self.plane.ratio;
        context.set_fill_style_str(&css(fill));
        context.set_stroke_style_str(&css(rim));
        context.set_line_width(width * self.plane.ratio);
        context.begin_path();
        let whole = std::f64::consts::TAU;
        if context.arc(x, y, radius, 0.0, whole).is_ok() {
            context.fill();
            context.stroke();
        }
    }

    /// An arrow from a point of the canvas; one shorter than a pixel is not drawn.
    fn arrow(&self, colour: Rgb, from: (f64, f64), by: (f64, f64)) {
        let length = by.0.hypot(by.1);
        if length < 1.0 {
            return;
        }
        let (x, y) = (from.0 + by.0, from.1 + by.1);
        let head = 9.0 * self.plane.ratio;
        let (along, aside) = (
            (by.0 / length, by.1 / length),
            (-by.1 / length, by.0 / length),
        );
        let neck = (x - along.0 * head * 0.7, y - along.1 * head * 0.7);
        self.line(colour, 2.5, &[from, neck]);
        let context = &self.context;
        context.set_fill_style_str(&css(colour));
        context.begin_path();
        context.move_to(x, y);
        for side in [0.5, -0.5] {
            context.line_to(
                x - head * (along.0 + side * aside.0),
                y - head * (along.1 + side * aside.1),
            );
        }
        context.fill();
    }

    /// Cuts off at the picture's edges what `draw` draws.
    pub fn within(&self, draw: impl FnOnce()) {
        let [left, top, width, height] = self.plane.area;
        self.context.save();
        self.context.begin_path();
        self.context.rect(left, top, width, height);
        self.context.clip();
        draw();
        self.context.restore();
    }
}
