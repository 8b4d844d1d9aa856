//! IDX, the file format of MNIST (yann.lecun.com/exdb/mnist): a magic number, big-endian sizes, bytes.

use std::{
    borrow::Cow,
    io::{self, Read},
};

use crate::gzip;

/// The most bytes of an unpacked file.
const LIMIT: u64 = 256 << 20;
const IMAGES: u32 = 0x0000_0803;
const LABELS: u32 = 0x0000_0801;
/// Labels of four bytes: a column of them, or QMNIST's eight columns, of which the first is the digit.
const WHOLE_LABELS: [u32; 2] = [0x0000_0c01, 0x0000_0c02];

/// Why a file cannot be read as IDX.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdxError {
    /// The first four bytes are not the expected magic number.
    #[error("not an IDX file of {expected}: it begins with {found:#010x}{}", meaning(*found))]
    Magic {
        /// The expected content.
        expected: &'static str,
        /// Its first four bytes.
        found: u32,
    },
    /// The file is shorter than its sizes say.
    #[error("the file is cut short: {expected} bytes are promised, {found} are there")]
    Truncated {
        /// Expected bytes.
        expected: u64,
        /// Found bytes.
        found: u64,
    },
    /// The file is longer than its sizes say.
    #[error("the file has at least {extra} bytes too many")]
    Trailing {
        /// Bytes too many, as far as they were read.
        extra: u64,
    },
    /// The sizes are zero or too large.
    #[error("the file claims {count} items of {rows}x{columns}: more than this program reads")]
    TooLarge {
        /// Items.
        count: u64,
        /// Rows of each.
        rows: u64,
        /// Columns of each.
        columns: u64,
    },
    /// A label is no byte.
    #[error("label {index} is {label}, which is no digit")]
    Label {
        /// Its index.
        index: usize,
        /// Its value.
        label: i32,
    },
    /// The compressed data are damaged.
    #[error("the compressed data are damaged: {0}")]
    Compression(String),
}

impl IdxError {
    fn of(fault: gzip::Fault) -> Self {
        match fault {
            gzip::Fault::Damaged(error) => Self::Compression(error),
            gzip::Fault::Trailing(extra) => Self::Trailing { extra },
        }
    }
}

/// What a file is that begins with a number that is not the expected one.
fn meaning(magic: u32) -> &'static str {
    match &magic.to_be_bytes() {
        [0, 0, 8, 1] => ", as a file of labels",
        [0, 0, 8, 3] => ", as a file of images",
        [0, 0, 8..=14, _] => ", as an IDX file of other numbers or axes",
        b"PK\x03\x04" => ", as a zip archive: unpack it first",
        b"\xfd7zX" => ", as an xz file: unpack it first",
        b"\x93NUM" => ", as an array of NumPy",
        b"\x89PNG" => ", as a PNG image",
        b"vers" => ", as a pointer of Git LFS: git lfs pull fetches the file itself",
        [b'<', ..] => ", as a page of the web: its download went wrong",
        _ => "",
    }
}

/// Grey images, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Images {
    /// How many.
    pub count: usize,
    /// Height of each.
    pub rows: usize,
    /// Width of each.
    pub columns: usize,
    /// `[count, rows, columns]`: 0 is paper, 255 is ink.
    pub pixels: Vec<u8>,
}

/// Reads a file of images, raw or gzip.
///
/// # Errors
/// [`IdxError`] says what is wrong with the file. The sizes are checked before memory is allocated for them.
pub fn read_images(bytes: &[u8]) -> Result<Images, IdxError> {
    let bytes = unpack(bytes, 4, 1)?;
    require(&bytes, IMAGES, "images")?;
    let [_, count, rows, columns] = header(&bytes)?;
    let (count, rows, columns) = (u64::from(count), u64::from(rows), u64::from(columns));
    let size = count
        .checked_mul(rows)
        .and_then(|size| size.checked_mul(columns))
        .filter(|size| *size <= LIMIT);
    let size = size.ok_or(IdxError::TooLarge {
        count,
        rows,
        columns,
    })?;
    body(&bytes, 16, size)?;
    // An unpacked file is not copied: the images of MNIST are 47 MB.
    let mut pixels = bytes.into_owned();
    pixels.drain(..16);
    Ok(Images {
        count: count as usize,
        rows: rows as usize,
        columns: columns as usize,
        pixels,
    })
}

