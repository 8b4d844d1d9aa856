//! Reads arrays of NumPy: every type of number, and the true cause where a file is damaged or another kind of file.

use anyhow::{Context, Result, bail, ensure};
use half::f16;
use ndarray::ArrayD;
use ndarray_npy::{ReadNpyExt, ReadableElement, npy::header::Header};

/// The first bytes of the format, <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>.
const MAGIC: &[u8] = b"\x93NUMPY";
/// The longest header, in bytes; that of an array of numbers has 118.
const LONGEST: u32 = 1024;

/// The numbers of an array.
#[derive(Debug, PartialEq)]
pub(super) enum Numbers {
    /// Floats, as f32.
    Floats(ArrayD<f32>),
    /// Bytes.
    Bytes(ArrayD<u8>),
    /// Other whole numbers, and truth values as 0 and 1.
    Whole(ArrayD<i64>),
}

/// Reads a file.
///
/// # Errors
/// Says what the file is where it is no array, how many bytes are missing or too many, or how to convert a type that
/// holds no real numbers. The sizes are compared with the file before memory is allocated for them.
pub(super) fn read(bytes: &mut [u8]) -> Result<Numbers> {
    if !bytes.starts_with(MAGIC) {
        bail!("not a .npy file of numbers, but {}", kind(bytes));
    }
    let (header, data) = header(bytes)?;
    let (descriptor, shape) = (header.type_descriptor.to_string(), header.shape);
    let descriptor = descriptor.trim_matches('\'');
    let (kind, size) = descriptor.split_at_checked(2).unwrap_or_default();
    let size: usize = size.parse().unwrap_or_default();
    let is_number = matches!(
        (kind.get(1..), size),
        (Some("f"), 2 | 4 | 8) | (Some("i" | "u"), 1 | 2 | 4 | 8) | (Some("b"), 1)
    );
    ensure!(
        is_number,
        "the array has NumPy's type {descriptor}: save it as numbers, with .astype(numpy.float32)"
    );
    // Without the axes of length 0, too: ndarray asks that these fit an isize, and ndarray-npy panics where they do not.
    let axes = shape.iter().filter(|n| **n > 0);
    let most = axes.copied().try_fold(size, usize::checked_mul);
    let most = most.and_then(|most| isize::try_from(most).ok()?.checked_add_unsigned(data));
    let most = most.with_context(|| format!("the shape {shape:?} is too large"))?;
    let promised = if shape.contains(&0) {
        data
    } else {
        most.unsigned_abs()
    };
    let found = bytes.len();
    ensure!(
        found >= promised,
        "the file is cut short: {promised} bytes are promised, {found} are there"
    );
    ensure!(
        found == promised,
        "the file has {} bytes too many",
        found - promised
    );
    Ok(match (kind.get(1..).unwrap_or_default(), size) {
        ("f", 4) => Numbers::Floats(array::<f32>(bytes)?),
        ("f", 8) => Numbers::Floats(array::<f64>(bytes)?.mapv(|value| value as f32)),
        ("f", _) => Numbers::Floats(halves(bytes, data)?.mapv(f32::from)),
        ("u", 1) => Numbers::Bytes(array(bytes)?),
        ("u", 2) => Numbers::Whole(array::<u16>(bytes)?.mapv(i64::from)),
        ("u", 4) => Numbers::Whole(array::<u32>(bytes)?.mapv(i64::from)),
        ("u", _) => {
            let limit = |value| i64::try_from(value).unwrap_or(i64::MAX);
            Numbers::Whole(array::<u64>(bytes)?.mapv(limit))
        }
        ("i", 1) => Numbers::Whole(array::<i8>(bytes)?.mapv(i64::from)),
        ("i", 2) => Numbers::Whole(array::<i16>(bytes)?.mapv(i64::from)),
        ("i", 4) => Numbers::Whole(array::<i32>(bytes)?.mapv(i64::from)),
        ("i", _) => Numbers::Whole(array(bytes)?),
        _ => Numbers::Whole(array::<bool>(bytes)?.mapv(i64::from)),
    })
}

fn array<T: ReadableElement>(bytes: &[u8]) -> Result<ArrayD<T>> {
    Ok(ArrayD::read_npy(bytes)?)
}

/// The crate knows no halves: it reads their bits as whole numbers, whose descriptor has the same length.
fn halves(bytes: &mut [u8], data: usize) -> Result<ArrayD<f16>> {
    let header = bytes.get_mut(..data).unwrap_or_default();
    for at in 0..header.len().saturating_sub(2) {
        if let Some([b'<' | b'>', kind @ b'f', b'2']) = header.get_mut(at..at + 3) {
            *kind = b'u';
        }
    }
    Ok(array::<u16>(bytes)?.mapv(f16::from_bits))
}

/// The header of a file and where its numbers begin. A header of numbers is short; of a long one the nesting could be
/// too deep for its parser.
fn header(bytes: &[u8]) -> Result<(Header, usize)> {
    let after = bytes.get(MAGIC.len()..).unwrap_or_default();
    // Version 1 has two bytes for the length, the later ones four.
    let length = match *after {
        [1, _, low, high, ..] => Some(u32::from(u16::from_le_bytes([low, high]))),
        [_, _, a, b, c, d, ..] => Some(u32::from_le_bytes([a, b, c, d])),
        _ => None,
    };
    ensure!(
        length.is_some_and(|length| length <= LONGEST),
        "the header of the .npy file is damaged"
    );
    let mut rest = bytes;
    let header =
        Header::from_reader(&mut rest).context("the header of the .npy file is damaged")?;
    Ok((header, bytes.len() - rest.len()))
}

/// What a file is that is no array, by its first bytes.
fn kind(bytes: &[u8]) -> &'static str {
    let kinds: [(&[u8], &str); 12] = [
        (
            b"PK\x03\x04",
            "a zip archive: save the one array of a .npz with numpy.save",
        ),
        (b"\x1f\x8b", "a gzip file: unpack it first"),
        (b"\x89HDF", "an HDF5 file: save one array with numpy.save"),
        (b"\x89PNG", "a PNG image: save its pixels with numpy.save"),
        (
            b"\xff\xd8\xff",
            "a JPEG image: save its pixels with numpy.save",
        ),
        (b"GIF8", "a GIF image: save its pixels with numpy.save"),
        (b"BM", "a BMP image: save its pixels with numpy.save"),
        (
            b"\0\0\x08",
            "an IDX file, MNIST's: save its images with numpy.save",
        ),
        (
            b"\x80",
            "a pickle of Python: save one array with numpy.save",
        ),
        (
            b"version https://git-lfs",
            "a pointer of Git LFS: fetch the file itself with git lfs pull",
        ),
        (b"<", "a page of the web: its download went wrong"),
        (b"", "a file that it does not know"),
    ];
    match bytes.is_empty() {
        true => "an empty file",
        false => kinds
            .into_iter()
            .find_map(|(magic, kind)| bytes.starts_with(magic).then_some(kind))
            .unwrap_or_default(),
    }
}
