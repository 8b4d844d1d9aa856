//! What the perceptron's figure shows, computed: the answer to the reader's input, the curves, and our digits beside
//! those that the thesis prints.

use redes_core::activation::Activation;
use redes_experiment::history::History;
use redes_experiment::perceptron::PerceptronBody;
use redes_sheet::number;

use super::link::{MAX_ROWS, Row};

/// The names of the weights.
pub const WEIGHTS: [&str; 3] = ["w₁", "w₂", "w₃"];
/// The names of the inputs.
pub const INPUTS: [&str; 3] = ["x₁", "x₂", "x₃"];

/// What the thesis prints (§2): starting weights, trained weights, and the answer to [1, 0, 0].
pub const PRINTED: [&str; 7] = [
    "-0.16595599",
    "0.44064899",
    "-0.99977125",
    "9.67299303",
    "-0.2078435",
    "-4.62963669",
    "0.99993704",
];

/// Points of a curve: (step, value).
pub type Curve = History<(f64, f64)>;

/// A training as far as it was reported.
#[derive(Clone, Debug, Default)]
pub struct Course {
    last: Option<PerceptronBody>,
    start: Option<[f64; 3]>,
    curves: [Curve; 4],
}

/// A number that the thesis prints, and ours.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Which of [`PRINTED`].
    pub place: usize,
    /// As the thesis prints it, with a true minus sign.
    pub printed: String,
    /// Ours in the same form; none while it is not known yet.
    pub ours: Option<String>,
}

impl Compared {
    /// Whether all digits agree; none while ours is not known yet.
    pub fn is_same(&self) -> Option<bool> {
        let ours = self.ours.as_ref()?;
        Some(*ours == self.printed)
    }
}

impl Course {
    /// Adds a report and the trace that came with it: rows of step, w₁, w₂, w₃, cost.
    pub fn take(&mut self, report: PerceptronBody, trace: &[f64]) {
        let (rows, _) = trace.as_chunks::<5>();
        for &[step, w1, w2, w3, cost] in rows {
            if step == 0.0 {
                self.start = Some([w1, w2, w3]);
            }
            for (curve, value) in self.curves.iter_mut().zip([w1, w2, w3, cost]) {
                curve.push((step, value));
            }
        }
        if report.iteration == 0 {
            self.start = Some(report.weights);
        }
        self.last = Some(report);
    }

    /// The last report.
    pub fn last(&self) -> Option<&PerceptronBody> {
        self.last.as_ref()
    }

    /// The three weights' curves, then the cost's.
    pub fn curves(&self) -> &[Curve; 4] {
        &self.curves
    }

    /// The printed numbers with ours: the starting weights once they are drawn, the others once training has ended.
    pub fn compared(&self) -> Vec<Compared> {
        let start = self.start.map(|start| start.map(Some)).unwrap_or_default();
        let done = self.last.as_ref().filter(|report| report.finished);
        let trained = done.map(|report| report.weights.map(Some));
        let answer = done.map(|report| answer(&report.weights, [true, false, false]));
        let ours = start.into_iter().chain(trained.unwrap_or_default());
        let rows = PRINTED.iter().zip(ours.chain([answer]));
        rows.enumerate()
            .map(|(place, (printed, ours))| Compared {
                place,
                printed: printed.replace('-', "−"),
                ours: ours.map(number::printed),
            })
            .collect()
    }
}

/// z: the sum of the weights whose input is 1.
pub fn sum(weights: &[f64; 3], input: [bool; 3]) -> f64 {
    let on = weights.iter().zip(input).filter(|(_, bit)| *bit);
    on.map(|(weight, _)| weight).sum()
}

/// The neuron's answer to an input: the sigmoid of [`sum`].
pub fn answer(weights: &[f64; 3], input: [bool; 3]) -> f64 {
    Activation::Sigmoid.value(sum(weights, input))
}

/// The error of an answer to a row: what is wanted less the answer.
pub fn error(row: &Row, output: f64) -> f64 {
    let [_, _, _, wanted] = *row;
    f64::from(u8::from(wanted)) - output
}

/// Width of a weight's line, in units of the drawing: 1 for none, 10 from 12 on.
pub fn line_width(weight: f64) -> f64 {
    1.0 + weight.abs().min(12.0) * 0.75
}

/// An input as it is written: `1, 0, 0`.
pub fn written(input: [bool; 3]) -> String {
    input.map(|bit| u8::from(bit).to_string()).join(", ")
}

/// A weight with its sign, with at most eight decimals as the thesis prints them.
pub fn signed(weight: f64) -> String {
    let text = number::printed(weight);
    if weight > 0.0 {
        format!("+{text}")
    } else {
        text
    }
}

