//! The circles' training, and what the network answers over the plane.

use ndarray::Array2;
use redes_core::{
    Result, metrics,
    network::Network,
    rng::RandomState,
    train::{Samples, Trainer},
};
use redes_data::circles::make_circles;
use redes_lessons::thesis::circles::{self, FACTOR, SAMPLES};

use super::link::State;

/// The seed of the points and of the starting weights, as in chapter 5.
const SEED: u32 = 1;
/// Points along a side of the pictures.
pub const SIDE: usize = 60;
/// The pictures extend from `-REACH` to `REACH` on both axes.
pub const REACH: f64 = 1.5;
/// Neurons of the first layer, each with a picture.
pub const NEURONS: usize = 4;

/// A network in training.
pub struct Learner {
    trainer: Trainer<f64>,
    samples: Samples<f64>,
    /// The same network, with a batch of all points of the picture. It copies the trainer's weights before each picture.
    viewer: Network<f64>,
    /// `[SIDE * SIDE, 2]`.
    grid: Array2<f64>,
}

impl Learner {
    /// The points and the starting weights.
    ///
    /// # Errors
    /// The state is outside the ranges of its rows.
    pub fn new(state: &State) -> Result<Self> {
        let mut rng = RandomState::new(SEED);
        let samples = make_circles(SAMPLES, FACTOR, Some(state.noise), &mut rng)?;
        let trainer = circles::trainer(&state.config(), &samples, &mut rng)?;
        let viewer = Network::new(trainer.network().architecture(), SIDE * SIDE)?;
        let at = |i: usize| REACH * (2.0 * i as f64 / (SIDE - 1) as f64 - 1.0);
        // The first row of the picture is the top of the plane.
        let grid = Array2::from_shape_fn((SIDE * SIDE, 2), |(i, axis)| match axis {
            0 => at(i % SIDE),
            _ => at(SIDE - 1 - i / SIDE),
        });
        Ok(Self {
            trainer,
            samples,
            viewer,
            grid,
        })
    }

    /// One step, with all points.
    ///
    /// # Errors
    /// All steps are done, or a weight is no longer finite.
    pub fn step(&mut self) -> Result<()> {
        self.trainer.step(&self.samples).map(|_| ())
    }

    /// Steps done.
    pub fn iteration(&self) -> u64 {
        self.trainer.iteration()
    }

    /// Whether all steps are done.
    pub fn finished(&self) -> bool {
        self.trainer.finished().is_some()
    }

    /// A hash of the weights.
    pub fn fingerprint(&self) -> u64 {
        self.trainer.network().fingerprint()
    }

    /// The share of the points on their side of 0.5.
    ///
    /// # Errors
    /// None: the network takes these points.
    pub fn accuracy(&mut self) -> Result<f64> {
        let outputs = self.trainer.forward(self.samples.inputs.view())?;
        metrics::accuracy(outputs, self.samples.targets.view())
    }

    /// The points, as rows of x, y and class.
    pub fn points(&self) -> Vec<f64> {
        let rows = self.samples.inputs.rows().into_iter();
        let rows = rows.zip(&self.samples.targets);
        rows.flat_map(|(row, class)| row.iter().copied().chain([*class]).collect::<Vec<_>>())
            .collect()
    }

    /// The outputs over the plane: those of each neuron of the first layer, then the network's. Each has `SIDE * SIDE`
    /// values, the first row on top.
    ///
    /// # Errors
    /// None: the network takes these points.
    pub fn pictures(&mut self) -> Result<Vec<Vec<f32>>> {
        let weights = self.trainer.network().parameters();
        self.viewer.parameters_mut().copy_from_slice(weights);
        self.viewer.forward(self.grid.view())?;
        let last = self.viewer.architecture().layers.len().saturating_sub(1);
        let mut pictures = Vec::new();
        for layer in [0, last] {
            let outputs = self.viewer.activations(layer)?;
            let columns = outputs.columns().into_iter();
            pictures.extend(columns.map(|column| column.iter().map(|v| *v as f32).collect()));
        }
        Ok(pictures)
    }
}
