//! What the figures compute, against NumPy (`golden/figures.py` made the numbers) and by hand.
#![allow(clippy::unwrap_used, clippy::panic)]

use redes_chapter_model::{
    activations::{self, link::REACH},
    lines::{
        self,
        link::{State, Weights},
        numbers::{Numbers, jumps},
    },
};
use redes_core::activation::Activation;
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

fn is_close(found: f64, expected: &Value) -> bool {
    let expected = expected.as_f64().unwrap();
    (found - expected).abs() <= 1e-12 * (1.0 + expected.abs())
}

#[test]
fn activations_and_their_derivatives_are_numpys() {
    for case in cases("activations") {
        let state: activations::link::State = state("activations", &case);
        let numbers = activations::numbers::Numbers::new(&state);
        assert!(is_close(numbers.value, &case["f"]), "{case}: {numbers:?}");
        assert!(is_close(numbers.slope, &case["slope"]), "{case}");
        assert_eq!(numbers.is_flat(), case["slope"].as_f64().unwrap() < 0.01);
        let corner = state.has_threshold() && state.z == state.u;
        assert_eq!(numbers.at_corner(state.z), corner, "{case}");
    }
}

#[test]
fn the_curves_go_through_the_point() {
    // At z = 0 and z = ±REACH the sigmoid's curve is f itself; its greatest slope is 1/4, tanh's is 1.
    let of = |kind| {
        activations::numbers::Numbers::new(&activations::link::State {
            kind,
            z: REACH,
            ..Default::default()
        })
    };
    for (kind, most) in [("sigmoid", 0.25), ("tanh", 1.0)] {
        let numbers = of(kind);
        let ends = numbers.f[0].last().unwrap();
        assert!((ends[1] - numbers.value).abs() < 1e-12);
        let slopes = numbers.derivative[0].iter().map(|point| point[1]);
        let greatest = slopes.fold(0.0, f64::max);
        assert!(greatest <= most && greatest > 0.998 * most, "{greatest}");
    }
}

#[test]
fn a_tangent_has_the_slope_of_its_point() {
    let mut state = activations::link::State::default();
    let numbers = activations::numbers::Numbers::new(&state);
    let [before, at, after] = numbers.tangent(state.z).unwrap();
    assert_eq!(at, [2.0, numbers.value]);
    let slope = (after[1] - before[1]) / (after[0] - before[0]);
    assert!((slope - numbers.slope).abs() < 1e-12);
    (state.kind, state.z, state.u) = ("relu", 1.0, 1.0);
    let numbers = activations::numbers::Numbers::new(&state);
    assert_eq!(numbers.tangent(1.0), None);
    assert_eq!(
        numbers.jump().map(|corner| (corner.left, corner.right)),
        Some((0.0, 1.0))
    );
}

#[test]
fn five_layers_multiply_the_slope_five_times() {
    let numbers = activations::numbers::Numbers {
        slope: 0.5,
        ..Default::default()
    };
    assert_eq!(
        [1, 5].map(|layers| numbers.through(layers)),
        [0.5, 0.031_25]
    );
}

#[test]
fn planes_hold_their_curves() {
    for kind in activations::link::KINDS {
        let numbers = activations::numbers::Numbers::new(&activations::link::State {
            kind,
            u: -3.0,
            ..Default::default()
        });
        let planes = [
            activations::numbers::plane(kind),
            activations::numbers::slope_plane(),
        ];
        for (curve, plane) in [&numbers.f, &numbers.derivative].into_iter().zip(planes) {
            assert_eq!(plane.x, [-REACH, REACH]);
            for [z, y] in curve.iter().flatten() {
                assert!((plane.x[0]..=plane.x[1]).contains(z), "{kind} {z}");
                assert!((plane.y[0]..=plane.y[1]).contains(y), "{kind} {y}");
            }
        }
    }
}

#[test]
fn drawn_stacks_are_numpys() {
    for case in cases("lines") {
        let state: State = state("lines", &case);
        let mut numbers = Numbers::new(&state).unwrap();
        let flat = |rows: &Value| -> Vec<Value> {
            let rows = rows.as_array().unwrap().iter();
            rows.flat_map(|row| row.as_array().unwrap().clone())
                .collect()
        };
        let weights = numbers
            .layers()
            .iter()
            .flat_map(|l| l.kernel().iter().chain(l.bias()));
        let weights: Vec<f64> = weights.copied().collect();
        let expected = flat(&case["weights"]);
        assert_eq!(
            (weights.len(), numbers.parameters()),
            (expected.len(), expected.len())
        );
        assert!(
            weights.iter().zip(&expected).all(|(a, b)| is_close(*a, b)),
            "{case}"
        );
        let outputs: Vec<f64> = numbers.outputs.concat();
        let expected = flat(&case["outputs"]);
        assert_eq!(outputs.len(), expected.len());
        assert!(
            outputs.iter().zip(&expected).all(|(a, b)| is_close(*a, b)),
            "{case}"
        );
        let line = numbers.line().unwrap();
        assert!(is_close(line.slope, &case["line"][0]) && is_close(line.height, &case["line"][1]));
        let before = numbers.outputs.clone();
        numbers.move_to(0.125).unwrap();
        numbers.move_to(state.x).unwrap();
        assert_eq!(numbers.outputs, before);
    }
}

