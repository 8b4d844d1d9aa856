//! The same numbers in another shape.

use super::flatten::Flatten;
use super::{Layer, ParameterSpec, Pass, elements};
use crate::{Error, Result, Scalar};

/// Keras's `Reshape`: a = x. What it computes is what [`Flatten`] computes; only the shape is another.
#[derive(Debug, Clone)]
pub(crate) struct Reshape<T> {
    flat: Flatten<T>,
    output_shape: Vec<usize>,
}

impl<T: Scalar> Reshape<T> {
    pub(crate) fn new(input: &[usize], shape: &[usize], max_batch: usize) -> Result<Self> {
        if shape.is_empty() || elements(shape)? != elements(input)? {
            return Err(Error::Shape {
                what: "input of a layer that gives it another shape",
                expected: shape.to_vec(),
                found: input.to_vec(),
            });
        }
        Ok(Reshape {
            flat: Flatten::new(input, max_batch)?,
            output_shape: shape.to_vec(),
        })
    }
}

impl<T: Scalar> Layer<T> for Reshape<T> {
    fn kind(&self) -> &'static str {
        "Reshape"
    }

    fn output_shape(&self) -> &[usize] {
        &self.output_shape
    }

    fn parameters(&self) -> Vec<ParameterSpec> {
        Vec::new()
    }

    fn forward(&mut self, pass: Pass<'_, T>) {
        self.flat.forward(pass);
    }

    fn a(&self) -> &[T] {
        self.flat.a()
    }

    fn backward(
        &mut self,
        pass: Pass<'_, T>,
        delta: &mut [T],
        gradients: &mut [T],
        delta_x: Option<&mut [T]>,
    ) {
        self.flat.backward(pass, delta, gradients, delta_x);
    }

    fn boxed_clone(&self) -> Box<dyn Layer<T>> {
        Box::new(self.clone())
    }
}
