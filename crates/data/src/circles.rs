//! Two concentric circles: `sklearn.datasets.make_circles` (thesis §2.5).

use std::f64::consts::TAU;

use redes_core::{Error, Result, rng::RandomState, rounded_functions, train::Samples};

use crate::shapes::{check, classes, shuffled};

pub use crate::shapes::MAX_SAMPLES;

/// `make_circles(n_samples, shuffle=True, noise=noise, factor=factor, random_state=rng)`.
///
/// The outer circle has radius 1 and class 0, the inner one radius `factor` and class 1. As in scikit-learn, the points
/// are shuffled, and then moved by normal noise of standard deviation `noise`. Returns inputs `[samples, 2]` and
/// targets `[samples, 1]`. Classes, order and random draws are scikit-learn's. About one coordinate in 300 differs in
/// its last bit: NumPy's sine, cosine and logarithm don't always return the nearest double.
///
/// # Errors
/// [`Error::InvalidParameter`] for 0 or too many points, a factor outside [0, 1), or noise that is negative or not
/// finite.
pub fn make_circles(
    samples: usize,
    factor: f64,
    noise: Option<f64>,
    rng: &mut RandomState,
) -> Result<Samples<f64>> {
    let outer = samples / 2;
    make_circles_of([outer, samples - outer], factor, noise, rng)
}

/// As [`make_circles`], with the numbers of points of the outer circle and of the inner one: scikit-learn's `n_samples` as
/// a pair.
///
/// # Errors
/// As [`make_circles`].
pub fn make_circles_of(
    counts: [usize; 2],
    factor: f64,
    noise: Option<f64>,
    rng: &mut RandomState,
) -> Result<Samples<f64>> {
    check(counts, noise)?;
    if !(0.0..1.0).contains(&factor) {
        return Err(Error::invalid(
            "factor",
            factor,
            "it must be at least 0 and below 1",
        ));
    }
    let points = classes(counts).map(|(class, i)| {
        let angle = i as f64 * (TAU / counts[class] as f64);
        let radius = if class == 0 { 1.0 } else { factor };
        let (sin, cos) = rounded_functions::sin_cos(angle);
        ([cos * radius, sin * radius], class as f64)
    });
    let points: Vec<_> = points.collect();
    shuffled(&points, noise, rng)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn absurd_parameters_are_refused() {
        let mut rng = RandomState::new(0);
        for (samples, factor, noise) in [
            (0, 0.5, 0.0),
            (usize::MAX, 0.5, 0.0),
            (9, 1.0, 0.0),
            (9, f64::NAN, 0.0),
            (9, 0.5, -1.0),
            (9, 0.5, f64::INFINITY),
        ] {
            assert!(
                make_circles(samples, factor, Some(noise), &mut rng).is_err(),
                "{samples} {factor} {noise}"
            );
        }
    }

    #[test]
    fn without_noise_every_point_is_on_its_circle() {
        let circles = make_circles(101, 0.5, None, &mut RandomState::new(3)).unwrap();
        let inner = circles
            .targets
            .iter()
            .filter(|class| **class == 1.0)
            .count();
        assert_eq!(inner, 51);
        for (point, class) in circles.inputs.rows().into_iter().zip(&circles.targets) {
            let radius = point[0].hypot(point[1]);
            assert!((radius - if *class == 1.0 { 0.5 } else { 1.0 }).abs() < 1e-15);
        }
    }
}
