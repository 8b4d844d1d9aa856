//! The walk, what of its landscape is in view, and what the controls mean in numbers.

use redes_core::Result;
use redes_lessons::{
    cost_landscape::{Landscape, Point},
    descent::{Descent, Place},
};
use redes_sheet::decimal;

use super::link::{RATE, SPEEDS, START, State};

/// Points of a curve, less one.
const POINTS: usize = 260;
/// The most steps of a walk that are drawn: the last ones.
const TRAIL: usize = 4_000;
/// The greatest cost in the graph of costs. Greater ones would flatten all others.
const MUCH: f64 = 10_000.0;
/// The most steps in one frame: after a pause of the browser the ball does not jump.
const LEAP: u64 = 16;
/// The slider of η in hundredths of a power of ten: the least, the greatest and the step. Twenty to a power of ten: more
/// would give the same rate twice, since it is rounded to two figures.
pub const DIAL: (i32, i32, i32) = (-400, 100, 5);

/// The walk of a state, at the state's step.
///
/// # Errors
/// None for a state that a link or the controls made.
pub fn walk(state: &State) -> Result<Descent> {
    let mut walk = Descent::new(state.settings())?;
    walk.run(state.at)?;
    Ok(walk)
}

/// A part of the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// The least and the greatest first parameter.
    pub x: (f64, f64),
    /// The greatest size of the second parameter; 0 on a curve.
    pub reach: f64,
}

/// What is in view of a landscape before a walk leaves it.
pub fn view(landscape: Landscape) -> View {
    let (low, high, reach) = match landscape {
        Landscape::Parabola => (-3.0, 3.0, 0.0),
        Landscape::TwoValleys => (-3.6, 3.6, 0.0),
        Landscape::Plateau => (-6.5, 6.5, 0.0),
        Landscape::Ravine => (-6.5, 11.5, 5.0),
        Landscape::Bowl => (-6.0, 6.0, 4.0),
        Landscape::Saddle => (-3.0, 3.0, 2.0),
    };
    let x = (low, high);
    View { x, reach }
}

/// How many times the usual view is enlarged so that the whole walk is in view: 1, 2, 4 …
pub fn scale(walk: &Descent) -> f64 {
    let View {
        x: (low, high),
        reach,
    } = view(walk.settings().landscape);
    // The second parameter of a curve is 0, and its reach too.
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

/// The least and the greatest value along both axes: of w and C for a curve, of x and y for a surface. `aspect` is the
/// picture's height over its width.
pub fn limits(walk: &Descent, aspect: f64) -> [(f64, f64); 2] {
    let landscape = walk.settings().landscape;
    let scale = scale(walk);
    let View {
        x: (low, high),
        reach,
    } = view(landscape);
    let (low, high, reach) = (low * scale, high * scale, reach * scale);
    if landscape.dimensions() == 1 {
        return [(low, high), heights(landscape, low, high)];
    }
    // Both axes have the same scale, so that the steepest way crosses the lines of equal cost at right angles.
    let wide = (high - low).max(2.0 * reach / aspect);
    let (middle, high) = ((low + high) / 2.0, wide * aspect / 2.0);
    [(middle - wide / 2.0, middle + wide / 2.0), (-high, high)]
}

/// The least and the greatest cost of a curve, with some room below and above.
pub fn heights(landscape: Landscape, low: f64, high: f64) -> (f64, f64) {
    let costs = curve(landscape, (low, high)).map(|[_, cost]| cost);
    let (low, high) = costs.fold((landscape.lowest(), f64::MIN), |(low, high), cost| {
        (low.min(cost), high.max(cost))
    });
    let room = (high - low).max(1e-9) * 0.06;
    (low - room, high + room)
}

/// Points (w, C) of a curve, from left to right.
pub fn curve(landscape: Landscape, (low, high): (f64, f64)) -> impl Iterator<Item = Point> {
    (0..=POINTS).map(move |i| {
        let w = low + (high - low) * i as f64 / POINTS as f64;
        [w, landscape.cost([w, 0.0])]
    })
}

/// The last steps of a walk, those that are drawn.
pub fn recent(walk: &Descent) -> &[Place] {
    let places = walk.places();
    let from = places.len().saturating_sub(TRAIL);
    places.get(from..).unwrap_or(places)
}

/// The costs of a surface on a grid of `[columns, rows]` points, row by row from the greatest y, each axis from end to
/// end.
pub fn costs(
    landscape: Landscape,
    x: [f64; 2],
    [bottom, top]: [f64; 2],
    [columns, rows]: [usize; 2],
) -> Vec<f64> {
    let share = |i: usize, n: usize, [from, to]: [f64; 2]| {
        from + (to - from) * i as f64 / n.saturating_sub(1) as f64
    };
    (0..columns * rows)
        .map(|i| {
            let (column, row) = (i % columns, i / columns);
            landscape.cost([share(column, columns, x), share(row, rows, [top, bottom])])
        })
        .collect()
}

/// The graph of a walk's cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Costs {
    /// Step and cost, as far as they are drawn.
    pub points: Vec<(f64, f64)>,
    /// The ends of the axis of steps.
    pub x: (f64, f64),
    /// The ends of the axis of costs.
    pub y: (f64, f64),
    /// The decimals of the numbers at the axis of costs.
    pub decimals: usize,
}

