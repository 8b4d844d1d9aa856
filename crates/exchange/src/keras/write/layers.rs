//! A network's layers as Keras's: classes, options, and variables in Keras's order.

use redes_core::layer::{Merge, Padding};
use redes_core::network::{LayerConfig, Network, snake_case};
use serde_json::{Value, json};

use super::activations::{self, Fit};
use crate::parts::{self, Block, Part};
use crate::{ExchangeError, Target};

/// A layer of Keras.
#[derive(Clone, Debug)]
pub(crate) struct KerasLayer<'a> {
    /// `"MaxPooling1D"`.
    pub(crate) class: &'static str,
    /// `"max_pooling1d_1"`: by class and order, which is also the name of its weights in a `.keras` file.
    pub(crate) name: String,
    pub(crate) options: Vec<KerasOption>,
    pub(crate) variables: Vec<Variables<'a>>,
    /// The shape of one sample that goes in.
    pub(crate) input: Vec<usize>,
}

/// An argument of a layer's constructor.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KerasOption {
    pub(crate) key: &'static str,
    pub(crate) value: Setting,
    /// Whether the constructor takes the same where nothing is said.
    pub(crate) usual: bool,
    /// Whether there is no default. Such options come first, and need no name.
    pub(crate) needed: bool,
}

/// The value of an option.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Setting {
    Json(Value),
    /// The layer within a `Bidirectional`.
    Layer {
        class: &'static str,
        options: Vec<KerasOption>,
    },
}

/// Variables that stand in one group of a file.
#[derive(Clone, Debug)]
pub(crate) struct Variables<'a> {
    /// Within the layer's group of a `.keras` file: `""`, `"cell"`, `"forward_layer/cell"`.
    pub(crate) group: &'static str,
    /// Within the layer's names in an `.h5` file: `""`, `"lstm_cell"`, `"forward_lstm/lstm_cell"`.
    pub(crate) scope: String,
    pub(crate) blocks: Vec<Block<'a>>,
}

impl Variables<'_> {
    /// Whether training moves a block of this name.
    pub(crate) fn trainable(name: &str) -> bool {
        !name.starts_with("moving_")
    }
}

/// All layers of a network, without that of its input.
///
/// # Errors
/// [`ExchangeError::LayerNotWritten`] for a layer that Keras 3 does not have, [`ExchangeError::NotFinite`] for weights that
/// are no finite numbers.
pub(crate) fn layers(
    network: &Network<f32>,
    target: Target,
) -> Result<Vec<KerasLayer<'_>>, ExchangeError> {
    let mut layers: Vec<KerasLayer<'_>> = Vec::new();
    for part in &parts::parts(network)? {
        for layer in one(part, target)? {
            let earlier = layers.iter().filter(|other| other.class == layer.class);
            let name = match (snake_case(layer.class), earlier.count()) {
                (name, 0) => name,
                (name, n) => format!("{name}_{n}"),
            };
            layers.push(KerasLayer { name, ..layer });
        }
    }
    Ok(layers)
}

