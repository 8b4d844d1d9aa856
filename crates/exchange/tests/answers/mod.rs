//! What Keras answered, and the difference of what an opened network answers.

use std::collections::BTreeMap;

use ndarray::ArrayView2;
use redes_exchange::Opened;
use serde::Deserialize;

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
}

impl Golden {
    /// The rows of a golden file by the names of the models.
    pub fn all(json: &str) -> BTreeMap<String, Golden> {
        serde_json::from_str(json).unwrap()
    }

    /// The largest difference between the network's answers and Keras's.
    pub fn difference(&self, opened: &Opened) -> f64 {
        assert_eq!(opened.architecture.input, self.input);
        let samples = 3;
        let width: usize = self.input.iter().product();
        // As in the scripts beside the golden files.
        let n = self.words.unwrap_or(256);
        let divisor = if self.words.is_some() { 1.0 } else { 256.0 };
        let numbers = (0..samples * width).map(|i| ((i * 7919 + 13) % n) as f32 / divisor);
        let x: Vec<f32> = numbers.collect();
        let x = ArrayView2::from_shape((samples, width), &x).unwrap();
        let y = opened.network(samples).unwrap().predict(x).unwrap();
        assert_eq!(y.len(), self.outputs.len());
        let pairs = y.iter().zip(&self.outputs);
        let differences = pairs.map(|(a, b)| (f64::from(*a) - b).abs());
        differences.fold(0.0, |most, d| if d <= most { most } else { d })
    }
}
