//! Object headers, version 1 (IV.A.1.a): what an object is, message by message.

use super::attribute::Attribute;
use super::bytes::Input;
use super::data::{Dataset, Place};
use super::datatype::{self, Datatype};
use crate::{Error, NOWHERE};

/// The most messages of an object.
const MAX_MESSAGES: usize = 20_000;
/// The most blocks that an object's header has.
const MAX_BLOCKS: usize = 256;

/// What the messages of an object say.
#[derive(Debug, Default)]
pub(super) struct Object<'a> {
    /// The tree and the heap of a group.
    pub(super) symbols: Option<(u64, u64)>,
    pub(super) attributes: Vec<Attribute<'a>>,
    shape: Option<Vec<usize>>,
    datatype: Option<Datatype>,
    place: Option<Place<'a>>,
}

impl<'a> Object<'a> {
    /// The object as a dataset.
    pub(super) fn dataset(self, at: u64) -> Result<Dataset<'a>, Error> {
        match (self.shape, self.datatype, self.place) {
            (Some(shape), Some(datatype), Some(place)) => {
                Dataset::new(shape, datatype, place, self.attributes, at)
            }
            _ => Err(Error::Damaged {
                what: "an object that is neither a group nor a dataset",
                at,
            }),
        }
    }
}

/// Reads the header at `address`, and the blocks that continue it.
pub(super) fn read<'a>(input: &Input<'a>, address: u64) -> Result<Object<'a>, Error> {
    const WHAT: &str = "an object's header";
    match input.at(address, 4, WHAT)? {
        [1, ..] => {}
        b"OHDR" => {
            return Err(Error::Unsupported {
                what: "object headers of version 2".to_owned(),
            });
        }
        _ => {
            return Err(Error::Damaged {
                what: WHAT,
                at: address,
            });
        }
    }
    let count = usize::from(input.u16(address + 2, WHAT)?).min(MAX_MESSAGES);
    let size = u64::from(input.u32(address + 8, WHAT)?);
    let mut object = Object::default();
    let mut blocks = vec![(address + 16, size)];
    let (mut read, mut next) = (0, 0);
    while let Some(&(start, size)) = blocks.get(next) {
        next += 1;
        let block = input.at(start, size, WHAT)?;
        let mut at = 0;
        while read < count && at + 8 <= block.len() {
            input.step()?;
            read += 1;
            let header =
                |place| super::bytes::little(block.get(place..).unwrap_or_default()) as usize;
            let kind = header(at) & 0xffff;
            let length = header(at + 2) & 0xffff;
            let flags = header(at + 4) & 0xff;
            let from = at + 8;
            at = from + length;
            let here = start + from as u64;
            let Some(data) = block.get(from..at) else {
                return Err(Error::Damaged {
                    what: WHAT,
                    at: here,
                });
            };
            if flags & 2 != 0 && matches!(kind, 1 | 3 | 8 | 0xb | 0xc) {
                return Err(Error::Unsupported {
                    what: "types shared between objects".to_owned(),
                });
            }
            if kind == 0x10 {
                if blocks.len() == MAX_BLOCKS {
                    return Err(Error::TooMany {
                        what: "blocks of a header",
                    });
                }
                blocks.push((input.u64(here, WHAT)?, input.u64(here + 8, WHAT)?));
                continue;
            }
            message(&mut object, input, kind, data, here)?;
        }
    }
    Ok(object)
}

fn message<'a>(
    object: &mut Object<'a>,
    input: &Input<'a>,
    kind: usize,
    data: &'a [u8],
    at: u64,
) -> Result<(), Error> {
    match kind {
        1 => object.shape = Some(datatype::dataspace(data, at)?),
        3 => object.datatype = Some(datatype::read(data, at)?),
        8 => object.place = Some(layout(input, data, at)?),
        0xb => {
            let filter = super::bytes::little(data.get(8..10).unwrap_or_default());
            return Err(Error::Unsupported {
                what: format!("compressed data ({})", filter_name(filter)),
            });
        }
        0xc => object.attributes.push(Attribute::read(input, data, at)?),
        0x11 => object.symbols = Some((input.u64(at, "a group")?, input.u64(at + 8, "a group")?)),
        // Links or attributes in a form that files of HDF5 1.8's "latest" have.
        2 | 6 => {
            return Err(Error::Unsupported {
                what: "groups without a symbol table".to_owned(),
            });
        }
        _ => {}
    }
    Ok(())
}

fn filter_name(number: u64) -> String {
    match number {
        1 => "gzip".to_owned(),
        2 => "shuffle".to_owned(),
        3 => "fletcher32".to_owned(),
        4 => "szip".to_owned(),
        32_000 => "LZF".to_owned(),
        other => format!("filter {other}"),
    }
}

/// Where the numbers stand (IV.A.2.i).
fn layout<'a>(input: &Input<'a>, data: &'a [u8], at: u64) -> Result<Place<'a>, Error> {
    const WHAT: &str = "the place of a dataset";
    let unsupported = |what: &str| Error::Unsupported {
        what: what.to_owned(),
    };
    match data {
        [3 | 4, 0, rest @ ..] => {
            let size = super::bytes::little(rest.get(..2).unwrap_or_default()) as usize;
            let numbers = rest.get(2..2 + size);
            numbers
                .map(Place::Here)
                .ok_or(Error::Damaged { what: WHAT, at })
        }
        [3 | 4, 1, ..] => {
            let (start, size) = (input.u64(at + 2, WHAT)?, input.u64(at + 10, WHAT)?);
            match start {
                NOWHERE if size == 0 => Ok(Place::Here(&[])),
                NOWHERE => Ok(Place::Nowhere),
                start => Ok(Place::Here(input.at(
                    start,
                    size,
                    "the numbers of a dataset",
                )?)),
            }
        }
        [3 | 4, 2, ..] => Err(unsupported("data in chunks")),
        [3 | 4, ..] => Err(unsupported("virtual data")),
        [1 | 2, ..] => Err(unsupported("data as HDF5 1.4 laid it out")),
        _ => Err(Error::Damaged { what: WHAT, at }),
    }
}
