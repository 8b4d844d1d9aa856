//! A memory with two gates: how much of it stays, and how much of it the next candidate sees.

use std::ops::Range;

use super::recurrent::{Cell, Parts, Sizes, late};
use super::{Layer, ParameterSpec, Pass, buffer, elements};
use crate::activation::Activation;
use crate::kernel;
use crate::{Result, Scalar};

/// What a GRU is made of, besides its sizes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gates {
    pub(crate) activation: Activation,
    pub(crate) recurrent_activation: Activation,
    pub(crate) reset_after: bool,
    pub(crate) bias: bool,
}

/// Keras's `GRU` (Cho et al. 2014, "Learning phrase representations using RNN encoder-decoder for statistical machine
/// translation"). The three thirds of its weights are, in Keras's order, the update gate z = σ(x·W + h·U + b), the reset
/// gate r, likewise, and the candidate g; then h_t = z·h_{t−1} + (1 − z)·g.
///
/// The candidate is g = f(x·W + r·(h·U + b′) + b) with `reset_after`, where every third has a second bias b′ beside U, and
/// g = f(x·W + (r·h)·U + b) without.
#[derive(Debug, Clone)]
pub(crate) struct Gru<T> {
    sizes: Sizes,
    gates: Gates,
    /// What f and the gates' functions get and what they give, z, r, g: `[max_batch, steps, 3 * units]`.
    sums: Vec<T>,
    values: Vec<T>,
    /// What the reset gate made or took: r·h without `reset_after`, h·U + b′ of the candidate with it; and h:
    /// `[max_batch, steps, units]`.
    inner: Vec<T>,
    h: Vec<T>,
    a: Vec<T>,
    /// Of one sample: ∂C/∂sums as x·W gets it and as h·U gets it, `[steps, 3 * units]`; h a step late, `[steps, units]`.
    dz: Vec<T>,
    dz_past: Vec<T>,
    before: Vec<T>,
    /// ∂C/∂h, and of the step before, `[units]`; h·U + b′ of one step, `[3 * units]`.
    dh: Vec<T>,
    dh_before: Vec<T>,
    past: Vec<T>,
}

impl<T: Scalar> Gru<T> {
    pub(crate) fn new(
        input: &[usize],
        units: usize,
        gates: Gates,
        return_sequences: bool,
        max_batch: usize,
    ) -> Result<Self> {
        let cell = Cell {
            units,
            gates: 3,
            bias: gates.bias,
            return_sequences,
        };
        let sizes = Sizes::new(input, cell)?;
        let sample = elements(&[sizes.steps, sizes.width])?;
        let all = elements(&[max_batch, sample])?;
        let one = max_batch.min(1);
        Ok(Gru {
            gates,
            sums: buffer(all)?,
            values: buffer(all)?,
            inner: buffer(all / 3)?,
            h: buffer(all / 3)?,
            a: buffer(all / 3)?,
            dz: buffer(sample * one)?,
            dz_past: buffer(sample * one)?,
            before: buffer(sample / 3 * one)?,
            dh: buffer(units)?,
            dh_before: buffer(units)?,
            past: buffer(sizes.width)?,
            sizes,
        })
    }

    /// h·U + b′ of all thirds, into `past`; `h` is where the step before stands, if there is one.
    fn see_past(&mut self, pass: &mut Pass<'_, T>, h: Option<Range<usize>>) {
        let (units, width) = (self.sizes.units, self.sizes.width);
        let Parts { u, b, .. } = self.sizes.split(pass.parameters);
        let past = &mut self.past[..];
        match h {
            Some(h) => {
                let h = &self.h[h];
                kernel::gemm(1, width, units, h, u, past, false, pass.scratch);
            }
            None => past.fill(T::ZERO),
        }
        if self.gates.bias {
            kernel::add(past, &b[width..]);
        }
    }

