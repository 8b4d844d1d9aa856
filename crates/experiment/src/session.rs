//! Experiments with their types erased, for a trainer that knows none of them.

use redes_core::tape::{Sink, Source, Tape};

use crate::{
    Block, Experiment, Failure,
    datasets::{Data, Needs},
    wire,
};

/// A running experiment.
pub trait Session {
    /// As [`Experiment::step`].
    ///
    /// # Errors
    /// As there.
    fn step(&mut self, now: f64) -> Result<(), Failure>;

    /// As [`Experiment::state`], with the body as bytes.
    ///
    /// # Errors
    /// As there.
    fn state(&mut self, full: bool, now: f64) -> Result<(Vec<u8>, Vec<Block>), Failure>;

    /// As [`Experiment::receive`], with the message as bytes.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] for bytes that are no message of this experiment.
    fn receive(&mut self, message: &[u8]) -> Result<(), Failure>;

    /// Steps done.
    fn iteration(&self) -> u64;

    /// Whether nothing is left to do.
    fn finished(&self) -> bool;

    /// A hash of the weights.
    fn fingerprint(&self) -> u64;

    /// Milliseconds between two reports while training runs.
    fn interval(&self) -> f64;

    /// As [`Experiment::tape`], for the run of this setup in bytes.
    fn tape(&mut self, setup: &[u8], tape: &mut Tape<'_>);
}

impl<E: Experiment> Session for E {
    fn step(&mut self, now: f64) -> Result<(), Failure> {
        E::step(self, now)
    }

    fn state(&mut self, full: bool, now: f64) -> Result<(Vec<u8>, Vec<Block>), Failure> {
        let (body, blocks) = E::state(self, full, now)?;
        Ok((wire::encode(E::NAME, &body)?, blocks))
    }

    fn receive(&mut self, message: &[u8]) -> Result<(), Failure> {
        E::receive(self, wire::decode(E::NAME, message)?);
        Ok(())
    }

    fn iteration(&self) -> u64 {
        E::iteration(self)
    }

    fn finished(&self) -> bool {
        E::finished(self)
    }

    fn fingerprint(&self) -> u64 {
        E::fingerprint(self)
    }

    fn interval(&self) -> f64 {
        E::INTERVAL
    }

    fn tape(&mut self, setup: &[u8], tape: &mut Tape<'_>) {
        tape.of_same(&E::essence(setup));
        E::tape(self, tape);
    }
}

impl dyn Session + '_ {
    /// Writes the run of this setup as it is now, to be kept. Returns false, and what was written is good for nothing, where its
    /// experiment is not kept or has done no step.
    pub fn keep(&mut self, setup: &[u8], sink: &mut dyn Sink) -> bool {
        let mut tape = Tape::to(sink);
        if self.iteration() > 0 {
            self.tape(setup, &mut tape);
        } else {
            tape.refuse();
        }
        tape.is_whole()
    }

    /// Goes on from a run that was kept. Returns false, and is good for nothing, where that is broken or of another setup.
    pub fn goes_on(&mut self, setup: &[u8], kept: &mut dyn Source) -> bool {
        let mut tape = Tape::of(kept);
        self.tape(setup, &mut tape);
        tape.is_whole()
    }
}

/// Builds the experiment of a setup. The setup comes as bytes.
pub type Build = fn(&[u8], &Data) -> Result<Box<dyn Session>, Failure>;

/// An experiment in a trainer's list: its name and its constructor.
#[derive(Clone, Copy)]
pub struct Entry {
    /// [`Experiment::NAME`].
    pub name: &'static str,
    /// The data sets that a setup needs. The setup comes as bytes.
    pub needs: fn(&[u8]) -> Result<Needs, Failure>,
    /// Builds the experiment of a setup. The setup comes as bytes.
    pub build: Build,
}

impl Entry {
    /// The entry of an experiment.
    pub const fn of<E: Experiment>() -> Self {
        Self {
            name: E::NAME,
            needs: |setup| Ok(E::needs(&wire::decode(E::NAME, setup)?)),
            build: |setup, data| Ok(Box::new(E::new(&wire::decode(E::NAME, setup)?, data)?)),
        }
    }

    /// The entry of that name.
    ///
    /// # Errors
    /// [`Failure::Unknown`] if the list has no such entry.
    pub fn find(list: &[Self], name: &str) -> Result<Self, Failure> {
        let found = list.iter().find(|entry| entry.name == name);
        found
            .copied()
            .ok_or_else(|| Failure::Unknown(name.to_owned()))
    }
}
