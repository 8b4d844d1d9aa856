//! A memory with gates: what comes in, what stays, what goes out.

use super::recurrent::{Sizes, late};
use super::{Layer, ParameterSpec, Pass, buffer, elements};
use crate::activation::Activation::{Sigmoid, Tanh};
use crate::initializer::Initializer;
use crate::kernel;
use crate::{Result, Scalar};

/// Keras's `LSTM` (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al.
/// 2000). Of z_t = x_t·W + h_{t−1}·U + b the four quarters are, in Keras's order, the
/// input gate i = σ(z), the forget gate f = σ(z), the candidate g = tanh(z) and the
/// output gate o = σ(z); then c_t = f·c_{t−1} + i·g and h_t = o·tanh(c_t).
///
/// The forget gate's biases start at 1 (Keras's `unit_forget_bias`).
#[derive(Debug, Clone)]
pub(crate) struct Lstm<T> {
    sizes: Sizes,
    /// z and the gates i, f, g, o: `[max_batch, steps, 4 * units]`.
    z: Vec<T>,
    gates: Vec<T>,
    /// c, tanh(c), h: `[max_batch, steps, units]`.
    c: Vec<T>,
    tanh_c: Vec<T>,
    h: Vec<T>,
    a: Vec<T>,
    /// Of one sample: ∂C/∂z, `[steps, 4 * units]`, and h a step late, `[steps, units]`.
    dz: Vec<T>,
    before: Vec<T>,
    /// ∂C/∂h and ∂C/∂c, `[units]`.
    dh: Vec<T>,
    dc: Vec<T>,
}

impl<T: Scalar> Lstm<T> {
    pub(crate) fn new(
        input: &[usize],
        units: usize,
        return_sequences: bool,
        max_batch: usize,
    ) -> Result<Self> {
        let sizes = Sizes::new(input, units, 4, return_sequences)?;
        let sample = elements(&[sizes.steps, sizes.width])?;
        let all = elements(&[max_batch, sample])?;
        let some = all / 4;
        let one = max_batch.min(1);
        Ok(Lstm {
            z: buffer(all)?,
            gates: buffer(all)?,
            c: buffer(some)?,
            tanh_c: buffer(some)?,
            h: buffer(some)?,
            a: buffer(some)?,
            dz: buffer(sample * one)?,
            before: buffer(sample / 4 * one)?,
            dh: buffer(units)?,
            dc: buffer(units)?,
            sizes,
        })
    }
}

impl<T: Scalar> Layer<T> for Lstm<T> {
    fn kind(&self) -> &'static str {
        "LSTM"
    }

    fn output_shape(&self) -> &[usize] {
        &self.sizes.output_shape
    }

    fn parameters(&self) -> Vec<ParameterSpec> {
        self.sizes.specs(Some(Initializer::ForgetOne))
    }

    fn forward(&mut self, mut pass: Pass<'_, T>) {
        let (steps, units) = (self.sizes.steps, self.sizes.units);
        let (sample, width) = (steps * units, 4 * units);
        for row in 0..pass.batch {
            let z = &mut self.z[row * 4 * sample..][..4 * sample];
            let gates = &mut self.gates[row * 4 * sample..][..4 * sample];
            let c = &mut self.c[row * sample..][..sample];
            let tanh_c = &mut self.tanh_c[row * sample..][..sample];
            let h = &mut self.h[row * sample..][..sample];
            self.sizes.project(&mut pass, row, z);
            let u = self.sizes.split(pass.parameters).u;
            for step in 0..steps {
                let z = &mut z[step * width..][..width];
                let here = step * units..(step + 1) * units;
                if step > 0 {
                    let past = &h[here.start - units..here.start];
                    kernel::gemm(1, width, units, past, u, z, true, pass.scratch);
                }
                let gates = &mut gates[step * width..][..width];
                for (gate, (z, a)) in z
                    .chunks_exact(units)
                    .zip(gates.chunks_exact_mut(units))
                    .enumerate()
                {
                    let activation = if gate == 2 { Tanh } else { Sigmoid };
                    activation.forward(z, a, units);
                }
                for j in 0..units {
                    let [i, f, g] = [gates[j], gates[units + j], gates[2 * units + j]];
                    let kept = match step {
                        0 => T::ZERO,
                        _ => f * c[here.start - units + j],
                    };
                    c[here.start + j] = kept + i * g;
                }
                Tanh.forward(&c[here.clone()], &mut tanh_c[here.clone()], units);
                for j in 0..units {
                    h[here.start + j] = gates[3 * units + j] * tanh_c[here.start + j];
                }
            }
        }
        self.sizes.outputs(&self.h, &mut self.a, pass.batch);
    }

    fn a(&self) -> &[T] {
        &self.a
    }

    /// From the last step to the first. ∂C/∂c_t = ∂C/∂h_t·o·(1 − tanh²c_t), and what
    /// comes back from step t + 1 through its forget gate; ∂C/∂h_{t−1} comes through U.
    fn backward(
        &mut self,
        mut pass: Pass<'_, T>,
        delta: &mut [T],
        gradients: &mut [T],
        mut delta_x: Option<&mut [T]>,
    ) {
        let (steps, units) = (self.sizes.steps, self.sizes.units);
        let (sample, width) = (steps * units, 4 * units);
        gradients.fill(T::ZERO);
        for row in 0..pass.batch {
            let gates = &self.gates[row * 4 * sample..][..4 * sample];
            let c = &self.c[row * sample..][..sample];
            let tanh_c = &self.tanh_c[row * sample..][..sample];
            let h = &self.h[row * sample..][..sample];
            let u = self.sizes.split(pass.parameters).u;
            self.dh.fill(T::ZERO);
            self.dc.fill(T::ZERO);
            for step in (0..steps).rev() {
                self.sizes.add_delta(delta, row, step, &mut self.dh);
                let gates = &gates[step * width..][..width];
                let dz = &mut self.dz[step * width..][..width];
                for j in 0..units {
                    let at = step * units + j;
                    let [i, f] = [gates[j], gates[units + j]];
                    let [g, o] = [gates[2 * units + j], gates[3 * units + j]];
                    let (dh, tanh) = (self.dh[j], tanh_c[at]);
                    let dc = self.dc[j] + dh * o * (T::ONE - tanh * tanh);
                    let past = if step == 0 { T::ZERO } else { c[at - units] };
                    dz[j] = dc * g * i * (T::ONE - i);
                    dz[units + j] = dc * past * f * (T::ONE - f);
                    dz[2 * units + j] = dc * i * (T::ONE - g * g);
                    dz[3 * units + j] = dh * tanh * o * (T::ONE - o);
                    self.dc[j] = dc * f;
                }
                kernel::gemm_nt(1, units, width, dz, u, &mut self.dh, false, pass.scratch);
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