    /// One step of one sample; `at` counts the steps of all samples.
    fn step(&mut self, pass: &mut Pass<'_, T>, step: usize, at: usize) {
        let (units, width) = (self.sizes.units, self.sizes.width);
        let here = at * width..(at + 1) * width;
        let (earlier, now) = self.h.split_at_mut(at * units);
        let before = (step > 0).then(|| &earlier[earlier.len() - units..]);
        let z = &mut self.sums[here.clone()];
        let values = &mut self.values[here];
        let inner = &mut self.inner[at * units..][..units];
        let (gate_sums, candidate_sums) = z.split_at_mut(2 * units);
        let (gate_values, g) = values.split_at_mut(2 * units);
        let u = self.sizes.split(pass.parameters).u;
        if self.gates.reset_after {
            kernel::add(gate_sums, &self.past[..2 * units]);
        } else {
            add_product(before, u, (0, width), gate_sums);
        }
        let gate = self.gates.recurrent_activation;
        let pairs = gate_sums.chunks_exact(units);
        for (sums, values) in pairs.zip(gate_values.chunks_exact_mut(units)) {
            gate.forward(sums, values, units);
        }
        let (update, reset) = gate_values.split_at(units);
        if self.gates.reset_after {
            inner.copy_from_slice(&self.past[2 * units..]);
            let sums = candidate_sums.iter_mut().zip(inner.iter());
            for ((sum, &inner), &r) in sums.zip(reset) {
                *sum += r * inner;
            }
        } else {
            for (at, inner) in inner.iter_mut().enumerate() {
                *inner = before.map_or(T::ZERO, |h| reset[at] * h[at]);
            }
            let inner = before.map(|_| &*inner);
            add_product(inner, u, (2 * units, width), candidate_sums);
        }
        self.gates.activation.forward(candidate_sums, g, units);
        for (at, h) in now[..units].iter_mut().enumerate() {
            let kept = before.map_or(T::ZERO, |h| update[at] * h[at]);
            *h = kept + (T::ONE - update[at]) * g[at];
        }
    }

    /// ∂C/∂sums of one step of one sample from `dh`, and what comes back to the step before from it, into `dh_before`.
    fn step_back(&mut self, pass: &mut Pass<'_, T>, step: usize, at: usize) {
        let (units, width) = (self.sizes.units, self.sizes.width);
        let u = self.sizes.split(pass.parameters).u;
        let before = (step > 0).then(|| &self.h[(at - 1) * units..at * units]);
        let past = |j: usize| before.map_or(T::ZERO, |h| h[j]);
        let sums = &self.sums[at * width..][..width];
        let values = &self.values[at * width..][..width];
        let inner = &self.inner[at * units..][..units];
        let dz = &mut self.dz[step * width..][..width];
        for j in 0..units {
            let (update, g, dh) = (values[j], values[2 * units + j], self.dh[j]);
            dz[j] = dh * (past(j) - g);
            dz[2 * units + j] = dh * (T::ONE - update);
            self.dh_before[j] = dh * update;
        }
        let last = 2 * units..width;
        self.gates.activation.backward(
            &sums[last.clone()],
            &values[last.clone()],
            &mut dz[last],
            units,
        );
        let dz_past = &mut self.dz_past[step * width..][..width];
        for j in 0..units {
            let (r, dg) = (values[units + j], dz[2 * units + j]);
            match self.gates.reset_after {
                true => {
                    dz[units + j] = dg * inner[j];
                    dz_past[2 * units + j] = dg * r;
                }
                false => {
                    let d_inner = kernel::dot(&dz[2 * units..], &u[j * width..][2 * units..width]);
                    dz[units + j] = d_inner * past(j);
                    dz_past[2 * units + j] = dg;
                    self.dh_before[j] += d_inner * r;
                }
            }
        }
        for gate in 0..2 {
            let here = gate * units..(gate + 1) * units;
            let activation = self.gates.recurrent_activation;
            let (z, a) = (&sums[here.clone()], &values[here.clone()]);
            activation.backward(z, a, &mut dz[here], units);
        }
        dz_past[..2 * units].copy_from_slice(&dz[..2 * units]);
        let (through, seen) = match self.gates.reset_after {
            true => (width, &dz_past[..]),
            false => (2 * units, &dz[..2 * units]),
        };
        for (j, dh) in self.dh_before.iter_mut().enumerate() {
            *dh += kernel::dot(seen, &u[j * width..][..through]);
        }
    }

