//! Every input to every neuron.

use super::dense_kernel::Kernel;
use super::dense_padded::RunProducts;
use super::features::has;
use super::{Layer, ParameterSpec, Pass, Role, buffer, elements};
use crate::activation::Activation;
use crate::kernel::{self, Nonzeros};
use crate::optimizer::Moves;
use crate::{Error, Result, Scalar};

/// a = f(z), z = x·W + b (thesis §1.2, §2.5).
#[derive(Debug, Clone)]
pub(crate) struct Dense<T> {
    inputs: usize,
    output_shape: [usize; 1],
    activation: Activation,
    bias: bool,
    /// `[max_batch, units]`.
    z: Vec<T>,
    /// `[max_batch, units]`.
    a: Vec<T>,
    /// For inputs that repeat themselves.
    runs: Option<RunProducts<T>>,
    /// The inputs of the last forward that are not zero.
    nonzeros: Nonzeros<T>,
    /// Whether that forward used them.
    sparse: bool,
}

impl<T: Scalar> Dense<T> {
    /// Only layers of text say where their outputs repeat.
    const RUNS: bool = has::<T>(cfg!(feature = "text"));

    pub(crate) fn new(
        input: &[usize],
        units: usize,
        activation: Activation,
        bias: bool,
        max_batch: usize,
    ) -> Result<Self> {
        let &[inputs] = input else {
            return Err(Error::Shape {
                what: "input of a dense layer (flatten it first)",
                expected: vec![elements(input)?],
                found: input.to_vec(),
            });
        };
        if units == 0 {
            return Err(Error::invalid("units", units, "it must be at least 1"));
        }
        elements(&[inputs, units])?;
        let size = elements(&[max_batch, units])?;
        Ok(Dense {
            inputs,
            output_shape: [units],
            activation,
            bias,
            z: buffer(size)?,
            a: buffer(size)?,
            runs: None,
            nonzeros: Nonzeros::new(),
            sparse: false,
        })
    }

    fn units(&self) -> usize {
        self.output_shape[0]
    }

    /// ∂C/∂z = ∂C/∂a · f′(z); ∂C/∂W = xᵀ·∂C/∂z; ∂C/∂b = Σ ∂C/∂z over the batch;
    /// ∂C/∂x = ∂C/∂z·Wᵀ. Returns whether the kernel is finite where it moves.
    fn back(
        &mut self,
        pass: Pass<'_, T>,
        mut kernel: Kernel<'_, T>,
        db: &mut [T],
        delta: &mut [T],
        delta_x: Option<&mut [T]>,
    ) -> bool {
        let (batch, inputs, units) = (pass.batch, self.inputs, self.units());
        let size = batch * units;
        self.activation
            .backward(&self.z[..size], &self.a[..size], delta, units);
        if self.bias {
            kernel::sum_of_rows(delta, db);
        }
        if Self::RUNS
            && let (Some(runs), Some(run)) = (&mut self.runs, pass.run)
        {
            return runs.backward(run, (pass.x, delta), kernel, delta_x, pass.scratch);
        }
        let all = 0..inputs * units;
        let (w, dw) = kernel.block(all.clone());
        if self.sparse {
            self.nonzeros.sort_by_columns();
            self.nonzeros.product_tn(units, delta, dw);
        } else {
            kernel::gemm_tn(inputs, units, batch, pass.x, delta, dw, false, pass.scratch);
        }
        if let Some(delta_x) = delta_x {
            kernel::gemm_nt(batch, inputs, units, delta, w, delta_x, false, pass.scratch);
        }
        kernel.done(all)
    }
}

impl<T: Scalar> Layer<T> for Dense<T> {
    fn kind(&self) -> &'static str {
        "Dense"
    }

    fn output_shape(&self) -> &[usize] {
        &self.output_shape
    }

    fn parameters(&self) -> Vec<ParameterSpec> {
        let fans = (self.inputs, self.units());
        let mut specs = vec![ParameterSpec {
            name: "kernel",
            role: Role::Kernel,
            shape: vec![self.inputs, self.units()],
            fans,
            initializer: None,
        }];
        if self.bias {
            specs.push(ParameterSpec {
                name: "bias",
                role: Role::Bias,
                shape: vec![self.units()],
                fans,
                initializer: None,
            });
        }
        specs
    }

    /// z = x·W + b; a = f(z).
    fn forward(&mut self, pass: Pass<'_, T>) {
        let (batch, units) = (pass.batch, self.units());
        let (w, b) = pass.parameters.split_at(self.inputs * units);
        let z = &mut self.z[..batch * units];
        let a = &mut self.a[..batch * units];
        match (&mut self.runs, pass.run) {
            (Some(runs), Some(run)) if Self::RUNS => runs.forward(run, pass.x, w, z, pass.scratch),
            _ => {
                self.sparse = self.nonzeros.read(batch, self.inputs, units, pass.x);
                if self.sparse {
                    self.nonzeros.product(units, w, z);
                } else {
                    kernel::gemm(batch, units, self.inputs, pass.x, w, z, false, pass.scratch);
                }
            }
        }
        if self.bias {
            kernel::add_to_rows(z, b);
        }
        self.activation.forward(z, a, units);
    }

    fn a(&self) -> &[T] {
        &self.a
    }

    fn backward(
        &mut self,
        pass: Pass<'_, T>,
        delta: &mut [T],
        gradients: &mut [T],
        delta_x: Option<&mut [T]>,
    ) {
        let kernel = self.inputs * self.units();
        let (dw, db) = gradients.split_at_mut(kernel);
        let w = &pass.parameters[..kernel];
        self.back(pass, Kernel::Still { w, dw }, db, delta, delta_x);
    }

    fn backward_and_move(
        &mut self,
        pass: Pass<'_, T>,
        parameters: &mut [T],
        delta: &mut [T],
        gradients: &mut [T],
        delta_x: Option<&mut [T]>,
        mut moves: Moves<'_, T>,
    ) -> bool {
        let kernel = self.inputs * self.units();
        let (w, b) = parameters.split_at_mut(kernel);
        let (dw, db) = gradients.split_at_mut(gradients.len() - b.len());
        let moved = Kernel::Moved {
            w,
            dw,
            moves: moves.part(0..kernel),
        };
        let finite = self.back(pass, moved, db, delta, delta_x);
        finite & moves.apply(kernel, b, db)
    }

    fn moved_gradients(&self, parameters: usize) -> usize {
        let kernel = self.inputs * self.units();
        match &self.runs {
            Some(runs) if Self::RUNS => parameters - kernel + runs.moved_gradients().min(kernel),
            _ => parameters,
        }
    }

    fn take_runs(&mut self, positions: usize, width: usize) -> Result<bool> {
        if !Self::RUNS {
            return Ok(false);
        }
        let max_batch = self.a.len() / self.units();
        self.runs = Some(RunProducts::new(positions, width, self.units(), max_batch)?);
        Ok(true)
    }

    fn boxed_clone(&self) -> Box<dyn Layer<T>> {
        Box::new(self.clone())
    }
}
