//! Channels brought to a mean and a spread that are kept.

use super::{Layer, ParameterSpec, Pass, Role, buffer, elements};
use crate::initializer::Initializer;
use crate::{Error, Result, Scalar};

/// a = gamma · (x − mean) / √(variance + ε) + beta, channel by channel of the last axis: Keras's `BatchNormalization` (Ioffe
/// and Szegedy 2015, "Batch normalization") as it answers.
///
/// Mean and variance are those that come with the network. Training moves gamma and beta alone, as in Keras where the layer
/// is asked to answer: `training=False`.
#[derive(Debug, Clone)]
pub(crate) struct BatchNormalization<T> {
    epsilon: f64,
    center: bool,
    scale: bool,
    output_shape: Vec<usize>,
    channels: usize,
    /// 1 / √(variance + ε), `[channels]`.
    inverse: Vec<T>,
    /// `[max_batch, inputs]`.
    a: Vec<T>,
}

/// Its parameters, or their gradients, `[channels]` each; nothing where it has none.
struct Parts<'a, T> {
    gamma: Option<&'a [T]>,
    beta: Option<&'a [T]>,
    mean: &'a [T],
    variance: &'a [T],
}

impl<T: Scalar> BatchNormalization<T> {
    pub(crate) fn new(
        input: &[usize],
        epsilon: f64,
        (center, scale): (bool, bool),
        max_batch: usize,
    ) -> Result<Self> {
        let channels = input.last().map_or(0, |&channels| channels);
        if channels == 0 {
            return Err(Error::invalid("channels", 0, "it must be at least 1"));
        }
        if !(epsilon.is_finite() && epsilon >= 0.0) {
            let requirement = "it must be finite and not negative";
            return Err(Error::invalid("epsilon", epsilon, requirement));
        }
        let size = elements(&[max_batch, elements(input)?])?;
        Ok(BatchNormalization {
            epsilon,
            center,
            scale,
            output_shape: input.to_vec(),
            channels,
            inverse: buffer(elements(&[channels, max_batch.min(1)])?)?,
            a: buffer(size)?,
        })
    }

    fn split<'p>(&self, parameters: &'p [T]) -> Parts<'p, T> {
        let mut rest = parameters;
        let mut next = || {
            let (block, after) = rest.split_at(self.channels);
            rest = after;
            block
        };
        Parts {
            gamma: self.scale.then(&mut next),
            beta: self.center.then(&mut next),
            mean: next(),
            variance: next(),
        }
    }
}

impl<T: Scalar> Layer<T> for BatchNormalization<T> {
    fn kind(&self) -> &'static str {
        "BatchNormalization"
    }

    fn output_shape(&self) -> &[usize] {
        &self.output_shape
    }

    fn parameters(&self) -> Vec<ParameterSpec> {
        let spec = |name, role, start| ParameterSpec {
            name,
            role,
            shape: vec![self.channels],
            fans: (self.channels, self.channels),
            initializer: Some(start),
        };
        let (zeros, ones) = (Initializer::Zeros, Initializer::Ones);
        let gamma = self.scale.then(|| spec("gamma", Role::Scale, ones));
        let beta = self.center.then(|| spec("beta", Role::Bias, zeros));
        let mean = spec("moving_mean", Role::Statistic, zeros);
        let variance = spec("moving_variance", Role::Statistic, ones);
        gamma
            .into_iter()
            .chain(beta)
            .chain([mean, variance])
            .collect()
    }

    fn forward(&mut self, pass: Pass<'_, T>) {
        let parts = self.split(pass.parameters);
        let epsilon = T::from_f64(self.epsilon);
        for (inverse, &variance) in self.inverse.iter_mut().zip(parts.variance) {
            *inverse = T::ONE / (variance + epsilon).sqrt();
        }
        let places = pass.x.chunks_exact(self.channels);
        for (x, a) in places.zip(self.a.chunks_exact_mut(self.channels)) {
            let around = x.iter().zip(parts.mean).zip(&self.inverse);
            for (a, ((&x, &mean), &inverse)) in a.iter_mut().zip(around) {
                *a = (x - mean) * inverse;
            }
            for (a, &gamma) in a.iter_mut().zip(parts.gamma.into_iter().flatten()) {
                *a *= gamma;
            }
            for (a, &beta) in a.iter_mut().zip(parts.beta.into_iter().flatten()) {
                *a += beta;
            }
        }
    }

    fn a(&self) -> &[T] {
        &self.a
    }

    /// ∂C/∂gamma = Σ ∂C/∂a · (x − mean) / √(variance + ε); ∂C/∂beta = Σ ∂C/∂a; ∂C/∂x = ∂C/∂a · gamma / √(variance + ε).
    fn backward(
        &mut self,
        pass: Pass<'_, T>,
        delta: &mut [T],
        gradients: &mut [T],
        delta_x: Option<&mut [T]>,
    ) {
        let channels = self.channels;
        let parts = self.split(pass.parameters);
        gradients.fill(T::ZERO);
        let (dgamma, rest) = gradients.split_at_mut(if self.scale { channels } else { 0 });
        let dbeta = &mut rest[..if self.center { channels } else { 0 }];
        let places = delta.chunks_exact(channels);
        for (x, delta) in pass.x.chunks_exact(channels).zip(places.clone()) {
            let around = x.iter().zip(parts.mean).zip(&self.inverse);
            for (dgamma, (((&x, &mean), &inverse), &delta)) in
                dgamma.iter_mut().zip(around.zip(delta))
            {
                *dgamma += delta * ((x - mean) * inverse);
            }
            for (dbeta, &delta) in dbeta.iter_mut().zip(delta) {
                *dbeta += delta;
            }
        }
        let Some(delta_x) = delta_x else { return };
        for (delta_x, delta) in delta_x.chunks_exact_mut(channels).zip(places) {
            for ((delta_x, &delta), &inverse) in delta_x.iter_mut().zip(delta).zip(&self.inverse) {
                *delta_x = delta * inverse;
            }
            for (delta_x, &gamma) in delta_x.iter_mut().zip(parts.gamma.into_iter().flatten()) {
                *delta_x *= gamma;
            }
        }
    }

    fn boxed_clone(&self) -> Box<dyn Layer<T>> {
        Box::new(self.clone())
    }
}
