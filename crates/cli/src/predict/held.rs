//! What holds for every file that is read, whatever is in it: for the tests and for the fuzzer (`examples/npy.rs`).

use ndarray_npy::npy::header::Header;

use super::{
    input,
    npy::{self, Numbers},
};

/// What became of a file.
#[derive(Debug)]
pub(super) enum Outcome {
    /// It is refused.
    Refused,
    /// It holds floats.
    Floats,
    /// It holds bytes.
    Bytes,
    /// It holds other whole numbers, or truth values.
    Whole,
}

/// Reads a file as numbers, and as rows of networks of these widths.
///
/// # Panics
/// - where an array does not have the shape of the header, or the file another length than the header promises;
/// - where a row has another width than the network, or there are more or fewer numbers than in the array;
/// - where a float of a row is not finite.
pub(super) fn outcome(bytes: &[u8], widths: &[usize]) -> Outcome {
    let (outcome, shape) = match npy::read(&mut bytes.to_vec()) {
        Ok(Numbers::Floats(array)) => (Outcome::Floats, array.shape().to_vec()),
        Ok(Numbers::Bytes(array)) => (Outcome::Bytes, array.shape().to_vec()),
        Ok(Numbers::Whole(array)) => (Outcome::Whole, array.shape().to_vec()),
        Err(error) => {
            assert!(!format!("{error:#}").is_empty());
            return Outcome::Refused;
        }
    };
    let mut data = bytes;
    let header = Header::from_reader(&mut data).expect("the header of what was read");
    assert_eq!(shape, header.shape);
    let count: usize = shape.iter().product();
    let descriptor = header.type_descriptor.to_string();
    let size = descriptor.trim_matches('\'').get(2..).unwrap_or_default();
    let size: usize = size.parse().expect("the bytes of a number");
    assert_eq!(data.len(), count * size);
    for &width in widths {
        if let Ok((rows, _)) = input::read(&mut bytes.to_vec(), width) {
            assert_eq!(rows.ncols(), width);
            assert_eq!(rows.len(), count);
            let finite = rows.iter().all(|value| value.is_finite());
            assert!(finite || !matches!(outcome, Outcome::Floats));
        }
    }
    outcome
}
