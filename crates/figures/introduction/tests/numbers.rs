//! What the figures compute, against NumPy: `golden/figures.py` made the numbers.
#![allow(clippy::unwrap_used, clippy::panic)]

use redes_chapter_introduction::{
    dense,
    filter::{
        self,
        link::Pool,
        numbers::{Filled, GRID, moved},
    },
    lstm::{
        self,
        link::{EXAMPLES, Gate},
        numbers::{HIGH, bar, input_at, leaf, switched},
    },
};
use redes_core::layer::Padding;
use redes_shell::link::{self, Keyed};
use serde_json::Value;

/// The cases of a figure.
fn cases(figure: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("golden/figures.json")).unwrap();
    all[figure].as_array().unwrap().clone()
}

/// The state of a case's link, of which nothing is refused.
fn state<S: Keyed + Default>(figure: &str, case: &Value) -> S {
    let mut state = S::default();
    let refused = link::read(&mut state, figure, case["link"].as_str().unwrap());
    assert_eq!(refused, []);
    state
}

fn are_close(found: impl IntoIterator<Item = f64>, expected: &Value, name: &str) {
    let expected: Vec<f64> = expected
        .as_array()
        .unwrap()
        .iter()
        .map(|value| value.as_f64().unwrap())
        .collect();
    let found: Vec<f64> = found.into_iter().collect();
    assert_eq!(found.len(), expected.len(), "{name}");
    for (a, b) in found.iter().zip(&expected) {
        assert!((a - b).abs() <= 1e-12 * (1.0 + b.abs()), "{name}: {a}, {b}");
    }
}

#[test]
fn a_dense_layer_is_numpys() {
    for case in cases("dense") {
        let state: dense::link::State = state("dense", &case);
        let numbers = dense::numbers::Numbers::new(&state).unwrap();
        let name = case["link"].as_str().unwrap();
        let neurons = &numbers.neurons;
        are_close(neurons.iter().map(|neuron| neuron.z), &case["z"], name);
        are_close(neurons.iter().map(|neuron| neuron.a), &case["a"], name);
        let weights = (0..4).flat_map(|input| (0..3).map(move |unit| (input, unit)));
        let weights = weights.map(|(input, unit)| numbers.term(input, unit).unwrap().w);
        are_close(weights, &case["kernel"], name);
        assert!(neurons.iter().all(|neuron| neuron.bias == 0.0));
        assert!(numbers.term(4, 0).is_none() && numbers.term(0, 3).is_none());
    }
}

#[test]
fn maps_are_numpys() {
    for case in cases("filter") {
        let state: filter::link::State = state("filter", &case);
        let numbers = filter::numbers::Numbers::new(&state).unwrap();
        let name = case["link"].as_str().unwrap();
        assert_eq!(serde_json::json!(numbers.size()), case["size"], "{name}");
        are_close(numbers.map.iter().copied().step_by(7), &case["map"], name);
        let size = numbers.pooling.map_or([0, 0], |pooling| pooling.output());
        assert_eq!(serde_json::json!(size), case["pooled_size"], "{name}");
        let pooled = numbers.pooled.iter().copied().step_by(3);
        are_close(pooled, &case["pooled"], name);
        let most = numbers
            .map
            .iter()
            .fold(0.0_f64, |most, v| most.max(v.abs()));
        assert_eq!(numbers.greatest(), most);
    }
}

#[test]
fn cells_are_numpys() {
    for case in cases("lstm") {
        let state: lstm::link::State = state("lstm", &case);
        let numbers = lstm::numbers::Numbers::new(&state);
        let name = case["link"].as_str().unwrap();
        let steps = numbers.steps.iter();
        are_close(steps.clone().map(|step| step.g), &case["g"], name);
        are_close(steps.clone().map(|step| step.c), &case["c"], name);
        are_close(steps.map(|step| step.h), &case["h"], name);
        are_close(numbers.plain.iter().copied(), &case["plain"], name);
        for (shares, expected) in numbers.left.iter().zip(case["left"].as_array().unwrap()) {
            match shares {
                Some(shares) => are_close(shares.iter().copied(), expected, name),
                None => assert!(expected.is_null(), "{name}"),
            }
        }
    }
}

