//! Keras's files.

pub(crate) mod write;
