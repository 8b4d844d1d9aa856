//! Every layer by itself against difference quotients, in f64: its parameters and its
//! inputs, odd shapes, one sample and several, both paddings, strides that leave a rest.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ndarray::Array2;
use redes_core::activation::Activation;
use redes_core::gradient_check::gradient_check;
use redes_core::initializer::{DrawOrder, Initializer};
use redes_core::layer::{LayerConfig, Merge, Padding, Role};
use redes_core::loss::Loss;
use redes_core::network::{Architecture, Network};
use redes_core::rng::RandomState;

/// As in `gradient_check.rs`.
const STEP: f64 = 1e-5;
const TOLERANCE: f64 = 1e-6;

/// Sequences of `[steps, channels]`: the layer, and what comes to it.
fn over_sequences() -> Vec<(LayerConfig, Vec<usize>)> {
    let mut cases = Vec::new();
    for padding in [Padding::Same, Padding::Valid] {
        for (size, stride, input) in [
            (1, 1, [1, 1]),
            (3, 1, [7, 2]),
            (4, 3, [9, 1]),
            (2, 5, [8, 3]),
            (5, 1, [5, 2]),
            // Longer than the input: windows that are padding on both sides.
            (7, 2, [5, 2]),
        ] {
            if padding == Padding::Valid && size > input[0] {
                continue;
            }
            for (activation, bias) in [(Activation::Tanh, true), (Activation::Softmax, false)] {
                let convolution = LayerConfig::Conv1D {
                    filters: 3,
                    kernel_size: size,
                    stride,
                    padding,
                    activation,
                    bias,
                };
                cases.push((convolution, input.to_vec()));
            }
            for stride in [None, Some(stride)] {
                let pool_size = size;
                let greatest = LayerConfig::MaxPool1D {
                    pool_size,
                    stride,
                    padding,
                };
                let mean = LayerConfig::AveragePool1D {
                    pool_size,
                    stride,
                    padding,
                };
                cases.extend([greatest, mean].map(|layer| (layer, input.to_vec())));
            }
        }
    }
    for return_sequences in [false, true] {
        for (units, input) in [(1, [1, 1]), (3, [1, 2]), (2, [6, 3]), (5, [4, 1])] {
            for activation in [Activation::Tanh, Activation::Sigmoid, Activation::Softmax] {
                let memory = LayerConfig::simple_rnn(units, activation, return_sequences);
                cases.push((memory, input.to_vec()));
            }
            let memory = LayerConfig::lstm(units, return_sequences);
            cases.push((memory, input.to_vec()));
        }
    }
    let rate = LayerConfig::Dropout { rate: 0.5, seed: 1 };
    cases.push((rate, vec![3, 2])); // nothing is dropped here: no training
    cases
}

/// Images of `[rows, columns, channels]`.
fn over_images() -> Vec<(LayerConfig, Vec<usize>)> {
    let mut cases = Vec::new();
    for padding in [Padding::Same, Padding::Valid] {
        for (size, stride, input) in [
            ([1, 1], [1, 1], [1, 1, 1]),
            ([3, 2], [1, 1], [4, 5, 2]),
            ([2, 3], [2, 1], [5, 4, 1]),
            ([1, 4], [3, 2], [5, 7, 2]),
            ([3, 4], [1, 1], [3, 4, 2]),
            ([4, 5], [1, 3], [2, 4, 2]),
        ] {
            if padding == Padding::Valid && (size[0] > input[0] || size[1] > input[1]) {
                continue;
            }
            for (activation, bias) in [(Activation::Sigmoid, true), (Activation::Identity, false)] {
                let convolution = LayerConfig::Conv2D {
                    filters: 2,
                    kernel_size: size,
                    stride,
                    padding,
                    activation,
                    bias,
                };
                cases.push((convolution, input.to_vec()));
            }
            for stride in [None, Some(stride)] {
                let pool_size = size;
                let greatest = LayerConfig::MaxPool2D {
                    pool_size,
                    stride,
                    padding,
                };
                let mean = LayerConfig::AveragePool2D {
                    pool_size,
                    stride,
                    padding,
                };
                cases.extend([greatest, mean].map(|layer| (layer, input.to_vec())));
            }
        }
    }
    cases
}

