//! Messages in the browser: `[envelope, array, …]`. The browser transfers all of them and copies none.

use js_sys::{Array, Float32Array, Float64Array, Uint8Array};
use redes_experiment::{Block, Failure, wire};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};

use super::envelope::ENVELOPE;
use crate::buffer::free;

/// Packs an envelope, its arrays, and the [pieces](super::pieces) of a kept run. The second value lists the buffers to transfer.
///
/// # Errors
/// [`Failure::Unreadable`] for an envelope that cannot be encoded.
pub fn pack<T: Serialize>(
    envelope: &T,
    blocks: &[Block],
    pieces: Option<Array>,
) -> Result<(JsValue, Array), Failure> {
    let message = Array::new();
    let transfer = Array::new();
    let add = |array: JsValue, buffer: JsValue| {
        message.push(&array);
        transfer.push(&buffer);
    };
    let bytes = Uint8Array::from(wire::encode(ENVELOPE, envelope)?.as_slice());
    let buffer = bytes.buffer();
    add(bytes.into(), buffer.into());
    for block in blocks {
        match block {
            Block::U8(values) => {
                let array = Uint8Array::from(values.as_slice());
                let buffer = array.buffer();
                add(array.into(), buffer.into());
            }
            Block::F32(values) => {
                let array = Float32Array::from(values.as_slice());
                let buffer = array.buffer();
                add(array.into(), buffer.into());
            }
            Block::F64(values) => {
                let array = Float64Array::from(values.as_slice());
                let buffer = array.buffer();
                add(array.into(), buffer.into());
            }
        }
    }
    if let Some(pieces) = pieces {
        for piece in pieces.iter() {
            transfer.push(piece.unchecked_ref::<Uint8Array>().buffer().as_ref());
        }
        message.push(&pieces);
    }
    Ok((message.into(), transfer))
}

/// Unpacks a message. It leaves out the pieces of a kept run, which stay in the browser's memory: see [`super::pieces::of`].
///
/// # Errors
/// [`Failure::Unreadable`] for any other value.
pub fn unpack<T: DeserializeOwned>(message: JsValue) -> Result<(T, Vec<Block>), Failure> {
    let unreadable = || Failure::Unreadable(ENVELOPE.to_owned());
    let parts = message.dyn_into::<Array>().map_err(|_| unreadable())?;
    let mut blocks = parts.iter().filter_map(|part| {
        let (block, buffer) = if let Some(array) = part.dyn_ref::<Uint8Array>() {
            (Block::U8(array.to_vec()), array.buffer())
        } else if let Some(array) = part.dyn_ref::<Float32Array>() {
            (Block::F32(array.to_vec()), array.buffer())
        } else {
            let array = part.dyn_ref::<Float64Array>()?;
            (Block::F64(array.to_vec()), array.buffer())
        };
        free(&buffer);
        Some(block)
    });
    let envelope = blocks.next().ok_or_else(unreadable)?;
    Ok((wire::decode(ENVELOPE, envelope.u8())?, blocks.collect()))
}
