//! Cases 1.0 and 1.1 as a session: training on MNIST, then the test.

use std::rc::Rc;

use redes_core::{evaluate::Evaluator, train::Trainer};
use redes_data::mnist::Mnist;
use redes_lessons::thesis::digits::{self, Case, TrainOptions};
use serde::{Deserialize, Serialize};

use super::{
    Session, clock,
    protocol::{Block, DigitsReport, EvaluationReport, Failure, Mistake, Report},
    speed::Speed,
};

/// How many mistakes the page shows.
const GALLERY: usize = 60;
/// Milliseconds between two copies of the weights for the page's own predictions.
const WEIGHTS_INTERVAL: f64 = 400.0;

/// Training and test images.
pub struct DigitsData {
    /// 60,000 images.
    pub train: Mnist,
    /// 10,000 images.
    pub test: Mnist,
}

/// The digits' parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DigitsSetup {
    /// Which network.
    pub case: Case,
    /// Seed of the starting weights and of the shuffling.
    pub seed: u32,
    /// The first so many training images.
    pub samples: usize,
    /// Images a step.
    pub batch_size: usize,
    /// Passes over the training images.
    pub epochs: u64,
    /// Where the data folder is, with a slash at its end.
    pub data_url: String,
}

/// The digits in training, or in their test.
pub struct DigitsSession {
    case: Case,
    data: Rc<DigitsData>,
    train: Mnist,
    trainer: Trainer<f32>,
    iterations: u64,
    batch_size: u64,
    losses: Vec<f64>,
    running: (f64, f64),
    speed: Speed,
    weights_sent: f64,
    evaluator: Option<Evaluator<f32>>,
    evaluation: Option<(EvaluationReport, Vec<u8>)>,
    evaluated: bool,
}

impl DigitsSession {
    /// Draws the starting weights.
    pub fn new(setup: &DigitsSetup, data: Rc<DigitsData>) -> Result<Self, Failure> {
        let train = data.train.truncated(setup.samples);
        let options = TrainOptions {
            seed: setup.seed,
            batch_size: setup.batch_size,
            epochs: setup.epochs,
        };
        let trainer = digits::trainer(
            setup.case,
            setup.samples.min(data.train.labels.len()),
            options,
        )?;
        let iterations = trainer.batches_per_epoch() as u64 * setup.epochs;
        Ok(Self {
            case: setup.case,
            data,
            train,
            trainer,
            iterations,
            batch_size: setup.batch_size as u64,
            losses: Vec::new(),
            running: (f64::NAN, f64::NAN),
            speed: Speed::default(),
            weights_sent: 0.0,
            evaluator: None,
            evaluation: None,
            evaluated: false,
        })
    }

    fn train(&mut self) -> Result<(), Failure> {
        let step = self.trainer.step(&self.train)?;
        self.running = (step.running_loss, step.running_accuracy);
        self.losses.extend([
            step.iteration as f64,
            step.running_loss,
            step.running_accuracy,
        ]);
        self.speed.count(self.batch_size);
        Ok(())
    }

    fn test(&mut self) -> Result<(), Failure> {
        let test = &self.data.test;
        let config = self.trainer.config();
        let loss = config.loss;
        let network = self.trainer.network_mut();
        let evaluator = match &mut self.evaluator {
            Some(evaluator) => evaluator,
            empty => empty.insert(Evaluator::new(
                loss,
                test.labels.len(),
                network.max_batch(),
                10,
            )?),
        };
        if !evaluator.step(network, test)? {
            return Ok(());
        }
        let result = evaluator.result();
        let wrong = || {
            let pairs = test.labels.iter().zip(&result.predictions).enumerate();
            pairs.filter(|(_, (truth, answer))| u32::from(**truth) != **answer)
        };
        let mistakes: Vec<Mistake> = wrong()
            .take(GALLERY)
            .map(|(index, (truth, answer))| Mistake {
                index: index as u32,
                truth: *truth,
                answer: *answer as u8,
            })
            .collect();
        let pixels = mistakes
            .iter()
            .flat_map(|m| test.image(m.index as usize).iter().copied())
            .collect();
        let report = EvaluationReport {
            loss: result.loss,
            accuracy: result.accuracy,
            confusion: result.confusion.counts.iter().copied().collect(),
            wrong: wrong().count() as u64,
            mistakes,
        };
        self.evaluation = Some((report, pixels));
        self.evaluated = true;
        Ok(())
    }

    fn trained(&self) -> bool {
        self.trainer.finished().is_some()
    }
}

impl Session for DigitsSession {
    fn iteration(&self) -> u64 {
        self.trainer.iteration()
    }

    fn finished(&self) -> bool {
        self.evaluated
    }

    fn fingerprint(&self) -> u64 {
        self.trainer.network().fingerprint()
    }

    fn step(&mut self) -> Result<(), Failure> {
        if self.trained() {
            self.test()
        } else {
            self.train()
        }
    }

    fn report(&mut self, rest: bool) -> Vec<(Report, Vec<Block>)> {
        let report = DigitsReport {
            case: self.case,
            iteration: self.trainer.iteration(),
            iterations: self.iterations,
            batches_per_epoch: self.trainer.batches_per_epoch() as u64,
            loss: self.running.0,
            accuracy: self.running.1,
            samples_per_second: self.speed.samples_per_second(),
            epochs: self.trainer.history().to_vec(),
            finished: self.trained(),
        };
        let mut blocks = vec![Block::F64(std::mem::take(&mut self.losses))];
        let now = clock::now();
        if rest || self.trained() || now - self.weights_sent > WEIGHTS_INTERVAL {
            self.weights_sent = now;
            blocks.push(Block::F32(self.trainer.network().parameters().to_vec()));
        }
        let mut reports = vec![(Report::Digits(report), blocks)];
        if let Some((evaluation, pixels)) = self.evaluation.take() {
            reports.push((Report::Evaluated(evaluation), vec![Block::U8(pixels)]));
        }
        reports
    }

    fn report_interval(&self) -> f64 {
        60.0
    }
}