/// A stack with ReLU, or another activation, and weights that have a name.
fn named(weights: Weights, activation: Activation) -> Numbers {
    let mut state = State {
        activation,
        ..State::default()
    };
    state.take(weights);
    Numbers::new(&state).unwrap()
}

#[test]
fn two_neurons_are_the_absolute_value_and_three_a_tent() {
    let mut absolute = named(Weights::Absolute, Activation::RELU);
    let mut tent = named(Weights::Tent, Activation::RELU);
    for tenth in -30..=30 {
        let x = f64::from(tenth) / 10.0;
        absolute.move_to(x).unwrap();
        tent.move_to(x).unwrap();
        assert_eq!(absolute.output(), x.abs());
        let height = (1.0 - (x - 1.0).abs()).max(0.0);
        assert!((tent.output() - height).abs() < 1e-12, "{x}");
        for numbers in [&absolute, &tent] {
            let line = numbers.piece_at(x).unwrap().lines[0];
            assert!((line.at(x) - numbers.output()).abs() < 1e-12, "{x}");
        }
    }
    assert_eq!(absolute.bends(), [[0.0, 0.0, 0.0]]);
    assert!(!tent.bends().into_iter().any(jumps));
}

#[test]
fn steps_jump_and_smooth_activations_have_no_pieces() {
    let torn = named(Weights::Absolute, Activation::Step { threshold: 0.0 });
    // [x > 0] + [−x > 0] is 1 but at 0.
    let bends = torn.bends();
    assert!(bends.iter().all(|[x, ..]| *x == 0.0), "{bends:?}");
    let chain = named(Weights::Chain, Activation::Step { threshold: 0.0 });
    // u = 2x + 1 > 0 from x = −1/2 on; v = −3·[u > 0] + 4 falls from 4 to 1.
    let [[x, left, right]] = chain.bends()[..] else {
        panic!("{:?}", chain.bends());
    };
    assert_eq!((x, left, right), (-0.5, 4.0, 1.0));
    assert!(jumps([x, left, right]) && !jumps([x, 1.0, 1.0 + 1e-9]));
    for smooth in [Activation::Sigmoid, Activation::Tanh] {
        let numbers = named(Weights::Tent, smooth);
        assert!(numbers.pieces.is_none() && numbers.bends().is_empty());
        assert!(numbers.piece_at(0.0).is_none());
        let points = &numbers.curves[1][0][0];
        assert_eq!(
            (points.len(), points[0][0], points[240][0]),
            (241, -3.0, 3.0)
        );
    }
}

#[test]
fn sizes_that_no_link_has_are_errors() {
    for (layers, width) in [(0, 4), (3, 0)] {
        let state = State {
            layers,
            width,
            weights: Weights::Drawn,
            ..State::default()
        };
        assert!(Numbers::new(&state).is_err(), "{layers} {width}");
    }
}

#[test]
fn layers_and_weights_that_do_not_fit_are_refused_by_name() {
    let read = |hash: &str| {
        let mut state = State::default();
        let refused = link::read(&mut state, "lines", hash);
        (
            state,
            refused.iter().map(|entry| entry.key).collect::<Vec<_>>(),
        )
    };
    // The weights are read first, wherever they stand.
    let (state, refused) = read("#lines.layers=3&lines.weights=tent");
    assert_eq!((state.layers, refused), (2, vec!["layers"]));
    let (state, refused) = read("#lines.layers=3&lines.seed=9&lines.weights=drawn");
    assert_eq!(
        (state.layers, state.weights, refused),
        (3, Weights::Drawn, vec![])
    );
    // A refused seed still speaks of drawn weights.
    let (state, refused) = read("#lines.seed=-1");
    assert_eq!(
        (state.weights, state.seed, refused),
        (Weights::Drawn, 5, vec!["seed"])
    );
    let mut shown = activations::link::State::default();
    let refused = link::read(
        &mut shown,
        "activations",
        "#activations.z=6.005&activations.u=-3,004",
    );
    assert_eq!(refused.len(), 2);
    assert_eq!(shown, activations::link::State::default());
}

#[test]
fn a_stack_is_linear_without_an_activation_between_its_layers() {
    let mut state = lines::link::State::default();
    assert!(state.is_linear());
    state.activation = Activation::Tanh;
    assert!(!state.is_linear());
    state.stack(1);
    assert!(state.is_linear());
}
