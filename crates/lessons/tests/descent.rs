//! The landscapes and the walks of the chapter on learning.
#![allow(clippy::unwrap_used, missing_docs)]

use redes_lessons::cost_landscape::{Landscape, Point};
use redes_lessons::descent::{Descent, End, Manner, Settings};

fn settings(landscape: Landscape, start: Point, rate: f64, momentum: f64) -> Settings {
    Settings {
        landscape,
        start,
        rate,
        momentum,
        epsilon: 1e-3,
        iterations: 1_000,
    }
}

fn walked(landscape: Landscape, start: Point, rate: f64, momentum: f64) -> Descent {
    let mut walk = Descent::new(settings(landscape, start, rate, momentum)).unwrap();
    walk.run(10_000).unwrap();
    walk
}

#[test]
fn gradients_and_curvatures_agree_with_central_differences() {
    let h = 1e-5;
    for landscape in Landscape::ALL {
        for at in [
            [0.0, 0.0],
            [0.3, -0.4],
            [-2.0, 1.5],
            [5.0, 2.0],
            [-0.9, -3.0],
        ] {
            for axis in 0..landscape.dimensions() {
                let beside = |step: f64| {
                    let mut point: Point = at;
                    point[axis] += step;
                    point
                };
                let (up, down) = (beside(h), beside(-h));
                let cost = (landscape.cost(up) - landscape.cost(down)) / (2.0 * h);
                let error = (landscape.gradient(at)[axis] - cost).abs();
                assert!(error < 1e-7, "{landscape:?} at {at:?}: {error}");
                let slope = landscape.gradient(up)[axis] - landscape.gradient(down)[axis];
                let error = (landscape.curvature(at)[axis] - slope / (2.0 * h)).abs();
                assert!(error < 1e-7, "{landscape:?} at {at:?}: {error}");
                assert!(landscape.cost(at) >= landscape.lowest());
            }
        }
    }
}

/// The chapter's table: w ← (1 − 2η) w from 2.
#[test]
fn the_parabolas_first_five_steps() {
    let cases = [
        (0.05, [1.80, 1.62, 1.46, 1.31, 1.18], 2, Manner::Creeping),
        (
            0.4,
            [0.4, 0.08, 0.016, 0.0032, 0.0006],
            4,
            Manner::Descending,
        ),
        (
            0.9,
            [-1.60, 1.28, -1.02, 0.82, -0.66],
            2,
            Manner::Oscillating,
        ),
        (1.0, [-2.0, 2.0, -2.0, 2.0, -2.0], 2, Manner::Circling),
        (1.1, [-2.40, 2.88, -3.46, 4.15, -4.98], 2, Manner::Diverging),
    ];
    for (rate, printed, decimals, manner) in cases {
        let mut settings = settings(Landscape::Parabola, [2.0, 0.0], rate, 0.0);
        settings.epsilon = 0.0;
        let mut walk = Descent::new(settings).unwrap();
        for printed in printed {
            walk.step().unwrap();
            let error = (walk.place().point[0] - printed).abs();
            assert!(error <= 0.51 * 0.1_f64.powi(decimals), "{rate}: {printed}");
        }
        assert_eq!(walk.manner(), Some(manner), "{rate}");
    }
    let walk = walked(Landscape::Parabola, [2.0, 0.0], 0.5, 0.0);
    assert_eq!((walk.steps(), walk.place().point[0]), (1, 0.0));
    assert_eq!(walk.end(), Some(End::Minimum));
}

#[test]
fn how_the_parabolas_walks_end() {
    let end = |rate| {
        let walk = walked(Landscape::Parabola, [2.0, 0.0], rate, 0.0);
        (walk.end().unwrap(), walk.steps(), walk.crossings())
    };
    assert_eq!(end(0.05), (End::Minimum, 79, 0));
    let (reason, steps, crossings) = end(0.9);
    assert_eq!((reason, crossings), (End::Minimum, steps));
    assert_eq!(end(1.0), (End::OutOfSteps, 1_000, 1_000));
    let (reason, steps, _) = end(1.1);
    assert!(reason == End::Diverged && steps < 25);
}