/// Reads a file of images as [`read_images`] does, so many at a time: `take` gets them one part after the other, the last with
/// fewer. So the pixels of all are never in memory.
///
/// # Errors
/// As [`read_images`], and those of `take`.
pub fn read_parts<E: From<IdxError>>(
    bytes: &[u8],
    count: usize,
    mut take: impl FnMut(&Images) -> Result<(), E>,
) -> Result<(), E> {
    let damaged = |error: io::Error| IdxError::Compression(error.to_string());
    let mut stream = gzip::stream(bytes);
    let mut start = Vec::new();
    let read = stream.by_ref().take(16).read_to_end(&mut start);
    read.map_err(damaged)?;
    require(&start, IMAGES, "images")?;
    let [_, images, rows, columns] = header(&start)?;
    let size = u64::from(rows) * u64::from(columns);
    let whole = size.checked_mul(u64::from(images));
    let whole = whole.filter(|whole| (1..=LIMIT).contains(whole));
    let whole = whole.ok_or(IdxError::TooLarge {
        count: images.into(),
        rows: rows.into(),
        columns: columns.into(),
    })?;
    let mut part = Images {
        count: 0,
        rows: rows as usize,
        columns: columns as usize,
        pixels: Vec::new(),
    };
    let mut found = 0;
    while found < whole {
        let wanted = (size * count.max(1) as u64).min(whole - found);
        part.pixels.clear();
        let read = stream.by_ref().take(wanted).read_to_end(&mut part.pixels);
        read.map_err(damaged)?;
        found += part.pixels.len() as u64;
        if (part.pixels.len() as u64) < wanted {
            return Err(E::from(IdxError::Truncated {
                expected: whole + 16,
                found: found + 16,
            }));
        }
        part.count = part.pixels.len() / size as usize;
        take(&part)?;
    }
    let extra = io::copy(&mut stream.take(1), &mut io::sink()).map_err(damaged)?;
    match extra {
        0 => Ok(()),
        _ => Err(E::from(IdxError::Trailing { extra })),
    }
}

/// Reads a file of labels, raw or gzip: bytes as MNIST's, or QMNIST's rows of eight numbers, of which the first is the
/// label.
///
/// # Errors
/// As [`read_images`], and where a number is no byte.
pub fn read_labels(bytes: &[u8]) -> Result<Vec<u8>, IdxError> {
    let start = gzip::unpack(bytes, 4, |_| None).map_err(IdxError::of)?;
    let magic = start
        .first_chunk::<4>()
        .map(|quad| u32::from_be_bytes(*quad));
    if let Some(magic) = magic.filter(|magic| WHOLE_LABELS.contains(magic)) {
        return whole_labels(bytes, (magic & 0xff) as usize);
    }
    let bytes = unpack(bytes, 2, 1)?;
    require(&bytes, LABELS, "labels")?;
    let [_, count] = header(&bytes)?;
    Ok(body(&bytes, 8, sized(count, 1, 1)?)?.to_vec())
}

/// The first column of a file of numbers of four bytes with one or two axes.
fn whole_labels(bytes: &[u8], axes: usize) -> Result<Vec<u8>, IdxError> {
    let bytes = unpack(bytes, 1 + axes, 4)?;
    let (count, columns) = match axes {
        1 => (header::<2>(&bytes)?[1], 1),
        _ => {
            let [_, count, columns] = header(&bytes)?;
            (count, columns)
        }
    };
    let numbers = body(&bytes, 4 + 4 * axes, sized(count, columns, 4)?)?;
    let (numbers, _) = numbers.as_chunks::<4>();
    let rows = numbers.chunks((columns as usize).max(1));
    let labels = rows.enumerate().map(|(index, row)| {
        let label = i32::from_be_bytes(row.first().copied().unwrap_or_default());
        u8::try_from(label).map_err(|_| IdxError::Label { index, label })
    });
    labels.collect()
}

/// The bytes of numbers of so many bytes each.
fn sized(count: u32, columns: u32, width: u64) -> Result<u64, IdxError> {
    let (count, columns) = (u64::from(count), u64::from(columns));
    // The product of three numbers that fit into 32, 32 and 3 bits could be greater than one of 64 bits.
    let size = count.saturating_mul(columns).saturating_mul(width);
    (size <= LIMIT).then_some(size).ok_or(IdxError::TooLarge {
        count,
        rows: 1,
        columns,
    })
}

/// The content of a file. Its header is `words` numbers of four bytes: the magic number, then sizes whose product is
/// the count of numbers that follow, of `width` bytes each.
fn unpack(bytes: &[u8], words: usize, width: u64) -> Result<Cow<'_, [u8]>, IdxError> {
    let size = |header: &[u8]| {
        let (quads, _) = header.as_chunks::<4>();
        let sizes = quads.iter().skip(1);
        let size = sizes
            .map(|quad| u64::from(u32::from_be_bytes(*quad)))
            .fold(width, u64::saturating_mul);
        (size <= LIMIT).then_some(size)
    };
    gzip::unpack(bytes, 4 * words, size).map_err(IdxError::of)
}

/// Refuses a file that begins with another number. A foreign file may be shorter than the header, and is named first.
fn require(bytes: &[u8], magic: u32, expected: &'static str) -> Result<(), IdxError> {
    match bytes
        .first_chunk::<4>()
        .map(|quad| u32::from_be_bytes(*quad))
    {
        Some(found) if found != magic => Err(IdxError::Magic { expected, found }),
        _ => Ok(()),
    }
}

