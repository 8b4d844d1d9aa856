//! The experiment that has a network: it answers, shows a layer, finds the scaling, tests, trains, writes files.
//!
//! A run goes through its work in this order: the trial of the scalings, the test of the file's weights, then batch after
//! batch of training, with a test after each epoch.

mod experiment;
mod kept;

use std::rc::Rc;

use redes_core::{evaluate::Evaluator, loss::Loss, network::Network, train::Trainer};
use redes_exchange::{ExchangeError, Opened, TrainingState};
use redes_experiment::{
    Experiment, Failure,
    datasets::{DigitsData, ReviewsData},
    dense::{self, Unfit},
    history::History,
    speed::Speed,
    wire,
};

use crate::{
    Bytes,
    digest::Reads,
    form::{File, Form},
    inside,
    look::Look,
    protocol::{Doing, Setup, Tested, Trial},
    refusal::Unsaved,
    samples::{Images, Scaled, Sentences},
    scaling::{self, Scaling},
};

/// Images of the trial of the scalings.
const TRIED: usize = 500;
/// Samples that are tested at a time.
const TESTED: usize = 32;
/// Milliseconds between two looks at the present input while the network trains.
const LOOKS: f64 = 400.0;

/// Whose parameters are the present ones.
enum Held {
    /// A network that only answers.
    Alone(Box<Network<f32>>),
    /// A network in training, or in its test.
    Training(Box<Trainer<f32>>, Samples),
}

/// What a network is tested and trained on.
enum Samples {
    Digits(Rc<DigitsData>),
    Reviews(Rc<ReviewsData>),
}

/// A part of a run's work.
enum Job {
    /// The scaling at this place of the list is tried.
    Try(usize, Evaluator<f32>),
    /// The test samples are read.
    Test(Evaluator<f32>),
}

/// A network at work.
pub struct Shop {
    setup: Setup,
    opened: Opened,
    reads: Reads,
    held: Held,
    look: Look,
    scaling: Scaling,
    trials: Vec<Trial>,
    tried: u64,
    job: Option<Job>,
    /// Whether training waits for the reader.
    waits: bool,
    tests: History<Tested>,
    /// Rows of step, loss, accuracy since the first step, for the tape.
    losses: History<[f64; 3]>,
    /// Those that no report has had yet.
    unsent: History<[f64; 3]>,
    running: Option<[f64; 2]>,
    remembers: bool,
    speed: Speed,
    looked: f64,
    saved: Option<Result<Vec<File>, Unsaved>>,
    /// The network for the figure that looks inside.
    inside: Option<Result<Bytes, Unfit>>,
}

impl Shop {
    fn network(&self) -> &Network<f32> {
        match &self.held {
            Held::Alone(network) => network,
            Held::Training(trainer, _) => trainer.network(),
        }
    }

    /// A test of all samples, about to begin.
    fn test(&self) -> Result<Option<Job>, Failure> {
        let Held::Training(trainer, samples) = &self.held else {
            return Ok(None);
        };
        let count = match samples {
            Samples::Digits(data) => data.test.labels().len(),
            Samples::Reviews(data) => data.test.len(),
        };
        let loss = trainer.config().loss;
        let evaluator = Evaluator::of(trainer.network(), loss, count)?;
        Ok(Some(Job::Test(evaluator)))
    }

    /// The test of the file's weights; none where it has been done.
    fn first_test(&self) -> Result<Option<Job>, Failure> {
        match self.tests.rows().is_empty() {
            true => self.test(),
            false => Ok(None),
        }
    }

    /// The trial of the scaling at a place of the list; none after the last.
    fn trial(&self, place: usize, images: usize) -> Result<Option<Job>, Failure> {
        if place >= Scaling::ALL.len() {
            return Ok(None);
        }
        let loss = Loss::SparseCategoricalCrossEntropy;
        let classes = self.network().output_width();
        let evaluator = Evaluator::new(loss, images, TESTED, classes)?;
        Ok(Some(Job::Try(place, evaluator)))
    }