/// Recurrent layers with other functions than Keras's defaults, and GRUs of all kinds.
fn other_memories(return_sequences: bool) -> Vec<LayerConfig> {
    let (tanh, sigmoid) = (Activation::Tanh, Activation::Sigmoid);
    let functions = [
        (tanh, sigmoid),
        (tanh, Activation::HARD_SIGMOID_2),
        (Activation::Softsign, Activation::HARD_SIGMOID_3),
        (Activation::Softmax, sigmoid),
        (sigmoid, Activation::Softmax),
    ];
    let mut layers = vec![LayerConfig::SimpleRnn {
        units: 3,
        activation: tanh,
        return_sequences,
        bias: false,
    }];
    for (activation, recurrent_activation) in functions {
        for bias in [true, false] {
            layers.push(LayerConfig::Lstm {
                units: 3,
                return_sequences,
                activation,
                recurrent_activation,
                bias,
            });
            for reset_after in [true, false] {
                layers.push(LayerConfig::Gru {
                    units: 3,
                    activation,
                    recurrent_activation,
                    reset_after,
                    bias,
                    return_sequences,
                });
            }
        }
    }
    layers
}

/// Layers over sequences that networks of other programs have.
fn of_other_programs() -> Vec<(LayerConfig, Vec<usize>)> {
    let mut cases = Vec::new();
    for return_sequences in [false, true] {
        for layer in other_memories(return_sequences) {
            for merge in [Merge::Concat, Merge::Sum, Merge::Multiply, Merge::Average] {
                let layer = Box::new(layer.clone());
                let both = LayerConfig::Bidirectional { layer, merge };
                cases.push((both, vec![4, 2]));
            }
            for input in [[1, 1], [5, 2]] {
                cases.push((layer.clone(), input.to_vec()));
            }
        }
    }
    for activation in [
        Activation::Tanh,
        Activation::Softmax,
        Activation::Elu { alpha: 0.5 },
        Activation::Selu,
        Activation::Softplus,
        Activation::Softsign,
        Activation::Silu,
        Activation::Gelu,
        Activation::Exponential,
        Activation::HARD_SIGMOID_3,
    ] {
        let each = LayerConfig::DenseEach {
            units: 3,
            activation,
            bias: activation != Activation::Tanh,
        };
        for input in [vec![4], vec![3, 2], vec![2, 3, 2]] {
            cases.push((LayerConfig::Activation { activation }, input.clone()));
            cases.push((each.clone(), input));
        }
    }
    let reshape = |shape: &[usize]| LayerConfig::Reshape {
        shape: shape.to_vec(),
    };
    cases.push((reshape(&[3, 4]), vec![2, 6]));
    cases.push((reshape(&[12]), vec![2, 3, 2]));
    cases.push((LayerConfig::GlobalMaxPool1D, vec![5, 3]));
    cases.push((LayerConfig::GlobalAveragePool1D, vec![5, 3]));
    cases.push((LayerConfig::GlobalMaxPool2D, vec![3, 4, 2]));
    cases.push((LayerConfig::GlobalAveragePool2D, vec![3, 4, 2]));
    for (padding, stride, depth_multiplier, bias) in [
        (Padding::Valid, [1, 1], 1, true),
        (Padding::Same, [1, 1], 3, false),
        (Padding::Same, [2, 3], 2, true),
    ] {
        let separable = LayerConfig::SeparableConv2D {
            filters: 3,
            kernel_size: [3, 2],
            stride,
            padding,
            depth_multiplier,
            activation: Activation::Tanh,
            bias,
        };
        cases.push((separable, vec![4, 5, 2]));
    }
    cases
}

/// `layers` under a neuron for each of two answers, weights drawn.
fn network(mut layers: Vec<LayerConfig>, input: &[usize], batch: usize) -> Network<f64> {
    let answers = LayerConfig::Dense {
        units: 2,
        activation: Activation::Sigmoid,
        bias: true,
    };
    layers.extend([LayerConfig::Flatten, answers]);
    let architecture = Architecture {
        name: "layer".into(),
        input: input.to_vec(),
        layers,
    };
    let mut network = Network::plain(&architecture, batch).unwrap();
    let uniform = Initializer::Uniform { limit: 1.0 };
    let rng = &mut RandomState::new(21);
    network
        .initialize(uniform, uniform, DrawOrder::KernelFirst, rng)
        .unwrap();
    network
}

fn targets(batch: usize) -> Array2<f64> {
    Array2::from_shape_fn((batch, 2), |(row, at)| ((row + at) % 2) as f64)
}

fn check_parameters(what: &str, network: &mut Network<f64>, x: &Array2<f64>) {
    let (y, loss) = (targets(x.nrows()), Loss::BinaryCrossEntropy);
    let check = gradient_check(network, x.view(), y.view(), loss, STEP).unwrap();
    assert!(check.max_relative_error < TOLERANCE, "{what}: {check:?}");
}