#[test]
fn there_is_nothing_before_the_first_step_and_after_the_last() {
    let numbers = lstm::numbers::Numbers::new(&lstm::link::State::default());
    assert_eq!((numbers.before(0).h, numbers.plain_before(0)), (0.0, 0.0));
    assert_eq!(numbers.before(3).c, numbers.step(2).c);
    assert_eq!(numbers.plain_before(3), numbers.plain(2));
    assert_eq!((numbers.step(8).c, numbers.plain(8)), (0.0, 0.0));
}

#[test]
fn bars_of_the_state_share_a_scale_from_one_on() {
    let mut numbers = lstm::numbers::Numbers::new(&lstm::link::State::default());
    assert_eq!(numbers.full_state(), 1.0);
    numbers.steps[4].c = -2.5;
    assert_eq!(numbers.full_state(), 2.5);
    let (up, down, none) = (bar(0.5, 1.0), bar(-2.5, 2.5), bar(0.0, 1.0));
    assert_eq!((up.top, up.length), (14.0, 14.0));
    assert_eq!((down.top, down.length), (HIGH / 2.0, HIGH / 2.0));
    assert_eq!((none.top, none.length), (HIGH / 2.0, 0.0));
}

#[test]
fn a_door_turns_from_across_its_pipe_to_along_it() {
    let is = |gate, level, expected: [f64; 4]| {
        let found = leaf(gate, level);
        let close = found
            .iter()
            .zip(expected)
            .all(|(a, b)| (a - b).abs() < 1e-12);
        assert!(close, "{found:?}");
    };
    is(Gate::Forget, 0.0, [13.0, 30.0, 13.0, 6.0]);
    is(Gate::Forget, 1.0, [13.0, 30.0, 37.0, 30.0]);
    is(Gate::Input, 0.0, [8.0, 11.0, 32.0, 11.0]);
    is(Gate::Output, 1.0, [8.0, 11.0, 8.0, 31.0]);
}

#[test]
fn the_pointer_sets_tenths_and_a_touch_opens_or_shuts() {
    assert_eq!([0.0, 0.27, 0.5, 1.0].map(input_at), [1.0, 0.5, 0.0, -1.0]);
    assert!(input_at(0.51).is_sign_positive());
    assert_eq!([0.0, 0.49, 0.5, 1.0].map(switched), [1.0, 1.0, 0.0, 0.0]);
}

#[test]
fn examples_keep_forget_and_leak_the_first_input() {
    let last = |name: &str| {
        let example = EXAMPLES
            .iter()
            .find(|example| example.name == name)
            .unwrap();
        let numbers = lstm::numbers::Numbers::new(&lstm::link::State::of(example, 7));
        numbers.left[1].as_ref().map(|shares| shares[7])
    };
    assert_eq!(last("remember"), Some(1.0));
    assert_eq!(last("forget"), Some(0.0));
    // 0.9 to the seventh.
    assert!(last("leak").is_some_and(|share| (share - 0.478_296_9).abs() < 1e-12));
}

#[test]
fn keys_move_the_window_and_stop_at_the_edges() {
    let size = [9, 7];
    let to = |key| moved([0, 6], key, size);
    assert_eq!(to("ArrowUp"), Some([0, 6]));
    assert_eq!(to("ArrowDown"), Some([1, 6]));
    assert_eq!(to("ArrowLeft"), Some([0, 5]));
    assert_eq!(to("ArrowRight"), Some([0, 6]));
    assert_eq!((to("Home"), to("End")), (Some([0, 0]), Some([0, 6])));
    assert_eq!((to("Tab"), to(" ")), (None, None));
    assert_eq!(moved([8, 0], "ArrowDown", size), Some([8, 0]));
    assert_eq!(moved([0, 0], "End", [0, 0]), Some([0, 0]));
}