    /// Keeps the best scaling of the trial.
    fn choose(&mut self) {
        if let Some(best) = scaling::best(&self.trials, self.tried) {
            self.scaling = best;
        }
    }

    /// Tries all scalings on the ten images that are always there.
    fn try_ten(&mut self) -> Result<(), Failure> {
        let Held::Alone(network) = &mut self.held else {
            return Ok(());
        };
        for scaling in Scaling::ALL {
            let set = Scaled {
                images: &Images::Ten,
                scaling,
                width: 1,
            };
            let loss = Loss::SparseCategoricalCrossEntropy;
            let found = redes_core::evaluate::evaluate(network, &set, loss)?;
            self.trials.push(judged(scaling, &found, 10));
        }
        self.tried = 10;
        self.choose();
        Ok(())
    }

    /// Goes on with the present job; `job` is put back unless it is done.
    fn work(&mut self, job: Job) -> Result<(), Failure> {
        self.speed.pause();
        let Held::Training(trainer, samples) = &mut self.held else {
            return Ok(());
        };
        match job {
            Job::Try(place, mut evaluator) => {
                let (Samples::Digits(data), Some(scaling)) =
                    (samples, Scaling::ALL.get(place).copied())
                else {
                    return Ok(());
                };
                let images = Images::Mnist(data.test.truncated(TRIED));
                let set = Scaled {
                    images: &images,
                    scaling,
                    width: 1,
                };
                if !trainer.evaluate_step(&mut evaluator, &set)? {
                    self.job = Some(Job::Try(place, evaluator));
                    return Ok(());
                }
                let count = evaluator.done();
                self.trials
                    .push(judged(scaling, &evaluator.result(), count));
                self.tried = count as u64;
                self.job = self.trial(place + 1, count)?;
                if self.job.is_none() {
                    self.choose();
                    self.job = self.first_test()?;
                }
            }
            Job::Test(mut evaluator) => {
                let width = trainer
                    .config()
                    .loss
                    .target_width(trainer.network().output_width());
                let done = match samples {
                    Samples::Digits(data) => {
                        let set = Scaled {
                            images: &Images::Mnist(data.test.clone()),
                            scaling: self.scaling,
                            width,
                        };
                        trainer.evaluate_step(&mut evaluator, &set)?
                    }
                    Samples::Reviews(data) => {
                        let set = sentences(self.reads, &data.test, width);
                        trainer.evaluate_step(&mut evaluator, &set)?
                    }
                };
                if !done {
                    self.job = Some(Job::Test(evaluator));
                    return Ok(());
                }
                let result = evaluator.result();
                self.tests.push(Tested {
                    step: trainer.iteration(),
                    accuracy: result.accuracy,
                    loss: result.loss,
                    samples: result.predictions.len() as u64,
                });
            }
        }
        Ok(())
    }

    fn train(&mut self, now: f64) -> Result<(), Failure> {
        let Held::Training(trainer, samples) = &mut self.held else {
            return Ok(());
        };
        let width = trainer
            .config()
            .loss
            .target_width(trainer.network().output_width());
        let step = match samples {
            Samples::Digits(data) => trainer.step(&Scaled {
                images: &Images::Mnist(data.train.clone()),
                scaling: self.scaling,
                width,
            })?,
            Samples::Reviews(data) => trainer.step(&sentences(self.reads, &data.train, width))?,
        };
        self.running = Some([step.running_loss, step.running_accuracy]);
        self.note([
            step.iteration as f64,
            step.running_loss,
            step.running_accuracy,
        ]);
        self.speed.count(self.setup.batch as u64, now);
        if step.epoch_finished {
            self.job = self.test()?;
        }
        Ok(())
    }

