//! What holds for any network and any batch.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ndarray::{Array2, Axis};
use proptest::prelude::*;
use redes_core::activation::Activation;
use redes_core::initializer::{DrawOrder, Initializer};
use redes_core::loss::Loss;
use redes_core::network::{Architecture, LayerConfig, Network};
use redes_core::optimizer::OptimizerConfig;
use redes_core::rng::RandomState;
use redes_core::train::{Samples, StopRule, TrainConfig, Trainer};

#[derive(Debug, Clone)]
struct Case {
    architecture: Architecture,
    loss: Loss,
    rows: usize,
    seed: u32,
}

impl Case {
    fn network(&self) -> Network<f64> {
        let mut network = Network::new(&self.architecture, self.rows).unwrap();
        let uniform = Initializer::Uniform { limit: 1.0 };
        let mut rng = RandomState::new(self.seed);
        network
            .initialize(uniform, uniform, DrawOrder::KernelFirst, &mut rng)
            .unwrap();
        network
    }

    fn samples(&self) -> Samples<f64> {
        let mut rng = RandomState::new(self.seed ^ 0x5555);
        let inputs: usize = self.architecture.input.iter().product();
        let outputs = self.network().output_width();
        let x = Array2::from_shape_simple_fn((self.rows, inputs), || rng.uniform(-1.0, 1.0));
        let width = self.loss.target_width(outputs);
        let y = Array2::from_shape_simple_fn((self.rows, width), || match self.loss {
            Loss::SparseCategoricalCrossEntropy => (rng.random_sample() * outputs as f64).floor(),
            _ => rng.random_sample(),
        });
        Samples::new(x, y).unwrap()
    }

    fn gradient(&self, samples: &Samples<f64>) -> Vec<f64> {
        let mut network = self.network();
        let a = network.forward(samples.inputs.view()).unwrap();
        let mut delta = Array2::zeros(a.dim());
        let y = samples.targets.view();
        self.loss.gradient(a, y, delta.view_mut()).unwrap();
        let x = samples.inputs.view();
        network.backward(x, delta.view()).unwrap();
        network.gradients().to_vec()
    }
}

fn activation() -> impl Strategy<Value = Activation> {
    prop_oneof![
        Just(Activation::Identity),
        (-0.5..0.5f64).prop_map(|threshold| Activation::Relu { threshold }),
        (-0.5..0.5f64).prop_map(|threshold| Activation::Step { threshold }),
        Just(Activation::Sigmoid),
        Just(Activation::Tanh),
        Just(Activation::Softmax),
        Just(Activation::SIGMOID_STEEP),
        Just(Activation::SIGMOID_SIGNED),
        Just(Activation::SIGMOID_CENTRED),
    ]
}

fn case() -> impl Strategy<Value = Case> {
    let hidden = prop::collection::vec((1..9usize, activation(), any::<bool>()), 0..4);
    let losses = prop_oneof![
        Just(Loss::QuadraticSum),
        Just(Loss::QuadraticMean),
        Just(Loss::BinaryCrossEntropy),
        Just(Loss::SparseCategoricalCrossEntropy),
    ];
    (
        prop::collection::vec(1..5usize, 1..3),
        hidden,
        1..7usize,
        losses,
        1..20usize,
        any::<u32>(),
    )
        .prop_map(|(input, hidden, outputs, loss, rows, seed)| {
            let output = (outputs, Activation::Sigmoid, true);
            let dense = hidden.into_iter().chain([output]);
            let dense = dense.map(|(units, activation, bias)| LayerConfig::Dense {
                units,
                activation,
                bias,
            });
            let architecture = Architecture {
                name: "any".into(),
                input,
                layers: [LayerConfig::Flatten].into_iter().chain(dense).collect(),
            };
            Case {
                architecture,
                loss,
                rows,
                seed,
            }
        })
}

proptest! {
    #[test]
    fn shapes_fit_together(case in case()) {
        let mut network = case.network();
        let samples = case.samples();
        let a = network.forward(samples.inputs.view()).unwrap();
        prop_assert_eq!(a.dim(), (case.rows, a.ncols()));
        prop_assert!(a.iter().all(|a| a.is_finite()));
        let value = case.loss.value(a, samples.targets.view()).unwrap();
        prop_assert!(value.is_finite() && value >= 0.0);
        let mut end = 0;
        for block in network.parameter_blocks() {
            prop_assert_eq!(block.range.start, end);
            prop_assert_eq!(block.range.len(), block.shape.iter().product::<usize>());
            end = block.range.end;
        }
        prop_assert_eq!(end, network.parameters().len());
        prop_assert_eq!(network.summary().total, end);
        prop_assert_eq!(case.gradient(&samples).len(), end);
    }

    /// The order of the samples in a batch changes the gradient by rounding only.
    #[test]
    fn the_gradient_ignores_the_order_of_the_batch(case in case(), seed in any::<u32>()) {
        let samples = case.samples();
        let mut order: Vec<usize> = (0..case.rows).collect();
        RandomState::new(seed).shuffle(&mut order);
        let shuffled = Samples::new(
            samples.inputs.select(Axis(0), &order),
            samples.targets.select(Axis(0), &order),
        ).unwrap();
        let (one, two) = (case.gradient(&samples), case.gradient(&shuffled));
        let scale = one.iter().fold(1.0f64, |max, g| max.max(g.abs()));
        for (one, two) in one.iter().zip(&two) {
            prop_assert!((one - two).abs() <= 1e-12 * scale, "{} {}", one, two);
        }
    }

    /// What a row gives doesn't depend on the rows beside it, to the bit.
    #[test]
    fn rows_do_not_touch_each_other(case in case()) {
        let mut network = case.network();
        let samples = case.samples();
        let all = network.predict(samples.inputs.view()).unwrap();
        for (index, row) in samples.inputs.axis_iter(Axis(0)).enumerate() {
            let alone = network.predict(row.insert_axis(Axis(0))).unwrap();
            for (one, two) in alone.iter().zip(all.row(index)) {
                prop_assert_eq!(one.to_bits(), two.to_bits());
            }
        }
    }

    #[test]
    fn training_twice_gives_the_same_bits(case in case(), batch in 1..20usize) {
        let samples = case.samples();
        let train = || {
            let config = TrainConfig {
                loss: case.loss,
                optimizer: OptimizerConfig::adam(),
                batch_size: Some(batch),
                shuffle: true,
                seed: case.seed,
                stop: StopRule { epochs: Some(3), ..StopRule::default() },
            };
            let mut trainer = Trainer::new(case.network(), case.rows, config).unwrap();
            while trainer.finished().is_none() {
                trainer.step(&samples).unwrap();
            }
            (trainer.history().to_vec(), trainer.network().fingerprint())
        };
        prop_assert_eq!(train(), train());
    }

    /// A start drawn in another generator state is another start.
    #[test]
    fn seeds_tell_networks_apart(case in case()) {
        let mut other = case.clone();
        other.seed = case.seed.wrapping_add(1);
        prop_assert_ne!(case.network().fingerprint(), other.network().fingerprint());
    }
}
