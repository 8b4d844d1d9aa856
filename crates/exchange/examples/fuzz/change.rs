//! Changes files: bytes and words of HDF5, values of a configuration, members of a zip.

use redes_hdf5::write::{Attribute, Group};
use serde_json::{Value, json};

use super::{
    pack,
    watch::{Random, bytes_changed},
};

/// A changed file of the kind.
pub fn changed(random: &mut Random, kind: &str, bytes: &[u8], other: &[u8]) -> Vec<u8> {
    let mut members = pack::members(bytes);
    match kind {
        "hdf5" => match members.iter_mut().find(|(name, _)| name.ends_with(".h5")) {
            None => bytes_changed(random, bytes, other),
            Some((_, weights)) => {
                *weights = bytes_changed(random, weights, other);
                pack::zip(&members)
            }
        },
        "json" => match members.iter_mut().find(|(name, _)| name == "config.json") {
            None => configured(random, bytes),
            Some((_, config)) => {
                let mut json = serde_json::from_slice(config).unwrap_or_default();
                for _ in 0..=random.below(3) {
                    json_changed(random, &mut json, 0);
                }
                *config = json.to_string().into_bytes();
                pack::zip(&members)
            }
        },
        // An array in a zip of arrays.
        "own" if !members.is_empty() && random.below(3) > 0 => {
            let at = random.below(members.len());
            if let Some((_, array)) = members.get_mut(at) {
                *array = bytes_changed(random, array, other);
            }
            pack::zip(&members)
        }
        _ => bytes_changed(random, bytes, other),
    }
}

/// The file of a configuration, changed, without weights.
fn configured(random: &mut Random, bytes: &[u8]) -> Vec<u8> {
    let file = redes_hdf5::File::open(bytes);
    let text = |name: &str| {
        let text = file.as_ref().ok()?.root().text(name).ok()??;
        text.one()
    };
    let mut root = Group::new();
    for name in ["model_config", "training_config"] {
        let mut json: Value =
            serde_json::from_str(&text(name).unwrap_or_default()).unwrap_or_default();
        json_changed(random, &mut json, 0);
        root.attribute(name, Attribute::Ascii(json.to_string()));
    }
    root.to_file().unwrap_or_default()
}

/// One value changed, somewhere in it.
fn json_changed(random: &mut Random, value: &mut Value, depth: usize) {
    let deeper = depth < 12 && random.below(8) != 0;
    match value {
        Value::Array(list) if !list.is_empty() && deeper => {
            let at = random.below(list.len());
            match random.below(12) {
                0 => {
                    list.remove(at);
                }
                1 => list.push(list[at].clone()),
                2 => list.reverse(),
                3 => list.extend(list.clone()),
                _ => json_changed(random, &mut list[at], depth + 1),
            }
        }
        Value::Object(map) if !map.is_empty() && deeper => {
            let key = map.keys().nth(random.below(map.len())).cloned();
            let key = key.unwrap_or_default();
            match random.below(15) {
                0 => {
                    map.remove(&key);
                }
                1 => {
                    let value = map.remove(&key).unwrap_or_default();
                    map.insert(format!("{key}_"), value);
                }
                _ => {
                    if let Some(inner) = map.get_mut(&key) {
                        json_changed(random, inner, depth + 1);
                    }
                }
            }
        }
        value => *value = another(random, value),
    }
}

fn another(random: &mut Random, value: &Value) -> Value {
    let classes = [
        "Dense",
        "Conv1D",
        "Conv2D",
        "SeparableConv2D",
        "LSTM",
        "GRU",
        "SimpleRNN",
        "Bidirectional",
        "TimeDistributed",
        "Embedding",
        "Flatten",
        "Reshape",
        "BatchNormalization",
        "MaxPooling1D",
        "MaxPooling2D",
        "AveragePooling1D",
        "AveragePooling2D",
        "GlobalMaxPooling1D",
        "GlobalAveragePooling2D",
        "Sequential",
        "Functional",
        "InputLayer",
        "ReLU",
        "Softmax",
        "Dropout",
        "Activation",
        "Adam",
        "SGD",
        "RMSprop",
        "same",
        "hard_sigmoid",
        "softmax",
    ];
    match random.below(12) {
        0 => Value::Null,
        1 => json!(random.below(2) == 0),
        2 => json!(random.below(5)),
        3 => json!(-(random.below(3) as i64)),
        4 => json!(1_u64 << random.below(64)),
        5 => json!(random.next() as f64 / 1e9),
        6 => json!([value.clone(), value.clone()]),
        7 => json!([]),
        8 => json!({ "class_name": classes[random.below(classes.len())], "config": value.clone() }),
        9 => json!([null, 1_u64 << random.below(20), 1_u64 << random.below(12)]),
        10 => json!("é\u{0}\"\\"),
        _ => json!(classes[random.below(classes.len())]),
    }
}