/// Whether the training set has room for another row.
pub fn has_room(rows: &[Row]) -> bool {
    rows.len() < MAX_ROWS
}

/// Two numbers with a dash between them, as buttons are named: `2-3`.
pub fn pair(text: &str) -> Option<(usize, usize)> {
    let (first, second) = text.split_once('-')?;
    Some((first.parse().ok()?, second.parse().ok()?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use redes_experiment::{Data, Experiment, perceptron::Perceptron};

    use super::*;
    use crate::perceptron::link::State;

    /// The thesis's own training, reported as the page's worker reports it.
    fn trained() -> Course {
        let mut perceptron = Perceptron::new(&State::default().setup(), &Data::default()).unwrap();
        let mut course = Course::default();
        loop {
            let (report, blocks) = perceptron.state(true, 0.0).unwrap();
            course.take(report, blocks[0].f64());
            if perceptron.finished() {
                return course;
            }
            for _ in 0..2_500 {
                perceptron.step(0.0).unwrap();
            }
        }
    }

    #[test]
    fn every_digit_that_the_thesis_prints_comes_out() {
        let course = trained();
        assert_eq!(course.last().unwrap().iteration, 10_000);
        for row in course.compared() {
            assert_eq!(row.is_same(), Some(true), "{row:?}");
        }
    }

    #[test]
    fn numbers_are_compared_once_they_are_known() {
        let mut course = Course::default();
        let known = |course: &Course| -> Vec<bool> {
            let rows = course.compared().into_iter();
            rows.map(|row| row.ours.is_some()).collect()
        };
        assert_eq!(known(&course), [false; 7]);
        let report = PerceptronBody {
            iteration: 0,
            weights: [0.25, -0.5, 0.125],
            outputs: vec![0.5; 4],
            cost: 1.0,
            finished: false,
        };
        course.take(report.clone(), &[]);
        assert_eq!(known(&course)[..4], [true, true, true, false]);
        let row = &course.compared()[1];
        assert_eq!(row.ours.as_deref(), Some("−0.5"));
        assert_eq!(row.is_same(), Some(false));
        let finished = PerceptronBody {
            iteration: 1,
            finished: true,
            ..report
        };
        course.take(finished, &[1.0, 0.25, -0.5, 0.125, 0.75, 9.0]);
        assert_eq!(known(&course), [true; 7]);
        // A row that is not whole is left out.
        assert_eq!(course.curves()[3].rows(), [(1.0, 0.75)]);
        assert_eq!(course.curves()[1].rows(), [(1.0, -0.5)]);
    }

    #[test]
    fn the_curves_begin_at_the_start_and_end_with_the_training() {
        let course = trained();
        let ends = |curve: &[(f64, f64)]| (curve.first().unwrap().0, curve.last().unwrap().0);
        for curve in course.curves().iter().map(Curve::rows) {
            assert_eq!(ends(curve), (0.0, 10_000.0));
            assert!(curve.windows(2).all(|two| two[0].0 < two[1].0));
        }
        let [.., cost] = course.curves();
        let cost = cost.rows();
        assert!(cost.last().unwrap().1 < cost.first().unwrap().1 / 100.0);
    }

    #[test]
    fn an_answer_is_the_sigmoid_of_the_weights_that_are_on() {
        let weights = [0.5, -2.0, 4.0];
        assert_eq!(sum(&weights, [true, false, true]), 4.5);
        assert_eq!(sum(&weights, [false; 3]), 0.0);
        assert_eq!(answer(&weights, [false; 3]), 0.5);
        let both = answer(&weights, [true; 3]) + answer(&weights.map(|w| -w), [true; 3]);
        assert!((both - 1.0).abs() < 1e-15);
        assert_eq!(error(&[true, true, true, false], 0.25), -0.25);
        assert_eq!(error(&[false, false, false, true], 0.25), 0.75);
    }

    #[test]
    fn numbers_are_written_with_their_signs() {
        assert_eq!(signed(0.440_648_99), "+0.44064899");
        assert_eq!(signed(-0.165_955_991), "−0.16595599");
        assert_eq!(signed(0.0), "0");
        assert_eq!(written([true, false, true]), "1, 0, 1");
        assert_eq!((line_width(0.0), line_width(-4.0)), (1.0, 4.0));
        assert_eq!(line_width(1e9), line_width(12.0));
    }

    #[test]
    fn buttons_are_named_by_two_numbers() {
        assert_eq!(pair("2-13"), Some((2, 13)));
        for text in ["", "2", "-3", "2-", "2-3-4", "a-1"] {
            assert_eq!(pair(text), None, "{text}");
        }
    }
}
