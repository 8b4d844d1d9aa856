//! Reads files that may be gzip-compressed, and unpacks no more bytes than their header announces.

use std::{
    borrow::Cow,
    io::{self, Read},
};

use flate2::bufread::DeflateDecoder;

use crate::crc::{self, Crc};

/// The first bytes of a gzip file.
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// Flags of the header: what it has besides its first ten bytes.
const HEADER_CRC: u8 = 1 << 1;
const EXTRA: u8 = 1 << 2;
const NAME: u8 = 1 << 3;
const COMMENT: u8 = 1 << 4;

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

/// The content of a file, raw or compressed, of fewer than `limit` bytes.
///
/// # Errors
/// [`Fault::Damaged`] where compressed data are not gzip or do not match their checksum; [`Fault::Trailing`] where they
/// have `limit` bytes or more, or anything follows them.
pub fn content(bytes: &[u8], limit: u32) -> Result<Cow<'_, [u8]>, Fault> {
    if !bytes.starts_with(&GZIP) {
        return Ok(Cow::Borrowed(bytes));
    }
    let damaged = |error: io::Error| Fault::Damaged(error.to_string());
    let mut member = Member::new(bytes).map_err(damaged)?;
    let mut out = Vec::new();
    member.read(u64::from(limit), &mut out).map_err(damaged)?;
    match member.behind as u64 {
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
    let mut member = Member::new(bytes).map_err(damaged)?;
    let mut out = Vec::new();
    member.read(header as u64, &mut out).map_err(damaged)?;
    if out.len() < header {
        return Ok(Cow::Owned(out));
    }
    let Some(rest) = rest(&out) else {
        return Ok(Cow::Owned(out));
    };
    member.read(rest + 1, &mut out).map_err(damaged)?;
    match member.behind as u64 {
        0 => Ok(Cow::Owned(out)),
        // Only the end of the compressed data leaves bytes of the file behind it.
        extra if out.len() as u64 == header as u64 + rest => Err(Fault::Trailing(extra)),
        _ => Ok(Cow::Owned(out)),
    }
}

/// A gzip file of one member (RFC 1952). `flate2::GzDecoder` reads the same, with the tables that [`crc`] avoids.
struct Member<'b> {
    decoder: DeflateDecoder<&'b [u8]>,
    crc: Crc,
    /// Bytes unpacked so far.
    size: u64,
    /// Bytes of the file that are not read yet; behind the end of the member if that was reached.
    behind: usize,
}

impl<'b> Member<'b> {
    /// Reads the header, which says nothing about the content.
    fn new(file: &'b [u8]) -> io::Result<Self> {
        let mut input = file;
        let [a, b, method, flags, ..] = take::<10>(&mut input)?;
        // 8 is deflate, the only method; the flags' upper bits are reserved.
        if [a, b] != GZIP || method != 8 || flags & 0xe0 != 0 {
            let kind = io::ErrorKind::InvalidInput;
            return Err(io::Error::new(kind, "invalid gzip header"));
        }
        if flags & EXTRA != 0 {
            let length = u16::from_le_bytes(take(&mut input)?);
            input = input.get(usize::from(length)..).ok_or_else(short)?;
        }
        for text in [NAME, COMMENT] {
            if flags & text != 0 {
                let zero = input.iter().position(|byte| *byte == 0);
                let after = zero.and_then(|zero| input.get(zero + 1..));
                input = after.ok_or_else(short)?;
            }
        }
        if flags & HEADER_CRC != 0 {
            let (header, _) = file.split_at(file.len() - input.len());
            let sum = crc::of(header) as u16;
            if u16::from_le_bytes(take(&mut input)?) != sum {
                return Err(mismatch());
            }
        }
        Ok(Self {
            behind: input.len(),
            decoder: DeflateDecoder::new(input),
            crc: Crc::new(),
            size: 0,
        })
    }

    /// Unpacks at most `limit` bytes more. At the end of the content, compares its checksum and size with those that
    /// stand behind it.
    fn read(&mut self, limit: u64, out: &mut Vec<u8>) -> io::Result<()> {
        let before = out.len();
        let read = self.decoder.by_ref().take(limit).read_to_end(out)? as u64;
        self.crc.update(out.get(before..).unwrap_or_default());
        self.size += read;
        let mut input = *self.decoder.get_ref();
        if read < limit {
            let sum = u32::from_le_bytes(take(&mut input)?);
            let size = u32::from_le_bytes(take(&mut input)?);
            if sum != self.crc.sum() || size != self.size as u32 {
                return Err(mismatch());
            }
        }
        self.behind = input.len();
        Ok(())
    }
}

