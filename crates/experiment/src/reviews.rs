//! Cases 2.0 and 2.1. The experiment trains one network or both. A test follows each epoch.

use redes_core::{evaluate::Evaluator, train::Trainer};
use redes_data::reviews::Reviews as Texts;
use redes_lessons::thesis::reviews::{self, Case, TrainOptions};
use serde::{Deserialize, Serialize};

use crate::{Block, Data, Experiment, Failure, Needs, speed::Speed};

/// The reviews' parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewsSetup {
    /// The networks. They train side by side.
    pub cases: Vec<Case>,
    /// Seed of the starting weights and of the shuffling.
    pub seed: u32,
    /// Number of training reviews, from the first on, and of test reviews.
    pub samples: usize,
    /// Reviews a step.
    pub batch_size: usize,
    /// Passes over the training reviews.
    pub epochs: u64,
}

/// The state of the reviews' training after a step.
///
/// Blocks travel beside it: first the running losses since the last report (f64, rows of run, step, loss, accuracy),
/// then the parameters (f32) of each run with [`RunBody::weights`]: after each epoch, if the page has said that it wants them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewsBody {
    /// Steps (batches) done, of all networks.
    pub iteration: u64,
    /// Steps in all.
    pub iterations: u64,
    /// Batches in an epoch of one network.
    pub batches_per_epoch: u64,
    /// Index of the run that trains now.
    pub current: usize,
    /// The networks.
    pub runs: Vec<RunBody>,
    /// Reviews a second over the last second of training.
    pub samples_per_second: f64,
    /// During a test: the number of reviews read, and of all reviews.
    pub testing: Option<(u64, u64)>,
}

/// One of the networks in training.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunBody {
    /// The network.
    pub case: Case,
    /// Its steps so far.
    pub iteration: u64,
    /// Keras's running mean of the loss over the epoch so far.
    pub loss: f64,
    /// Keras's running mean of the accuracy over the epoch so far.
    pub accuracy: f64,
    /// The complete epochs.
    pub epochs: Vec<Epoch>,
    /// Whether a block has its parameters.
    pub weights: bool,
}

/// An epoch's results.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Epoch {
    /// Mean loss over its batches.
    pub loss: f64,
    /// Share of right answers over its batches.
    pub accuracy: f64,
    /// Loss and share of right answers on the test reviews. `None` until the network has read them.
    pub test: Option<(f64, f64)>,
}

/// The networks in training, or in a test.
pub struct Reviews {
    train: Texts,
    test: Texts,
    batch_size: u64,
    epochs: u64,
    runs: Vec<Run>,
    /// The run that trains now.
    current: usize,
    evaluator: Option<Evaluator<f32>>,
    /// Rows of [run, step, loss, accuracy] since the last report.
    losses: Vec<f64>,
    speed: Speed,
    /// Whether the page wants the weights.
    wanted: bool,
}

struct Run {
    case: Case,
    trainer: Trainer<f32>,
    running: (f64, f64),
    epochs: Vec<Epoch>,
    /// Whether its weights have changed since the last report with them.
    weights: bool,
}

impl Reviews {
    fn train(&mut self, now: f64) -> Result<(), Failure> {
        let Some(run) = self.runs.get_mut(self.current) else {
            return Ok(());
        };
        let step = run.trainer.step(&self.train)?;
        run.running = (step.running_loss, step.running_accuracy);
        self.losses.extend([
            self.current as f64,
            step.iteration as f64,
            step.running_loss,
            step.running_accuracy,
        ]);
        self.speed.count(self.batch_size, now);
        if step.epoch_finished {
            let loss = run.trainer.config().loss;
            let batch = run.trainer.network().max_batch();
            self.evaluator = Some(Evaluator::new(loss, self.test.len(), batch, 2)?);
            run.epochs.push(Epoch {
                loss: step.running_loss,
                accuracy: step.running_accuracy,
                test: None,
            });
            run.weights = true;
        }
        Ok(())
    }

