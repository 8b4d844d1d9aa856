//! Models that are not opened: each is refused in one sentence, which names the layer and the option.
#![allow(clippy::unwrap_used, missing_docs)]

use redes_exchange::{ExchangeError, Note, Opened, read};
use redes_hdf5::write::{Attribute, Dataset, Group};
use serde_json::{Value, json};

/// A file with this configuration and the weights of a dense layer of one weight.
fn file(config: &Value, version: &str) -> Vec<u8> {
    let mut root = Group::new();
    root.attribute("model_config", Attribute::Ascii(config.to_string()));
    root.attribute("keras_version", Attribute::Text(version.to_owned()));
    let weights = root.group("model_weights").unwrap();
    let names =
        |names: &[&str]| Attribute::AsciiList(names.iter().map(|&name| name.to_owned()).collect());
    weights.attribute("layer_names", names(&["dense"]));
    let dense = weights.group("dense").unwrap();
    dense.attribute("weight_names", names(&["dense/kernel"]));
    let kernel = Dataset::f32(&[1, 1], vec![2.0]).unwrap();
    dense.dataset("dense/kernel", kernel).unwrap();
    root.to_file().unwrap()
}

fn layer(class: &str, config: Value) -> Value {
    let mut config = config;
    config["name"] = json!("it");
    json!({ "class_name": class, "config": config })
}

fn dense() -> Value {
    let config = json!({ "name": "dense", "units": 1, "activation": "linear", "use_bias": false });
    json!({ "class_name": "Dense", "config": config })
}

fn sequential(shape: Value, layers: &[Value]) -> Value {
    let input = layer("InputLayer", json!({ "batch_shape": shape }));
    let layers: Vec<Value> = std::iter::once(input)
        .chain(layers.iter().cloned())
        .collect();
    json!({ "class_name": "Sequential", "config": { "name": "s", "layers": layers } })
}

fn opened(config: &Value) -> Result<Opened, ExchangeError> {
    read(&file(config, "3.15.1"))
}

fn with(class: &str, config: Value) -> Result<Opened, ExchangeError> {
    opened(&sequential(
        json!([null, 1]),
        &[layer(class, config), dense()],
    ))
}

#[test]
fn a_model_of_one_weight_is_opened() {
    let opened = opened(&sequential(json!([null, 1]), &[dense()])).unwrap();
    assert_eq!(opened.parameters, [2.0]);
    assert_eq!(opened.architecture.name, "s");
    assert!(opened.notes.is_empty());
}

#[test]
fn unknown_layers_are_named() {
    for class in [
        "MultiHeadAttention",
        "Conv2DTranspose",
        "Lambda",
        "Package>Mine",
    ] {
        let error = with(class, json!({})).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("layer it is a {class}, which Redes does not have")
        );
    }
    let error = with(
        "TimeDistributed",
        json!({ "layer": layer("Conv2D", json!({})) }),
    );
    assert!(error.unwrap_err().to_string().contains("Conv2D"));
    let subclass = json!({ "class_name": "MyModel", "config": { "name": "mine", "layers": [] } });
    let error = opened(&subclass).unwrap_err().to_string();
    assert_eq!(error, "layer mine is a MyModel, which Redes does not have");
}

#[test]
fn options_that_change_answers_are_named() {
    let cases = [
        (
            "Activation",
            json!({ "activation": "mish" }),
            "activation = \"mish\"",
        ),
        ("ReLU", json!({ "max_value": 6.0 }), "max_value = 6.0"),
        ("Softmax", json!({ "axis": 1 }), "axis = 1"),
        (
            "Dropout",
            json!({ "rate": 0.5, "noise_shape": [1] }),
            "noise_shape = [1]",
        ),
        ("BatchNormalization", json!({ "axis": 0 }), "axis = 0"),
        (
            "BatchNormalization",
            json!({ "renorm": true }),
            "renorm = true",
        ),
        (
            "Flatten",
            json!({ "data_format": "channels_first" }),
            "data_format = \"channels_first\"",
        ),
        (
            "Conv1D",
            json!({ "filters": 1, "kernel_size": 1, "padding": "causal" }),
            "padding = \"causal\"",
        ),
        (
            "Conv2D",
            json!({ "filters": 1, "kernel_size": [1, 1], "groups": 2 }),
            "groups = 2",
        ),
        (
            "Conv2D",
            json!({ "filters": 1, "kernel_size": [1, 1], "dilation_rate": [2, 1] }),
            "dilation_rate = [2,1]",
        ),
        (
            "Conv2D",
            json!({ "filters": 0, "kernel_size": [1, 1] }),
            "filters = 0",
        ),
        (
            "LSTM",
            json!({ "units": 1, "stateful": true }),
            "stateful = true",
        ),
        (
            "GRU",
            json!({ "units": 1, "return_state": true }),
            "return_state = true",
        ),
        (
            "SimpleRNN",
            json!({ "units": 1, "go_backwards": true }),
            "go_backwards = true",
        ),
        (
            "Dense",
            json!({ "units": 1, "unheard_of": "yes" }),
            "unheard_of = \"yes\"",
        ),
        ("Dense", json!({ "units": -3 }), "units = -3"),
    ];
    for (class, config, option) in cases {
        let error = with(class, config).unwrap_err();
        let expected = format!("layer it ({class}) has {option}, which Redes does not have");
        assert_eq!(error.to_string(), expected);
        assert!(matches!(error, ExchangeError::UnknownOption { .. }));
    }
    // A mask matters to a recurrent layer alone.
    let embedding = json!({ "input_dim": 5, "output_dim": 1, "mask_zero": true });
    let embedding = layer("Embedding", embedding);
    let rnn = layer("SimpleRNN", json!({ "units": 1, "use_bias": false }));
    let masked = sequential(json!([null, 3]), &[embedding, rnn]);
    let error = opened(&masked).unwrap_err().to_string();
    assert!(error.contains("mask_zero"), "{error}");
}

