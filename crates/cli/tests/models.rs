//! Networks that travel: `redes convert` and what the other commands open.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fs;

use common::{Place, picture, printed, redes, refuses, text};
use ndarray::{Array2, Array3};

const FORMS: [&str; 5] = ["h5", "keras", "weights.h5", "safetensors", "npz"];

#[test]
fn every_form_is_the_same_network() {
    let place = Place::new();
    let model = place.model();
    let pixels = Array3::from_shape_vec((1, 28, 28), picture(7)).unwrap();
    ndarray_npy::write_npy(place.path("in.npy"), &pixels).unwrap();
    let (input, out) = (place.name("in.npy"), place.name("out.npy"));
    let predicted = |arguments: &[&str]| {
        let all = [arguments, &[&input, "--out", &out]].concat();
        redes(&all).assert().success();
        ndarray_npy::read_npy::<_, Array2<f32>>(&out).unwrap()
    };
    let expected = predicted(&["predict", &model]);
    for form in FORMS {
        let name = place.name(&format!("there.{form}"));
        let said = printed(&["convert", &model, &name]);
        assert!(said.starts_with("118282 parameters, "), "{said}");
        // Weights alone need the name of their network.
        let alone = matches!(form, "weights.h5" | "npz");
        let known: &[&str] = if alone { &["--as", "1.0"] } else { &[] };
        let summary = printed(&[&["summary", &name], known].concat());
        assert!(summary.contains("Total params: 118,282"), "{summary}");
        assert_eq!(
            predicted(&[&["predict", &name], known].concat()),
            expected,
            "{form}"
        );
        let back = place.name("back.safetensors");
        printed(&[&["convert", &name, &back], known].concat());
        assert_eq!(predicted(&["predict", &back]), expected, "{form} and back");
        if alone {
            refuses(
                &["summary", &name],
                1,
                &[&name, "holds weights and no network"],
            );
        }
    }
    for (form, what) in [
        ("onnx", "a network in ONNX"),
        ("py", "a program in Python"),
        ("keras.py", "a program in Python"),
    ] {
        let name = place.name(&format!("there.{form}"));
        printed(&["convert", &model, &name]);
        assert!(!fs::read(&name).unwrap().is_empty());
        refuses(
            &["summary", &name],
            1,
            &[&name, what, "which Redes writes and does not read"],
        );
    }
}

#[test]
fn training_goes_on_with_a_file() {
    let place = Place::new();
    let (data, model, there) = (place.name("data"), place.model(), place.name("there.keras"));
    printed(&["convert", &model, &there]);
    let loss = |more: &[&str]| {
        let all = [
            &["train", "1.0", "--epochs", "1", "--data", &data, "--json"],
            more,
        ]
        .concat();
        let output = redes(&all).assert().success().get_output().clone();
        let lines = text(&output.stdout);
        let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
        first["loss"].as_f64().unwrap()
    };
    let (anew, on) = (loss(&[]), loss(&["--from", &there]));
    assert!(on < anew, "{on} {anew}");
    let out = place.name("out.safetensors");
    loss(&["--from", &there, "--out", &out]);
    let summary = printed(&["summary", &out]);
    assert!(summary.contains(&format!("--from {there}")), "{summary}");
}

#[test]
fn what_does_not_fit_is_said() {
    let place = Place::new();
    let (data, model) = (place.name("data"), place.model());
    refuses(
        &["convert", &model, "a.txt"],
        1,
        &["a.txt ends with none of", ".onnx"],
    );
    refuses(
        &["convert", "no-such-file", "a.h5"],
        1,
        &["cannot read no-such-file"],
    );
    let weights = place.name("there.weights.h5");
    printed(&["convert", &model, &weights]);
    refuses(
        &["convert", &weights, "a.h5", "--as", "2.1"],
        1,
        &[&weights, "the weights of layer embedding"],
    );
    // The network of a review in place of an image's.
    let inputs = place.name("reviews.h5");
    write_reviews(&inputs);
    let arguments = [
        "train", "1.0", "--epochs", "1", "--data", &data, "--from", &inputs,
    ];
    refuses(
        &arguments,
        1,
        &["it has 3 inputs and 2 outputs, and case 1.0 has 784 inputs and 10 outputs"],
    );
}

/// A network of three inputs and two outputs.
fn write_reviews(path: &str) {
    use redes_core::{
        activation::Activation,
        network::{Architecture, LayerConfig, Network},
    };
    let layers = vec![LayerConfig::dense(2, Activation::Sigmoid)];
    let network = Network::<f32>::new(&Architecture::new([3], layers), 1).unwrap();
    let bytes = redes_exchange::write(&network, None, redes_exchange::Target::KerasH5).unwrap();
    fs::write(path, bytes).unwrap();
}
