//! Points with the values of a plane: for regression.

use redes_core::{Result, rng::RandomState, train::Samples};

use super::{check, samples};

/// Points in the square from −1.2 to 1.2 with the value (x + y) / 2, moved by normal noise.
///
/// Each point draws u and v from [0, 1): x = 2.4 u − 1.2, y = 2.4 v − 1.2. Then each value draws its noise. Only the value
/// is moved, never the point.
///
/// # Errors
/// [`Error::InvalidParameter`](redes_core::Error::InvalidParameter) for 0 or too many points, or noise that is negative or
/// not finite.
pub fn make_plane(count: usize, noise: f64, rng: &mut RandomState) -> Result<Samples<f64>> {
    check([count, 0], Some(noise))?;
    let points = (0..count).map(|_| {
        let [x, y] = [(); 2].map(|()| 2.4 * rng.random_sample() - 1.2);
        ([x, y], (x + y) / 2.0)
    });
    let points: Vec<_> = points.collect();
    let mut samples = samples(points.into_iter(), count)?;
    for value in &mut samples.targets {
        *value += rng.normal(0.0, noise);
    }
    Ok(samples)
}
