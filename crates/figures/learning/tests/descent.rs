//! The descent: walks against closed forms, what is in view, the plane, the shading, the sentences.
#![allow(clippy::unwrap_used, clippy::panic)]

use redes_chapter_learning::descent::{
    link::{SPEEDS, State},
    numbers::{self, Costs, View},
    plane::Plane,
    relief, sentences,
};
use redes_lessons::{cost_landscape::Landscape, descent::Descent};
use redes_sheet::{colour::Rgb, language::Language};
use redes_shell::link;

fn walk(state: &State) -> Descent {
    numbers::walk(state).unwrap()
}

/// A state after so many steps.
fn at(landscape: Landscape, rate: f64, momentum: f64, at: u64) -> State {
    State {
        rate,
        momentum,
        at,
        ..State::usual(landscape)
    }
}

fn is_near(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-12 * expected.abs().max(1.0)
}

#[test]
fn on_the_parabola_each_step_multiplies_w() {
    // w ← w − η·2w = (1 − 2η) w.
    for rate in [0.1, 0.5, 0.9, 1.1] {
        let walk = walk(&at(Landscape::Parabola, rate, 0.0, 12));
        for (step, place) in walk.places().iter().enumerate() {
            let w = 2.0 * (1.0 - 2.0 * rate).powi(step as i32);
            assert!(is_near(place.point[0], w), "{rate} {step}");
            assert!(is_near(place.cost, w * w) && is_near(place.gradient[0], 2.0 * w));
        }
    }
}

#[test]
fn in_the_ravine_each_direction_has_its_own_factor() {
    // x ← (1 − η) x and y ← (1 − 20 η) y.
    let walk = walk(&at(Landscape::Ravine, 0.09, 0.0, 20));
    for (step, place) in walk.places().iter().enumerate() {
        let [x, y] = place.point;
        assert!(is_near(x, 10.0 * 0.91_f64.powi(step as i32)));
        assert!(is_near(y, (-0.8_f64).powi(step as i32)));
    }
}

#[test]
fn momentum_follows_its_recurrence() {
    let walk = walk(&at(Landscape::Bowl, 0.1, 0.9, 15));
    let ([mut x, mut y], [mut u, mut v]) = ([4.0, 3.0], [0.0, 0.0]);
    for place in walk.places() {
        assert!(is_near(place.point[0], x) && is_near(place.point[1], y));
        (u, v) = (0.9 * u - 0.1 * x, 0.9 * v - 0.1 * y);
        (x, y) = (x + u, y + v);
    }
    assert_eq!(walk.steps(), 15);
}

#[test]
fn the_whole_walk_is_in_view() {
    for landscape in Landscape::ALL {
        for rate in [0.05, 0.2, 1.2, 10.0] {
            let walk = walk(&at(landscape, rate, 0.0, 40));
            let scale = numbers::scale(&walk);
            assert!(scale >= 1.0 && scale.log2().fract() == 0.0);
            let [(x0, x1), (y0, y1)] = numbers::limits(&walk, 0.6);
            assert!(x0 < x1 && y0 < y1, "{landscape:?}");
            let View {
                x: (low, high),
                reach,
            } = numbers::view(landscape);
            if scale == 1.0 && landscape.dimensions() == 1 {
                assert_eq!((x0, x1), (low, high));
            }
            for place in walk.places().iter().filter(|_| scale < 1e9) {
                let [x, y] = place.point;
                assert!(x0 <= x && x <= x1, "{landscape:?} {rate} {x}");
                assert!(landscape.dimensions() == 1 || y.abs() <= reach * scale);
            }
        }
    }
}

#[test]
fn a_surface_has_the_same_scale_along_both_axes() {
    for landscape in [Landscape::Ravine, Landscape::Bowl, Landscape::Saddle] {
        for aspect in [0.3, 0.7, 1.5] {
            let [(x0, x1), (y0, y1)] = numbers::limits(&walk(&State::usual(landscape)), aspect);
            assert!(is_near((y1 - y0) / (x1 - x0), aspect));
            assert!(is_near(y0, -y1) && y1 >= numbers::view(landscape).reach - 1e-9);
        }
    }
}

