//! A kept run as an array of `Uint8Array`s in the browser's memory: written and read piece by piece, so that the module
//! never holds the whole.

use js_sys::{Array, Uint8Array};
use redes_experiment::{Sink, Source};
use wasm_bindgen::{JsCast, JsValue};

/// Bytes of a piece, but for the last.
const PIECE: usize = 1 << 20;

/// Writes pieces.
#[derive(Default)]
pub struct Written {
    pieces: Array,
    /// The beginning of the next piece.
    next: Vec<u8>,
}

impl Written {
    /// The pieces.
    pub fn pieces(mut self) -> Array {
        self.push();
        self.pieces
    }

    fn push(&mut self) {
        if !self.next.is_empty() {
            self.pieces.push(&Uint8Array::from(&*self.next));
            self.next.clear();
        }
    }
}

impl Sink for Written {
    fn write(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let room = PIECE - self.next.len();
            let (now, later) = bytes.split_at(bytes.len().min(room));
            self.next.extend_from_slice(now);
            if now.len() == room {
                self.push();
            }
            bytes = later;
        }
    }
}

/// Reads pieces, and frees each that it has read.
pub struct Kept {
    pieces: Array,
    /// How much of the first piece is read.
    at: u32,
}

impl Kept {
    /// Reads these pieces. What is no `Uint8Array` among them ends the row.
    pub fn of(pieces: Array) -> Self {
        Self { pieces, at: 0 }
    }
}

impl Source for Kept {
    fn read(&mut self, mut place: &mut [u8]) -> bool {
        while !place.is_empty() {
            let Ok(piece) = self.pieces.get(0).dyn_into::<Uint8Array>() else {
                return false;
            };
            let end = piece.length().min(self.at + place.len() as u32);
            let part = piece.subarray(self.at, end);
            let (now, later) = place.split_at_mut(part.length() as usize);
            part.copy_to(now);
            place = later;
            self.at = end;
            if end == piece.length() {
                self.pieces.shift();
                self.at = 0;
            }
        }
        true
    }
}

/// The pieces of a message, which are its last part.
pub fn of(message: &JsValue) -> Option<Array> {
    message.dyn_ref::<Array>()?.at(-1).dyn_into().ok()
}
