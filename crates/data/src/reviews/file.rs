//! The file of encoded reviews that the page loads.
//!
//! All numbers are little-endian.
//!
//! | bytes | what |
//! |---|---|
//! | 7 | `REDESRV` |
//! | 1 | version: 1 |
//! | 4 | n, the number of reviews |
//! | 4 | the number of numbers in all reviews |
//! | 4 | c, the bytes that these numbers take |
//! | 2 | `num_words`: all numbers are less than this |
//! | 2 | `kept`: the most numbers of a review in this file |
//! | n | labels: 0 negative, 1 positive |
//! | 2 n | how many numbers each review has |
//! | c | the numbers of all reviews, one after the other |
//! | 4 | CRC-32 of all bytes before |
//!
//! The file has the last `kept` numbers of each review, those that padding in front leaves. The beginning of a longer
//! review is lost.
//!
//! With w = `num_words`, the last l = ⌈(w - 256) / 255⌉ values of a byte (none where w ≤ 256) begin a number of two
//! bytes: 256 - l + 256 (first - (256 - l)) + second. Any other byte is a number by itself. For 5,000 words these are
//! the numbers below 237: seven in ten, since frequent words have small numbers. Compressed with gzip, the training
//! half of the IMDB reviews takes 6.0 MB in this form; as plain two-byte numbers it takes 6.8 MB, with low and high
//! bytes apart 6.5 MB, and as LEB128 6.2 MB.

use flate2::Crc;

use super::{MAX_WORDS, Packed, Reviews, ReviewsError};
use crate::{gzip, words::Id};

const MAGIC: &[u8; 7] = b"REDESRV";
const VERSION: u8 = 1;
const HEADER: usize = 24;
const CHECKSUM: usize = 4;
/// The most bytes of an unpacked file.
const LIMIT: u64 = 64 << 20;

impl Reviews {
    /// The reviews as a file, which has the last [`MAX_WORDS`] numbers of each: those that padding to that length
    /// leaves.
    pub fn to_bytes(&self) -> Vec<u8> {
        let num_words = self.num_words();
        let kept: Vec<&[Id]> = (0..self.len())
            .map(|index| {
                let ids = self.ids(index);
                &ids[ids.len().saturating_sub(MAX_WORDS)..]
            })
            .collect();
        let mut codes = Vec::new();
        kept.iter()
            .copied()
            .flatten()
            .for_each(|id| encode(*id, num_words, &mut codes));
        let ids: usize = kept.iter().map(|ids| ids.len()).sum();
        let mut bytes = Vec::with_capacity(HEADER + 3 * kept.len() + codes.len() + CHECKSUM);
        bytes.extend(MAGIC);
        bytes.push(VERSION);
        for size in [kept.len(), ids, codes.len()] {
            bytes.extend((size as u32).to_le_bytes());
        }
        for size in [num_words, MAX_WORDS as u16] {
            bytes.extend(size.to_le_bytes());
        }
        bytes.extend(self.labels());
        kept.iter()
            .for_each(|ids| bytes.extend((ids.len() as u16).to_le_bytes()));
        bytes.append(&mut codes);
        bytes.extend(checksum(&bytes).to_le_bytes());
        bytes
    }

    /// Reads a file of [`Reviews::to_bytes`], raw or gzip.
    ///
    /// # Errors
    /// [`ReviewsError`] says what is wrong with the file. The sizes are checked before memory is allocated for them.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReviewsError> {
        let rest = |header: &[u8]| Some(Header::read(header).ok()?.size() - HEADER as u64);
        let bytes = gzip::unpack(bytes, HEADER, rest).map_err(|fault| match fault {
            gzip::Fault::Damaged(error) => ReviewsError::Compression(error),
            gzip::Fault::Trailing(extra) => ReviewsError::Trailing { extra },
        })?;
        let header = Header::read(&bytes)?;
        let (expected, found) = (header.size(), bytes.len() as u64);
        if found < expected {
            return Err(ReviewsError::Truncated { expected, found });
        }
        if found > expected {
            let extra = found - expected;
            return Err(ReviewsError::Trailing { extra });
        }
        let (content, end) = bytes.split_at(bytes.len() - CHECKSUM);
        let (expected, found) = (checksum(content), number(end) as u32);
        if found != expected {
            return Err(ReviewsError::Checksum { expected, found });
        }
        header.body(&content[HEADER..])
    }
}

