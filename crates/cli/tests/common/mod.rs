//! Code that the tests of `redes` share.
#![allow(dead_code)] // Each test file is a program of its own, and none uses everything.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};

use assert_cmd::Command;
use serde_json::Value;

/// Training and test images of the synthetic set.
pub(crate) const TRAIN: usize = 200;
/// See [`TRAIN`].
pub(crate) const TEST: usize = 50;

/// `redes` with these arguments, isolated from the user's own data.
pub(crate) fn redes(arguments: &[&str]) -> Command {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("redes");
    command.env_remove("REDES_DATA").args(arguments);
    command
}

/// The output of a successful `redes` that prints nothing on standard error.
pub(crate) fn printed(arguments: &[&str]) -> String {
    let output = redes(arguments).assert().success().get_output().clone();
    assert_eq!(text(&output.stderr), "", "{arguments:?}");
    text(&output.stdout)
}

/// The objects that `redes` prints, one a line.
pub(crate) fn json_lines(arguments: &[&str]) -> Vec<Value> {
    let lines = printed(arguments);
    let object = |line| serde_json::from_str(line).unwrap();
    lines.lines().map(object).collect()
}

/// An object's keys, in alphabetical order.
pub(crate) fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

/// `redes` must end with this code, print nothing on standard output, and print each of these on standard error.
pub(crate) fn refuses(arguments: &[&str], code: i32, said: &[&str]) {
    let Output { stdout, stderr, .. } = redes(arguments).assert().code(code).get_output().clone();
    let stderr = text(&stderr);
    assert_eq!(text(&stdout), "", "{arguments:?}");
    for words in said {
        assert!(
            stderr.contains(words),
            "{arguments:?} does not say {words:?}: {stderr}"
        );
    }
    assert!(!stderr.contains("panicked"), "{arguments:?}: {stderr}");
}

/// The names of a folder's files, in order.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    names
}

/// A digit's picture, easily distinguished from the others: a dark square whose place says which digit it is, its darkness which
/// sample.
pub(crate) fn picture(index: usize) -> Vec<u8> {
    let digit = index % 10;
    let (top, left) = (4 + 12 * (digit / 5), 1 + 5 * (digit % 5));
    let ink = |row: usize, column: usize| {
        let inside = (top..top + 8).contains(&row) && (left..left + 5).contains(&column);
        // No two columns alike, so that normalising them matters.
        let shade = 100 + (index * 7 + row * 3 + column) % 150;
        if inside { shade as u8 } else { 0 }
    };
    (0..28 * 28).map(|at| ink(at / 28, at % 28)).collect()
}

/// A folder with the four files of MNIST's form, and far fewer images.
pub(crate) fn write_data(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for (name, first, count) in [("train", 0, TRAIN), ("t10k", TRAIN, TEST)] {
        let number = |number: usize| (number as u32).to_be_bytes();
        let mut images = [number(0x803), number(count), number(28), number(28)].concat();
        let mut labels = [number(0x801), number(count)].concat();
        for index in first..first + count {
            images.extend(picture(index));
            labels.push((index % 10) as u8);
        }
        fs::write(folder.join(format!("{name}-images-idx3-ubyte")), images).unwrap();
        fs::write(folder.join(format!("{name}-labels-idx1-ubyte")), labels).unwrap();
    }
}

/// Bytes as text.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A folder with data in `data`, and room for what a test writes.
pub(crate) struct Place(tempfile::TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        write_data(&place.path("data"));
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn name(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// A network trained for one epoch.
    pub(crate) fn model(&self) -> String {
        let (data, model) = (self.name("data"), self.name("model.safetensors"));
        printed(&[
            "train", "1.0", "--epochs", "1", "--data", &data, "--out", &model,
        ]);
        model
    }
}
