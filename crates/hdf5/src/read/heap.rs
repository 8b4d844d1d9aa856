//! The global heap (III.E), where strings of variable length stand.

use std::collections::BTreeMap;

use super::bytes::Input;
use crate::{Error, LEAST_COLLECTION};

/// The collections that have been looked at.
#[derive(Debug)]
pub(super) struct Heap<'i, 'a> {
    input: &'i Input<'a>,
    collections: BTreeMap<u64, BTreeMap<u64, &'a [u8]>>,
}

impl<'i, 'a> Heap<'i, 'a> {
    pub(super) fn new(input: &'i Input<'a>) -> Self {
        Self {
            input,
            collections: BTreeMap::new(),
        }
    }

    /// The bytes of an object.
    pub(super) fn object(&mut self, address: u64, number: u64) -> Result<&'a [u8], Error> {
        if !self.collections.contains_key(&address) {
            let objects = collection(self.input, address)?;
            self.collections.insert(address, objects);
        }
        let objects = self.collections.get(&address);
        let found = objects.and_then(|objects| objects.get(&number));
        found.copied().ok_or(Error::Damaged {
            what: "a string that is not in its heap",
            at: address,
        })
    }
}

/// The objects of a collection by their numbers.
fn collection<'a>(input: &Input<'a>, address: u64) -> Result<BTreeMap<u64, &'a [u8]>, Error> {
    const WHAT: &str = "a heap of strings";
    input.expect(address, b"GCOL", WHAT)?;
    let size = input.u64(address.saturating_add(8), WHAT)?;
    if size < LEAST_COLLECTION as u64 {
        return Err(Error::Damaged {
            what: WHAT,
            at: address,
        });
    }
    input.at(address, size, WHAT)?;
    let end = address.saturating_add(size);
    let mut objects = BTreeMap::new();
    let mut at = address + 16;
    while end.saturating_sub(at) >= 16 {
        input.step()?;
        let number = u64::from(input.u16(at, WHAT)?);
        // Number 0 is the free space at the end.
        if number == 0 {
            break;
        }
        let length = input.u64(at + 8, WHAT)?;
        let bytes = input.at(at + 16, length, WHAT)?;
        objects.insert(number, bytes);
        // `length` is less than the file's, so nothing overflows.
        at += 16 + length.next_multiple_of(8);
    }
    Ok(objects)
}
