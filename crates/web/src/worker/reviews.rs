//! Cases 2.0 and 2.1 as a session: one network or both, epoch by epoch, each epoch followed by its test.

use std::rc::Rc;

use redes_core::{evaluate::Evaluator, train::Trainer};
use redes_data::reviews::Reviews;
use redes_lessons::thesis::reviews::{self, Case, TrainOptions};
use serde::{Deserialize, Serialize};

use super::{
    Session,
    protocol::{Block, Failure, Report, ReviewsEpoch, ReviewsReport, RunReport},
    speed::Speed,
};

/// Training and test reviews.
pub struct ReviewsData {
    /// 25,000 reviews.
    pub train: Reviews,
    /// 25,000 others.
    pub test: Reviews,
}

/// The reviews' parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewsSetup {
    /// The networks, trained side by side.
    pub cases: Vec<Case>,
    /// Seed of the starting weights and of the shuffling.
    pub seed: u32,
    /// The first so many training reviews, and as many test reviews.
    pub samples: usize,
    /// Reviews a step.
    pub batch_size: usize,
    /// Passes over the training reviews.
    pub epochs: u64,
    /// Where the data folder is, with a slash at its end.
    pub data_url: String,
}

/// The networks in training, or in a test.
pub struct ReviewsSession {
    train: Reviews,
    test: Reviews,
    batch_size: u64,
    epochs: u64,
    runs: Vec<Run>,
    /// The run whose turn it is.
    current: usize,
    evaluator: Option<Evaluator<f32>>,
    /// Rows of [run, step, loss, accuracy] since the last report.
    losses: Vec<f64>,
    speed: Speed,
}

struct Run {
    case: Case,
    trainer: Trainer<f32>,
    running: (f64, f64),
    epochs: Vec<ReviewsEpoch>,
    /// Whether its weights are new since the page last had them.
    weights: bool,
}

impl ReviewsSession {
    /// Draws the starting weights.
    pub fn new(setup: &ReviewsSetup, data: &Rc<ReviewsData>) -> Result<Self, Failure> {
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
        })
    }

    fn train(&mut self) -> Result<(), Failure> {
        let run = &mut self.runs[self.current];
        let step = run.trainer.step(&self.train)?;
        run.running = (step.running_loss, step.running_accuracy);
        self.losses.extend([
            self.current as f64,
            step.iteration as f64,
            step.running_loss,
            step.running_accuracy,
        ]);
        self.speed.count(self.batch_size);
        if step.epoch_finished {
            let loss = run.trainer.config().loss;
            let batch = run.trainer.network().max_batch();
            self.evaluator = Some(Evaluator::new(loss, self.test.len(), batch, 2)?);
            run.epochs.push(ReviewsEpoch {
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
        let run = &mut self.runs[self.current];
        if evaluator.step(run.trainer.network_mut(), &self.test)? {
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

impl Session for ReviewsSession {
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

    fn step(&mut self) -> Result<(), Failure> {
        match self.evaluator {
            Some(_) => self.test(),
            None => self.train(),
        }
    }

    fn report(&mut self, _rest: bool) -> Vec<(Report, Vec<Block>)> {
        let mut blocks = vec![Block::F64(std::mem::take(&mut self.losses))];
        let batches = self.runs[0].trainer.batches_per_epoch() as u64;
        let mut runs = Vec::new();
        for run in &mut self.runs {
            let weights = std::mem::take(&mut run.weights);
            if weights {
                blocks.push(Block::F32(run.trainer.network().parameters().to_vec()));
            }
            runs.push(RunReport {
                case: run.case,
                iteration: run.trainer.iteration(),
                loss: run.running.0,
                accuracy: run.running.1,
                epochs: run.epochs.clone(),
                weights,
            });
        }
        let testing = self.evaluator.as_ref();
        let report = ReviewsReport {
            iteration: self.iteration(),
            iterations: batches * self.epochs * runs.len() as u64,
            batches_per_epoch: batches,
            current: self.current,
            runs,
            samples_per_second: self.speed.samples_per_second(),
            testing: testing.map(|evaluator| (evaluator.done() as u64, self.test.len() as u64)),
            finished: self.finished(),
        };
        vec![(Report::Reviews(report), blocks)]
    }

    fn report_interval(&self) -> f64 {
        100.0
    }
}
