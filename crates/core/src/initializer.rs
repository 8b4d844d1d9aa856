//! The first values of weights and biases.

use serde::{Deserialize, Serialize};

use crate::rng::RandomState;
use crate::{Error, Result, Scalar};

/// The distribution that a block of parameters is drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Initializer {
    /// All 0; draws nothing.
    Zeros,
    /// All 1; draws nothing.
    #[cfg(feature = "models")]
    Ones,
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
    /// Uniform on ±√(6 / inputs), Keras's `HeUniform` (He, Zhang, Ren and Sun 2015, "Delving deep into rectifiers").
    HeUniform,
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
    /// block connects; for [`Initializer::Orthogonal`] the rows and columns of the block
    /// (zeros where `values` hasn't as many). Others than that,
    /// [`Initializer::GlorotUniform`] and [`Initializer::HeUniform`] don't look at them.
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
            #[cfg(feature = "models")]
            Initializer::Ones => {
                values.fill(T::ONE);
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
            Initializer::GlorotUniform => (6.0 / (fan_in.max(1) as f64 + fan_out as f64)).sqrt(),
            Initializer::HeUniform => (6.0 / fan_in.max(1) as f64).sqrt(),
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
    if rows.checked_mul(columns) != Some(values.len()) || values.is_empty() {
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
    fn glorot_and_he_stay_inside_their_limits_and_fill_them() {
        for (initializer, limit) in [
            (Initializer::GlorotUniform, (6.0f64 / 912.0).sqrt()),
            (Initializer::HeUniform, (6.0f64 / 784.0).sqrt()),
        ] {
            let mut drawn = vec![0.0f64; 10_000];
            initializer
                .fill(&mut drawn, 784, 128, &mut RandomState::new(1))
                .unwrap();
            let max = drawn.iter().fold(0.0f64, |max, v| max.max(v.abs()));
            assert!(max <= limit && max > 0.99 * limit);
            assert!((drawn.iter().sum::<f64>() / 1e4).abs() < 0.03 * limit);
        }
    }

    #[test]
    fn zeros_draw_nothing() {
        let mut rng = RandomState::new(3);
        Initializer::Zeros
            .fill(&mut [1.0f32; 4], 2, 2, &mut rng)
            .unwrap();
        assert_eq!(rng, RandomState::new(3));
    }

    /// Q of as many draws as `values`, and the draws, vector by vector.
    fn orthogonal_block(rows: usize, columns: usize) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
        let mut values = vec![0.0f64; rows * columns];
        Initializer::Orthogonal
            .fill(&mut values, rows, columns, &mut RandomState::new(9))
            .unwrap();
        let (length, count) = (rows.max(columns), rows.min(columns));
        let mut rng = RandomState::new(9);
        let mut draws = vec![vec![0.0; length]; count];
        for at in 0..length {
            for draws in &mut draws {
                draws[at] = rng.normal(0.0, 1.0);
            }
        }
        let q = (0..count).map(|vector| {
            let entry = |at| match rows >= columns {
                true => values[at * columns + vector],
                false => values[vector * columns + at],
            };
            (0..length).map(entry).collect()
        });
        (q.collect(), draws)
    }

    /// Q is orthonormal, and R = Qᵀ·A, A being the draws, is upper triangular with a
    /// positive diagonal: there is one such decomposition, hence it is Keras's.
    #[test]
    fn orthogonal_is_the_q_of_a_decomposition() {
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        for (rows, columns) in [(1, 1), (5, 5), (7, 3), (3, 12), (1, 4), (40, 40)] {
            let (q, draws) = orthogonal_block(rows, columns);
            for (i, one) in q.iter().enumerate() {
                for (j, other) in q.iter().enumerate() {
                    let expected = if i == j { 1.0 } else { 0.0 };
                    assert!((dot(one, other) - expected).abs() < 1e-14, "{i} {j}");
                    match dot(one, &draws[j]) {
                        r if i == j => assert!(r > 0.0, "{i}: {r}"),
                        r if i > j => assert!(r.abs() < 1e-12, "{i} {j}: {r}"),
                        _ => {}
                    }
                }
            }
        }
    }

    #[test]
    fn only_the_forget_quarter_is_one() {
        let mut rng = RandomState::new(3);
        let mut values = [7.0f32; 8];
        Initializer::ForgetOne
            .fill(&mut values, 1, 8, &mut rng)
            .unwrap();
        assert_eq!(values, [0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(rng, RandomState::new(3));
    }

    #[test]
    fn no_fans_are_too_large_and_no_block_too_small() {
        let rng = &mut RandomState::new(0);
        for initializer in [
            Initializer::Zeros,
            Initializer::GlorotUniform,
            Initializer::HeUniform,
            Initializer::Orthogonal,
            Initializer::ForgetOne,
        ] {
            for length in 0..4 {
                let mut values = vec![0.5f32; length];
                let (fan_in, fan_out) = (usize::MAX, usize::MAX);
                initializer.fill(&mut values, fan_in, fan_out, rng).unwrap();
                assert!(values.iter().all(|value| value.is_finite()));
            }
        }
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
