//! The trainings of a network in bars, the thesis's number among them, draws of a few runs, and pairs of networks.

use redes_core::rng::RandomState;
use redes_spread::{COUNTS, Counts, Measure, OURS, Pairs, reads_digits, rows, table};

use super::{
    link::{State, View},
    thesis,
};
use crate::bars::Bars;

/// About so many bars are drawn.
const BARS: f64 = 30.0;
/// About so many bars are drawn of two networks, which may lie far apart.
const PAIR_BARS: f64 = 50.0;
/// Trainings further from the middle half than so many times its width are counted and not drawn.
const FAR: f64 = 4.0;

/// The trainings of one network after one epoch.
#[derive(Clone, Debug)]
pub struct Side {
    /// The network.
    pub network: &'static str,
    /// The epoch, from 1.
    pub epoch: usize,
    /// Its trainings.
    pub counts: Counts,
    /// The number that the thesis prints.
    pub printed: Option<f64>,
    /// The numbers of our own seeds 1 to 20; empty where they were not measured.
    pub ours: Vec<f64>,
}

impl Side {
    fn new(network: &'static str, epoch: usize, measure: Measure) -> Option<Self> {
        Some(Self {
            network,
            epoch,
            counts: table::counts(COUNTS, network, epoch, measure)?,
            printed: thesis::printed(network, epoch, measure),
            ours: ours(network, epoch, measure),
        })
    }

    /// The share of the trainings whose number, rounded as the thesis prints it, is less than the thesis's.
    pub fn below(&self) -> Option<f64> {
        let below = self.counts.below(self.printed?) as f64;
        Some(below / self.counts.total().max(1) as f64)
    }
}

/// Our own seeds' numbers.
fn ours(network: &str, epoch: usize, measure: Measure) -> Vec<f64> {
    let rows = rows::read(OURS).unwrap_or_default();
    let values = table::values(&rows, network, epoch, measure);
    values.map(|value| f64::from(value) / 1e5).collect()
}

/// A draw of a few runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Draw {
    /// The mean of its runs.
    pub mean: f64,
    /// The best of its runs.
    pub best: f64,
}

/// What the figure shows.
#[derive(Clone, Debug)]
pub struct Numbers {
    /// The measure.
    pub measure: Measure,
    /// Whether a smaller number is better.
    pub less: bool,
    /// The network.
    pub first: Side,
    /// The network that it is compared with.
    pub second: Option<Side>,
    /// Every training of the first with every training of the second.
    pub pairs: Option<Pairs>,
    /// The draws so far.
    pub draws: Vec<Draw>,
    /// The runs of the last draw.
    pub last: Vec<f64>,
    /// The interval that is drawn.
    pub ends: [f64; 2],
    /// The width of a bar.
    pub width: f64,
}

impl Numbers {
    /// Computes all of them from a settled state; `None` where the trainings do not have what it asks for.
    pub fn new(state: &State) -> Option<Self> {
        let measure = state.measure;
        let first = Side::new(state.network, state.epoch, measure)?;
        let second = match state.view {
            View::Pair => Some(Side::new(state.rival, state.other, measure)?),
            _ => None,
        };
        let (ends, width) = window(&first, second.as_ref());
        let less = measure.less_is_better(reads_digits(state.network));
        let (draws, last) = match state.view {
            View::Runs => draws(&first.counts, state, less),
            _ => (Vec::new(), Vec::new()),
        };
        Some(Self {
            measure,
            less,
            pairs: second
                .as_ref()
                .map(|second| first.counts.against(&second.counts)),
            first,
            second,
            draws,
            last,
            ends,
            width,
        })
    }

    /// The bars of a network.
    pub fn bars(&self, side: &Side) -> Bars {
        let values = side.counts.values();
        let values = values.map(|(value, count)| (value, f64::from(count)));
        Bars::count(self.ends, self.width, values)
    }

    /// The trainings of a network on either side of what is drawn.
    pub fn outside(&self, side: &Side) -> [u64; 2] {
        let [from, to] = self.ends;
        let count = |far: &dyn Fn(f64) -> bool| {
            let far = side.counts.values().filter(|(value, _)| far(*value));
            far.map(|(_, count)| u64::from(count)).sum()
        };
        [count(&|value| value < from), count(&|value| value >= to)]
    }

    /// Among all draws of so many runs, the interval of the means of 95 in 100, by the standard error.
    pub fn means(&self, runs: u32) -> [f64; 2] {
        let counts = &self.first.counts;
        let error = counts.deviation() / f64::from(runs.max(1)).sqrt();
        [-1.96, 1.96].map(|errors| counts.mean() + errors * error)
    }

    /// Among all draws of so many runs, the interval of the best runs of 95 in 100, exactly.
    pub fn bests(&self, runs: u32) -> [f64; 2] {
        let counts = &self.first.counts;
        // The best is not above x where none of the runs is: a share of the trainings to the power of their number.
        let root = |share: f64| libm::pow(share, 1.0 / f64::from(runs.max(1)));
        match self.less {
            false => [0.025, 0.975].map(|share| counts.quantile(root(share))),
            true => [0.975, 0.025].map(|share| counts.quantile(1.0 - root(share))),
        }
    }

    /// The shares of the pairs in which the first is ahead, in which both are equal, and in which the second is ahead.
    pub fn shares(&self) -> Option<[f64; 3]> {
        let pairs = self.pairs?;
        let [first, second] = match self.less {
            false => [pairs.greater, pairs.less],
            true => [pairs.less, pairs.greater],
        };
        let all = pairs.total().max(1) as f64;
        Some([first, pairs.equal, second].map(|count| count as f64 / all))
    }
}