#[test]
fn neutral_values_of_unknown_options_are_none() {
    let config = json!({
        "units": 1, "use_bias": false, "quantization_config": null, "time_major": false, "future": {},
        "kernel_initializer": { "class_name": "GlorotUniform", "config": { "dtype": "float32" } },
        "dtype": { "class_name": "DTypePolicy", "config": { "name": "float32" } },
    });
    let mut only = layer("Dense", config);
    only["config"]["name"] = json!("dense");
    let opened = opened(&sequential(json!([null, 1]), &[only])).unwrap();
    assert_eq!(opened.parameters, [2.0]);
}

#[test]
fn branches_and_circles_are_named() {
    let node = |from: &[&str]| {
        let tensors: Vec<Value> = from.iter().map(|name| json!([name, 0, 0, {}])).collect();
        json!([tensors])
    };
    let functional = |layers: Vec<Value>, output: &str| {
        let config = json!({ "name": "f", "layers": layers, "output_layers": [[output, 0, 0]] });
        opened(&json!({ "class_name": "Functional", "config": config }))
    };
    let named = |class: &str, name: &str, nodes: Value| {
        let config =
            json!({ "name": name, "batch_shape": [null, 1], "units": 1, "use_bias": false });
        json!({ "class_name": class, "config": config, "inbound_nodes": nodes })
    };
    let input = || named("InputLayer", "in", json!([]));
    let of = |name: &str, from: &[&str]| named("Dense", name, node(from));
    let line = functional(vec![of("dense", &["in"]), input()], "dense").unwrap();
    assert_eq!(line.parameters, [2.0]);
    let branch = |result: Result<Opened, ExchangeError>, name: &str| {
        let error = result.unwrap_err();
        let found = matches!(&error, ExchangeError::Branches { layer } if layer == name);
        assert!(found, "{error}");
    };
    branch(
        functional(vec![input(), of("a", &["in"]), of("b", &["in"])], "b"),
        "in",
    );
    branch(functional(vec![input(), of("a", &["in", "in"])], "a"), "a");
    branch(functional(vec![input(), input()], "in"), "in");
    // b and c hand their outputs to each other.
    let circle = vec![input(), of("a", &["in"]), of("b", &["c"]), of("c", &["b"])];
    branch(functional(circle, "b"), "a");
    let circle = vec![input(), of("in", &["in"])];
    branch(functional(circle, "no"), "in");
}

#[test]
fn sizes_are_refused_before_memory_is_asked_for() {
    let huge = with("Dense", json!({ "units": 1_u64 << 40 })).unwrap_err();
    assert!(matches!(huge, ExchangeError::Network(_)), "{huge}");
    let many: Vec<Value> = (0..65).map(|_| layer("Flatten", json!({}))).collect();
    let many = opened(&sequential(json!([null, 1]), &many)).unwrap_err();
    assert!(
        matches!(many, ExchangeError::TooLarge { what: "layers", .. }),
        "{many}"
    );
    let wide = sequential(json!([null, 1_u64 << 26]), &[dense()]);
    assert!(opened(&wide).is_err());
    let open = sequential(json!([null, null, 3]), &[dense()]);
    assert!(matches!(opened(&open), Err(ExchangeError::NoInputShape)));
    let deep = (0..20).fold(dense(), |inner, _| sequential(json!([null, 1]), &[inner]));
    assert!(opened(&deep).is_err());
}

#[test]
fn a_faulty_optimiser_never_stops_the_weights() {
    for (compiled, left_out) in [
        (
            json!({ "optimizer_config": { "class_name": "Adadelta", "config": {} }, "loss": "mse" }),
            true,
        ),
        (
            json!({ "optimizer_config": { "class_name": "Adam", "config": { "lr": "fast" } } }),
            false,
        ),
        (
            json!({ "optimizer_config": { "class_name": "Adam", "config": { "beta_1": 2.0 } } }),
            true,
        ),
        (
            json!({ "optimizer_config": 7, "loss": { "a": "mse", "b": "mse" } }),
            true,
        ),
        (json!([]), false),
    ] {
        let mut root = Group::new();
        let config = sequential(json!([null, 1]), &[dense()]);
        root.attribute("model_config", Attribute::Ascii(config.to_string()));
        root.attribute("training_config", Attribute::Ascii(compiled.to_string()));
        let kernel = Dataset::f32(&[1, 1], vec![2.0]).unwrap();
        let path = "model_weights/dense/kernel";
        root.dataset(path, kernel).unwrap();
        let names = Attribute::FixedList(vec!["kernel".to_owned()]);
        root.group("model_weights/dense")
            .unwrap()
            .attribute("weight_names", names);
        let opened = read(&root.to_file().unwrap()).unwrap();
        assert_eq!(opened.parameters, [2.0]);
        let noted = |note: &Note| matches!(note, Note::OptimizerLeftOut { .. });
        assert_eq!(opened.notes.iter().any(noted), left_out, "{compiled}");
    }
}
