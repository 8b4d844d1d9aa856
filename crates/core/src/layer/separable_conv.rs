//! A convolution in two steps: each channel by itself, then a mix of the channels.

use super::window::Windows;
use super::{Layer, ParameterSpec, Pass, Role, buffer, elements};
use crate::activation::Activation;
use crate::kernel;
use crate::{Error, Result, Scalar};

/// Keras's `SeparableConv2D` (Chollet 2017, "Xception"): filters over each channel alone, `depth` of them, whose answers
/// `[channels * depth]` a dense layer mixes at every place; then f.
#[derive(Debug, Clone)]
pub(crate) struct SeparableConv<T> {
    windows: Windows,
    depth: usize,
    filters: usize,
    output_shape: Vec<usize>,
    activation: Activation,
    bias: bool,
    /// The answers of the filters over one sample (where there is any), and their ∂C/∂, `[windows, channels * depth]`.
    answers: Vec<T>,
    answers_delta: Vec<T>,
    /// `[max_batch, windows, filters]`.
    z: Vec<T>,
    a: Vec<T>,
}

impl<T: Scalar> SeparableConv<T> {
    pub(crate) fn new(
        windows: Windows,
        depth: usize,
        filters: usize,
        (activation, bias): (Activation, bool),
        max_batch: usize,
    ) -> Result<Self> {
        for (name, value) in [("filters", filters), ("depth_multiplier", depth)] {
            if value == 0 {
                return Err(Error::invalid(name, value, "it must be at least 1"));
            }
        }
        elements(&[windows.taps(), windows.channels, depth])?;
        let mixed = elements(&[windows.channels, depth])?;
        elements(&[mixed, filters])?;
        let size = elements(&[max_batch, windows.count(), filters])?;
        let answers = elements(&[windows.count(), mixed, max_batch.min(1)])?;
        Ok(SeparableConv {
            output_shape: windows.output_shape(filters),
            windows,
            depth,
            filters,
            activation,
            bias,
            answers: buffer(answers)?,
            answers_delta: buffer(answers)?,
            z: buffer(size)?,
            a: buffer(size)?,
        })
    }

    /// Windows, and the answers that are mixed at each.
    fn sizes(&self) -> (usize, usize) {
        (self.windows.count(), self.windows.channels * self.depth)
    }

    fn inputs(&self) -> usize {
        self.windows.rows.input * self.windows.columns.input * self.windows.channels
    }

    /// The numbers of both kernels.
    fn kernels(&self) -> (usize, usize) {
        let mixed = self.windows.channels * self.depth;
        (self.windows.taps() * mixed, mixed * self.filters)
    }
}

/// answers = Σ over the taps of x · W, `depth` answers a channel.
fn filter<T: Scalar>(windows: &Windows, depth: usize, x: &[T], w: &[T], answers: &mut [T]) {
    let (channels, mixed) = (windows.channels, windows.channels * depth);
    answers.fill(T::ZERO);
    windows.each(|window, tap, place| {
        let Some(place) = place else { return };
        let x = &x[place * channels..][..channels];
        let answers = answers[window * mixed..][..mixed].chunks_exact_mut(depth);
        let w = w[tap * mixed..][..mixed].chunks_exact(depth);
        for ((answers, w), &x) in answers.zip(w).zip(x) {
            kernel::add_scaled(answers, w, x);
        }
    });
}

/// ∂C/∂W += x · ∂C/∂answers, and ∂C/∂x = Σ over the windows that see it of ∂C/∂answers · W.
fn filter_back<T: Scalar>(
    windows: &Windows,
    depth: usize,
    (x, w, delta): (&[T], &[T], &[T]),
    dw: &mut [T],
    mut delta_x: Option<&mut [T]>,
) {
    let (channels, mixed) = (windows.channels, windows.channels * depth);
    if let Some(delta_x) = delta_x.as_deref_mut() {
        delta_x.fill(T::ZERO);
    }
    windows.each(|window, tap, place| {
        let Some(place) = place else { return };
        let at = place * channels..(place + 1) * channels;
        let delta = delta[window * mixed..][..mixed].chunks_exact(depth);
        let dw = dw[tap * mixed..][..mixed].chunks_exact_mut(depth);
        for ((dw, delta), &x) in dw.zip(delta.clone()).zip(&x[at.clone()]) {
            kernel::add_scaled(dw, delta, x);
        }
        let Some(delta_x) = delta_x.as_deref_mut() else {
            return;
        };
        let w = w[tap * mixed..][..mixed].chunks_exact(depth);
        for ((to, delta), w) in delta_x[at].iter_mut().zip(delta).zip(w) {
            *to += kernel::dot(delta, w);
        }
    });
}

