//! `[28, 28]` to `[784]`.

use super::{Layer, ParameterSpec, Pass, buffer, elements};
use crate::{Result, Scalar};

/// Rows are flat already, so that a = x.
#[derive(Debug, Clone)]
pub(crate) struct Flatten<T> {
    output_shape: [usize; 1],
    /// `[max_batch, inputs]`.
    a: Vec<T>,
}

impl<T: Scalar> Flatten<T> {
    pub(crate) fn new(input: &[usize], max_batch: usize) -> Result<Self> {
        let inputs = elements(input)?;
        Ok(Flatten {
            output_shape: [inputs],
            a: buffer(elements(&[max_batch, inputs])?)?,
        })
    }
}

impl<T: Scalar> Layer<T> for Flatten<T> {
    fn kind(&self) -> &'static str {
        "Flatten"
    }

    fn output_shape(&self) -> &[usize] {
        &self.output_shape
    }

    fn parameters(&self) -> Vec<ParameterSpec> {
        Vec::new()
    }

    /// a = x.
    fn forward(&mut self, pass: Pass<'_, T>) {
        for (a, &x) in self.a.iter_mut().zip(pass.x) {
            *a = x;
        }
    }

    fn a(&self) -> &[T] {
        &self.a
    }

    /// ∂C/∂x = ∂C/∂a.
    fn backward(
        &mut self,
        _: Pass<'_, T>,
        delta: &mut [T],
        _: &mut [T],
        delta_x: Option<&mut [T]>,
    ) {
        for (delta_x, &delta) in delta_x.into_iter().flatten().zip(delta.iter()) {
            *delta_x = delta;
        }
    }

    fn boxed_clone(&self) -> Box<dyn Layer<T>> {
        Box::new(self.clone())
    }
}