/// A layer, and those behind it that compute its activation where Keras has no name for that.
fn one<'a>(part: &Part<'a>, target: Target) -> Result<Vec<KerasLayer<'a>>, ExchangeError> {
    let refused = |problem: String| ExchangeError::LayerNotWritten {
        target,
        layer: part.name.clone(),
        problem,
    };
    let layer = |class, options| KerasLayer {
        class,
        name: String::new(),
        options,
        variables: variables(part, class),
        input: part.input.clone(),
    };
    let with = |class, options: Vec<KerasOption>, activation| {
        let (name, behind) = match activations::fit(activation).map_err(refused)? {
            Fit::Name(name) => (name, Vec::new()),
            Fit::Layers(behind) => ("linear", behind),
        };
        let first = layer(
            class,
            [options, vec![option("activation", name, "linear")]].concat(),
        );
        let behind = behind.into_iter().map(|(class, options)| KerasLayer {
            class,
            name: String::new(),
            options,
            variables: Vec::new(),
            input: part.output.clone(),
        });
        Ok([first].into_iter().chain(behind).collect())
    };
    let pool = |class, size: &[usize], stride: Option<&[usize]>, padding| {
        let stride = stride.unwrap_or(size);
        let options = vec![
            needed("pool_size", size),
            option("strides", stride, size),
            edges(padding),
        ];
        Ok(vec![layer(class, options)])
    };
    match part.config {
        LayerConfig::Flatten => Ok(vec![layer("Flatten", Vec::new())]),
        LayerConfig::Dense {
            units,
            activation,
            bias,
        }
        | LayerConfig::DenseEach {
            units,
            activation,
            bias,
        } => with(
            "Dense",
            vec![needed("units", *units), option("use_bias", *bias, true)],
            activation,
        ),
        LayerConfig::Embedding { words, width } => Ok(vec![layer(
            "Embedding",
            vec![needed("input_dim", *words), needed("output_dim", *width)],
        )]),
        LayerConfig::Conv1D {
            filters,
            kernel_size,
            stride,
            padding,
            activation,
            bias,
        } => {
            let sizes = (&[*kernel_size][..], &[*stride][..], &[1][..]);
            let options = convolution(*filters, sizes, *padding, *bias);
            with("Conv1D", options, activation)
        }
        LayerConfig::Conv2D {
            filters,
            kernel_size,
            stride,
            padding,
            activation,
            bias,
        } => {
            let sizes = (&kernel_size[..], &stride[..], &[1, 1][..]);
            let options = convolution(*filters, sizes, *padding, *bias);
            with("Conv2D", options, activation)
        }
        LayerConfig::SeparableConv2D {
            filters,
            kernel_size,
            stride,
            padding,
            depth_multiplier,
            activation,
            bias,
        } => {
            let sizes = (&kernel_size[..], &stride[..], &[1, 1][..]);
            let mut options = convolution(*filters, sizes, *padding, *bias);
            options.push(option("depth_multiplier", *depth_multiplier, 1));
            with("SeparableConv2D", options, activation)
        }
        LayerConfig::MaxPool1D {
            pool_size,
            stride,
            padding,
        } => {
            let stride = stride.as_ref().map(std::slice::from_ref);
            pool("MaxPooling1D", &[*pool_size], stride, *padding)
        }
        LayerConfig::AveragePool1D {
            pool_size,
            stride,
            padding,
        } => {
            let stride = stride.as_ref().map(std::slice::from_ref);
            pool("AveragePooling1D", &[*pool_size], stride, *padding)
        }
        LayerConfig::MaxPool2D {
            pool_size,
            stride,
            padding,
        } => {
            let stride = stride.as_ref().map(|stride| &stride[..]);
            pool("MaxPooling2D", pool_size, stride, *padding)
        }
        LayerConfig::AveragePool2D {
            pool_size,
            stride,
            padding,
        } => {
            let stride = stride.as_ref().map(|stride| &stride[..]);
            pool("AveragePooling2D", pool_size, stride, *padding)
        }
        LayerConfig::Dropout { rate, seed } => Ok(vec![layer(
            "Dropout",
            vec![needed("rate", *rate), option("seed", *seed, Value::Null)],
        )]),
        LayerConfig::SimpleRnn { .. } | LayerConfig::Lstm { .. } | LayerConfig::Gru { .. } => {
            let (class, options) = recurrent(part.config).map_err(refused)?;
            Ok(vec![layer(class, options)])
        }
        LayerConfig::Bidirectional { layer: both, merge } => {
            let (class, options) = recurrent(both).map_err(refused)?;
            let mode = match merge {
                Merge::Concat => "concat",
                Merge::Sum => "sum",
                Merge::Multiply => "mul",
                Merge::Average => "ave",
            };
            let inner = KerasOption {
                key: "layer",
                value: Setting::Layer { class, options },
                usual: false,
                needed: true,
            };
            Ok(vec![layer(
                "Bidirectional",
                vec![inner, option("merge_mode", mode, "concat")],
            )])
        }
        LayerConfig::Activation { activation } => {
            let alone = |(class, options)| layer(class, options);
            Ok(match activations::fit(activation).map_err(refused)? {
                Fit::Name(name) => vec![layer("Activation", vec![needed("activation", name)])],
                Fit::Layers(layers) => layers.into_iter().map(alone).collect(),
            })
        }
        LayerConfig::Reshape { shape } => Ok(vec![layer(
            "Reshape",
            vec![needed("target_shape", &shape[..])],
        )]),
        LayerConfig::BatchNormalization {
            epsilon,
            center,
            scale,
        } => {
            let options = vec![
                option("epsilon", *epsilon, 0.001),
                option("center", *center, true),
                option("scale", *scale, true),
            ];
            Ok(vec![layer("BatchNormalization", options)])
        }
        LayerConfig::GlobalMaxPool1D => Ok(vec![layer("GlobalMaxPooling1D", Vec::new())]),
        LayerConfig::GlobalMaxPool2D => Ok(vec![layer("GlobalMaxPooling2D", Vec::new())]),
        LayerConfig::GlobalAveragePool1D => Ok(vec![layer("GlobalAveragePooling1D", Vec::new())]),
        LayerConfig::GlobalAveragePool2D => Ok(vec![layer("GlobalAveragePooling2D", Vec::new())]),
    }
}

