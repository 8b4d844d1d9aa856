//! Accuracy and the confusion matrix.

use ndarray::{Array2, ArrayView1, ArrayView2};

use crate::{Error, Result, Scalar};

/// The most classes that a [`ConfusionMatrix`] takes.
pub const MAX_CLASSES: usize = 4096;

/// The class that a row of outputs predicts. One output: 1 if it is greater than 0.5, else 0. Several: the index of the
/// greatest, the first of equals. None: 0.
pub fn predicted_class<T: Scalar>(a: ArrayView1<'_, T>) -> usize {
    if a.len() == 1 {
        return usize::from(a[0] > T::from_f64(0.5));
    }
    let mut best = 0;
    for (class, &output) in a.iter().enumerate() {
        if output > a[best] {
            best = class;
        }
    }
    best
}

/// The class that a row of targets means, for a network with `outputs` outputs:
/// the number itself for sparse targets, else as [`predicted_class`] reads it.
pub fn target_class<T: Scalar>(y: ArrayView1<'_, T>, outputs: usize) -> usize {
    match y.first() {
        Some(class) if y.len() == 1 && outputs > 1 => class.to_f64() as usize,
        _ => predicted_class(y),
    }
}

/// How many rows of `a`, `[n, outputs]`, are right by `y`, `[n, outputs]` or
/// `[n, 1]`. As Keras's `"accuracy"`: binary for one output, by the greatest
/// output otherwise, with `y` a class number (width 1) or one-hot.
///
/// # Errors
/// [`Error::Shape`] when the two don't fit.
pub fn correct<T: Scalar>(a: ArrayView2<'_, T>, y: ArrayView2<'_, T>) -> Result<usize> {
    let outputs = a.ncols();
    if a.nrows() != y.nrows() || (y.ncols() != outputs && y.ncols() != 1) {
        return Err(Error::Shape {
            what: "target",
            expected: vec![a.nrows(), outputs],
            found: vec![y.nrows(), y.ncols()],
        });
    }
    let rows = a.rows().into_iter().zip(y.rows());
    Ok(rows
        .filter(|(a, y)| {
            let class = predicted_class(*a);
            if y.len() == 1 {
                y[0] == T::from_f64(class as f64)
            } else {
                class == predicted_class(*y)
            }
        })
        .count())
}

/// The share of right rows, from 0 to 1; 0 for no rows. See [`correct`].
///
/// # Errors
/// [`Error::Shape`] when the two don't fit.
pub fn accuracy<T: Scalar>(a: ArrayView2<'_, T>, y: ArrayView2<'_, T>) -> Result<f64> {
    Ok(share(correct(a, y)? as u64, a.nrows() as u64).unwrap_or(0.0))
}

/// `part / whole`, if there is a whole.
fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// How often each class was taken for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfusionMatrix {
    /// Counts, `[true class, predicted class]`.
    pub counts: Array2<u64>,
}

impl ConfusionMatrix {
    /// All 0.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] for no class or more than [`MAX_CLASSES`].
    pub fn new(classes: usize) -> Result<Self> {
        if classes == 0 || classes > MAX_CLASSES {
            return Err(Error::invalid(
                "classes",
                classes,
                "it must be from 1 to 4096",
            ));
        }
        Ok(ConfusionMatrix {
            counts: Array2::zeros((classes, classes)),
        })
    }

    /// The number of classes.
    pub fn classes(&self) -> usize {
        self.counts.nrows()
    }

    /// Counts one sample.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] when a class is outside the matrix.
    pub fn record(&mut self, truth: usize, predicted: usize) -> Result<()> {
        let classes = self.classes();
        match self.counts.get_mut((truth, predicted)) {
            Some(count) => *count += 1,
            None => {
                return Err(Error::invalid(
                    "class",
                    if truth < classes { predicted } else { truth },
                    "it must be less than the number of classes",
                ));
            }
        }
        Ok(())
    }

    /// Samples counted.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The share of right ones, if there are any samples.
    pub fn accuracy(&self) -> Option<f64> {
        share(self.counts.diag().iter().sum(), self.total())
    }

    /// Of the samples that are `class`, the share that was said to be.
    pub fn recall(&self, class: usize) -> Option<f64> {
        let right = *self.counts.get((class, class))?;
        share(right, self.counts.row(class).iter().sum())
    }

    /// Of the samples that were said to be `class`, the share that is.
    pub fn precision(&self, class: usize) -> Option<f64> {
        let right = *self.counts.get((class, class))?;
        share(right, self.counts.column(class).iter().sum())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn accuracy_as_keras_counts_it() {
        let binary = array![[0.5f64], [0.51], [0.2], [0.9]];
        assert_eq!(
            correct(binary.view(), array![[0.0], [1.0], [1.0], [1.0]].view()),
            Ok(3)
        );
        let many = array![[0.1f32, 0.7, 0.7], [0.3, 0.3, 0.1]];
        assert_eq!(correct(many.view(), array![[1.0], [1.0]].view()), Ok(1));
        let one_hot = array![[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]];
        assert_eq!(accuracy(many.view(), one_hot.view()), Ok(1.0));
        assert!(accuracy(many.view(), binary.mapv(|v| v as f32).view()).is_err());
    }

    #[test]
    fn confusion_matrix_reads_both_ways() {
        let mut matrix = ConfusionMatrix::new(2).unwrap();
        assert_eq!(matrix.accuracy(), None);
        for (truth, predicted) in [(0, 0), (0, 1), (1, 1), (1, 1)] {
            matrix.record(truth, predicted).unwrap();
        }
        assert_eq!(matrix.accuracy(), Some(0.75));
        assert_eq!(matrix.recall(0), Some(0.5));
        assert_eq!(matrix.precision(1), Some(2.0 / 3.0));
        assert_eq!(matrix.recall(2), None);
        assert!(matrix.record(0, 2).is_err());
        assert!(ConfusionMatrix::new(0).is_err());
        assert!(ConfusionMatrix::new(usize::MAX).is_err());
    }
}