/// Draws runs from the trainings, again and again: all draws, and the runs of the last.
fn draws(counts: &Counts, state: &State, less: bool) -> (Vec<Draw>, Vec<f64>) {
    let mut rng = RandomState::new(state.seed);
    let mut draws = Vec::new();
    let mut runs = Vec::new();
    for _ in 0..state.draws {
        runs = (0..state.runs)
            .map(|_| counts.pick(rng.random_sample()))
            .collect();
        let best = match less {
            true => runs.iter().copied().fold(f64::INFINITY, f64::min),
            false => runs.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        };
        let mean = runs.iter().sum::<f64>() / runs.len().max(1) as f64;
        draws.push(Draw { mean, best });
    }
    (draws, runs)
}

/// The interval that is drawn, and the width of a bar: a whole number of the counts' bins, with their middles inside.
fn window(first: &Side, second: Option<&Side>) -> ([f64; 2], f64) {
    let mut ends = [f64::INFINITY, f64::NEG_INFINITY];
    let mut bin = 0.0_f64;
    for side in std::iter::once(first).chain(second) {
        let counts = &side.counts;
        let [low, high] = [0.25, 0.75].map(|share| counts.quantile(share));
        let far = FAR * (high - low);
        let around = [
            counts.least().max(low - far),
            counts.greatest().min(high + far),
        ];
        let marks = side.printed.iter().chain(&side.ours);
        for value in around.iter().chain(marks) {
            ends = [ends[0].min(*value), ends[1].max(*value)];
        }
        bin = bin.max(counts.width());
    }
    let bars = if second.is_some() { PAIR_BARS } else { BARS };
    let bins = ((ends[1] - ends[0]) / bin / bars).ceil().max(1.0);
    let width = bins * bin;
    let from = (ends[0] / width).floor() * width - width - bin / 2.0;
    let bars = ((ends[1] - from) / width).floor() + 2.0;
    ([from, from + bars * width], width)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn state(view: View) -> State {
        State {
            view,
            ..State::default()
        }
    }

    #[test]
    fn all_trainings_are_in_the_bars_or_counted_outside() {
        for (network, epoch) in [("1.0", 3), ("1.1", 1), ("2.0", 1), ("2.0", 2), ("2.1", 3)] {
            for measure in Measure::ALL {
                let state = State {
                    network,
                    epoch,
                    measure,
                    ..State::default()
                };
                let numbers = Numbers::new(&state.settled()).unwrap();
                let bars = numbers.bars(&numbers.first);
                let drawn: f64 = bars.heights.iter().sum();
                let [left, right] = numbers.outside(&numbers.first);
                let all = numbers.first.counts.total();
                assert_eq!(drawn as u64 + left + right, all, "{state:?}");
                assert!(bars.heights.len() < 70, "{}", bars.heights.len());
                let [from, to] = numbers.ends;
                let shown = |value: &f64| (from..=to).contains(value);
                assert!(numbers.first.printed.iter().all(shown));
            }
        }
    }

    #[test]
    fn a_seed_that_had_learnt_nothing_is_reported_and_not_drawn() {
        let state = State {
            network: "2.0",
            epoch: 1,
            measure: Measure::TestAccuracy,
            ..State::default()
        };
        let numbers = Numbers::new(&state).unwrap();
        assert!(numbers.first.counts.least() < 0.51);
        assert!(numbers.outside(&numbers.first)[0] >= 1);
    }

    #[test]
    fn a_draw_is_the_same_for_the_same_seed_and_grows() {
        let ten = State {
            draws: 10,
            ..state(View::Runs)
        };
        let eleven = State {
            draws: 11,
            ..ten.clone()
        };
        let [ten, eleven] = [ten, eleven].map(|state| Numbers::new(&state).unwrap());
        assert_eq!(ten.draws, eleven.draws[..10]);
        assert_eq!((ten.last.len(), eleven.draws.len()), (5, 11));
    }

    #[test]
    fn nearly_all_draws_lie_in_their_intervals() {
        for measure in [Measure::Accuracy, Measure::Loss] {
            let state = State {
                draws: 1000,
                measure,
                ..state(View::Runs)
            };
            let numbers = Numbers::new(&state).unwrap();
            let inside = |[from, to]: [f64; 2], of: fn(&Draw) -> f64| {
                let draws = numbers.draws.iter().map(of);
                draws.filter(|value| (from..=to).contains(value)).count()
            };
            let means = inside(numbers.means(5), |draw| draw.mean);
            let bests = inside(numbers.bests(5), |draw| draw.best);
            assert!((930..=970).contains(&means), "{means}");
            assert!((930..=985).contains(&bests), "{bests}");
        }
    }

    #[test]
    fn the_shares_are_of_who_is_ahead() {
        let test = State {
            measure: Measure::TestAccuracy,
            ..state(View::Pair)
        };
        let loss = State {
            measure: Measure::Loss,
            ..state(View::Pair)
        };
        for state in [test, loss] {
            let [first, equal, second] = Numbers::new(&state).unwrap().shares().unwrap();
            assert!(first > 0.99 && second < 0.01, "{first} {second}");
            assert!((first + equal + second - 1.0).abs() < 1e-12);
        }
    }
}
