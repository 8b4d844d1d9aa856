//! The global heap (III.E): strings of variable length, in collections.

use super::Attribute;
use super::encode::{Bytes, aligned};
use crate::LEAST_COLLECTION;

/// The most objects of a collection: their numbers have 16 bits and begin at 1.
const MOST: usize = 60_000;

/// All strings of the file, in the order in which the attributes use them.
#[derive(Debug)]
pub(super) struct Heap {
    start: usize,
    strings: Vec<Vec<u8>>,
    next: usize,
}

impl Heap {
    /// A heap whose first collection stands at `start`.
    pub(super) fn new(start: usize) -> Self {
        Self {
            start,
            strings: Vec::new(),
            next: 0,
        }
    }

    /// Takes the strings of attributes, in their order.
    pub(super) fn gather(&mut self, attributes: &[(String, Attribute)]) {
        for (_, value) in attributes {
            match value {
                Attribute::Text(text) | Attribute::Ascii(text) => self.add(text),
                Attribute::AsciiList(list) => list.iter().for_each(|text| self.add(text)),
                Attribute::FixedList(_) | Attribute::Empty => {}
            }
        }
    }

    fn add(&mut self, text: &str) {
        self.strings.push(text.as_bytes().to_vec());
    }

    /// Begins again at the first string.
    pub(super) fn rewind(&mut self) {
        self.next = 0;
    }

    /// Bytes of the collection that holds these strings.
    fn size(strings: &[Vec<u8>]) -> usize {
        let objects: usize = strings.iter().map(|text| 16 + aligned(text.len())).sum();
        // A header of 16 bytes before the objects, and one for the free space behind them.
        (16 + objects + 16).max(LEAST_COLLECTION)
    }

    pub(super) fn write(&self, out: &mut Bytes) {
        for strings in self.strings.chunks(MOST) {
            let size = Self::size(strings);
            let start = out.len();
            out.put(b"GCOL\x01\0\0\0");
            out.u64(size as u64);
            for (number, text) in strings.iter().enumerate() {
                out.u16(number as u16 + 1);
                out.zeros(6);
                out.u64(text.len() as u64);
                out.put_padded(text);
            }
            let rest = size - (out.len() - start);
            out.zeros(8);
            out.u64(rest as u64);
            out.zeros(rest - 16);
        }
    }

    /// The next string as an attribute's data holds it: its length, its collection, its number in there.
    pub(super) fn reference(&mut self, out: &mut Bytes) {
        let (block, number) = (self.next / MOST, self.next % MOST);
        let before = self.strings.chunks(MOST).take(block);
        let address = self.start + before.map(Self::size).sum::<usize>();
        let length = self.strings.get(self.next).map_or(0, Vec::len);
        out.u32(length as u32);
        out.u64(address as u64);
        out.u32(number as u32 + 1);
        self.next += 1;
    }
}
