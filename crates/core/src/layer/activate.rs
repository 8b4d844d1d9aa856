//! An activation function by itself.

use super::{Layer, ParameterSpec, Pass, buffer, elements};
use crate::activation::Activation;
use crate::{Error, Result, Scalar};

/// a = f(x), number by number; softmax over the last axis. Keras's `Activation`, `ReLU`, `LeakyReLU` and `Softmax`.
#[derive(Debug, Clone)]
pub(crate) struct Activate<T> {
    activation: Activation,
    output_shape: Vec<usize>,
    /// `[max_batch, inputs]`.
    a: Vec<T>,
}

impl<T: Scalar> Activate<T> {
    pub(crate) fn new(input: &[usize], activation: Activation, max_batch: usize) -> Result<Self> {
        if input.is_empty() {
            return Err(Error::invalid("input", 0, "it must have at least 1 axis"));
        }
        let size = elements(&[max_batch, elements(input)?])?;
        Ok(Activate {
            activation,
            output_shape: input.to_vec(),
            a: buffer(size)?,
        })
    }

    fn width(&self) -> usize {
        self.output_shape.last().map_or(1, |&width| width)
    }
}

impl<T: Scalar> Layer<T> for Activate<T> {
    fn kind(&self) -> &'static str {
        "Activation"
    }

    fn output_shape(&self) -> &[usize] {
        &self.output_shape
    }

    fn parameters(&self) -> Vec<ParameterSpec> {
        Vec::new()
    }

    fn forward(&mut self, pass: Pass<'_, T>) {
        let width = self.width();
        self.activation.forward(pass.x, &mut self.a, width);
    }

    fn a(&self) -> &[T] {
        &self.a
    }

    /// ∂C/∂x = ∂C/∂a · f′(x).
    fn backward(
        &mut self,
        pass: Pass<'_, T>,
        delta: &mut [T],
        _: &mut [T],
        delta_x: Option<&mut [T]>,
    ) {
        let Some(delta_x) = delta_x else { return };
        delta_x.copy_from_slice(delta);
        let width = self.width();
        self.activation.backward(pass.x, &self.a, delta_x, width);
    }

    fn boxed_clone(&self) -> Box<dyn Layer<T>> {
        Box::new(self.clone())
    }
}
