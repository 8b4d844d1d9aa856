//! Points above and below the line of a function.

use redes_core::{Result, rng::RandomState, rounded_functions, train::Samples};

use super::{check, classes, shuffled};

/// The height of the line over x: ½ sin 3x.
pub fn height(x: f64) -> f64 {
    0.5 * rounded_functions::sin_cos(3.0 * x).0
}

/// Points below the line ½ sin 3x (class 0) and above it (class 1).
///
/// Each point draws u and v from [0, 1), class 0 first. x = 2.4 u − 1.2, and y is 0.1 + 0.7 v below or above the line. Then
/// the points are shuffled, and each coordinate is moved by normal noise; the class stays.
///
/// # Errors
/// [`Error::InvalidParameter`](redes_core::Error::InvalidParameter) for 0 or too many points, or noise that is negative or
/// not finite.
pub fn make_line(counts: [usize; 2], noise: f64, rng: &mut RandomState) -> Result<Samples<f64>> {
    check(counts, Some(noise))?;
    let points = classes(counts).map(|(class, _)| {
        let [u, v] = [rng.random_sample(), rng.random_sample()];
        let x = 2.4 * u - 1.2;
        let side = if class == 0 { -1.0 } else { 1.0 };
        ([x, height(x) + side * (0.1 + 0.7 * v)], class as f64)
    });
    let points: Vec<_> = points.collect();
    shuffled(&points, Some(noise), rng)
}
