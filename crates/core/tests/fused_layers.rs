//! Layers that run together, and padding that is computed once, against the same
//! network layer by layer.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ndarray::Array2;
use redes_core::activation::Activation;
use redes_core::gradient_check::gradient_check;
use redes_core::initializer::{DrawOrder, Initializer};
use redes_core::layer::{LayerConfig, Padding};
use redes_core::loss::Loss;
use redes_core::network::{Architecture, Network};
use redes_core::optimizer::{Optimizer, OptimizerConfig};
use redes_core::rng::RandomState;
use redes_core::train::{Samples, StopRule, TrainConfig, Trainer};

const WORDS: usize = 11;

fn dense(units: usize, activation: Activation) -> LayerConfig {
    LayerConfig::Dense {
        units,
        activation,
        bias: true,
    }
}

fn conv(filters: usize, kernel_size: usize, bias: bool) -> LayerConfig {
    LayerConfig::Conv1D {
        filters,
        kernel_size,
        stride: 1,
        padding: Padding::Same,
        activation: Activation::RELU,
        bias,
    }
}

fn pool(pool_size: usize) -> LayerConfig {
    LayerConfig::MaxPool1D {
        pool_size,
        stride: None,
        padding: Padding::Valid,
    }
}

/// Reviews of every length, from none to more than fits, padded in front.
fn reviews(steps: usize, rng: &mut RandomState) -> Array2<f64> {
    let lengths = [0, 1, 2, steps / 3, steps / 2, steps - 1, steps];
    Array2::from_shape_fn((lengths.len(), steps), |(row, step)| {
        let word = (rng.random_sample() * (WORDS - 1) as f64) as usize + 1;
        if step + lengths[row] < steps {
            0.0
        } else {
            word as f64
        }
    })
}

fn architectures() -> Vec<(Architecture, &'static str)> {
    let embedding = LayerConfig::Embedding {
        words: WORDS,
        width: 3,
    };
    let head = [
        LayerConfig::Flatten,
        dense(5, Activation::Tanh),
        dense(1, Activation::Sigmoid),
    ];
    let of = |steps: usize, middle: &[LayerConfig]| {
        let mut layers = vec![embedding.clone()];
        layers.extend(middle.iter().cloned());
        layers.extend(head.iter().cloned());
        Architecture {
            name: "words".into(),
            input: vec![steps],
            layers,
        }
    };
    vec![
        (of(41, &[]), "dense"),
        (of(64, &[]), "dense, whole blocks"),
        (of(5, &[]), "shorter than a block"),
        (of(50, &[conv(4, 3, true), pool(2)]), "3 taps"),
        (of(75, &[conv(4, 5, true), pool(3)]), "5 taps, pooled by 3"),
        (of(49, &[conv(2, 4, false), pool(2)]), "4 taps, odd length"),
        (of(33, &[conv(3, 1, true), pool(1)]), "1 tap, no pooling"),
        (
            of(9, &[conv(3, 15, true), pool(2)]),
            "longer than the review",
        ),
        (
            of(40, &[conv(4, 3, true), conv(4, 3, true), pool(2)]),
            "not these three",
        ),
    ]
}

fn both(architecture: &Architecture, rows: usize) -> [Network<f64>; 2] {
    let mut networks = [
        Network::new(architecture, rows).unwrap(),
        Network::plain(architecture, rows).unwrap(),
    ];
    for network in &mut networks {
        let uniform = Initializer::Uniform { limit: 0.5 };
        network
            .initialize(
                uniform,
                uniform,
                DrawOrder::KernelFirst,
                &mut RandomState::new(3),
            )
            .unwrap();
        // Embeddings start small; these are to matter.
        for block in network.parameter_blocks().to_vec() {
            if block.name.starts_with("embedding") {
                let words = &mut network.parameters_mut()[block.range];
                words.iter_mut().for_each(|w| *w *= 20.0);
            }
        }
    }
    networks
}

