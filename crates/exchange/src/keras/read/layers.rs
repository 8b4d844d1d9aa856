//! Keras's layers in this program's words.

use redes_core::activation::Activation;
use redes_core::layer::{Merge, Padding};
use redes_core::network::LayerConfig;
use serde_json::{Map, Value, json};

use super::options::Options;
use super::{Version, activation};
use crate::{ExchangeError, Note};

/// What a layer's description depends on besides itself.
pub(super) struct Surroundings<'a> {
    pub(super) version: Version,
    /// Layers below it.
    pub(super) below: usize,
    /// The shape of one sample of its input.
    pub(super) shape: &'a [usize],
    pub(super) notes: &'a mut Vec<Note>,
}

/// The layer of a class with a configuration.
pub(super) fn read(
    name: &str,
    class: &str,
    config: &Map<String, Value>,
    around: &mut Surroundings<'_>,
) -> Result<LayerConfig, ExchangeError> {
    let mut options = Options::new(name, class, config);
    let layer = match class {
        "Dense" => dense(&mut options, around)?,
        "Flatten" => LayerConfig::Flatten,
        "Reshape" => LayerConfig::Reshape {
            shape: reshaped(&mut options, around)?,
        },
        "Dropout" => dropout(&mut options, around)?,
        "Activation" => LayerConfig::Activation {
            activation: function(&mut options, "activation", around)?,
        },
        "ReLU" | "LeakyReLU" | "ELU" | "Softmax" | "ThresholdedReLU" => {
            match activation::layer(class, &mut options)? {
                Some(activation) => LayerConfig::Activation { activation },
                None => return Err(unknown(name, class)),
            }
        }
        "Embedding" => LayerConfig::Embedding {
            words: options.size("input_dim")?,
            width: options.size("output_dim")?,
        },
        "BatchNormalization" => normalization(&mut options, around)?,
        "LSTM" | "GRU" | "SimpleRNN" => recurrent(class, &mut options, around)?,
        "Bidirectional" => bidirectional(&mut options, around)?,
        "TimeDistributed" => timed(&mut options, around)?,
        other => match windowed(other, &mut options, around)? {
            Some(layer) => layer,
            None => return Err(unknown(name, class)),
        },
    };
    options.finish()?;
    Ok(layer)
}

/// Keras's dense layer takes the last axis of its input; this program's takes all of it, and has another for that.
fn dense(
    options: &mut Options,
    around: &mut Surroundings<'_>,
) -> Result<LayerConfig, ExchangeError> {
    let units = options.size("units")?;
    let activation = function(options, "activation", around)?;
    let bias = options.flag("use_bias", true)?;
    Ok(match around.shape.len() {
        0 | 1 => LayerConfig::Dense {
            units,
            activation,
            bias,
        },
        _ => LayerConfig::DenseEach {
            units,
            activation,
            bias,
        },
    })
}

/// Layers that look at windows of a sequence or an image.
fn windowed(
    class: &str,
    options: &mut Options,
    around: &mut Surroundings<'_>,
) -> Result<Option<LayerConfig>, ExchangeError> {
    Ok(Some(match class {
        "Conv1D" => {
            let [kernel_size] = sizes(options, "kernel_size")?;
            let [stride] = options.sizes("strides")?.unwrap_or([1]);
            LayerConfig::Conv1D {
                filters: options.size("filters")?,
                kernel_size,
                stride,
                padding: padding(options)?,
                activation: function(options, "activation", around)?,
                bias: options.flag("use_bias", true)?,
            }
        }
        "Conv2D" => LayerConfig::Conv2D {
            filters: options.size("filters")?,
            kernel_size: sizes(options, "kernel_size")?,
            stride: options.sizes("strides")?.unwrap_or([1, 1]),
            padding: padding(options)?,
            activation: function(options, "activation", around)?,
            bias: options.flag("use_bias", true)?,
        },
        "SeparableConv2D" => LayerConfig::SeparableConv2D {
            filters: options.size("filters")?,
            kernel_size: sizes(options, "kernel_size")?,
            stride: options.sizes("strides")?.unwrap_or([1, 1]),
            padding: padding(options)?,
            depth_multiplier: options.size_or("depth_multiplier", 1)?,
            activation: function(options, "activation", around)?,
            bias: options.flag("use_bias", true)?,
        },
        "MaxPooling1D" | "AveragePooling1D" => {
            let [pool_size] = options.sizes("pool_size")?.unwrap_or([2]);
            let stride = options.sizes("strides")?.map(|[stride]| stride);
            let padding = padding(options)?;
            match class {
                "MaxPooling1D" => LayerConfig::MaxPool1D {
                    pool_size,
                    stride,
                    padding,
                },
                _ => LayerConfig::AveragePool1D {
                    pool_size,
                    stride,
                    padding,
                },
            }
        }
        "MaxPooling2D" | "AveragePooling2D" => {
            let pool_size = options.sizes("pool_size")?.unwrap_or([2, 2]);
            let stride = options.sizes("strides")?;
            let padding = padding(options)?;
            match class {
                "MaxPooling2D" => LayerConfig::MaxPool2D {
                    pool_size,
                    stride,
                    padding,
                },
                _ => LayerConfig::AveragePool2D {
                    pool_size,
                    stride,
                    padding,
                },
            }
        }
        "GlobalMaxPooling1D" => LayerConfig::GlobalMaxPool1D,
        "GlobalMaxPooling2D" => LayerConfig::GlobalMaxPool2D,
        "GlobalAveragePooling1D" => LayerConfig::GlobalAveragePool1D,
        "GlobalAveragePooling2D" => LayerConfig::GlobalAveragePool2D,
        _ => return Ok(None),
    }))
}

