//! Reads.

pub(crate) mod unzip;
