//! Every layer beside Keras's: outputs, and gradients of inputs and parameters; made by
//! `golden/keras_layers.py`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[path = "golden_layers/more.rs"]
mod more;

use std::collections::BTreeMap;

use ndarray::Array2;
use redes_core::activation::Activation;
use redes_core::layer::{LayerConfig, Padding};
use redes_core::network::{Architecture, Network};
use redes_core::rng::RandomState;
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    a: Vec<f32>,
    dx: Vec<f32>,
    dw: Vec<f32>,
    names: Vec<String>,
}

/// Name, layer, shape of an input, batch; in the script's order. The inputs are whole
/// numbers for embeddings and where there are to be ties.
type Case = (&'static str, LayerConfig, Vec<usize>, usize);

/// Below what the whole numbers of a case are.
fn whole(name: &str, layer: &LayerConfig) -> Option<f64> {
    match layer {
        LayerConfig::Embedding { words, .. } => Some(*words as f64),
        _ => name.ends_with("ties").then_some(3.0),
    }
}

fn conv1d(
    filters: usize,
    size: usize,
    stride: usize,
    padding: Padding,
    activation: Activation,
) -> LayerConfig {
    LayerConfig::Conv1D {
        filters,
        kernel_size: size,
        stride,
        padding,
        activation,
        bias: true,
    }
}

fn conv2d(
    filters: usize,
    size: [usize; 2],
    stride: [usize; 2],
    padding: Padding,
    activation: Activation,
) -> LayerConfig {
    LayerConfig::Conv2D {
        filters,
        kernel_size: size,
        stride,
        padding,
        activation,
        bias: true,
    }
}

fn without_bias(mut layer: LayerConfig) -> LayerConfig {
    if let LayerConfig::Conv1D { bias, .. } | LayerConfig::Conv2D { bias, .. } = &mut layer {
        *bias = false;
    }
    layer
}

fn cases() -> Vec<Case> {
    use Activation::{Identity, Sigmoid, Softmax, Tanh};
    use Padding::{Same, Valid};
    let relu = Activation::RELU;
    let max1 = |pool_size, stride, padding| LayerConfig::MaxPool1D {
        pool_size,
        stride,
        padding,
    };
    let max2 = |pool_size, stride, padding| LayerConfig::MaxPool2D {
        pool_size,
        stride,
        padding,
    };
    let mean1 = |pool_size, stride, padding| LayerConfig::AveragePool1D {
        pool_size,
        stride,
        padding,
    };
    let mean2 = |pool_size, stride, padding| LayerConfig::AveragePool2D {
        pool_size,
        stride,
        padding,
    };
    let rnn = |units, return_sequences| LayerConfig::simple_rnn(units, Tanh, return_sequences);
    let lstm = LayerConfig::lstm;
    vec![
        (
            "dense",
            LayerConfig::Dense {
                units: 5,
                activation: Tanh,
                bias: true,
            },
            vec![7],
            3,
        ),
        (
            "embedding",
            LayerConfig::Embedding {
                words: 11,
                width: 3,
            },
            vec![6],
            4,
        ),
        ("conv1d_valid", conv1d(4, 3, 1, Valid, relu), vec![9, 2], 3),
        ("conv1d_same", conv1d(3, 4, 1, Same, Tanh), vec![7, 2], 1),
        (
            "conv1d_stride",
            conv1d(3, 3, 2, Same, Identity),
            vec![8, 2],
            2,
        ),
        (
            "conv1d_whole",
            conv1d(2, 5, 1, Valid, Identity),
            vec![5, 3],
            2,
        ),
        (
            "conv2d_valid",
            conv2d(3, [2, 3], [1, 1], Valid, relu),
            vec![5, 6, 2],
            2,
        ),
        (
            "conv2d_same",
            conv2d(2, [3, 3], [1, 1], Same, Sigmoid),
            vec![4, 5, 3],
            1,
        ),
        (
            "conv2d_stride",
            conv2d(2, [3, 2], [2, 3], Same, Identity),
            vec![6, 7, 1],
            2,
        ),
        ("max_pooling1d", max1(2, None, Valid), vec![7, 3], 3),
        ("max_pooling1d_same", max1(3, Some(2), Same), vec![8, 2], 2),
        ("max_pooling2d", max2([2, 2], None, Valid), vec![5, 6, 2], 2),
        (
            "max_pooling2d_same",
            max2([3, 2], Some([2, 1]), Same),
            vec![5, 4, 2],
            1,
        ),
        ("average_pooling1d", mean1(3, Some(2), Valid), vec![9, 2], 2),
        (
            "average_pooling1d_same",
            mean1(3, Some(2), Same),
            vec![8, 2],
            2,
        ),
        (
            "average_pooling2d_same",
            mean2([2, 3], None, Same),
            vec![5, 7, 2],
            2,
        ),
        ("simple_rnn", rnn(4, false), vec![6, 3], 3),
        ("simple_rnn_sequences", rnn(3, true), vec![5, 2], 1),
        ("lstm", lstm(4, false), vec![6, 3], 3),
        ("lstm_sequences", lstm(3, true), vec![5, 2], 1),
        (
            "conv1d_no_bias",
            without_bias(conv1d(3, 2, 3, Valid, Identity)),
            vec![9, 3],
            2,
        ),
        ("conv1d_beyond", conv1d(2, 6, 1, Same, Tanh), vec![4, 2], 1),
        (
            "conv2d_whole",
            without_bias(conv2d(2, [3, 4], [1, 1], Valid, Identity)),
            vec![3, 4, 2],
            1,
        ),
        (
            "conv2d_softmax",
            conv2d(3, [2, 2], [2, 3], Valid, Softmax),
            vec![5, 6, 2],
            1,
        ),
        ("max_pooling1d_whole", max1(5, None, Valid), vec![5, 2], 1),
        ("max_pooling1d_ties", max1(3, Some(2), Same), vec![9, 2], 2),
        (
            "max_pooling2d_ties",
            max2([2, 3], Some([1, 2]), Valid),
            vec![5, 6, 2],
            2,
        ),
        (
            "average_pooling2d",
            mean2([3, 2], Some([2, 1]), Valid),
            vec![6, 5, 2],
            1,
        ),
        (
            "simple_rnn_one_step",
            LayerConfig::simple_rnn(3, relu, false),
            vec![1, 3],
            1,
        ),
        ("lstm_one_step", lstm(2, true), vec![1, 2], 2),
        (
            "embedding_one",
            LayerConfig::Embedding { words: 4, width: 1 },
            vec![1],
            1,
        ),
    ]
}

/// The farthest of `ours` from Keras's, relative to Keras's value or, where that is
/// under a tenth, to a tenth: sums of ten numbers of size 1 have roundings of that size.
fn farthest(what: &str, ours: &[f32], theirs: &[f32]) -> f32 {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    let pairs = ours.iter().zip(theirs);
    pairs.fold(0.0, |worst, (a, b)| {
        worst.max((a - b).abs() / b.abs().max(0.1))
    })
}

/// Within 1e-5 relative: TensorFlow sums in another order, and its exp and tanh are
/// approximations of a few last bits.
#[test]
fn layers_are_keras() {
    let golden: BTreeMap<String, Golden> =
        serde_json::from_str(include_str!("golden/keras_layers.json")).unwrap();
    let cases = [cases(), more::cases()].concat();
    assert_eq!(golden.len(), cases.len());
    for (index, (name, layer, input, batch)) in cases.into_iter().enumerate() {
        let golden = &golden[name];
        assert!(golden.a.iter().any(|&a| a != 0.0), "{name} tests nothing");
        let whole = whole(name, &layer);
        let width = input.iter().product();
        let architecture = Architecture {
            name: name.into(),
            input: input.clone(),
            layers: vec![layer],
        };
        let mut network = Network::<f32>::plain(&architecture, batch).unwrap();
        let mut rng = RandomState::new(100 + index as u32);
        let mut draw = || rng.uniform(-1.0, 1.0) as f32;
        let mut x = Array2::from_shape_simple_fn((batch, width), &mut draw);
        if let Some(whole) = whole {
            x.mapv_inplace(|x| ((f64::from(x) + 1.0) / 2.0 * whole).floor() as f32);
        }
        network
            .parameters_mut()
            .iter_mut()
            .for_each(|w| *w = draw());
        // A variance is not negative.
        for block in network.parameter_blocks().to_vec() {
            if block.name.ends_with("moving_variance") {
                let variances = &mut network.parameters_mut()[block.range];
                variances.iter_mut().for_each(|v| *v = v.abs() + 0.1);
            }
        }
        let names: Vec<&str> = network
            .parameter_blocks()
            .iter()
            .map(|block| block.name.rsplit('/').next().unwrap())
            .collect();
        assert_eq!(names, golden.names, "{name}");
        let a = network.forward(x.view()).unwrap().to_owned();
        let direction = Array2::from_shape_simple_fn(a.dim(), &mut draw);
        let dx = network
            .backward_to_input(x.view(), direction.view())
            .unwrap();
        let mut worst = [
            farthest(name, a.as_slice().unwrap(), &golden.a),
            farthest(name, network.gradients(), &golden.dw),
            0.0,
        ];
        // Words have no derivative.
        if !golden.dx.is_empty() {
            worst[2] = farthest(name, dx.as_slice().unwrap(), &golden.dx);
        }
        println!(
            "{name}: outputs {:.1e}, gradients {:.1e}, inputs {:.1e}",
            worst[0], worst[1], worst[2]
        );
        assert!(worst.iter().all(|&error| error < 1e-5), "{name}: {worst:?}");
    }
}