#[test]
fn the_filter_fills_row_after_row_and_stops_where_the_map_is_complete() {
    let mut filled = Filled::complete([2, 3]);
    assert!(filled.is_complete() && filled.all() == 6);
    filled.restart();
    assert_eq!((filled.count(), filled.has([0, 0])), (1, true));
    assert_eq!(filled.advance([0, 0], 0), [0, 0]);
    assert_eq!(filled.advance([0, 0], 3), [1, 0]);
    assert_eq!((filled.count(), filled.has([1, 1])), (4, false));
    // The reader may have moved the window to the end: it goes on from the start.
    filled.fill([1, 2]);
    assert_eq!(filled.advance([1, 2], 1), [0, 0]);
    assert_eq!(filled.advance([0, 0], 100), [1, 1]);
    assert!(filled.is_complete());
    filled.fill([7, 7]);
    assert!(!filled.has([7, 7]));
    assert_eq!(Filled::complete([0, 0]).advance([0, 0], 2), [0, 0]);
}

#[test]
fn a_pooled_place_is_known_once_its_four_are() {
    let mut filled = Filled::complete([4, 5]);
    filled.restart();
    for at in [[0, 1], [1, 0]] {
        filled.fill(at);
        assert!(!filled.has_group([0, 0]));
    }
    filled.fill([1, 1]);
    assert!(filled.has_group([0, 0]) && !filled.has_group([0, 1]));
}

#[test]
fn a_place_of_the_map_has_its_group_but_for_odd_ends() {
    let numbers = |stride, padding, pool| {
        let state = filter::link::State {
            stride,
            padding,
            pool,
            ..Default::default()
        };
        filter::numbers::Numbers::new(&state).unwrap()
    };
    // 13 rows: the last has no partner.
    let odd = numbers(2, Padding::Valid, Pool::Max);
    assert_eq!(
        (odd.size(), odd.pooled_at([11, 3])),
        ([13, 13], Some([5, 1]))
    );
    assert_eq!(
        (odd.pooled_at([12, 3]), odd.pooled_at([3, 12])),
        (None, None)
    );
    let group = [[10, 2], [10, 3], [11, 2], [11, 3]].map(|at| odd.sum(at));
    let most = group.into_iter().fold(f64::MIN, f64::max);
    assert_eq!(odd.pooled_value([5, 1]), Some(most));
    let none = numbers(1, Padding::Valid, Pool::None);
    assert_eq!(
        (none.pooled_at([0, 0]), none.pooled_value([0, 0])),
        (None, None)
    );
    assert!(none.terms([26, 0]).is_empty() && none.sum([26, 0]) == 0.0);
}

#[test]
fn the_margin_is_covered_where_windows_reach_into_the_padding() {
    let covered = |stride, padding| {
        let state = filter::link::State {
            stride,
            padding,
            ..Default::default()
        };
        let numbers = filter::numbers::Numbers::new(&state).unwrap();
        let ends = [0, 1, GRID - 2, GRID - 1];
        (ends.map(|square| numbers.is_covered([square, 5])), numbers)
    };
    let (bare, numbers) = covered(1, Padding::Valid);
    assert_eq!(bare, [false, true, true, false]);
    assert_eq!(numbers.middle([0, 25]), [1, 26]);
    let (both, numbers) = covered(1, Padding::Same);
    assert_eq!(both, [true; 4]);
    assert_eq!(
        (numbers.middle([0, 27]), numbers.middle([5, 6])),
        ([0, 27], [5, 6])
    );
    // TensorFlow puts the odd zero at the end.
    assert_eq!(covered(2, Padding::Same).0, [false, true, true, true]);
}

#[test]
fn a_painted_pixel_is_ink_or_paper() {
    let state: filter::link::State = {
        let mut state = Default::default();
        assert_eq!(
            link::read(&mut state, "filter", "#filter.changes=0.-203"),
            []
        );
        state
    };
    let numbers = filter::numbers::Numbers::new(&state).unwrap();
    // samples::digit(7) has 185 in row 7, column 7.
    assert_eq!(
        (numbers.pixel([0, 0]), numbers.pixel([7, 7])),
        (Some(255.0), Some(0.0))
    );
    assert!(numbers.is_dark([0, 0]) && !numbers.is_dark([7, 7]));
    assert_eq!(
        (numbers.pixel([0, 28]), numbers.pixel([usize::MAX, 3])),
        (None, None)
    );
    assert!(!numbers.is_dark([28, 0]));
}
