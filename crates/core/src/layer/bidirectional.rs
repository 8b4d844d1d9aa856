//! A sequence read from both ends.

use super::config::Merge;
use super::{Layer, ParameterSpec, Pass, buffer, elements};
use crate::{Result, Scalar};

/// Keras's `Bidirectional` (Schuster and Paliwal 1997, "Bidirectional recurrent neural networks"): one recurrent layer reads
/// the steps from the first to the last, its twin from the last to the first. Where they return sequences, the twin's is
/// turned round, so that both speak of the same step; then the two are merged.
#[derive(Debug)]
pub(crate) struct Bidirectional<T: Scalar> {
    forth: Box<dyn Layer<T>>,
    back: Box<dyn Layer<T>>,
    merge: Merge,
    output_shape: Vec<usize>,
    /// Of an input.
    steps: usize,
    channels: usize,
    /// Steps and units of either layer's output; 1 step where only the last goes out.
    steps_out: usize,
    units: usize,
    /// Parameters of either layer.
    size: usize,
    /// The input turned round and its ∂C/∂, `[max_batch, steps, channels]`.
    turned: Vec<T>,
    turned_delta: Vec<T>,
    /// ∂C/∂ of either layer's output, the twin's as it made it: `[max_batch, steps_out, units]`.
    delta_forth: Vec<T>,
    delta_back: Vec<T>,
    a: Vec<T>,
}

impl<T: Scalar> Bidirectional<T> {
    /// `layer` is a recurrent layer over `input`, not yet run.
    pub(crate) fn new(
        input: &[usize],
        layer: Box<dyn Layer<T>>,
        merge: Merge,
        max_batch: usize,
    ) -> Result<Self> {
        let (&[steps, channels], [.., units]) = (input, layer.output_shape()) else {
            let what = "input of a recurrent layer (steps, channels)";
            return Err(super::wrong_axes(what, 2, input));
        };
        let units = *units;
        let mut output_shape = layer.output_shape().to_vec();
        let outputs = layer.outputs();
        if let (Merge::Concat, Some(last)) = (merge, output_shape.last_mut()) {
            *last = elements(&[2, units])?;
        }
        let size = layer
            .parameters()
            .iter()
            .map(|spec| spec.shape.iter().product::<usize>())
            .sum();
        elements(&[2, size])?;
        let read = elements(&[max_batch, steps, channels])?;
        let written = elements(&[max_batch, outputs])?;
        let merged = elements(&[max_batch, elements(&output_shape)?])?;
        Ok(Bidirectional {
            back: layer.boxed_clone(),
            forth: layer,
            merge,
            output_shape,
            steps,
            channels,
            steps_out: outputs / units.max(1),
            units,
            size,
            turned: buffer(read)?,
            turned_delta: buffer(read)?,
            delta_forth: buffer(written)?,
            delta_back: buffer(written)?,
            a: buffer(merged)?,
        })
    }

    /// For each place of the outputs: where the merged numbers begin, the forth layer's, and its twin's.
    fn places(&self, batch: usize) -> impl Iterator<Item = [usize; 3]> + use<T> {
        let (steps, units) = (self.steps_out, self.units);
        let width = match self.merge {
            Merge::Concat => 2 * units,
            _ => units,
        };
        (0..batch * steps).map(move |at| {
            let (row, step) = (at / steps, at % steps);
            let twin = row * steps + steps - 1 - step;
            [at * width, at * units, twin * units]
        })
    }
}

/// Writes each sample's steps in the opposite order.
fn turn<T: Scalar>(from: &[T], to: &mut [T], steps: usize, width: usize) {
    let samples = from.chunks_exact(steps * width);
    for (from, to) in samples.zip(to.chunks_exact_mut(steps * width)) {
        let backwards = from.chunks_exact(width).rev();
        for (from, to) in backwards.zip(to.chunks_exact_mut(width)) {
            to.copy_from_slice(from);
        }
    }
}

/// The pass for one of the two layers, with its own parameters and input.
fn own<'a, T>(pass: &'a mut Pass<'_, T>, parameters: &'a [T], x: &'a [T]) -> Pass<'a, T> {
    Pass {
        parameters,
        x,
        batch: pass.batch,
        scratch: &mut *pass.scratch,
        training: pass.training,
        run: None,
    }
}

