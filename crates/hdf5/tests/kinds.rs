//! Files that h5py wrote (`golden/h5py_files.py`): what is read of them, and what is refused by its name.
#![allow(clippy::unwrap_used, missing_docs)]

mod packed;

use packed::golden;
use redes_hdf5::{Error, File, Kind, Text};

#[test]
fn attributes_of_every_kind() {
    let bytes = golden("kinds.h5");
    let file = File::open(&bytes).unwrap();
    let root = file.root();
    let one = |name: &str| root.text(name).unwrap().unwrap().one().unwrap();
    assert_eq!(one("utf8"), "número");
    assert_eq!(one("ascii"), "plain");
    assert_eq!(one("fixed"), "fixed");
    assert_eq!(one("long").len(), 100_000);
    let list = |name: &str| root.text(name).unwrap().unwrap().list();
    assert_eq!(list("list"), ["a", "", "ccc"]);
    assert_eq!(list("fixed_list"), ["dense", "dense_1"]);
    assert_eq!(root.text("empty").unwrap(), Some(Text::List(vec![])));
    assert_eq!(root.text("null").unwrap(), Some(Text::List(vec![])));
    assert!(root.text("number").is_err());
    assert!(root.has("number") && !root.has("other"));
    // These stand in blocks that continue the header.
    let many = root.group("many").unwrap();
    for i in 0..40 {
        let text = many.text(&format!("attribute_{i}")).unwrap().unwrap();
        assert_eq!(text.one().unwrap(), format!("value {i}"));
        let number = many.dataset(&format!("d{i}")).unwrap();
        assert_eq!(number.f32().unwrap(), [i as f32]);
    }
    assert_eq!(many.datasets().count(), 40);
}

#[test]
fn numbers_of_every_kind() {
    let bytes = golden("kinds.h5");
    let file = File::open(&bytes).unwrap();
    let root = file.root();
    let floats = root.group("floats").unwrap();
    assert_eq!(floats.names().count(), 6);
    for (name, dataset) in floats.datasets() {
        let (kind, tiny) = match name.get(name.len() - 2..) {
            // 6e-8 is the smallest number of 16 bits, 2^-24.
            Some("f2") => (Kind::F16, 2_f32.powi(-24)),
            Some("f4") => (Kind::F32, 6e-8),
            _ => (Kind::F64, 6e-8),
        };
        assert_eq!(
            (dataset.kind(), dataset.shape()),
            (kind, &[2, 3][..]),
            "{name}"
        );
        let expected = [0.0, 1.0, -2.5, 0.125, tiny, 3.0];
        assert_eq!(dataset.f32().unwrap(), expected, "{name}");
    }
    for (name, dataset) in root.group("whole").unwrap().datasets() {
        let (values, first) = match name {
            "negative" => (&[-1.0, -100.0][..], -1),
            _ => (&[1.0, 2.0, 100.0][..], 1),
        };
        assert_eq!(dataset.kind(), Kind::Whole);
        assert_eq!(dataset.f32().unwrap(), values, "{name}");
        assert_eq!(dataset.first_whole(), Some(first), "{name}");
    }
    let values = |name: &str| root.dataset(name).unwrap().f32().unwrap();
    assert_eq!(values("bfloat16"), [1.0, -2.5, 3.0]);
    assert_eq!(root.dataset("bfloat16").unwrap().kind(), Kind::Bf16);
    assert_eq!(values("compact"), [1.0, 2.0, 3.0]);
    assert_eq!(values("nothing"), [0.0; 0]);
    assert_eq!(root.dataset("scalar").unwrap().first_whole(), Some(-7));
    assert!(root.dataset("floats").is_none() && root.group("scalar").is_none());
    assert!(root.dataset("scalar/deeper").is_none());
}

#[test]
fn what_is_not_read_is_named() {
    for (name, part) in [
        ("gzip.h5", "gzip"),
        ("lzf.h5", "LZF"),
        ("chunks.h5", "chunks"),
        ("latest.h5", "superblock"),
        ("ordered.h5", "headers of version 2"),
        ("link.h5", "links"),
    ] {
        let bytes = golden(name);
        let error = File::open(&bytes).unwrap_err();
        assert!(
            matches!(error, Error::Unsupported { .. }),
            "{name}: {error}"
        );
        assert!(error.to_string().contains(part), "{name}: {error}");
    }
    let unwritten = golden("unwritten.h5");
    let file = File::open(&unwritten).unwrap();
    let error = file.root().dataset("d").unwrap().f32().unwrap_err();
    assert!(error.to_string().contains("never written"), "{error}");
    for bytes in [&golden("userblock.h5")[..], b"PK\x03\x04 no hdf5", b""] {
        assert!(File::open(bytes).is_err());
    }
}
