//! What the circles' figure shows, computed: the reports as they add up, and the values that widths and colours stand for.

use redes_experiment::{
    Block,
    circles::{CirclesBody, REACH, THUMBNAIL},
};

use super::link::State;

/// Values of what a neuron sees.
pub const PIXELS: usize = THUMBNAIL * THUMBNAIL;

/// Width of a weight's line in quarters of a pixel, negative where the weight is; 24 at most.
pub fn quarters(weight: f64) -> i32 {
    let weight = if weight.is_nan() { 0.0 } else { weight };
    let width = ((weight.abs() * 0.6 + 0.4).min(6.0) * 4.0).round() as i32;
    if weight < 0.0 { -width } else { width }
}

/// What an input sees: its own coordinate, as [`PIXELS`] values row by row from the top of the plane.
pub fn input(axis: usize) -> Vec<f32> {
    let at = |i: usize| (REACH * (2.0 * i as f64 / (THUMBNAIL - 1) as f64 - 1.0)) as f32;
    let value = |i: usize| match axis {
        0 => at(i % THUMBNAIL),
        _ => at(THUMBNAIL - 1 - i / THUMBNAIL),
    };
    (0..PIXELS).map(value).collect()
}

/// The values that the two ends of the colours stand for. ReLU is shown from minus to plus its greatest value, so that
/// its zero has the colour of the middle.
pub fn limits(state: &State, layer: usize, values: &[f32]) -> [f64; 2] {
    state.range(layer).unwrap_or_else(|| {
        let finite = values.iter().filter(|value| value.is_finite());
        let greatest = finite.fold(0.0_f32, |greatest, value| greatest.max(value.abs()));
        let greatest = f64::from(greatest).max(1e-6);
        [-greatest, greatest]
    })
}

/// The numbers below the colours, each with its decimals: at the low end, in the middle, at the high end.
pub fn scale([low, high]: [f64; 2]) -> [(f64, usize); 3] {
    let decimals = if high.fract() == 0.0 { 0 } else { 2 };
    let middle = (low + high) / 2.0;
    let few = if middle == 0.0 { 0 } else { 1 };
    [(low, decimals), (middle, few), (high, decimals)]
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
    costs: Vec<(f64, f64)>,
    stepped: usize,
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
            self.stepped = 0;
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
        self.costs.truncate(self.stepped);
        if let Some(Block::F64(rows)) = costs {
            let (rows, _) = rows.as_chunks::<2>();
            self.costs
                .extend(rows.iter().map(|&[step, cost]| (step, cost)));
        }
        self.stepped = self.costs.len();
        self.costs.push((report.iteration as f64, report.cost));
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

    /// [`PIXELS`] values a neuron, layer after layer.
    pub fn thumbnails(&self) -> &[f32] {
        &self.thumbnails
    }

    /// The network's parameters.
    pub fn parameters(&self) -> &[f64] {
        &self.parameters
    }

    /// Step and cost; the last pair is that of the weights as they are now.
    pub fn costs(&self) -> &[(f64, f64)] {
        &self.costs
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use redes_experiment::{Data, Experiment, circles::Circles};

    use super::*;
    use crate::circles::layers::Layers;

    #[test]
    fn lines_are_as_wide_as_their_weights_are_great() {
        let widths = [0.0, 1.0, -1.0, 1e9, -1e9, f64::NAN].map(quarters);
        assert_eq!(widths, [2, 4, -4, 24, -24, 2]);
    }

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
        assert_eq!(scale([0.0, 1.0]), [(0.0, 0), (0.5, 1), (1.0, 0)]);
        assert_eq!(scale([-2.5, 2.5]), [(-2.5, 2), (0.0, 0), (2.5, 2)]);
    }

    #[test]
    fn an_input_sees_its_coordinate() {
        let (right, up) = (input(0), input(1));
        let corners = [0, THUMBNAIL - 1, PIXELS - THUMBNAIL, PIXELS - 1];
        assert_eq!(corners.map(|at| right[at]), [-1.5, 1.5, -1.5, 1.5]);
        assert_eq!(corners.map(|at| up[at]), [1.5, 1.5, -1.5, -1.5]);
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
