//! A file's bytes, read with bounds.

use std::{cell::Cell, rc::Rc};

use crate::Error;

/// The most entries (messages, members, strings) that are looked at in one file.
const MOST_STEPS: u64 = 2_000_000;

/// The bytes, with a count of what may still be looked at: whatever a file claims, reading it ends.
#[derive(Clone, Debug)]
pub(super) struct Input<'a> {
    bytes: &'a [u8],
    steps: Rc<Cell<u64>>,
}

impl<'a> Input<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            steps: Rc::new(Cell::new(MOST_STEPS)),
        }
    }

    /// Counts one entry.
    pub(super) fn step(&self) -> Result<(), Error> {
        match self.steps.get().checked_sub(1) {
            Some(rest) => {
                self.steps.set(rest);
                Ok(())
            }
            None => Err(Error::TooMany { what: "entries" }),
        }
    }

    /// The length of the file.
    pub(super) fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// `length` bytes from `start` on; `what` names them in the error.
    pub(super) fn at(
        &self,
        start: u64,
        length: u64,
        what: &'static str,
    ) -> Result<&'a [u8], Error> {
        let end = start.saturating_add(length);
        let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
        let found = range.and_then(|(start, end)| self.bytes.get(start..end));
        found.ok_or(Error::CutShort {
            what,
            length: self.len(),
        })
    }

    pub(super) fn u8(&self, at: u64, what: &'static str) -> Result<u8, Error> {
        Ok(self.number(at, 1, what)? as u8)
    }

    pub(super) fn u16(&self, at: u64, what: &'static str) -> Result<u16, Error> {
        Ok(self.number(at, 2, what)? as u16)
    }

    pub(super) fn u32(&self, at: u64, what: &'static str) -> Result<u32, Error> {
        Ok(self.number(at, 4, what)? as u32)
    }

    pub(super) fn u64(&self, at: u64, what: &'static str) -> Result<u64, Error> {
        self.number(at, 8, what)
    }

    fn number(&self, at: u64, length: u64, what: &'static str) -> Result<u64, Error> {
        Ok(little(self.at(at, length, what)?))
    }

    /// Checks a signature of four bytes.
    pub(super) fn expect(&self, at: u64, sign: &[u8; 4], what: &'static str) -> Result<(), Error> {
        match self.at(at, 4, what)? == sign {
            true => Ok(()),
            false => Err(Error::Damaged { what, at }),
        }
    }
}

/// A whole number without a sign from up to eight bytes, the lowest first.
pub(super) fn little(bytes: &[u8]) -> u64 {
    let bytes = bytes.iter().take(8).rev();
    bytes.fold(0, |sum, &byte| sum << 8 | u64::from(byte))
}
