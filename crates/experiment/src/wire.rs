//! Setups, bodies and messages as bytes (postcard): page and trainer are the same module, so names need not travel.

use serde::{Serialize, de::DeserializeOwned};

use crate::Failure;

/// A value as bytes.
///
/// # Errors
/// [`Failure::Unreadable`], with `what`, for a value that has no such form.
pub fn encode<T: Serialize>(what: &str, value: &T) -> Result<Vec<u8>, Failure> {
    postcard::to_allocvec(value).map_err(|_| Failure::Unreadable(what.to_owned()))
}

/// The value that bytes stand for.
///
/// # Errors
/// [`Failure::Unreadable`], with `what`, for bytes that stand for no value of this type.
pub fn decode<T: DeserializeOwned>(what: &str, bytes: &[u8]) -> Result<T, Failure> {
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Ok(value),
        _ => Err(Failure::Unreadable(what.to_owned())),
    }
}
