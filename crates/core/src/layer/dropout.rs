//! Some inputs left out at random, while training.

use super::{Layer, ParameterSpec, Pass, buffer, elements};
use crate::rng::RandomState;
use crate::{Error, Result, Scalar, tape::Tape};

/// Every number is left out with probability `rate`, and the others are divided by
/// 1 − `rate` so that the sum stays what it was on average; a = x when not training.
/// Keras's `Dropout` (Srivastava et al. 2014), with NumPy's generator instead of its own.
#[derive(Debug, Clone)]
pub(crate) struct Dropout<T> {
    rate: f64,
    rng: RandomState,
    output_shape: Vec<usize>,
    /// What each number of the last forward was multiplied by, `[max_batch, inputs]`.
    mask: Vec<T>,
    /// `[max_batch, inputs]`.
    a: Vec<T>,
}

impl<T: Scalar> Dropout<T> {
    pub(crate) fn new(input: &[usize], rate: f64, seed: u32, max_batch: usize) -> Result<Self> {
        if !(0.0..1.0).contains(&rate) {
            let requirement = "it must be from 0 to below 1";
            return Err(Error::invalid("rate", rate, requirement));
        }
        let size = elements(&[max_batch, elements(input)?])?;
        Ok(Dropout {
            rate,
            rng: RandomState::new(seed),
            output_shape: input.to_vec(),
            mask: buffer(size)?,
            a: buffer(size)?,
        })
    }
}

impl<T: Scalar> Layer<T> for Dropout<T> {
    fn kind(&self) -> &'static str {
        "Dropout"
    }

    fn output_shape(&self) -> &[usize] {
        &self.output_shape
    }

    fn parameters(&self) -> Vec<ParameterSpec> {
        Vec::new()
    }

    /// a = mask · x.
    fn forward(&mut self, pass: Pass<'_, T>) {
        let kept = T::from_f64(1.0 / (1.0 - self.rate));
        let pairs = self.mask.iter_mut().zip(&mut self.a);
        for ((mask, a), &x) in pairs.zip(pass.x) {
            *mask = match pass.training {
                true if self.rng.random_sample() < self.rate => T::ZERO,
                true => kept,
                false => T::ONE,
            };
            *a = x * *mask;
        }
    }

    fn a(&self) -> &[T] {
        &self.a
    }

    /// ∂C/∂x = mask · ∂C/∂a, the mask being the forward's.
    fn backward(
        &mut self,
        _: Pass<'_, T>,
        delta: &mut [T],
        _: &mut [T],
        delta_x: Option<&mut [T]>,
    ) {
        let pairs = delta.iter().zip(&self.mask);
        for (delta_x, (&delta, &mask)) in delta_x.into_iter().flatten().zip(pairs) {
            *delta_x = delta * mask;
        }
    }

    /// What it leaves out next.
    fn tape(&mut self, tape: &mut Tape<'_>) {
        self.rng.tape(tape);
    }

    fn boxed_clone(&self) -> Box<dyn Layer<T>> {
        Box::new(self.clone())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::kernel::Scratch;

    fn pass<'a>(x: &'a [f64], scratch: &'a mut Scratch<f64>, training: bool) -> Pass<'a, f64> {
        Pass {
            parameters: &[],
            x,
            batch: 2,
            scratch,
            training,
            run: None,
        }
    }

    #[test]
    fn what_was_dropped_gets_no_gradient_and_the_rest_is_scaled_alike() {
        let scratch = &mut Scratch::new();
        let mut layer = Dropout::<f64>::new(&[10, 10], 0.4, 5, 2).unwrap();
        let x = vec![1.0; 200];
        let mut before = Vec::new();
        for _ in 0..3 {
            layer.forward(pass(&x, scratch, true));
            let a = layer.a().to_vec();
            assert_ne!(a, before, "each step draws anew");
            let (mut delta, mut delta_x) = (vec![3.0; 200], vec![f64::NAN; 200]);
            let going_back = pass(&x, scratch, true);
            layer.backward(going_back, &mut delta, &mut [], Some(&mut delta_x));
            for (a, delta_x) in a.iter().zip(delta_x) {
                assert_eq!(delta_x, 3.0 * a);
                assert!(*a == 0.0 || *a == 1.0 / 0.6);
            }
            before = a;
        }
    }

    /// So that testing in between doesn't change what training draws next.
    #[test]
    fn answering_draws_nothing() {
        let scratch = &mut Scratch::new();
        let mut layer = Dropout::<f64>::new(&[100], 0.4, 5, 2).unwrap();
        let mut other = layer.clone();
        let x: Vec<f64> = (0..200).map(f64::from).collect();
        layer.forward(pass(&x, scratch, false));
        assert_eq!(layer.a(), x);
        layer.forward(pass(&x, scratch, true));
        other.forward(pass(&x, scratch, true));
        assert_eq!(layer.a(), other.a());
    }
}
