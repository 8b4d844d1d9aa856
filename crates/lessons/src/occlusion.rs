//! The contribution of each input to an output: replace the input and compare the outputs.
//!
//! Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks" (2014, §4),
//! did so to parts of an image; here it is done to the words of a review.

use ndarray::Array2;

use redes_core::network::Network;
use redes_core::{Error, Result, Scalar};

/// The log-odds ln(p / (1 − p)) of a probability, p kept off 0 and 1 by 10⁻⁷ as Keras's
/// losses do.
pub fn log_odds(p: f64) -> f64 {
    let p = p.clamp(1e-7, 1.0 - 1e-7);
    libm::log(p / (1.0 - p))
}

/// The drop in log-odds of the network's only output when one number of the input is replaced, for each of `places`:
/// positive where the number speaks for class 1, negative where for class 0.
///
/// `x` is one sample, `[inputs]`; `places` are indices into it.
///
/// # Errors
/// [`Error::Shape`] for another length of `x` or a network with several outputs;
/// [`Error::InvalidParameter`] for a place outside `x`.
pub fn occlusion<T: Scalar>(
    network: &mut Network<T>,
    x: &[T],
    places: &[usize],
    replacement: T,
) -> Result<Vec<f64>> {
    let shape = |what, expected, found| Error::Shape {
        what,
        expected: vec![expected],
        found: vec![found],
    };
    if let Some(place) = places.iter().find(|&&place| place >= x.len()) {
        return Err(Error::invalid(
            "place",
            *place,
            "it must be an index into the input",
        ));
    }
    let mut answers = Vec::with_capacity(places.len());
    let &[whole] = network.forward_row(x)? else {
        return Err(shape("outputs", 1, network.output_width()));
    };
    let whole = log_odds(whole.to_f64());
    let batch = network.max_batch();
    let mut rows = Array2::zeros((batch, x.len()));
    for places in places.chunks(batch) {
        for (mut row, &place) in rows.rows_mut().into_iter().zip(places) {
            row.iter_mut().zip(x).for_each(|(to, &x)| *to = x);
            row[place] = replacement;
        }
        let rows = rows.slice(ndarray::s![..places.len(), ..]);
        let without = network.forward(rows)?;
        answers.extend(without.iter().map(|p| whole - log_odds(p.to_f64())));
    }
    Ok(answers)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use redes_core::activation::Activation;
    use redes_core::network::{Architecture, LayerConfig};

    fn neuron(outputs: usize) -> Network<f64> {
        let neuron = LayerConfig::dense(outputs, Activation::Sigmoid);
        Network::new(&Architecture::new([3], vec![neuron]), 2).unwrap()
    }

    #[test]
    fn a_neurons_inputs_owe_their_weights() {
        let mut network = neuron(1);
        network
            .parameters_mut()
            .copy_from_slice(&[0.5, -1.0, 0.25, 0.1]);
        // z loses w (x − replacement); more places than a batch, in any order.
        let owed = occlusion(&mut network, &[1.0, 2.0, -2.0], &[2, 0, 1], 0.0).unwrap();
        for (owed, expected) in owed.iter().zip([-0.5, 0.5, -2.0]) {
            assert!((owed - expected).abs() < 1e-12, "{owed} is not {expected}");
        }
        let none = occlusion(&mut network, &[0.0; 3], &[], 0.0).unwrap();
        assert!(none.is_empty());
    }

    #[test]
    fn certainty_is_finite() {
        let mut network = neuron(1);
        network.parameters_mut()[3] = 1e9;
        let owed = occlusion(&mut network, &[0.0; 3], &[0], 1.0).unwrap();
        assert_eq!(owed, [0.0]);
        assert!(log_odds(0.0) < -16.0 && log_odds(1.0) > 16.0 && log_odds(0.5) == 0.0);
    }

    #[test]
    fn misfits_are_errors() {
        assert!(occlusion(&mut neuron(1), &[0.0; 2], &[0], 0.0).is_err());
        assert!(occlusion(&mut neuron(1), &[0.0; 3], &[3], 0.0).is_err());
        assert!(occlusion(&mut neuron(2), &[0.0; 3], &[0], 0.0).is_err());
    }
}