/// The next bytes.
fn take<const N: usize>(input: &mut &[u8]) -> io::Result<[u8; N]> {
    let (bytes, rest) = input.split_first_chunk().ok_or_else(short)?;
    *input = rest;
    Ok(*bytes)
}

fn short() -> io::Error {
    io::ErrorKind::UnexpectedEof.into()
}

fn mismatch() -> io::Error {
    let text = "corrupt gzip stream does not have a matching checksum";
    io::Error::new(io::ErrorKind::InvalidInput, text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, GzBuilder, bufread::GzDecoder};
    use proptest::prelude::*;

    use super::*;

    fn compressed(builder: GzBuilder, content: &[u8]) -> Vec<u8> {
        let mut encoder = builder.write(Vec::new(), Compression::default());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    /// The file with a checksum behind its header.
    fn with_header_crc(mut file: Vec<u8>, header: usize) -> Vec<u8> {
        file[3] |= HEADER_CRC;
        let sum = crc::of(&file[..header]) as u16;
        file.splice(header..header, sum.to_le_bytes());
        file
    }

    /// The content and what is behind it, as we read it and as flate2 does.
    fn both(file: &[u8]) -> [Result<(Vec<u8>, usize), String>; 2] {
        let ours = || {
            let (mut member, mut out) = (Member::new(file)?, Vec::new());
            member.read(1 << 20, &mut out)?;
            Ok((out, member.behind))
        };
        let flate2 = || {
            let (mut decoder, mut out) = (GzDecoder::new(file), Vec::new());
            decoder.read_to_end(&mut out)?;
            Ok((out, decoder.into_inner().len()))
        };
        let text = |error: io::Error| error.to_string();
        [ours().map_err(text), flate2().map_err(text)]
    }

    #[test]
    fn content_has_a_limit_and_an_end() {
        let file = compressed(GzBuilder::new(), b"content");
        assert_eq!(content(&file, 8), Ok(Cow::Borrowed(&b"content"[..])));
        assert_eq!(content(b"content", 1), Ok(Cow::Borrowed(&b"content"[..])));
        assert!(matches!(content(&file, 7), Err(Fault::Trailing(_))));
        let longer = [&file[..], b"!"].concat();
        assert_eq!(content(&longer, 8), Err(Fault::Trailing(1)));
        assert!(matches!(content(&file[..12], 8), Err(Fault::Damaged(_))));
    }

    fn files(content: &[u8]) -> [Vec<u8>; 4] {
        let plain = compressed(GzBuilder::new(), content);
        let named = GzBuilder::new().filename("name").comment("a comment");
        let extra = GzBuilder::new().extra([1, 0, 2]);
        let checked = with_header_crc(plain.clone(), 10);
        [
            plain,
            compressed(named, content),
            compressed(extra, content),
            checked,
        ]
    }

    #[test]
    fn headers_are_read_as_flate2_reads_them() {
        for file in files(b"content") {
            let [ours, flate2] = both(&file);
            assert_eq!(ours, Ok((b"content".to_vec(), 0)));
            assert_eq!(ours, flate2);
            for length in 0..file.len() {
                let [ours, flate2] = both(&file[..length]);
                assert_eq!(ours, flate2, "{length}");
                assert!(ours.is_err());
            }
        }
    }

    proptest! {
        #[test]
        fn damaged_files_are_read_as_flate2_reads_them(
            content in prop::collection::vec(any::<u8>(), 0..60),
            (kind, at, flip) in (0_usize..4, any::<prop::sample::Index>(), any::<u8>()),
            tail in prop::collection::vec(any::<u8>(), 0..3),
        ) {
            let mut file = files(&content)[kind].clone();
            let at = at.index(file.len());
            file[at] ^= flip;
            file.extend(tail);
            let [ours, flate2] = both(&file);
            prop_assert_eq!(ours, flate2);
        }
    }
}
