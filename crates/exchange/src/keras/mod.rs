//! Keras's files.

pub(crate) mod read;