    /// ∂C/∂U and ∂C/∂b′ of one sample; its first step is step `from` of all samples.
    fn gather_past(&self, pass: &mut Pass<'_, T>, from: usize, gradients: &mut [T]) {
        let (steps, units, width) = (self.sizes.steps, self.sizes.units, self.sizes.width);
        let Parts { u: du, b: db, .. } = self.sizes.split_mut(gradients);
        if self.gates.reset_after {
            let (before, dz) = (&self.before, &self.dz_past);
            kernel::gemm_tn(units, width, steps, before, dz, du, true, pass.scratch);
            if self.gates.bias {
                for dz in dz.chunks_exact(width) {
                    kernel::add(&mut db[width..], dz);
                }
            }
            return;
        }
        for (step, dz) in self.dz.chunks_exact(width).enumerate() {
            let before = &self.before[step * units..][..units];
            let inner = &self.inner[(from + step) * units..][..units];
            let rows = du.chunks_exact_mut(width);
            for ((du, &h), &inner) in rows.zip(before).zip(inner) {
                kernel::add_scaled(&mut du[..2 * units], dz, h);
                kernel::add_scaled(&mut du[2 * units..], &dz[2 * units..], inner);
            }
        }
    }
}

/// Adds h·U to `sums`, as many columns of U as `sums` is long, from the column `from` on; U has rows of `width`.
fn add_product<T: Scalar>(h: Option<&[T]>, u: &[T], (from, width): (usize, usize), sums: &mut [T]) {
    for (&h, u) in h.into_iter().flatten().zip(u.chunks_exact(width)) {
        kernel::add_scaled(sums, &u[from..], h);
    }
}

impl<T: Scalar> Layer<T> for Gru<T> {
    fn kind(&self) -> &'static str {
        "GRU"
    }

    fn output_shape(&self) -> &[usize] {
        &self.sizes.output_shape
    }

    fn parameters(&self) -> Vec<ParameterSpec> {
        let mut specs = self.sizes.specs(None);
        if self.gates.bias
            && self.gates.reset_after
            && let Some(bias) = specs.last_mut()
        {
            bias.shape.insert(0, 2);
        }
        specs
    }

    fn forward(&mut self, mut pass: Pass<'_, T>) {
        let (steps, units, width) = (self.sizes.steps, self.sizes.units, self.sizes.width);
        for row in 0..pass.batch {
            let first = row * steps;
            let sums = &mut self.sums[first * width..][..steps * width];
            self.sizes.project(&mut pass, row, sums);
            for step in 0..steps {
                let at = first + step;
                if self.gates.reset_after {
                    let h = (step > 0).then(|| (at - 1) * units..at * units);
                    self.see_past(&mut pass, h);
                }
                self.step(&mut pass, step, at);
            }
        }
        self.sizes.outputs(&self.h, &mut self.a, pass.batch);
    }

    fn a(&self) -> &[T] {
        &self.a
    }

    /// From the last step to the first: ∂C/∂h_{t−1} is what comes through z, through the gates' and the candidate's U, and
    /// ∂C/∂a_{t−1}.
    fn backward(
        &mut self,
        mut pass: Pass<'_, T>,
        delta: &mut [T],
        gradients: &mut [T],
        mut delta_x: Option<&mut [T]>,
    ) {
        let (steps, units) = (self.sizes.steps, self.sizes.units);
        gradients.fill(T::ZERO);
        for row in 0..pass.batch {
            let first = row * steps;
            self.dh.fill(T::ZERO);
            for step in (0..steps).rev() {
                self.sizes.add_delta(delta, row, step, &mut self.dh);
                self.step_back(&mut pass, step, first + step);
                std::mem::swap(&mut self.dh, &mut self.dh_before);
            }
            let h = &self.h[first * units..][..steps * units];
            late(h, units, &mut self.before);
            self.gather_past(&mut pass, first, gradients);
            let delta_x = delta_x.as_deref_mut();
            self.sizes
                .gather_inputs(&mut pass, row, &self.dz, gradients, delta_x);
        }
    }

    fn boxed_clone(&self) -> Box<dyn Layer<T>> {
        Box::new(self.clone())
    }
}
