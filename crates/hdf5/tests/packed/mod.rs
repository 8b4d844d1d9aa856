//! The files of `golden`, which are packed: most of a small HDF5 file is zeros.

use std::{fs, io::Read, path::PathBuf};

use flate2::read::GzDecoder;

/// The bytes of a file.
pub fn golden(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let packed = fs::read(folder.join(format!("{name}.gz"))).unwrap();
    let mut bytes = Vec::new();
    GzDecoder::new(&packed[..]).read_to_end(&mut bytes).unwrap();
    bytes
}