fn function(
    options: &mut Options,
    key: &str,
    around: &mut Surroundings<'_>,
) -> Result<Activation, ExchangeError> {
    activation::read(options, key, around.version, around.notes)
}

fn sizes<const N: usize>(options: &mut Options, key: &str) -> Result<[usize; N], ExchangeError> {
    let found = options.sizes(key)?;
    found.ok_or_else(|| options.refused(key, &Value::Null))
}

fn padding(options: &mut Options) -> Result<Padding, ExchangeError> {
    let value = options.take("padding");
    match value.as_str() {
        Some("valid") => Ok(Padding::Valid),
        Some("same") => Ok(Padding::Same),
        None if value.is_null() => Ok(Padding::Valid),
        _ => Err(options.refused("padding", &value)),
    }
}

fn dropout(
    options: &mut Options,
    around: &mut Surroundings<'_>,
) -> Result<LayerConfig, ExchangeError> {
    let rate = options.number("rate")?.unwrap_or(0.5);
    let seed = options.take("seed").as_u64();
    around.notes.push(Note::DropoutKept {
        layer: options.layer.clone(),
    });
    Ok(LayerConfig::Dropout {
        rate,
        // A layer without a seed gets one of its own.
        seed: seed.map_or(around.below as u32, |seed| seed as u32),
    })
}

/// The shape of a `Reshape`, whose one −1 is what is left.
fn reshaped(options: &mut Options, around: &Surroundings<'_>) -> Result<Vec<usize>, ExchangeError> {
    let target = options.take("target_shape");
    let refused = |options: &Options| options.refused("target_shape", &target);
    let Value::Array(list) = &target else {
        return Err(refused(options));
    };
    let mut shape = Vec::new();
    let mut open = None;
    for (axis, value) in list.iter().enumerate() {
        match (value.as_i64(), super::options::whole(value)) {
            (Some(-1), _) if open.is_none() => {
                open = Some(axis);
                shape.push(1);
            }
            (_, Some(size)) => shape.push(size),
            _ => return Err(refused(options)),
        }
    }
    if let Some(place) = open.and_then(|axis| shape.get_mut(axis)) {
        *place = 0;
        let count: usize = around.shape.iter().product();
        let mut known = list.iter().filter_map(super::options::whole);
        let known = known.try_fold(1_usize, |n, size| n.checked_mul(size));
        *place = known
            .and_then(|known| count.checked_div(known))
            .unwrap_or(0);
    }
    Ok(shape)
}

fn normalization(
    options: &mut Options,
    around: &Surroundings<'_>,
) -> Result<LayerConfig, ExchangeError> {
    let axis = options.take("axis");
    let one = match &axis {
        Value::Array(list) => list.first().filter(|_| list.len() == 1),
        other => Some(other),
    };
    // Counted with the axis of the batch: 3 is the last of an image.
    let last = match one.and_then(Value::as_i64) {
        None => axis.is_null(),
        Some(-1) => true,
        Some(axis) => axis == around.shape.len() as i64,
    };
    if !last {
        return Err(options.refused("axis", &axis));
    }
    // Keras 1 had two more modes; 0 is what stayed.
    options.only("mode", &[json!(0)])?;
    Ok(LayerConfig::BatchNormalization {
        epsilon: options.number("epsilon")?.unwrap_or(1e-3),
        center: options.flag("center", true)?,
        scale: options.flag("scale", true)?,
    })
}

