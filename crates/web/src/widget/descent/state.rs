//! The descent's state, as it stands in the address.

use redes_lessons::{
    cost_landscape::{Landscape, Point},
    descent::Settings,
};

use crate::{number, url_state::UrlState};

/// Steps a second.
pub const SPEEDS: &[f64] = &[1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 120.0];
/// The least and the greatest rate.
pub const RATE: (f64, f64) = (0.0001, 10.0);
/// How far from 0 a start may be.
pub const START: f64 = 20.0;
/// The most steps.
pub const ITERATIONS: u64 = 10_000;
/// The greatest ε.
pub const EPSILON: f64 = 10.0;
const KEY: &str = "descent";

/// What a link restores.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The walk.
    pub settings: Settings,
    /// Steps made.
    pub at: u64,
    /// Place of the speed among [`SPEEDS`].
    pub speed: usize,
}

impl State {
    /// A landscape as the chapter walks it.
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
            settings: Settings {
                landscape,
                start,
                rate,
                momentum: 0.0,
                epsilon: 0.001,
                iterations: 1_000,
            },
            at: 0,
            speed,
        }
    }

    /// Reads the page's address; the second part names what was refused.
    pub fn read() -> (Self, Vec<String>) {
        Self::from_url(UrlState::of_page(KEY))
    }

    fn from_url(mut url: UrlState) -> (Self, Vec<String>) {
        let landscape = url.read("surface", Landscape::Parabola, read_landscape);
        let usual = Self::usual(landscape);
        let walk = usual.settings;
        let dimensions = landscape.dimensions();
        let iterations = url.whole("iterations", 1..=ITERATIONS, walk.iterations);
        let state = Self {
            settings: Settings {
                landscape,
                start: url.read("start", walk.start, |text| read_point(text, dimensions)),
                rate: url.number("rate", RATE.0..=RATE.1, walk.rate),
                momentum: url.number("momentum", 0.0..=1.0, walk.momentum),
                epsilon: url.number("epsilon", 0.0..=EPSILON, walk.epsilon),
                iterations,
            },
            at: url.whole("at", 0..=iterations, 0),
            speed: url.whole("speed", 0..=SPEEDS.len() as u64 - 1, usual.speed as u64) as usize,
        };
        (state, url.refused().to_vec())
    }

    /// Writes the page's address.
    pub fn write(&self) {
        let (walk, landscape) = (&self.settings, self.settings.landscape);
        let usual = Self::usual(landscape);
        let other = &usual.settings;
        let mut url = UrlState::empty(KEY);
        url.set("surface", landscape.name(), Landscape::Parabola.name());
        let mut number = |key, value, usual| {
            url.set(key, number::plain(value), number::plain(usual));
        };
        number("rate", walk.rate, other.rate);
        number("momentum", walk.momentum, other.momentum);
        number("epsilon", walk.epsilon, other.epsilon);
        let start = |point: &Point| written(point, landscape.dimensions());
        url.set("start", start(&walk.start), start(&other.start));
        url.set("iterations", walk.iterations, other.iterations);
        url.set("at", self.at, 0);
        url.set("speed", self.speed, usual.speed);
        url.write_to_page();
    }
}

/// What is seen of a landscape at first: the least and the greatest of its first parameter, and how far the other goes.
pub fn view(landscape: Landscape) -> (f64, f64, f64) {
    match landscape {
        Landscape::Parabola => (-3.0, 3.0, 0.0),
        Landscape::TwoValleys => (-3.6, 3.6, 0.0),
        Landscape::Plateau => (-6.5, 6.5, 0.0),
        Landscape::Ravine => (-6.5, 11.5, 5.0),
        Landscape::Bowl => (-6.0, 6.0, 4.0),
        Landscape::Saddle => (-3.0, 3.0, 2.0),
    }
}

/// A landscape by its name.
pub fn read_landscape(text: &str) -> Option<Landscape> {
    Landscape::ALL
        .into_iter()
        .find(|landscape| landscape.name() == text)
}

/// As many numbers with commas between them as there are parameters.
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
    let texts: Vec<String> = point
        .iter()
        .take(dimensions)
        .map(|value| number::plain(*value))
        .collect();
    texts.join(",")
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
    fn landscapes_have_names_and_show_their_starts() {
        for landscape in Landscape::ALL {
            assert_eq!(read_landscape(landscape.name()), Some(landscape));
            let usual = State::usual(landscape);
            let (low, high, reach) = view(landscape);
            let [x, y] = usual.settings.start;
            assert!(low < x && x < high && y.abs() <= reach);
            assert!(usual.speed < SPEEDS.len());
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
            let mut settings = State::usual(landscape).settings;
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
