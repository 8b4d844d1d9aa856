//! What the playground shows, computed: the reports as they add up, and what its pictures stand for.

use redes_diagram::numbers::symmetric;
use redes_experiment::history::History;
use redes_experiment::{Block, playground::PlaygroundBody};

use super::{link::State, names::View};

/// A point of the plane: x, y, class or value, and whether it is a test point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Right and up.
    pub at: [f64; 2],
    /// Its class, 0 or 1, or its value.
    pub target: f64,
    /// Whether it is held back for testing.
    pub test: bool,
}

/// A row of the history: step, loss of the training points and of the test points, accuracy of both.
pub type Row = [f64; 5];

/// A series of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// Loss of the training points.
    TrainLoss,
    /// Loss of the test points.
    TestLoss,
    /// Accuracy on the training points.
    TrainAccuracy,
    /// Accuracy on the test points.
    TestAccuracy,
}

impl Series {
    /// All, in the order of a row.
    pub const ALL: [Self; 4] = [
        Self::TrainLoss,
        Self::TestLoss,
        Self::TrainAccuracy,
        Self::TestAccuracy,
    ];

    /// Whether it is of the test points.
    pub fn is_test(self) -> bool {
        matches!(self, Self::TestLoss | Self::TestAccuracy)
    }

    /// Whether it is an accuracy.
    pub fn is_score(self) -> bool {
        matches!(self, Self::TrainAccuracy | Self::TestAccuracy)
    }

    /// Its value in a row.
    pub fn of(self, row: &Row) -> f64 {
        let [_, values @ ..] = row;
        values[self as usize]
    }

    /// Its points: step and value. What is no number is left out.
    pub fn points(self, rows: &[Row]) -> Vec<(f64, f64)> {
        let points = rows.iter().map(|row| (row[0], self.of(row)));
        points.filter(|(_, value)| value.is_finite()).collect()
    }
}

/// The row at a step, or the last before it.
pub fn at(rows: &[Row], step: f64) -> Option<&Row> {
    let after = rows.partition_point(|row| row[0] <= step);
    rows.get(after.checked_sub(1)?)
}

/// The values that the two ends of the colours stand for.
pub fn limits(state: &State, layer: usize, values: &[f32]) -> [f64; 2] {
    state.range(layer).unwrap_or_else(|| symmetric(values))
}

/// The surface's values as they are coloured: each one, or only on which side of the middle it is.
pub fn viewed(view: View, values: &[f32], [low, high]: [f64; 2]) -> Vec<f32> {
    match view {
        View::Smooth => values.to_vec(),
        View::Discrete => {
            let middle = ((low + high) / 2.0) as f32;
            let side = |value: &f32| if *value > middle { high } else { low };
            values.iter().map(|value| side(value) as f32).collect()
        }
    }
}

/// The upper end of the loss's axis: a little above the greatest of the losses.
pub fn top(losses: impl Iterator<Item = f64>) -> f64 {
    let finite = losses.filter(|loss| loss.is_finite());
    finite.fold(1e-3, f64::max) * 1.08
}

/// How many weights lie in each of so many equal parts between minus and plus the greatest size, and that size.
pub fn histogram(weights: &[f64], parts: usize) -> (Vec<usize>, f64) {
    let finite = || weights.iter().copied().filter(|weight| weight.is_finite());
    let greatest = finite().fold(0.0_f64, |greatest, weight| greatest.max(weight.abs()));
    let greatest = greatest.max(1e-6);
    let mut counts = vec![0; parts];
    for weight in finite() {
        let place = ((weight / greatest + 1.0) / 2.0 * parts as f64) as usize;
        if let Some(count) = counts.get_mut(place.min(parts.saturating_sub(1))) {
            *count += 1;
        }
    }
    (counts, greatest)
}

/// A training as far as it was reported.
#[derive(Clone, Debug, Default)]
pub struct Course {
    last: Option<PlaygroundBody>,
    points: Vec<Point>,
    surface: Vec<f32>,
    thumbnails: Vec<f32>,
    parameters: Vec<f64>,
    gradients: Vec<f64>,
    /// Rows of whole epochs; a row of the present weights may follow them.
    rows: History<Row>,
    drawing: u32,
}

impl Course {
    /// Adds a report with its blocks; a block that is empty or of another kind leaves what was there.
    pub fn take(&mut self, report: PlaygroundBody, blocks: Vec<Block>) {
        let mut blocks = blocks.into_iter();
        if let Some(Block::F64(points)) = blocks.next()
            && !points.is_empty()
        {
            let (rows, _) = points.as_chunks::<4>();
            let point = |&[x, y, target, test]: &[f64; 4]| Point {
                at: [x, y],
                target,
                test: test > 0.5,
            };
            self.points = rows.iter().map(point).collect();
            self.rows.clear();
            self.drawing = self.drawing.wrapping_add(1);
        }
        for values in [&mut self.surface, &mut self.thumbnails] {
            if let Some(Block::F32(block)) = blocks.next() {
                *values = block;
            }
        }
        for values in [&mut self.parameters, &mut self.gradients] {
            if let Some(Block::F64(block)) = blocks.next() {
                *values = block;
            }
        }
        if let Some(Block::F64(rows)) = blocks.next() {
            let (rows, _) = rows.as_chunks::<5>();
            rows.iter().for_each(|row| self.rows.push(*row));
        }
        let step = report.iteration as f64;
        if self.rows.last().is_none_or(|row| row[0] < step) {
            let [test_loss, test_accuracy] = match &report.test {
                Some(test) => [test.loss, test.accuracy],
                None => [f64::NAN; 2],
            };
            let train = report.train;
            self.rows
                .show([step, train.loss, test_loss, train.accuracy, test_accuracy]);
        }
        self.last = Some(report);
    }