#[test]
fn a_grid_of_costs_has_the_landscapes_costs() {
    let costs = numbers::costs(Landscape::Ravine, [-2.0, 2.0], [-1.0, 1.0], [5, 3]);
    // ½ x² + 10 y², x = −2 … 2, y = 1, 0, −1.
    let row = [2.0, 0.5, 0.0, 0.5, 2.0];
    let expected: Vec<f64> = [10.0, 0.0, 10.0]
        .iter()
        .flat_map(|y| row.map(|x| x + y))
        .collect();
    assert_eq!(costs, expected);
    assert!(numbers::costs(Landscape::Bowl, [0.0, 1.0], [0.0, 1.0], [0, 4]).is_empty());
}

#[test]
fn a_curve_goes_from_end_to_end() {
    let points: Vec<[f64; 2]> = numbers::curve(Landscape::Parabola, (-1.0, 3.0)).collect();
    assert_eq!(
        (points[0], points[points.len() - 1]),
        ([-1.0, 1.0], [3.0, 9.0])
    );
    assert!(points.iter().all(|[w, cost]| is_near(*cost, w * w)));
}

#[test]
fn the_graph_of_costs_fits_its_points() {
    let costs = Costs::of(&walk(&State::default()));
    assert_eq!(
        (costs.points.as_slice(), costs.x),
        (&[(0.0, 4.0)][..], (0.0, 10.0))
    );
    assert!(is_near(costs.y.1, 4.24) && costs.decimals == 1);
    // With η = 1.1 the cost grows by 1.44 each step; from 10,000 on it is left out.
    let run_away = Costs::of(&walk(&at(Landscape::Parabola, 1.1, 0.0, 1_000)));
    assert!(run_away.points.iter().all(|(_, cost)| *cost < 10_000.0));
    assert_eq!(run_away.decimals, 0);
    let flat = Costs::of(&walk(&State {
        start: [0.0, 0.0],
        ..State::default()
    }));
    assert_eq!((flat.y, flat.decimals), ((0.0, 1e-9), 2));
}

#[test]
fn every_place_of_the_slider_has_its_own_rate() {
    let mut last = 0.0;
    let (low, high, step) = numbers::DIAL;
    for dial in (low..=high).step_by(step as usize) {
        let rate = numbers::rate_at(f64::from(dial));
        assert!(rate > last, "{dial} {rate}");
        assert!(
            (numbers::dial_of(rate) - f64::from(dial)).abs() <= 2.0,
            "{dial} {rate}"
        );
        last = rate;
    }
    for (dial, rate) in [
        (-400.0, 0.0001),
        (-100.0, 0.1),
        (-95.0, 0.11),
        (0.0, 1.0),
        (100.0, 10.0),
    ] {
        assert_eq!(numbers::rate_at(dial), rate);
    }
    assert_eq!(
        (numbers::rate_at(900.0), numbers::rate_at(-900.0)),
        (10.0, 0.0001)
    );
}

#[test]
fn steps_come_at_the_speed_and_never_all_at_once() {
    for (speed, per_second) in SPEEDS.iter().enumerate() {
        let state = State {
            speed,
            ..State::default()
        };
        assert_eq!(numbers::due(&state, 10_000.0), (per_second * 10.0) as u64);
        assert_eq!(numbers::due(&state, 0.0), 0);
    }
    assert_eq!(
        (numbers::steps_now(10, 4), numbers::steps_now(4, 10)),
        (6, 0)
    );
    assert_eq!(numbers::steps_now(1_000_000, 0), 16);
    let beyond = State {
        speed: 99,
        ..State::default()
    };
    assert_eq!(numbers::speed(&beyond), 1.0);
}

