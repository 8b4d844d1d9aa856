//! Section 2.5's concentric circles.

use redes_core::{
    activation::Activation,
    loss::Loss,
    metrics,
    rng::RandomState,
    train::{Samples, Trainer},
};
use redes_data::circles::make_circles;
use redes_lessons::thesis::circles::{self, CirclesConfig, Listing};
use serde::{Deserialize, Serialize};

use crate::surface::Viewer;
use crate::{Block, Data, Experiment, Failure};

pub use crate::surface::{REACH, SURFACE, THUMBNAIL};

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
    viewer: Viewer,
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
        let trainer = circles::trainer(&config, &samples, &mut rng)?.without_history();
        let viewer = Viewer::new(trainer.network().architecture())?;
        Ok(Self {
            trainer,
            samples,
            viewer,
            costs: Vec::new(),
            look: None,
            fresh: true,
        })
    }

    fn state(&mut self, _full: bool, _now: f64) -> Result<(CirclesBody, Vec<Block>), Failure> {
        let (cost, accuracy) = self.measure()?;
        let parameters = self.trainer.network().parameters();
        let (surface, thumbnails) = self.viewer.pictures(parameters, self.look)?;
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

    fn receive(&mut self, neuron: Option<(usize, usize)>) {
        self.look = neuron.filter(|(layer, _)| *layer < self.viewer.layers());
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
            _ => {
                return Err(ser::Error::custom("the circles have no such function"));
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
