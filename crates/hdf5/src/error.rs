//! Why a file can't be read or written.

/// The error of every fallible function in this crate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file does not begin as an HDF5 file does.
    #[error("not an HDF5 file")]
    NotHdf5,
    /// The file ends before something that it points at.
    ///
    /// Where it points is not said: in a damaged file that is any number.
    #[error("the file is cut short or damaged: {what} lies beyond its end, at byte {length}")]
    CutShort {
        /// What lies beyond the end.
        what: &'static str,
        /// The length of the file.
        length: u64,
    },
    /// Something breaks the rules of the format.
    #[error("the HDF5 file is damaged: {what} at byte {at}")]
    Damaged {
        /// What is wrong.
        what: &'static str,
        /// Where.
        at: u64,
    },
    /// A part of HDF5 that this crate does not have.
    #[error("the HDF5 file has {what}, which Redes does not read")]
    Unsupported {
        /// The part.
        what: String,
    },
    /// There is nothing of this name, or it is something else.
    #[error("the HDF5 file has no {what} {name}")]
    Missing {
        /// `"group"`, `"dataset"` or `"attribute"`.
        what: &'static str,
        /// Its path.
        name: String,
    },
    /// The file has more parts than this crate reads.
    #[error("the HDF5 file has too many {what}")]
    TooMany {
        /// Of what.
        what: &'static str,
    },
    /// Memory for a dataset's numbers can't be had.
    #[error("no memory for {count} numbers")]
    Memory {
        /// Numbers.
        count: usize,
    },
    /// The tree can't be written: a name, an attribute or a depth that the format or this crate does not allow.
    #[error("HDF5 cannot hold {what}")]
    NotWritten {
        /// What.
        what: String,
    },
}