    /// Adds a row of step, loss, accuracy.
    pub(crate) fn note(&mut self, row: [f64; 3]) {
        self.losses.push(row);
        self.unsent.push(row);
    }

    fn doing(&self) -> Doing {
        match &self.job {
            Some(Job::Try(place, evaluator)) => {
                let of = TRIED as u64;
                Doing::Trying {
                    done: *place as u64 * of + evaluator.done() as u64,
                    of: of * Scaling::ALL.len() as u64,
                }
            }
            Some(Job::Test(evaluator)) => Doing::Testing {
                done: evaluator.done() as u64,
                of: match &self.held {
                    Held::Training(_, Samples::Digits(data)) => data.test.labels().len() as u64,
                    Held::Training(_, Samples::Reviews(data)) => data.test.len() as u64,
                    Held::Alone(_) => 0,
                },
            },
            None if self.waits || matches!(self.held, Held::Alone(_)) => Doing::Rest,
            None => Doing::Training,
        }
    }

    /// The state of the training, to be kept with the weights.
    fn training(&self) -> Option<TrainingState> {
        let Held::Training(trainer, _) = &self.held else {
            return self.opened.training.clone();
        };
        if trainer.iteration() == 0 {
            return self.opened.training.clone();
        }
        let config = trainer.config();
        Some(TrainingState {
            loss: Some(config.loss),
            optimizer: Some(config.optimizer),
            memory: Some(trainer.moments()),
        })
    }

    /// The network for the figure that looks inside, as bytes.
    fn inside(&self) -> Result<Bytes, Unfit> {
        let parameters = self.network().parameters();
        let network = inside::dense(&self.opened.architecture, parameters, self.scaling)?;
        // A network of numbers and lists is always written.
        let bytes = wire::encode(dense::NAME, &network).unwrap_or_default();
        Ok(Bytes::from(&*bytes))
    }

    /// Why no file was written, with the names that the layers have in the opened file.
    fn unsaved(&self, network: &Network<f32>, error: ExchangeError) -> Unsaved {
        let named = |own: &str| {
            let rows = network.summary().rows;
            let place = rows.iter().position(|row| row.name == own);
            let name = place.and_then(|place| self.opened.names.get(place));
            name.cloned().unwrap_or_else(|| own.to_owned())
        };
        match Unsaved::from(error) {
            Unsaved::Layer(layer, why) => Unsaved::Layer(named(&layer), why),
            Unsaved::NotFinite(tensor, count) => {
                let tensor = match tensor.split_once('/') {
                    Some((layer, block)) => format!("{}/{block}", named(layer)),
                    None => tensor,
                };
                Unsaved::NotFinite(tensor, count)
            }
            other => other,
        }
    }

    /// The network as files: one, or a program and the numbers that it loads.
    fn files(&self, form: Form, stem: &str, spanish: bool) -> Result<Vec<File>, Unsaved> {
        let name = form.file_name(stem, self.iteration());
        // Not the network that trains: its last function may be another (`crate::build::with_probabilities`).
        let mut network = Network::new(&self.opened.architecture, 1)?;
        network
            .parameters_mut()
            .copy_from_slice(self.network().parameters());
        let written = form.write(&network, self.training().as_ref(), spanish, &name);
        written.map_err(|error| self.unsaved(&network, error))
    }
}

/// Reviews for a network that reads words.
fn sentences(reads: Reads, reviews: &redes_data::reviews::Reviews, width: usize) -> Sentences<'_> {
    let (steps, words) = match reads {
        Reads::Words { steps, words, .. } => (steps, words),
        Reads::Digits | Reads::Numbers => (1, 1),
    };
    Sentences {
        reviews,
        steps,
        words,
        width,
    }
}

fn judged(scaling: Scaling, found: &redes_core::evaluate::Evaluation, count: usize) -> Trial {
    Trial {
        scaling,
        right: (found.accuracy * count as f64).round() as u32,
        loss: found.loss,
    }
}
