//! Weights of other programs, read into a network that is known.

#![allow(clippy::unwrap_used, clippy::panic)]

mod cases;

use std::collections::HashMap;

use redes_core::activation::Activation::Sigmoid;
use redes_core::network::{Architecture, LayerConfig, Network};
use redes_exchange::{ExchangeError, Format, Note, Target, read, read_weights, write};
use safetensors::{Dtype, tensor::TensorView};

/// A file of tensors: name, shape, numbers.
type Tensors = Vec<(String, Vec<usize>, Vec<f32>)>;

fn file(tensors: &Tensors, dtype: Dtype) -> Vec<u8> {
    let bytes: Vec<Vec<u8>> = tensors
        .iter()
        .map(|(_, _, values)| match dtype {
            Dtype::F64 => values
                .iter()
                .flat_map(|v| f64::from(*v).to_le_bytes())
                .collect(),
            Dtype::F16 => values
                .iter()
                .flat_map(|v| half::f16::from_f32(*v).to_le_bytes())
                .collect(),
            Dtype::BF16 => values
                .iter()
                .flat_map(|v| half::bf16::from_f32(*v).to_le_bytes())
                .collect(),
            _ => values.iter().flat_map(|v| v.to_le_bytes()).collect(),
        })
        .collect();
    let views = tensors.iter().zip(&bytes).map(|((name, shape, _), bytes)| {
        (
            name.clone(),
            TensorView::new(dtype, shape.clone(), bytes).unwrap(),
        )
    });
    safetensors::serialize(views, None::<HashMap<String, String>>).unwrap()
}

/// A network's blocks under other names.
fn renamed(network: &Network<f32>, name: impl Fn(&str) -> String) -> Tensors {
    let blocks = network.parameter_blocks().iter();
    blocks
        .map(|block| {
            let values = network.parameters()[block.range.clone()].to_vec();
            (name(&block.name), block.shape.clone(), values)
        })
        .collect()
}

/// 3 to 4 to 2.
fn tower() -> Network<f32> {
    let layers = vec![
        LayerConfig::dense(4, Sigmoid),
        LayerConfig::dense(2, Sigmoid),
    ];
    let mut network = Network::new(&Architecture::new([3], layers), 1).unwrap();
    for (i, w) in network.parameters_mut().iter_mut().enumerate() {
        *w = i as f32 / 8.0;
    }
    network
}

