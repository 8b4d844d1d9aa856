//! The same seed gives the same bits: the very tests that run natively run in WebAssembly.
//!
//! The fingerprints are of this crate's own first run (x86-64): no peer prints them. That the numbers behind them are
//! right is tested in redes-core, against NumPy and Keras.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use redes_core::{
    rng::RandomState,
    scalar::Scalar,
    train::{Dataset, Samples, Trainer},
};
use redes_data::{
    circles::make_circles,
    drawing::{self, Stroke},
};
use redes_experiment::{
    Data, Experiment,
    playground::{Cost, Hidden, Kind, Playground, PlaygroundSetup, Points, Rule, Shape, Start},
};
use redes_lessons::thesis::{
    circles::{self, CirclesConfig},
    digits::{self, Case, TrainOptions},
    perceptron,
};

/// The weights' fingerprint after so many steps.
fn after<T: Scalar, D: Dataset<T>>(steps: u64, mut trainer: Trainer<T>, data: &D) -> u64 {
    for _ in 0..steps {
        trainer.step(data).unwrap();
    }
    trainer.network().fingerprint()
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn the_perceptron() {
    let samples = perceptron::samples();
    let trainer = perceptron::trainer(1, &samples, 10_000).unwrap();
    assert_eq!(after(10_000, trainer, &samples), 0x7076_f1ca_d77e_e2e2);
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn the_circles() {
    let mut rng = RandomState::new(7);
    let samples = make_circles(500, 0.5, Some(0.05), &mut rng).unwrap();
    let trainer = circles::trainer(&CirclesConfig::default(), &samples, &mut rng).unwrap();
    assert_eq!(after(100, trainer, &samples), 0x8c03_7ec0_1ad3_9ec8);
}

/// Everything that draws, moves or penalises: moons, a test half, batches, dropout, Adam, tanh and leaky ReLU.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn the_playground() {
    let layer = |units, activation| Hidden { units, activation };
    let setup = PlaygroundSetup {
        seed: 3,
        points: Points::Drawn {
            shape: Shape::Moons,
            samples: 200,
            noise: 0.1,
            balance: 0.4,
        },
        test: 0.3,
        layers: vec![layer(7, Kind::Tanh), layer(5, Kind::Leaky)],
        initializer: Start::He,
        optimizer: Rule::Adam,
        loss: Cost::CrossEntropy,
        batch: 16,
        rate: 0.01,
        l1: 1e-4,
        l2: 1e-3,
        dropout: 0.1,
        steps: 100,
        below: 0.0,
        patience: 0,
        events: Vec::new(),
    };
    let mut playground = Playground::new(&setup, &Data::default()).unwrap();
    while !playground.finished() {
        playground.step(0.0).unwrap();
    }
    assert_eq!(playground.fingerprint(), 0xedef_be27_48de_984b);
}

/// Both cases, on noise in place of images.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn the_digits() {
    let mut rng = RandomState::new(3);
    let rows = 96;
    let inputs = (0..rows * 784)
        .map(|_| rng.random_sample() as f32)
        .collect();
    let targets = (0..rows).map(|row| (row % 10) as f32).collect();
    let samples = Samples::new(
        ndarray::Array2::from_shape_vec((rows, 784), inputs).unwrap(),
        ndarray::Array2::from_shape_vec((rows, 1), targets).unwrap(),
    )
    .unwrap();
    for (case, fingerprint) in [
        (Case::Case10, 0xe4a4_004c_b7bc_b68b),
        (Case::Case11, 0x757b_6610_0bb9_d723),
    ] {
        let trainer = digits::trainer(case, rows, TrainOptions::default()).unwrap();
        assert_eq!(after(9, trainer, &samples), fingerprint, "{case}");
    }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn a_drawing() {
    let points = (0..40).map(|at| {
        let turn = at as f32 / 6.0;
        (140.0 + 3.0 * turn * turn, 60.0 + 25.0 * turn)
    });
    let stroke = Stroke {
        points: points.collect(),
    };
    let pixels = drawing::image(&[stroke]).unwrap();
    let sum = pixels
        .iter()
        .enumerate()
        .map(|(at, &pixel)| (at as u64 + 1) * u64::from(pixel))
        .sum::<u64>();
    assert_eq!(sum, 5_330_737);
}
