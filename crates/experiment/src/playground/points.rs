//! The playground's points, to train on and held back.

use redes_core::{rng::RandomState, train::Samples};
use redes_data::{
    circles::make_circles_of,
    shapes::{
        blobs::make_blobs, counts, line::make_line, moons::make_moons, plane::make_plane,
        spiral::make_spiral, xor::make_xor,
    },
    split::{Halves, train_test_split},
};
use redes_lessons::thesis::circles::FACTOR;

use super::setup::{MAX_POINTS, MAX_TEST, PlaygroundSetup, Points, Shape};
use crate::Failure;

/// What is subtracted from scikit-learn's moons, so that their middle is (0, 0).
pub(super) const MOONS_MIDDLE: [f64; 2] = [0.5, 0.25];
/// The moons are drawn smaller by this, so that they lie within the surface.
pub(super) const MOONS_SCALE: f64 = 0.8;
/// The centres of the two clouds.
pub(super) const CENTERS: [[f64; 2]; 2] = [[-0.6, -0.6], [0.6, 0.6]];
/// The clouds' standard deviation without noise.
pub(super) const CLOUD: f64 = 0.2;

/// Draws the points, or takes the reader's own, and splits them.
///
/// # Errors
/// [`Failure::Refused`] for parameters out of range, or points that are not numbers.
pub(super) fn halves(setup: &PlaygroundSetup, rng: &mut RandomState) -> Result<Halves, Failure> {
    if setup.test > MAX_TEST {
        return Err(Failure::Refused("test: at most 0.9".to_owned()));
    }
    let samples = match &setup.points {
        Points::Own(rows) => own(rows)?,
        Points::Drawn {
            shape,
            samples,
            noise,
            balance,
        } => drawn(*shape, *samples as usize, *noise, *balance, rng)?,
    };
    Ok(train_test_split(&samples, setup.test, rng)?)
}

fn in_range(count: usize) -> Result<(), Failure> {
    match count {
        2..=MAX_POINTS => Ok(()),
        _ => Err(Failure::Refused(format!("points: from 2 to {MAX_POINTS}"))),
    }
}

fn own(rows: &[[f64; 3]]) -> Result<Samples<f64>, Failure> {
    in_range(rows.len())?;
    if !rows.iter().flatten().all(|number| number.is_finite()) {
        return Err(Failure::Refused(
            "points: a number is not finite".to_owned(),
        ));
    }
    let inputs = ndarray::Array2::from_shape_fn((rows.len(), 2), |(row, axis)| rows[row][axis]);
    let targets = ndarray::Array2::from_shape_fn((rows.len(), 1), |(row, _)| rows[row][2]);
    Ok(Samples::new(inputs, targets)?)
}

fn drawn(
    shape: Shape,
    samples: usize,
    noise: f64,
    balance: f64,
    rng: &mut RandomState,
) -> Result<Samples<f64>, Failure> {
    in_range(samples)?;
    if shape == Shape::Plane {
        return Ok(make_plane(samples, noise, rng)?);
    }
    let counts = counts(samples, balance)?;
    Ok(match shape {
        Shape::Circles => make_circles_of(counts, FACTOR, Some(noise), rng)?,
        Shape::Moons => {
            let mut moons = make_moons(counts, Some(noise), rng)?;
            for mut row in moons.inputs.rows_mut() {
                for (coordinate, middle) in row.iter_mut().zip(MOONS_MIDDLE) {
                    *coordinate = (*coordinate - middle) * MOONS_SCALE;
                }
            }
            moons
        }
        Shape::Xor => make_xor(counts, noise, rng)?,
        Shape::Gaussians => make_blobs(counts, CENTERS, CLOUD + noise, rng)?,
        Shape::Spiral => make_spiral(counts, noise, rng)?,
        Shape::Line | Shape::Plane => make_line(counts, noise, rng)?,
    })
}