fn header<const N: usize>(bytes: &[u8]) -> Result<[u32; N], IdxError> {
    let mut words = [0; N];
    let (quads, _) = bytes.as_chunks::<4>();
    if quads.len() < N {
        return Err(IdxError::Truncated {
            expected: 4 * N as u64,
            found: bytes.len() as u64,
        });
    }
    words
        .iter_mut()
        .zip(quads)
        .for_each(|(word, quad)| *word = u32::from_be_bytes(*quad));
    Ok(words)
}

fn body(bytes: &[u8], start: usize, size: u64) -> Result<&[u8], IdxError> {
    let body = bytes.get(start..).unwrap_or_default();
    let found = body.len() as u64;
    if found < size {
        return Err(IdxError::Truncated {
            expected: size + start as u64,
            found: found + start as u64,
        });
    }
    if found > size {
        return Err(IdxError::Trailing {
            extra: found - size,
        });
    }
    Ok(body)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn images(count: u32, rows: u32, columns: u32, pixels: &[u8]) -> Vec<u8> {
        let header = [IMAGES, count, rows, columns]
            .map(u32::to_be_bytes)
            .concat();
        [&header, pixels].concat()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn raw_and_gzip_read_the_same() {
        let file = images(2, 2, 3, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        let read = read_images(&file).unwrap();
        assert_eq!(
            (read.count, read.rows, read.columns, read.pixels[11]),
            (2, 2, 3, 12)
        );
        assert_eq!(read, read_images(&gzip(&file)).unwrap());
        let labels = [&LABELS.to_be_bytes()[..], &3_u32.to_be_bytes(), &[7, 8, 9]].concat();
        assert_eq!(read_labels(&labels).unwrap(), [7, 8, 9]);
    }

    #[test]
    fn every_cut_is_an_error() {
        let file = images(2, 2, 2, &[1, 2, 3, 4, 5, 6, 7, 8]);
        for length in 0..file.len() {
            assert!(
                matches!(
                    read_images(&file[..length]),
                    Err(IdxError::Truncated { .. })
                ),
                "{length}"
            );
        }
        let packed = gzip(&file);
        for length in 2..packed.len() {
            assert!(
                matches!(
                    read_images(&packed[..length]),
                    Err(IdxError::Compression(_))
                ),
                "{length}"
            );
        }
    }

    #[test]
    fn every_flipped_byte_of_a_compressed_file_is_an_error_or_the_same_image() {
        let file = images(4, 5, 5, &(0..100).collect::<Vec<u8>>());
        let packed = gzip(&file);
        let whole = read_images(&file).unwrap();
        for at in 0..packed.len() {
            let mut broken = packed.clone();
            broken[at] ^= 0x55;
            // The header of gzip has fields (time, system) that mean nothing to the content.
            assert!(
                read_images(&broken).is_err() || read_images(&broken) == Ok(whole.clone()),
                "byte {at}"
            );
        }
    }

    #[test]
    fn wrong_magic_trailing_bytes_and_absurd_sizes_are_errors() {
        let mut file = images(1, 1, 1, &[9]);
        file[3] = 1;
        assert!(matches!(read_images(&file), Err(IdxError::Magic { .. })));
        assert!(matches!(
            read_labels(&images(1, 1, 1, &[9])),
            Err(IdxError::Magic { .. })
        ));
        assert_eq!(
            read_images(&images(1, 1, 1, &[9, 9])),
            Err(IdxError::Trailing { extra: 1 })
        );
        assert!(matches!(
            read_images(&images(u32::MAX, u32::MAX, u32::MAX, &[])),
            Err(IdxError::TooLarge { .. })
        ));
    }

    #[test]
    fn what_follows_a_compressed_file_is_an_error() {
        let packed = gzip(&images(1, 1, 2, &[8, 9]));
        let longer = [&packed[..], &[0; 3]].concat();
        assert_eq!(read_images(&longer), Err(IdxError::Trailing { extra: 3 }));
        let inside = gzip(&images(1, 1, 1, &[8, 9]));
        assert_eq!(read_images(&inside), Err(IdxError::Trailing { extra: 1 }));
    }

    #[test]
    fn a_compressed_bomb_is_not_unpacked() {
        // 64 MB of zeros behind a header that promises four pixels.
        let bomb = gzip(&[images(1, 2, 2, &[]), vec![0; 64 << 20]].concat());
        assert_eq!(read_images(&bomb), Err(IdxError::Trailing { extra: 1 }));
        let absurd = gzip(&images(u32::MAX, u32::MAX, 2, &[1]));
        assert!(matches!(
            read_images(&absurd),
            Err(IdxError::TooLarge { .. })
        ));
        assert!(matches!(
            read_images(&gzip(&[0; 3])),
            Err(IdxError::Truncated { .. })
        ));
    }
}
