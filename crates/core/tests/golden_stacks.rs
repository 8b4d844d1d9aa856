//! Whole networks of the layers taken over from Keras beside Keras's; made by `golden/keras_stacks.py`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;

use ndarray::Array2;
use redes_core::layer::LayerConfig;
use redes_core::network::{Architecture, Network};
use redes_core::rng::RandomState;
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    a: Vec<f32>,
    dw: Vec<f32>,
}

/// Name, layers, shape of an input, batch, and below what words are; in the script's order.
type Stack = (
    &'static str,
    &'static str,
    &'static [usize],
    usize,
    Option<f64>,
);

const STACKS: [Stack; 3] = [
    (
        "image",
        r#"[{"kind":"conv2_d","filters":3,"kernel_size":[3,3],"activation":{"kind":"identity"},"bias":false},
            {"kind":"batch_normalization"},
            {"kind":"activation","activation":{"kind":"relu"}},
            {"kind":"separable_conv2_d","filters":4,"kernel_size":[3,3],"padding":"same","activation":{"kind":"identity"}},
            {"kind":"batch_normalization","scale":false},
            {"kind":"activation","activation":{"kind":"silu"}},
            {"kind":"max_pool2_d","pool_size":[2,2]},
            {"kind":"global_average_pool2_d"},
            {"kind":"dense","units":3,"activation":{"kind":"identity"}},
            {"kind":"activation","activation":{"kind":"softmax"}}]"#,
        &[8, 7, 2],
        2,
        None,
    ),
    (
        "words",
        r#"[{"kind":"embedding","words":11,"width":4},
            {"kind":"bidirectional","layer":{"kind":"lstm","units":3,"return_sequences":true}},
            {"kind":"gru","units":4,"return_sequences":true},
            {"kind":"dense","units":5,"activation":{"kind":"tanh"}},
            {"kind":"global_max_pool1_d"},
            {"kind":"dropout","rate":0.5,"seed":1},
            {"kind":"dense","units":1,"activation":{"kind":"sigmoid"}}]"#,
        &[6],
        3,
        Some(11.0),
    ),
    (
        "dense",
        r#"[{"kind":"dense","units":12,"activation":{"kind":"identity"},"bias":false},
            {"kind":"batch_normalization"},
            {"kind":"activation","activation":{"kind":"leaky_relu","slope":0.3}},
            {"kind":"reshape","shape":[4,3]},
            {"kind":"bidirectional","merge":"multiply",
             "layer":{"kind":"gru","units":3,"reset_after":false,"return_sequences":true}},
            {"kind":"bidirectional","merge":"average","layer":{"kind":"simple_rnn","units":2}},
            {"kind":"dense","units":2,"activation":{"kind":"softmax"}}]"#,
        &[5],
        4,
        None,
    ),
];

/// Relative to Keras's value or, where that is under a tenth, to a tenth.
fn farthest(ours: &[f32], theirs: &[f32]) -> f32 {
    assert_eq!(ours.len(), theirs.len());
    let pairs = ours.iter().zip(theirs);
    pairs.fold(0.0, |worst, (a, b)| {
        worst.max((a - b).abs() / b.abs().max(0.1))
    })
}

/// Within 1e-5 relative, as the layers by themselves.
#[test]
fn networks_are_keras() {
    let golden: BTreeMap<String, Golden> =
        serde_json::from_str(include_str!("golden/keras_stacks.json")).unwrap();
    for (seed, (name, layers, input, batch, words)) in STACKS.into_iter().enumerate() {
        let layers: Vec<LayerConfig> = serde_json::from_str(layers).unwrap();
        let architecture = Architecture::new(input, layers);
        let architecture = architecture.with_dense_as_in_keras().unwrap();
        let mut network = Network::<f32>::new(&architecture, batch).unwrap();
        let mut rng = RandomState::new(300 + seed as u32);
        let mut draw = || rng.uniform(-1.0, 1.0) as f32;
        let mut x = Array2::from_shape_simple_fn((batch, network.input_width()), &mut draw);
        if let Some(words) = words {
            x.mapv_inplace(|x| ((f64::from(x) + 1.0) / 2.0 * words).floor() as f32);
        }
        network.parameters_mut().fill_with(&mut draw);
        for block in network.parameter_blocks().to_vec() {
            if block.name.ends_with("moving_variance") {
                let variances = &mut network.parameters_mut()[block.range];
                variances.iter_mut().for_each(|v| *v = v.abs() + 0.1);
            }
        }
        let a = network.forward(x.view()).unwrap().to_owned();
        let direction = Array2::from_shape_simple_fn(a.dim(), &mut draw);
        network
            .backward_to_input(x.view(), direction.view())
            .unwrap();
        let worst = [
            farthest(a.as_slice().unwrap(), &golden[name].a),
            farthest(network.gradients(), &golden[name].dw),
        ];
        println!(
            "{name}: outputs {:.1e}, gradients {:.1e}",
            worst[0], worst[1]
        );
        assert!(worst.iter().all(|&error| error < 1e-5), "{name}: {worst:?}");
    }
}
