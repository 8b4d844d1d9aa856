//! §2: one neuron, seed 1, all printed digits.

use ndarray::aview2;
use redes_core::Error;
use redes_core::activation::Activation;
use redes_core::train::{Dataset, Samples, Trainer};
use redes_lessons::thesis::perceptron::{self, ITERATIONS, NEW_INPUT, SEED};

use super::{Inputs, Progress, Stage, Work, number, numbers, range};
use crate::entry::{Case, Quantity};
use crate::judge::Measurements;

/// Steps a slice.
const SLICE: u64 = 500;

/// Seeds whose starting weights are looked at.
const MANY: u32 = 500;

/// Where 1/(1 + e⁻ᶻ) and tanh z are at their bounds in `f64`.
const FAR: f64 = 1_000.0;

pub(super) struct Perceptron {
    samples: Samples<f64>,
    trainer: Trainer<f64>,
    over: bool,
}

impl Perceptron {
    pub(super) fn new(measured: &mut Measurements) -> Result<Self, Error> {
        let samples = perceptron::samples();
        let trainer = perceptron::trainer(SEED, &samples, ITERATIONS)?;
        let network = trainer.network();
        measured.add(Quantity::Samples, number(samples.len()));
        measured.add(Quantity::InputWidth, number(samples.input_width()));
        measured.add(Quantity::OutputWidth, number(network.output_width()));
        measured.add(Quantity::Inputs, flat(&samples.inputs));
        measured.add(Quantity::Targets, flat(&samples.targets));
        measured.add(Quantity::Seed, [f64::from(trainer.config().seed)]);
        if let Some(kernel) = network.parameter_blocks().first() {
            measured.add(Quantity::WeightShape, numbers(&kernel.shape));
        }
        measured.add(Quantity::StartingWeights, network.parameters());
        let mut starts = Vec::new();
        for seed in 0..MANY {
            let trainer = perceptron::trainer(seed, &samples, 1)?;
            starts.extend_from_slice(trainer.network().parameters());
        }
        measured.add(Quantity::StartingRange, range(starts));
        measured.add(Quantity::NewInput, NEW_INPUT);
        for (quantity, function) in [
            (Quantity::SigmoidRange, Activation::Sigmoid),
            (Quantity::TanhRange, Activation::Tanh),
        ] {
            measured.add(quantity, [-FAR, FAR].map(|z| function.value(z)));
        }
        Ok(Perceptron {
            samples,
            trainer,
            over: false,
        })
    }

    fn look(&mut self, measured: &mut Measurements) -> Result<(), Error> {
        measured.add(Quantity::Steps, [self.trainer.iteration() as f64]);
        let weights = self.trainer.network().parameters().to_vec();
        let z = self.samples.inputs.rows().into_iter().map(|row| {
            let terms = row.iter().zip(&weights);
            terms.map(|(x, w)| x * w).sum::<f64>()
        });
        measured.add(Quantity::NetInputRange, range(z));
        measured.add(Quantity::TrainedWeights, weights);
        let network = self.trainer.network_mut();
        let answer = network.predict(aview2(&[NEW_INPUT]))?;
        measured.add(Quantity::NewAnswer, flat(&answer));
        Ok(())
    }
}

impl Work for Perceptron {
    fn step(
        &mut self,
        _inputs: &Inputs<'_>,
        measured: &mut Measurements,
    ) -> Result<Option<Progress>, Error> {
        if self.over {
            return Ok(None);
        }
        let mut last = None;
        for _ in 0..SLICE {
            if self.trainer.finished().is_none() {
                last = Some(self.trainer.step(&self.samples)?);
            }
        }
        if self.trainer.finished().is_some() {
            self.look(measured)?;
            self.over = true;
        }
        Ok(last.map(|step| Progress {
            case: Case::Perceptron,
            seed: Some(SEED),
            stage: Stage::Train {
                epoch: step.iteration,
                loss: step.running_loss,
                accuracy: step.running_accuracy,
            },
            done: step.iteration,
            total: ITERATIONS,
        }))
    }
}

/// Row after row.
fn flat(rows: &ndarray::Array2<f64>) -> Vec<f64> {
    rows.iter().copied().collect()
}