impl<T: Scalar> Layer<T> for Bidirectional<T> {
    fn kind(&self) -> &'static str {
        "Bidirectional"
    }

    fn output_shape(&self) -> &[usize] {
        &self.output_shape
    }

    fn parameters(&self) -> Vec<ParameterSpec> {
        let named = |specs: Vec<ParameterSpec>, names: [&'static str; 3]| {
            let pairs = specs.into_iter().zip(names);
            pairs.map(|(spec, name)| ParameterSpec { name, ..spec })
        };
        let forth = named(self.forth.parameters(), FORTH);
        forth.chain(named(self.back.parameters(), BACK)).collect()
    }

    fn forward(&mut self, mut pass: Pass<'_, T>) {
        let (batch, units) = (pass.batch, self.units);
        let read = batch * self.steps * self.channels;
        turn(&pass.x[..read], &mut self.turned, self.steps, self.channels);
        let (w_forth, w_back) = pass.parameters.split_at(self.size);
        let x = pass.x;
        self.forth.forward(own(&mut pass, w_forth, x));
        self.back
            .forward(own(&mut pass, w_back, &self.turned[..read]));
        for [at, forth, back] in self.places(batch) {
            let forth = &self.forth.a()[forth..][..units];
            let back = &self.back.a()[back..][..units];
            if self.merge == Merge::Concat {
                self.a[at..][..units].copy_from_slice(forth);
                self.a[at + units..][..units].copy_from_slice(back);
                continue;
            }
            let pairs = forth.iter().zip(back);
            for (a, (&forth, &back)) in self.a[at..].iter_mut().zip(pairs) {
                *a = match self.merge {
                    Merge::Multiply => forth * back,
                    Merge::Average => (forth + back) * T::from_f64(0.5),
                    Merge::Concat | Merge::Sum => forth + back,
                };
            }
        }
    }

    fn a(&self) -> &[T] {
        &self.a
    }

    /// ∂C/∂a goes to both, each with its factor, and ∂C/∂x is the sum of what comes back from both.
    fn backward(
        &mut self,
        mut pass: Pass<'_, T>,
        delta: &mut [T],
        gradients: &mut [T],
        mut delta_x: Option<&mut [T]>,
    ) {
        let (batch, units) = (pass.batch, self.units);
        for [at, forth, back] in self.places(batch) {
            let second = match self.merge {
                Merge::Concat => at + units,
                _ => at,
            };
            for unit in 0..units {
                let (mut first, mut second) = (delta[at + unit], delta[second + unit]);
                match self.merge {
                    Merge::Concat | Merge::Sum => {}
                    Merge::Multiply => {
                        first *= self.back.a()[back + unit];
                        second *= self.forth.a()[forth + unit];
                    }
                    Merge::Average => {
                        first *= T::from_f64(0.5);
                        second *= T::from_f64(0.5);
                    }
                }
                self.delta_forth[forth + unit] = first;
                self.delta_back[back + unit] = second;
            }
        }
        let written = batch * self.steps_out * units;
        let read = batch * self.steps * self.channels;
        let (w_forth, w_back) = pass.parameters.split_at(self.size);
        let (g_forth, g_back) = gradients.split_at_mut(self.size);
        let x = pass.x;
        self.forth.backward(
            own(&mut pass, w_forth, x),
            &mut self.delta_forth[..written],
            g_forth,
            delta_x.as_deref_mut(),
        );
        let wanted = delta_x.is_some();
        self.back.backward(
            own(&mut pass, w_back, &self.turned[..read]),
            &mut self.delta_back[..written],
            g_back,
            wanted.then_some(&mut self.turned_delta[..read]),
        );
        let Some(delta_x) = delta_x else { return };
        let sample = self.steps * self.channels;
        let turned = self.turned_delta.chunks_exact(sample);
        for (delta_x, turned) in delta_x.chunks_exact_mut(sample).zip(turned) {
            let steps = delta_x.chunks_exact_mut(self.channels);
            for (delta_x, turned) in steps.zip(turned.chunks_exact(self.channels).rev()) {
                crate::kernel::add(delta_x, turned);
            }
        }
    }

    fn boxed_clone(&self) -> Box<dyn Layer<T>> {
        Box::new(Bidirectional {
            forth: self.forth.boxed_clone(),
            back: self.back.boxed_clone(),
            output_shape: self.output_shape.clone(),
            turned: self.turned.clone(),
            turned_delta: self.turned_delta.clone(),
            delta_forth: self.delta_forth.clone(),
            delta_back: self.delta_back.clone(),
            a: self.a.clone(),
            ..*self
        })
    }
}

/// Keras's names of a recurrent layer's parameters, in its two directions.
const FORTH: [&str; 3] = [
    "forward_layer/kernel",
    "forward_layer/recurrent_kernel",
    "forward_layer/bias",
];
const BACK: [&str; 3] = [
    "backward_layer/kernel",
    "backward_layer/recurrent_kernel",
    "backward_layer/bias",
];
