//! Section 2's perceptron as a session.

use ndarray::Array2;
use redes_core::train::{Samples, Trainer};
use redes_lessons::thesis::perceptron;
use serde::{Deserialize, Serialize};

use super::{
    Session,
    protocol::{Block, Failure, PerceptronReport, Report},
};

/// The perceptron's parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PerceptronSetup {
    /// Seed of the three starting weights.
    pub seed: u32,
    /// Steps over the whole training set.
    pub iterations: u64,
    /// The training set's inputs.
    pub inputs: Vec<[f64; 3]>,
    /// What the neuron should answer for each.
    pub targets: Vec<f64>,
}

/// The perceptron in training.
pub struct PerceptronSession {
    trainer: Trainer<f64>,
    samples: Samples<f64>,
    trace: Vec<f64>,
}

impl PerceptronSession {
    /// Draws the starting weights.
    pub fn new(setup: &PerceptronSetup) -> Result<Self, Failure> {
        let refused = |error: ndarray::ShapeError| Failure::Refused(error.to_string());
        let flat: Vec<f64> = setup.inputs.iter().flatten().copied().collect();
        let inputs = Array2::from_shape_vec((setup.inputs.len(), 3), flat).map_err(refused)?;
        let targets = Array2::from_shape_vec((setup.targets.len(), 1), setup.targets.clone())
            .map_err(refused)?;
        let samples = Samples::new(inputs, targets)?;
        let trainer = perceptron::trainer(setup.seed, &samples, setup.iterations)?;
        Ok(Self {
            trainer,
            samples,
            trace: Vec::new(),
        })
    }

    fn state(&mut self) -> Result<PerceptronReport, Failure> {
        let iteration = self.trainer.iteration();
        let finished = self.finished();
        let network = self.trainer.network_mut();
        let outputs: Vec<f64> = network
            .forward(self.samples.inputs.view())?
            .iter()
            .copied()
            .collect();
        let cost = outputs
            .iter()
            .zip(&self.samples.targets)
            .map(|(a, y)| (a - y) * (a - y) / 2.0)
            .sum();
        let mut weights = [0.0; 3];
        weights
            .iter_mut()
            .zip(network.parameters())
            .for_each(|(to, from)| *to = *from);
        Ok(PerceptronReport {
            iteration,
            weights,
            outputs,
            cost,
            finished,
        })
    }

    fn note(&mut self, cost: f64) {
        let iteration = self.trainer.iteration();
        // Every step while the curves bend, every tenth once they are smooth.
        if iteration < 2_000 || iteration.is_multiple_of(10) {
            let weights = self.trainer.network().parameters();
            self.trace.push(iteration as f64);
            self.trace.extend(weights.iter().take(3));
            self.trace.push(cost);
        }
    }
}

impl Session for PerceptronSession {
    fn iteration(&self) -> u64 {
        self.trainer.iteration()
    }

    fn finished(&self) -> bool {
        self.trainer.finished().is_some()
    }

    fn fingerprint(&self) -> u64 {
        self.trainer.network().fingerprint()
    }

    fn step(&mut self) -> Result<(), Failure> {
        if self.trainer.iteration() == 0 {
            let start = self.state()?;
            self.note(start.cost);
        }
        let step = self.trainer.step(&self.samples)?;
        self.note(step.loss);
        Ok(())
    }

    fn report(&mut self, _rest: bool) -> Vec<(Report, Vec<Block>)> {
        match self.state() {
            Ok(state) => vec![(
                Report::Perceptron(state),
                vec![Block::F64(std::mem::take(&mut self.trace))],
            )],
            Err(failure) => vec![(Report::Failed(failure), Vec::new())],
        }
    }

    fn report_interval(&self) -> f64 {
        16.0
    }
}
