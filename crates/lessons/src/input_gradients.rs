//! The derivative of each output with respect to each input.
//!
//! Simonyan, Vedaldi and Zisserman, "Deep Inside Convolutional Networks" (2014, §3), draw it as an image: how each pixel
//! would have to change for an output to grow.

use ndarray::{Array2, ArrayView2};

use redes_core::network::Network;
use redes_core::{Result, Scalar};

/// ∂aₖ/∂xᵢ of all outputs at one sample `x`, `[inputs]`: `[outputs, inputs]`. In a network whose last layer has no
/// activation these are the derivatives of its weighted sums.
///
/// The sample is run once for each output, in one batch.
///
/// # Errors
/// [`redes_core::Error::Shape`] for another length of `x`, or a network that takes fewer samples at a time than it has
/// outputs.
pub fn input_gradients<T: Scalar>(network: &mut Network<T>, x: &[T]) -> Result<Array2<T>> {
    let outputs = network.output_width();
    let mut rows = Vec::with_capacity(outputs * x.len());
    for _ in 0..outputs {
        rows.extend_from_slice(x);
    }
    let rows = ArrayView2::from_shape((outputs, x.len()), &rows).map_err(|_| {
        redes_core::Error::Shape {
            what: "input",
            expected: vec![outputs, x.len()],
            found: vec![rows.len()],
        }
    })?;
    network.forward(rows)?;
    // Row k of the batch asks for output k alone.
    let asked = Array2::from_shape_fn((outputs, outputs), |(row, output)| match row == output {
        true => T::ONE,
        false => T::ZERO,
    });
    network.backward_to_input(rows, asked.view())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use redes_core::activation::Activation::{self, Identity, Sigmoid, Tanh};
    use redes_core::network::{Architecture, LayerConfig};
    use redes_core::rng::RandomState;

    use super::*;

    fn network(last: Activation, batch: usize) -> Network<f64> {
        let layers = vec![
            LayerConfig::dense(5, Sigmoid),
            LayerConfig::dense(4, Tanh),
            LayerConfig::dense(3, last),
        ];
        let mut network = Network::new(&Architecture::new([6], layers), batch).unwrap();
        let mut rng = RandomState::new(3);
        for weight in network.parameters_mut() {
            *weight = rng.uniform(-1.0, 1.0);
        }
        network
    }

    #[test]
    fn they_agree_with_central_differences() {
        for last in [Identity, Sigmoid] {
            let mut network = network(last, 3);
            let x = [0.5, -1.0, 0.25, 0.0, 2.0, -0.75];
            let gradients = input_gradients(&mut network, &x).unwrap();
            assert_eq!(gradients.dim(), (3, 6));
            let h = 1e-6;
            for input in 0..6 {
                let mut at = |shift: f64| {
                    let mut x = x;
                    x[input] += shift;
                    network.forward_row(&x).unwrap().to_vec()
                };
                let (above, below) = (at(h), at(-h));
                for output in 0..3 {
                    let numeric = (above[output] - below[output]) / (2.0 * h);
                    let error = (gradients[[output, input]] - numeric).abs();
                    assert!(error < 1e-8, "{last:?}, {output}, {input}: {error}");
                }
            }
        }
    }

    #[test]
    fn misfits_are_errors() {
        assert!(input_gradients(&mut network(Identity, 3), &[0.0; 5]).is_err());
        assert!(input_gradients(&mut network(Identity, 2), &[0.0; 6]).is_err());
    }
}
