//! Samples held back for testing: `sklearn.model_selection.train_test_split`.

use ndarray::Axis;
use redes_core::{Error, Result, rng::RandomState, train::Samples};

/// Training samples and test samples.
#[derive(Clone, Debug, PartialEq)]
pub struct Halves {
    /// To train on.
    pub train: Samples<f64>,
    /// Held back. May be empty.
    pub test: Samples<f64>,
}

/// `train_test_split(inputs, targets, test_size=share, random_state=rng)`.
///
/// The generator draws one permutation. Its first ⌈n · share⌉ samples are the test samples, the others the training
/// samples, in its order. A share of 0 holds nothing back, draws nothing and keeps the order (scikit-learn refuses it).
///
/// # Errors
/// [`Error::InvalidParameter`] for a share outside [0, 1), or one that leaves no training sample.
pub fn train_test_split(
    samples: &Samples<f64>,
    share: f64,
    rng: &mut RandomState,
) -> Result<Halves> {
    let count = samples.inputs.nrows().min(samples.targets.nrows());
    // `as` cuts nothing off after `ceil`. A NaN becomes 0.
    let held = (count as f64 * share).ceil() as usize;
    if !(0.0..1.0).contains(&share) || held >= count {
        let requirement = "it must be at least 0, below 1, and leave a sample to train on";
        return Err(Error::invalid("test", share, requirement));
    }
    let order = match held {
        0 => (0..count).collect(),
        _ => rng.permutation(count),
    };
    let (test, train) = order.split_at(held);
    let pick = |indices: &[usize]| Samples {
        inputs: samples.inputs.select(Axis(0), indices),
        targets: samples.targets.select(Axis(0), indices),
    };
    Ok(Halves {
        train: pick(train),
        test: pick(test),
    })
}
