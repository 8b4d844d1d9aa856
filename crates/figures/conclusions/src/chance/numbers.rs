//! Tests drawn again and again: of one network, of two on the same examples, of the best of several.

use redes_core::rng::RandomState;

use super::{
    binomial::Binomial,
    link::{State, View},
};
use crate::bars::Bars;

/// From so many tests on, the figure names what the reader has seen: the standard error, the interval, the curve.
pub const ENOUGH: u32 = 100;
/// Standard errors on either side that the graph shows.
const SHOWN: f64 = 4.2;
/// About so many bars are drawn.
const BARS: f64 = 42.0;
/// 95 in 100 values of a normal distribution lie within so many standard deviations.
pub const WITHIN: f64 = 1.96;

/// What the figure shows. Results are shares, from 0 to 1; for two networks, differences of shares.
#[derive(Clone, Debug)]
pub struct Numbers {
    /// The result of each test.
    pub results: Vec<f64>,
    /// What the tests would measure without chance.
    pub truth: f64,
    /// The standard deviation of a result.
    pub error: f64,
    /// The standard error of one network's test.
    pub single: f64,
    /// For two networks, what the standard error would be with separate tests.
    pub separate: f64,
    /// The mean of all results that there could be.
    pub mean: f64,
    /// The interval that is drawn.
    pub ends: [f64; 2],
    /// The tests in each bar.
    pub bars: Bars,
    /// The tests in each bar that the formula expects.
    pub expected: Bars,
}

impl Numbers {
    /// Computes all of them from a settled state.
    pub fn new(state: &State) -> Self {
        let [p, q, apart] =
            [state.accuracy, state.other, state.apart].map(|percent| percent / 100.0);
        let n = f64::from(state.examples);
        let variance = |p: f64| p * (1.0 - p) / n;
        let single = variance(p).sqrt();
        let separate = (variance(p) + variance(q)).sqrt();
        let table = Binomial::new(state.examples, p);
        let mut rng = RandomState::new(state.seed);
        let tests = 0..state.tests;
        let (results, truth, error): (Vec<f64>, f64, f64) = match state.view {
            View::One => {
                let results = tests.map(|_| f64::from(table.pick(rng.random_sample())) / n);
                (results.collect(), p, single)
            }
            View::Two => {
                let differing = Binomial::new(state.examples, apart);
                // Where they differ, one of them is right.
                let first = if apart > 0.0 {
                    0.5 + (p - q) / (2.0 * apart)
                } else {
                    0.5
                };
                let results = tests.map(|_| {
                    let differ = differing.pick(rng.random_sample());
                    let right = Binomial::new(differ, first).pick(rng.random_sample());
                    (2.0 * f64::from(right) - f64::from(differ)) / n
                });
                let error = ((apart - (p - q) * (p - q)) / n).max(0.0).sqrt();
                (results.collect(), p - q, error)
            }
            View::Best => {
                let results = tests.map(|_| {
                    let tests = (0..state.networks).map(|_| table.pick(rng.random_sample()));
                    f64::from(tests.max().unwrap_or(0)) / n
                });
                (results.collect(), p, single)
            }
        };
        let step = 1.0 / n;
        let reach = SHOWN * error.max(step);
        let ends = match state.view {
            View::Two => [truth.min(0.0) - reach, truth.max(0.0) + reach],
            _ => [truth - reach, (truth + reach).min(1.0)],
        };
        // A bar holds a whole number of examples, with its results inside of it.
        let wide = ((ends[1] - ends[0]) / step / BARS).ceil().max(1.0);
        // Of two networks that differ on so many examples, the difference is even or odd with that number.
        let width = wide * step;
        let from = ((ends[0] / step).floor() - 0.5) * step;
        let bars = ((ends[1] + step - from) / width).ceil();
        let ends = [from, from + bars * width];
        let drawn = Bars::count(ends, width, results.iter().map(|result| (*result, 1.0)));
        let all = f64::from(state.tests);
        let networks = if state.view == View::Best {
            state.networks
        } else {
            1
        };
        let rows = || {
            table
                .greatest_of(networks)
                .map(|(k, row)| (f64::from(k) / n, row))
        };
        let (expected, mean) = match state.view {
            View::Two => (normal(&drawn, truth, error, all), truth),
            _ => (
                Bars::count(ends, width, rows().map(|(value, row)| (value, row * all))),
                rows().map(|(value, row)| value * row).sum(),
            ),
        };
        Self {
            results,
            truth,
            error,
            single,
            separate,
            mean,
            ends,
            bars: drawn,
            expected,
        }
    }

    /// The interval of 95 in 100 results, by the standard error.
    pub fn interval(&self) -> [f64; 2] {
        [-WITHIN, WITHIN].map(|errors| self.truth + errors * self.error)
    }

