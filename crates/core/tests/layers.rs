//! Layers stacked on each other: difference quotients, what can't be built, dropout.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ndarray::Array2;
use proptest::prelude::*;
use redes_core::activation::Activation;
use redes_core::gradient_check::gradient_check;
use redes_core::initializer::{DrawOrder, Initializer};
use redes_core::layer::{LayerConfig, Padding};
use redes_core::loss::Loss;
use redes_core::network::{Architecture, Network};
use redes_core::rng::RandomState;
use redes_core::train::{Samples, StopRule, TrainConfig, Trainer};
use redes_core::{Error, optimizer::OptimizerConfig};

fn dense(units: usize) -> LayerConfig {
    LayerConfig::Dense {
        units,
        activation: Activation::Sigmoid,
        bias: true,
    }
}

fn conv1d(filters: usize, kernel_size: usize, stride: usize, padding: Padding) -> LayerConfig {
    LayerConfig::Conv1D {
        filters,
        kernel_size,
        stride,
        padding,
        activation: Activation::Tanh,
        bias: true,
    }
}

fn conv2d(
    filters: usize,
    kernel_size: [usize; 2],
    stride: [usize; 2],
    padding: Padding,
) -> LayerConfig {
    LayerConfig::Conv2D {
        filters,
        kernel_size,
        stride,
        padding,
        activation: Activation::Tanh,
        bias: false,
    }
}

fn lstm(units: usize, return_sequences: bool) -> LayerConfig {
    LayerConfig::lstm(units, return_sequences)
}

fn rnn(units: usize, return_sequences: bool) -> LayerConfig {
    LayerConfig::simple_rnn(units, Activation::Tanh, return_sequences)
}

fn pool1d(pool_size: usize, stride: Option<usize>, padding: Padding, max: bool) -> LayerConfig {
    match max {
        true => LayerConfig::MaxPool1D {
            pool_size,
            stride,
            padding,
        },
        false => LayerConfig::AveragePool1D {
            pool_size,
            stride,
            padding,
        },
    }
}

fn pool2d(
    pool_size: [usize; 2],
    stride: Option<[usize; 2]>,
    padding: Padding,
    max: bool,
) -> LayerConfig {
    match max {
        true => LayerConfig::MaxPool2D {
            pool_size,
            stride,
            padding,
        },
        false => LayerConfig::AveragePool2D {
            pool_size,
            stride,
            padding,
        },
    }
}

fn network(input: &[usize], layers: Vec<LayerConfig>, batch: usize) -> Result<Network<f64>, Error> {
    let architecture = Architecture {
        name: "stack".into(),
        input: input.to_vec(),
        layers,
    };
    let mut network = Network::new(&architecture, batch)?;
    network.initialize(
        Initializer::GlorotUniform,
        Initializer::Uniform { limit: 0.2 },
        DrawOrder::KernelFirst,
        &mut RandomState::new(8),
    )?;
    Ok(network)
}

fn some_input(rows: usize, network: &Network<f64>) -> Array2<f64> {
    let mut rng = RandomState::new(9);
    let shape = (rows, network.input_width());
    Array2::from_shape_simple_fn(shape, || rng.uniform(-1.0, 1.0))
}

#[test]
fn stacks_pass_the_gradient_check() {
    let flatten = LayerConfig::Flatten;
    let (same, valid) = (Padding::Same, Padding::Valid);
    let mean1 = pool1d(2, None, valid, false);
    let mean2 = pool2d([2, 2], Some([1, 2]), same, false);
    let max1 = pool1d(2, None, same, true);
    let max2 = pool2d([2, 3], None, valid, true);
    for (what, input, layers) in [
        (
            "sequence",
            vec![9, 2],
            vec![
                conv1d(3, 3, 2, same),
                max1,
                conv1d(2, 2, 1, valid),
                flatten.clone(),
                dense(2),
            ],
        ),
        (
            "image",
            vec![6, 7, 2],
            vec![
                conv2d(2, [3, 2], [1, 2], same),
                mean2,
                conv2d(3, [2, 2], [1, 1], valid),
                flatten.clone(),
                dense(2),
            ],
        ),
        (
            "pooled image",
            vec![5, 7, 1],
            vec![
                conv2d(2, [2, 2], [1, 1], valid),
                max2,
                flatten.clone(),
                dense(1),
            ],
        ),
        (
            "memories",
            vec![5, 2],
            vec![lstm(3, true), rnn(2, true), lstm(2, false), dense(2)],
        ),
        (
            "memory of windows",
            vec![8, 2],
            vec![conv1d(3, 3, 1, valid), mean1, rnn(3, false), dense(1)],
        ),
    ] {
        for batch in [1, 3] {
            let mut network = network(&input, layers.clone(), batch).unwrap();
            let x = some_input(batch, &network);
            let y = Array2::from_shape_fn((batch, network.output_width()), |(i, j)| {
                ((i + j) % 2) as f64
            });
            let loss = Loss::BinaryCrossEntropy;
            let check = gradient_check(&mut network, x.view(), y.view(), loss, 1e-5).unwrap();
            assert!(
                check.max_relative_error < 1e-6,
                "{what}, batch {batch}: {check:?}"
            );
        }
    }
}

