//! What recurrent layers share: z_t = x_t·W + h_{t−1}·U + b, step after step.

use super::{ParameterSpec, Pass, Role, elements, wrong_axes};
use crate::initializer::Initializer;
use crate::kernel;
use crate::{Error, Result, Scalar};

/// The sizes of a recurrent layer over `[steps, channels]`.
#[derive(Debug, Clone)]
pub(crate) struct Sizes {
    pub(crate) steps: usize,
    pub(crate) channels: usize,
    pub(crate) units: usize,
    /// Numbers in one z: `units` for each gate.
    pub(crate) width: usize,
    bias: bool,
    pub(crate) output_shape: Vec<usize>,
}

/// What a recurrent layer gets, besides its input.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) units: usize,
    /// How many z there are for each unit.
    pub(crate) gates: usize,
    pub(crate) bias: bool,
    pub(crate) return_sequences: bool,
}

/// A layer's parameters, or their gradients: W `[channels, width]`, U `[units, width]`,
/// b `[width]`, or nothing. A GRU may have a second bias behind.
pub(crate) struct Parts<P> {
    pub(crate) w: P,
    pub(crate) u: P,
    pub(crate) b: P,
}

impl Sizes {
    pub(crate) fn new(input: &[usize], cell: Cell) -> Result<Self> {
        let &[steps, channels] = input else {
            let what = "input of a recurrent layer (steps, channels)";
            return Err(wrong_axes(what, 2, input));
        };
        let units = cell.units;
        for (name, value) in [("units", units), ("steps", steps), ("channels", channels)] {
            if value == 0 {
                return Err(Error::invalid(name, value, "it must be at least 1"));
            }
        }
        let width = elements(&[units, cell.gates])?;
        elements(&[channels.max(units), width])?;
        Ok(Sizes {
            steps,
            channels,
            units,
            width,
            bias: cell.bias,
            output_shape: match cell.return_sequences {
                true => vec![steps, units],
                false => vec![units],
            },
        })
    }

    /// Keras's parameters: kernel Glorot uniform, recurrent kernel orthogonal.
    pub(crate) fn specs(&self, bias: Option<Initializer>) -> Vec<ParameterSpec> {
        let spec = |name, role, rows: usize, initializer| ParameterSpec {
            name,
            role,
            shape: vec![rows, self.width],
            fans: (rows, self.width),
            initializer,
        };
        let orthogonal = Some(Initializer::Orthogonal);
        let mut specs = vec![
            spec("kernel", Role::Kernel, self.channels, None),
            spec(
                "recurrent_kernel",
                Role::RecurrentKernel,
                self.units,
                orthogonal,
            ),
        ];
        if self.bias {
            let mut b = spec("bias", Role::Bias, 1, bias);
            b.shape = vec![self.width];
            specs.push(b);
        }
        specs
    }

    pub(crate) fn split<'p, T>(&self, parameters: &'p [T]) -> Parts<&'p [T]> {
        let (w, rest) = parameters.split_at(self.channels * self.width);
        let (u, b) = rest.split_at(self.units * self.width);
        Parts { w, u, b }
    }

    pub(crate) fn split_mut<'p, T>(&self, parameters: &'p mut [T]) -> Parts<&'p mut [T]> {
        let (w, rest) = parameters.split_at_mut(self.channels * self.width);
        let (u, b) = rest.split_at_mut(self.units * self.width);
        Parts { w, u, b }
    }

    /// One sample's input, `[steps, channels]`.
    pub(crate) fn sample<'p, T>(&self, x: &'p [T], row: usize) -> &'p [T] {
        let size = self.steps * self.channels;
        &x[row * size..][..size]
    }

    /// z = x·W + b for all steps of a sample; the recurrent part comes step by step.
    pub(crate) fn project<T: Scalar>(&self, pass: &mut Pass<'_, T>, row: usize, z: &mut [T]) {
        let Parts { w, b, .. } = self.split(pass.parameters);
        let x = self.sample(pass.x, row);
        let (m, n, k) = (self.steps, self.width, self.channels);
        kernel::gemm(m, n, k, x, w, z, false, pass.scratch);
        if self.bias {
            kernel::add_to_rows(z, &b[..n]);
        }
    }

    /// The part of ∂C/∂W, ∂C/∂U, ∂C/∂b and ∂C/∂x that a sample's `dz` `[steps, width]`
    /// makes; `before` is h, a step late: `[steps, units]`.
    pub(crate) fn gather<T: Scalar>(
        &self,
        pass: &mut Pass<'_, T>,
        row: usize,
        (before, dz): (&[T], &[T]),
        gradients: &mut [T],
        delta_x: Option<&mut [T]>,
    ) {
        let (m, n, k) = (self.units, self.width, self.steps);
        let du = self.split_mut(gradients).u;
        kernel::gemm_tn(m, n, k, before, dz, du, true, pass.scratch);
        self.gather_inputs(pass, row, dz, gradients, delta_x);
    }

    /// [`Sizes::gather`] without ∂C/∂U.
    pub(crate) fn gather_inputs<T: Scalar>(
        &self,
        pass: &mut Pass<'_, T>,
        row: usize,
        dz: &[T],
        gradients: &mut [T],
        delta_x: Option<&mut [T]>,
    ) {
        let x = self.sample(pass.x, row);
        let (steps, width, channels) = (self.steps, self.width, self.channels);
        let Parts { w: dw, b: db, .. } = self.split_mut(gradients);
        kernel::gemm_tn(channels, width, steps, x, dz, dw, true, pass.scratch);
        if self.bias {
            for dz in dz.chunks_exact(width) {
                kernel::add(db, dz);
            }
        }
        if let Some(delta_x) = delta_x {
            let w = self.split(pass.parameters).w;
            let delta_x = &mut delta_x[row * steps * channels..][..steps * channels];
            kernel::gemm_nt(steps, channels, width, dz, w, delta_x, false, pass.scratch);
        }
    }

    /// Adds ∂C/∂a of a step of a sample to `dh`: every step's where the layer returns
    /// sequences, else only the last one's.
    pub(crate) fn add_delta<T: Scalar>(&self, delta: &[T], row: usize, step: usize, dh: &mut [T]) {
        let units = self.units;
        match self.output_shape.len() {
            2 => kernel::add(dh, &delta[(row * self.steps + step) * units..][..units]),
            _ if step + 1 == self.steps => kernel::add(dh, &delta[row * units..][..units]),
            _ => {}
        }
    }

    /// Lays h of all steps, `[batch, steps, units]`, out as the layer's outputs.
    pub(crate) fn outputs<T: Scalar>(&self, h: &[T], a: &mut [T], batch: usize) {
        let (steps, units) = (self.steps, self.units);
        match self.output_shape.len() {
            2 => a[..batch * steps * units].copy_from_slice(&h[..batch * steps * units]),
            _ => {
                for row in 0..batch {
                    let last = &h[(row * steps + steps - 1) * units..][..units];
                    a[row * units..][..units].copy_from_slice(last);
                }
            }
        }
    }
}

/// h a step late: 0, then all but the last of one sample's `[steps, units]`.
pub(crate) fn late<T: Scalar>(h: &[T], units: usize, before: &mut [T]) {
    before[..units].fill(T::ZERO);
    before[units..].copy_from_slice(&h[..h.len() - units]);
}
