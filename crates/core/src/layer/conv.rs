//! The same few weights at every place of a sequence or an image.

use super::window::Windows;
use super::{Layer, ParameterSpec, Pass, Role, buffer, elements};
use crate::activation::Activation;
use crate::kernel;
use crate::{Error, Result, Scalar};

/// a = f(z), z = Σ over the taps of x·W + b: Keras's `Conv1D` and `Conv2D` (a
/// cross-correlation, like everybody's).
///
/// Every window is laid out as a row; the convolution is then a matrix product with the
/// kernel, `[taps * channels, filters]`.
#[derive(Debug, Clone)]
pub(crate) struct Conv<T> {
    kind: &'static str,
    windows: Windows,
    filters: usize,
    output_shape: Vec<usize>,
    kernel_shape: Vec<usize>,
    activation: Activation,
    bias: bool,
    /// Of one sample (where there is any), `[windows, taps * channels]`.
    patches: Vec<T>,
    /// `[max_batch, windows, filters]`.
    z: Vec<T>,
    a: Vec<T>,
}

impl<T: Scalar> Conv<T> {
    pub(crate) fn new(
        kind: &'static str,
        windows: Windows,
        filters: usize,
        activation: Activation,
        bias: bool,
        max_batch: usize,
    ) -> Result<Self> {
        if filters == 0 {
            return Err(Error::invalid("filters", filters, "it must be at least 1"));
        }
        let output_shape = windows.output_shape(filters);
        let mut kernel_shape = vec![windows.columns.size, windows.channels, filters];
        if output_shape.len() == 3 {
            kernel_shape.insert(0, windows.rows.size);
        }
        elements(&kernel_shape)?;
        let size = elements(&[max_batch, windows.count(), filters])?;
        let patches = elements(&[windows.count(), windows.taps(), windows.channels])?;
        Ok(Conv {
            kind,
            windows,
            filters,
            output_shape,
            kernel_shape,
            activation,
            bias,
            patches: buffer(patches * max_batch.min(1))?,
            z: buffer(size)?,
            a: buffer(size)?,
        })
    }

    /// Windows, and what each sees.
    fn sizes(&self) -> (usize, usize) {
        let windows = &self.windows;
        (windows.count(), windows.taps() * windows.channels)
    }

    fn inputs(&self) -> usize {
        self.windows.rows.input * self.windows.columns.input * self.windows.channels
    }
}

impl<T: Scalar> Layer<T> for Conv<T> {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn output_shape(&self) -> &[usize] {
        &self.output_shape
    }

    fn parameters(&self) -> Vec<ParameterSpec> {
        let taps = self.windows.taps();
        let fans = (taps * self.windows.channels, taps * self.filters);
        let spec = |name, role, shape| ParameterSpec {
            name,
            role,
            shape,
            fans,
            initializer: None,
        };
        let mut specs = vec![spec("kernel", Role::Kernel, self.kernel_shape.clone())];
        if self.bias {
            specs.push(spec("bias", Role::Bias, vec![self.filters]));
        }
        specs
    }

    /// z = patches·W + b; a = f(z).
    fn forward(&mut self, pass: Pass<'_, T>) {
        let ((count, seen), filters, inputs) = (self.sizes(), self.filters, self.inputs());
        let (w, b) = pass.parameters.split_at(seen * filters);
        let size = pass.batch * count * filters;
        let rows = self.z[..size].chunks_exact_mut(count * filters);
        for (x, z) in pass.x.chunks_exact(inputs).zip(rows) {
            self.windows.patches(x, &mut self.patches);
            kernel::gemm(
                count,
                filters,
                seen,
                &self.patches,
                w,
                z,
                false,
                pass.scratch,
            );
            if self.bias {
                kernel::add_to_rows(z, b);
            }
        }
        self.activation
            .forward(&self.z[..size], &mut self.a[..size], filters);
    }

    fn a(&self) -> &[T] {
        &self.a
    }

    /// ∂C/∂z = ∂C/∂a · f′(z); ∂C/∂W = Σ patchesᵀ·∂C/∂z; ∂C/∂b = Σ ∂C/∂z over samples
    /// and windows; ∂C/∂x adds up ∂C/∂z·Wᵀ where windows overlap.
    fn backward(
        &mut self,
        pass: Pass<'_, T>,
        delta: &mut [T],
        gradients: &mut [T],
        mut delta_x: Option<&mut [T]>,
    ) {
        let ((count, seen), filters, inputs) = (self.sizes(), self.filters, self.inputs());
        let w = &pass.parameters[..seen * filters];
        let (dw, db) = gradients.split_at_mut(seen * filters);
        let size = pass.batch * count * filters;
        self.activation
            .backward(&self.z[..size], &self.a[..size], delta, filters);
        if self.bias {
            kernel::sum_of_rows(delta, db);
        }
        dw.fill(T::ZERO);
        let deltas = delta.chunks_exact(count * filters);
        for (row, (x, delta)) in pass.x.chunks_exact(inputs).zip(deltas).enumerate() {
            self.windows.patches(x, &mut self.patches);
            kernel::gemm_tn(
                seen,
                filters,
                count,
                &self.patches,
                delta,
                dw,
                true,
                pass.scratch,
            );
            if let Some(delta_x) = delta_x.as_deref_mut() {
                let patches = &mut self.patches;
                kernel::gemm_nt(count, seen, filters, delta, w, patches, false, pass.scratch);
                let delta_x = &mut delta_x[row * inputs..][..inputs];
                self.windows.add_patches(patches, delta_x);
            }
        }
    }

    fn boxed_clone(&self) -> Box<dyn Layer<T>> {
        Box::new(self.clone())
    }
}
