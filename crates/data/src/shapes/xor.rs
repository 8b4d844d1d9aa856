//! Exclusive or: four squares, opposite ones of the same class.

use redes_core::{Result, rng::RandomState, train::Samples};

use super::{check, classes, shuffled};

/// Points in the square from −1 to 1: class 0 where x and y have the same sign, class 1 where they differ.
///
/// Each point draws u and v from [0, 1), class 0 first. |x| = 0.1 + 0.9 u and |y| = 0.1 + 0.9 v, so that the squares do not
/// touch. x is positive for the points 0, 2, 4 … of a class and negative for the others. Then the points are shuffled, and
/// each coordinate is moved by normal noise; the class stays.
///
/// # Errors
/// [`Error::InvalidParameter`](redes_core::Error::InvalidParameter) for 0 or too many points, or noise that is negative or
/// not finite.
pub fn make_xor(counts: [usize; 2], noise: f64, rng: &mut RandomState) -> Result<Samples<f64>> {
    check(counts, Some(noise))?;
    let points = classes(counts).map(|(class, i)| {
        let [u, v] = [rng.random_sample(), rng.random_sample()];
        let sign = if i % 2 == 0 { 1.0 } else { -1.0 };
        let other = if class == 0 { sign } else { -sign };
        let place = [sign * (0.1 + 0.9 * u), other * (0.1 + 0.9 * v)];
        (place, class as f64)
    });
    let points: Vec<_> = points.collect();
    shuffled(&points, Some(noise), rng)
}
