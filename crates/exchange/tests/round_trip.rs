//! What this program writes, it reads.

#![allow(clippy::unwrap_used, clippy::panic)]

mod cases;

use redes_core::activation::Activation;
use redes_core::network::LayerConfig;
use redes_core::optimizer::OptimizerConfig;
use redes_exchange::{ExchangeError, Format, Target, read, read_weights, write};

/// Cases with functions that Keras computes in layers of their own: other layers come back, which compute the same.
const OTHER_LAYERS: [&str; 7] = [
    "logistic",
    "threshold",
    "leaky",
    "functions_1",
    "functions_2",
    "functions_alone_1",
    "functions_alone_2",
];

#[test]
fn every_file_of_keras_comes_back() {
    let (mut seen, mut others) = (0, 0);
    for case in cases::cases() {
        let architecture = case.network.architecture();
        for (target, format) in [
            (Target::KerasH5, Format::KerasH5),
            (Target::Keras, Format::KerasZip),
        ] {
            let bytes = match write(&case.network, case.training.as_ref(), target) {
                Ok(bytes) => bytes,
                Err(ExchangeError::LayerNotWritten { .. }) => continue,
                Err(error) => panic!("{}: {error}", case.name),
            };
            let opened = read(&bytes).unwrap_or_else(|error| panic!("{}: {error}", case.name));
            if OTHER_LAYERS.contains(&case.name) {
                let mut network = opened.network(case.x.nrows()).unwrap();
                let answers = network.predict(case.x.view()).unwrap();
                assert_eq!(answers, case.answers, "{}", case.name);
                others += 1;
                continue;
            }
            assert_eq!(opened.format, format);
            assert_eq!(
                opened.architecture.layers, architecture.layers,
                "{}",
                case.name
            );
            assert_eq!(
                opened.architecture.input, architecture.input,
                "{}",
                case.name
            );
            assert_eq!(
                opened.parameters,
                case.network.parameters(),
                "{}",
                case.name
            );
            let mut training = case.training.clone();
            if let Some(training) = &mut training {
                match target {
                    Target::KerasH5 => training.memory = None,
                    // The optimiser's own variable has 32 bits.
                    _ => training.optimizer = training.optimizer.map(rounded),
                }
            }
            assert_eq!(opened.training, training, "{}", case.name);
            seen += 1;
        }
        if let Ok(bytes) = write(&case.network, None, Target::KerasWeights)
            && !OTHER_LAYERS.contains(&case.name)
        {
            let opened = read_weights(&bytes, architecture).unwrap();
            assert_eq!(
                opened.parameters,
                case.network.parameters(),
                "{}",
                case.name
            );
        }
    }
    assert!(seen > 80 && others > 10, "{seen} {others}");
}

/// With the learning rate in 32 bits.
fn rounded(mut config: OptimizerConfig) -> OptimizerConfig {
    let (OptimizerConfig::Adam { learning_rate, .. }
    | OptimizerConfig::Rmsprop { learning_rate, .. }
    | OptimizerConfig::Sgd { learning_rate, .. }
    | OptimizerConfig::ThesisDescent { learning_rate, .. }) = &mut config;
    *learning_rate = f64::from(*learning_rate as f32);
    config
}

#[test]
fn every_network_tells_its_samples_apart() {
    for case in cases::cases() {
        let first = case.answers.row(0);
        let others = case
            .answers
            .rows()
            .into_iter()
            .flat_map(|row| &row - &first);
        let apart = others.into_iter().any(|difference| difference.abs() > 1e-3);
        assert!(apart, "{}: {:?}", case.name, case.answers);
    }
}

#[test]
fn a_leaky_function_comes_back_as_a_layer_that_computes_the_same() {
    let cases = cases::cases();
    let case = cases.iter().find(|case| case.name == "leaky").unwrap();
    let bytes = write(&case.network, None, Target::Keras).unwrap();
    let opened = read(&bytes).unwrap();
    let alone = LayerConfig::Activation {
        activation: Activation::LeakyRelu { slope: 0.05 },
    };
    assert_eq!(opened.architecture.layers[2], alone);
    let mut network = opened.network(4).unwrap();
    assert_eq!(network.predict(case.x.view()).unwrap(), case.answers);
}

#[test]
fn the_same_network_gives_the_same_bytes() {
    for case in cases::cases() {
        for target in [
            Target::KerasH5,
            Target::Keras,
            Target::KerasWeights,
            Target::Safetensors,
            Target::Npz,
            Target::Onnx,
            Target::NumpyListing,
            Target::KerasListing,
        ] {
            let file = || write(&case.network, case.training.as_ref(), target).ok();
            assert_eq!(file(), file(), "{} as {target:?}", case.name);
        }
    }
}

#[test]
fn what_a_format_does_not_have_is_refused_by_the_layers_name() {
    let words = |name: &str, target| {
        let case = cases::cases().into_iter().find(|case| case.name == name);
        let error = write(&case.unwrap().network, None, target).unwrap_err();
        error.to_string()
    };
    assert_eq!(
        words("step", Target::Keras),
        "layer dense cannot be written as .keras: Keras has no step function"
    );
    assert_eq!(
        words("lstm_of_keras2", Target::KerasH5),
        "layer lstm cannot be written as .h5: within a recurrent layer, Keras 3 has no hard_sigmoid with this number"
    );
    assert_eq!(
        words("lstm_gelu", Target::Onnx),
        "layer lstm cannot be written as .onnx: ONNX's recurrent operators have no gelu"
    );
}
