//! What Keras answered, and the difference of what an opened network answers.
#![allow(dead_code)] // Each test uses its part.

use std::{collections::BTreeMap, fs, io::Read, path::PathBuf};

use flate2::read::GzDecoder;
use ndarray::{Array2, ArrayView2};
use redes_core::loss::Loss;
use redes_core::train::{Samples, StopRule, TrainConfig, Trainer};
use redes_exchange::Opened;
use serde::Deserialize;

/// How many samples every model answers.
const SAMPLES: usize = 3;

/// A row of a golden file.
#[derive(Deserialize)]
pub struct Golden {
    /// The shape of one sample.
    pub input: Vec<usize>,
    /// Words, where the input is made of them.
    pub words: Option<usize>,
    /// Which program answered.
    pub oracle: String,
    /// Its answers to all samples.
    pub outputs: Vec<f64>,
    /// Its answers after 20 more steps.
    pub after: Option<Vec<f64>>,
}

impl Golden {
    /// The rows of a golden file by the names of the models.
    pub fn all(json: &str) -> BTreeMap<String, Golden> {
        serde_json::from_str(json).unwrap()
    }

    /// The samples, as the scripts beside the golden files make them.
    pub fn samples(&self) -> Array2<f32> {
        let width: usize = self.input.iter().product();
        let n = self.words.unwrap_or(256);
        let divisor = if self.words.is_some() { 1.0 } else { 256.0 };
        let numbers = (0..SAMPLES * width).map(|i| ((i * 7919 + 13) % n) as f32 / divisor);
        Array2::from_shape_vec((SAMPLES, width), numbers.collect()).unwrap()
    }

    /// The largest difference between the network's answers and Keras's.
    pub fn difference(&self, opened: &Opened) -> f64 {
        assert_eq!(opened.architecture.input, self.input);
        let mut network = opened.network(SAMPLES).unwrap();
        let y = network.predict(self.samples().view()).unwrap();
        farthest(y.view(), &self.outputs)
    }

    /// The same after 20 steps from the file's weights and optimiser; `None` where Keras did none.
    pub fn difference_after(&self, opened: &Opened) -> Option<f64> {
        let after = self.after.as_ref()?;
        let training = opened.training.clone().unwrap();
        let network = opened.network(SAMPLES).unwrap();
        let outputs = network.output_width();
        let loss = training.loss.unwrap();
        let width = loss.target_width(outputs);
        let target = |i: usize| match loss {
            Loss::SparseCategoricalCrossEntropy => (i % outputs) as f32,
            _ => ((i * 31 + 7) % 10) as f32 / 10.0,
        };
        let targets = (0..SAMPLES * width).map(target).collect();
        let targets = Array2::from_shape_vec((SAMPLES, width), targets).unwrap();
        let samples = Samples::new(self.samples(), targets).unwrap();
        let config = TrainConfig {
            loss,
            optimizer: training.optimizer.unwrap(),
            batch_size: None,
            shuffle: false,
            seed: 1,
            stop: StopRule::default(),
        };
        let mut trainer = Trainer::new(network, SAMPLES, config).unwrap();
        trainer.set_moments(training.memory.unwrap()).unwrap();
        for _ in 0..20 {
            trainer.step(&samples).unwrap();
        }
        let mut network = trainer.into_network();
        let y = network.predict(samples.inputs.view()).unwrap();
        Some(farthest(y.view(), after))
    }
}

/// The largest difference; a NaN is as large as can be.
fn farthest(found: ArrayView2<'_, f32>, expected: &[f64]) -> f64 {
    assert_eq!(found.len(), expected.len());
    let pairs = found.iter().zip(expected);
    let differences = pairs.map(|(a, b)| (f64::from(*a) - b).abs());
    differences.fold(0.0, |most, d| if d <= most { most } else { d })
}

/// The bytes of one of our own models.
pub fn model(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/models");
    let packed = fs::read(folder.join(format!("{name}.gz"))).unwrap();
    let mut bytes = Vec::new();
    GzDecoder::new(&packed[..]).read_to_end(&mut bytes).unwrap();
    bytes
}
