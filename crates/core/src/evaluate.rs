//! Testing a network on samples: loss, accuracy and confusion matrix, a batch at a time like training.

use crate::dataset::Dataset;
use crate::layer::{buffer, elements};
use crate::loss::Loss;
use crate::metrics::{ConfusionMatrix, predicted_class, target_class};
use crate::network::{Network, expect, view};
use crate::{Error, Result, Scalar};

/// The result of testing a network on a data set.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// Mean loss over the samples ([`Loss::QuadraticSum`]: the sum).
    pub loss: f64,
    /// Share of right answers, 0 to 1, as Keras counts them.
    pub accuracy: f64,
    /// How often each class was predicted for each.
    pub confusion: ConfusionMatrix,
    /// The predicted class of each sample, in the order of the data.
    pub predictions: Vec<u32>,
}

/// An evaluation under way, a batch at a time.
#[derive(Debug, Clone)]
pub struct Evaluator<T> {
    loss: Loss,
    samples: usize,
    batch: usize,
    /// `0..batch`, moved along.
    indices: Vec<usize>,
    x: Vec<T>,
    y: Vec<T>,
    sum: f64,
    correct: u64,
    confusion: ConfusionMatrix,
    predictions: Vec<u32>,
}

impl<T: Scalar> Evaluator<T> {
    /// Sets up an evaluation on `samples` samples, `batch` of them at a time (and
    /// never more than the network takes). `classes` is the number of outputs, or 2
    /// when there is one.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] for a batch of 0, too many samples, or a number of
    /// classes that [`ConfusionMatrix::new`] refuses.
    pub fn new(loss: Loss, samples: usize, batch: usize, classes: usize) -> Result<Self> {
        if batch == 0 {
            return Err(Error::invalid("batch", batch, "it must be at least 1"));
        }
        elements(&[samples])?;
        Ok(Evaluator {
            loss,
            samples,
            batch: batch.min(samples.max(1)),
            indices: Vec::new(),
            x: Vec::new(),
            y: Vec::new(),
            sum: 0.0,
            correct: 0,
            confusion: ConfusionMatrix::new(classes)?,
            predictions: Vec::with_capacity(samples),
        })
    }

    /// Sets up an evaluation of `network` on `samples` samples, as many at a time as it takes.
    ///
    /// # Errors
    /// As [`Evaluator::new`].
    pub fn of(network: &Network<T>, loss: Loss, samples: usize) -> Result<Self> {
        let classes = network.output_width().max(2);
        Evaluator::new(loss, samples, network.max_batch(), classes)
    }

    /// Tests the next batch. Returns true after the last.
    ///
    /// # Errors
    /// [`Error::Shape`] when `data` doesn't fit the network or the number of
    /// samples; [`Error::InvalidParameter`] for a class outside the matrix.
    pub fn step<D: Dataset<T> + ?Sized>(
        &mut self,
        network: &mut Network<T>,
        data: &D,
    ) -> Result<bool> {
        let (inputs, outputs) = (network.input_width(), network.output_width());
        let target_width = self.loss.target_width(outputs);
        let samples = self.samples;
        expect(
            "inputs",
            [samples, inputs],
            (data.len(), data.input_width()),
        )?;
        let targets = (data.len(), data.target_width());
        expect("targets", [samples, target_width], targets)?;

        let done = self.predictions.len();
        let rows = self.batch.min(network.max_batch()).min(samples - done);
        if rows == 0 {
            return Ok(true);
        }
        if self.x.len() < rows * inputs || self.y.len() < rows * target_width {
            self.x = buffer(elements(&[rows, inputs])?)?;
            self.y = buffer(elements(&[rows, target_width])?)?;
        }
        self.indices.clear();
        self.indices.extend(done..done + rows);
        let x = &mut self.x[..rows * inputs];
        let y = &mut self.y[..rows * target_width];
        data.gather(&self.indices, x, y);
        network.forward_rows(x, rows, false);

        let (a, y) = (network.output()?, view(y, rows, target_width)?);
        let loss = self.loss.value(a, y)?;
        let correct = crate::metrics::correct(a, y)?;
        for (a, y) in a.rows().into_iter().zip(y.rows()) {
            let class = predicted_class(a);
            self.confusion.record(target_class(y, outputs), class)?;
            self.predictions.push(class as u32);
        }
        self.correct += correct as u64;
        self.sum += if self.loss.is_mean() {
            loss * rows as f64
        } else {
            loss
        };
        Ok(done + rows == samples)
    }

    /// Samples judged so far.
    pub fn done(&self) -> usize {
        self.predictions.len()
    }

    /// The result over the samples tested so far; zeros before the first step.
    pub fn result(&self) -> Evaluation {
        let judged = self.predictions.len().max(1) as f64;
        Evaluation {
            loss: if self.loss.is_mean() {
                self.sum / judged
            } else {
                self.sum
            },
            accuracy: self.correct as f64 / judged,
            confusion: self.confusion.clone(),
            predictions: self.predictions.clone(),
        }
    }
}

/// Judges `network` on all of `data`.
///
/// # Errors
/// As [`Evaluator::new`] and [`Evaluator::step`].
pub fn evaluate<T: Scalar, D: Dataset<T> + ?Sized>(
    network: &mut Network<T>,
    data: &D,
    loss: Loss,
) -> Result<Evaluation> {
    let mut evaluator = Evaluator::of(network, loss, data.len())?;
    while !evaluator.step(network, data)? {}
    Ok(evaluator.result())
}
