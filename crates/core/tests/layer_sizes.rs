//! What layers are called, how large they may be, and that counting them takes no room.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use proptest::prelude::*;
use redes_core::Error;
use redes_core::activation::Activation;
use redes_core::layer::{LayerConfig, Merge, Padding};
use redes_core::network::{Architecture, Network};

fn of(input: &[usize], layers: Vec<LayerConfig>) -> Architecture {
    Architecture {
        name: "sizes".into(),
        input: input.to_vec(),
        layers,
    }
}

/// A layer as a file writes it.
fn read(json: &str) -> LayerConfig {
    serde_json::from_str(json).unwrap()
}

fn pool2d(size: usize) -> LayerConfig {
    LayerConfig::MaxPool2D {
        pool_size: [size, size],
        stride: Some([1, 1]),
        padding: Padding::Same,
    }
}

/// The names that Keras 3.15 gives, where nobody names them.
#[test]
fn names_are_keras() {
    let conv = r#"{"kind":"conv2_d","filters":2,"kernel_size":[2,2],"activation":{"kind":"relu"}}"#;
    let pool = |kind| format!(r#"{{"kind":"{kind}","pool_size":[2,2]}}"#);
    let images = [
        conv,
        &pool("max_pool2_d"),
        &pool("average_pool2_d"),
        conv,
        r#"{"kind":"dropout","rate":0.5,"seed":1}"#,
        r#"{"kind":"flatten"}"#,
    ];
    let words = [
        r#"{"kind":"embedding","words":5,"width":3}"#,
        r#"{"kind":"conv1_d","filters":2,"kernel_size":2,"activation":{"kind":"relu"}}"#,
        r#"{"kind":"max_pool1_d","pool_size":2}"#,
        r#"{"kind":"average_pool1_d","pool_size":2}"#,
        r#"{"kind":"simple_rnn","units":2,"return_sequences":true}"#,
        r#"{"kind":"lstm","units":2,"return_sequences":true}"#,
        r#"{"kind":"lstm","units":2}"#,
        r#"{"kind":"dense","units":1,"activation":{"kind":"sigmoid"}}"#,
    ];
    let others = [
        r#"{"kind":"batch_normalization"}"#,
        r#"{"kind":"separable_conv2_d","filters":2,"kernel_size":[2,2],"activation":{"kind":"selu"}}"#,
        r#"{"kind":"activation","activation":{"kind":"hard_sigmoid","slope":0.2}}"#,
        r#"{"kind":"reshape","shape":[11,22]}"#,
        r#"{"kind":"dense_each","units":3,"activation":{"kind":"gelu"}}"#,
        r#"{"kind":"bidirectional","layer":{"kind":"gru","units":2,"return_sequences":true}}"#,
        r#"{"kind":"gru","units":2,"return_sequences":true,"reset_after":false}"#,
        r#"{"kind":"bidirectional","layer":{"kind":"lstm","units":2,"return_sequences":true},"merge":"multiply"}"#,
        r#"{"kind":"global_max_pool1_d"}"#,
    ];
    for (input, layers, expected) in [
        (
            vec![12, 12, 3],
            others.map(read).to_vec(),
            "batch_normalization separable_conv2d activation reshape dense bidirectional gru bidirectional_1 \
             global_max_pooling1d",
        ),
        (
            vec![12, 12, 1],
            images.map(read).to_vec(),
            "conv2d max_pooling2d average_pooling2d conv2d_1 dropout flatten",
        ),
        (
            vec![20],
            words.map(read).to_vec(),
            "embedding conv1d max_pooling1d average_pooling1d simple_rnn lstm lstm_1 dense",
        ),
    ] {
        for network in [
            Network::<f32>::new(&of(&input, layers.clone()), 1).unwrap(),
            Network::<f32>::plain(&of(&input, layers), 1).unwrap(),
        ] {
            let rows = network.summary().rows;
            let names: Vec<String> = rows.into_iter().map(|row| row.name).collect();
            assert_eq!(names.join(" "), expected);
        }
    }
}

/// What a description leaves out is as in Keras: stride 1, windows side by side, no
/// padding, a bias, tanh, the last step alone.
#[test]
fn defaults_are_keras() {
    let rnn = LayerConfig::simple_rnn(2, Activation::Tanh, false);
    assert_eq!(read(r#"{"kind":"simple_rnn","units":2}"#), rnn);
    let conv = LayerConfig::Conv1D {
        filters: 2,
        kernel_size: 3,
        stride: 1,
        padding: Padding::Valid,
        activation: Activation::Identity,
        bias: true,
    };
    let json = r#"{"kind":"conv1_d","filters":2,"kernel_size":3,"activation":{"kind":"identity"}}"#;
    assert_eq!(read(json), conv);
    let pooled = of(
        &[9, 2],
        vec![read(r#"{"kind":"max_pool1_d","pool_size":2}"#)],
    );
    let network = Network::<f32>::new(&pooled, 1).unwrap();
    assert_eq!(network.summary().rows[0].output_shape, [4, 2]);
}

/// Files of earlier versions have no more than this, and keep their bytes.
#[test]
fn descriptions_of_older_files_are_written_as_they_were() {
    for json in [
        r#"{"kind":"simple_rnn","units":2,"activation":{"kind":"tanh"},"return_sequences":true}"#,
        r#"{"kind":"lstm","units":2,"return_sequences":false}"#,
        r#"{"kind":"dense","units":2,"activation":{"kind":"identity"},"bias":true}"#,
    ] {
        assert_eq!(serde_json::to_string(&read(json)).unwrap(), json);
    }
    for json in [
        r#"{"kind":"lstm","units":2,"return_sequences":false,"recurrent_activation":{"kind":"hard_sigmoid","slope":0.2},"bias":false}"#,
        r#"{"kind":"simple_rnn","units":2,"activation":{"kind":"tanh"},"return_sequences":true,"bias":false}"#,
    ] {
        assert_eq!(serde_json::to_string(&read(json)).unwrap(), json);
    }
}

/// Keras's dense layer takes more than one axis; ours only where the description comes from Keras.
#[test]
fn dense_over_several_axes_is_for_descriptions_from_keras() {
    let dense = LayerConfig::dense(3, Activation::Softmax);
    let layers = vec![dense.clone(), LayerConfig::Flatten, dense.clone()];
    let plain = of(&[4, 5], layers);
    assert!(matches!(plain.parameter_count(), Err(Error::Shape { .. })));
    let keras = plain.with_dense_as_in_keras().unwrap();
    assert_eq!(keras.parameter_count().unwrap(), 5 * 3 + 3 + 12 * 3 + 3);
    assert_eq!(keras.layers[2], dense);
    assert_eq!(keras.layers[0].output_shape(&[4, 5]).unwrap(), [4, 3]);
    let network = Network::<f32>::new(&keras, 1).unwrap();
    assert_eq!(network.parameter_blocks()[0].name, "dense/kernel");
}

/// As Keras's summary of `Dense(3)`, `BatchNormalization()` over 5 numbers: 18 and 12 parameters, 6 of them not trained.
#[test]
fn means_and_variances_are_not_trainable() {
    let normalization = read(r#"{"kind":"batch_normalization"}"#);
    let layers = vec![LayerConfig::dense(3, Activation::RELU), normalization];
    let summary = Network::<f32>::new(&of(&[5], layers), 1).unwrap().summary();
    assert_eq!((summary.total, summary.trainable), (30, 24));
}

#[test]
fn what_cannot_be_is_refused() {
    let both = |layer| LayerConfig::Bidirectional {
        layer: Box::new(layer),
        merge: Merge::Concat,
    };
    let reshape = |shape: &[usize]| LayerConfig::Reshape {
        shape: shape.to_vec(),
    };
    let lstm = LayerConfig::lstm(2, true);
    for (input, layer) in [
        (vec![4, 3], both(LayerConfig::Flatten)),
        (vec![4, 3], both(both(lstm.clone()))),
        (vec![4], both(lstm)),
        (vec![4, 3], reshape(&[5])),
        (vec![4, 3], reshape(&[])),
        (vec![4, 3], LayerConfig::GlobalMaxPool2D),
        (vec![4, 3, 2], LayerConfig::GlobalAveragePool1D),
    ] {
        let refused = of(&input, vec![layer]).parameter_count();
        assert!(refused.is_err(), "{input:?}: {refused:?}");
    }
}

#[test]
fn an_error_names_the_shape_that_would_do() {
    let lstm = read(r#"{"kind":"lstm","units":2}"#);
    let embedding = read(r#"{"kind":"embedding","words":5,"width":3}"#);
    for (input, layer, expected) in [
        (vec![4], lstm.clone(), vec![4, 1]),
        (vec![4, 3, 2], lstm, vec![4, 6]),
        (vec![4, 2], embedding, vec![8]),
        (vec![4, 3], pool2d(2), vec![4, 3, 1]),
    ] {
        match Network::<f32>::new(&of(&input, vec![layer]), 1) {
            Err(Error::Shape {
                expected: e, found, ..
            }) => {
                assert_eq!((e, found), (expected, input));
            }
            other => panic!("{input:?}: {other:?}"),
        }
    }
}

/// The product of both sides is 2³², which is 0 where `usize` has 32 bits: in a browser.
#[test]
fn a_window_of_two_to_the_32_places_is_refused() {
    let huge = of(&[2, 2, 1], vec![pool2d(1 << 16)]);
    assert!(Network::<f32>::new(&huge, 1).is_err());
    assert!(huge.parameter_count().is_err());
}

/// Small ones, powers of two around every limit, and the greatest there is.
fn any_size() -> impl Strategy<Value = usize> {
    prop_oneof![
        0_usize..4,
        (0..usize::BITS).prop_map(|bits| usize::MAX >> bits),
        (0..usize::BITS).prop_map(|bits| 1 << bits),
    ]
}

fn gru(units: usize, reset_after: bool) -> LayerConfig {
    LayerConfig::Gru {
        units,
        activation: Activation::Tanh,
        recurrent_activation: Activation::Sigmoid,
        reset_after,
        bias: true,
        return_sequences: false,
    }
}

fn any_layer() -> impl Strategy<Value = LayerConfig> {
    let padding = prop_oneof![Just(Padding::Same), Just(Padding::Valid)];
    let sizes = prop::array::uniform5(any_size());
    (sizes, padding, any::<bool>(), 0..22).prop_map(|(sizes, padding, yes, kind)| {
        let [units, a, b, c, d] = sizes;
        let activation = Activation::RELU;
        let (pool_size, stride) = ([a, b], yes.then_some([c, d]));
        match kind {
            0 => LayerConfig::Flatten,
            1 => LayerConfig::Dense {
                units,
                activation,
                bias: yes,
            },
            2 => LayerConfig::Embedding {
                words: a,
                width: units,
            },
            3 | 4 => LayerConfig::Conv1D {
                filters: units,
                kernel_size: a,
                stride: b,
                padding,
                activation,
                bias: yes,
            },
            5 => LayerConfig::Conv2D {
                filters: units,
                kernel_size: [a, b],
                stride: [c, d],
                padding,
                activation,
                bias: yes,
            },
            6 => LayerConfig::MaxPool1D {
                pool_size: a,
                stride: yes.then_some(b),
                padding,
            },
            7 => LayerConfig::AveragePool1D {
                pool_size: a,
                stride: yes.then_some(b),
                padding,
            },
            8 => LayerConfig::MaxPool2D {
                pool_size,
                stride,
                padding,
            },
            9 => LayerConfig::AveragePool2D {
                pool_size,
                stride,
                padding,
            },
            10 => LayerConfig::simple_rnn(units, activation, yes),
            11 => LayerConfig::lstm(units, yes),
            12 => gru(units, yes),
            13 => LayerConfig::Bidirectional {
                layer: Box::new(gru(units, yes)),
                merge: Merge::Concat,
            },
            14 => LayerConfig::Bidirectional {
                layer: Box::new(LayerConfig::lstm(units, yes)),
                merge: Merge::Sum,
            },
            15 => LayerConfig::Activation { activation },
            16 => LayerConfig::Reshape { shape: vec![a, b] },
            17 => LayerConfig::BatchNormalization {
                epsilon: 1e-3,
                center: yes,
                scale: true,
            },
            18 => LayerConfig::GlobalMaxPool1D,
            19 => LayerConfig::GlobalAveragePool2D,
            20 => LayerConfig::DenseEach {
                units,
                activation,
                bias: yes,
            },
            _ => LayerConfig::SeparableConv2D {
                filters: units,
                kernel_size: [a, b],
                stride: [c, 1],
                padding,
                depth_multiplier: d,
                activation,
                bias: yes,
            },
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever the sizes: a count that is at most what may be, or an error.
    #[test]
    fn absurd_sizes_are_counted_or_refused(
        input in prop::collection::vec(any_size(), 0..4),
        layers in prop::collection::vec(any_layer(), 0..4),
    ) {
        if let Ok(count) = of(&input, layers).parameter_count() {
            prop_assert!(count <= redes_core::layer::MAX_ELEMENTS);
        }
    }

    /// One layer that takes what comes, so that more of them are counted than refused.
    #[test]
    fn nothing_is_built_larger_than_may_be(
        channels in any_size(),
        steps in any_size(),
        layer in any_layer(),
    ) {
        let sequence = of(&[steps, channels], vec![layer.clone()]);
        let image = of(&[steps, 3, channels], vec![layer]);
        for architecture in [sequence, image] {
            if let Ok(count) = architecture.parameter_count() {
                prop_assert!(count <= redes_core::layer::MAX_ELEMENTS);
            }
        }
    }
}
