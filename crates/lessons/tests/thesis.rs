//! The thesis's printed numbers (§2), and its recipes at their edges.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ndarray::{Array2, aview2};
use redes_core::Error;
use redes_core::activation::Activation;
use redes_core::rng::RandomState;
use redes_core::train::{Samples, StopReason};
use redes_lessons::thesis::digits::Case;
use redes_lessons::thesis::{circles, digits, perceptron};

#[test]
fn the_perceptron_prints_every_digit() {
    let samples = perceptron::samples();
    let iterations = perceptron::ITERATIONS;
    let mut trainer = perceptron::trainer(perceptron::SEED, &samples, iterations).unwrap();
    // NumPy prints at most eight decimals.
    let printed =
        |weights: &[f64]| -> Vec<String> { weights.iter().map(|w| format!("{w:.8}")).collect() };
    assert_eq!(
        printed(trainer.network().parameters()),
        ["-0.16595599", "0.44064899", "-0.99977125"]
    );
    let mut last = None;
    while trainer.finished().is_none() {
        last = Some(trainer.step(&samples).unwrap());
    }
    assert_eq!(
        printed(trainer.network().parameters()),
        ["9.67299303", "-0.20784350", "-4.62963669"]
    );
    let new = aview2(&[perceptron::NEW_INPUT]).to_owned();
    let answer = trainer.predict(new.view()).unwrap();
    assert_eq!(printed(answer.as_slice().unwrap()), ["0.99993704"]);

    assert_eq!(last.unwrap().stopped, Some(StopReason::Iterations));
    assert_eq!(last.unwrap().running_accuracy, 1.0);
    assert_eq!(trainer.iteration(), 10_000);
    assert_eq!(trainer.history().len(), 10_000);
    assert_eq!(trainer.step(&samples), Err(Error::Finished));
}

/// Four points on a circle, four inside.
fn points() -> Samples<f64> {
    let inputs = [
        [1.0, 0.0],
        [0.0, 1.0],
        [-1.0, 0.0],
        [0.0, -1.0],
        [0.5, 0.0],
        [0.0, 0.5],
        [-0.5, 0.0],
        [0.0, -0.5],
    ];
    let targets = Array2::from_shape_fn((8, 1), |(i, _)| f64::from(i >= 4));
    Samples::new(aview2(&inputs).to_owned(), targets).unwrap()
}

#[test]
fn circles_draw_biases_before_weights() {
    let config = circles::CirclesConfig::default();
    let mut rng = RandomState::new(9);
    let trainer = circles::trainer(&config, &points(), &mut rng).unwrap();
    let network = trainer.network();
    let mut rng = RandomState::new(9);
    for layer in 0..3 {
        for name in ["bias", "kernel"] {
            let mut blocks = network.parameter_blocks().iter();
            let block = blocks
                .find(|block| block.layer == layer && block.name.ends_with(name))
                .unwrap();
            for &value in &network.parameters()[block.range.clone()] {
                assert_eq!(value, 2.0 * rng.random_sample() - 1.0, "{}", block.name);
            }
        }
    }
}

#[test]
fn circles_as_printed_move_the_first_layer_only() {
    for (listing, moving) in [
        (circles::Listing::AsPrinted, 1),
        (circles::Listing::AsMeant, 3),
    ] {
        let config = circles::CirclesConfig {
            listing,
            ..Default::default()
        };
        let samples = points();
        let mut trainer = circles::trainer(&config, &samples, &mut RandomState::new(0)).unwrap();
        let before = trainer.network().parameters().to_vec();
        let step = trainer.step(&samples).unwrap();
        for block in trainer.network().parameter_blocks() {
            let range = block.range.clone();
            let moved = trainer.network().parameters()[range.clone()] != before[range];
            assert_eq!(moved, block.layer < moving, "{listing:?} {}", block.name);
        }
        let mean = circles::mean_cost(step.loss, 8);
        assert!((mean - step.loss / 4.0).abs() < 1e-15);
    }
}

#[test]
fn absurd_circles_are_errors() {
    let trainer = |hidden: Vec<usize>, learning_rate| {
        let config = circles::CirclesConfig {
            hidden,
            learning_rate,
            ..Default::default()
        };
        circles::trainer(&config, &points(), &mut RandomState::new(0))
    };
    assert!(trainer(vec![], 0.05).is_ok());
    for hidden in [vec![0], vec![usize::MAX], vec![1 << 20, 1 << 20]] {
        let result = trainer(hidden, 0.05);
        assert!(matches!(result, Err(Error::InvalidParameter { .. })));
    }
    for rate in [f64::NAN, f64::INFINITY, -1.0] {
        let result = trainer(vec![4], rate);
        assert!(matches!(result, Err(Error::InvalidParameter { .. })));
    }
    let nothing = Samples::new(Array2::zeros((0, 2)), Array2::zeros((0, 1))).unwrap();
    let config = circles::CirclesConfig::default();
    assert!(circles::trainer(&config, &nothing, &mut RandomState::new(0)).is_err());
}

