//! Datasets: shapes and numbers.

use super::attribute::{self, Attribute, Text};
use super::bytes::little;
use super::datatype::{Class, Datatype};
use crate::Error;

/// A dataset of numbers.
#[derive(Clone, Debug)]
pub struct Dataset<'a> {
    shape: Vec<usize>,
    count: usize,
    datatype: Datatype,
    place: Place<'a>,
    attributes: Vec<Attribute<'a>>,
}

/// Where the numbers stand.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'a> {
    Here(&'a [u8]),
    /// They were never written.
    Nowhere,
}

/// The type of a dataset's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// IEEE 754, 16 bits.
    F16,
    /// The upper half of an F32.
    Bf16,
    /// IEEE 754, 32 bits.
    F32,
    /// IEEE 754, 64 bits.
    F64,
    /// Whole numbers.
    Whole,
    /// Strings or bytes.
    Other,
}

impl<'a> Dataset<'a> {
    pub(super) fn new(
        shape: Vec<usize>,
        datatype: Datatype,
        place: Place<'a>,
        attributes: Vec<Attribute<'a>>,
        at: u64,
    ) -> Result<Self, Error> {
        let count = shape.iter().try_fold(1_usize, |n, &d| n.checked_mul(d));
        let size = count.and_then(|count| count.checked_mul(datatype.size));
        let (Some(count), Some(size)) = (count, size) else {
            return Err(Error::TooMany { what: "numbers" });
        };
        if let Place::Here(bytes) = place
            && bytes.len() < size
        {
            return Err(Error::Damaged {
                what: "a dataset with fewer numbers than its shape",
                at,
            });
        }
        Ok(Self {
            shape,
            count,
            datatype,
            place,
            attributes,
        })
    }

    /// Its shape; `[]` is that of a single number.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// How many numbers it has.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The type of its numbers.
    pub fn kind(&self) -> Kind {
        match (self.datatype.class, self.datatype.size) {
            (Class::Float { .. }, 2) => Kind::F16,
            (Class::Float { .. }, 4) => Kind::F32,
            (Class::Float { .. }, _) => Kind::F64,
            (Class::Whole { .. }, _) => Kind::Whole,
            (Class::Opaque, 2) if self.is_bfloat16() => Kind::Bf16,
            _ => Kind::Other,
        }
    }

    /// Whether it says that its pairs of bytes are bfloat16, as Keras writes it.
    fn is_bfloat16(&self) -> bool {
        let said = self.text("dtype").ok().flatten().and_then(Text::one);
        said.as_deref() == Some("bfloat16")
    }

    /// The strings of an attribute; `None` where there is no such attribute.
    ///
    /// # Errors
    /// As [`Group::text`](crate::Group::text).
    pub fn text(&self, name: &str) -> Result<Option<Text>, Error> {
        attribute::find(&self.attributes, name)
            .map(Attribute::text)
            .transpose()
    }

    /// Its numbers as f32, in the order of its shape. Numbers of more bits are rounded to the nearest.
    ///
    /// # Errors
    /// [`Error::Unsupported`] when it holds no numbers, or they were never written; [`Error::Memory`].
    pub fn f32(&self) -> Result<Vec<f32>, Error> {
        let big = matches!(
            self.datatype.class,
            Class::Float { big: true } | Class::Whole { big: true, .. }
        );
        let bytes = self.bytes()?;
        let mut values = Vec::new();
        let reserved = values.try_reserve_exact(self.count);
        reserved.map_err(|_| Error::Memory { count: self.count })?;
        let parts = bytes.chunks_exact(self.datatype.size);
        // The bits of an element; those of a big-endian one are turned round.
        let bits = |part: &[u8]| match big {
            false => little(part),
            true => little(part).swap_bytes() >> (64 - 8 * part.len()),
        };
        match self.kind() {
            Kind::F32 if !big => {
                let (parts, _) = bytes.as_chunks::<4>();
                values.extend(parts.iter().map(|part| f32::from_le_bytes(*part)));
            }
            Kind::F32 => values.extend(parts.map(|part| f32::from_bits(bits(part) as u32))),
            Kind::F64 => values.extend(parts.map(|part| f64::from_bits(bits(part)) as f32)),
            Kind::F16 => values.extend(parts.map(|part| half(bits(part) as u16))),
            Kind::Bf16 => {
                values.extend(parts.map(|part| f32::from_bits((bits(part) as u32) << 16)));
            }
            Kind::Whole => values.extend(self.whole(bytes, big).map(|value| value as f32)),
            Kind::Other => {
                return Err(Error::Unsupported {
                    what: "a dataset that holds no numbers".to_owned(),
                });
            }
        }
        Ok(values)
    }

    /// Its first number, where it holds whole numbers.
    pub fn first_whole(&self) -> Option<i64> {
        let big = match self.datatype.class {
            Class::Whole { big, .. } => big,
            _ => return None,
        };
        self.whole(self.bytes().ok()?, big).next()
    }

    fn bytes(&self) -> Result<&'a [u8], Error> {
        match self.place {
            Place::Here(bytes) => Ok(bytes
                .get(..self.count * self.datatype.size)
                .unwrap_or(bytes)),
            Place::Nowhere => Err(Error::Unsupported {
                what: "a dataset whose numbers were never written".to_owned(),
            }),
        }
    }

    fn whole<'b>(&self, bytes: &'b [u8], big: bool) -> impl Iterator<Item = i64> + use<'b> {
        let size = self.datatype.size;
        let signed = matches!(self.datatype.class, Class::Whole { signed: true, .. });
        bytes.chunks_exact(size).map(move |part| {
            let unused = 64 - 8 * size as u32;
            let high = match big {
                false => little(part) << unused,
                true => little(part).swap_bytes(),
            };
            match signed {
                true => high as i64 >> unused,
                false => (high >> unused) as i64,
            }
        })
    }
}

/// A number of 16 bits (IEEE 754 binary16).
fn half(bits: u16) -> f32 {
    let sign = u32::from(bits >> 15) << 31;
    let (exponent, mantissa) = (u32::from(bits >> 10 & 0x1f), u32::from(bits & 0x3ff));
    match exponent {
        // 2^-24 for each unit: subnormal numbers and zero.
        0 => f32::from_bits(sign | (mantissa as f32 * f32::from_bits(103 << 23)).to_bits()),
        0x1f => f32::from_bits(sign | 0x7f80_0000 | mantissa << 13),
        _ => f32::from_bits(sign | (exponent + 112) << 23 | mantissa << 13),
    }
}
