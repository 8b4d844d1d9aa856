//! Penalties on large weights (L1 and L2), added to the loss.

use crate::layer::{ParameterBlock, Role};
use crate::{Error, Result, Scalar};

/// l1 · Σ|w| + l2 · Σw² over all kernels: Keras's `L1L2` as the `kernel_regularizer` of every layer. Biases, tables of words
/// and recurrent kernels have none.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Penalty {
    /// The factor of Σ|w|.
    pub l1: f64,
    /// The factor of Σw².
    pub l2: f64,
}

impl Penalty {
    /// # Errors
    /// [`Error::InvalidParameter`] for a factor that is negative or not finite.
    pub fn validate(&self) -> Result<()> {
        for (name, factor) in [("l1", self.l1), ("l2", self.l2)] {
            if !(factor.is_finite() && factor >= 0.0) {
                let requirement = "it must be finite and not negative";
                return Err(Error::invalid(name, factor, requirement));
            }
        }
        Ok(())
    }

    /// Whether it adds nothing.
    pub fn is_none(&self) -> bool {
        self.l1 == 0.0 && self.l2 == 0.0
    }

    /// What it adds to the loss. `blocks` says which of the parameters are kernels.
    pub fn value<T: Scalar>(&self, parameters: &[T], blocks: &[ParameterBlock]) -> f64 {
        let kernels = kernels(blocks).filter_map(|block| parameters.get(block.range.clone()));
        let (mut sizes, mut squares) = (0.0, 0.0);
        for w in kernels.flatten() {
            let w = w.to_f64();
            sizes += w.abs();
            squares += w * w;
        }
        self.l1 * sizes + self.l2 * squares
    }

    /// Adds its derivative, l1 · sign(w) + 2 · l2 · w, to the gradients; sign(0) is 0.
    pub fn add_gradient<T: Scalar>(
        &self,
        parameters: &[T],
        gradients: &mut [T],
        blocks: &[ParameterBlock],
    ) {
        let (l1, l2) = (T::from_f64(self.l1), T::from_f64(2.0 * self.l2));
        for block in kernels(blocks) {
            let (Some(w), Some(g)) = (
                parameters.get(block.range.clone()),
                gradients.get_mut(block.range.clone()),
            ) else {
                continue;
            };
            for (g, &w) in g.iter_mut().zip(w) {
                *g += l1 * sign(w) + l2 * w;
            }
        }
    }
}

fn kernels(blocks: &[ParameterBlock]) -> impl Iterator<Item = &ParameterBlock> {
    blocks.iter().filter(|block| block.role == Role::Kernel)
}

/// −1, 0 or 1.
fn sign<T: Scalar>(w: T) -> T {
    if w > T::ZERO {
        T::ONE
    } else if w < T::ZERO {
        -T::ONE
    } else {
        T::ZERO
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(role: Role, range: std::ops::Range<usize>) -> ParameterBlock {
        ParameterBlock {
            layer: 0,
            name: String::new(),
            role,
            shape: vec![range.len()],
            range,
        }
    }

    #[test]
    fn kernels_alone_are_penalised() {
        let penalty = Penalty { l1: 0.5, l2: 0.25 };
        let blocks = [block(Role::Kernel, 0..3), block(Role::Bias, 3..4)];
        let w = [2.0, -4.0, 0.0, 100.0];
        // 0.5 · 6 + 0.25 · 20.
        assert_eq!(penalty.value(&w, &blocks), 8.0);
        let mut g = [1.0; 4];
        penalty.add_gradient(&w, &mut g, &blocks);
        assert_eq!(g, [2.5, -1.5, 1.0, 1.0]);
    }

    #[test]
    fn absurd_factors_are_refused() {
        for factor in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(
                Penalty {
                    l1: factor,
                    l2: 0.0
                }
                .validate()
                .is_err()
            );
            assert!(
                Penalty {
                    l1: 0.0,
                    l2: factor
                }
                .validate()
                .is_err()
            );
        }
        assert!(Penalty::default().validate().is_ok() && Penalty::default().is_none());
    }
}
