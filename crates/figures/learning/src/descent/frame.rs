//! Where a point of the walk is on the canvas: the axes, their room and their marks.

use redes_lessons::cost_landscape::Point;
use redes_sheet::axis::{Room, marks};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use redes_shell::{
    dom, number,
    plot::{Rgb, Theme, css, surface},
};

/// Room for the numbers of the axes, in CSS pixels: left and below.
const ROOM: (f64, f64) = (42.0, 24.0);
/// Room above and to the right.
const EDGE: f64 = 8.0;

/// The canvas with its axes.
pub struct Frame {
    /// What is drawn on.
    pub context: CanvasRenderingContext2d,
    /// Pixels of the canvas to a CSS pixel.
    pub ratio: f64,
    /// The picture's left, top, width and height, in pixels of the canvas.
    pub place: [f64; 4],
    /// Least and greatest value along each axis.
    pub limits: [(f64, f64); 2],
}

impl Frame {
    /// A frame over a whole canvas; `limits` gets the height of the picture for each of its widths.
    pub fn new(
        canvas: &HtmlCanvasElement,
        limits: impl FnOnce(f64) -> [(f64, f64); 2],
    ) -> Option<Self> {
        let (width, height, ratio) = dom::fit_canvas(canvas);
        let place = place(f64::from(width), f64::from(height), ratio);
        let [_, _, wide, high] = place;
        if wide < 20.0 || high < 20.0 {
            return None;
        }
        Some(Self {
            context: surface::context(canvas)?,
            ratio,
            place,
            limits: limits(high / wide),
        })
    }

    /// Pixels of the canvas.
    pub fn at(&self, point: Point) -> (f64, f64) {
        let [left, top, width, height] = self.place;
        let [(x0, x1), (y0, y1)] = self.limits;
        (
            left + (point[0] - x0) / (x1 - x0) * width,
            top + (y1 - point[1]) / (y1 - y0) * height,
        )
    }

    /// What lies at a share of the canvas's width and height.
    pub fn point(&self, across: f64, down: f64) -> Point {
        let canvas = self.context.canvas();
        let (width, height) = canvas.map_or((1.0, 1.0), |canvas| {
            (f64::from(canvas.width()), f64::from(canvas.height()))
        });
        let [left, top, wide, high] = self.place;
        let [(x0, x1), (y0, y1)] = self.limits;
        let share = |at: f64, start: f64, length: f64| ((at - start) / length).clamp(0.0, 1.0);
        [
            x0 + share(across * width, left, wide) * (x1 - x0),
            y1 - share(down * height, top, high) * (y1 - y0),
        ]
    }

    /// The ground, marks and numbers of the axes; names stand at their ends.
    pub fn axes(&self, theme: &Theme, names: [&str; 2]) -> Option<()> {
        let (context, px) = (&self.context, |css: f64| css * self.ratio);
        let [left, top, width, height] = self.place;
        let font = |style: &str, family: &str| format!("{style} {}px {family}", px(12.0).round());
        context.set_font(&font("", "system-ui, sans-serif"));
        context.set_fill_style_str(&css(theme.ink_soft));
        context.set_stroke_style_str(&css(theme.rule));
        context.set_line_width(px(1.0).round());
        context.stroke_rect(left, top, width, height);
        let [(x0, x1), (y0, y1)] = self.limits;
        context.set_text_baseline("top");
        context.set_text_align("center");
        for x in marks([x0, x1], room(width / px(70.0))) {
            let (at, _) = self.at([x, y0]);
            self.line(
                theme.rule,
                1.0,
                &[(at, top + height), (at, top + height + px(4.0))],
            );
            context
                .fill_text(&number::mark(x), at, top + height + px(7.0))
                .ok()?;
        }
        context.set_text_baseline("middle");
        context.set_text_align("right");
        for y in marks([y0, y1], room(height / px(50.0))) {
            let (_, at) = self.at([x0, y]);
            self.line(theme.rule, 1.0, &[(left - px(4.0), at), (left, at)]);
            context
                .fill_text(&number::mark(y), left - px(7.0), at)
                .ok()?;
        }
        context.set_font(&font("italic 600", "serif"));
        context.set_fill_style_str(&css(theme.ink));
        context.set_text_baseline("bottom");
        context
            .fill_text(names[0], left + width - px(6.0), top + height - px(4.0))
            .ok()?;
        context.set_text_baseline("top");
        context.set_text_align("left");
        context
            .fill_text(names[1], left + px(6.0), top + px(5.0))
            .ok()
    }

    /// A line through points of the canvas, so many CSS pixels wide.
    pub fn line(&self, colour: Rgb, width: f64, points: &[(f64, f64)]) {
        let context = &self.context;
        context.set_stroke_style_str(&css(colour));
        context.set_line_width(width * self.ratio);
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

    /// A disc of the canvas with a rim.
    pub fn disc(&self, (x, y): (f64, f64), radius: f64, fill: Rgb, rim: Rgb, width: f64) {
        let context = &self.context;
        context.set_fill_style_str(&css(fill));
        context.set_stroke_style_str(&css(rim));
        context.set_line_width(width * self.ratio);
        context.begin_path();
        if context
            .arc(x, y, radius * self.ratio, 0.0, std::f64::consts::TAU)
            .is_ok()
        {
            context.fill();
            if width > 0.0 {
                context.stroke();
            }
        }
    }

    /// An arrow from a point of the canvas; one of no length isn't drawn.
    pub fn arrow(&self, colour: Rgb, from: (f64, f64), by: (f64, f64)) {
        let length = by.0.hypot(by.1);
        if length < 1.0 {
            return;
        }
        let (x, y) = (from.0 + by.0, from.1 + by.1);
        let head = 9.0 * self.ratio;
        let (along, aside) = (
            (by.0 / length, by.1 / length),
            (-by.1 / length, by.0 / length),
        );
        self.line(
            colour,
            2.5,
            &[from, (x - along.0 * head * 0.7, y - along.1 * head * 0.7)],
        );
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

    /// Draws within the picture alone.
    pub fn within(&self, draw: impl FnOnce()) {
        let [left, top, width, height] = self.place;
        self.context.save();
        self.context.begin_path();
        self.context.rect(left, top, width, height);
        self.context.clip();
        draw();
        self.context.restore();
    }
}

/// The picture's left, top, width and height on a canvas of so many pixels.
fn place(width: f64, height: f64, ratio: f64) -> [f64; 4] {
    let left = (ROOM.0 * ratio).round();
    let top = (EDGE * ratio).round();
    [
        left,
        top,
        width - left - (EDGE * ratio).round(),
        height - top - (ROOM.1 * ratio).round(),
    ]
}

/// From two to eight parts.
fn room(parts: f64) -> Room {
    Room::Parts(parts.clamp(2.0, 8.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_for_the_axes() {
        assert_eq!(place(600.0, 400.0, 1.0), [42.0, 8.0, 550.0, 368.0]);
    }
}
