//! Two clouds: `sklearn.datasets.make_blobs`.

use redes_core::{Result, rng::RandomState, train::Samples};

use super::{check, classes, shuffled};

/// `make_blobs(counts, centers=centers, cluster_std=deviation, shuffle=True, random_state=rng)` with two centres.
///
/// The points of each class are normal around its centre, with standard deviation `deviation` in both coordinates. Classes,
/// order and random draws are scikit-learn's; of the coordinates holds what
/// [`make_circles`](crate::circles::make_circles) says.
///
/// # Errors
/// [`Error::InvalidParameter`](redes_core::Error::InvalidParameter) for 0 or too many points, or a deviation that is
/// negative or not finite.
pub fn make_blobs(
    counts: [usize; 2],
    centers: [[f64; 2]; 2],
    deviation: f64,
    rng: &mut RandomState,
) -> Result<Samples<f64>> {
    check(counts, Some(deviation))?;
    let points = classes(counts).map(|(class, _)| {
        let place = centers[class].map(|center| rng.normal(center, deviation));
        (place, class as f64)
    });
    let points: Vec<_> = points.collect();
    shuffled(&points, None, rng)
}
