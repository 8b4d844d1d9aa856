//! Zips of a few files. The same files give the same bytes: in order, uncompressed, with one date.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipError, write::SimpleFileOptions};

use crate::ExchangeError;

/// Packs files under their names.
///
/// # Errors
/// [`ExchangeError::Archive`] for files that a zip can't hold, of 4 GB or more.
pub(crate) fn stored<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
) -> Result<Vec<u8>, ExchangeError> {
    pack(files).map_err(|error| ExchangeError::Archive {
        problem: error.to_string(),
    })
}

fn pack<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<u8>, ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
