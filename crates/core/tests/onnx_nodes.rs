//! ONNX's own node tests for the layers that we have, and recurrent layers run by onnxruntime; laid out as ours by
//! `golden/onnx_nodes.py`.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;

use ndarray::Array2;
use redes_core::layer::LayerConfig;
use redes_core::network::{Architecture, Network};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    layer: LayerConfig,
    /// The shape of one sample.
    input: Vec<usize>,
    x: Vec<f32>,
    parameters: Vec<f32>,
    y: Vec<f32>,
}

/// Relative to ONNX's value or, where that is under a tenth, to a tenth.
fn farthest(ours: &[f32], theirs: &[f32]) -> f32 {
    let pairs = ours.iter().zip(theirs);
    pairs.fold(0.0, |worst, (a, b)| {
        worst.max((a - b).abs() / b.abs().max(0.1))
    })
}

/// Within 1e-5 relative; ONNX itself asks for 1e-3.
#[test]
fn layers_are_onnxs() {
    let json = include_str!("golden/onnx_nodes.json");
    let cases: BTreeMap<String, Case> = serde_json::from_str(json).unwrap();
    assert_eq!(cases.len(), 99);
    let mut most = 0.0_f32;
    for (name, case) in cases {
        let rows = case.x.len() / case.input.iter().product::<usize>();
        let architecture = Architecture::new(case.input, vec![case.layer]);
        let mut network = Network::<f32>::plain(&architecture, rows).unwrap();
        let parameters = network.parameters_mut();
        assert_eq!(parameters.len(), case.parameters.len(), "{name}");
        parameters.copy_from_slice(&case.parameters);
        let x = Array2::from_shape_vec((rows, network.input_width()), case.x).unwrap();
        let y = network.forward(x.view()).unwrap();
        assert_eq!(y.len(), case.y.len(), "{name}");
        let error = farthest(y.as_slice().unwrap(), &case.y);
        assert!(error < 1e-5, "{name}: {error}");
        most = most.max(error);
    }
    println!("at most {most:.1e} off");
}
