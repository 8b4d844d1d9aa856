//! A memory with gates: what comes in, what stays, what goes out.

use super::recurrent::{Cell, Sizes, late};
use super::{Layer, ParameterSpec, Pass, buffer, elements};
use crate::activation::Activation::{self, Sigmoid, Tanh};
use crate::initializer::Initializer;
use crate::kernel;
use crate::{Result, Scalar};

/// Keras's `LSTM` (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al.
/// 2000). Of z_t = x_t·W + h_{t−1}·U + b the four quarters are, in Keras's order, the
/// input gate i = σ(z), the forget gate f = σ(z), the candidate g = tanh(z) and the
/// output gate o = σ(z); then c_t = f·c_{t−1} + i·g and h_t = o·tanh(c_t).
///
/// Networks of other programs may have other functions than σ and tanh, and no b.
///
/// The forget gate's biases start at 1 (Keras's `unit_forget_bias`).
#[derive(Debug, Clone)]
pub(crate) struct Lstm<T> {
    sizes: Sizes,
    /// Of the candidate and of c, and of the gates.
    activation: Activation,
    recurrent_activation: Activation,
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
        (activation, recurrent_activation): (Activation, Activation),
        (return_sequences, bias): (bool, bool),
        max_batch: usize,
    ) -> Result<Self> {
        let cell = Cell {
            units,
            gates: 4,
            bias,
            return_sequences,
        };
        let sizes = Sizes::new(input, cell)?;
        let sample = elements(&[sizes.steps, sizes.width])?;
        let all = elements(&[max_batch, sample])?;
        let some = all / 4;
        let one = max_batch.min(1);
        Ok(Lstm {
            activation,
            recurrent_activation,
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
                    let activation = match gate {
                        2 => self.activation,
                        _ => self.recurrent_activation,
                    };
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
                self.activation
                    .forward(&c[here.clone()], &mut tanh_c[here.clone()], units);
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
            let z = &self.z[row * 4 * sample..][..4 * sample];
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
                let here = step * units..(step + 1) * units;
                let past = match step {
                    0 => None,
                    _ => Some(&c[here.start - units..here.start]),
                };
                let state = State {
                    gates,
                    past,
                    tanh_c: &tanh_c[here.clone()],
                };
                let (dh, dc) = (&mut self.dh[..], &mut self.dc[..]);
                if (self.activation, self.recurrent_activation) == (Tanh, Sigmoid) {
                    state.back(dz, dh, dc);
                } else {
                    let (z, c) = (&z[step * width..][..width], &c[here]);
                    let functions = (self.activation, self.recurrent_activation);
                    state.back_through(functions, (z, c), dz, dh, dc);
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

/// One step of one sample, as forward left it.
struct State<'a, T> {
    /// i, f, g, o.
    gates: &'a [T],
    /// c of the step before, if there is one.
    past: Option<&'a [T]>,
    /// f(c), f being tanh as a rule.
    tanh_c: &'a [T],
}

impl<T: Scalar> State<'_, T> {
    /// c of the step before, of one unit.
    fn past(&self, unit: usize) -> T {
        self.past.map_or(T::ZERO, |c| c[unit])
    }

    /// From ∂C/∂h and ∂C/∂c to ∂C/∂z, where f is tanh and the gates' function the sigmoid. ∂C/∂c becomes that of the step
    /// before.
    fn back(&self, dz: &mut [T], dh: &[T], dc: &mut [T]) {
        let (gates, units) = (self.gates, dh.len());
        for j in 0..units {
            let [i, f] = [gates[j], gates[units + j]];
            let [g, o] = [gates[2 * units + j], gates[3 * units + j]];
            let (dh, tanh) = (dh[j], self.tanh_c[j]);
            let d = dc[j] + dh * o * (T::ONE - tanh * tanh);
            dz[j] = d * g * i * (T::ONE - i);
            dz[units + j] = d * self.past(j) * f * (T::ONE - f);
            dz[2 * units + j] = d * i * (T::ONE - g * g);
            dz[3 * units + j] = dh * tanh * o * (T::ONE - o);
            dc[j] = d * f;
        }
    }

    /// The same for any functions: f and that of the gates. Overwrites `dh`.
    fn back_through(
        &self,
        (activation, recurrent): (Activation, Activation),
        (z, c): (&[T], &[T]),
        dz: &mut [T],
        dh: &mut [T],
        dc: &mut [T],
    ) {
        let (gates, units) = (self.gates, dh.len());
        for j in 0..units {
            dz[3 * units + j] = dh[j] * self.tanh_c[j];
            dh[j] *= gates[3 * units + j];
        }
        activation.backward(c, self.tanh_c, dh, units);
        for j in 0..units {
            let d = dc[j] + dh[j];
            dz[j] = d * gates[2 * units + j];
            dz[units + j] = d * self.past(j);
            dz[2 * units + j] = d * gates[j];
            dc[j] = d * gates[units + j];
        }
        for gate in 0..4 {
            let function = if gate == 2 { activation } else { recurrent };
            let here = gate * units..(gate + 1) * units;
            let (z, a) = (&z[here.clone()], &gates[here.clone()]);
            function.backward(z, a, &mut dz[here], units);
        }
    }
}
