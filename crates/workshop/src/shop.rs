//! The experiment that has a network: it answers, shows a layer, finds the scaling, tests, trains, writes files.
//!
//! A run goes through its work in this order: the trial of the scalings, the test of the file's weights, then batch after
//! batch of training, with a test after each epoch.

use std::rc::Rc;

use redes_core::{evaluate::Evaluator, loss::Loss, network::Network, train::Trainer};
use redes_exchange::{Library, Opened, Target, TrainingState, listing};
use redes_experiment::{
    Block, Data, Experiment, Failure, Needs,
    datasets::{DigitsData, ReviewsData},
    speed::Speed,
};

use crate::{
    build,
    digest::Reads,
    look::Look,
    protocol::{Body, Doing, Form, Message, Saved, Set, Setup, Source, Tested, Trial},
    refusal::{Refusal, Unsaved},
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

/// A file that was written: the name that a program expects, where one does, and the bytes.
type File = (Option<String>, Vec<u8>);

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
    tests: Vec<Tested>,
    losses: Vec<f64>,
    running: Option<[f64; 2]>,
    remembers: bool,
    speed: Speed,
    looked: f64,
    saved: Option<(Form, Result<Vec<File>, Unsaved>)>,
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
        match self.tests.is_empty() {
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
        self.losses.extend([
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

    /// The network as files: one, or a program and the numbers that it loads.
    fn files(&self, form: Form, spanish: bool) -> Result<Vec<File>, Unsaved> {
        // Not the network that trains: its last function may be another (`build::with_probabilities`).
        let mut network = Network::new(&self.opened.architecture, 1)?;
        network
            .parameters_mut()
            .copy_from_slice(self.network().parameters());
        let training = self.training();
        let training = training.as_ref();
        let program = |library| {
            let listing = listing(&network, training, library, spanish)?;
            let weights = listing.weights.map(|(name, bytes)| (Some(name), bytes));
            let program = (None, listing.program.into_bytes());
            Ok(std::iter::once(program).chain(weights).collect())
        };
        let target = match form {
            Form::KerasH5 => Target::KerasH5,
            Form::Keras => Target::Keras,
            Form::KerasWeights => Target::KerasWeights,
            Form::Safetensors => Target::Safetensors,
            Form::Npz => Target::Npz,
            Form::Onnx => Target::Onnx,
            Form::NumPy => return program(Library::Numpy),
            Form::KerasListing => return program(Library::Keras),
        };
        let file = redes_exchange::write(&network, training, target)?;
        Ok(vec![(None, file)])
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

impl Experiment for Shop {
    type Setup = Setup;
    type Body = Body;
    type Message = Message;

    const NAME: &'static str = "shop";
    const INTERVAL: f64 = 60.0;

    fn needs(setup: &Setup) -> Needs {
        Needs {
            mnist: setup.set == Some(Set::Mnist),
            imdb: setup.set == Some(Set::Imdb),
            ..Needs::default()
        }
    }

    fn new(setup: &Setup, data: &Data) -> Result<Self, Failure> {
        let refused = |refusal: Refusal| Failure::Refused(format!("{refusal:?}"));
        let (opened, _) = build::open(&setup.open).map_err(|error| refused(error.into()))?;
        let network = opened
            .network(TESTED)
            .map_err(|error| refused(error.into()))?;
        let reads = Reads::of(&opened.architecture, network.output_width());
        let samples = match setup.set {
            None => None,
            Some(Set::Mnist) => data.mnist.clone().map(Samples::Digits),
            Some(Set::Imdb) => data.imdb.clone().map(Samples::Reviews),
        };
        let mut remembers = false;
        let held = match samples {
            None if setup.set.is_some() => return Err(Failure::DataMissing),
            None => Held::Alone(Box::new(network)),
            Some(samples) => {
                let count = match &samples {
                    Samples::Digits(data) => data.train.labels().len(),
                    Samples::Reviews(data) => data.train.len(),
                };
                let (trainer, memory) = build::trainer(setup, &opened, count)?;
                remembers = memory;
                Held::Training(Box::new(trainer), samples)
            }
        };
        // Nothing can be tried on weights that have not learnt: the thesis's network gets the thesis's scaling.
        let (usual, learnt) = match setup.open.source {
            Source::Thesis => (Scaling::Columns, false),
            Source::File(_) | Source::Weights { .. } => (Scaling::Unit, true),
        };
        let mut shop = Self {
            look: Look::new(&opened, reads)?,
            setup: setup.clone(),
            opened,
            reads,
            held,
            scaling: setup.scaling.unwrap_or(usual),
            trials: Vec::new(),
            tried: 0,
            job: None,
            waits: false,
            tests: setup.tested.into_iter().collect(),
            losses: Vec::new(),
            running: None,
            remembers,
            speed: Speed::default(),
            looked: f64::NEG_INFINITY,
            saved: None,
        };
        let tries = reads == Reads::Digits && setup.scaling.is_none() && learnt;
        match (&shop.held, tries) {
            (Held::Alone(_), true) => shop.try_ten()?,
            (Held::Alone(_), false) => {}
            (Held::Training(_, Samples::Digits(data)), true) => {
                let images = data.test.labels().len().min(TRIED);
                shop.job = shop.trial(0, images)?;
            }
            (Held::Training(..), _) => shop.job = shop.first_test()?,
        }
        Ok(shop)
    }

    fn step(&mut self, now: f64) -> Result<(), Failure> {
        match self.job.take() {
            Some(job) => self.work(job),
            None if self.waits || !self.setup.train => Ok(()),
            None => self.train(now),
        }
    }

    fn state(&mut self, full: bool, now: f64) -> Result<(Body, Vec<Block>), Failure> {
        let (answer, layer, numbers) = match full || now - self.looked >= LOOKS {
            true => {
                self.looked = now;
                let parameters = match &self.held {
                    Held::Alone(network) => network.parameters(),
                    Held::Training(trainer, _) => trainer.network().parameters(),
                };
                let (answer, layer, numbers) = self.look.see(parameters, self.scaling);
                (Some(answer), layer, numbers)
            }
            false => (None, None, Vec::new()),
        };
        let batches = match &self.held {
            Held::Alone(_) => 0,
            Held::Training(trainer, _) => trainer.batches_per_epoch() as u64,
        };
        let (saved, files) = match self.saved.take() {
            Some((form, Ok(files))) => {
                let (names, files) = files.into_iter().unzip();
                let files: Vec<Vec<u8>> = files;
                let names = Ok(names);
                (Some(Saved { form, files: names }), files)
            }
            Some((form, Err(why))) => {
                let files = Err(why);
                (Some(Saved { form, files }), Vec::new())
            }
            None => (None, Vec::new()),
        };
        let body = Body {
            iteration: self.iteration(),
            batches_per_epoch: batches,
            doing: self.doing(),
            scaling: (self.reads == Reads::Digits).then_some(self.scaling),
            trials: self.trials.clone(),
            tried: self.tried,
            running: self.running,
            samples_per_second: self.speed.samples_per_second(now),
            tests: self.tests.clone(),
            remembers: self.remembers,
            answer,
            layer,
            saved,
        };
        let mut blocks = vec![
            Block::F64(std::mem::take(&mut self.losses)),
            Block::F32(numbers),
        ];
        blocks.extend(files.into_iter().map(Block::U8));
        Ok((body, blocks))
    }

    fn iteration(&self) -> u64 {
        match &self.held {
            Held::Alone(_) => 0,
            Held::Training(trainer, _) => trainer.iteration(),
        }
    }

    /// A network that only answers has nothing to do; one that is only tested ends with its test.
    fn finished(&self) -> bool {
        matches!(self.held, Held::Training(..)) && !self.setup.train && self.job.is_none()
    }

    fn fingerprint(&self) -> u64 {
        self.network().fingerprint()
    }

    fn tell(&mut self, message: Message) {
        match message {
            Message::Look { input, layer } => {
                self.look.at(input, layer);
                self.looked = f64::NEG_INFINITY;
            }
            Message::Test => {
                self.waits = true;
                if self.job.is_none() {
                    self.job = self.test().ok().flatten();
                }
            }
            Message::GoOn => self.waits = false,
            Message::Save { form, spanish } => {
                self.saved = Some((form, self.files(form, spanish)));
            }
        }
    }
}
