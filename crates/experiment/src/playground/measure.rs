//! How well a network answers for points.

use ndarray::ArrayView2;
use redes_core::{loss::Loss, metrics, network::Network, train::Samples};

use super::body::Score;
use super::setup::PlaygroundSetup;
use crate::Failure;

/// A score, and counts of class 0 taken for 0 and for 1, class 1 taken for 0 and for 1.
pub(super) type Measured = (Score, [u32; 4]);

/// A copy of the network that measures: nothing is left out, and training is not disturbed.
pub(super) struct Meter {
    network: Network<f64>,
    loss: Loss,
    regression: bool,
}

impl Meter {
    /// A meter for up to `samples` points.
    ///
    /// # Errors
    /// [`Failure::Refused`] if the library refuses the network.
    pub(super) fn new(setup: &PlaygroundSetup, samples: usize) -> Result<Self, Failure> {
        Ok(Self {
            network: Network::new(&setup.architecture(), samples)?,
            loss: setup.loss.shown(),
            regression: setup.regression(),
        })
    }

    /// Takes over the weights of the training.
    pub(super) fn set(&mut self, parameters: &[f64]) {
        self.network.parameters_mut().copy_from_slice(parameters);
    }

    /// The measures of these points; `None` without points.
    ///
    /// # Errors
    /// [`Failure::Refused`] if the library refuses the points.
    pub(super) fn measure(&mut self, points: &Samples<f64>) -> Result<Option<Measured>, Failure> {
        if points.inputs.is_empty() {
            return Ok(None);
        }
        let a = self.network.forward(points.inputs.view())?;
        let y = points.targets.view();
        let loss = self.loss.value(a, y)?;
        let (accuracy, counts) = match self.regression {
            true => (determination(a, y), [0; 4]),
            false => (metrics::accuracy(a, y)?, confusion(a, y)),
        };
        Ok(Some((Score { loss, accuracy }, counts)))
    }
}

/// R², as scikit-learn's `r2_score`: of equal targets it is 1 if all answers are right, else 0.
fn determination(a: ArrayView2<'_, f64>, y: ArrayView2<'_, f64>) -> f64 {
    let mean = y.sum() / y.len() as f64;
    let (mut missed, mut spread) = (0.0, 0.0);
    for (a, y) in a.iter().zip(y) {
        missed += (a - y) * (a - y);
        spread += (y - mean) * (y - mean);
    }
    match (missed == 0.0, spread == 0.0) {
        (true, _) => 1.0,
        (_, true) => 0.0,
        _ => 1.0 - missed / spread,
    }
}

fn confusion(a: ArrayView2<'_, f64>, y: ArrayView2<'_, f64>) -> [u32; 4] {
    let mut counts = [0; 4];
    for (a, y) in a.iter().zip(y) {
        counts[2 * usize::from(*y > 0.5) + usize::from(*a > 0.5)] += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn r2_is_scikit_learns() {
        // r2_score([3, -0.5, 2, 7], [2.5, 0.0, 2, 8]), from its documentation.
        let (y, a) = (
            array![[3.0], [-0.5], [2.0], [7.0]],
            array![[2.5], [0.0], [2.0], [8.0]],
        );
        let r2 = determination(a.view(), y.view());
        assert!((r2 - 0.948_608_137_044_967_9).abs() < 1e-15, "{r2}");
        let constant = array![[2.0], [2.0], [2.0], [2.0]];
        assert_eq!(determination(constant.view(), constant.view()), 1.0);
        assert_eq!(determination(a.view(), constant.view()), 0.0);
    }

    #[test]
    fn classes_are_counted() {
        let a = array![[0.2], [0.7], [0.5], [0.9], [0.1]];
        let y = array![[0.0], [0.0], [1.0], [1.0], [0.0]];
        assert_eq!(confusion(a.view(), y.view()), [2, 1, 1, 1]);
    }
}