/// The sizes at the beginning of a file.
struct Header {
    reviews: u64,
    ids: u64,
    codes: u64,
    num_words: Id,
    kept: u16,
}

impl Header {
    fn read(bytes: &[u8]) -> Result<Self, ReviewsError> {
        if !bytes.starts_with(&MAGIC[..bytes.len().min(MAGIC.len())]) {
            return Err(ReviewsError::Magic);
        }
        let found = bytes.get(MAGIC.len()).copied();
        if let Some(found) = found.filter(|found| *found != VERSION) {
            return Err(ReviewsError::Version {
                found,
                expected: VERSION,
            });
        }
        let Some(sizes) = bytes.get(MAGIC.len() + 1..HEADER) else {
            return Err(ReviewsError::Truncated {
                expected: HEADER as u64,
                found: bytes.len() as u64,
            });
        };
        let header = Self {
            reviews: number(&sizes[..4]),
            ids: number(&sizes[4..8]),
            codes: number(&sizes[8..12]),
            num_words: number(&sizes[12..14]) as Id,
            kept: number(&sizes[14..]) as u16,
        };
        if header.size() > LIMIT {
            return Err(ReviewsError::TooLarge {
                reviews: header.reviews,
                ids: header.ids,
            });
        }
        Ok(header)
    }

    /// The bytes of the whole file. The sum of three 32-bit numbers does not overflow.
    fn size(&self) -> u64 {
        HEADER as u64 + 3 * self.reviews + self.codes + CHECKSUM as u64
    }

    /// Reads the reviews from the bytes between header and checksum, whose number was checked.
    fn body(&self, body: &[u8]) -> Result<Reviews, ReviewsError> {
        let (labels, rest) = body.split_at(self.reviews as usize);
        let (lengths, mut codes) = rest.split_at(2 * labels.len());
        let (lengths, _) = lengths.as_chunks::<2>();
        if self.ids > self.codes {
            return Err(ReviewsError::Contradiction("more numbers than bytes"));
        }
        let mut packed = Packed {
            num_words: self.num_words,
            ids: Vec::with_capacity(self.ids as usize),
            ends: Vec::with_capacity(labels.len()),
            labels: Vec::with_capacity(labels.len()),
        };
        for (&label, length) in labels.iter().zip(lengths) {
            let length = u16::from_le_bytes(*length);
            if length > self.kept {
                return Err(ReviewsError::Contradiction("a review is too long"));
            }
            let before = packed.ids.len();
            let ids = std::iter::from_fn(|| decode(&mut codes, self.num_words));
            packed.push(ids.take(usize::from(length)), label)?;
            if packed.ids.len() - before < usize::from(length) {
                return Err(ReviewsError::Contradiction("too few numbers"));
            }
        }
        if !codes.is_empty() || packed.ids.len() as u64 != self.ids {
            return Err(ReviewsError::Contradiction("too many numbers"));
        }
        packed.finish()
    }
}

/// A little-endian number of at most 8 bytes.
fn number(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// How many numbers take one byte.
fn short(num_words: Id) -> u32 {
    256 - u32::from(num_words).saturating_sub(256).div_ceil(255)
}

/// Writes a number less than `num_words`.
fn encode(id: Id, num_words: Id, out: &mut Vec<u8>) {
    let (id, short) = (u32::from(id), short(num_words));
    match id.checked_sub(short) {
        None => out.push(id as u8),
        Some(long) => out.extend([(short + (long >> 8)) as u8, long as u8]),
    }
}

/// Takes a number from the front; `None` where the bytes end before or within it.
fn decode(bytes: &mut &[u8], num_words: Id) -> Option<Id> {
    let (&first, rest) = bytes.split_first()?;
    let (first, short) = (u32::from(first), short(num_words));
    let Some(high) = first.checked_sub(short) else {
        *bytes = rest;
        return Some(first as Id);
    };
    let (&low, rest) = rest.split_first()?;
    *bytes = rest;
    Some((short + (high << 8) + u32::from(low)) as Id)
}
