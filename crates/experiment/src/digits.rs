//! Cases 1.0 and 1.1: training on MNIST, then the test.

use std::rc::Rc;

use redes_core::{
    evaluate::Evaluator,
    tape::Tape,
    train::{EpochRecord, Trainer},
};
use redes_data::mnist::Mnist;
use redes_lessons::thesis::digits::{self, Case, Hidden, TrainOptions};
use serde::{Deserialize, Serialize};

use crate::{Block, Data, Experiment, Failure, Needs, datasets::DigitsData, speed::Speed};

/// Number of mistakes that the page shows.
const GALLERY: usize = 60;
/// Milliseconds between two copies of the weights for a page that only predicts with them.
pub const WEIGHTS_INTERVAL: f64 = 400.0;

/// The digits' parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DigitsSetup {
    /// The network.
    pub case: Case,
    /// Seed of the starting weights and of the shuffling.
    pub seed: u32,
    /// Number of training images, from the first on.
    pub samples: usize,
    /// Images a step.
    pub batch_size: usize,
    /// Passes over the training images.
    pub epochs: u64,
    /// The activation of the hidden layers: `None` for that of the case.
    pub hidden: Option<Hidden>,
    /// Milliseconds between two copies of the weights while training runs. It changes no result.
    pub weights_interval: f64,
}

/// The state of the digits' training after a step.
///
/// Three blocks travel beside it:
///
/// 1. the running losses since the last report (f64, rows of step, loss, accuracy);
/// 2. the parameters (f32), or nothing if they were sent a moment ago;
/// 3. the pixels of the first mistakes (u8, 784 each), with an evaluation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DigitsBody {
    /// The network.
    pub case: Case,
    /// The activation of the hidden layers: `None` for that of the case.
    pub hidden: Option<Hidden>,
    /// Steps (batches) done.
    pub iteration: u64,
    /// Steps in all.
    pub iterations: u64,
    /// Batches in an epoch.
    pub batches_per_epoch: u64,
    /// Keras's running mean of the loss over the epoch so far.
    pub loss: f64,
    /// Keras's running mean of the accuracy over the epoch so far.
    pub accuracy: f64,
    /// Images a second over the last second.
    pub samples_per_second: f64,
    /// The complete epochs.
    pub epochs: Vec<EpochRecord>,
    /// Whether the last step is done. The test follows it.
    pub trained: bool,
    /// The test's result. `None` until the network has read all test images.
    pub evaluation: Option<Evaluation>,
}

/// The network's results on the test images.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Mean loss.
    pub loss: f64,
    /// Share of right answers.
    pub accuracy: f64,
    /// 10 x 10 counts. A row is a true digit, a column is an answer.
    pub confusion: Vec<u64>,
    /// The first mistakes, in the order of the test set.
    pub mistakes: Vec<Mistake>,
    /// Number of all mistakes.
    pub wrong: u64,
}

/// A test image that the network misreads.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mistake {
    /// Its index in the test set.
    pub index: u32,
    /// The true digit.
    pub truth: u8,
    /// The digit that the network answers.
    pub answer: u8,
}

/// The digits in training, or in their test.
pub struct Digits {
    case: Case,
    hidden: Option<Hidden>,
    data: Rc<DigitsData>,
    train: Mnist,
    trainer: Trainer<f32>,
    iterations: u64,
    batch_size: u64,
    /// The running losses since the first step.
    losses: Vec<f64>,
    /// How many of these numbers were sent.
    losses_sent: usize,
    running: (f64, f64),
    speed: Speed,
    weights_sent: f64,
    weights_interval: f64,
    evaluator: Option<Evaluator<f32>>,
    /// The test's result, and the pixels of the first mistakes.
    evaluation: Option<(Evaluation, Vec<u8>)>,
    evaluation_sent: bool,
}

impl Digits {
    fn train(&mut self, now: f64) -> Result<(), Failure> {
        let step = self.trainer.step(&self.train)?;
        self.running = (step.running_loss, step.running_accuracy);
        self.losses.extend([
            step.iteration as f64,
            step.running_loss,
            step.running_accuracy,
        ]);
        self.speed.count(self.batch_size, now);
        Ok(())
    }

