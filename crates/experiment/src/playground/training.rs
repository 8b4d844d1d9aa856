//! The training of a playground, without its pictures.

use redes_core::{network::Network, rng::RandomState, train::Trainer};
use redes_data::split::Halves;

use super::body::{Reason, Score};
use super::course::Course;
use super::measure::{Measured, Meter};
use super::setup::{Change, Event, PlaygroundSetup};
use super::{network, points};
use crate::Failure;

/// A row of the history: step, train loss, test loss, train accuracy, test accuracy.
type Row = [f64; 5];

/// A network in training, with its points and what the reader changes.
pub(super) struct Training {
    trainer: Trainer<f64>,
    points: Halves,
    meter: Meter,
    course: Course,
    /// The events, in the order in which they are applied.
    events: Vec<Event>,
    /// How many of them have been applied.
    applied: usize,
    /// Whether every epoch is measured.
    measured: bool,
    /// Whether the next step measures the training points of an epoch: it takes them all and leaves nothing out.
    by_step: bool,
    /// An epoch whose training points the next step measures: the measures of its test points.
    pending: Option<Option<Measured>>,
    /// [`Row`] after row.
    history: Vec<f64>,
}

impl Training {
    /// Draws the points and the first weights, and applies the events before the first step. Every epoch is measured where
    /// the end of training depends on it, or where it is `watched`.
    ///
    /// # Errors
    /// [`Failure::Refused`] for parameters out of range.
    pub(super) fn new(setup: &PlaygroundSetup, watched: bool) -> Result<Self, Failure> {
        let mut rng = RandomState::new(setup.seed);
        let points = points::halves(setup, &mut rng)?;
        let train = points.train.inputs.nrows();
        let trainer = network::trainer(setup, train, &mut rng)?.without_history();
        if !setup.events.is_sorted_by_key(|event| event.step) {
            let text = "events: in the order of their steps";
            return Err(Failure::Refused(text.to_owned()));
        }
        let mut training = Self {
            trainer,
            meter: Meter::new(setup, &points)?,
            points,
            course: Course::new(setup),
            events: setup.events.clone(),
            applied: 0,
            measured: watched || setup.below > 0.0 || setup.patience > 0,
            by_step: setup.batch_size(train).is_none()
                && setup.dropout == 0.0
                && setup.below == 0.0,
            pending: None,
            history: Vec::new(),
        };
        if watched {
            training.record()?;
        }
        training.apply_events()?;
        Ok(training)
    }

    /// Does one step.
    ///
    /// # Errors
    /// [`Failure::Diverged`] when a weight or the loss stops being a number; [`Failure::Refused`] after the end.
    pub(super) fn step(&mut self) -> Result<(), Failure> {
        if self.stopped().is_some() {
            return Err(redes_core::Error::Finished.into());
        }
        let step = self.trainer.step(&self.points.train)?;
        if let Some(test) = self.pending.take() {
            // The step measured the weights before it moved them.
            let (loss, correct) = (step.loss, step.running_accuracy);
            let train = self.meter.score_of(loss, correct, &self.points.train);
            self.write(step.iteration - 1, train, test);
        }
        if step.epoch_finished && self.measured {
            if self.by_step {
                self.meter.set(self.trainer.network().parameters());
                let test = self.meter.measure(&self.points.test)?;
                let loss = test.map_or(f64::NAN, |(score, _)| score.loss);
                self.course.epoch([f64::NAN, loss]);
                self.pending = Some(test);
            } else {
                let losses = self.record()?;
                self.course.epoch(losses);
            }
        }
        self.course.step(step.iteration);
        self.apply_events()
    }

    /// Applies a change and appends it to the events. What is out of range changes nothing.
    ///
    /// # Errors
    /// As [`Training::measure`].
    pub(super) fn receive(&mut self, change: Change) -> Result<(), Failure> {
        if self.change(change)? {
            let step = self.trainer.iteration();
            self.events.insert(self.applied, Event { step, change });
            self.applied += 1;
        }
        Ok(())
    }

    /// The rows since the last call, up to the present step.
    ///
    /// # Errors
    /// As [`Training::measure`].
    pub(super) fn take_history(&mut self) -> Result<Vec<f64>, Failure> {
        self.settle()?;
        Ok(std::mem::take(&mut self.history))
    }

    /// The measures of the training points and of the test points with the present weights.
    ///
    /// # Errors
    /// [`Failure::Refused`] if the library refuses the points.
    pub(super) fn measure(&mut self) -> Result<(Measured, Option<Measured>), Failure> {
        self.meter.set(self.trainer.network().parameters());
        let train = self.meter.measure(&self.points.train)?;
        let none = || Failure::Refused("points: none to train on".to_owned());
        Ok((
            train.ok_or_else(none)?,
            self.meter.measure(&self.points.test)?,
        ))
    }

    /// Writes the row of the present weights. Returns the losses of the training points and of the test points.
    fn record(&mut self) -> Result<[f64; 2], Failure> {
        let ((train, _), test) = self.measure()?;
        self.write(self.trainer.iteration(), train, test);
        let test = test.map_or(f64::NAN, |(score, _)| score.loss);
        Ok([train.loss, test])
    }

    /// Writes a row that waits for the next step, before the weights change otherwise or the row is asked for.
    fn settle(&mut self) -> Result<(), Failure> {
        if self.pending.take().is_some() {
            self.record()?;
        }
        Ok(())
    }

    fn write(&mut self, iteration: u64, train: Score, test: Option<Measured>) {
        let [loss, accuracy] = match test {
            Some((test, _)) => [test.loss, test.accuracy],
            None => [f64::NAN; 2],
        };
        let row: Row = [iteration as f64, train.loss, loss, train.accuracy, accuracy];
        self.history.extend(row);
    }

    /// The length of each layer's part of the gradients.
    pub(super) fn norms(&self) -> Vec<f64> {
        let network = self.network();
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

    pub(super) fn network(&self) -> &Network<f64> {
        self.trainer.network()
    }

    pub(super) fn points(&self) -> &Halves {
        &self.points
    }

    pub(super) fn events(&self) -> &[Event] {
        &self.events
    }

    pub(super) fn stopped(&self) -> Option<Reason> {
        self.course.stopped()
    }

    pub(super) fn iteration(&self) -> u64 {
        self.trainer.iteration()
    }

    pub(super) fn epoch(&self) -> u64 {
        self.trainer.epoch()
    }

    pub(super) fn batches(&self) -> u32 {
        self.trainer.batches_per_epoch() as u32
    }

    /// Applies a change. Returns whether it could be applied.
    fn change(&mut self, change: Change) -> Result<bool, Failure> {
        self.settle()?;
        Ok(match change {
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
        })
    }

    /// Applies the events of the present step.
    fn apply_events(&mut self) -> Result<(), Failure> {
        let now = self.trainer.iteration();
        while let Some(event) = self.events.get(self.applied).filter(|e| e.step <= now) {
            let change = event.change;
            if !self.change(change)? {
                let text = "events: a rate or parameter out of range";
                return Err(Failure::Refused(text.to_owned()));
            }
            self.applied += 1;
        }
        Ok(())
    }
}
