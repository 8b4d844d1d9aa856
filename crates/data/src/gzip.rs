//! Files that may be compressed: unpacked no further than their own header promises.

use std::{
    borrow::Cow,
    io::{self, Read},
};

use flate2::bufread::GzDecoder;

/// The magic number of gzip.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Why compressed data can't be unpacked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// They are damaged.
    Damaged(String),
    /// Bytes follow them.
    Trailing(u64),
}

/// The content of a file that begins with `header` bytes, from which `rest` tells how many more follow. Of a compressed
/// file no more than these are unpacked, and one byte to tell that there are others. Where the header is too short, or
/// `rest` makes no sense of it, the content ends with the header, in which the fault shows.
pub(crate) fn unpack(
    bytes: &[u8],
    header: usize,
    rest: impl FnOnce(&[u8]) -> Option<u64>,
) -> Result<Cow<'_, [u8]>, Fault> {
    if !bytes.starts_with(&GZIP) {
        return Ok(Cow::Borrowed(bytes));
    }
    let damaged = |error: io::Error| Fault::Damaged(error.to_string());
    let mut decoder = GzDecoder::new(bytes);
    let mut out = Vec::new();
    decoder
        .by_ref()
        .take(header as u64)
        .read_to_end(&mut out)
        .map_err(damaged)?;
    if out.len() < header {
        return Ok(Cow::Owned(out));
    }
    let Some(rest) = rest(&out) else {
        return Ok(Cow::Owned(out));
    };
    decoder
        .by_ref()
        .take(rest + 1)
        .read_to_end(&mut out)
        .map_err(damaged)?;
    match decoder.into_inner().len() as u64 {
        0 => Ok(Cow::Owned(out)),
        // Only the end of the compressed data leaves bytes of the file behind it.
        extra if out.len() as u64 == header as u64 + rest => Err(Fault::Trailing(extra)),
        _ => Ok(Cow::Owned(out)),
    }
}
