//! Two half circles that reach into each other: `sklearn.datasets.make_moons`.

use std::f64::consts::PI;

use redes_core::{Result, rng::RandomState, rounded_functions, train::Samples};

use super::{check, classes, shuffled};

/// `make_moons((counts[0], counts[1]), shuffle=True, noise=noise, random_state=rng)`.
///
/// Class 0 is the upper half of a circle of radius 1 around (0, 0), class 1 the lower half of one around (1, 0.5). Classes,
/// order and random draws are scikit-learn's; of the coordinates holds what
/// [`make_circles`](crate::circles::make_circles) says.
///
/// # Errors
/// [`Error::InvalidParameter`](redes_core::Error::InvalidParameter) for 0 or too many points, or noise that is negative or
/// not finite.
pub fn make_moons(
    counts: [usize; 2],
    noise: Option<f64>,
    rng: &mut RandomState,
) -> Result<Samples<f64>> {
    check(counts, noise)?;
    let points = classes(counts).map(|(class, i)| {
        let (sin, cos) = rounded_functions::sin_cos(angle(i, counts[class]));
        match class {
            0 => ([cos, sin], 0.0),
            _ => ([1.0 - cos, 1.0 - sin - 0.5], 1.0),
        }
    });
    let points: Vec<_> = points.collect();
    shuffled(&points, noise, rng)
}

/// `np.linspace(0, np.pi, count)[i]`.
fn angle(i: usize, count: usize) -> f64 {
    match count.saturating_sub(1) {
        0 => 0.0,
        last if i == last => PI,
        last => i as f64 * (PI / last as f64),
    }
}