#[test]
fn an_absurd_rate_diverges_and_says_so() {
    let config = circles::CirclesConfig {
        learning_rate: 1e300,
        activation: Activation::RELU,
        ..Default::default()
    };
    let samples = points();
    let mut trainer = circles::trainer(&config, &samples, &mut RandomState::new(1)).unwrap();
    let error = loop {
        match trainer.step(&samples) {
            Ok(step) => assert!(step.stopped.is_none(), "should diverge"),
            Err(error) => break error,
        }
    };
    let Error::Diverged { iteration } = error else {
        panic!("{error}");
    };
    assert_eq!(iteration, trainer.iteration() + 1);
    assert!(error.to_string().contains("not finite"));
    // It can still be looked into, and stays diverged.
    assert_eq!(trainer.step(&samples), Err(error));
    assert_eq!(trainer.history().len() as u64, trainer.iteration());
    assert_eq!(trainer.network().parameters().len(), 61);
}

#[test]
fn the_digits_have_kerass_names_and_numbers() {
    for case in Case::ALL {
        assert_eq!(case.to_string().parse(), Ok(case));
        let options = digits::TrainOptions::default();
        let trainer = digits::trainer(case, 60_000, options).unwrap();
        assert_eq!(trainer.batches_per_epoch(), 1875);
        let network = trainer.network();
        let names: Vec<&str> = network
            .parameter_blocks()
            .iter()
            .map(|block| block.name.as_str())
            .collect();
        assert_eq!(
            names,
            [
                "dense/kernel",
                "dense/bias",
                "dense_1/kernel",
                "dense_1/bias",
                "dense_2/kernel",
                "dense_2/bias"
            ]
        );
        assert_eq!(network.parameters().len(), 118_282);
    }
    assert!("2.0".parse::<Case>().is_err());
}

/// Printed by Keras 3.15's `model.summary()` for the same layers.
const SUMMARY: &str = r#"Model: "digits-1.0"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
│ flatten (Flatten)               │ (None, 784)            │             0 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ dense (Dense)                   │ (None, 128)            │       100,480 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ dense_1 (Dense)                 │ (None, 128)            │        16,512 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ dense_2 (Dense)                 │ (None, 10)             │         1,290 │
└─────────────────────────────────┴────────────────────────┴───────────────┘
 Total params: 118,282 (462.04 KB)
 Trainable params: 118,282 (462.04 KB)
 Non-trainable params: 0 (0.00 B)
"#;

#[test]
fn the_summary_is_kerass() {
    let trainer = digits::trainer(Case::Case10, 32, digits::TrainOptions::default()).unwrap();
    assert_eq!(trainer.network().summary().to_string(), SUMMARY);
}

#[test]
fn digits_at_their_edges() {
    let options = digits::TrainOptions::default();
    assert!(digits::trainer(Case::Case10, 0, options).is_err());
    let nothing = digits::TrainOptions {
        batch_size: 0,
        ..options
    };
    assert!(digits::trainer(Case::Case10, 10, nothing).is_err());
    let no_epochs = digits::TrainOptions {
        epochs: 0,
        ..options
    };
    let trainer = digits::trainer(Case::Case11, 10, no_epochs).unwrap();
    assert_eq!(trainer.finished(), Some(StopReason::Epochs));
}

#[test]
fn the_digits_take_another_activation() {
    use digits::Hidden;
    for hidden in Hidden::ALL {
        assert_eq!(hidden.name().parse::<Hidden>().unwrap(), hidden);
        let named = digits::architecture_with(Case::Case10, Some(hidden));
        assert_eq!(named.name, format!("digits-1.0-{hidden}"));
    }
    assert!("softmax".parse::<Hidden>().is_err());
    // The cases' own functions by name are the cases.
    for (case, hidden) in [
        (Case::Case10, Hidden::Relu),
        (Case::Case11, Hidden::Sigmoid),
    ] {
        let options = digits::TrainOptions::default();
        let named = digits::TrainOptions {
            hidden: Some(hidden),
            ..options
        };
        let layers = |options| {
            let trainer = digits::trainer(case, 10, options).unwrap();
            (
                trainer.network().architecture().layers.clone(),
                trainer.network().fingerprint(),
            )
        };
        assert_eq!(layers(options), layers(named));
    }
}
