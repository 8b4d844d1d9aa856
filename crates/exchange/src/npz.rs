//! NumPy's archives of arrays: a zip with an [`.npy` file](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html)
//! for each block, named as Keras names it. `np.load("redes.npz")["dense/kernel"]` is the kernel of the first dense layer.

use redes_core::network::{Architecture, Network};

use crate::tensors::{self, Bits, Tensor, wrong};
use crate::{ExchangeError, Format, Opened, archive, keras::read::unzip, parts};

/// What an `.npy` file begins with, and the version of its header.
const MAGIC: &[u8] = b"\x93NUMPY";
/// The header's length is a multiple of this, so that the numbers are aligned.
const ALIGNMENT: usize = 64;
/// The longest header that is read.
const MAX_HEADER: usize = 1_024;
/// The most bytes of one array that are read: 64 bits for each parameter.
const MAX_MEMBER: usize = redes_models::MAX_PARAMETERS * 8 + MAX_HEADER;

/// Whether a file is a zip whose first member is an array.
pub(crate) fn begins(bytes: &[u8]) -> bool {
    let name = |bytes: &[u8]| match *bytes.get(26..28)? {
        [a, b] => bytes
            .get(30..30 + usize::from(u16::from_le_bytes([a, b])))?
            .ends_with(b".npy")
            .then_some(()),
        _ => None,
    };
    bytes.starts_with(unzip::SIGNATURE) && name(bytes).is_some()
}

/// Writes a network's weights.
///
/// # Errors
/// [`ExchangeError::NotFinite`] for weights that are no finite numbers.
pub(crate) fn write(network: &Network<f32>) -> Result<Vec<u8>, ExchangeError> {
    let parts = parts::parts(network)?;
    let blocks = parts.iter().flat_map(|part| {
        let name = &part.name;
        let own = part.blocks.iter();
        own.map(move |block| {
            (
                format!("{name}/{}.npy", block.name),
                array(block.shape, block.values),
            )
        })
    });
    let files: Vec<(String, Vec<u8>)> = blocks.collect();
    let files = files.iter();
    archive::stored(files.map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
}

/// An array of 32 bits as an `.npy` file.
fn array(shape: &[usize], values: &[f32]) -> Vec<u8> {
    let lengths: String = shape.iter().map(|length| format!("{length},")).collect();
    let mut header = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({lengths}), }}");
    let fixed = MAGIC.len() + 4;
    let whole = (fixed + header.len() + 1).next_multiple_of(ALIGNMENT);
    header.extend(std::iter::repeat_n(' ', whole - fixed - header.len() - 1));
    header.push('\n');
    let mut bytes = [MAGIC, &[1, 0], &(header.len() as u16).to_le_bytes()].concat();
    bytes.extend(header.as_bytes());
    bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    bytes
}

/// Reads the arrays of a file into a network that is known: by Keras's names, or in the order of `get_weights()`, where
/// `np.savez` has numbered them (`arr_0`, `arr_1`).
///
/// # Errors
/// [`ExchangeError::Weights`] where an array is missing, or has another shape or a type that is no float;
/// [`ExchangeError::Damaged`]; [`ExchangeError::TooLarge`].
pub(crate) fn read(bytes: &[u8], architecture: &Architecture) -> Result<Opened, ExchangeError> {
    let outline = tensors::outline(architecture)?;
    let numbered = unzip::member(bytes, "arr_0.npy", MAX_MEMBER)?.is_some();
    let mut notes = Vec::new();
    let mut number = 0;
    let mut found = Vec::with_capacity(outline.blocks.len());
    for block in &outline.blocks {
        let name = match numbered {
            true => format!("arr_{number}"),
            false => block.name.clone(),
        };
        number += 1;
        let file = unzip::member(bytes, &format!("{name}.npy"), MAX_MEMBER)?;
        let file = file.ok_or_else(|| wrong(&block.name, "the file has no array for it"))?;
        let (tensor, bits) = parse(&name, &file)?;
        notes.extend(bits.note().filter(|note| !notes.contains(note)));
        found.push(tensor);
    }
    if numbered && unzip::member(bytes, &format!("arr_{number}.npy"), MAX_MEMBER)?.is_some() {
        let problem = format!("more arrays than the network's {number}");
        return Err(wrong("of the file", problem));
    }
    let mut found = found.into_iter();
    tensors::opened(architecture, &outline, Format::Npz, notes, |block| {
        found
            .next()
            .ok_or_else(|| wrong(&block.name, "it is missing"))
    })
}

/// An `.npy` file's array.
fn parse(name: &str, file: &[u8]) -> Result<(Tensor, Bits), ExchangeError> {
    let damaged = |what: &str| wrong(name, format!("its .npy file is damaged: {what}"));
    let rest = file
        .strip_prefix(MAGIC)
        .ok_or_else(|| damaged("its start"))?;
    let (length, rest) = match *rest {
        [1, _, a, b, ref rest @ ..] => (usize::from(u16::from_le_bytes([a, b])), rest),
        [2 | 3, _, a, b, c, d, ref rest @ ..] => (u32::from_le_bytes([a, b, c, d]) as usize, rest),
        _ => return Err(damaged("its version")),
    };
    let header = rest.get(..length.min(MAX_HEADER)).unwrap_or_default();
    let header = std::str::from_utf8(header).map_err(|_| damaged("its header"))?;
    let data = rest.get(length..).ok_or_else(|| damaged("its header"))?;
    let after = |key: &str| header.split_once(key).map(|(_, rest)| rest.trim_start());
    let kind = after("'descr':").and_then(|rest| rest.split('\'').nth(1));
    let bits = match kind {
        Some("<f2") => Bits::Float16,
        Some("<f4") => Bits::Float32,
        Some("<f8") => Bits::Float64,
        other => {
            let kind = other.unwrap_or("unknown");
            return Err(wrong(name, format!("its numbers are {kind}, no floats")));
        }
    };
    if after("'fortran_order':").is_none_or(|rest| !rest.starts_with("False")) {
        return Err(wrong(name, "its numbers stand column after column"));
    }
    let shape = after("'shape':").and_then(|rest| rest.strip_prefix('('));
    let shape = shape.and_then(|rest| rest.split_once(')'));
    let (shape, _) = shape.ok_or_else(|| damaged("its shape"))?;
    let lengths = shape
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let shape = lengths.map(|part| part.parse().map_err(|_| damaged("its shape")));
    Ok((
        Tensor {
            name: name.to_owned(),
            shape: shape.collect::<Result<_, _>>()?,
            values: bits.numbers(data),
        },
        bits,
    ))
}