impl<T: Scalar> Layer<T> for SeparableConv<T> {
    fn kind(&self) -> &'static str {
        "SeparableConv2D"
    }

    fn output_shape(&self) -> &[usize] {
        &self.output_shape
    }

    fn parameters(&self) -> Vec<ParameterSpec> {
        let (taps, channels) = (self.windows.taps(), self.windows.channels);
        let mixed = channels * self.depth;
        let spec = |name, role, shape, fans| ParameterSpec {
            name,
            role,
            shape,
            fans,
            initializer: None,
        };
        let [rows, columns] = [self.windows.rows.size, self.windows.columns.size];
        let mut specs = vec![
            spec(
                "depthwise_kernel",
                Role::Kernel,
                vec![rows, columns, channels, self.depth],
                (taps * channels, taps * self.depth),
            ),
            spec(
                "pointwise_kernel",
                Role::Kernel,
                vec![1, 1, mixed, self.filters],
                (mixed, self.filters),
            ),
        ];
        if self.bias {
            let fans = (mixed, self.filters);
            specs.push(spec("bias", Role::Bias, vec![self.filters], fans));
        }
        specs
    }

    fn forward(&mut self, pass: Pass<'_, T>) {
        let ((count, mixed), filters, inputs) = (self.sizes(), self.filters, self.inputs());
        let (each, mix) = self.kernels();
        let (w, rest) = pass.parameters.split_at(each);
        let (u, b) = rest.split_at(mix);
        let size = pass.batch * count * filters;
        let rows = self.z[..size].chunks_exact_mut(count * filters);
        for (x, z) in pass.x.chunks_exact(inputs).zip(rows) {
            filter(&self.windows, self.depth, x, w, &mut self.answers);
            let answers = &self.answers;
            kernel::gemm(count, filters, mixed, answers, u, z, false, pass.scratch);
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

    /// Back through the mix as through a dense layer, then through the filters.
    fn backward(
        &mut self,
        pass: Pass<'_, T>,
        delta: &mut [T],
        gradients: &mut [T],
        mut delta_x: Option<&mut [T]>,
    ) {
        let ((count, mixed), filters, inputs) = (self.sizes(), self.filters, self.inputs());
        let (each, mix) = self.kernels();
        let (w, u) = pass.parameters[..each + mix].split_at(each);
        let (dw, rest) = gradients.split_at_mut(each);
        let (du, db) = rest.split_at_mut(mix);
        let size = pass.batch * count * filters;
        self.activation
            .backward(&self.z[..size], &self.a[..size], delta, filters);
        if self.bias {
            kernel::sum_of_rows(delta, db);
        }
        dw.fill(T::ZERO);
        du.fill(T::ZERO);
        let deltas = delta.chunks_exact(count * filters);
        for (row, (x, delta)) in pass.x.chunks_exact(inputs).zip(deltas).enumerate() {
            filter(&self.windows, self.depth, x, w, &mut self.answers);
            let answers = &self.answers;
            kernel::gemm_tn(
                mixed,
                filters,
                count,
                answers,
                delta,
                du,
                true,
                pass.scratch,
            );
            let back = &mut self.answers_delta;
            kernel::gemm_nt(count, mixed, filters, delta, u, back, false, pass.scratch);
            let delta_x = delta_x.as_deref_mut();
            let delta_x = delta_x.map(|delta_x| &mut delta_x[row * inputs..][..inputs]);
            filter_back(&self.windows, self.depth, (x, w, back), dw, delta_x);
        }
    }

    fn boxed_clone(&self) -> Box<dyn Layer<T>> {
        Box::new(self.clone())
    }
}
