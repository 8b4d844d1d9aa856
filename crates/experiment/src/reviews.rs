//! Cases 2.0 and 2.1. The experiment trains one network or both. A test follows each epoch.

use redes_core::{evaluate::Evaluator, tape::Tape, train::Trainer};
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

/// Which weights the page wants. They are up to 16 MB, so it gets no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Want {
    /// From now on those after each epoch: the page answers with the networks.
    Epochs,
    /// Those of now, once, where the page has not got them: the reader saves the networks.
    Now,
}

/// The state of the reviews' training after a step.
///
/// Blocks travel beside it: first the running losses since the last report (f64, rows of run, step, loss, accuracy),
/// then the parameters (f32) of each run with [`RunBody::weights`]: as [`Want`] says.
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
    /// Whether the weights are those of [`Want::Now`], as far as the page lacks them.
    pub present: bool,
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
    /// Rows of [run, step, loss, accuracy] since the first step.
    losses: Vec<f64>,
    /// How many of these numbers were sent.
    losses_sent: usize,
    speed: Speed,
    /// Whether the page wants the weights of each epoch.
    wanted: bool,
    /// Whether it wants those of now.
    now: bool,
}

struct Run {
    case: Case,
    trainer: Trainer<f32>,
    running: (f64, f64),
    epochs: Vec<Epoch>,
    /// Whether an epoch has ended since the last report with its weights.
    ended: bool,
    /// Whether its weights have changed since then.
    moved: bool,
}

impl Run {
    /// A test of its network, about to begin.
    fn evaluator(&self, reviews: usize) -> redes_core::Result<Evaluator<f32>> {
        let loss = self.trainer.config().loss;
        Evaluator::new(loss, reviews, self.trainer.network().max_batch(), 2)
    }

    /// Writes to the tape how far it has come, or goes on from what is read there.
    fn tape(&mut self, tape: &mut Tape<'_>) {
        let mut numbers = vec![self.running.0, self.running.1];
        for epoch in &self.epochs {
            let (loss, accuracy) = epoch.test.unwrap_or((f64::NAN, f64::NAN));
            numbers.extend([epoch.loss, epoch.accuracy, loss, accuracy]);
        }
        tape.numbers(&mut numbers);
        self.trainer.tape(tape);
        if !tape.is_read() {
            return;
        }
        let Some(([loss, accuracy], epochs)) = numbers.split_first_chunk() else {
            return tape.refuse();
        };
        self.running = (*loss, *accuracy);
        let epoch = |&[loss, accuracy, test_loss, test_accuracy]: &[f64; 4]| Epoch {
            loss,
            accuracy,
            test: Some((test_loss, test_accuracy)).filter(|_| !test_loss.is_nan()),
        };
        let (epochs, _) = epochs.as_chunks();
        self.epochs = epochs.iter().map(epoch).collect();
        self.moved = true;
        // The weights of an earlier epoch's end are gone.
        let batches = self.trainer.batches_per_epoch() as u64;
        self.ended = self.trainer.iteration() == self.epochs.len() as u64 * batches;
        if self.trainer.epoch() != self.epochs.len() as u64 {
            tape.refuse();
        }
    }
}

impl Reviews {
    fn train(&mut self, now: f64) -> Result<(), Failure> {
        let Some(run) = self.runs.get_mut(self.current) else {
            return Ok(());
        };
        let step = run.trainer.step(&self.train)?;
        run.running = (step.running_loss, step.running_accuracy);
        run.moved = true;
        self.losses.extend([
            self.current as f64,
            step.iteration as f64,
            step.running_loss,
            step.running_accuracy,
        ]);
        self.speed.count(self.batch_size, now);
        if step.epoch_finished {
            run.epochs.push(Epoch {
                loss: step.running_loss,
                accuracy: step.running_accuracy,
                test: None,
            });
            run.ended = true;
            self.evaluator = Some(run.evaluator(self.test.len())?);
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
    type Message = Want;

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
                ended: false,
                moved: false,
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
            losses_sent: 0,
            speed: Speed::default(),
            wanted: false,
            now: false,
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

    fn receive(&mut self, want: Want) {
        match want {
            Want::Epochs => self.wanted = true,
            Want::Now => self.now = true,
        }
    }

    fn state(&mut self, _full: bool, now: f64) -> Result<(ReviewsBody, Vec<Block>), Failure> {
        let present = std::mem::take(&mut self.now);
        let losses = self.losses.get(self.losses_sent..);
        let mut blocks = vec![Block::F64(losses.unwrap_or_default().to_vec())];
        self.losses_sent = self.losses.len();
        let batches = self
            .runs
            .first()
            .map_or(0, |run| run.trainer.batches_per_epoch() as u64);
        let mut runs = Vec::new();
        for run in &mut self.runs {
            let weights = self.wanted && run.ended || present && run.moved;
            if weights {
                (run.ended, run.moved) = (false, false);
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
            present,
        };
        Ok((body, blocks))
    }

    /// A test begins again.
    fn tape(&mut self, tape: &mut Tape<'_>) {
        tape.numbers(&mut self.losses);
        let mut current = self.current as u64;
        tape.count(&mut current);
        self.runs.iter_mut().for_each(|run| run.tape(tape));
        if !tape.is_read() {
            return;
        }
        self.current = current as usize;
        let Some(run) = self.runs.get(self.current) else {
            return tape.refuse();
        };
        if run.epochs.last().is_some_and(|epoch| epoch.test.is_none()) {
            match run.evaluator(self.test.len()) {
                Ok(evaluator) => self.evaluator = Some(evaluator),
                Err(_) => tape.refuse(),
            }
        }
    }
}