fn recurrent(
    class: &str,
    options: &mut Options,
    around: &mut Surroundings<'_>,
) -> Result<LayerConfig, ExchangeError> {
    let units = options.size("units")?;
    let activation = function(options, "activation", around)?;
    let bias = options.flag("use_bias", true)?;
    let return_sequences = options.flag("return_sequences", false)?;
    // Only training leaves inputs or states out.
    let rates = [
        options.number("dropout")?,
        options.number("recurrent_dropout")?,
    ];
    if rates.iter().flatten().any(|rate| *rate != 0.0) {
        around.notes.push(Note::RecurrentDropoutLeftOut {
            layer: options.layer.clone(),
        });
    }
    if class == "SimpleRNN" {
        return Ok(LayerConfig::SimpleRnn {
            units,
            activation,
            bias,
            return_sequences,
        });
    }
    let recurrent_activation = function(options, "recurrent_activation", around)?;
    if class == "LSTM" {
        return Ok(LayerConfig::Lstm {
            units,
            activation,
            recurrent_activation,
            bias,
            return_sequences,
        });
    }
    Ok(LayerConfig::Gru {
        units,
        activation,
        recurrent_activation,
        // Keras up to 2.2 had no such key, and multiplied before.
        reset_after: options.flag("reset_after", false)?,
        bias,
        return_sequences,
    })
}

fn bidirectional(
    options: &mut Options,
    around: &mut Surroundings<'_>,
) -> Result<LayerConfig, ExchangeError> {
    let forward = inner(options, "layer", around)?;
    let backward = options.take("backward_layer");
    if !backward.is_null() {
        let backward =
            described(&backward).ok_or_else(|| options.refused("backward_layer", &backward))?;
        let other = one_way(options, backward, true, around)?;
        if other != forward {
            return Err(options.refused("backward_layer", &Value::from("another layer")));
        }
    }
    let merge = options.take("merge_mode");
    let merge = match merge.as_str() {
        Some("concat") => Merge::Concat,
        Some("sum") => Merge::Sum,
        Some("mul") => Merge::Multiply,
        Some("ave") => Merge::Average,
        _ => return Err(options.refused("merge_mode", &merge)),
    };
    Ok(LayerConfig::Bidirectional {
        layer: Box::new(forward),
        merge,
    })
}

fn inner(
    options: &mut Options,
    key: &str,
    around: &mut Surroundings<'_>,
) -> Result<LayerConfig, ExchangeError> {
    let value = options.take(key);
    let layer = described(&value).ok_or_else(|| options.refused(key, &value))?;
    one_way(options, layer, false, around)
}

/// One direction of a `Bidirectional`.
fn one_way(
    options: &Options,
    (class, config): (&str, &Map<String, Value>),
    backward: bool,
    around: &mut Surroundings<'_>,
) -> Result<LayerConfig, ExchangeError> {
    let mut own = Options::new(&options.layer, class, config);
    if !matches!(class, "LSTM" | "GRU" | "SimpleRNN") {
        return Err(unknown(&options.layer, class));
    }
    own.only("go_backwards", &[json!(backward)])?;
    let layer = recurrent(class, &mut own, around)?;
    own.finish()?;
    Ok(layer)
}

/// A dense layer at every step, which is what a dense layer does with a sequence anyway.
fn timed(
    options: &mut Options,
    around: &mut Surroundings<'_>,
) -> Result<LayerConfig, ExchangeError> {
    let value = options.take("layer");
    match described(&value) {
        Some(("Dense", config)) => read(&options.layer.clone(), "Dense", config, around),
        Some((class, _)) => Err(unknown(&options.layer, class)),
        None => Err(options.refused("layer", &value)),
    }
}

/// Class and configuration of a layer within a layer.
fn described(value: &Value) -> Option<(&str, &Map<String, Value>)> {
    let class = value.get("class_name")?.as_str()?;
    Some((class, value.get("config")?.as_object()?))
}

fn unknown(layer: &str, class: &str) -> ExchangeError {
    ExchangeError::UnknownLayer {
        layer: layer.to_owned(),
        class: class.to_owned(),
    }
}