fn problem(result: Result<redes_exchange::Opened, ExchangeError>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn every_network_comes_back_from_its_own_safetensors_and_npz() {
    for case in cases::cases() {
        let architecture = case.network.architecture();
        for (target, format) in [
            (Target::Safetensors, Format::Safetensors),
            (Target::Npz, Format::Npz),
        ] {
            let bytes = write(&case.network, None, target).unwrap();
            assert_eq!(
                bytes,
                write(&case.network, None, target).unwrap(),
                "{}",
                case.name
            );
            let opened = read_weights(&bytes, architecture).unwrap();
            assert_eq!(
                opened.parameters,
                case.network.parameters(),
                "{}",
                case.name
            );
            assert_eq!((opened.format, opened.notes), (format, vec![]));
        }
        let bytes = write(&case.network, None, Target::Safetensors).unwrap();
        assert_eq!(read(&bytes).unwrap().architecture, *architecture);
    }
}

#[test]
fn names_of_keras_are_taken_by_class_and_order() {
    let network = tower();
    let architecture = network.architecture();
    let plus = |name: &str, step: usize| {
        let (layer, block) = name.split_once('/').unwrap();
        let number: usize = layer
            .strip_prefix("dense_")
            .map_or(0, |n| n.parse().unwrap());
        (format!("dense_{}", number + step), block.to_owned())
    };
    for (what, tensors) in [
        (
            "later in the notebook",
            renamed(&network, |name| {
                let (layer, block) = plus(name, 9);
                format!("{layer}/{block}")
            }),
        ),
        (
            "Keras's own paths",
            renamed(&network, |name| format!("sequential_3/{name}:0")),
        ),
        ("dots", renamed(&network, |name| name.replace('/', "."))),
    ] {
        let opened = read_weights(&file(&tensors, Dtype::F32), architecture).unwrap();
        assert_eq!(opened.parameters, network.parameters(), "{what}");
        assert_eq!(opened.notes, [], "{what}");
    }
    let lstm = cases::cases()
        .into_iter()
        .find(|case| case.name == "lstm")
        .unwrap();
    let tensors = renamed(&lstm.network, |name| {
        name.replace("lstm/", "sequential/lstm_4/lstm_cell/")
    });
    let opened = read_weights(&file(&tensors, Dtype::F32), lstm.network.architecture()).unwrap();
    assert_eq!(opened.parameters, lstm.network.parameters());
}

#[test]
fn other_floats_become_32_bits_and_a_note_says_so() {
    let network = tower();
    let tensors = renamed(&network, str::to_owned);
    for (dtype, kind) in [
        (Dtype::F64, "float64"),
        (Dtype::F16, "float16"),
        (Dtype::BF16, "bfloat16"),
    ] {
        let opened = read_weights(&file(&tensors, dtype), network.architecture()).unwrap();
        // Eighths up to 3 have few bits.
        assert_eq!(opened.parameters, network.parameters());
        assert_eq!(opened.notes, [Note::OtherBits { kind }]);
    }
    let whole = file(&tensors, Dtype::I32);
    assert!(problem(read_weights(&whole, network.architecture())).contains("I32, no floats"));
}

/// The tower as PyTorch stores it: `[units, inputs]`.
fn in_pytorch(modules: [&str; 2]) -> Tensors {
    let network = tower();
    let named = renamed(&network, |name| match name {
        "dense/kernel" => format!("{}.weight", modules[0]),
        "dense/bias" => format!("{}.bias", modules[0]),
        "dense_1/kernel" => format!("{}.weight", modules[1]),
        _ => format!("{}.bias", modules[1]),
    });
    let turned = named
        .into_iter()
        .map(|(name, shape, values)| match shape[..] {
            [rows, columns] => {
                let places =
                    (0..columns).flat_map(|column| (0..rows).map(move |row| (row, column)));
                let turned = places.map(|(row, column)| values[row * columns + column]);
                (name, vec![columns, rows], turned.collect())
            }
            _ => (name, shape, values),
        });
    turned.collect()
}

#[test]
fn dense_layers_of_pytorch_are_turned() {
    let network = tower();
    for modules in [["0", "2"], ["fc1", "fc2"], ["layers.9", "layers.10"]] {
        let bytes = file(&in_pytorch(modules), Dtype::F32);
        let opened = read_weights(&bytes, network.architecture()).unwrap();
        assert_eq!(opened.parameters, network.parameters(), "{modules:?}");
        assert_eq!(opened.notes, [Note::FromPyTorch]);
    }
}

#[test]
fn where_pytorchs_names_say_too_little_the_file_is_refused_with_words() {
    let bytes = file(&in_pytorch(["hidden", "output"]), Dtype::F32);
    let words = problem(read_weights(&bytes, tower().architecture()));
    assert!(
        words.contains("don't tell the order of the layers"),
        "{words}"
    );
    let conv = cases::cases()
        .into_iter()
        .find(|case| case.name == "conv2d")
        .unwrap();
    let tensors = renamed(&conv.network, |name| {
        name.replace("/kernel", ".weight").replace("/bias", ".bias")
    });
    let words = problem(read_weights(
        &file(&tensors, Dtype::F32),
        conv.network.architecture(),
    ));
    assert!(words.contains("taken for dense layers alone"), "{words}");
}

#[test]
fn files_of_other_networks_are_refused() {
    let network = tower();
    let architecture = network.architecture();
    let mut tensors = renamed(&network, str::to_owned);
    tensors[0].1 = vec![4, 3];
    let words = problem(read_weights(&file(&tensors, Dtype::F32), architecture));
    assert!(
        words.contains("its shape is [4, 3], that of dense/kernel is [3, 4]"),
        "{words}"
    );
    tensors[0].0 = "embedding/embeddings".to_owned();
    let words = problem(read_weights(&file(&tensors, Dtype::F32), architecture));
    assert!(words.contains("dense/kernel"), "{words}");
    tensors.pop();
    let words = problem(read_weights(&file(&tensors, Dtype::F32), architecture));
    assert!(words.contains("3 tensors; the network has 4"), "{words}");
    let bytes = write(&network, None, Target::Npz).unwrap();
    let other = &cases::cases()[0];
    let words = problem(read_weights(&bytes, other.network.architecture()));
    assert!(
        words.contains("its shape is [3, 4], that of dense/kernel is [4, 3]"),
        "{words}"
    );
}

#[test]
fn numbers_that_are_not_finite_are_noted_when_read_and_refused_when_written() {
    let mut network = tower();
    let mut tensors = renamed(&network, str::to_owned);
    tensors[1].2[2] = f32::NAN;
    let opened = read_weights(&file(&tensors, Dtype::F32), network.architecture()).unwrap();
    let tensor = "dense/bias".to_owned();
    assert_eq!(opened.notes, [Note::NotFinite { tensor, count: 1 }]);
    network.parameters_mut()[0] = f32::INFINITY;
    for target in [
        Target::KerasH5,
        Target::Keras,
        Target::KerasWeights,
        Target::Npz,
        Target::Onnx,
        Target::NumpyListing,
        Target::KerasListing,
    ] {
        match write(&network, None, target) {
            Err(ExchangeError::NotFinite { tensor, count: 1 }) => {
                assert_eq!(tensor, "dense/kernel")
            }
            other => panic!("{target:?}: {other:?}"),
        }
    }
}

#[test]
fn a_file_that_is_cut_short_anywhere_is_refused() {
    let network = tower();
    let npz = write(&network, None, Target::Npz).unwrap();
    let names = file(&renamed(&network, str::to_owned), Dtype::F32);
    for bytes in [npz, names] {
        for length in 0..bytes.len() {
            assert!(
                read_weights(&bytes[..length], network.architecture()).is_err(),
                "{length}"
            );
        }
    }
}
