//! What the circles' figure shows, computed: the reports as they add up, and the values that widths and colours stand for.

use redes_diagram::numbers::symmetric;
use redes_experiment::history::History;
use redes_experiment::{Block, circles::CirclesBody};

use super::link::State;

/// The values that the two ends of the colours stand for.
pub fn limits(state: &State, layer: usize, values: &[f32]) -> [f64; 2] {
    state.range(layer).unwrap_or_else(|| symmetric(values))
}

/// The upper end of the cost's axis: a little above the greatest cost, never below 0.108.
pub fn top(costs: &[(f64, f64)]) -> f64 {
    let costs = costs.iter().map(|(_, cost)| *cost);
    costs.filter(|cost| cost.is_finite()).fold(0.1, f64::max) * 1.08
}

/// A training as far as it was reported.
#[derive(Clone, Debug, Default)]
pub struct Course {
    last: Option<CirclesBody>,
    points: Vec<f64>,
    surface: Vec<f32>,
    thumbnails: Vec<f32>,
    parameters: Vec<f64>,
    costs: History<(f64, f64)>,
    drawing: u32,
}

impl Course {
    /// Adds a report with its blocks; a block that is empty or of another kind leaves what was there.
    pub fn take(&mut self, report: CirclesBody, blocks: Vec<Block>) {
        let mut blocks = blocks.into_iter();
        let (points, surface, thumbnails) = (blocks.next(), blocks.next(), blocks.next());
        let (parameters, costs) = (blocks.next(), blocks.next());
        if let Some(Block::F64(points)) = points
            && !points.is_empty()
        {
            self.points = points;
            self.costs.clear();
            self.drawing = self.drawing.wrapping_add(1);
        }
        if let Some(Block::F32(values)) = surface {
            self.surface = values;
        }
        if let Some(Block::F32(values)) = thumbnails {
            self.thumbnails = values;
        }
        if let Some(Block::F64(values)) = parameters {
            self.parameters = values;
        }
        if let Some(Block::F64(rows)) = costs {
            let (rows, _) = rows.as_chunks::<2>();
            for &[step, cost] in rows {
                self.costs.push((step, cost));
            }
        }
        self.costs.show((report.iteration as f64, report.cost));
        self.last = Some(report);
    }

    /// The last report.
    pub fn last(&self) -> Option<&CirclesBody> {
        self.last.as_ref()
    }

    /// The points: rows of x, y, class.
    pub fn points(&self) -> &[f64] {
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

    /// [`redes_diagram::numbers::PIXELS`] values a neuron, layer after layer.
    pub fn thumbnails(&self) -> &[f32] {
        &self.thumbnails
    }

    /// The network's parameters.
    pub fn parameters(&self) -> &[f64] {
        &self.parameters
    }

    /// Step and cost; the last pair is that of the weights as they are now.
    pub fn costs(&self) -> &[(f64, f64)] {
        self.costs.rows()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use redes_diagram::{layers::Layers, numbers::PIXELS};
    use redes_experiment::{Data, Experiment, circles::Circles};

    use super::*;

    #[test]
    fn colours_stand_for_the_range_of_the_activation() {
        let mut state = State::default();
        assert_eq!(limits(&state, 0, &[7.0]), [0.0, 1.0]);
        state.activation = redes_core::activation::Activation::Tanh;
        assert_eq!(limits(&state, 0, &[7.0]), [-1.0, 1.0]);
        state.activation = redes_core::activation::Activation::RELU;
        assert_eq!(limits(&state, 0, &[0.5, -2.0, f32::NAN]), [-2.0, 2.0]);
        assert_eq!(limits(&state, 0, &[]), [-1e-6, 1e-6]);
        // The output is a sigmoid whatever the others are.
        assert_eq!(limits(&state, 2, &[7.0]), [0.0, 1.0]);
    }

    #[test]
    fn reports_add_up_to_a_curve_with_each_step_once() {
        let mut setup = State::default().setup();
        setup.samples = 20;
        let mut circles = Circles::new(&setup, &Data::default()).unwrap();
        let mut course = Course::default();
        for _ in 0..3 {
            let (report, blocks) = circles.state(true, 0.0).unwrap();
            course.take(report, blocks);
            for _ in 0..2 {
                circles.step(0.0).unwrap();
            }
        }
        let steps: Vec<f64> = course.costs().iter().map(|(step, _)| *step).collect();
        assert_eq!(steps, [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(course.last().unwrap().iteration, 4);
        assert_eq!(course.points().len(), 3 * 20);
        assert_eq!(course.drawing(), 1);
        assert_eq!(
            course.thumbnails().len(),
            PIXELS * Layers::new(State::default().widths()).neurons().count()
        );
        // Another run begins a new curve.
        let mut circles = Circles::new(&setup, &Data::default()).unwrap();
        let (report, blocks) = circles.state(true, 0.0).unwrap();
        course.take(report, blocks);
        assert_eq!((course.costs().len(), course.drawing()), (1, 2));
        assert!((top(course.costs()) - course.costs()[0].1 * 1.08).abs() < 1e-12);
        assert_eq!(top(&[(0.0, f64::INFINITY), (1.0, 0.01)]), 0.1 * 1.08);
    }

    #[test]
    fn blocks_that_are_left_out_keep_what_was_there() {
        let mut setup = State::default().setup();
        setup.samples = 20;
        let mut circles = Circles::new(&setup, &Data::default()).unwrap();
        let mut course = Course::default();
        let (report, blocks) = circles.state(true, 0.0).unwrap();
        course.take(report, blocks);
        let shown = course.clone();
        circles.step(0.0).unwrap();
        let (report, _) = circles.state(true, 0.0).unwrap();
        course.take(report, Vec::new());
        assert_eq!(course.points(), shown.points());
        assert_eq!(course.surface(), shown.surface());
        assert_eq!(course.thumbnails(), shown.thumbnails());
        assert_eq!(course.parameters(), shown.parameters());
        // The cost of the new weights takes the place of the last one.
        assert_eq!(course.costs().len(), 1);
        assert_eq!(course.costs()[0].0, 1.0);
    }
}
