//! The playground: the reader's own network on drawn points or on the reader's own.

mod body;
mod setup;

use redes_core::{
    activation::Activation,
    loss::Loss,
    metrics,
    rng::RandomState,
    train::{Samples, Trainer},
};
use redes_data::circles::make_circles;
use redes_lessons::thesis::circles::{self, CirclesConfig, Listing};

use crate::surface::Viewer;
use crate::{Block, Data, Experiment, Failure};

pub use body::{PlaygroundBody, Reason, Score};
pub use setup::{
    Change, Cost, Event, Hidden, Kind, MAX_LAYERS, MAX_POINTS, MAX_TEST, MAX_UNITS, Message,
    PlaygroundSetup, Points, Rule, Shape, Start,
};

/// The playground in training.
pub struct Playground {
    setup: PlaygroundSetup,
    trainer: Trainer<f64>,
    samples: Samples<f64>,
    viewer: Viewer,
    history: Vec<f64>,
    look: Option<(u32, u32)>,
    fresh: bool,
}

impl Experiment for Playground {
    type Setup = PlaygroundSetup;
    type Body = PlaygroundBody;
    type Message = Message;

    const NAME: &'static str = "playground";
    const INTERVAL: f64 = 16.0;

    fn new(setup: &PlaygroundSetup, _data: &Data) -> Result<Self, Failure> {
        let mut rng = RandomState::new(setup.seed);
        let Points::Drawn { samples, noise, .. } = &setup.points else {
            return Err(Failure::Refused("own points".to_owned()));
        };
        let samples = make_circles(*samples as usize, 0.5, Some(*noise), &mut rng)?;
        let config = CirclesConfig {
            hidden: setup.layers.iter().map(|l| l.units as usize).collect(),
            activation: Activation::Sigmoid,
            learning_rate: setup.rate,
            listing: Listing::AsMeant,
            iterations: setup.steps,
        };
        let trainer = circles::trainer(&config, &samples, &mut rng)?;
        let viewer = Viewer::new(trainer.network().architecture())?;
        Ok(Self {
            setup: setup.clone(),
            trainer,
            samples,
            viewer,
            history: Vec::new(),
            look: None,
            fresh: true,
        })
    }

    fn state(&mut self, _full: bool, _now: f64) -> Result<(PlaygroundBody, Vec<Block>), Failure> {
        let outputs = self.trainer.forward(self.samples.inputs.view())?;
        let targets = self.samples.targets.view();
        let train = Score {
            loss: Loss::QuadraticMean.value(outputs, targets)?,
            accuracy: metrics::accuracy(outputs, targets)?,
        };
        let parameters = self.trainer.network().parameters();
        let look = self.look.map(|(l, u)| (l as usize, u as usize));
        let (surface, thumbnails) = self.viewer.pictures(parameters, look)?;
        let mut points = Vec::new();
        if std::mem::take(&mut self.fresh) {
            let rows = self.samples.inputs.rows().into_iter();
            for (row, y) in rows.zip(&self.samples.targets) {
                points.extend([row[0], row[1], *y, 0.0]);
            }
        }
        let body = PlaygroundBody {
            iteration: self.trainer.iteration(),
            epoch: self.trainer.epoch(),
            train,
            test: None,
            confusion: [[0; 4]; 2],
            look: self.look,
            events: self.setup.events.clone(),
            stopped: self.trainer.finished().map(|_| Reason::Steps),
            norms: vec![0.0; self.setup.layers.len() + 1],
            batches: 1,
        };
        let network = self.trainer.network();
        let blocks = vec![
            Block::F64(points),
            Block::F32(surface),
            Block::F32(thumbnails),
            Block::F64(network.parameters().to_vec()),
            Block::F64(network.gradients().to_vec()),
            Block::F64(std::mem::take(&mut self.history)),
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
        let cost = circles::mean_cost(step.loss, self.samples.targets.len());
        self.history.extend([
            iteration as f64,
            cost,
            f64::NAN,
            step.running_accuracy,
            f64::NAN,
        ]);
        Ok(())
    }

    fn tell(&mut self, message: Message) {
        if let Message::Look(look) = message {
            self.look = look;
        }
    }
}