/// An option without a default.
pub(super) fn needed(key: &'static str, value: impl serde::Serialize) -> KerasOption {
    KerasOption {
        key,
        value: Setting::Json(json!(value)),
        usual: false,
        needed: true,
    }
}

/// An option, and the constructor's default.
pub(super) fn option(
    key: &'static str,
    value: impl serde::Serialize,
    usual: impl serde::Serialize,
) -> KerasOption {
    let (value, usual) = (json!(value), json!(usual));
    KerasOption {
        key,
        usual: value == usual,
        value: Setting::Json(value),
        needed: false,
    }
}

fn edges(padding: Padding) -> KerasOption {
    let word = match padding {
        Padding::Valid => "valid",
        Padding::Same => "same",
    };
    option("padding", word, "valid")
}

/// The options of a convolution: its filters; sizes, steps and the usual steps.
fn convolution(
    filters: usize,
    (size, stride, ones): (&[usize], &[usize], &[usize]),
    padding: Padding,
    bias: bool,
) -> Vec<KerasOption> {
    vec![
        needed("filters", filters),
        needed("kernel_size", size),
        option("strides", stride, ones),
        edges(padding),
        option("use_bias", bias, true),
    ]
}

/// The class of a recurrent layer and its options, or why Keras does not have it.
fn recurrent(config: &LayerConfig) -> Result<(&'static str, Vec<KerasOption>), String> {
    let function = |key, activation, usual: &str| match activations::fit(activation)? {
        Fit::Name(name) => Ok(option(key, name, usual)),
        Fit::Layers(_) => Err(format!(
            "within a recurrent layer, Keras 3 has no {} with this number",
            activation.name()
        )),
    };
    let all = |units: usize, return_sequences: bool, bias: bool| {
        vec![
            needed("units", units),
            option("return_sequences", return_sequences, false),
            option("use_bias", bias, true),
        ]
    };
    match config {
        LayerConfig::SimpleRnn {
            units,
            activation,
            return_sequences,
            bias,
        } => {
            let mut options = all(*units, *return_sequences, *bias);
            options.push(function("activation", activation, "tanh")?);
            Ok(("SimpleRNN", options))
        }
        LayerConfig::Lstm {
            units,
            return_sequences,
            activation,
            recurrent_activation,
            bias,
        } => {
            let mut options = all(*units, *return_sequences, *bias);
            options.push(function("activation", activation, "tanh")?);
            options.push(function(
                "recurrent_activation",
                recurrent_activation,
                "sigmoid",
            )?);
            Ok(("LSTM", options))
        }
        LayerConfig::Gru {
            units,
            activation,
            recurrent_activation,
            reset_after,
            bias,
            return_sequences,
        } => {
            let mut options = all(*units, *return_sequences, *bias);
            options.push(function("activation", activation, "tanh")?);
            options.push(function(
                "recurrent_activation",
                recurrent_activation,
                "sigmoid",
            )?);
            options.push(option("reset_after", *reset_after, true));
            Ok(("GRU", options))
        }
        _ => Err("it is no recurrent layer".to_owned()),
    }
}

/// The layer's variables, group by group.
fn variables<'a>(part: &Part<'a>, class: &'static str) -> Vec<Variables<'a>> {
    let cell = |class: &str| format!("{}_cell", snake_case(class));
    let inner = match part.config {
        LayerConfig::Bidirectional { layer, .. } => recurrent(layer).ok(),
        _ => None,
    };
    if let (LayerConfig::Bidirectional { layer, .. }, Some((inner, _))) = (part.config, inner) {
        let directions = [
            ("forward", "forward_layer/", "forward_layer/cell"),
            ("backward", "backward_layer/", "backward_layer/cell"),
        ];
        let directions = directions.map(|(direction, prefix, group)| Variables {
            group,
            scope: format!("{direction}_{}/{}", snake_case(inner), cell(inner)),
            blocks: part.within(layer, prefix).blocks,
        });
        return directions.into();
    }
    if part.blocks.is_empty() {
        return Vec::new();
    }
    let recurrent = ["SimpleRNN", "LSTM", "GRU"].contains(&class);
    vec![Variables {
        group: if recurrent { "cell" } else { "" },
        scope: match recurrent {
            true => cell(class),
            false => String::new(),
        },
        blocks: part.blocks.clone(),
    }]
}
