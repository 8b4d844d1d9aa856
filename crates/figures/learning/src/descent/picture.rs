//! The landscape, and on it where the walk has been: a curve, or a surface seen from above.

use std::cell::RefCell;

use redes_lessons::{
    cost_landscape::{Landscape, Point},
    descent::{Descent, Place},
};
use web_sys::HtmlCanvasElement;

use super::{frame::Frame, link::view, relief::Relief};
use redes_shell::plot::Theme;

/// Points of a curve.
const POINTS: usize = 260;
/// Steps that get a dot at most.
const DOTS: usize = 400;
/// CSS pixels between two dots at least.
const APART: f64 = 4.0;
/// Steps that are drawn at all.
const TRAIL: usize = 4_000;
/// The ball's radius, in CSS pixels.
const BALL: f64 = 8.0;

/// The picture of the walk.
pub struct Picture {
    canvas: HtmlCanvasElement,
    relief: RefCell<Relief>,
}

impl Picture {
    /// A picture on a canvas.
    pub fn new(canvas: HtmlCanvasElement) -> Self {
        Self {
            canvas,
            relief: RefCell::default(),
        }
    }

    /// Where a pointer is, from its shares of the canvas's width and height.
    pub fn point(&self, walk: &Descent, across: f64, down: f64) -> Option<Point> {
        Some(self.frame(walk)?.point(across, down))
    }

    /// Draws landscape and walk.
    pub fn draw(&self, walk: &Descent, theme: &Theme) -> Option<()> {
        let frame = self.frame(walk)?;
        let (width, height) = (
            f64::from(self.canvas.width()),
            f64::from(self.canvas.height()),
        );
        frame.context.clear_rect(0.0, 0.0, width, height);
        if walk.settings().landscape.dimensions() == 1 {
            curve(&frame, walk, theme);
            frame.axes(theme, ["w", "C"])
        } else {
            let landscape = walk.settings().landscape;
            let drawn = self.relief.borrow_mut().draw(&frame, landscape, theme);
            surface(&frame, walk, theme);
            frame.axes(theme, ["x", "y"])?;
            drawn
        }
    }

    fn frame(&self, walk: &Descent) -> Option<Frame> {
        let landscape = walk.settings().landscape;
        let scale = scale(walk);
        let (low, high, reach) = view(landscape);
        let (low, high, reach) = (low * scale, high * scale, reach * scale);
        Frame::new(&self.canvas, |aspect| {
            if landscape.dimensions() == 1 {
                return [(low, high), heights(landscape, low, high)];
            }
            // Both parameters on the same scale: the steepest way crosses the contours at right angles.
            let wide = (high - low).max(2.0 * reach / aspect);
            let (middle, high) = ((low + high) / 2.0, wide * aspect / 2.0);
            [(middle - wide / 2.0, middle + wide / 2.0), (-high, high)]
        })
    }
}

/// How many times as far as at first must be seen for the whole walk to be: 1, 2, 4 …
fn scale(walk: &Descent) -> f64 {
    let (low, high, reach) = view(walk.settings().landscape);
    // A parameter that isn't there is 0, and never out of sight.
    let share = |value: f64, reach: f64| if value == 0.0 { 0.0 } else { value / reach };
    let furthest = walk
        .places()
        .iter()
        .map(|place| {
            let [x, y] = place.point;
            share(x, low).max(share(x, high)).max(share(y.abs(), reach))
        })
        .filter(|share| share.is_finite())
        .fold(1.0, f64::max);
    furthest.min(1e9).log2().ceil().exp2()
}

/// Least and greatest cost of a curve, with some room.
fn heights(landscape: Landscape, low: f64, high: f64) -> (f64, f64) {
    let costs = xs(low, high).map(|x| landscape.cost([x, 0.0]));
    let (low, high) = costs.fold((landscape.lowest(), f64::MIN), |(low, high), cost| {
        (low.min(cost), high.max(cost))
    });
    let room = (high - low).max(1e-9) * 0.06;
    (low - room, high + room)
}

