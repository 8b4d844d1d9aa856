//! What the page computes on slices has the bits of the engine's layers.
#![allow(clippy::unwrap_used, missing_docs)]

use proptest::{collection::vec, prelude::*, sample::select};
use redes_core::activation::Activation;
use redes_core::initializer::{DrawOrder, Initializer};
use redes_core::layer::Padding;
use redes_core::network::{Architecture, LayerConfig, Network};
use redes_core::rng::RandomState;
use redes_lessons::weighted_sum::{dense_terms, sum};
use redes_lessons::windows::{Pooling, Windows};

const ACTIVATIONS: [Activation; 5] = [
    Activation::Identity,
    Activation::Step { threshold: 0.5 },
    Activation::RELU,
    Activation::Sigmoid,
    Activation::Tanh,
];

/// Numbers of any size and sign, both zeros among them.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        -10.0..10.0,
        -1e-300..1e-300,
        -1e150..1e150,
        Just(0.0),
        Just(-0.0)
    ]
}

fn bits<'a>(values: impl IntoIterator<Item = &'a f64>) -> Vec<u64> {
    values.into_iter().map(|value| value.to_bits()).collect()
}

/// The layer's outputs for `x`, its parameters in the order of the engine: kernel, then bias.
fn outputs(input: &[usize], layer: LayerConfig, parameters: &[f64], x: &[f64]) -> Vec<u64> {
    let architecture = Architecture {
        name: "one layer".into(),
        input: input.to_vec(),
        layers: vec![layer],
    };
    let mut network = Network::<f64>::new(&architecture, 1).unwrap();
    network.parameters_mut().copy_from_slice(parameters);
    bits(network.forward_row(x).unwrap())
}

proptest! {
    #[test]
    fn a_dense_layer(
        (inputs, units) in (1usize..9, 1usize..9),
        (x, kernel, bias) in (vec(number(), 8), vec(number(), 64), vec(number(), 8)),
        activation in select(&ACTIVATIONS),
    ) {
        let (x, kernel, bias) = (&x[..inputs], &kernel[..inputs * units], &bias[..units]);
        let layer = LayerConfig::dense(units, activation);
        let expected = outputs(&[inputs], layer, &[kernel, bias].concat(), x);
        let ours = bias.iter().enumerate().map(|(unit, bias)| {
            let z = sum(&dense_terms(x, kernel, units, unit), *bias);
            activation.value(z).to_bits()
        });
        prop_assert_eq!(ours.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_dense_layers_first_weights((inputs, units) in (1usize..9, 1usize..9), seed: u32) {
        let layer = LayerConfig::dense(units, Activation::Identity);
        let architecture = Architecture::new([inputs], vec![layer]);
        let mut network = Network::<f64>::new(&architecture, 1).unwrap();
        let (glorot, zeros) = (Initializer::GlorotUniform, Initializer::Zeros);
        let order = DrawOrder::KernelFirst;
        network.initialize(glorot, zeros, order, &mut RandomState::new(seed)).unwrap();
        let mut kernel = vec![0.0; inputs * units];
        glorot.fill(&mut kernel, inputs, units, &mut RandomState::new(seed)).unwrap();
        kernel.resize(kernel.len() + units, 0.0);
        prop_assert_eq!(bits(&kernel), bits(network.parameters()));
    }

    #[test]
    fn a_convolution(
        (rows, columns) in (1usize..10, 1usize..10),
        (height, width) in (1usize..5, 1usize..5),
        stride in 1usize..5,
        padding in select(&[Padding::Valid, Padding::Same]),
        (image, kernel) in (vec(number(), 81), vec(number(), 16)),
    ) {
        let same = padding == Padding::Same;
        prop_assume!(same || (height <= rows && width <= columns));
        let (image, kernel) = (&image[..rows * columns], &kernel[..height * width]);
        let layer = LayerConfig::Conv2D {
            filters: 1,
            kernel_size: [height, width],
            stride: [stride; 2],
            padding,
            activation: Activation::Identity,
            bias: false,
        };
        let expected = outputs(&[rows, columns, 1], layer, kernel, image);
        let windows = Windows::new([rows, columns], [height, width], stride, padding).unwrap();
        prop_assert_eq!(bits(&windows.convolved(image, kernel).unwrap()), &expected[..]);
        let [rows, columns] = windows.output();
        let places = (0..rows * columns).map(|index| (index / columns, index % columns));
        let sums = places.map(|(row, column)| {
            sum(&windows.terms(image, kernel, row, column).unwrap(), 0.0).to_bits()
        });
        prop_assert_eq!(sums.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_pooling(
        (rows, columns) in (1usize..10, 1usize..10),
        (height, width) in (1usize..5, 1usize..5),
        stride in 1usize..5,
        padding in select(&[Padding::Valid, Padding::Same]),
        image in vec(prop_oneof![9 => number(), 1 => Just(f64::NAN)], 81),
    ) {
        let same = padding == Padding::Same;
        prop_assume!(same || (height <= rows && width <= columns));
        let image = &image[..rows * columns];
        let windows = Windows::new([rows, columns], [height, width], stride, padding).unwrap();
        let pool_size = [height, width];
        let stride = Some([stride; 2]);
        let max = LayerConfig::MaxPool2D { pool_size, stride, padding };
        let mean = LayerConfig::AveragePool2D { pool_size, stride, padding };
        for (pooling, layer) in [(Pooling::Max, max), (Pooling::Mean, mean)] {
            let expected = outputs(&[rows, columns, 1], layer, &[], image);
            prop_assert_eq!(bits(&windows.pooled(image, pooling).unwrap()), expected);
        }
    }
}
