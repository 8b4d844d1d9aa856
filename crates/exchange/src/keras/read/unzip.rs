//! A member of a zip, with bounds on every size ("APPNOTE", PKWARE's specification, sections 4.3.6 to 4.3.16).
//!
//! A member is found by its whole name in the central directory. Nothing is ever made of a name: no file, no folder.

use crate::ExchangeError;

/// The signature of a zip's first member.
pub(crate) const SIGNATURE: &[u8] = b"PK\x03\x04";
/// The end of the central directory without its comment.
const END: usize = 22;
/// The most members that are looked at.
const MAX_MEMBERS: usize = 4_096;

/// The bytes of the member called `name`, unpacked to at most `limit`; `None` where there is none.
pub(crate) fn member(
    zip: &[u8],
    name: &str,
    limit: usize,
) -> Result<Option<Vec<u8>>, ExchangeError> {
    let end = end_of_directory(zip)?;
    let count = u16_at(zip, end + 10)?;
    let mut at = u32_at(zip, end + 16)?;
    if count > MAX_MEMBERS {
        return Err(ExchangeError::TooLarge {
            what: "members of a zip",
            found: count as u64,
            limit: MAX_MEMBERS as u64,
        });
    }
    for _ in 0..count {
        if part(zip, at, 4)? != b"PK\x01\x02" {
            return Err(damaged("its directory"));
        }
        let lengths = [28, 30, 32].map(|place| u16_at(zip, at.saturating_add(place)));
        let [named, extra, comment] = lengths;
        let (named, extra, comment) = (named?, extra?, comment?);
        if part(zip, at + 46, named)? == name.as_bytes() {
            return unpacked(zip, at, name, limit).map(Some);
        }
        at = at.saturating_add(46 + named + extra + comment);
    }
    Ok(None)
}

/// The record that ends the zip, from behind.
fn end_of_directory(zip: &[u8]) -> Result<usize, ExchangeError> {
    let last = zip.len().checked_sub(END).ok_or(damaged("its end"))?;
    // A comment of at most 65,535 bytes may follow.
    let first = last.saturating_sub(usize::from(u16::MAX));
    let found = (first..=last).rev().find(|&at| {
        let comment = u16_at(zip, at + 20).ok();
        zip.get(at..at + 4) == Some(b"PK\x05\x06") && comment == Some(last - at)
    });
    found.ok_or(damaged("its end, which is missing: the file is cut short"))
}

fn unpacked(zip: &[u8], at: usize, name: &str, limit: usize) -> Result<Vec<u8>, ExchangeError> {
    let flags = u16_at(zip, at + 8)?;
    let method = u16_at(zip, at + 10)?;
    let expected = u32_at(zip, at + 16)?;
    let (packed, size) = (u32_at(zip, at + 20)?, u32_at(zip, at + 24)?);
    let local = u32_at(zip, at + 42)?;
    if flags & 1 != 0 {
        return Err(damaged("a member under a password"));
    }
    if size > limit {
        return Err(ExchangeError::TooLarge {
            what: "bytes of a zip's member",
            found: size as u64,
            limit: limit as u64,
        });
    }
    if part(zip, local, 4)? != SIGNATURE {
        return Err(damaged("a member"));
    }
    // The name and the extra field stand again before the data, and the latter may have another length.
    let skip = u16_at(zip, local + 26)? + u16_at(zip, local + 28)?;
    let data = part(zip, local + 30 + skip, packed)?;
    let bytes = match method {
        0 if packed == size => data.to_vec(),
        8 => inflated(data, size)?,
        _ => return Err(damaged("a member that is neither stored nor deflated")),
    };
    let mut sum = flate2::Crc::new();
    sum.update(&bytes);
    match sum.sum() as usize == expected {
        true => Ok(bytes),
        false => Err(damaged(&format!("{name}, whose checksum is another"))),
    }
}

/// Unpacks deflated data to exactly `size` bytes.
fn inflated(data: &[u8], size: usize) -> Result<Vec<u8>, ExchangeError> {
    let mut bytes = Vec::new();
    let reserved = bytes.try_reserve_exact(size);
    reserved.map_err(|_| damaged("a member that does not fit into memory"))?;
    let mut inflate = flate2::Decompress::new(false);
    let finish = flate2::FlushDecompress::Finish;
    let result = inflate.decompress_vec(data, &mut bytes, finish);
    match result {
        Ok(flate2::Status::StreamEnd) if bytes.len() == size => Ok(bytes),
        _ => Err(damaged("a member's packed bytes")),
    }
}

fn part(zip: &[u8], start: usize, length: usize) -> Result<&[u8], ExchangeError> {
    let end = start.checked_add(length);
    let found = end.and_then(|end| zip.get(start..end));
    found.ok_or(damaged("a part beyond its end: the file is cut short"))
}

fn u16_at(zip: &[u8], at: usize) -> Result<usize, ExchangeError> {
    let bytes = part(zip, at, 2)?;
    Ok(bytes
        .iter()
        .rev()
        .fold(0, |sum, &byte| sum << 8 | usize::from(byte)))
}

fn u32_at(zip: &[u8], at: usize) -> Result<usize, ExchangeError> {
    Ok(u16_at(zip, at.saturating_add(2))? << 16 | u16_at(zip, at)?)
}

fn damaged(what: &str) -> ExchangeError {
    ExchangeError::Damaged {
        problem: format!("the zip has {what}"),
    }
}