    fn test(&mut self) -> Result<(), Failure> {
        let test = &self.data.test;
        let config = self.trainer.config();
        let loss = config.loss;
        let max_batch = self.trainer.network().max_batch();
        let evaluator = match &mut self.evaluator {
            Some(evaluator) => evaluator,
            empty => empty.insert(Evaluator::new(loss, test.labels().len(), max_batch, 10)?),
        };
        if !self.trainer.evaluate_step(evaluator, test)? {
            return Ok(());
        }
        let result = evaluator.result();
        let wrong = || {
            let pairs = test.labels().iter().zip(&result.predictions).enumerate();
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
            .filter_map(|mistake| test.image(mistake.index as usize))
            .flatten()
            .collect();
        let report = Evaluation {
            loss: result.loss,
            accuracy: result.accuracy,
            confusion: result.confusion.counts.iter().copied().collect(),
            wrong: wrong().count() as u64,
            mistakes,
        };
        self.evaluation = Some((report, pixels));
        Ok(())
    }

    fn trained(&self) -> bool {
        self.trainer.finished().is_some()
    }
}

impl Experiment for Digits {
    type Setup = DigitsSetup;
    type Body = DigitsBody;
    type Message = ();

    const NAME: &'static str = "digits";
    const INTERVAL: f64 = 60.0;

    fn needs(_setup: &DigitsSetup) -> Needs {
        Needs {
            mnist: true,
            ..Needs::default()
        }
    }

    /// Draws the starting weights.
    fn new(setup: &DigitsSetup, data: &Data) -> Result<Self, Failure> {
        let data = data.mnist.clone().ok_or(Failure::DataMissing)?;
        let train = data.train.truncated(setup.samples);
        let options = TrainOptions {
            seed: setup.seed,
            batch_size: setup.batch_size,
            epochs: setup.epochs,
            hidden: setup.hidden,
        };
        let trainer = digits::trainer(
            setup.case,
            setup.samples.min(data.train.labels().len()),
            options,
        )?;
        let iterations = trainer.batches_per_epoch() as u64 * setup.epochs;
        Ok(Self {
            case: setup.case,
            hidden: setup.hidden,
            data,
            train,
            trainer,
            iterations,
            batch_size: setup.batch_size as u64,
            weights_interval: setup.weights_interval,
            losses: Vec::new(),
            losses_sent: 0,
            running: (f64::NAN, f64::NAN),
            speed: Speed::default(),
            weights_sent: 0.0,
            evaluator: None,
            evaluation: None,
            evaluation_sent: false,
        })
    }

    fn iteration(&self) -> u64 {
        self.trainer.iteration()
    }

    fn finished(&self) -> bool {
        self.evaluation.is_some()
    }

    fn fingerprint(&self) -> u64 {
        self.trainer.network().fingerprint()
    }

    fn step(&mut self, now: f64) -> Result<(), Failure> {
        if self.trained() {
            self.test()
        } else {
            self.train(now)
        }
    }

    fn state(&mut self, full: bool, now: f64) -> Result<(DigitsBody, Vec<Block>), Failure> {
        let trained = self.trained();
        let parameters = match full || trained || now - self.weights_sent > self.weights_interval {
            true => {
                self.weights_sent = now;
                self.trainer.network().parameters().to_vec()
            }
            false => Vec::new(),
        };
        let new = full || !self.evaluation_sent;
        let (evaluation, pixels) = self.evaluation.as_ref().filter(|_| new).cloned().unzip();
        self.evaluation_sent |= evaluation.is_some();
        let body = DigitsBody {
            case: self.case,
            hidden: self.hidden,
            iteration: self.trainer.iteration(),
            iterations: self.iterations,
            batches_per_epoch: self.trainer.batches_per_epoch() as u64,
            loss: self.running.0,
            accuracy: self.running.1,
            samples_per_second: self.speed.samples_per_second(now),
            epochs: self.trainer.history().to_vec(),
            trained,
            evaluation,
        };
        let losses = self.losses.get(self.losses_sent..);
        let losses = losses.unwrap_or_default().to_vec();
        self.losses_sent = self.losses.len();
        let blocks = vec![
            Block::F64(losses),
            Block::F32(parameters),
            Block::U8(pixels.unwrap_or_default()),
        ];
        Ok((body, blocks))
    }

    /// A test begins again.
    fn tape(&mut self, tape: &mut Tape<'_>) {
        tape.numbers(&mut self.losses);
        self.trainer.tape(tape);
        if let Some([_, loss, accuracy]) = self.losses.last_chunk() {
            self.running = (*loss, *accuracy);
        }
    }
}
