//! A neuron's sum spelled out, z = Σ xᵢ·wᵢ + b: for pictures and tables; layers compute it by whole matrices.

/// One product of the sum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term {
    /// What comes in.
    pub x: f64,
    /// The weight of its connection.
    pub w: f64,
    /// x·w.
    pub product: f64,
}

impl Term {
    /// x·w.
    pub fn new(x: f64, w: f64) -> Self {
        Term {
            x,
            w,
            product: x * w,
        }
    }
}

/// The products of neuron `unit` of a dense layer: `x` is `[inputs]`, `kernel` `[inputs, units]` row after row. A
/// neuron that isn't there has none.
pub fn dense_terms(x: &[f64], kernel: &[f64], units: usize, unit: usize) -> Vec<Term> {
    let weights = kernel.chunks_exact(units.max(1));
    let weights = weights.filter_map(|row| row.get(unit));
    x.iter()
        .zip(weights)
        .map(|(&x, &w)| Term::new(x, w))
        .collect()
}

/// The sum of the products, first to last, then the bias: in the order, and so with the bits, of the layers.
pub fn sum(terms: &[Term], bias: f64) -> f64 {
    terms.iter().fold(0.0, |sum, term| sum + term.product) + bias
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_the_kernel_belongs_to_a_neuron() {
        let terms = dense_terms(&[1.0, -2.0], &[0.5, 1.0, 2.0, 3.0, 4.0, 5.0], 3, 1);
        assert_eq!(terms, [Term::new(1.0, 1.0), Term::new(-2.0, 4.0)]);
        assert_eq!(sum(&terms, 0.25), 1.0 - 8.0 + 0.25);
        assert!(dense_terms(&[1.0], &[0.5, 1.0, 2.0], 3, 3).is_empty());
        assert!(dense_terms(&[1.0], &[0.5], 0, 0).len() == 1);
    }
}
