//! The playground's run as a program in Python, with NumPy or with Keras.
//!
//! The programs draw the same points, the same split, the same first weights and the same batches from the same seed, and
//! apply the reader's changes. Their numbers are the engine's but for last bits, which grow in a long training. Where Keras
//! leaves out outputs it draws them itself: then its numbers are others.

mod course;
mod head;
mod keras;
mod numpy;
mod text;

use super::setup::{PlaygroundSetup, Points};
use text::Text;

impl PlaygroundSetup {
    /// The size of a batch, if a step does not take all training points.
    fn batches_of(&self) -> Option<usize> {
        let points = match &self.points {
            Points::Drawn { samples, .. } => *samples as usize,
            Points::Own(rows) => rows.len(),
        };
        let held = (points as f64 * self.test).ceil() as usize;
        self.batch_size(points.saturating_sub(held))
    }
}

/// The run in NumPy (with scikit-learn for its generators), with comments in Spanish or in English.
pub fn numpy(setup: &PlaygroundSetup, spanish: bool) -> String {
    let mut text = Text::new(spanish);
    head::write(setup, &mut text, &["import numpy as np"]);
    numpy::write(setup, &mut text);
    text.done()
}

/// The run in Keras, with comments in Spanish or in English.
pub fn keras(setup: &PlaygroundSetup, spanish: bool) -> String {
    let mut text = Text::new(spanish);
    head::write(setup, &mut text, &["import keras", "import numpy as np"]);
    keras::write(setup, &mut text);
    text.done()
}
