//! Data sets, to train and to test on.

use ndarray::Array2;

use crate::network::expect;
use crate::{Result, Scalar};

/// Samples that are read by index.
pub trait Dataset<T> {
    /// How many samples there are.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Numbers in one input.
    fn input_width(&self) -> usize;
    /// Numbers in one target: 1 for a class.
    fn target_width(&self) -> usize;
    /// Writes the inputs of `indices`, row after row, into `x` and their targets
    /// into `y`. `x` is `indices.len() * input_width()` long, `y` likewise, and
    /// every index is less than `len()`.
    fn gather(&self, indices: &[usize], x: &mut [T], y: &mut [T]);
}

/// Samples in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Samples<T> {
    /// `[n, inputs]`.
    pub inputs: Array2<T>,
    /// `[n, target_width]`.
    pub targets: Array2<T>,
}

impl<T: Scalar> Samples<T> {
    /// # Errors
    /// [`Error::Shape`](crate::Error::Shape) unless there are as many targets as
    /// inputs.
    pub fn new(inputs: Array2<T>, targets: Array2<T>) -> Result<Self> {
        let expected = [inputs.nrows(), targets.ncols()];
        expect("targets", expected, targets.dim())?;
        Ok(Samples { inputs, targets })
    }
}

impl<T: Scalar> Dataset<T> for Samples<T> {
    /// The fields are public: if one is shorter, its length counts.
    fn len(&self) -> usize {
        self.inputs.nrows().min(self.targets.nrows())
    }

    fn input_width(&self) -> usize {
        self.inputs.ncols()
    }

    fn target_width(&self) -> usize {
        self.targets.ncols()
    }

    fn gather(&self, indices: &[usize], x: &mut [T], y: &mut [T]) {
        gather_rows(&self.inputs, indices, x);
        gather_rows(&self.targets, indices, y);
    }
}

fn gather_rows<T: Scalar>(from: &Array2<T>, indices: &[usize], to: &mut [T]) {
    let width = from.ncols().max(1);
    for (&index, to) in indices.iter().zip(to.chunks_exact_mut(width)) {
        if index < from.nrows() {
            for (to, &value) in to.iter_mut().zip(from.row(index)) {
                *to = value;
            }
        }
    }
}