/// ∂C/∂x, for C = Σ a: what a picture of "where does it look" needs.
#[test]
fn the_inputs_gradient_is_that_of_difference_quotients() {
    let layers = vec![conv1d(2, 3, 1, Padding::Same), lstm(2, false), dense(1)];
    let mut network = network(&[6, 2], layers, 1).unwrap();
    let x = some_input(1, &network);
    network.forward(x.view()).unwrap();
    let ones = Array2::ones((1, 1));
    let dx = network.backward_to_input(x.view(), ones.view()).unwrap();
    for i in 0..x.len() {
        let mut cost = |h: f64| {
            let mut x = x.clone();
            x[[0, i]] += h;
            network.forward(x.view()).unwrap()[[0, 0]]
        };
        let numeric = (cost(1e-5) - cost(-1e-5)) / 2e-5;
        assert!((numeric - dx[[0, i]]).abs() < 1e-9, "{i}");
    }
}

#[test]
fn what_cannot_be_is_a_typed_error() {
    for (what, input, layer) in [
        (
            "kernel longer than the input",
            vec![4, 2],
            conv1d(3, 5, 1, Padding::Valid),
        ),
        (
            "kernel wider than the image",
            vec![4, 2, 1],
            conv2d(3, [2, 3], [1, 1], Padding::Valid),
        ),
        ("no filters", vec![4, 2], conv1d(0, 2, 1, Padding::Valid)),
        ("no kernel", vec![4, 2], conv1d(1, 0, 1, Padding::Same)),
        ("no stride", vec![4, 2], conv1d(1, 2, 0, Padding::Same)),
        (
            "a sequence for an image",
            vec![4, 2],
            conv2d(1, [1, 1], [1, 1], Padding::Same),
        ),
        (
            "an image for a sequence",
            vec![4, 2, 3],
            conv1d(1, 1, 1, Padding::Same),
        ),
        ("words for a memory", vec![4], lstm(2, false)),
        ("no units", vec![4, 2], rnn(0, false)),
        (
            "vectors for words",
            vec![4, 2],
            LayerConfig::Embedding { words: 3, width: 2 },
        ),
        (
            "no words",
            vec![4],
            LayerConfig::Embedding { words: 0, width: 2 },
        ),
        (
            "everything dropped",
            vec![4],
            LayerConfig::Dropout { rate: 1.0, seed: 0 },
        ),
        (
            "a rate that is none",
            vec![4],
            LayerConfig::Dropout {
                rate: f64::NAN,
                seed: 0,
            },
        ),
        (
            "far too much",
            vec![1 << 20],
            LayerConfig::Embedding {
                words: 2,
                width: 1 << 20,
            },
        ),
    ] {
        let error = network(&input, vec![layer], 1).unwrap_err();
        assert!(
            matches!(error, Error::InvalidParameter { .. } | Error::Shape { .. }),
            "{what}: {error}"
        );
    }
}

