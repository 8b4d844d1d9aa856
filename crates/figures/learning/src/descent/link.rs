//! The figure's state and the table of its keys in a link.

use redes_lessons::{
    cost_landscape::{Landscape, Point},
    descent::Settings,
};

use redes_shell::{
    link::{self, Allowed, keys, via},
    number,
};

/// The speeds to choose from, in steps per second.
pub const SPEEDS: &[f64] = &[1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 120.0];
/// The least and the greatest η.
pub const RATE: (f64, f64) = (0.0001, 10.0);
/// The greatest size of a number of the start.
pub const START: f64 = 20.0;
/// The most steps.
pub const ITERATIONS: u64 = 10_000;
/// The greatest ε.
pub const EPSILON: f64 = 10.0;

keys! {
    /// What a link restores. The usual values depend on the landscape.
    pub struct State, usual State::as_usual {
        /// The cost function.
        landscape as "surface": Landscape = Landscape::Parabola, via(
            State::take_landscape,
            State::written_landscape,
            |_| Allowed::Names("parabola, two-valleys, plateau, ravine, bowl, saddle"),
        );
        /// η.
        rate: f64 = 0.1, RATE.0..=RATE.1;
        /// β, the share of the last step that is kept.
        momentum: f64 = 0.0, 0.0..=1.0;
        /// ε: the walk ends where |∇C| is below it.
        epsilon: f64 = 0.001, 0.0..=EPSILON;
        /// The start; on a curve its second number is 0.
        start: Point = [2.0, 0.0], via(
            State::take_start,
            State::written_start,
            State::allowed_start,
        );
        /// The most steps.
        iterations: u64 = 1_000, 1..=ITERATIONS;
        /// How many steps are made.
        at: u64 = 0, via(State::take_at, State::written_at, |state| {
            link::range(&(0..=state.iterations))
        });
        /// The place of the speed in [`SPEEDS`].
        speed: usize = 2, 0..=SPEEDS.len() - 1;
    }
}

impl State {
    /// The walk on a landscape that the chapter shows.
    pub fn usual(landscape: Landscape) -> Self {
        let (start, rate, speed) = match landscape {
            Landscape::Parabola => ([2.0, 0.0], 0.1, 2),
            Landscape::TwoValleys => ([3.0, 0.0], 0.1, 2),
            Landscape::Plateau => ([5.0, 0.0], 0.5, 6),
            Landscape::Ravine => ([10.0, 1.0], 0.09, 3),
            Landscape::Bowl => ([4.0, 3.0], 0.1, 3),
            Landscape::Saddle => ([2.4, 0.001], 0.1, 4),
        };
        Self {
            landscape,
            start,
            rate,
            speed,
            ..Self::default()
        }
    }

    /// The walk's settings.
    pub fn settings(&self) -> Settings {
        Settings {
            landscape: self.landscape,
            start: self.start,
            rate: self.rate,
            momentum: self.momentum,
            epsilon: self.epsilon,
            iterations: self.iterations,
        }
    }

    /// The usual values for this state's landscape.
    fn as_usual(&self) -> Self {
        Self::usual(self.landscape)
    }

    /// Takes a landscape with its usual walk.
    fn take_landscape(&mut self, text: &str) -> bool {
        link::put(self, read_landscape(text).map(Self::usual))
    }

    fn written_landscape(&self) -> Option<String> {
        (self.landscape != Landscape::Parabola).then(|| self.landscape.name().to_owned())
    }

    /// Takes a start with as many numbers as the landscape has parameters.
    fn take_start(&mut self, text: &str) -> bool {
        let point = read_point(text, self.landscape.dimensions());
        link::put(&mut self.start, point)
    }

    fn written_start(&self) -> Option<String> {
        let text = |point: &Point| written(point, self.landscape.dimensions());
        let start = text(&self.start);
        (start != text(&self.as_usual().start)).then_some(start)
    }

    fn allowed_start(&self) -> Allowed {
        match self.landscape.dimensions() {
            1 => link::range(&(-START..=START)),
            _ => Allowed::Form("10,1"),
        }
    }

    /// Takes a step that this walk can reach.
    fn take_at(&mut self, text: &str) -> bool {
        let at = link::within(text, &(0..=self.iterations));
        link::put(&mut self.at, at)
    }

    fn written_at(&self) -> Option<String> {
        (self.at != 0).then(|| self.at.to_string())
    }
}

/// A landscape by its name.
pub fn read_landscape(text: &str) -> Option<Landscape> {
    Landscape::ALL
        .into_iter()
        .find(|landscape| landscape.name() == text)
}

/// Reads as many numbers with commas between them as there are parameters.
fn read_point(text: &str, dimensions: usize) -> Option<Point> {
    let read = |text| number::parse(text).filter(|value| value.abs() <= START);
    let values: Option<Vec<f64>> = text.split(',').map(read).collect();
    match (values?.as_slice(), dimensions) {
        ([x], 1) => Some([*x, 0.0]),
        ([x, y], 2) => Some([*x, *y]),
        _ => None,
    }
}

fn written(point: &Point, dimensions: usize) -> String {
    link::listed(point.get(..dimensions).unwrap_or(point))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use redes_lessons::descent::{Descent, End};

    use super::*;

    #[test]
    fn a_start_has_as_many_numbers_as_there_are_parameters() {
        assert_eq!(read_point("-1.5", 1), Some([-1.5, 0.0]));
        assert_eq!(read_point("10,1", 2), Some([10.0, 1.0]));
        assert_eq!(written(&[10.0, 1.0], 2), "10,1");
        assert_eq!(written(&[10.0, 1.0], 1), "10");
        for (text, dimensions) in [("", 1), ("1,2", 1), ("1", 2), ("nan", 1), ("21", 1)] {
            assert_eq!(read_point(text, dimensions), None, "{text}");
        }
    }

    #[test]
    fn landscapes_have_names_and_speeds() {
        for landscape in Landscape::ALL {
            assert_eq!(read_landscape(landscape.name()), Some(landscape));
            assert!(State::usual(landscape).speed < SPEEDS.len());
        }
        assert_eq!(read_landscape("hill"), None);
    }

    /// What the chapter's links show.
    #[test]
    fn the_usual_walks_end_as_the_chapter_says() {
        let cases = [
            (Landscape::Parabola, 0.0, End::Minimum, 38),
            (Landscape::TwoValleys, 0.0, End::LocalMinimum, 35),
            (Landscape::Plateau, 0.0, End::Minimum, 351),
            (Landscape::Plateau, 0.9, End::Minimum, 133),
            (Landscape::Ravine, 0.0, End::Minimum, 98),
            (Landscape::Ravine, 0.5, End::Minimum, 30),
            (Landscape::Ravine, 0.9, End::Minimum, 160),
            (Landscape::Saddle, 0.0, End::Minimum, 104),
        ];
        for (landscape, momentum, end, steps) in cases {
            let mut settings = State::usual(landscape).settings();
            settings.momentum = momentum;
            let mut walk = Descent::new(settings).unwrap();
            walk.run(ITERATIONS).unwrap();
            assert_eq!(
                (walk.end(), walk.steps()),
                (Some(end), steps),
                "{landscape:?}"
            );
        }
    }
}
