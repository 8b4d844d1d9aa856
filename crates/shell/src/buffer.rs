//! Frees large buffers in the browser's memory.

use js_sys::{Array, ArrayBuffer};
use wasm_bindgen::JsValue;
use web_sys::{MessageChannel, MessagePort};

/// A smaller buffer waits for the browser's next collection.
const LARGE: u32 = 1 << 16;

thread_local! {
    /// A port whose other end is closed.
    static NOWHERE: Option<MessagePort> = MessageChannel::new().ok().map(|channel| {
        channel.port2().close();
        channel.port1()
    });
}

/// Frees a buffer that nobody needs any more now, not at the browser's next collection. It is sent to a port that is closed at its
/// other end: after `ArrayBuffer.transfer(0)` Chromium 156 still holds the bytes of a buffer that came by a message or from a
/// stream (`findings/chromium-transfer-holds-received-bytes.sh`).
pub fn free(buffer: &ArrayBuffer) {
    if buffer.byte_length() >= LARGE {
        NOWHERE.with(|nowhere| {
            let nowhere = nowhere.as_ref()?;
            nowhere
                .post_message_with_transferable(&JsValue::NULL, &Array::of1(buffer))
                .ok()
        });
    }
}
