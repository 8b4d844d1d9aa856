//! Files to a zip. The same files give the same bytes: sorted, with one date, in one compression, without zip64.

use std::{
    collections::BTreeMap,
    io::{Cursor, Write},
};

use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{Error, manifest};

/// Compresses each file once, for all packages that contain it.
#[derive(Debug, Default)]
pub(crate) struct Archiver {
    /// By path: the file as it was, and a zip of it alone.
    known: BTreeMap<String, (Vec<u8>, Vec<u8>)>,
}

impl Archiver {
    /// Packs the manifest, then the files in the order of their paths.
    pub(crate) fn pack(
        &mut self,
        manifest: &str,
        files: &BTreeMap<String, Vec<u8>>,
    ) -> Result<Vec<u8>, Error> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(manifest::FILE, options())?;
        zip.write_all(manifest.as_bytes())?;
        for (path, bytes) in files {
            let mut one = ZipArchive::new(Cursor::new(self.alone(path, bytes)?))?;
            zip.raw_copy_file(one.by_index_raw(0)?)?;
        }
        Ok(zip.finish()?.into_inner())
    }

    /// A zip of one file.
    fn alone(&mut self, path: &str, bytes: &[u8]) -> Result<&[u8], Error> {
        if self.known.get(path).is_none_or(|(known, _)| known != bytes) {
            let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
            zip.start_file(path, options())?;
            zip.write_all(bytes)?;
            let packed = zip.finish()?.into_inner();
            self.known.insert(path.to_owned(), (bytes.to_vec(), packed));
        }
        let known = self.known.get(path);
        Ok(known
            .map(|(_, packed)| packed.as_slice())
            .unwrap_or_default())
    }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
}
