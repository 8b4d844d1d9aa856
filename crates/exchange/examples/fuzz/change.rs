//! Changes files: bytes and words of HDF5, values of a configuration, members of a zip.

use redes_hdf5::write::{Attribute, Group};
use serde_json::{Value, json};

use super::pack;

/// Marsaglia's xorshift, 64 bits.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, most: usize) -> usize {
        (self.next() >> 11) as usize % most.max(1)
    }
}

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

/// Some bytes and words changed, cut out, doubled or taken from another file.
fn bytes_changed(random: &mut Random, bytes: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(4) {
        let length = bytes.len().max(1);
        // Half of the places are where something stands.
        let mut at = random.below(length);
        for _ in 0..random.below(200) {
            if bytes.get(at).is_some_and(|&byte| byte != 0) {
                break;
            }
            at = (at + 1) % length;
        }
        let size = [1, 2, 4, 8][random.below(4)];
        let word = match random.below(9) {
            0 => 0,
            1 => u64::MAX,
            2 => 1 << random.below(64),
            3 => length as u64,
            4 => at as u64,
            5 => random.below(length) as u64 & !7,
            6 => random.below(300) as u64,
            7 => u64::from(bytes.get(at).copied().unwrap_or(0)) ^ 1 << random.below(8),
            _ => random.next(),
        };
        let (from, to) = (random.below(length), random.below(64));
        match random.below(12) {
            0 => bytes.truncate(at),
            1 => {
                let part: Vec<u8> = bytes.iter().skip(from).take(to).copied().collect();
                bytes.splice(at..at, part);
            }
            2 => {
                let part = other.iter().skip(from).take(to * 8);
                for (place, byte) in bytes.iter_mut().skip(at).zip(part) {
                    *place = *byte;
                }
            }
            3 => {
                let end = (at + to).min(bytes.len());
                bytes.drain(at.min(end)..end);
            }
            _ => {
                let word = word.to_le_bytes();
                for (place, byte) in bytes.iter_mut().skip(at).zip(&word[..size]) {
                    *place = *byte;
                }
            }
        }
    }
    bytes
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
