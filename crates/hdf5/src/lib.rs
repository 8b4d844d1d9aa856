//! The part of HDF5 that Keras's files use, read and written without the C library.
//!
//! Real files of Keras 2.0 to 3.15 use one narrow part of the format: superblock 0, groups with a symbol table, version 1
//! object headers, contiguous data, and strings of fixed or variable length. That part is here; what is beyond it is an
//! [`Error::Unsupported`] that names it. The format is that of the
//! [HDF5 File Format Specification, version 3.0](https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html), whose
//! section numbers the comments give.
//!
//! [`File`] reads: every size is checked before memory is allocated for it, and a file whose parts point at each other in a
//! circle is refused. [`write::Group`] writes: the same tree gives the same bytes.

mod error;
mod read;
pub mod write;

pub use error::Error;
pub use read::{Dataset, File, Group, Kind, Text};

/// The eight bytes with which an HDF5 file begins.
pub const SIGNATURE: [u8; 8] = *b"\x89HDF\r\n\x1a\n";

/// The address that says "nowhere".
const NOWHERE: u64 = u64::MAX;

/// The least size of a collection of the global heap (III.E).
const LEAST_COLLECTION: usize = 4096;
