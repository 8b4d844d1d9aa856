//! A trained network of case 1.0 or 1.1 that goes on training on a few digits of other hands, and what that does to MNIST's
//! test images: these are read before the first step and after the last.

use std::rc::Rc;

use redes_core::{evaluate::Evaluator, tape::Tape, train::Trainer};
use redes_data::{
    idx::Images,
    mnist::{Mnist, PIXELS, SIDE},
};
use redes_lessons::thesis::digits::{self, Case, TrainOptions};
use serde::{Deserialize, Serialize};

use crate::{Block, Data, Experiment, Failure, Needs, datasets::DigitsData};

/// The most images a step, as in the thesis.
const BATCH: usize = 32;

/// What goes on training, and on what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TuningSetup {
    /// The network.
    pub case: Case,
    /// Its weights, in the network's order.
    pub weights: Vec<f32>,
    /// The images of the other hands, 784 bytes each.
    pub pixels: Vec<u8>,
    /// Their digits.
    pub labels: Vec<u8>,
    /// MNIST's training images among them, for each image of the other hands.
    pub mixed: usize,
    /// Steps of training.
    pub steps: u64,
    /// Seed of the shuffling.
    pub seed: u32,
}

/// The state of the training after a step. The weights travel beside it, as one block (f32).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TuningBody {
    /// Steps done.
    pub iteration: u64,
    /// Steps in all.
    pub iterations: u64,
    /// The loss of the last step; not a number before the first.
    pub loss: f64,
    /// MNIST's test images, read with the first weights.
    pub before: Option<Read>,
    /// And with the last ones.
    pub after: Option<Read>,
    /// Test images that the present test has read, and all; none while it trains.
    pub testing: Option<(u64, u64)>,
}

/// How many of MNIST's test images a network reads right, digit by digit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// Right answers for each digit.
    pub right: [u64; 10],
    /// Images of each digit.
    pub all: [u64; 10],
}

impl Read {
    /// The share of right answers in all digits.
    pub fn accuracy(&self) -> f64 {
        self.right.iter().sum::<u64>() as f64 / self.all.iter().sum::<u64>().max(1) as f64
    }
}

/// A network in its second training, or in one of its two tests.
pub struct Tuning {
    data: Rc<DigitsData>,
    train: Mnist,
    trainer: Trainer<f32>,
    steps: u64,
    loss: f64,
    evaluator: Option<Evaluator<f32>>,
    before: Option<Read>,
    after: Option<Read>,
}

impl Tuning {
    /// Reads a batch of the test images; the whole test at its end.
    fn test(&mut self) -> Result<Option<Read>, Failure> {
        let test = &self.data.test;
        let loss = self.trainer.config().loss;
        let max_batch = self.trainer.network().max_batch();
        let evaluator = match &mut self.evaluator {
            Some(evaluator) => evaluator,
            empty => empty.insert(Evaluator::new(loss, test.labels().len(), max_batch, 10)?),
        };
        if !self.trainer.evaluate_step(evaluator, test)? {
            return Ok(None);
        }
        let counts = evaluator.result().confusion.counts;
        let mut read = Read::default();
        for (row, all) in counts.rows().into_iter().zip(&mut read.all) {
            *all = row.sum();
        }
        for (digit, right) in read.right.iter_mut().enumerate() {
            *right = counts.get((digit, digit)).copied().unwrap_or_default();
        }
        self.evaluator = None;
        Ok(Some(read))
    }
}

/// The images to train on: the given ones, and the first of MNIST's training images among them.
fn mixed(setup: &TuningSetup, data: &DigitsData) -> Result<Mnist, Failure> {
    let (mut pixels, mut labels) = (setup.pixels.clone(), setup.labels.clone());
    let more = labels.len().saturating_mul(setup.mixed);
    let theirs = data.train.labels().iter().enumerate().take(more);
    for (index, label) in theirs {
        pixels.extend(data.train.image(index).iter().flatten());
        labels.push(*label);
    }
    let images = Images {
        count: pixels.len() / PIXELS,
        rows: SIDE,
        columns: SIDE,
        pixels,
    };
    Mnist::new(images, labels).map_err(|error| Failure::Refused(error.to_string()))
}