fn xs(low: f64, high: f64) -> impl Iterator<Item = f64> {
    (0..=POINTS).map(move |i| low + (high - low) * i as f64 / POINTS as f64)
}

fn recent(walk: &Descent) -> &[Place] {
    let places = walk.places();
    &places[places.len().saturating_sub(TRAIL)..]
}

fn curve(frame: &Frame, walk: &Descent, theme: &Theme) {
    let landscape = walk.settings().landscape;
    let (low, high) = frame.limits[0];
    let ground: Vec<(f64, f64)> = xs(low, high)
        .map(|x| frame.at([x, landscape.cost([x, 0.0])]))
        .collect();
    let seen = |place: &Place| frame.at([place.point[0], place.cost]);
    frame.within(|| {
        frame.line(theme.ink_soft, 2.0, &ground);
        let place = walk.place();
        if !place.cost.is_finite() {
            return;
        }
        let ball = seen(place);
        // The slope at the ball, as long on the canvas wherever it is.
        let ahead = frame.at([place.point[0] + 1.0, place.cost + place.gradient[0]]);
        let (dx, dy) = (ahead.0 - ball.0, ahead.1 - ball.1);
        let length = 62.0 * frame.ratio / dx.hypot(dy).max(1e-9);
        let (dx, dy) = (dx * length, dy * length);
        let side = if place.gradient[0] < 0.0 {
            theme.class0
        } else {
            theme.class1
        };
        frame.line(
            side,
            2.0,
            &[(ball.0 - dx, ball.1 - dy), (ball.0 + dx, ball.1 + dy)],
        );
        trail(frame, walk, theme, seen);
        frame.disc(ball, BALL, theme.accent, theme.ink, 2.0);
    });
}

fn surface(frame: &Frame, walk: &Descent, theme: &Theme) {
    let seen = |place: &Place| frame.at(place.point);
    frame.within(|| {
        trail(frame, walk, theme, seen);
        let place = walk.place();
        let ball = seen(place);
        let slope = place.slope();
        if slope.is_finite() && slope > 0.0 {
            // Down is where the gradient doesn't point; the canvas's y grows downwards.
            let length = 44.0 * frame.ratio / slope;
            let by = (-place.gradient[0] * length, place.gradient[1] * length);
            frame.arrow(theme.ink, ball, by);
        }
        frame.disc(ball, BALL, theme.accent, theme.ink, 2.0);
    });
}

/// Lines from step to step, a dot on each, a ring at the start.
fn trail(frame: &Frame, walk: &Descent, theme: &Theme, seen: impl Fn(&Place) -> (f64, f64)) {
    let points: Vec<(f64, f64)> = recent(walk).iter().map(&seen).collect();
    frame.line(theme.accent, 1.5, &points);
    // Dots that would cover one another are left out.
    let mut last = (f64::INFINITY, f64::INFINITY);
    let mut dots = 0;
    for point in points.iter().rev() {
        if dots < DOTS && (point.0 - last.0).hypot(point.1 - last.1) > APART * frame.ratio {
            frame.disc(*point, 3.0, theme.accent, theme.panel, 1.0);
            (last, dots) = (*point, dots + 1);
        }
    }
    if let Some(first) = walk.places().first() {
        frame.disc(seen(first), 6.0, theme.panel, theme.ink, 2.0);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::link::State;
    use super::*;

    #[test]
    fn the_view_widens_by_doubling() {
        let mut settings = State::usual(Landscape::Parabola).settings();
        settings.rate = 1.1;
        let mut walk = Descent::new(settings).unwrap();
        assert_eq!(scale(&walk), 1.0);
        walk.run(5).unwrap();
        assert_eq!(scale(&walk), 2.0);
        walk.run(1_000).unwrap();
        assert!(scale(&walk).is_finite());
    }

    #[test]
    fn a_curves_heights_hold_its_ball() {
        for landscape in Landscape::ALL {
            let (low, high) = heights(landscape, -2.0, 2.0);
            assert!(low < landscape.lowest() && high > landscape.cost([2.0, 0.0]));
        }
    }
}