/// The sums differ only in their order: within 1e-12 in f64.
#[test]
fn quick_and_plain_agree() {
    for (architecture, what) in architectures() {
        let x = reviews(architecture.input[0], &mut RandomState::new(4));
        let [mut quick, mut plain] = both(&architecture, x.nrows());
        assert_eq!(quick.summary().to_string(), plain.summary().to_string());
        assert_eq!(quick.parameter_blocks(), plain.parameter_blocks());
        // Twice, and with fewer rows: nothing may be left of the batch before.
        for rows in [x.nrows(), 3, x.nrows()] {
            let x = x.slice(ndarray::s![..rows, ..]);
            let a = quick.forward(x).unwrap().to_owned();
            let b = plain.forward(x).unwrap().to_owned();
            assert!((&a - &b).iter().all(|d| d.abs() < 1e-12), "{what}: {a} {b}");
            let delta = Array2::from_shape_fn(a.dim(), |(row, _)| 0.3 - row as f64);
            quick.backward(x, delta.view()).unwrap();
            plain.backward(x, delta.view()).unwrap();
            for (i, (a, b)) in quick.gradients().iter().zip(plain.gradients()).enumerate() {
                assert!(
                    (a - b).abs() < 1e-11,
                    "{what}, {rows} rows: gradient {i}: {a} {b}"
                );
            }
        }
    }
}

#[test]
fn both_pass_the_gradient_check() {
    for (architecture, what) in architectures() {
        let x = reviews(architecture.input[0], &mut RandomState::new(5));
        let y = Array2::from_shape_fn((x.nrows(), 1), |(row, _)| (row % 2) as f64);
        for mut network in both(&architecture, x.nrows()) {
            let loss = Loss::BinaryCrossEntropy;
            let check = gradient_check(&mut network, x.view(), y.view(), loss, 1e-6).unwrap();
            assert!(check.max_relative_error < 1e-5, "{what}: {check:?}");
        }
    }
}

/// A review's answer doesn't depend on the others in its batch, to the last bit.
#[test]
fn a_row_alone_has_the_same_bits() {
    for (architecture, what) in architectures() {
        let x = reviews(architecture.input[0], &mut RandomState::new(6));
        let [mut quick, _] = both(&architecture, x.nrows());
        let together = quick.forward(x.view()).unwrap().to_owned();
        for row in 0..x.nrows() {
            let alone = quick
                .forward(x.slice(ndarray::s![row..row + 1, ..]))
                .unwrap();
            assert_eq!(
                alone[[0, 0]].to_bits(),
                together[[row, 0]].to_bits(),
                "{what}"
            );
        }
    }
}

#[test]
fn what_ran_together_has_no_outputs_of_its_own() {
    let (architecture, _) = &architectures()[3];
    let [mut quick, mut plain] = both(architecture, 2);
    let x = Array2::zeros((2, 50));
    quick.forward(x.view()).unwrap();
    plain.forward(x.view()).unwrap();
    assert!(quick.activations(0).is_err() && quick.activations(1).is_err());
    assert_eq!(plain.activations(1).unwrap().dim(), (2, 200));
    let pooled = quick.activations(2).unwrap().to_owned();
    assert_eq!(pooled.dim(), (2, 100));
    assert_eq!(quick.activations(3).unwrap(), pooled);
    assert!(quick.activations(9).is_err());
}

/// A trainer moves the weights block by block. The bits are those of a backward pass that keeps all gradients, and of the
/// optimiser's step after it.
#[test]
fn weights_that_move_block_by_block_have_the_same_bits() {
    for (architecture, what) in architectures() {
        let x = reviews(architecture.input[0], &mut RandomState::new(7));
        let y = Array2::from_shape_fn((x.nrows(), 1), |(row, _)| (row % 2) as f64);
        let [mut network, _] = both(&architecture, x.nrows());
        let (loss, adam) = (Loss::BinaryCrossEntropy, OptimizerConfig::adam());
        let config = TrainConfig {
            loss,
            optimizer: adam,
            batch_size: None,
            shuffle: false,
            seed: 1,
            stop: StopRule::default(),
        };
        let data = Samples::new(x.clone(), y.clone()).unwrap();
        let mut trainer = Trainer::new(network.clone(), x.nrows(), config).unwrap();
        let mut optimizer = Optimizer::new(adam, network.parameters().len()).unwrap();
        for step in 0..4 {
            trainer.step(&data).unwrap();
            let a = network.forward(x.view()).unwrap().to_owned();
            let mut delta = Array2::zeros(a.dim());
            loss.gradient(a.view(), y.view(), delta.view_mut()).unwrap();
            network.backward(x.view(), delta.view()).unwrap();
            let (parameters, gradients, blocks) = network.parameters_and_gradients();
            optimizer
                .step(parameters, gradients, blocks, x.nrows())
                .unwrap();
            let moved = trainer.network().fingerprint();
            assert_eq!(moved, network.fingerprint(), "{what}, step {step}");
        }
    }
}
