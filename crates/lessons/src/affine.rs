//! y = x·W + b: what a layer computes before its activation, and what linear layers amount to together (thesis §2.1).

use redes_core::{Error, Result};

/// A matrix of weights and a row of biases.
#[derive(Debug, Clone, PartialEq)]
pub struct Affine {
    inputs: usize,
    kernel: Vec<f64>,
    bias: Vec<f64>,
}

impl Affine {
    /// `kernel` is `[inputs, units]`, row after row, as a dense layer keeps it; `bias` is `[units]`.
    ///
    /// # Errors
    /// [`Error::Shape`] when `kernel` hasn't `inputs` rows of as many numbers as `bias`; [`Error::InvalidParameter`]
    /// when there is no input or no unit.
    pub fn new(inputs: usize, kernel: Vec<f64>, bias: Vec<f64>) -> Result<Self> {
        if inputs == 0 || bias.is_empty() {
            let requirement = "it must be at least 1";
            return Err(Error::invalid("inputs and units", 0, requirement));
        }
        if inputs.checked_mul(bias.len()) != Some(kernel.len()) {
            return Err(Error::Shape {
                what: "kernel",
                expected: vec![inputs, bias.len()],
                found: vec![kernel.len()],
            });
        }
        Ok(Affine {
            inputs,
            kernel,
            bias,
        })
    }

    /// One number in, one out: y = w·x + b.
    pub fn line(w: f64, b: f64) -> Self {
        Affine {
            inputs: 1,
            kernel: vec![w],
            bias: vec![b],
        }
    }

    /// Numbers that come in.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Numbers that go out.
    pub fn units(&self) -> usize {
        self.bias.len()
    }

    /// W, `[inputs, units]`, row after row.
    pub fn kernel(&self) -> &[f64] {
        &self.kernel
    }

    /// b, `[units]`.
    pub fn bias(&self) -> &[f64] {
        &self.bias
    }

    /// This one and then `next`, as one: (x·W₁ + b₁)·W₂ + b₂ = x·(W₁·W₂) + (b₁·W₂ + b₂).
    ///
    /// # Errors
    /// [`Error::Shape`] when `next` takes another count of numbers than go out here.
    pub fn then(&self, next: &Affine) -> Result<Affine> {
        if next.inputs != self.units() {
            return Err(Error::Shape {
                what: "next layer",
                expected: vec![self.units(), next.units()],
                found: vec![next.inputs, next.units()],
            });
        }
        let rows = self.kernel.chunks_exact(self.units());
        let kernel = rows.flat_map(|row| next.times(row)).collect();
        let product = next.times(&self.bias).into_iter();
        let bias = product.zip(&next.bias).map(|(sum, b)| sum + b).collect();
        Ok(Affine {
            inputs: self.inputs,
            kernel,
            bias,
        })
    }

    /// row·W.
    fn times(&self, row: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.units()];
        for (x, weights) in row.iter().zip(self.kernel.chunks_exact(self.units())) {
            for (sum, w) in sums.iter_mut().zip(weights) {
                *sum += x * w;
            }
        }
        sums
    }
}