impl Costs {
    /// The graph of a walk.
    pub fn of(walk: &Descent) -> Self {
        let steps = walk.places().iter().enumerate();
        let points: Vec<(f64, f64)> = steps
            .map(|(step, place)| (step as f64, place.cost))
            .filter(|(_, cost)| *cost < MUCH)
            .collect();
        let most = points.iter().map(|(_, cost)| *cost).fold(0.0, f64::max);
        Self {
            points,
            x: (0.0, (walk.steps() as f64).max(10.0)),
            y: (0.0, (most * 1.06).max(1e-9)),
            decimals: match most {
                most if most >= 20.0 => 0,
                most if most >= 2.0 => 1,
                _ => 2,
            },
        }
    }
}

/// η at a place of its slider, with two figures: 0.1, 0.11, 0.12.
pub fn rate_at(dial: f64) -> f64 {
    let rate = decimal::scientific(10_f64.powf(dial / 100.0), 1);
    let rate = decimal::parse(&rate).unwrap_or(0.1);
    rate.clamp(RATE.0, RATE.1)
}

/// The place of the slider for η.
pub fn dial_of(rate: f64) -> f64 {
    (rate.log10() * 100.0).round()
}

/// Steps per second of a state.
pub fn speed(state: &State) -> f64 {
    SPEEDS.get(state.speed).copied().unwrap_or(1.0)
}

/// How many steps are due after so many milliseconds.
pub fn due(state: &State, milliseconds: f64) -> u64 {
    (milliseconds / 1000.0 * speed(state)) as u64
}

/// How many steps this frame makes where `due` are due and `done` were made.
pub fn steps_now(due: u64, done: u64) -> u64 {
    due.saturating_sub(done).min(LEAP)
}

/// A start for a landscape: within [`START`], in hundredths, on its curve where it has one parameter.
pub fn start(landscape: Landscape, point: Point) -> Point {
    let [x, y] = point.map(|value| (value.clamp(-START, START) * 100.0).round() / 100.0);
    match landscape.dimensions() {
        1 => [x, 0.0],
        _ => [x, y],
    }
}

/// How far an arrow key moves the start; further with the shift key.
pub fn stride(landscape: Landscape, shift: bool) -> f64 {
    let (low, high) = view(landscape).x;
    (high - low) / if shift { 20.0 } else { 120.0 }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
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

    #[test]
    fn landscapes_show_their_starts() {
        for landscape in Landscape::ALL {
            let View {
                x: (low, high),
                reach,
            } = view(landscape);
            let [x, y] = State::usual(landscape).start;
            assert!(low < x && x < high && y.abs() <= reach);
        }
    }
}
