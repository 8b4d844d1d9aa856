//! The playground: the reader's own network on drawn points or on the reader's own.
//!
//! - [`PlaygroundSetup`]: all that the reader chooses. A setup repeats its run bit for bit; what the reader changes while it
//!   trains is part of it, as [`Event`]s.
//! - [`Playground`]: the experiment. One generator of the seed draws the points, then their split, then the first weights;
//!   the order of the batches comes from a second generator of the same seed, and what is left out in layer n, from 1, from
//!   one of the seed + n.
//! - [`PlaygroundBody`]: what the page shows.

mod body;
mod course;
mod measure;
mod network;
mod points;
mod setup;

use redes_core::{rng::RandomState, train::Trainer};
use redes_data::split::Halves;

use crate::surface::Viewer;
use crate::{Block, Data, Experiment, Failure};

use course::Course;
use measure::Meter;

pub use body::{PlaygroundBody, Reason, Score};
pub use setup::{
    Change, Cost, Event, Hidden, Kind, MAX_LAYERS, MAX_POINTS, MAX_TEST, MAX_UNITS, Message,
    PlaygroundSetup, Points, Rule, Shape, Start,
};

/// The playground in training.
pub struct Playground {
    trainer: Trainer<f64>,
    points: Halves,
    meter: Meter,
    viewer: Viewer,
    course: Course,
    /// The events, in the order in which they are applied.
    events: Vec<Event>,
    /// How many of them have been applied.
    applied: usize,
    history: Vec<f64>,
    look: Option<(u32, u32)>,
    fresh: bool,
}

impl Playground {
    /// Applies a change. Returns whether it could be applied.
    fn change(&mut self, change: Change) -> bool {
        match change {
            Change::Rate(rate) => self.trainer.set_learning_rate(rate).is_ok(),
            Change::Parameter { index, value } => {
                let place = self.trainer.parameters_mut().get_mut(index as usize);
                match place.filter(|_| value.is_finite()) {
                    Some(place) => {
                        *place = value;
                        true
                    }
                    None => false,
                }
            }
        }
    }

    /// Applies the events of the present step.
    fn apply_events(&mut self) -> Result<(), Failure> {
        let now = self.trainer.iteration();
        while let Some(event) = self.events.get(self.applied).filter(|e| e.step <= now) {
            let change = event.change;
            if !self.change(change) {
                let text = "events: a rate or parameter out of range";
                return Err(Failure::Refused(text.to_owned()));
            }
            self.applied += 1;
        }
        Ok(())
    }

    /// Measures both halves and writes a row of the history. Returns the losses.
    fn record(&mut self) -> Result<[f64; 2], Failure> {
        self.meter.set(self.trainer.network().parameters());
        let score = |measured: Option<measure::Measured>| match measured {
            Some((score, _)) => [score.loss, score.accuracy],
            None => [f64::NAN; 2],
        };
        let train = score(self.meter.measure(&self.points.train)?);
        let test = score(self.meter.measure(&self.points.test)?);
        let iteration = self.trainer.iteration() as f64;
        self.history
            .extend([iteration, train[0], test[0], train[1], test[1]]);
        Ok([train[0], test[0]])
    }

    /// The length of each layer's part of the gradients.
    fn norms(&self) -> Vec<f64> {
        let network = self.trainer.network();
        let mut squares: Vec<(usize, f64)> = Vec::new();
        for block in network.parameter_blocks() {
            let gradients = network.gradients().get(block.range.clone());
            let sum: f64 = gradients.into_iter().flatten().map(|g| g * g).sum();
            match squares.last_mut() {
                Some((layer, squares)) if *layer == block.layer => *squares += sum,
                _ => squares.push((block.layer, sum)),
            }
        }
        squares.into_iter().map(|(_, sum)| sum.sqrt()).collect()
    }

    /// Rows of x, y, class or value, 1 for a test point.
    fn rows(&self) -> Vec<f64> {
        let mut rows = Vec::new();
        for (half, mark) in [(&self.points.train, 0.0), (&self.points.test, 1.0)] {
            for (row, target) in half.inputs.rows().into_iter().zip(&half.targets) {
                rows.extend(row.iter().chain([target, &mark]));
            }
        }
        rows
    }
}

impl Experiment for Playground {
    type Setup = PlaygroundSetup;
    type Body = PlaygroundBody;
    type Message = Message;

    const NAME: &'static str = "playground";
    // One report for every two frames of a screen, even where a slice or a picture takes long.
    const INTERVAL: f64 = 16.0;

    /// Draws the points and the first weights, and applies the events before the first step.
    fn new(setup: &PlaygroundSetup, _data: &Data) -> Result<Self, Failure> {
        let mut rng = RandomState::new(setup.seed);
        let points = points::halves(setup, &mut rng)?;
        let [train, test] = [&points.train, &points.test].map(|half| half.inputs.nrows());
        let trainer = network::trainer(setup, train, &mut rng)?;
        if !setup.events.is_sorted_by_key(|event| event.step) {
            let text = "events: in the order of their steps";
            return Err(Failure::Refused(text.to_owned()));
        }
        let mut playground = Self {
            course: Course::new(setup),
            trainer,
            points,
            meter: Meter::new(setup, train.max(test))?,
            viewer: Viewer::new(&setup.architecture())?,
            events: setup.events.clone(),
            applied: 0,
            history: Vec::new(),
            look: None,
            fresh: true,
        };
        playground.record()?;
        playground.apply_events()?;
        Ok(playground)
    }

    fn step(&mut self, _now: f64) -> Result<(), Failure> {
        if self.finished() {
            return Err(redes_core::Error::Finished.into());
        }
        let step = self.trainer.step(&self.points.train)?;
        if step.epoch_finished {
            let losses = self.record()?;
            self.course.epoch(losses);
        }
        self.course.step(step.iteration);
        self.apply_events()
    }

    fn state(&mut self, _full: bool, _now: f64) -> Result<(PlaygroundBody, Vec<Block>), Failure> {
        let points = match std::mem::take(&mut self.fresh) {
            true => self.rows(),
            false => Vec::new(),
        };
        self.meter.set(self.trainer.network().parameters());
        let Some((train, trained)) = self.meter.measure(&self.points.train)? else {
            return Err(Failure::Refused("points: none to train on".to_owned()));
        };
        let test = self.meter.measure(&self.points.test)?;
        let network = self.trainer.network();
        let look = self
            .look
            .map(|(layer, unit)| (layer as usize, unit as usize));
        let (surface, thumbnails) = self.viewer.pictures(network.parameters(), look)?;
        let body = PlaygroundBody {
            iteration: self.trainer.iteration(),
            epoch: self.trainer.epoch(),
            train,
            test: test.map(|(score, _)| score),
            confusion: [trained, test.map_or([0; 4], |(_, counts)| counts)],
            look: self.look,
            events: self.events.clone(),
            stopped: self.course.stopped(),
            norms: self.norms(),
            batches: self.trainer.batches_per_epoch() as u32,
        };
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
        self.course.stopped().is_some()
    }

    fn fingerprint(&self) -> u64 {
        self.trainer.network().fingerprint()
    }

    fn tell(&mut self, message: Message) {
        match message {
            Message::Look(neuron) => {
                let there = |&(layer, _): &(u32, u32)| (layer as usize) < self.viewer.layers();
                self.look = neuron.filter(there);
            }
            Message::Change(change) => {
                if self.change(change) {
                    let step = self.trainer.iteration();
                    self.events.insert(self.applied, Event { step, change });
                    self.applied += 1;
                }
            }
        }
    }
}