    /// The last report.
    pub fn last(&self) -> Option<&PlaygroundBody> {
        self.last.as_ref()
    }

    /// The points.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// Counts the sets of points.
    pub fn drawing(&self) -> u32 {
        self.drawing
    }

    /// What the neuron that is looked at answers over the plane.
    pub fn surface(&self) -> &[f32] {
        &self.surface
    }

    /// What each neuron answers over the plane, layer after layer.
    pub fn thumbnails(&self) -> &[f32] {
        &self.thumbnails
    }

    /// The network's parameters.
    pub fn parameters(&self) -> &[f64] {
        &self.parameters
    }

    /// The gradients of the last step.
    pub fn gradients(&self) -> &[f64] {
        &self.gradients
    }

    /// The history: a row an epoch, or as many as [`History`] keeps; the last is that of the weights as they are now.
    pub fn rows(&self) -> &[Row] {
        self.rows.rows()
    }

    /// How many rows came, if more came than were kept.
    pub fn thinned(&self) -> Option<usize> {
        self.rows.is_thinned().then(|| self.rows.came())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use redes_diagram::{layers::Layers, numbers::PIXELS};
    use redes_experiment::{Data, Experiment, playground::Playground};

    use super::*;

    fn state() -> State {
        State {
            samples: 20,
            ..State::default()
        }
    }

    #[test]
    fn reports_add_up_to_a_history_in_the_order_of_the_steps() {
        let mut playground = Playground::new(&state().setup(), &Data::default()).unwrap();
        let mut course = Course::default();
        for _ in 0..4 {
            let (report, blocks) = playground.state(true, 0.0).unwrap();
            course.take(report, blocks);
            for _ in 0..3 {
                playground.step(0.0).unwrap();
            }
        }
        let steps: Vec<f64> = course.rows().iter().map(|row| row[0]).collect();
        assert!(steps.windows(2).all(|two| two[0] < two[1]), "{steps:?}");
        assert_eq!(steps.last(), Some(&9.0));
        assert_eq!(course.points().len(), 20);
        assert_eq!(course.drawing(), 1);
        let neurons = Layers::new(state().widths()).neurons().count();
        assert_eq!(course.thumbnails().len(), PIXELS * neurons);
        assert_eq!(course.parameters().len(), state().parameters());
        assert_eq!(course.gradients().len(), state().parameters());
        let last = course.last().unwrap();
        assert_eq!(course.rows().last().unwrap()[1], last.train.loss);
        // Another run begins a new history.
        let mut playground = Playground::new(&state().setup(), &Data::default()).unwrap();
        let (report, blocks) = playground.state(true, 0.0).unwrap();
        course.take(report, blocks);
        assert_eq!((course.rows().len(), course.drawing()), (1, 2));
    }

    #[test]
    fn the_cursor_finds_the_last_row_before_a_step() {
        let rows: Vec<Row> = [0.0, 8.0, 16.0]
            .map(|step| [step, step / 2.0, f64::NAN, 1.0, f64::NAN])
            .to_vec();
        assert_eq!(at(&rows, 15.9).unwrap()[0], 8.0);
        assert_eq!(at(&rows, 99.0).unwrap()[0], 16.0);
        assert_eq!(at(&rows, -1.0), None);
        assert_eq!(Series::TrainLoss.points(&rows).len(), 3);
        assert!(Series::TestLoss.points(&rows).is_empty());
        assert_eq!(Series::TrainAccuracy.of(&rows[1]), 1.0);
    }

    #[test]
    fn weights_are_counted_between_minus_and_plus_the_greatest() {
        let (counts, greatest) = histogram(&[-2.0, -0.1, 0.1, 1.9, 2.0, f64::NAN], 4);
        assert_eq!((counts, greatest), (vec![1, 1, 1, 2], 2.0));
        assert_eq!(histogram(&[], 2), (vec![0, 0], 1e-6));
    }

    #[test]
    fn a_discrete_surface_has_two_values() {
        let values = [0.1, 0.5, 0.9];
        let smooth = viewed(View::Smooth, &values, [0.0, 1.0]);
        assert_eq!(smooth, values);
        let discrete = viewed(View::Discrete, &values, [0.0, 1.0]);
        assert_eq!(discrete, [0.0, 0.0, 1.0]);
        assert!((top([0.5, f64::INFINITY].into_iter()) - 0.54).abs() < 1e-12);
    }
}
