//! Shapes (IV.A.2.b) and types of numbers (IV.A.2.d).

use super::bytes::little;
use crate::Error;

/// A type of numbers or strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Datatype {
    pub(super) class: Class,
    /// Bytes of one element.
    pub(super) size: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Float {
        big: bool,
    },
    Whole {
        big: bool,
        signed: bool,
    },
    /// A string of `size` bytes.
    Fixed,
    /// A string in the global heap.
    Variable,
    /// Bytes without a meaning: Keras's bfloat16.
    Opaque,
}

/// The shape that a dataspace message gives.
pub(super) fn dataspace(data: &[u8], at: u64) -> Result<Vec<usize>, Error> {
    let damaged = Error::Damaged {
        what: "a shape",
        at,
    };
    let (rank, from) = match data {
        [1, rank, ..] => (usize::from(*rank), 8),
        // Version 2 says whether it is a number, an array or nothing at all.
        [2, rank, _, kind, ..] => match kind {
            2 => return Ok(vec![0]),
            _ => (usize::from(*rank), 4),
        },
        _ => return Err(damaged),
    };
    let lengths = data.get(from..from + 8 * rank).ok_or(damaged)?;
    let (lengths, _) = lengths.as_chunks::<8>();
    let length = |bytes: &[u8; 8]| {
        usize::try_from(u64::from_le_bytes(*bytes)).map_err(|_| Error::TooMany { what: "numbers" })
    };
    lengths.iter().map(length).collect()
}

/// The type that a datatype message gives.
pub(super) fn read(data: &[u8], at: u64) -> Result<Datatype, Error> {
    let damaged = |what| Error::Damaged { what, at };
    let Some(&[first, bits, more, _, a, b, c, d]) = data.first_chunk::<8>() else {
        return Err(damaged("a type"));
    };
    let size = u32::from_le_bytes([a, b, c, d]) as usize;
    let unsupported = |what: &str| Error::Unsupported {
        what: what.to_owned(),
    };
    let big = bits & 1 != 0;
    let class = match first & 0x0f {
        0 if matches!(size, 1 | 2 | 4 | 8) => Class::Whole {
            big,
            signed: bits & 8 != 0,
        },
        1 => {
            // Bits of the exponent and of the mantissa, as IEEE 754 has them.
            let layout = data.get(12..16).map(|part| (little(part), more));
            let ieee = match size {
                2 => layout == Some((u64::from(u32::from_le_bytes([10, 5, 0, 10])), 15)),
                4 => layout == Some((u64::from(u32::from_le_bytes([23, 8, 0, 23])), 31)),
                8 => layout == Some((u64::from(u32::from_le_bytes([52, 11, 0, 52])), 63)),
                _ => false,
            };
            if !ieee || bits & 0x40 != 0 {
                return Err(unsupported("floats that are not IEEE 754's"));
            }
            Class::Float { big }
        }
        3 => Class::Fixed,
        5 => Class::Opaque,
        // The low four bits say that it is a string and not a sequence.
        9 if bits & 0x0f == 1 => Class::Variable,
        class => return Err(unsupported(&format!("data of class {class}"))),
    };
    match size {
        0 => Err(damaged("a type of no bytes")),
        size => Ok(Datatype { class, size }),
    }
}
