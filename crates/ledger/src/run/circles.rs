//! §2.5: the circles, as the listing means it and as it is printed.

use redes_core::Error;
use redes_core::metrics;
use redes_core::network::LayerConfig;
use redes_core::rng::RandomState;
use redes_core::train::{Dataset, Samples, Trainer};
use redes_data::circles::make_circles;
use redes_lessons::thesis::circles::{self, CirclesConfig, FACTOR, Listing, NOISE, SAMPLES};

use super::{Inputs, Progress, Stage, Work, number, numbers, range};
use crate::entry::{Case, Quantity};
use crate::judge::Measurements;

/// Steps a slice.
const SLICE: u64 = 20;

/// Seeds whose starting weights are looked at.
const MANY: u32 = 20;

pub(super) struct Circles {
    /// What is still to be run, the last first.
    waiting: Vec<(u32, Listing)>,
    current: Option<Current>,
    /// Steps of the runs that are over.
    before: u64,
    /// Steps of a run.
    steps: u64,
    total: u64,
}

struct Current {
    seed: u32,
    listing: Listing,
    samples: Samples<f64>,
    trainer: Trainer<f64>,
}

impl Circles {
    pub(super) fn new(seeds: &[u32], measured: &mut Measurements) -> Result<Self, Error> {
        let config = CirclesConfig::default();
        let samples = make_circles(SAMPLES, FACTOR, Some(NOISE), &mut RandomState::new(0))?;
        measured.add(Quantity::Samples, number(samples.len()));
        measured.add(Quantity::InputWidth, number(samples.input_width()));
        measured.add(Quantity::Factor, [FACTOR]);
        measured.add(Quantity::Noise, [NOISE]);
        measured.add(Quantity::LearningRate, [config.learning_rate]);
        measured.add(Quantity::Steps, [config.iterations as f64]);
        let architecture = circles::architecture(&config);
        let units = architecture.layers.iter().filter_map(|layer| match layer {
            LayerConfig::Dense { units, .. } => Some(*units),
            _ => None,
        });
        let neurons: Vec<usize> = architecture.input.iter().copied().chain(units).collect();
        measured.add(Quantity::Neurons, numbers(&neurons));

        let mut starts = Vec::new();
        for seed in 0..MANY {
            let trainer = circles::trainer(&config, &samples, &mut RandomState::new(seed))?;
            starts.extend_from_slice(trainer.network().parameters());
        }
        measured.add(Quantity::StartingRange, range(starts));

        let both = |&seed: &u32| [(seed, Listing::AsMeant), (seed, Listing::AsPrinted)];
        let mut waiting: Vec<(u32, Listing)> = seeds.iter().flat_map(both).collect();
        waiting.reverse();
        Ok(Circles {
            total: waiting.len() as u64 * config.iterations,
            waiting,
            current: None,
            before: 0,
            steps: config.iterations,
        })
    }
}

impl Current {
    fn new(seed: u32, listing: Listing) -> Result<Self, Error> {
        let config = CirclesConfig {
            listing,
            ..CirclesConfig::default()
        };
        let mut rng = RandomState::new(seed);
        let samples = make_circles(SAMPLES, FACTOR, Some(NOISE), &mut rng)?;
        let trainer = circles::trainer(&config, &samples, &mut rng)?;
        Ok(Current {
            seed,
            listing,
            samples,
            trainer,
        })
    }

    /// The share of points that the trained network puts on the right side.
    fn look(&mut self, measured: &mut Measurements) -> Result<(), Error> {
        let answers = self.trainer.predict(self.samples.inputs.view())?;
        let accuracy = metrics::accuracy(answers.view(), self.samples.targets.view())?;
        let quantity = match self.listing {
            Listing::AsMeant => Quantity::AccuracyAsMeant,
            Listing::AsPrinted => Quantity::AccuracyAsPrinted,
        };
        measured.add(quantity, [accuracy]);
        Ok(())
    }
}

impl Work for Circles {
    fn seed(&self) -> Option<u32> {
        let current = self.current.as_ref().map(|current| current.seed);
        current.or(self.waiting.last().map(|(seed, _)| *seed))
    }

    fn leave(&mut self) -> u64 {
        let seed = self.seed();
        if self.current.take().is_some() {
            self.before += self.steps;
        }
        while let Some((next, _)) = self.waiting.last()
            && Some(*next) == seed
        {
            self.waiting.pop();
            self.before += self.steps;
        }
        self.before
    }

    fn step(
        &mut self,
        _inputs: &Inputs<'_>,
        measured: &mut Measurements,
    ) -> Result<Option<Progress>, Error> {
        let mut current = match self.current.take() {
            Some(current) => current,
            None => match self.waiting.pop() {
                Some((seed, listing)) => Current::new(seed, listing)?,
                None => return Ok(None),
            },
        };
        let mut last = None;
        for _ in 0..SLICE {
            if current.trainer.finished().is_none() {
                last = Some(current.trainer.step(&current.samples)?);
            }
        }
        let done = self.before + current.trainer.iteration();
        let seed = Some(current.seed);
        if current.trainer.finished().is_some() {
            current.look(measured)?;
            self.before = done;
        } else {
            self.current = Some(current);
        }
        Ok(last.map(|step| Progress {
            case: Case::Circles,
            seed,
            stage: Stage::Train {
                epoch: step.iteration,
                loss: step.running_loss,
                accuracy: step.running_accuracy,
            },
            done,
            total: self.total,
        }))
    }
}
