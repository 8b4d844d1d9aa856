//! Keras's files.

pub(crate) mod read;
pub(crate) mod write;