#[test]
fn dropout_drops_only_in_training_and_keeps_the_mean() {
    let layers = vec![LayerConfig::Dropout {
        rate: 0.25,
        seed: 3,
    }];
    let architecture = Architecture {
        name: "dropout".into(),
        input: vec![20_000],
        layers,
    };
    let mut network = Network::<f64>::new(&architecture, 1).unwrap();
    let x = Array2::ones((1, 20_000));
    assert_eq!(network.forward(x.view()).unwrap(), x);
    // A step of training, and what it left in the buffers.
    let config = TrainConfig {
        loss: Loss::QuadraticMean,
        optimizer: OptimizerConfig::adam(),
        batch_size: None,
        shuffle: false,
        seed: 0,
        stop: StopRule::default(),
    };
    let samples = Samples::new(x.clone(), x).unwrap();
    let train = || {
        let mut trainer =
            Trainer::new(Network::new(&architecture, 1).unwrap(), 1, config.clone()).unwrap();
        trainer.step(&samples).unwrap();
        trainer.network().activations(0).unwrap().to_owned()
    };
    let a = train();
    let dropped = a.iter().filter(|&&a| a == 0.0).count();
    assert!((4_700..5_300).contains(&dropped), "{dropped}");
    assert!(a.iter().all(|&a| a == 0.0 || (a - 4.0 / 3.0).abs() < 1e-15));
    assert!((a.sum() / 20_000.0 - 1.0).abs() < 0.02);
    assert_eq!(a, train());
}

#[test]
fn recurrent_kernels_start_orthogonal_and_forget_gates_open() {
    let network = network(&[3, 2], vec![lstm(4, false)], 1).unwrap();
    let block = |name: &str| {
        let blocks = network.parameter_blocks().iter();
        let range = blocks
            .clone()
            .find(|b| b.name == name)
            .unwrap()
            .range
            .clone();
        network.parameters()[range].to_vec()
    };
    let u = block("lstm/recurrent_kernel");
    for i in 0..4 {
        for j in 0..4 {
            let dot: f64 = (0..16).map(|k| u[i * 16 + k] * u[j * 16 + k]).sum();
            let expected = if i == j { 1.0 } else { 0.0 };
            assert!((dot - expected).abs() < 1e-12);
        }
    }
    let b = block("lstm/bias");
    assert_eq!(b, [[0.0; 4], [1.0; 4], [0.0; 4], [0.0; 4]].concat());
}

fn any_layer() -> impl Strategy<Value = LayerConfig> {
    let size = 0_usize..5;
    let padding = prop_oneof![Just(Padding::Same), Just(Padding::Valid)];
    prop_oneof![
        Just(LayerConfig::Flatten),
        size.clone().prop_map(dense),
        (size.clone(), size.clone(), size.clone(), padding.clone())
            .prop_map(|(f, k, s, p)| conv1d(f, k, s, p)),
        (
            size.clone(),
            [size.clone(), size.clone()],
            [size.clone(), size.clone()],
            padding.clone()
        )
            .prop_map(|(f, k, s, p)| conv2d(f, k, s, p)),
        (
            size.clone(),
            prop::option::of(size.clone()),
            padding.clone(),
            any::<bool>()
        )
            .prop_map(|(p, s, padding, max)| pool1d(p, s, padding, max)),
        (
            [size.clone(), size.clone()],
            prop::option::of([size.clone(), size.clone()]),
            padding,
            any::<bool>()
        )
            .prop_map(|(p, s, padding, max)| pool2d(p, s, padding, max)),
        (size.clone(), any::<bool>()).prop_map(|(units, all)| lstm(units, all)),
        (size.clone(), any::<bool>()).prop_map(|(units, all)| rnn(units, all)),
        (size.clone(), size).prop_map(|(words, width)| LayerConfig::Embedding { words, width }),
        (-0.5_f64..1.5).prop_map(|rate| LayerConfig::Dropout { rate, seed: 1 }),
    ]
}

proptest! {
    /// Whatever is stacked on whatever: it is refused, or it runs forward and backward.
    #[test]
    fn no_stack_panics(
        input in prop::collection::vec(0_usize..6, 0..4),
        layers in prop::collection::vec(any_layer(), 0..5),
        batch in 1_usize..4,
    ) {
        let count = Architecture { name: String::new(), input: input.clone(), layers: layers.clone() };
        let built = network(&input, layers, batch);
        if let Ok(mut network) = built {
            prop_assert_eq!(count.parameter_count().unwrap(), network.parameters().len());
            let x = some_input(batch, &network);
            let a = network.forward(x.view()).unwrap().to_owned();
            prop_assert!(a.iter().all(|a| a.is_finite()));
            network.backward(x.view(), a.view()).unwrap();
            network.backward_to_input(x.view(), a.view()).unwrap();
        }
    }
}
