//! The networks that ship with the site. The browser reads the header of their files, which is JSON: so the module
//! carries no reader of its own.

use js_sys::{Array, JSON, Reflect};
use redes_core::network::{Architecture, Network};
use redes_models::{ModelError, Stored, fill};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast, JsValue};

/// A network and the share of the test samples that its file says it answers right.
pub struct Shipped {
    /// The network.
    pub network: Network<f32>,
    /// The share.
    pub test_accuracy: Option<f64>,
}

/// Reads a file that must hold a network of this architecture and no other; `redes_models::load_as` in a browser.
///
/// # Errors
/// [`ModelError`] says what is wrong with the file.
pub fn load(
    bytes: &[u8],
    architecture: &Architecture,
    max_batch: usize,
) -> Result<Shipped, ModelError> {
    let (header, body) = parts(bytes).ok_or_else(|| ModelError::Format("its header".to_owned()))?;
    let unlike = || ModelError::Description(format!("it is not {}", architecture.name));
    let described = described(&header).ok_or_else(unlike)?;
    let expected = architecture.serialize(&Serializer::json_compatible());
    let expected = expected.map_err(|error| ModelError::Description(error.to_string()))?;
    if written(&get(&described, "architecture")) != written(&expected) {
        return Err(unlike());
    }
    let mut network = Network::new(architecture, max_batch)?;
    fill(&mut network, |name| stored(&header, body, name))?;
    Ok(Shipped {
        network,
        test_accuracy: get(&get(&described, "provenance"), "test_accuracy").as_f64(),
    })
}

/// The header, and what follows it.
fn parts(bytes: &[u8]) -> Option<(JsValue, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let header = std::str::from_utf8(rest.get(..length)?).ok()?;
    Some((JSON::parse(header).ok()?, rest.get(length..)?))
}

/// What the header says of the network.
fn described(header: &JsValue) -> Option<JsValue> {
    let text = get(&get(header, "__metadata__"), "redes").as_string()?;
    JSON::parse(&text).ok()
}

/// The tensor of that name.
fn stored<'a>(header: &JsValue, body: &'a [u8], name: &str) -> Result<Stored<'a>, String> {
    let tensor = get(header, name);
    let numbers = |key: &str| {
        let list = get(&tensor, key).dyn_into::<Array>().ok()?;
        let numbers = list.iter().map(|number| Some(number.as_f64()? as usize));
        numbers.collect::<Option<Vec<usize>>>()
    };
    let offsets = numbers("data_offsets");
    let (Some(kind), Some(shape), Some(&[from, to])) = (
        get(&tensor, "dtype").as_string(),
        numbers("shape"),
        offsets.as_deref().and_then(<[usize]>::first_chunk::<2>),
    ) else {
        return Err("it is not there".to_owned());
    };
    let data = body.get(from..to);
    let data = data.ok_or("the file is cut short")?;
    Ok(Stored { kind, shape, data })
}

/// A property; undefined where there is none.
fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(key)).unwrap_or_default()
}

/// A value as JSON.
fn written(value: &JsValue) -> Option<String> {
    JSON::stringify(value).ok()?.as_string()
}
