//! Reads files that may be gzip-compressed, and unpacks no more bytes than their header announces.

use std::{
    borrow::Cow,
    io::{self, Read},
};

use flate2::bufread::GzDecoder;

/// The first bytes of a gzip file.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The most bytes that deflate makes of one.
const MOST: u64 = 1_032;

/// Why compressed data cannot be unpacked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The data are damaged.
    #[error("{0}")]
    Damaged(String),
    /// So many other bytes follow the compressed data.
    #[error("{0} bytes follow the compressed data")]
    Trailing(u64),
}

/// The content of a file, raw or compressed, byte by byte.
pub(crate) fn stream(bytes: &[u8]) -> Box<dyn Read + '_> {
    match bytes.starts_with(&GZIP) {
        true => Box::new(GzDecoder::new(bytes)),
        false => Box::new(bytes),
    }
}

/// The content of a file, raw or compressed, of fewer than `limit` bytes.
///
/// # Errors
/// [`Fault::Damaged`] where compressed data are not gzip or do not match their checksum; [`Fault::Trailing`] where they
/// have `limit` bytes or more, or anything follows them.
pub fn content(bytes: &[u8], limit: u32) -> Result<Cow<'_, [u8]>, Fault> {
    if !bytes.starts_with(&GZIP) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut decoder = GzDecoder::new(bytes);
    let mut out = Vec::new();
    let unpacked = decoder
        .by_ref()
        .take(u64::from(limit))
        .read_to_end(&mut out);
    unpacked.map_err(|error| Fault::Damaged(error.to_string()))?;
    match decoder.into_inner().len() as u64 {
        0 => Ok(Cow::Owned(out)),
        extra => Err(Fault::Trailing(extra)),
    }
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
    let promised = header as u64 + rest;
    // Growing by doubling would need up to three times as much for a moment. A few bytes that promise much get no more than
    // deflate can make of them.
    let room = promised.min(bytes.len() as u64 * MOST) as usize + 1;
    out.try_reserve_exact(room.saturating_sub(out.len()))
        .map_err(|error| Fault::Damaged(error.to_string()))?;
    let unpacked = decoder.by_ref().take(rest + 1).read_to_end(&mut out);
    unpacked.map_err(|error| match out.len() as u64 {
        found if error.kind() == io::ErrorKind::UnexpectedEof && found < promised => {
            Fault::Damaged(format!(
                "they are cut short: {promised} bytes are promised, {found} are there when unpacked"
            ))
        }
        _ => damaged(error),
    })?;
    match decoder.into_inner().len() as u64 {
        0 => Ok(Cow::Owned(out)),
        // Only the end of the compressed data leaves bytes of the file behind it.
        extra if out.len() as u64 == promised => Err(Fault::Trailing(extra)),
        _ => Ok(Cow::Owned(out)),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    #[test]
    fn content_has_a_limit_and_an_end() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(b"content").unwrap();
        let file = encoder.finish().unwrap();
        assert_eq!(content(&file, 8), Ok(Cow::Borrowed(&b"content"[..])));
        assert_eq!(content(b"content", 1), Ok(Cow::Borrowed(&b"content"[..])));
        assert!(matches!(content(&file, 7), Err(Fault::Trailing(_))));
        let longer = [&file[..], b"!"].concat();
        assert_eq!(content(&longer, 8), Err(Fault::Trailing(1)));
        assert!(matches!(content(&file[..12], 8), Err(Fault::Damaged(_))));
    }
}
