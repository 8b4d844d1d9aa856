//! How well a network answers for points.

use ndarray::ArrayView2;
use redes_core::{metrics, network::Network, train::Samples};
use redes_data::split::Halves;
use redes_lessons::thesis::circles;

use super::body::Score;
use super::setup::{Cost, PlaygroundSetup};
use crate::Failure;

/// A score, and counts of class 0 taken for 0 and for 1, class 1 taken for 0 and for 1.
pub(super) type Measured = (Score, [u32; 4]);

/// A copy of the network that measures: nothing is left out, and training is not disturbed.
pub(super) struct Meter {
    network: Network<f64>,
    cost: Cost,
    regression: bool,
    /// Σ(y − mean)² of the training targets.
    spread: f64,
}

impl Meter {
    /// A meter for these points.
    ///
    /// # Errors
    /// [`Failure::Refused`] if the library refuses the network.
    pub(super) fn new(setup: &PlaygroundSetup, points: &Halves) -> Result<Self, Failure> {
        let most = points.train.inputs.nrows().max(points.test.inputs.nrows());
        Ok(Self {
            network: Network::new(&setup.architecture(), most)?,
            cost: setup.loss,
            regression: setup.regression(),
            spread: spread(points.train.targets.view()),
        })
    }

    /// The score of the training points, from the loss that was minimised, without penalties, and the share of right ones.
    pub(super) fn score_of(&self, minimised: f64, right: f64, points: &Samples<f64>) -> Score {
        let count = points.targets.len() as f64;
        let loss = match self.cost {
            Cost::Thesis => circles::mean_cost(minimised, points.targets.len()),
            Cost::Square | Cost::CrossEntropy => minimised,
        };
        let accuracy = match self.regression {
            true => determination(loss * count, self.spread),
            false => right,
        };
        Score { loss, accuracy }
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
        let loss = self.cost.shown().value(a, y)?;
        let (accuracy, counts) = match self.regression {
            true => (determination(missed(a, y), spread(y)), [0; 4]),
            false => (metrics::accuracy(a, y)?, confusion(a, y)),
        };
        Ok(Some((Score { loss, accuracy }, counts)))
    }
}

/// R², as scikit-learn's `r2_score`, from Σ(a − y)² and Σ(y − mean)²: of equal targets it is 1 if all answers are right,
/// else 0.
fn determination(missed: f64, spread: f64) -> f64 {
    match (missed == 0.0, spread == 0.0) {
        (true, _) => 1.0,
        (_, true) => 0.0,
        _ => 1.0 - missed / spread,
    }
}

/// Σ(a − y)².
fn missed(a: ArrayView2<'_, f64>, y: ArrayView2<'_, f64>) -> f64 {
    a.iter().zip(y).map(|(a, y)| (a - y) * (a - y)).sum()
}

/// Σ(y − mean)².
fn spread(y: ArrayView2<'_, f64>) -> f64 {
    let mean = y.sum() / y.len() as f64;
    y.iter().map(|y| (y - mean) * (y - mean)).sum()
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
    use ndarray::{Array2, array};

    #[test]
    fn r2_is_scikit_learns() {
        // r2_score([3, -0.5, 2, 7], [2.5, 0.0, 2, 8]), from its documentation.
        let (y, a) = (
            array![[3.0], [-0.5], [2.0], [7.0]],
            array![[2.5], [0.0], [2.0], [8.0]],
        );
        let r2 = |a: &Array2<f64>, y: &Array2<f64>| {
            determination(missed(a.view(), y.view()), spread(y.view()))
        };
        assert!((r2(&a, &y) - 0.948_608_137_044_967_9).abs() < 1e-15);
        let constant = array![[2.0], [2.0], [2.0], [2.0]];
        assert_eq!(r2(&constant, &constant), 1.0);
        assert_eq!(r2(&a, &constant), 0.0);
    }

    #[test]
    fn classes_are_counted() {
        let a = array![[0.2], [0.7], [0.5], [0.9], [0.1]];
        let y = array![[0.0], [0.0], [1.0], [1.0], [0.0]];
        assert_eq!(confusion(a.view(), y.view()), [2, 1, 1, 1]);
    }
}
