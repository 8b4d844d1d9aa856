//! Setups, bodies and messages as bytes, by postcard. Page and trainer are the same module, so the bytes contain no
//! names.

use serde::{Serialize, de::DeserializeOwned};

use crate::{Failure, Tape};

/// Encodes a value as bytes.
///
/// # Errors
/// [`Failure::Unreadable`] with `what`, for a value that postcard cannot encode.
pub fn encode<T: Serialize>(what: &str, value: &T) -> Result<Vec<u8>, Failure> {
    postcard::to_allocvec(value).map_err(|_| Failure::Unreadable(what.to_owned()))
}

/// Decodes a value.
///
/// # Errors
/// [`Failure::Unreadable`] with `what`, for bytes that are no value of this type.
pub fn decode<T: DeserializeOwned>(what: &str, bytes: &[u8]) -> Result<T, Failure> {
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Ok(value),
        _ => Err(Failure::Unreadable(what.to_owned())),
    }
}

/// Writes a value to a tape, or reads it from there. What is no such value is refused, and the value stays as it was.
pub fn tape<T: Serialize + DeserializeOwned>(what: &str, tape: &mut Tape<'_>, value: &mut T) {
    let mut bytes = match tape.is_read() {
        true => Vec::new(),
        false => encode(what, value).unwrap_or_default(),
    };
    tape.row(&mut bytes);
    match decode(what, &bytes) {
        Ok(there) => *value = there,
        Err(_) => tape.refuse(),
    }
}
