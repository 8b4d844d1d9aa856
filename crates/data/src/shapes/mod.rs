//! Points in the plane, of two classes or with a value, drawn by a seed.
//!
//! [`moons`] and [`blobs`] are scikit-learn's, like the [`circles`](crate::circles). [`xor`], [`spiral`], [`mod@line`] and
//! [`plane`] have formulas of their own, which their files state; each draws from the generator what its NumPy program in
//! `tests/golden/shapes.py` draws.
//!
//! All take the number of points of class 0 and of class 1, and return inputs `[n, 2]` and targets `[n, 1]`.

pub mod blobs;
pub mod line;
pub mod moons;
pub mod plane;
pub mod spiral;
pub mod xor;

use ndarray::Array2;
use redes_core::{Error, Result, rng::RandomState, train::Samples};

/// The most points that are drawn.
pub const MAX_SAMPLES: usize = 1_000_000;

/// The numbers of points of class 0 and of class 1, so that class 1 has the nearest to this share of all; a half is rounded
/// up, as scikit-learn does with an odd number of points.
///
/// # Errors
/// [`Error::InvalidParameter`] for a share that is not between 0 and 1, or that leaves a class without points.
pub fn counts(samples: usize, share: f64) -> Result<[usize; 2]> {
    // `as` cuts the decimals off. A NaN becomes 0.
    let ones = (samples as f64 * share + 0.5) as usize;
    if !(0.0..=1.0).contains(&share) || ones == 0 || ones >= samples {
        let requirement = "it must be between 0 and 1 and leave each class a point";
        return Err(Error::invalid("balance", share, requirement));
    }
    Ok([samples - ones, ones])
}

/// A point and its class or value.
type Point = ([f64; 2], f64);

/// Checks what every shape checks: the number of points, and the standard deviation.
pub(crate) fn check(counts: [usize; 2], noise: Option<f64>) -> Result<()> {
    let samples = counts[0].saturating_add(counts[1]);
    if samples == 0 || samples > MAX_SAMPLES {
        let requirement = "it must be between 1 and 1,000,000";
        return Err(Error::invalid("samples", samples, requirement));
    }
    if let Some(noise) = noise.filter(|noise| !(noise.is_finite() && *noise >= 0.0)) {
        let requirement = "it must be a finite number, at least 0";
        return Err(Error::invalid("noise", noise, requirement));
    }
    Ok(())
}

/// Shuffles the points, as scikit-learn's `shuffle`, and then moves each coordinate by normal noise.
pub(crate) fn shuffled(
    points: &[Point],
    noise: Option<f64>,
    rng: &mut RandomState,
) -> Result<Samples<f64>> {
    let order = rng.permutation(points.len());
    let in_order = order.into_iter().filter_map(|i| points.get(i).copied());
    let mut samples = samples(in_order, points.len())?;
    if let Some(noise) = noise {
        samples
            .inputs
            .iter_mut()
            .for_each(|coordinate| *coordinate += rng.normal(0.0, noise));
    }
    Ok(samples)
}

/// Points as inputs and targets, in their order.
fn samples(points: impl Iterator<Item = Point>, count: usize) -> Result<Samples<f64>> {
    let mut inputs = Array2::zeros((count, 2));
    let mut targets = Array2::zeros((count, 1));
    let rows = inputs.rows_mut().into_iter().zip(&mut targets);
    for ((mut row, target), ([x, y], class)) in rows.zip(points) {
        row[0] = x;
        row[1] = y;
        *target = class;
    }
    Samples::new(inputs, targets)
}

/// Class 0 and its points' numbers, then class 1 and its.
pub(crate) fn classes(counts: [usize; 2]) -> impl Iterator<Item = (usize, usize)> {
    let class = |class: usize| (0..counts[class]).map(move |i| (class, i));
    class(0).chain(class(1))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_share_becomes_two_counts() {
        assert_eq!(counts(500, 0.5), Ok([250, 250]));
        // As make_circles(7): the second class has one point more.
        assert_eq!(counts(7, 0.5), Ok([3, 4]));
        assert_eq!(counts(500, 0.1), Ok([450, 50]));
        for (samples, share) in [
            (2, 0.0),
            (2, 1.0),
            (3, 0.9),
            (1, 0.5),
            (0, 0.5),
            (9, -0.5),
            (9, f64::NAN),
        ] {
            assert!(counts(samples, share).is_err(), "{samples} {share}");
        }
    }

    #[test]
    fn absurd_parameters_are_refused() {
        assert!(check([0, 0], None).is_err());
        assert!(check([usize::MAX, 1], None).is_err());
        for noise in [-0.1, f64::NAN, f64::INFINITY] {
            assert!(check([1, 1], Some(noise)).is_err());
        }
        assert!(check([1, 0], Some(0.0)).is_ok());
    }
}
