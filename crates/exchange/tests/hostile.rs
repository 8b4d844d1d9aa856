//! Files that mean harm: an error, never a panic, and no more memory than a file of their size may ask for.
#![allow(clippy::unwrap_used, missing_docs)]

mod answers;
#[path = "../examples/fuzz/pack.rs"]
mod pack;

use answers::model;
use redes_exchange::{ExchangeError, read, read_weights};

#[test]
fn every_cut_is_an_error() {
    for name in [
        "dense.keras",
        "deflated.keras",
        "lstm-2.h5",
        "dense.weights.h5",
    ] {
        let bytes = model(name);
        let known = read(&model("dense.keras")).unwrap().architecture;
        let end = bytes.iter().rposition(|&byte| byte != 0).unwrap();
        for length in (0..end).step_by(61) {
            assert!(read(&bytes[..length]).is_err(), "{name} {length}");
            assert!(
                read_weights(&bytes[..length], &known).is_err(),
                "{name} {length}"
            );
        }
    }
}

#[test]
fn changed_bytes_of_a_zip_are_seen() {
    let bytes = model("deflated.keras");
    let whole = read(&bytes).unwrap();
    for at in (0..bytes.len()).step_by(7) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x55;
        // Dates, versions and the like may change; what is read may not.
        if let Ok(opened) = read(&changed) {
            assert_eq!(opened.parameters, whole.parameters, "{at}");
        }
    }
}

/// A zip like `dense.keras` whose member's size in the directory is another.
fn with_size(name: &str, size: u32) -> Vec<u8> {
    let mut bytes = model(name);
    let place = bytes
        .windows(4)
        .rposition(|four| four == b"PK\x01\x02")
        .unwrap();
    bytes[place + 24..place + 28].copy_from_slice(&size.to_le_bytes());
    bytes
}

#[test]
fn a_zip_bomb_is_refused_by_its_size() {
    let error = read(&with_size("deflated.keras", u32::MAX)).unwrap_err();
    assert!(matches!(error, ExchangeError::TooLarge { .. }), "{error}");
    // One that says less than it holds.
    let error = read(&with_size("deflated.keras", 100)).unwrap_err();
    assert!(matches!(error, ExchangeError::Damaged { .. }), "{error}");
    let error = read(&with_size("dense.keras", 100)).unwrap_err();
    assert!(matches!(error, ExchangeError::Damaged { .. }), "{error}");
}

#[test]
fn names_of_members_are_no_paths() {
    let mut members = pack::members(&model("dense.keras"));
    assert_eq!(members.len(), 3);
    for name in [
        "../config.json",
        "/config.json",
        "a/config.json",
        "config.json\0",
    ] {
        for (member, _) in members
            .iter_mut()
            .filter(|(member, _)| member.contains("config.json"))
        {
            *member = name.to_owned();
        }
        let error = read(&pack::zip(&members)).unwrap_err();
        assert!(error.to_string().contains("no config.json"), "{error}");
    }
    // What stands beside the three members is not looked at.
    let mut members = pack::members(&model("dense.keras"));
    members.insert(0, ("../../etc/passwd".to_owned(), b"root".to_vec()));
    assert!(read(&pack::zip(&members)).is_ok());
}

#[test]
fn deep_json_is_refused() {
    let mut members = pack::members(&model("dense.keras"));
    for open in ["[", "{\"config\":"] {
        for (_, config) in members.iter_mut().filter(|(name, _)| name == "config.json") {
            *config = open.repeat(100_000).into_bytes();
        }
        let error = read(&pack::zip(&members)).unwrap_err();
        assert!(matches!(error, ExchangeError::Damaged { .. }), "{error}");
    }
}

#[test]
fn other_files_are_reported_by_their_bytes() {
    for bytes in [
        &b"\x89PNG\r\n\x1a\n and more"[..],
        b"<!DOCTYPE html>",
        &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0],
    ] {
        let error = read(bytes).unwrap_err();
        assert!(
            matches!(error, ExchangeError::UnknownFormat { .. }),
            "{error}"
        );
    }
    for bytes in [&b""[..], b"ab"] {
        let error = read(bytes).unwrap_err();
        assert!(matches!(error, ExchangeError::TooShort { .. }), "{error}");
    }
    let zip = pack::zip(&[("hello.txt".to_owned(), b"hello".to_vec())]);
    assert!(
        read(&zip)
            .unwrap_err()
            .to_string()
            .contains("no config.json")
    );
    assert!(read(&redes_hdf5::write::Group::new().to_file().unwrap()).is_err());
}
