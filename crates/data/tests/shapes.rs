//! The shapes and the split beside scikit-learn's and NumPy's, value by value; made by `golden/shapes.py`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ndarray::{Array2, Axis};
use redes_core::rng::RandomState;
use redes_core::train::Samples;
use redes_data::circles::make_circles_of;
use redes_data::shapes::{
    blobs::make_blobs, line::make_line, moons::make_moons, plane::make_plane, spiral::make_spiral,
    xor::make_xor,
};
use redes_data::split::train_test_split;
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    shape: String,
    counts: [usize; 2],
    noise: f64,
    seed: u32,
    share: f64,
    x: Vec<String>,
    y: Vec<String>,
    /// Places of the points of both halves.
    train: Vec<usize>,
    test: Vec<usize>,
    next: String,
}

const CENTERS: [[f64; 2]; 2] = [[-0.6, -0.6], [0.6, 0.6]];

fn made(golden: &Golden, rng: &mut RandomState) -> Samples<f64> {
    let (counts, noise) = (golden.counts, golden.noise);
    match golden.shape.as_str() {
        "circles" => make_circles_of(counts, 0.5, Some(noise), rng),
        "moons" => make_moons(counts, Some(noise), rng),
        "blobs" => make_blobs(counts, CENTERS, noise, rng),
        "xor" => make_xor(counts, noise, rng),
        "spiral" => make_spiral(counts, noise, rng),
        "line" => make_line(counts, noise, rng),
        "plane" => make_plane(counts[0] + counts[1], noise, rng),
        other => panic!("{other}"),
    }
    .unwrap()
}

/// Numbers that differ. A difference is one of the last bits of a sine, a cosine or a normal number, which NumPy takes from
/// functions that are not rounded correctly (see `redes_core::rounded_functions`): at most 2⁻⁵² of the largest term of the
/// sums that a coordinate is made of, about 1.
fn different(what: &str, ours: &Array2<f64>, theirs: &[String]) -> usize {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    let pairs = ours.iter().zip(theirs);
    pairs
        .filter(|(ours, text)| {
            let theirs: f64 = text.parse().unwrap();
            assert!(
                (*ours - theirs).abs() <= f64::EPSILON,
                "{what}: {ours} {text}"
            );
            ours.to_bits() != theirs.to_bits()
        })
        .count()
}

#[test]
fn shapes_and_splits_are_scikit_learns_and_numpys() {
    let golden: Vec<Golden> = serde_json::from_str(include_str!("golden/shapes.json")).unwrap();
    assert_eq!(golden.len(), 28);
    let (mut off, mut all) = (0, 0);
    for golden in golden {
        let what = format!("{} {:?}", golden.shape, golden.counts);
        let mut rng = RandomState::new(golden.seed);
        let samples = made(&golden, &mut rng);
        off += different(&what, &samples.inputs, &golden.x);
        all += samples.inputs.len();
        let values = different(&what, &samples.targets, &golden.y);
        assert!(values == 0 || golden.shape == "plane", "{what}");
        let halves = train_test_split(&samples, golden.share, &mut rng).unwrap();
        for (half, places) in [(&halves.train, &golden.train), (&halves.test, &golden.test)] {
            assert_eq!(half.inputs, samples.inputs.select(Axis(0), places));
            assert_eq!(half.targets, samples.targets.select(Axis(0), places));
        }
        let next: f64 = golden.next.parse().unwrap();
        assert_eq!(rng.random_sample().to_bits(), next.to_bits(), "{what}");
    }
    assert_eq!(all, 3626);
    assert!(off <= 6, "{off} of {all} coordinates are off");
}

#[test]
fn no_test_points_keep_the_order_and_draw_nothing() {
    let mut rng = RandomState::new(1);
    let samples = make_xor([5, 6], 0.1, &mut rng).unwrap();
    let before = rng.clone();
    let halves = train_test_split(&samples, 0.0, &mut rng).unwrap();
    assert_eq!(halves.train, samples);
    assert!(halves.test.inputs.is_empty() && rng == before);
}

#[test]
fn absurd_shares_are_refused() {
    let mut rng = RandomState::new(1);
    let samples = make_plane(3, 0.1, &mut rng).unwrap();
    for share in [-0.1, 0.9, 1.0, f64::NAN, f64::INFINITY] {
        assert!(
            train_test_split(&samples, share, &mut rng).is_err(),
            "{share}"
        );
    }
}

#[test]
fn absurd_parameters_are_refused() {
    let rng = &mut RandomState::new(1);
    for (counts, noise) in [
        ([0, 0], 0.1),
        ([usize::MAX, 9], 0.1),
        ([1, 1], -0.1),
        ([1, 1], f64::NAN),
    ] {
        assert!(make_moons(counts, Some(noise), rng).is_err());
        assert!(make_blobs(counts, CENTERS, noise, rng).is_err());
        assert!(make_xor(counts, noise, rng).is_err());
        assert!(make_spiral(counts, noise, rng).is_err());
        assert!(make_line(counts, noise, rng).is_err());
        assert!(make_plane(counts[0], noise, rng).is_err());
    }
}

#[test]
fn classes_lie_where_they_should() {
    let rng = &mut RandomState::new(4);
    let xor = make_xor([200, 100], 0.0, rng).unwrap();
    let line = make_line([100, 200], 0.0, rng).unwrap();
    for (point, class) in xor.inputs.rows().into_iter().zip(&xor.targets) {
        assert_eq!(point[0] * point[1] < 0.0, *class == 1.0);
    }
    for (point, class) in line.inputs.rows().into_iter().zip(&line.targets) {
        let above = point[1] > redes_data::shapes::line::height(point[0]);
        assert_eq!(above, *class == 1.0);
    }
    assert_eq!(xor.targets.sum(), 100.0);
    assert_eq!(line.targets.sum(), 200.0);
}
