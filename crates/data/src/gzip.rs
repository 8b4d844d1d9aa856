//! Reads files that may be gzip-compressed, and unpacks no more bytes than their header announces.

use std::{
    borrow::Cow,
    io::{self, Read},
};

use flate2::bufread::GzDecoder;

/// The first bytes of a gzip file.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Why compressed data cannot be unpacked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The data are damaged.
    Damaged(String),
    /// Other bytes follow the compressed data.
    Trailing(u64),
}

/// The content of a file, raw or compressed. The content begins with `header` bytes, from which `rest` computes how
/// many bytes follow. Unpacks at most one byte more than that, which shows the caller that there are too many. Where
/// the header is too short, or `rest` returns `None` for it, returns the header alone: the caller then reports the
/// fault.
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
