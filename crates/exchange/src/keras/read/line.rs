//! The order of a functional model's layers, if they stand in one line.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::damaged;
use super::model::name_of;
use crate::ExchangeError;

/// The places in the list of a model's layers, from the input to the output.
///
/// # Errors
/// [`ExchangeError::Branches`] names the first layer with several inputs, or whose output several layers take.
pub(super) fn order(layers: &[Value], config: &Value) -> Result<Vec<usize>, ExchangeError> {
    let branches = |layer: &str| ExchangeError::Branches {
        layer: layer.to_owned(),
    };
    // The layer that takes a layer's output, by the latter's name.
    let mut next: BTreeMap<&str, usize> = BTreeMap::new();
    let mut start = None;
    for (index, layer) in layers.iter().enumerate() {
        let name = name_of(layer);
        let nodes = layer.get("inbound_nodes").and_then(Value::as_array);
        match nodes.map_or(&[][..], Vec::as_slice) {
            [] if start.is_none() => start = Some(index),
            [] => return Err(branches(name)),
            [node] => {
                let mut sources = Vec::new();
                tensors(node, &mut sources);
                let [source] = sources[..] else {
                    return Err(branches(name));
                };
                if next.insert(source, index).is_some() {
                    return Err(branches(source));
                }
            }
            // A layer that is used more than once.
            _ => return Err(branches(name)),
        }
    }
    let mut outputs = Vec::new();
    tensors(
        config.get("output_layers").unwrap_or(&Value::Null),
        &mut outputs,
    );
    let [output] = outputs[..] else {
        return Err(branches(outputs.get(1).copied().unwrap_or("?")));
    };
    let mut at = start.ok_or_else(|| damaged("its model has no input"))?;
    let mut order = vec![at];
    while let Some(name) = layers.get(at).map(name_of).filter(|name| *name != output) {
        // A circle is longer than the list.
        let following = next.get(name).filter(|_| order.len() < layers.len());
        at = *following.ok_or_else(|| branches(name))?;
        order.push(at);
    }
    Ok(order)
}

/// The layers whose outputs a description names: `["dense", 0, 0]`, or Keras 3's history of a tensor.
fn tensors<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Array(list) => match list.as_slice() {
            [Value::String(name), Value::Number(_), Value::Number(_), ..] => found.push(name),
            list => list.iter().for_each(|value| tensors(value, found)),
        },
        Value::Object(map) => in_map(map, found),
        _ => {}
    }
}

fn in_map<'a>(map: &'a Map<String, Value>, found: &mut Vec<&'a str>) {
    map.values().for_each(|value| tensors(value, found));
}
