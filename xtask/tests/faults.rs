//! Checks that FAULTS.md names the tests that there are.
#![allow(clippy::unwrap_used, missing_docs)]

use std::{collections::BTreeSet, fs, path::Path};

/// The files whose tests are all about faults.
const ABOUT: [&str; 10] = [
    "alive",
    "digests",
    "disturbed",
    "faults",
    "junk",
    "kept",
    "left",
    "parts",
    "resumed",
    "trouble",
];

fn checkout() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The tests of the folder, as `file::test`.
fn tests(folder: &Path) -> BTreeSet<String> {
    let mut tests = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|kind| kind != "rs") {
            continue;
        }
        let file = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        for part in text.split("test]\n").skip(1) {
            let name = part.split("fn ").nth(1).unwrap();
            let name = name.split('(').next().unwrap();
            tests.insert(format!("{file}::{name}"));
        }
    }
    tests
}

/// The names between backticks that are those of tests.
fn named(text: &str) -> BTreeSet<String> {
    let quoted = text.split('`').skip(1).step_by(2);
    let names = quoted.filter(|name| name.contains("::"));
    names.map(str::to_owned).collect()
}

#[test]
fn every_test_in_the_list_exists_and_every_test_of_a_fault_is_in_the_list() {
    let list = fs::read_to_string(checkout().join("FAULTS.md")).unwrap();
    let (tests, named) = (tests(&checkout().join("crates/e2e/tests")), named(&list));
    assert!(named.len() > 20, "{named:?}");
    let unknown: Vec<_> = named.difference(&tests).collect();
    assert!(unknown.is_empty(), "no such tests: {unknown:?}");
    let about = tests.iter().filter(|name| {
        ABOUT
            .iter()
            .any(|file| name.starts_with(&format!("{file}::")))
    });
    let left: Vec<_> = about.filter(|name| !named.contains(*name)).collect();
    assert!(left.is_empty(), "not in FAULTS.md: {left:?}");
}