/// The chapter's ravine, from (10, 1) with η = 0.09.
#[test]
fn the_ravine_takes_as_many_steps_as_the_chapter_says() {
    for (momentum, steps) in [(0.0, 98), (0.5, 30), (0.9, 160)] {
        let walk = walked(Landscape::Ravine, [10.0, 1.0], 0.09, momentum);
        assert_eq!((walk.end(), walk.steps()), (Some(End::Minimum), steps));
    }
    let mut walk = Descent::new(settings(Landscape::Ravine, [10.0, 1.0], 0.09, 0.0)).unwrap();
    walk.run(8).unwrap();
    assert_eq!(walk.manner(), Some(Manner::Oscillating));
    walk.run(82).unwrap();
    assert_eq!(walk.manner(), Some(Manner::Creeping));
    assert!(walked(Landscape::Ravine, [10.0, 1.0], 0.101, 0.0).end() == Some(End::Diverged));
}

#[test]
fn a_descent_ends_in_the_valley_on_its_side() {
    let deep = walked(Landscape::TwoValleys, [-3.0, 0.0], 0.1, 0.0);
    let shallow = walked(Landscape::TwoValleys, [3.0, 0.0], 0.1, 0.0);
    assert_eq!(deep.end(), Some(End::Minimum));
    assert_eq!(shallow.end(), Some(End::LocalMinimum));
    assert!(deep.place().cost + 0.5 < shallow.place().cost);
    // Enough inertia takes it over the hill.
    let over = walked(Landscape::TwoValleys, [3.0, 0.0], 0.1, 0.9);
    assert_eq!(over.end(), Some(End::Minimum));
}

#[test]
fn the_plateau_is_crossed_sooner_with_momentum() {
    let steps = |momentum| {
        let walk = walked(Landscape::Plateau, [5.0, 0.0], 0.5, momentum);
        assert_eq!(walk.end(), Some(End::Minimum));
        walk.steps()
    };
    assert_eq!((steps(0.0), steps(0.9)), (351, 133));
    // Far out the slope is 0.01, and a rule that watches it alone is taken in.
    let far = Landscape::Plateau.gradient([50.0, 0.0])[0];
    assert!((far - 0.01).abs() < 1e-5);
    let mut settings = settings(Landscape::Plateau, [5.0, 0.0], 0.5, 0.0);
    settings.epsilon = 0.02;
    assert_eq!(Descent::new(settings).unwrap().end(), Some(End::Slope));
}

/// Where the slope is constant the speed settles at −η g / (1 − β).
#[test]
fn momentum_on_a_constant_slope() {
    let mut settings = settings(Landscape::Plateau, [4_000.0, 0.0], 0.5, 0.9);
    settings.epsilon = 0.0;
    let mut walk = Descent::new(settings).unwrap();
    walk.run(200).unwrap();
    assert!((walk.place().velocity[0] + 0.5 * 0.01 / 0.1).abs() < 1e-6);
}

#[test]
fn a_saddle_holds_only_what_comes_straight() {
    let straight = walked(Landscape::Saddle, [2.4, 0.0], 0.1, 0.0);
    assert_eq!(straight.end(), Some(End::Saddle));
    let aside = walked(Landscape::Saddle, [2.4, 0.001], 0.1, 0.0);
    assert_eq!(aside.end(), Some(End::Minimum));
    assert!(aside.place().point[1] > 0.99);
    let top = walked(Landscape::Bowl, [0.0, 0.0], 0.1, 0.0);
    assert_eq!((top.end(), top.steps()), (Some(End::Minimum), 0));
}

#[test]
fn velocities_are_steps_and_walks_end_once() {
    let mut walk = walked(Landscape::Bowl, [4.0, 3.0], 0.1, 0.7);
    for pair in walk.places().windows(2) {
        for axis in 0..2 {
            let step = pair[1].point[axis] - pair[0].point[axis];
            assert_eq!(step, pair[1].velocity[axis]);
        }
    }
    let steps = walk.steps();
    assert_eq!(walk.step().unwrap(), walk.end());
    assert_eq!(walk.steps(), steps);
    for (rate, momentum, x) in [(-1.0, 0.0, 1.0), (0.1, 1.5, 1.0), (0.1, 0.0, f64::NAN)] {
        let bad = settings(Landscape::Bowl, [x, 0.0], rate, momentum);
        assert!(Descent::new(bad).is_err());
    }
}