    fn test(&mut self) -> Result<(), Failure> {
        let Some(evaluator) = &mut self.evaluator else {
            return Ok(());
        };
        self.speed.pause();
        let Some(run) = self.runs.get_mut(self.current) else {
            return Ok(());
        };
        if run.trainer.evaluate_step(evaluator, &self.test)? {
            let result = evaluator.result();
            if let Some(epoch) = run.epochs.last_mut() {
                epoch.test = Some((result.loss, result.accuracy));
            }
            self.evaluator = None;
            self.current = (self.current + 1) % self.runs.len();
        }
        Ok(())
    }

    fn trained(&self) -> bool {
        self.runs.iter().all(|run| run.trainer.finished().is_some())
    }
}

impl Experiment for Reviews {
    type Setup = ReviewsSetup;
    type Body = ReviewsBody;
    /// Whether the page answers with the networks. Only then it gets their weights, which are up to 16 MB.
    type Message = bool;

    const NAME: &'static str = "reviews";
    const INTERVAL: f64 = 100.0;

    fn needs(_setup: &ReviewsSetup) -> Needs {
        Needs {
            imdb: true,
            ..Needs::default()
        }
    }

    /// Draws the starting weights.
    fn new(setup: &ReviewsSetup, data: &Data) -> Result<Self, Failure> {
        let data = data.imdb.as_ref().ok_or(Failure::DataMissing)?;
        let train = data.train.truncated(setup.samples);
        let options = TrainOptions {
            seed: setup.seed,
            batch_size: setup.batch_size,
            epochs: setup.epochs,
        };
        let run = |&case: &Case| {
            Ok(Run {
                case,
                trainer: reviews::trainer(case, train.len(), options)?,
                running: (f64::NAN, f64::NAN),
                epochs: Vec::new(),
                weights: false,
            })
        };
        let runs = setup.cases.iter().map(run);
        let runs = runs.collect::<Result<Vec<_>, redes_core::Error>>()?;
        if runs.is_empty() {
            return Err(Failure::Refused("cases: []".to_owned()));
        }
        Ok(Self {
            test: data.test.truncated(setup.samples),
            train,
            batch_size: setup.batch_size as u64,
            epochs: setup.epochs,
            runs,
            current: 0,
            evaluator: None,
            losses: Vec::new(),
            speed: Speed::default(),
            wanted: false,
        })
    }

    fn iteration(&self) -> u64 {
        self.runs.iter().map(|run| run.trainer.iteration()).sum()
    }

    fn finished(&self) -> bool {
        self.trained() && self.evaluator.is_none()
    }

    fn fingerprint(&self) -> u64 {
        let prints = self.runs.iter();
        prints.fold(0, |all, run| {
            all.rotate_left(1) ^ run.trainer.network().fingerprint()
        })
    }

    fn step(&mut self, now: f64) -> Result<(), Failure> {
        match self.evaluator {
            Some(_) => self.test(),
            None => self.train(now),
        }
    }

    fn tell(&mut self, wanted: bool) {
        self.wanted = wanted;
    }

    fn state(&mut self, _full: bool, now: f64) -> Result<(ReviewsBody, Vec<Block>), Failure> {
        let mut blocks = vec![Block::F64(std::mem::take(&mut self.losses))];
        let batches = self
            .runs
            .first()
            .map_or(0, |run| run.trainer.batches_per_epoch() as u64);
        let mut runs = Vec::new();
        for run in &mut self.runs {
            let weights = self.wanted && std::mem::take(&mut run.weights);
            if weights {
                blocks.push(Block::F32(run.trainer.network().parameters().to_vec()));
            }
            runs.push(RunBody {
                case: run.case,
                iteration: run.trainer.iteration(),
                loss: run.running.0,
                accuracy: run.running.1,
                epochs: run.epochs.clone(),
                weights,
            });
        }
        let testing = self.evaluator.as_ref();
        let body = ReviewsBody {
            iteration: self.iteration(),
            iterations: batches * self.epochs * runs.len() as u64,
            batches_per_epoch: batches,
            current: self.current,
            runs,
            samples_per_second: self.speed.samples_per_second(now),
            testing: testing.map(|evaluator| (evaluator.done() as u64, self.test.len() as u64)),
        };
        Ok((body, blocks))
    }
}
