//! Section 2.5's concentric circles.

use ndarray::Array2;
use redes_core::{
    activation::Activation,
    loss::Loss,
    metrics,
    network::Network,
    rng::RandomState,
    train::{Samples, Trainer},
};
use redes_data::circles::make_circles;
use redes_lessons::thesis::circles::{self, CirclesConfig, Listing};
use serde::{Deserialize, Serialize};

use crate::{Block, Data, Experiment, Failure};

/// Points along a side of the surface.
pub const SURFACE: usize = 100;
/// Points along a side of a neuron's thumbnail.
pub const THUMBNAIL: usize = 20;
/// The surface extends from `-REACH` to `REACH` on both axes (thesis §2.5).
pub const REACH: f64 = 1.5;

/// The circles' parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CirclesSetup {
    /// Seed of the points and of the starting weights.
    pub seed: u32,
    /// Number of points.
    pub samples: usize,
    /// Radius of the inner circle. The outer circle has radius 1.
    pub factor: f64,
    /// Standard deviation of the points around their circle.
    pub noise: f64,
    /// Neurons of each hidden layer.
    pub hidden: Vec<usize>,
    /// Activation of the hidden layers. The output is a sigmoid.
    #[serde(with = "plain")]
    pub activation: Activation,
    /// Learning rate.
    pub learning_rate: f64,
    /// The listing: as printed, or as meant.
    pub listing: Listing,
    /// Number of steps. Each step uses all points.
    pub iterations: u64,
}

/// The state of the circles' network after a step.
///
/// Five blocks travel beside it:
///
/// 1. the points (f64, rows of x, y, class), only in the first report;
/// 2. the surface (f32, [`SURFACE`] squared);
/// 3. the thumbnails (f32, [`THUMBNAIL`] squared for each neuron);
/// 4. the parameters (f64);
/// 5. the costs since the last report (f64, rows of step, cost).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CirclesBody {
    /// Steps done.
    pub iteration: u64,
    /// Mean squared error with these weights, as the thesis plots it.
    pub cost: f64,
    /// Share of the points on their side of 0.5.
    pub accuracy: f64,
    /// The neuron (layer, unit) of the surface. `None` means the output neuron.
    pub look: Option<(usize, usize)>,
}

/// The circles in training.
pub struct Circles {
    trainer: Trainer<f64>,
    samples: Samples<f64>,
    /// The same network, with a batch of one row of the surface. It copies the trainer's weights before each picture.
    viewer: Network<f64>,
    grid: Array2<f64>,
    costs: Vec<f64>,
    look: Option<(usize, usize)>,
    fresh: bool,
}

impl Circles {
    /// Cost and accuracy of the present weights.
    fn measure(&mut self) -> Result<(f64, f64), Failure> {
        let outputs = self.trainer.forward(self.samples.inputs.view())?;
        let targets = self.samples.targets.view();
        Ok((
            Loss::QuadraticMean.value(outputs, targets)?,
            metrics::accuracy(outputs, targets)?,
        ))
    }

    fn pictures(&mut self) -> Result<(Vec<f32>, Vec<f32>), Failure> {
        self.viewer
            .parameters_mut()
            .copy_from_slice(self.trainer.network().parameters());
        self.viewer.forward(self.grid.view())?;
        let layers = self.viewer.architecture().layers.len();
        let mut thumbnails = Vec::new();
        for layer in 0..layers {
            let a = self.viewer.activations(layer)?;
            for unit in 0..a.ncols() {
                thumbnails.extend((0..THUMBNAIL * THUMBNAIL).map(|i| {
                    let pick = |k: usize| (2 * k + 1) * SURFACE / (2 * THUMBNAIL);
                    a[[pick(i / THUMBNAIL) * SURFACE + pick(i % THUMBNAIL), unit]] as f32
                }));
            }
        }
        let (layer, unit) = self.look.unwrap_or((layers.saturating_sub(1), 0));
        let a = self.viewer.activations(layer)?;
        let unit = unit.min(a.ncols().saturating_sub(1));
        Ok((
            a.column(unit).iter().map(|v| *v as f32).collect(),
            thumbnails,
        ))
    }
}

impl Experiment for Circles {
    type Setup = CirclesSetup;
    type Body = CirclesBody;
    /// The neuron (layer, unit) whose surface the page shows. `None` means the output neuron.
    type Message = Option<(usize, usize)>;

