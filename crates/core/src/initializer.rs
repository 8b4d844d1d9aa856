//! Where the weights start.

use serde::{Deserialize, Serialize};

use crate::rng::RandomState;
use crate::{Error, Result, Scalar};

/// How a block of parameters gets its first values.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Initializer {
    /// All 0; draws nothing.
    Zeros,
    /// Uniform on [−limit, limit). With limit 1 that is the thesis's
    /// `2 * np.random.random(shape) - 1`, bit for bit.
    Uniform {
        /// Half the width of the interval; finite and not negative.
        limit: f64,
    },
    /// Uniform on ±√(6 / (inputs + outputs)), Keras's default for kernels
    /// (Glorot and Bengio 2010, "Understanding the difficulty of training deep
    /// feedforward neural networks").
    GlorotUniform,
    /// Rows, or where there are fewer columns the columns, at right angles and of length
    /// 1: Keras's default for recurrent kernels (Saxe et al. 2013, "Exact solutions to
    /// the nonlinear dynamics of learning in deep linear neural networks").
    Orthogonal,
    /// 0, but 1 in the second quarter: an LSTM's biases, so that it forgets nothing at
    /// first (Keras's `unit_forget_bias`). Draws nothing.
    ForgetOne,
}

/// Which of a layer's parameters draws first from the generator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrawOrder {
    /// Kernel, then bias, layer after layer.
    KernelFirst,
    /// Bias, then kernel, layer after layer, as the thesis's `neural_layer` does
    /// (§2.5).
    BiasFirst,
}

impl Initializer {
    /// Fills `values`, row after row, with draws in f64 rounded to `T`.
    ///
    /// `fan_in` and `fan_out` are the inputs and outputs that one neuron of the
    /// block connects; for [`Initializer::Orthogonal`] the rows and columns of the block.
    /// Others than that and [`Initializer::GlorotUniform`] don't look at them.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] when a limit is negative or not finite.
    pub fn fill<T: Scalar>(
        &self,
        values: &mut [T],
        fan_in: usize,
        fan_out: usize,
        rng: &mut RandomState,
    ) -> Result<()> {
        let limit = match *self {
            Initializer::Zeros => {
                values.fill(T::ZERO);
                return Ok(());
            }
            Initializer::ForgetOne => {
                let quarter = values.len() / 4;
                values.fill(T::ZERO);
                values[quarter..2 * quarter].fill(T::ONE);
                return Ok(());
            }
            Initializer::Orthogonal => {
                orthogonal(values, fan_in, fan_out, rng);
                return Ok(());
            }
            Initializer::Uniform { limit } => limit,
            Initializer::GlorotUniform => (6.0 / (fan_in.max(1) + fan_out) as f64).sqrt(),
        };
        if !limit.is_finite() || limit < 0.0 {
            return Err(Error::invalid(
                "limit",
                limit,
                "it must be finite and not negative",
            ));
        }
        for value in values {
            *value = T::from_f64(rng.uniform(-limit, limit));
        }
        Ok(())
    }
}

/// The Q of a QR decomposition of normal draws, its signs those of a positive diagonal of
/// R: modified Gram-Schmidt, in f64.
fn orthogonal<T: Scalar>(values: &mut [T], rows: usize, columns: usize, rng: &mut RandomState) {
    if rows * columns != values.len() || values.is_empty() {
        return values.fill(T::ZERO);
    }
    // `count` vectors of `length` numbers, at least as many numbers as vectors.
    let (length, count) = (rows.max(columns), rows.min(columns));
    let mut vectors = vec![vec![0.0; length]; count];
    for at in 0..length {
        for vector in &mut vectors {
            vector[at] = rng.normal(0.0, 1.0);
        }
    }
    for index in 0..count {
        let (done, rest) = vectors.split_at_mut(index);
        let vector = &mut rest[0];
        // Twice is enough, whatever the rounding (Giraud et al. 2005).
        for done in done.iter().chain(done.iter()) {
            let along: f64 = done.iter().zip(vector.iter()).map(|(a, b)| a * b).sum();
            vector
                .iter_mut()
                .zip(done)
                .for_each(|(v, d)| *v -= along * d);
        }
        let norm = vector.iter().map(|v| v * v).sum::<f64>().sqrt();
        vector.iter_mut().for_each(|v| *v /= norm);
    }
    for (at, value) in values.iter_mut().enumerate() {
        let (row, column) = (at / columns, at % columns);
        *value = T::from_f64(match rows >= columns {
            true => vectors[column][row],
            false => vectors[row][column],
        });
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn uniform_one_is_the_thesis_expression() {
        let mut drawn = [0.0f64; 50];
        Initializer::Uniform { limit: 1.0 }
            .fill(&mut drawn, 1, 1, &mut RandomState::new(7))
            .unwrap();
        let mut rng = RandomState::new(7);
        for value in drawn {
            assert_eq!(value.to_bits(), (2.0 * rng.random_sample() - 1.0).to_bits());
        }
    }

    #[test]
    fn glorot_stays_inside_its_limit_and_fills_it() {
        let mut drawn = vec![0.0f64; 10_000];
        Initializer::GlorotUniform
            .fill(&mut drawn, 784, 128, &mut RandomState::new(1))
            .unwrap();
        let limit = (6.0f64 / 912.0).sqrt();
        let max = drawn.iter().fold(0.0f64, |max, v| max.max(v.abs()));
        assert!(max <= limit && max > 0.99 * limit);
        assert!((drawn.iter().sum::<f64>() / 1e4).abs() < 0.03 * limit);
    }

    #[test]
    fn zeros_draw_nothing() {
        let mut rng = RandomState::new(3);
        Initializer::Zeros
            .fill(&mut [1.0f32; 4], 2, 2, &mut rng)
            .unwrap();
        assert_eq!(rng, RandomState::new(3));
    }

    #[test]
    fn an_absurd_limit_is_refused() {
        for limit in [f64::NAN, f64::INFINITY, -1.0] {
            let result =
                Initializer::Uniform { limit }.fill(&mut [0.0f32], 1, 1, &mut RandomState::new(0));
            assert!(matches!(result, Err(Error::InvalidParameter { .. })));
        }
    }
}