#[test]
fn a_start_keeps_to_its_range_in_hundredths() {
    let start = |landscape, point| numbers::start(landscape, point);
    assert_eq!(start(Landscape::Parabola, [1.2345, 9.0]), [1.23, 0.0]);
    assert_eq!(start(Landscape::Bowl, [1.2345, -9.876]), [1.23, -9.88]);
    assert_eq!(start(Landscape::Bowl, [50.0, -50.0]), [20.0, -20.0]);
    assert!(is_near(numbers::stride(Landscape::Parabola, false), 0.05));
    assert!(is_near(numbers::stride(Landscape::Parabola, true), 0.3));
}

#[test]
fn points_of_the_plane_go_there_and_back() {
    let limits = [(-3.0, 3.0), (0.0, 9.0)];
    for ratio in [1.0, 2.0, 3.0] {
        let canvas = [600.0 * ratio, 400.0 * ratio];
        let plane = Plane::new(canvas, ratio, |_| limits).unwrap();
        for point in [[-3.0, 0.0], [0.0, 4.5], [3.0, 9.0], [1.25, 2.0]] {
            let (x, y) = plane.at(point);
            let found = plane.point(x / canvas[0], y / canvas[1]);
            assert!(is_near(found[0], point[0]) && is_near(found[1], point[1]));
        }
        // Outside of the picture the nearest point counts.
        assert_eq!(plane.point(0.0, 0.0), [-3.0, 9.0]);
        assert_eq!(plane.point(1.0, 1.0), [3.0, 0.0]);
        let [across, upwards] = plane.marks();
        assert_eq!(across, [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0]);
        assert_eq!(upwards, [0.0, 2.0, 4.0, 6.0, 8.0]);
    }
    assert_eq!(Plane::new([60.0, 400.0], 1.0, |_| limits), None);
    assert_eq!(Plane::new([600.0, 40.0], 1.0, |_| limits), None);
}

#[test]
fn a_surface_is_dark_where_it_is_high_and_has_lines() {
    let white_and_black = [Rgb(255, 255, 255), Rgb(0, 0, 0)];
    let limits = [(-6.0, 6.0), (-4.0, 4.0)];
    let bytes = relief::pixels(Landscape::Bowl, limits, [60, 40], white_and_black);
    assert_eq!(bytes.len(), 60 * 40 * 4);
    let middle = bytes[(20 * 60 + 30) * 4];
    assert!(middle > 250 && bytes[0] < 170);
    assert!(
        bytes
            .chunks(4)
            .all(|pixel| pixel[3] == 255 && pixel[0] == pixel[1])
    );
    let fine = relief::pixels(Landscape::Bowl, limits, [600, 400], white_and_black);
    let row: Vec<u8> = fine[200 * 600 * 4..201 * 600 * 4]
        .chunks(4)
        .map(|pixel| pixel[0])
        .collect();
    // At (6, 0) C = 18, in the corner 26: from the middle to the edge the level, 14 √(C/26), passes 1 to 11.
    let dark = |some: &&[u8]| u32::from(some[4]) + 25 < u32::from(some[0].min(some[8]));
    let at: Vec<usize> = row[300..]
        .windows(9)
        .enumerate()
        .filter(|(_, some)| dark(some))
        .map(|(at, _)| at)
        .collect();
    let lines = at.windows(2).filter(|pair| pair[1] - pair[0] > 5).count() + 1;
    assert_eq!(lines, 11, "{at:?}");
    assert!(relief::pixels(Landscape::Bowl, limits, [0, 0], white_and_black).is_empty());
}

#[test]
fn large_pictures_are_computed_with_fewer_pixels() {
    assert_eq!(relief::size(600.0, 400.0), [600, 400]);
    let [columns, rows] = relief::size(3_000.0, 2_000.0);
    assert!(columns * rows <= 500_000 && columns * rows > 498_000);
    assert!((columns as f64 / rows as f64 - 1.5).abs() < 0.01);
}

