//! The playground: the reader's own network on drawn points or on the reader's own.
//!
//! - [`PlaygroundSetup`]: all that the reader chooses. A setup repeats its run bit for bit; what the reader changes while it
//!   trains is part of it, as [`Event`]s.
//! - [`Playground`]: the experiment. One generator of the seed draws the points, then their split, then the first weights;
//!   the order of the batches comes from a second generator of the same seed, and what is left out in layer n, from 1, from
//!   one of the seed + n.
//! - [`PlaygroundBody`]: what the page shows.
//! - [`listing`]: the run as a program in Python.
//! - [`sweep`]: many trainings that differ in one parameter.

mod body;
mod course;
pub mod listing;
mod measure;
mod network;
mod points;
mod setup;
pub mod sweep;
mod training;

use crate::surface::Viewer;
use crate::{Block, Data, Experiment, Failure};

use training::Training;

pub use body::{PlaygroundBody, Reason, Score};
pub use setup::{
    Change, Cost, Event, Hidden, Kind, MAX_LAYERS, MAX_POINTS, MAX_TEST, MAX_UNITS, Message,
    PlaygroundSetup, Points, Rule, Shape, Start,
};

/// The playground in training.
pub struct Playground {
    training: Training,
    viewer: Viewer,
    look: Option<(u32, u32)>,
    fresh: bool,
}

impl Playground {
    /// Rows of x, y, class or value, 1 for a test point.
    fn points(&self) -> Vec<f64> {
        let points = self.training.points();
        let mut rows = Vec::new();
        for (half, mark) in [(&points.train, 0.0), (&points.test, 1.0)] {
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
        Ok(Self {
            training: Training::new(setup, true)?,
            viewer: Viewer::new(&setup.architecture())?,
            look: None,
            fresh: true,
        })
    }

    fn step(&mut self, _now: f64) -> Result<(), Failure> {
        self.training.step()
    }

    fn state(&mut self, _full: bool, _now: f64) -> Result<(PlaygroundBody, Vec<Block>), Failure> {
        let points = match std::mem::take(&mut self.fresh) {
            true => self.points(),
            false => Vec::new(),
        };
        let ((train, trained), test) = self.training.measure()?;
        let history = self.training.take_history()?;
        let network = self.training.network();
        let look = self
            .look
            .map(|(layer, unit)| (layer as usize, unit as usize));
        let (surface, thumbnails) = self.viewer.pictures(network.parameters(), look)?;
        let body = PlaygroundBody {
            iteration: self.training.iteration(),
            epoch: self.training.epoch(),
            train,
            test: test.map(|(score, _)| score),
            confusion: [trained, test.map_or([0; 4], |(_, counts)| counts)],
            look: self.look,
            events: self.training.events().to_vec(),
            stopped: self.training.stopped(),
            norms: self.training.norms(),
            batches: self.training.batches(),
        };
        let blocks = vec![
            Block::F64(points),
            Block::F32(surface),
            Block::F32(thumbnails),
            Block::F64(network.parameters().to_vec()),
            Block::F64(network.gradients().to_vec()),
            Block::F64(history),
        ];
        Ok((body, blocks))
    }

    fn iteration(&self) -> u64 {
        self.training.iteration()
    }

    fn finished(&self) -> bool {
        self.training.stopped().is_some()
    }

    fn fingerprint(&self) -> u64 {
        self.training.network().fingerprint()
    }

    fn receive(&mut self, message: Message) {
        match message {
            Message::Look(neuron) => {
                let there = |&(layer, _): &(u32, u32)| (layer as usize) < self.viewer.layers();
                self.look = neuron.filter(there);
            }
            // It only fails where measuring does, and then so does the next report.
            Message::Change(change) => drop(self.training.receive(change)),
        }
    }
}
