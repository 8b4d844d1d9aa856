//! Object headers, version 1 (IV.A.1.a), and their messages.

use super::encode::{self, Bytes};
use super::heap::Heap;
use super::symbols::Symbols;
use super::{Attribute, not_written};
use crate::Error;

/// The most bytes of a message: its size has 16 bits.
const MOST: usize = 65_528;

/// The messages of an object.
#[derive(Debug, Default)]
pub(super) struct Header {
    messages: Bytes,
    count: u16,
}

impl Header {
    pub(super) fn new() -> Self {
        Self::default()
    }

    fn message(&mut self, kind: u16, flags: u8, data: &[u8]) {
        self.messages.u16(kind);
        self.messages.u16(encode::aligned(data.len()) as u16);
        self.messages.put(&[flags, 0, 0, 0]);
        self.messages.put_padded(data);
        self.count += 1;
    }

    /// Where a group's members are listed (IV.A.2.r).
    pub(super) fn symbol_table(&mut self, symbols: &Symbols) {
        let mut data = Bytes::new();
        data.u64(symbols.tree);
        data.u64(symbols.heap);
        self.message(0x11, 0, &data.into_vec());
    }

    /// Shape, type, fill value and place of a dataset's numbers.
    pub(super) fn data(&mut self, shape: &[usize], kind: &[u8], start: u64, size: u64) {
        self.message(1, 0, &encode::dataspace(shape));
        self.message(3, 1, kind);
        // As h5py: space when it is written, the fill value 0.
        self.message(5, 1, &[2, 2, 2, 1, 0, 0, 0, 0]);
        let mut layout = Bytes::new();
        layout.put(&[3, 1]);
        layout.u64(start);
        layout.u64(size);
        self.message(8, 0, &layout.into_vec());
    }

    /// An attribute, version 1 (IV.A.2.m).
    pub(super) fn attribute(
        &mut self,
        name: &str,
        value: &Attribute,
        heap: &mut Heap,
    ) -> Result<(), Error> {
        if name.len() > MOST {
            return Err(not_written("an attribute's name of 64 kB".to_owned()));
        }
        let mut data = Bytes::new();
        let (kind, shape) = match value {
            Attribute::Text(_) | Attribute::Ascii(_) => {
                heap.reference(&mut data);
                let utf8 = matches!(value, Attribute::Text(_));
                let kind = if utf8 {
                    encode::UTF8_TYPE
                } else {
                    encode::ASCII_TYPE
                };
                (kind.to_vec(), vec![])
            }
            Attribute::AsciiList(list) => {
                list.iter().for_each(|_| heap.reference(&mut data));
                (encode::ASCII_TYPE.to_vec(), vec![list.len()])
            }
            Attribute::FixedList(list) => {
                // A type has at least one byte.
                let width = list.iter().map(String::len).max().unwrap_or(0).max(1);
                for text in list {
                    data.put(text.as_bytes());
                    data.zeros(width - text.len());
                }
                (encode::fixed_type(width as u32), vec![list.len()])
            }
            Attribute::Empty => (encode::F64_TYPE.to_vec(), vec![0]),
        };
        let (data, space) = (data.into_vec(), encode::dataspace(&shape));
        let mut message = Bytes::new();
        message.put(&[1, 0]);
        message.u16(name.len() as u16 + 1);
        message.u16(kind.len() as u16);
        message.u16(space.len() as u16);
        message.put_padded(&[name.as_bytes(), &[0]].concat());
        message.put_padded(&kind);
        message.put_padded(&space);
        message.put(&data);
        let message = message.into_vec();
        if message.len() > MOST || name.contains('\0') {
            let size = message.len();
            return Err(not_written(format!("the attribute {name} of {size} bytes")));
        }
        self.message(0x0c, 0, &message);
        Ok(())
    }

    /// Writes the header and returns its address.
    pub(super) fn write(self, out: &mut Bytes) -> u64 {
        out.align();
        let address = out.len() as u64;
        let messages = self.messages.into_vec();
        out.put(&[1, 0]);
        out.u16(self.count);
        out.u32(1);
        out.u32(messages.len() as u32);
        out.zeros(4);
        out.put(&messages);
        address
    }
}
