//! The worked example of the chapter on learning, to the digits that it prints, and against the network's own machinery.
#![allow(clippy::unwrap_used, missing_docs)]

use ndarray::Array2;
use redes_core::Error;
use redes_core::activation::Activation;
use redes_core::gradient_check::gradient_check;
use redes_core::loss::Loss;
use redes_core::network::{Architecture, LayerConfig, Network};
use redes_lessons::backprop_trace::{LIMIT, Trace, WorkedExample};

const WIDTHS: [usize; 3] = [2, 2, 1];
const PARAMETERS: [f64; 9] = [0.4, -0.6, 0.2, 0.8, 0.1, -0.1, 0.5, -0.7, 0.2];
const FUNCTIONS: [Activation; 4] = [
    Activation::Sigmoid,
    Activation::Tanh,
    Activation::RELU,
    Activation::Identity,
];

fn worked(activation: Activation, x: [f64; 2], y: f64, parameters: &[f64]) -> WorkedExample {
    WorkedExample::new(&WIDTHS, activation, &x, &[y], parameters).unwrap()
}

fn example() -> WorkedExample {
    worked(Activation::Sigmoid, [1.0, 0.5], 1.0, &PARAMETERS)
}

/// Equal when rounded to four decimals, as the chapter prints.
fn assert_prints(found: &[f64], printed: &[f64]) {
    assert_eq!(found.len(), printed.len());
    for (found, printed) in found.iter().zip(printed) {
        let near = (found - printed).abs() <= 0.5e-4 + 1e-12;
        assert!(near, "{found} is not printed {printed}");
    }
}

fn answer(trace: &Trace) -> f64 {
    trace.layers[1].a[0]
}

#[test]
fn every_number_of_the_chapter() {
    let trace = example().trace().unwrap();
    let [hidden, output] = &trace.layers[..] else {
        unreachable!()
    };
    assert_prints(&hidden.z, &[0.6, -0.3]);
    assert_prints(&hidden.a, &[0.6457, 0.4256]);
    assert_prints(&output.z, &[0.2249]);
    assert_prints(&output.a, &[0.5560]);
    assert_prints(&[trace.cost], &[0.1971]);
    assert_prints(&output.blame, &[-0.8880]);
    assert_prints(&output.slope, &[0.2469]);
    assert_prints(&output.delta, &[-0.2192]);
    assert_prints(&hidden.blame, &[-0.1096, 0.1535]);
    assert_prints(&hidden.slope, &[0.2288, 0.2445]);
    assert_prints(&hidden.delta, &[-0.0251, 0.0375]);
    let gradients = [
        -0.0251, 0.0375, -0.0125, 0.0188, -0.0251, 0.0375, -0.1415, -0.0933, -0.2192,
    ];
    assert_prints(&trace.gradients(), &gradients);
    assert_prints(&[trace.steepness()], &[0.0814]);
    assert_eq!(trace.parameters(), PARAMETERS);
}

#[test]
fn the_chapters_steps() {
    let mut walk = example();
    let first = walk.trace().unwrap();
    assert_eq!(walk.descend(0.5, 1).unwrap(), 1);
    let after = [
        0.4125, -0.6188, 0.2063, 0.7906, 0.1125, -0.1188, 0.5708, -0.6534, 0.3096,
    ];
    assert_prints(walk.parameters(), &after);
    let second = walk.trace().unwrap();
    assert_prints(&[answer(&second), second.cost], &[0.6012, 0.1590]);
    assert_prints(&[first.cost - second.cost], &[0.0381]);
    let mut done = 1;
    for (steps, printed) in [(10, 0.793), (100, 0.942), (1000, 0.983)] {
        walk.descend(0.5, steps - done).unwrap();
        done = steps;
        let answer = answer(&walk.trace().unwrap());
        assert!((answer - printed).abs() < 0.0005, "{steps}: {answer}");
    }
}

#[test]
fn the_chapters_check() {
    let mut walk = example();
    let gradient = walk.trace().unwrap().gradients()[0];
    let found = walk.differences(1e-4).unwrap()[0];
    assert_eq!(
        format!("{:.8} {:.8}", found.up, found.down),
        "0.19713477 0.19713978"
    );
    assert!((found.quotient - gradient).abs() < 0.5e-10);
    // The question on h: small is good, too small is worse than large.
    let mut error = |h: f64| (walk.differences(h).unwrap()[0].quotient - gradient).abs();
    assert!((error(0.1) - 1.3e-5).abs() < 0.05e-5);
    assert!((error(1e-3) - 1.3e-9).abs() < 0.05e-9);
    assert!(error(1e-5) < 1e-11);
    assert!(error(1e-14) > error(0.1));
}

