//! The playground's programs in Python, text by text, and the engine's numbers, which `www/listings/test_playground.py`
//! compares with what the programs find.
//!
//! With `REDES_WRITE=1` the test writes the files of `golden/listings` instead of comparing them.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::{fs, path::PathBuf};

use redes_experiment::{
    Data, Experiment,
    playground::{
        Change, Cost, Event, Hidden, Kind, Playground, PlaygroundSetup, Points, Rule, Shape, Start,
        listing,
    },
};
use serde::Serialize;

fn hidden(units: &[u32], activation: Kind) -> Vec<Hidden> {
    let layer = |&units| Hidden { units, activation };
    units.iter().map(layer).collect()
}

fn drawn(shape: Shape, samples: u32, noise: f64, balance: f64) -> Points {
    Points::Drawn {
        shape,
        samples,
        noise,
        balance,
    }
}

/// The thesis's circles, for fewer steps: rounding grows in the course of a training.
fn thesis() -> PlaygroundSetup {
    PlaygroundSetup {
        seed: 7,
        points: drawn(Shape::Circles, 500, 0.05, 0.5),
        test: 0.0,
        layers: hidden(&[4, 8], Kind::Sigmoid),
        initializer: Start::Thesis,
        optimizer: Rule::Thesis,
        loss: Cost::Thesis,
        batch: 0,
        rate: 0.05,
        l1: 0.0,
        l2: 0.0,
        dropout: 0.0,
        steps: 100,
        below: 0.0,
        patience: 0,
        events: Vec::new(),
    }
}

/// Setups that together have every shape, start, rule, loss, activation, penalty, change and reason to end.
fn cases() -> Vec<(&'static str, PlaygroundSetup)> {
    let event = |step, change| Event { step, change };
    let parameter = |index, value| Change::Parameter { index, value };
    vec![
        ("circles", thesis()),
        (
            "moons",
            PlaygroundSetup {
                seed: 1,
                points: drawn(Shape::Moons, 90, 0.1, 0.4),
                test: 0.3,
                layers: hidden(&[6, 5], Kind::Tanh),
                initializer: Start::Glorot,
                optimizer: Rule::Adam,
                loss: Cost::CrossEntropy,
                batch: 16,
                rate: 0.02,
                l1: 0.0005,
                l2: 0.001,
                events: vec![
                    event(0, Change::Rate(0.03)),
                    event(30, parameter(3, -1.25)),
                    event(30, parameter(14, 0.5)),
                    event(45, Change::Rate(0.01)),
                    event(70, parameter(58, 0.125)),
                ],
                steps: 70,
                ..thesis()
            },
        ),
        (
            "xor",
            PlaygroundSetup {
                seed: 2,
                points: drawn(Shape::Xor, 120, 0.02, 0.5),
                test: 0.25,
                layers: hidden(&[8], Kind::Relu),
                initializer: Start::He,
                optimizer: Rule::Momentum,
                loss: Cost::Square,
                rate: 0.1,
                below: 0.1,
                l2: 0.0001,
                steps: 400,
                ..thesis()
            },
        ),
        (
            "spiral",
            PlaygroundSetup {
                seed: u32::MAX,
                points: drawn(Shape::Spiral, 100, 0.0, 0.5),
                test: 0.2,
                layers: hidden(&[16, 8], Kind::Leaky),
                initializer: Start::He,
                optimizer: Rule::Adam,
                loss: Cost::Square,
                batch: 20,
                rate: 0.01,
                dropout: 0.2,
                patience: 4,
                steps: 60,
                ..thesis()
            },
        ),
        (
            "gaussians",
            PlaygroundSetup {
                seed: 4,
                points: drawn(Shape::Gaussians, 70, 0.15, 0.5),
                layers: hidden(&[3], Kind::Tanh),
                batch: 32,
                rate: 0.02,
                steps: 50,
                ..thesis()
            },
        ),
        (
            "plane",
            PlaygroundSetup {
                seed: 5,
                points: drawn(Shape::Plane, 80, 0.05, 0.5),
                test: 0.5,
                layers: hidden(&[4, 2], Kind::Identity),
                initializer: Start::Glorot,
                optimizer: Rule::Descent,
                loss: Cost::Square,
                rate: 0.1,
                batch: 40,
                patience: 2,
                l1: 0.01,
                steps: 300,
                ..thesis()
            },
        ),
        (
            "line",
            PlaygroundSetup {
                seed: 6,
                points: drawn(Shape::Line, 60, 0.0, 0.25),
                layers: Vec::new(),
                initializer: Start::Zeros,
                optimizer: Rule::Descent,
                loss: Cost::CrossEntropy,
                rate: 1.0,
                steps: 100,
                ..thesis()
            },
        ),
        (
            "own",
            PlaygroundSetup {
                points: Points::Own(vec![
                    [0.5, 0.25, 2.0],
                    [-0.5, 1.0, -1.0],
                    [1.0, -1.0, 0.5],
                    [0.0, 1e-7, 1.0],
                ]),
                test: 0.5,
                layers: hidden(&[2], Kind::Tanh),
                rate: 0.1,
                ..thesis()
            },
        ),
    ]
}

/// What the engine finds, as decimals that are read as the same numbers.
#[derive(Serialize)]
struct Numbers {
    name: &'static str,
    steps: u64,
    parameters: Vec<f64>,
    /// Loss and accuracy.
    train: [f64; 2],
    test: Option<[f64; 2]>,
    /// Whether Keras draws what it leaves out itself.
    dropout: bool,
}

fn numbers(name: &'static str, setup: &PlaygroundSetup) -> Numbers {
    let mut experiment = Playground::new(setup, &Data::default()).unwrap();
    while !experiment.finished() {
        experiment.step(0.0).unwrap();
    }
    let (body, blocks) = experiment.state(true, 0.0).unwrap();
    Numbers {
        name,
        steps: body.iteration,
        parameters: blocks[3].f64().to_vec(),
        train: [body.train.loss, body.train.accuracy],
        test: body.test.map(|score| [score.loss, score.accuracy]),
        dropout: setup.dropout > 0.0,
    }
}

/// Compares a text with its file, or writes the file.
fn hold(name: &str, text: &str) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/listings");
    let path = folder.join(name);
    if std::env::var_os("REDES_WRITE").is_some() {
        fs::write(&path, text).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{name} is another now:\n{text}");
}

#[test]
fn programs_and_numbers_are_those_that_python_has_run() {
    let mut all = Vec::new();
    for (name, setup) in cases() {
        let spanish = name == "circles";
        hold(
            &format!("{name}_numpy.py"),
            &listing::numpy(&setup, spanish),
        );
        hold(
            &format!("{name}_keras.py"),
            &listing::keras(&setup, spanish),
        );
        all.push(numbers(name, &setup));
    }
    let rows: Vec<String> = all
        .iter()
        .map(|numbers| serde_json::to_string(numbers).unwrap())
        .collect();
    hold("numbers.json", &format!("[\n{}\n]\n", rows.join(",\n")));
}

/// The early ends are reached, so that the programs' own rules are tested.
#[test]
fn some_cases_end_early() {
    for (name, setup) in cases() {
        let early = numbers(name, &setup).steps < setup.steps;
        assert_eq!(early, ["xor", "spiral", "plane"].contains(&name), "{name}");
    }
}