#[test]
fn sentences_fit_the_walk() {
    let said = |state: &State| {
        let said = sentences::status(Language::English, &walk(state));
        said.replace('\u{a0}', " ")
    };
    let all = 1_000;
    for (state, beginning) in [
        (State::default(), "At the start: C = 4 and the slope is 4."),
        (at(Landscape::Parabola, 0.1, 0.0, 3), "Step 3: going down."),
        (
            at(Landscape::Parabola, 0.5, 0.0, all),
            "Gets there in one jump",
        ),
        (
            at(Landscape::Parabola, 0.1, 0.0, all),
            "Converges in 38 steps",
        ),
        (
            at(Landscape::Plateau, 0.5, 0.0, all),
            "Converges, but very slowly: it takes 351 steps",
        ),
        (
            at(Landscape::Parabola, 0.9, 0.0, 5),
            "Step 5: jumping from side to side, a little less",
        ),
        (
            at(Landscape::Parabola, 0.9, 0.0, all),
            "Converges while oscillating: 38 of its 38 steps",
        ),
        (
            at(Landscape::Parabola, 1.0, 0.0, all),
            "Does not converge: at step 1,000",
        ),
        (at(Landscape::Parabola, 1.1, 0.0, all), "Diverges"),
        (
            at(Landscape::TwoValleys, 0.1, 0.0, all),
            "Stops at step 35 in a local minimum",
        ),
        (at(Landscape::Ravine, 0.09, 0.5, all), "Converges"),
        (
            State {
                start: [0.0, 0.0],
                ..State::default()
            },
            "The slope at the start is 0",
        ),
        (
            State {
                start: [1.0, 0.0],
                at: all,
                ..at(Landscape::Saddle, 0.1, 0.0, all)
            },
            "Stops at step 66 at a saddle point",
        ),
        (
            State {
                epsilon: 1.0,
                at: all,
                ..State::usual(Landscape::Ravine)
            },
            "Stops at step",
        ),
        (
            State {
                iterations: 5,
                at: 5,
                ..State::default()
            },
            "Runs out of steps: at step 5",
        ),
    ] {
        let said = said(&state);
        assert!(said.starts_with(beginning), "{beginning}: {said}");
        assert!(!said.contains('{'), "{said}");
        let spanish = sentences::status(Language::Spanish, &walk(&state));
        assert!(spanish != said && !spanish.contains('{'));
    }
}

#[test]
fn vectors_have_as_many_numbers_as_there_are_parameters() {
    let said = |state: &State| {
        let said = sentences::vectors(Language::English, &walk(state));
        said.replace('\u{a0}', " ")
    };
    assert_eq!(
        said(&at(Landscape::Parabola, 0.1, 0.0, 1)),
        "Gradient 3.2; velocity −0.4"
    );
    let ravine = said(&at(Landscape::Ravine, 0.09, 0.0, 1));
    assert_eq!(ravine, "Gradient (9.1; −16); velocity (−0.9; −1.8)");
}

#[test]
fn links_bring_the_landscapes_walk_and_refuse_the_rest() {
    let read = |hash: &str| {
        let mut state = State::default();
        let refused = link::read(&mut state, "descent", hash);
        (state, refused.len())
    };
    // The landscape is read first, wherever it stands.
    let (state, refused) = read("#descent.rate=0.2&descent.surface=ravine");
    assert_eq!(
        (state.landscape, state.rate, refused),
        (Landscape::Ravine, 0.2, 0)
    );
    assert_eq!(state.start, [10.0, 1.0]);
    let (state, refused) = read("#descent.surface=bowl&descent.start=1&descent.at=7");
    assert_eq!((state.start, state.at, refused), ([4.0, 3.0], 7, 1));
    for entry in [
        "surface=hill",
        "rate=0",
        "rate=10.5",
        "momentum=1.01",
        "epsilon=-1",
        "start=21",
        "start=1,2",
        "iterations=0",
        "iterations=10001",
        "at=1001",
        "at=-1",
        "speed=8",
        "speed=1.5",
        "speed=",
    ] {
        assert_eq!(
            read(&format!("#descent.{entry}")),
            (State::default(), 1),
            "{entry}"
        );
    }
    let (state, refused) = read("#descent.iterations=20&descent.at=21");
    assert_eq!((state.iterations, state.at, refused), (20, 0, 1));
    let (state, _) = read("#descent.start=20&descent.rate=10&descent.momentum=1&descent.at=1000");
    assert!(walk(&state).place().cost > 0.0);
}