fn check_inputs(what: &str, network: &mut Network<f64>, x: &Array2<f64>) {
    let (y, loss) = (targets(x.nrows()), Loss::BinaryCrossEntropy);
    let a = network.forward(x.view()).unwrap();
    let mut delta = Array2::zeros(a.dim());
    loss.gradient(a, y.view(), delta.view_mut()).unwrap();
    let dx = network.backward_to_input(x.view(), delta.view()).unwrap();
    let mut moved = x.clone();
    for (index, dx) in dx.indexed_iter() {
        let mut cost = |by: f64| {
            moved[index] = x[index] + by;
            let cost = loss
                .value(network.forward(moved.view()).unwrap(), y.view())
                .unwrap();
            moved[index] = x[index];
            cost
        };
        let numeric = (cost(STEP) - cost(-STEP)) / (2.0 * STEP);
        let scale = dx.abs().max(numeric.abs()).max(1e-4);
        let error = (dx - numeric).abs() / scale;
        assert!(error < TOLERANCE, "{what}, {index:?}: {dx} {numeric}");
    }
}

fn check(cases: Vec<(LayerConfig, Vec<usize>)>) {
    for (layer, input) in cases {
        for batch in [1, 3] {
            let what = format!("{layer:?} over {input:?}, batch {batch}");
            let mut network = network(vec![layer.clone()], &input, batch);
            let mut rng = RandomState::new(22);
            let shape = (batch, network.input_width());
            let x = Array2::from_shape_simple_fn(shape, || rng.uniform(-1.0, 1.0));
            check_parameters(&what, &mut network, &x);
            check_inputs(&what, &mut network, &x);
        }
    }
}

#[test]
fn layers_over_sequences() {
    check(over_sequences());
}

#[test]
fn layers_over_images() {
    check(over_images());
}

#[test]
fn layers_of_other_programs() {
    check(of_other_programs());
}

/// Gamma, beta and inputs against difference quotients; mean and variance get no gradient, since training leaves them.
#[test]
fn batch_normalization() {
    for (center, scale) in [(true, true), (true, false), (false, true), (false, false)] {
        for (input, batch) in [(vec![3], 4), (vec![4, 2], 3), (vec![2, 3, 2], 1)] {
            let layer = LayerConfig::BatchNormalization {
                epsilon: 0.01,
                center,
                scale,
            };
            let what = format!("{layer:?} over {input:?}");
            let mut network = network(vec![layer], &input, batch);
            let mut rng = RandomState::new(23);
            network.parameters_mut().fill_with(|| rng.uniform(0.2, 1.5));
            let shape = (batch, network.input_width());
            let x = Array2::from_shape_simple_fn(shape, || rng.uniform(-1.0, 1.0));
            check_inputs(&what, &mut network, &x);
            let gradients = network.gradients().to_vec();
            let blocks = network.parameter_blocks().to_vec();
            let mut cost = |at: usize, by: f64| {
                let kept = network.parameters()[at];
                network.parameters_mut()[at] = kept + by;
                let a = network.forward(x.view()).unwrap();
                let cost = Loss::BinaryCrossEntropy.value(a, targets(batch).view());
                network.parameters_mut()[at] = kept;
                cost.unwrap()
            };
            for block in blocks {
                for at in block.range {
                    if block.role == Role::Statistic {
                        assert_eq!(gradients[at], 0.0, "{what}, {}", block.name);
                        continue;
                    }
                    let numeric = (cost(at, STEP) - cost(at, -STEP)) / (2.0 * STEP);
                    let scale = gradients[at].abs().max(numeric.abs()).max(1e-4);
                    let error = (gradients[at] - numeric).abs() / scale;
                    assert!(error < TOLERANCE, "{what}, {}: {error}", block.name);
                }
            }
        }
    }
}

/// Words that come twice, words that never come, and numbers that are no words.
#[test]
fn embeddings() {
    let (words, width) = (5, 3);
    for batch in [1, 3] {
        let layers = vec![LayerConfig::Embedding { words, width }];
        let mut network = network(layers, &[7], batch);
        let row = [0.0, 2.0, 2.0, 4.0, 0.0, 2.0, 3.0];
        let x = Array2::from_shape_fn((batch, 7), |(i, at)| row[(at + i) % 7]);
        check_parameters(&format!("batch {batch}"), &mut network, &x);
        let never = &network.gradients()[width..2 * width];
        assert!(never.iter().all(|&g| g == 0.0), "word 1 never came");
        let dx = network.backward_to_input(x.view(), targets(batch).view());
        assert!(dx.unwrap().iter().all(|&dx| dx == 0.0));

        let said = network.forward(x.view()).unwrap().to_owned();
        for no_word in [-1.0, 0.5, 2.5, 5.0, 1e300, f64::NAN, f64::INFINITY] {
            let x = x.mapv(|x| if x == 0.0 { no_word } else { x });
            assert_eq!(network.forward(x.view()).unwrap(), said, "{no_word}");
        }
    }
}
