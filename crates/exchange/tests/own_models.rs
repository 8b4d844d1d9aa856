//! Small models that Keras wrote for these tests (`golden/own_models.py`), each with a trait of real files.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod answers;

use answers::{Golden, model};
use redes_core::network::LayerConfig;
use redes_exchange::{ExchangeError, Format, Note, Opened, Target, read, read_weights, write};

fn golden() -> std::collections::BTreeMap<String, Golden> {
    Golden::all(include_str!("golden/own_models.json"))
}

/// Opens a model; weights alone go into the network of the same layers.
fn open(name: &str) -> Result<Opened, ExchangeError> {
    match name {
        "dense.weights.h5" | "weights-2.h5" => {
            let network = read(&model("dense.keras"))?.architecture;
            read_weights(&model(name), &network)
        }
        name => read(&model(name)),
    }
}

#[test]
fn they_answer_as_keras_does() {
    let golden = golden();
    assert!(golden.len() > 30);
    for (name, golden) in golden {
        let opened = open(&name).unwrap_or_else(|error| panic!("{name}: {error}"));
        let difference = golden.difference(&opened);
        println!("{name} {} {difference:.1e}", golden.oracle);
        assert!(difference < 1e-5, "{name}: {difference:e}");
    }
}

#[test]
fn training_goes_on_as_keras_goes_on() {
    let mut trained = 0;
    for (name, golden) in golden() {
        let opened = open(&name).unwrap();
        if let Some(difference) = golden.difference_after(&opened) {
            trained += 1;
            println!("{name} {difference:.1e}");
            assert!(difference < 1e-4, "{name}: {difference:e}");
        }
    }
    assert!(trained > 6);
}

#[test]
fn traits_are_read_and_noted() {
    let of = |name: &str| open(name).unwrap();
    let notes = |name: &str| of(name).notes;
    assert_eq!(of("lstm.keras").format, Format::KerasZip);
    assert_eq!(of("lstm.keras").keras_version.as_deref(), Some("3.15.1"));
    assert_eq!(
        of("list-config.h5").keras_version.as_deref(),
        Some("2.1.6-tf")
    );
    assert_eq!(of("dense.weights.h5").format, Format::KerasWeights);
    assert!(notes("frozen-batch.h5").contains(&Note::BatchSizeDropped { size: 8 }));
    let (kind, layer) = ("float16", "gru".to_owned());
    assert!(notes("float16.keras").contains(&Note::OtherBits { kind }));
    let kind = "bfloat16";
    assert!(notes("bfloat16.keras").contains(&Note::OtherBits { kind }));
    let kind = "float64";
    assert!(notes("other-types.h5").contains(&Note::OtherBits { kind }));
    assert!(notes("gru.keras").contains(&Note::RecurrentDropoutLeftOut { layer }));
    // Its first layers are those of no other network, so that this program's names for them differ.
    let own = of("hard-sigmoid-3.h5");
    assert_eq!(own.names, ["embedding_6", "lstm_2", "dense_22"]);
    let rows = own.summary(&own.network(1).unwrap()).rows;
    let names: Vec<&str> = rows.iter().map(|row| &*row.name).collect();
    assert_eq!(names, own.names);
    let slopes = |name: &str| {
        let notes = notes(name).into_iter();
        let slopes = notes.filter_map(|note| match note {
            Note::HardSigmoid { slope, .. } => Some(slope),
            _ => None,
        });
        slopes.collect::<Vec<_>>()
    };
    assert_eq!(slopes("lstm-2.h5"), [0.2]);
    assert_eq!(slopes("hard-sigmoid-3.h5"), [1.0 / 6.0, 1.0 / 6.0]);
    let reset_after = |name: &str| {
        let layers = of(name).architecture.layers;
        layers.iter().find_map(|layer| match layer {
            LayerConfig::Gru { reset_after, .. } => Some(*reset_after),
            _ => None,
        })
    };
    assert_eq!(reset_after("gru.keras"), Some(true));
    assert_eq!(reset_after("gru-before.h5"), Some(false));
    assert_eq!(reset_after("gru-without-key.h5"), Some(false));
    let count = notes("nan.h5").into_iter().find_map(|note| match note {
        Note::NotFinite { count, .. } => Some(count),
        _ => None,
    });
    assert_eq!(count, Some(2));
}

#[test]
fn weights_alone_are_not_a_network_and_fit_their_own_alone() {
    for name in ["dense.weights.h5", "weights-2.h5"] {
        let error = read(&model(name)).unwrap_err();
        assert!(matches!(error, ExchangeError::WeightsAlone), "{error}");
        let other = read(&model("deep.keras")).unwrap().architecture;
        let error = read_weights(&model(name), &other).unwrap_err();
        let other = matches!(
            error,
            ExchangeError::OtherNetwork | ExchangeError::Weights { .. }
        );
        assert!(other, "{error}");
    }
    // A whole model gives its weights too.
    let whole = read(&model("dense.h5")).unwrap();
    let again = read_weights(&model("dense.h5"), &whole.architecture).unwrap();
    assert_eq!(whole.parameters, again.parameters);
}

#[test]
fn what_is_written_and_not_read_is_named() {
    let network = open("dense.keras").unwrap().network(1).unwrap();
    for target in [Target::Onnx, Target::NumpyListing, Target::KerasListing] {
        let error = read(&write(&network, None, target).unwrap()).unwrap_err();
        let named = match target {
            Target::Onnx => matches!(error, ExchangeError::Onnx),
            _ => matches!(error, ExchangeError::Program),
        };
        assert!(named, "{target}: {error}");
    }
    // Other text, and other numbers.
    for other in [
        &b"A letter\nfrom far away, of which we\nimport nothing here"[..],
        &[8, 8, 8, 8, 8, 8, 8, 8],
    ] {
        let error = read(other).unwrap_err();
        assert!(
            matches!(error, ExchangeError::UnknownFormat { .. }),
            "{error}"
        );
    }
}