#[test]
fn the_chapters_questions() {
    // The first input is 0.
    let trace = worked(Activation::Sigmoid, [0.0, 0.5], 1.0, &PARAMETERS)
        .trace()
        .unwrap();
    let gradients = trace.gradients();
    assert!((answer(&trace) - 0.518).abs() < 0.0005);
    assert_eq!(gradients[..2], [0.0, 0.0]);
    assert!(gradients[2..].iter().all(|g| *g != 0.0));
    // Two neurons alike.
    let alike = [0.4, 0.4, 0.2, 0.2, 0.1, 0.1, 0.5, 0.5, 0.2];
    let mut walk = worked(Activation::Sigmoid, [1.0, 0.5], 1.0, &alike);
    assert_prints(&walk.trace().unwrap().layers[0].delta, &[-0.0144, -0.0144]);
    walk.descend(0.5, 1).unwrap();
    let w = walk.parameters();
    assert_eq!([w[0], w[2], w[4], w[6]], [w[1], w[3], w[5], w[7]]);
    // Saturated.
    let mut saturated = PARAMETERS;
    saturated[8] = 6.0;
    let trace = worked(Activation::Sigmoid, [1.0, 0.5], 0.0, &saturated)
        .trace()
        .unwrap();
    assert_prints(&[answer(&trace)], &[0.9976]);
    assert!((trace.cost - 0.995).abs() < 0.0005);
    assert_prints(&trace.layers[1].slope, &[0.0024]);
    assert_prints(&trace.layers[1].delta, &[0.0048]);
    // ReLU: the second hidden neuron is off.
    let trace = worked(Activation::RELU, [1.0, 0.5], 1.0, &PARAMETERS)
        .trace()
        .unwrap();
    let still: Vec<usize> = (0..9).filter(|i| trace.gradients()[*i] == 0.0).collect();
    assert_eq!(still, [1, 3, 5, 7]);
}

#[test]
fn the_numbers_are_the_networks() {
    for activation in FUNCTIONS {
        let mut walk = worked(activation, [0.7, -1.3], 0.25, &PARAMETERS);
        let trace = walk.trace().unwrap();
        for layer in &trace.layers {
            for unit in 0..layer.a.len() {
                assert_eq!(layer.a[unit], activation.value(layer.z[unit]));
                let delta = layer.blame[unit] * layer.slope[unit];
                assert!((layer.delta[unit] - delta).abs() < 1e-15, "{activation:?}");
            }
            for (input, x) in layer.x.iter().enumerate() {
                for (unit, delta) in layer.delta.iter().enumerate() {
                    let at = input * layer.delta.len() + unit;
                    assert!((layer.kernel_gradient[at] - x * delta).abs() < 1e-15);
                }
            }
        }
        assert_eq!(trace.layers[1].x, trace.layers[0].a);
        let differences = walk.differences(1e-5).unwrap();
        for (found, gradient) in differences.iter().zip(trace.gradients()) {
            assert!((found.quotient - gradient).abs() < 1e-9, "{activation:?}");
        }
        assert_eq!(walk.parameters(), PARAMETERS);
    }
}

#[test]
fn deltas_add_up_over_the_next_layer() {
    let widths = [3, 4, 3, 2];
    let count: usize = widths.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum();
    let parameters: Vec<f64> = (0..count)
        .map(|i| ((i * 7 % 11) as f64 - 5.0) / 6.0)
        .collect();
    let (x, y) = ([0.3, -0.8, 1.1], [0.2, 0.9]);
    let mut walk = WorkedExample::new(&widths, Activation::Tanh, &x, &y, &parameters).unwrap();
    let trace = walk.trace().unwrap();
    assert_eq!(trace.parameters(), parameters);
    for layer in &trace.layers {
        for unit in 0..layer.a.len() {
            let delta = layer.blame[unit] * layer.slope[unit];
            assert!((layer.delta[unit] - delta).abs() < 1e-15);
        }
    }
    // The same network, checked by the crate's own check.
    let dense = |&units| LayerConfig::Dense {
        units,
        activation: Activation::Tanh,
        bias: true,
    };
    let architecture = Architecture {
        name: "check".into(),
        input: vec![3],
        layers: widths[1..].iter().map(dense).collect(),
    };
    let mut network = Network::<f64>::new(&architecture, 1).unwrap();
    network.parameters_mut().copy_from_slice(&parameters);
    let (x, y) = (
        Array2::from_shape_vec((1, 3), x.to_vec()).unwrap(),
        Array2::from_shape_vec((1, 2), y.to_vec()).unwrap(),
    );
    let check =
        gradient_check(&mut network, x.view(), y.view(), Loss::QuadraticMean, 1e-5).unwrap();
    assert!(check.max_relative_error < 1e-7);
    assert_eq!(network.gradients(), trace.gradients());
}

#[test]
fn a_descent_that_runs_away_stops_before_it_does() {
    let mut walk = worked(Activation::Identity, [10.0, 10.0], 1.0, &PARAMETERS);
    let done = walk.descend(1.0, 100).unwrap();
    assert!(done < 100);
    assert!(walk.parameters().iter().all(|w| w.abs() <= LIMIT));
    assert!(walk.trace().unwrap().cost.is_finite());
    assert!(walk.descend(f64::NAN, 1).is_err());
    assert!(walk.descend(-1.0, 1).is_err());
}

#[test]
fn misfits_are_errors() {
    let new = |x: &[f64], y: &[f64], w: &[f64]| {
        WorkedExample::new(&WIDTHS, Activation::Sigmoid, x, y, w).err()
    };
    let shape = |error: Option<Error>| matches!(error, Some(Error::Shape { .. }));
    assert!(shape(new(&[1.0], &[1.0], &PARAMETERS)));
    assert!(shape(new(&[1.0, 0.5], &[], &PARAMETERS)));
    assert!(shape(new(&[1.0, 0.5], &[1.0], &PARAMETERS[1..])));
    assert!(WorkedExample::new(&[], Activation::Sigmoid, &[], &[], &[]).is_err());
    for h in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(example().differences(h).is_err());
    }
}
