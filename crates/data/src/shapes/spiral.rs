//! Two arms that turn around each other.

use std::f64::consts::PI;

use redes_core::{Result, rng::RandomState, rounded_functions, train::Samples};

use super::{check, classes, shuffled};

/// The radius of the arms' ends.
const RADIUS: f64 = 1.2;
/// Half turns of an arm.
const HALF_TURNS: f64 = 3.5;

/// Two arms from the middle outwards, half a turn apart.
///
/// Point i of a class of n has t = (i + 1) / n, the radius 1.2 t and the angle 3.5 π t + π · class; x = radius · sin,
/// y = radius · cos. Then the points are shuffled, and each coordinate is moved by normal noise. An arm makes one and three
/// quarter turns, as in the TensorFlow Playground.
///
/// # Errors
/// [`Error::InvalidParameter`](redes_core::Error::InvalidParameter) for 0 or too many points, or noise that is negative or
/// not finite.
pub fn make_spiral(counts: [usize; 2], noise: f64, rng: &mut RandomState) -> Result<Samples<f64>> {
    check(counts, Some(noise))?;
    let points = classes(counts).map(|(class, i)| {
        let t = (i + 1) as f64 / counts[class] as f64;
        let (radius, class) = (RADIUS * t, class as f64);
        let (sin, cos) = rounded_functions::sin_cos(HALF_TURNS * PI * t + PI * class);
        ([radius * sin, radius * cos], class)
    });
    let points: Vec<_> = points.collect();
    shuffled(&points, Some(noise), rng)
}