    const NAME: &'static str = "circles";
    // One report for every two frames of a screen, even where a slice or a picture takes long.
    const INTERVAL: f64 = 16.0;

    /// Draws the points and the starting weights.
    fn new(setup: &CirclesSetup, _data: &Data) -> Result<Self, Failure> {
        let mut rng = RandomState::new(setup.seed);
        let samples = make_circles(setup.samples, setup.factor, Some(setup.noise), &mut rng)
            .map_err(|error| Failure::Refused(error.to_string()))?;
        let config = CirclesConfig {
            hidden: setup.hidden.clone(),
            activation: setup.activation,
            learning_rate: setup.learning_rate,
            listing: setup.listing,
            iterations: setup.iterations,
        };
        let trainer = circles::trainer(&config, &samples, &mut rng)?;
        let viewer = Network::new(trainer.network().architecture(), SURFACE * SURFACE)?;
        let at = |i: usize| REACH * (2.0 * i as f64 / (SURFACE - 1) as f64 - 1.0);
        // The first row of the picture is the top of the plane.
        let grid = Array2::from_shape_fn((SURFACE * SURFACE, 2), |(i, axis)| match axis {
            0 => at(i % SURFACE),
            _ => at(SURFACE - 1 - i / SURFACE),
        });
        Ok(Self {
            trainer,
            samples,
            viewer,
            grid,
            costs: Vec::new(),
            look: None,
            fresh: true,
        })
    }

    fn state(&mut self, _full: bool, _now: f64) -> Result<(CirclesBody, Vec<Block>), Failure> {
        let (cost, accuracy) = self.measure()?;
        let (surface, thumbnails) = self.pictures()?;
        let iteration = self.trainer.iteration();
        let points = if std::mem::take(&mut self.fresh) {
            let rows = self
                .samples
                .inputs
                .rows()
                .into_iter()
                .zip(&self.samples.targets);
            rows.flat_map(|(row, class)| [row[0], row[1], *class])
                .collect()
        } else {
            Vec::new()
        };
        let body = CirclesBody {
            iteration,
            cost,
            accuracy,
            look: self.look,
        };
        let blocks = vec![
            Block::F64(points),
            Block::F32(surface),
            Block::F32(thumbnails),
            Block::F64(self.trainer.network().parameters().to_vec()),
            Block::F64(std::mem::take(&mut self.costs)),
        ];
        Ok((body, blocks))
    }

    fn iteration(&self) -> u64 {
        self.trainer.iteration()
    }

    fn finished(&self) -> bool {
        self.trainer.finished().is_some()
    }

    fn fingerprint(&self) -> u64 {
        self.trainer.network().fingerprint()
    }

    fn step(&mut self, _now: f64) -> Result<(), Failure> {
        let iteration = self.trainer.iteration();
        let step = self.trainer.step(&self.samples)?;
        // The trainer returns the cost that it found before its step.
        self.costs.extend([
            iteration as f64,
            circles::mean_cost(step.loss, self.samples.targets.len()),
        ]);
        Ok(())
    }

    fn tell(&mut self, neuron: Option<(usize, usize)>) {
        let layers = self.viewer.architecture().layers.len();
        self.look = neuron.filter(|(layer, _)| *layer < layers);
    }
}

/// An activation as an index in a list and a threshold. The libraries' own form stores names, which postcard cannot
/// read.
mod plain {
    use redes_core::activation::Activation;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

    pub fn serialize<S: Serializer>(value: &Activation, to: S) -> Result<S::Ok, S::Error> {
        let pair: (u8, f64) = match value {
            Activation::Identity => (0, 0.0),
            Activation::Step { threshold } => (1, *threshold),
            Activation::Relu { threshold } => (2, *threshold),
            Activation::Sigmoid => (3, 0.0),
            Activation::Tanh => (4, 0.0),
            Activation::Softmax => (5, 0.0),
            Activation::Logistic { .. } => {
                return Err(ser::Error::custom("the circles have no logistic function"));
            }
        };
        pair.serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Activation, D::Error> {
        let (place, threshold) = <(u8, f64)>::deserialize(from)?;
        Ok(match place {
            0 => Activation::Identity,
            1 => Activation::Step { threshold },
            2 => Activation::Relu { threshold },
            3 => Activation::Sigmoid,
            4 => Activation::Tanh,
            5 => Activation::Softmax,
            _ => return Err(de::Error::custom("no such activation")),
        })
    }
}
