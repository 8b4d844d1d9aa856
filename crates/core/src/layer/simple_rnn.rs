//! A layer whose last output is part of its next input: the simplest memory.

use super::recurrent::{Cell, Sizes, late};
use super::{Layer, ParameterSpec, Pass, buffer, elements};
use crate::activation::Activation;
use crate::kernel;
use crate::{Result, Scalar};

/// h_t = f(x_t·W + h_{t−1}·U + b), h_0 = 0 (Elman 1990). Keras's `SimpleRNN`:
/// `[steps, channels]` to the last h, `[units]`, or to all of them.
#[derive(Debug, Clone)]
pub(crate) struct SimpleRnn<T> {
    sizes: Sizes,
    activation: Activation,
    /// `[max_batch, steps, units]`.
    z: Vec<T>,
    h: Vec<T>,
    a: Vec<T>,
    /// Of one sample: ∂C/∂z and h a step late, `[steps, units]`; ∂C/∂h, `[units]`.
    dz: Vec<T>,
    before: Vec<T>,
    dh: Vec<T>,
}

impl<T: Scalar> SimpleRnn<T> {
    pub(crate) fn new(
        input: &[usize],
        units: usize,
        activation: Activation,
        (return_sequences, bias): (bool, bool),
        max_batch: usize,
    ) -> Result<Self> {
        let cell = Cell {
            units,
            gates: 1,
            bias,
            return_sequences,
        };
        let sizes = Sizes::new(input, cell)?;
        let sample = elements(&[sizes.steps, units])?;
        let size = elements(&[max_batch, sample])?;
        Ok(SimpleRnn {
            activation,
            z: buffer(size)?,
            h: buffer(size)?,
            a: buffer(size)?,
            dz: buffer(sample * max_batch.min(1))?,
            before: buffer(sample * max_batch.min(1))?,
            dh: buffer(units)?,
            sizes,
        })
    }
}

impl<T: Scalar> Layer<T> for SimpleRnn<T> {
    fn kind(&self) -> &'static str {
        "SimpleRNN"
    }

    fn output_shape(&self) -> &[usize] {
        &self.sizes.output_shape
    }

    fn parameters(&self) -> Vec<ParameterSpec> {
        self.sizes.specs(None)
    }

    fn forward(&mut self, mut pass: Pass<'_, T>) {
        let (steps, units) = (self.sizes.steps, self.sizes.units);
        let sample = steps * units;
        for row in 0..pass.batch {
            let z = &mut self.z[row * sample..][..sample];
            let h = &mut self.h[row * sample..][..sample];
            self.sizes.project(&mut pass, row, z);
            let u = self.sizes.split(pass.parameters).u;
            for step in 0..steps {
                let (past, now) = h.split_at_mut(step * units);
                let z = &mut z[step * units..][..units];
                if let Some(past) = past.len().checked_sub(units).map(|at| &past[at..]) {
                    kernel::gemm(1, units, units, past, u, z, true, pass.scratch);
                }
                self.activation.forward(z, &mut now[..units], units);
            }
        }
        self.sizes.outputs(&self.h, &mut self.a, pass.batch);
    }

    fn a(&self) -> &[T] {
        &self.a
    }

    /// From the last step to the first: ∂C/∂z_t = ∂C/∂h_t · f′(z_t), and
    /// ∂C/∂h_{t−1} = ∂C/∂a_{t−1} + ∂C/∂z_t·Uᵀ.
    fn backward(
        &mut self,
        mut pass: Pass<'_, T>,
        delta: &mut [T],
        gradients: &mut [T],
        mut delta_x: Option<&mut [T]>,
    ) {
        let (steps, units) = (self.sizes.steps, self.sizes.units);
        let sample = steps * units;
        gradients.fill(T::ZERO);
        for row in 0..pass.batch {
            let z = &self.z[row * sample..][..sample];
            let h = &self.h[row * sample..][..sample];
            let u = self.sizes.split(pass.parameters).u;
            self.dh.fill(T::ZERO);
            for step in (0..steps).rev() {
                let here = step * units..(step + 1) * units;
                self.sizes.add_delta(delta, row, step, &mut self.dh);
                let dz = &mut self.dz[here.clone()];
                dz.copy_from_slice(&self.dh);
                self.activation
                    .backward(&z[here.clone()], &h[here], dz, units);
                kernel::gemm_nt(1, units, units, dz, u, &mut self.dh, false, pass.scratch);
            }
            late(h, units, &mut self.before);
            let sums = (&self.before[..], &self.dz[..]);
            let delta_x = delta_x.as_deref_mut();
            self.sizes.gather(&mut pass, row, sums, gradients, delta_x);
        }
    }

    fn boxed_clone(&self) -> Box<dyn Layer<T>> {
        Box::new(self.clone())
    }
}