    /// The results within an interval.
    pub fn within(&self, [from, to]: [f64; 2]) -> usize {
        let inside = |result: &&f64| (from..=to).contains(*result);
        self.results.iter().filter(inside).count()
    }

    /// The least and the greatest result.
    pub fn reached(&self) -> [f64; 2] {
        let results = || self.results.iter().copied();
        let least = results().fold(f64::INFINITY, f64::min);
        [least, results().fold(f64::NEG_INFINITY, f64::max)]
    }

    /// The tests in which the network that is truly better, or the first of two equal ones, is not ahead.
    pub fn wrong(&self) -> usize {
        let sign = if self.truth < 0.0 { -1.0 } else { 1.0 };
        self.results
            .iter()
            .filter(|result| **result * sign <= 0.0)
            .count()
    }
}

/// The bars of a normal distribution where other bars are, for so many tests.
fn normal(like: &Bars, mean: f64, deviation: f64, tests: f64) -> Bars {
    // The share of the values that do not exceed an edge.
    let upto = |bar: usize| {
        let edge = like.from + like.width * bar as f64;
        let z = (edge - mean) / (deviation * std::f64::consts::SQRT_2);
        // Without a deviation every value is the mean.
        let z = if z.is_nan() { 0.0 } else { z };
        0.5 * (1.0 + libm::erf(z))
    };
    let bars = 0..like.heights.len();
    let heights = bars.map(|bar| tests * (upto(bar + 1) - upto(bar)));
    Bars {
        from: like.from,
        width: like.width,
        heights: heights.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(state: State) -> Numbers {
        Numbers::new(&state.settled())
    }

    #[test]
    fn the_standard_errors_are_the_chapters() {
        // The table of chapter 8, in points.
        let rows = [
            (97.0, 10_000, 0.17),
            (95.0, 10_000, 0.22),
            (88.56, 25_000, 0.20),
            (86.14, 25_000, 0.22),
            (88.0, 500, 1.45),
        ];
        for (accuracy, examples, points) in rows {
            let numbers = numbers(State {
                accuracy,
                examples,
                ..State::default()
            });
            assert!(
                (numbers.error * 100.0 - points).abs() < 0.005,
                "{accuracy} {examples}"
            );
        }
    }

    #[test]
    fn nearly_all_tests_lie_within_the_interval() {
        for view in [View::One, View::Two] {
            for examples in [500, 25_000] {
                let numbers = numbers(State {
                    view,
                    examples,
                    tests: 2_000,
                    ..State::default()
                });
                let inside = numbers.within(numbers.interval());
                assert!(
                    (1_870..=1_930).contains(&inside),
                    "{view:?} {examples}: {inside}"
                );
                let mean = numbers.results.iter().sum::<f64>() / 2_000.0;
                assert!((mean - numbers.mean).abs() < 4.0 * numbers.error / 2_000_f64.sqrt());
            }
        }
    }

    #[test]
    fn the_best_of_ten_is_one_and_a_half_errors_above_the_truth() {
        // The mean of the greatest of ten normal numbers is 1.5388 (Harter, 1961, table 1).
        let numbers = numbers(State {
            view: View::Best,
            accuracy: 88.0,
            examples: 25_000,
            ..State::default()
        });
        let errors = (numbers.mean - numbers.truth) / numbers.error;
        assert!((errors - 1.5388).abs() < 0.02, "{errors}");
    }

    #[test]
    fn the_same_examples_separate_two_networks_better() {
        let numbers = numbers(State {
            view: View::Two,
            tests: 1_000,
            ..State::default()
        });
        assert!(numbers.error < numbers.separate);
        assert!(
            numbers.wrong() > 0 && numbers.wrong() < 250,
            "{}",
            numbers.wrong()
        );
    }

    #[test]
    fn more_tests_begin_with_the_same_ones() {
        for view in [View::One, View::Two, View::Best] {
            let [few, many] = [10, 300].map(|tests| {
                numbers(State {
                    view,
                    tests,
                    ..State::default()
                })
            });
            assert_eq!(few.results, many.results[..10]);
        }
    }

    #[test]
    fn bars_hold_the_tests_and_their_formula() {
        for view in [View::One, View::Two, View::Best] {
            for (accuracy, examples) in [(88.0, 500), (99.9, 100), (50.0, 25_000), (99.9, 25_000)] {
                let numbers = numbers(State {
                    view,
                    accuracy,
                    other: accuracy,
                    examples,
                    tests: 1_000,
                    ..State::default()
                });
                for bars in [&numbers.bars, &numbers.expected] {
                    let sum: f64 = bars.heights.iter().sum();
                    assert!(
                        (980.0..=1_001.0).contains(&sum),
                        "{view:?} {accuracy} {examples}: {sum}"
                    );
                    assert!(bars.heights.len() < 70);
                }
            }
        }
    }
}