impl Experiment for Tuning {
    type Setup = TuningSetup;
    type Body = TuningBody;
    type Message = ();

    const NAME: &'static str = "tuning";
    const INTERVAL: f64 = 100.0;

    fn needs(_setup: &TuningSetup) -> Needs {
        Needs {
            mnist: true,
            ..Needs::default()
        }
    }

    fn new(setup: &TuningSetup, data: &Data) -> Result<Self, Failure> {
        let data = data.mnist.clone().ok_or(Failure::DataMissing)?;
        let train = mixed(setup, &data)?;
        let samples = train.labels().len();
        let batch_size = samples.min(BATCH);
        let per_epoch = samples.div_ceil(batch_size) as u64;
        let options = TrainOptions {
            seed: setup.seed,
            batch_size,
            epochs: setup.steps.div_ceil(per_epoch).max(1),
            hidden: None,
        };
        let mut trainer = digits::trainer(setup.case, samples, options)?;
        let weights = trainer.parameters_mut();
        if weights.len() != setup.weights.len() {
            let text = format!("{} weights of {}", setup.weights.len(), weights.len());
            return Err(Failure::Refused(text));
        }
        weights.copy_from_slice(&setup.weights);
        Ok(Self {
            data,
            train,
            trainer,
            steps: setup.steps,
            loss: f64::NAN,
            evaluator: None,
            before: None,
            after: None,
        })
    }

    fn iteration(&self) -> u64 {
        self.trainer.iteration()
    }

    fn finished(&self) -> bool {
        self.after.is_some()
    }

    fn fingerprint(&self) -> u64 {
        self.trainer.network().fingerprint()
    }

    fn step(&mut self, _now: f64) -> Result<(), Failure> {
        if self.before.is_none() {
            self.before = self.test()?;
        } else if self.trainer.iteration() < self.steps {
            self.loss = self.trainer.step(&self.train)?.loss;
        } else {
            self.after = self.test()?;
        }
        Ok(())
    }

    fn state(&mut self, _full: bool, _now: f64) -> Result<(TuningBody, Vec<Block>), Failure> {
        // A quick machine may test between two reports: the test is reported from before its first batch.
        let trained = self.trainer.iteration() >= self.steps;
        let tests = self.before.is_none() || trained && self.after.is_none();
        let body = TuningBody {
            iteration: self.trainer.iteration(),
            iterations: self.steps,
            loss: self.loss,
            before: self.before,
            after: self.after,
            testing: tests.then(|| {
                let done = self.evaluator.as_ref().map_or(0, Evaluator::done);
                (done as u64, self.data.test.labels().len() as u64)
            }),
        };
        let weights = self.trainer.network().parameters().to_vec();
        Ok((body, vec![Block::F32(weights)]))
    }

    /// The test after the last step begins again.
    fn tape(&mut self, tape: &mut Tape<'_>) {
        let tested = [self.before, self.after].into_iter().flatten();
        let counts = tested.flat_map(|read| read.right.into_iter().chain(read.all));
        let mut numbers: Vec<f64> = std::iter::once(self.loss)
            .chain(counts.map(|count| count as f64))
            .collect();
        tape.numbers(&mut numbers);
        self.trainer.tape(tape);
        let Some((loss, tested)) = numbers.split_first() else {
            return tape.refuse();
        };
        self.loss = *loss;
        let (tested, _) = tested.as_chunks::<20>();
        let mut tested = tested.iter().map(|counts| Read {
            right: std::array::from_fn(|digit| counts.get(digit).map_or(0, |count| *count as u64)),
            all: std::array::from_fn(|digit| {
                counts.get(10 + digit).map_or(0, |count| *count as u64)
            }),
        });
        self.before = tested.next();
        self.after = tested.next();
    }
}
