//! Section 2's perceptron.

use ndarray::Array2;
use redes_core::{
    loss::Loss,
    train::{Samples, Trainer},
};
use redes_lessons::thesis::perceptron;
use serde::{Deserialize, Serialize};

use crate::{Block, Data, Experiment, Failure};

/// The perceptron's parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PerceptronSetup {
    /// Seed of the three starting weights.
    pub seed: u32,
    /// Number of steps. Each step uses the whole training set.
    pub iterations: u64,
    /// The training set's inputs.
    pub inputs: Vec<[f64; 3]>,
    /// The target of each input.
    pub targets: Vec<f64>,
}

/// The state of the perceptron after a step.
///
/// One block travels beside it: the trace since the last report (f64, rows of step, w1, w2, w3, cost).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PerceptronBody {
    /// Steps done.
    pub iteration: u64,
    /// The three weights.
    pub weights: [f64; 3],
    /// Output for each row of the training set, with these weights.
    pub outputs: Vec<f64>,
    /// Half the sum of the squared errors, with these weights.
    pub cost: f64,
    /// Whether the last step is done.
    pub finished: bool,
}

/// The perceptron in training.
pub struct Perceptron {
    trainer: Trainer<f64>,
    samples: Samples<f64>,
    trace: Vec<f64>,
}

impl Perceptron {
    fn body(&mut self) -> Result<PerceptronBody, Failure> {
        let (iteration, finished) = (self.trainer.iteration(), self.finished());
        let outputs = self.trainer.forward(self.samples.inputs.view())?;
        let cost = Loss::QuadraticSum.value(outputs, self.samples.targets.view())?;
        let outputs = outputs.iter().copied().collect();
        let mut weights = [0.0; 3];
        weights
            .iter_mut()
            .zip(self.trainer.network().parameters())
            .for_each(|(to, from)| *to = *from);
        Ok(PerceptronBody {
            iteration,
            weights,
            outputs,
            cost,
            finished,
        })
    }

    fn note(&mut self, cost: f64) {
        let iteration = self.trainer.iteration();
        // The trace has every step while the curves bend, and every tenth step after that.
        if iteration < 2_000 || iteration.is_multiple_of(10) {
            let weights = self.trainer.network().parameters();
            self.trace.push(iteration as f64);
            self.trace.extend(weights.iter().take(3));
            self.trace.push(cost);
        }
    }
}

impl Experiment for Perceptron {
    type Setup = PerceptronSetup;
    type Body = PerceptronBody;
    type Message = ();

    const NAME: &'static str = "perceptron";
    const INTERVAL: f64 = 16.0;

    /// Draws the starting weights.
    fn new(setup: &PerceptronSetup, _data: &Data) -> Result<Self, Failure> {
        let refused = |error: ndarray::ShapeError| Failure::Refused(error.to_string());
        let flat: Vec<f64> = setup.inputs.iter().flatten().copied().collect();
        let inputs = Array2::from_shape_vec((setup.inputs.len(), 3), flat).map_err(refused)?;
        let targets = Array2::from_shape_vec((setup.targets.len(), 1), setup.targets.clone())
            .map_err(refused)?;
        let samples = Samples::new(inputs, targets)?;
        let trainer = perceptron::trainer(setup.seed, &samples, setup.iterations)?;
        let trainer = trainer.without_history();
        Ok(Self {
            trainer,
            samples,
            trace: Vec::new(),
        })
    }

    fn iteration(&self) -> u64 {
        self.trainer.iteration()
    }

    fn finished(&self) -> bool {
        self.trainer.finished().is_some()
    }

    fn fingerprint(&self) -> u64 {
        self.trainer.network().fingerprint()
    }

    fn step(&mut self, _now: f64) -> Result<(), Failure> {
        if self.trainer.iteration() == 0 {
            let start = self.body()?;
            self.note(start.cost);
        }
        let step = self.trainer.step(&self.samples)?;
        self.note(step.loss);
        Ok(())
    }

    fn state(&mut self, _full: bool, _now: f64) -> Result<(PerceptronBody, Vec<Block>), Failure> {
        let body = self.body()?;
        Ok((body, vec![Block::F64(std::mem::take(&mut self.trace))]))
    }
}
