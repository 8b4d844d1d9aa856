//! Attributes (IV.A.2.m): names, and strings when they are asked for.

use super::bytes::{Input, little};
use super::datatype::{self, Class, Datatype};
use super::heap;
use crate::Error;

/// An attribute as the file holds it.
#[derive(Clone, Debug)]
pub(super) struct Attribute<'a> {
    name: String,
    datatype: Result<Datatype, Error>,
    shape: Vec<usize>,
    data: &'a [u8],
    at: u64,
    input: Input<'a>,
}

/// The strings of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// A single string.
    One(String),
    /// A list, which may be empty.
    List(Vec<String>),
}

impl Text {
    /// The single string.
    pub fn one(self) -> Option<String> {
        match self {
            Self::One(text) => Some(text),
            Self::List(_) => None,
        }
    }

    /// The list; a single string is a list of one.
    pub fn list(self) -> Vec<String> {
        match self {
            Self::One(text) => vec![text],
            Self::List(list) => list,
        }
    }
}

/// The attribute of a name.
pub(super) fn find<'l, 'a>(list: &'l [Attribute<'a>], name: &str) -> Option<&'l Attribute<'a>> {
    list.iter().find(|attribute| attribute.name == name)
}

impl<'a> Attribute<'a> {
    /// Reads an attribute message of version 1, 2 or 3.
    pub(super) fn read(input: &Input<'a>, data: &'a [u8], at: u64) -> Result<Self, Error> {
        let damaged = Error::Damaged {
            what: "an attribute",
            at,
        };
        let Some(&[version, _, a, b, c, d, e, f]) = data.first_chunk::<8>() else {
            return Err(damaged);
        };
        // Version 1 pads each part to a multiple of 8; version 3 also says how the name is encoded.
        let (mut from, pad) = match version {
            1 => (8, 8),
            2 => (8, 1),
            3 => (9, 1),
            _ => return Err(damaged),
        };
        let mut part = |low, high| {
            let size = usize::from(u16::from_le_bytes([low, high]));
            let found = data.get(from..from + size);
            from += size.next_multiple_of(pad);
            found.ok_or(damaged.clone())
        };
        let (name, kind, space) = (part(a, b)?, part(c, d)?, part(e, f)?);
        let name = name.split(|&byte| byte == 0).next().unwrap_or_default();
        Ok(Self {
            name: String::from_utf8_lossy(name).into_owned(),
            // A type that this crate doesn't read is an error for who asks for the attribute alone.
            datatype: datatype::read(kind, at),
            shape: datatype::dataspace(space, at)?,
            data: data.get(from..).unwrap_or_default(),
            at,
            input: input.clone(),
        })
    }

    /// Its strings.
    pub(super) fn text(&self) -> Result<Text, Error> {
        let count = self
            .shape
            .iter()
            .try_fold(1_usize, |n, &d| n.checked_mul(d));
        let count = count.ok_or(Error::TooMany { what: "strings" })?;
        if count == 0 {
            // An empty list is one of float64, as h5py writes it.
            return Ok(Text::List(Vec::new()));
        }
        let datatype = self.datatype.clone()?;
        let needed = count.checked_mul(datatype.size);
        let data = needed.and_then(|needed| self.data.get(..needed));
        let data = data.ok_or(Error::Damaged {
            what: "an attribute that is shorter than its shape",
            at: self.at,
        })?;
        let parts = data.chunks_exact(datatype.size);
        let list: Vec<String> = match datatype.class {
            Class::Fixed => parts.map(fixed).collect(),
            Class::Variable if datatype.size == 16 => self.variable(parts)?,
            _ => {
                return Err(Error::Unsupported {
                    what: format!("an attribute {} that is no string", self.name),
                });
            }
        };
        match (self.shape.is_empty(), list) {
            (true, list) => Ok(Text::One(list.into_iter().next().unwrap_or_default())),
            (false, list) => Ok(Text::List(list)),
        }
    }

    /// Strings in the global heap: each a length, the address of a collection and a number in it.
    fn variable<'d>(&self, parts: impl Iterator<Item = &'d [u8]>) -> Result<Vec<String>, Error> {
        let mut heap = heap::Heap::new(&self.input);
        // In a whole file every string has bytes of its own.
        let mut rest = self.input.len();
        let mut list = Vec::new();
        for part in parts {
            let length = little(part.get(..4).unwrap_or_default());
            let address = little(part.get(4..12).unwrap_or_default());
            let number = little(part.get(12..).unwrap_or_default());
            if length == 0 {
                list.push(String::new());
                continue;
            }
            rest = rest.checked_sub(length).ok_or(Error::TooMany {
                what: "letters in an attribute",
            })?;
            let bytes = heap.object(address, number)?;
            let text = usize::try_from(length).ok().and_then(|n| bytes.get(..n));
            let text = text.ok_or(Error::Damaged {
                what: "a string that is longer than its place",
                at: address,
            })?;
            list.push(fixed(text));
        }
        Ok(list)
    }
}

/// A string up to its first zero.
fn fixed(bytes: &[u8]) -> String {
    let text = bytes.split(|&byte| byte == 0).next().unwrap_or_default();
    String::from_utf8_lossy(text).into_owned()
}
