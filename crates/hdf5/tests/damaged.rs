//! Damaged and hostile files: an error, never a panic, a hang, or memory that no file has.
#![allow(clippy::unwrap_used, missing_docs)]

mod packed;

use std::{path::PathBuf, time::Instant};

use packed::golden;
use redes_hdf5::write::{Attribute, Dataset, Group};
use redes_hdf5::{Error, File};

/// Reads all that a file has, as far as it can be read.
fn read(bytes: &[u8]) -> Result<usize, Error> {
    let file = File::open(bytes)?;
    let mut groups = vec![file.root()];
    let mut count = 0;
    while let Some(group) = groups.pop() {
        for name in [
            "utf8",
            "list",
            "fixed_list",
            "long",
            "empty",
            "number",
            "names",
        ] {
            count += group.text(name)?.map_or(0, |text| text.list().len());
        }
        for (_, dataset) in group.datasets() {
            count += dataset.f32()?.len();
            count += usize::from(dataset.first_whole().is_some());
            dataset.text("dtype")?;
        }
        groups.extend(group.groups().map(|(_, group)| group));
    }
    Ok(count)
}

fn small() -> Vec<u8> {
    let mut root = Group::new();
    root.attribute(
        "list",
        Attribute::AsciiList(vec!["one".into(), "two".into()]),
    );
    root.attribute(
        "names",
        Attribute::FixedList(vec!["one".into(), "two".into()]),
    );
    let dataset = Dataset::f32(&[2, 2], vec![1.0; 4]).unwrap();
    root.dataset("a/b/c", dataset).unwrap();
    root.dataset("d", Dataset::i64(&[], vec![1]).unwrap())
        .unwrap();
    root.to_file().unwrap()
}

#[test]
fn every_cut_is_an_error() {
    let file = small();
    assert!(read(&file).is_ok());
    let whole = file.iter().rposition(|&byte| byte != 0).unwrap();
    for length in 0..whole {
        assert!(read(&file[..length]).is_err(), "{length}");
    }
}

#[test]
fn no_changed_byte_makes_it_panic() {
    let mut file = small();
    for at in 0..file.len() {
        let before = file[at];
        for byte in [0, 1, 0x7f, 0x80, 0xff, before ^ 1, before.wrapping_add(8)] {
            file[at] = byte;
            let _ = read(&file);
        }
        file[at] = before;
    }
}

#[test]
fn no_changed_word_makes_it_panic_or_hang() {
    let start = Instant::now();
    let mut file = golden("kinds.h5");
    // The string of 100,000 letters is not worth a change.
    let places: Vec<usize> = (0..24_000)
        .chain(124_000..file.len() - 8)
        .step_by(8)
        .collect();
    let most = file.len() as u64;
    for at in places {
        let mut before = [0; 8];
        before.copy_from_slice(&file[at..at + 8]);
        for word in [
            u64::MAX,
            u64::MAX - 7,
            1 << 63,
            most,
            most - 8,
            96,
            at as u64,
        ] {
            file[at..at + 8].copy_from_slice(&word.to_le_bytes());
            let _ = read(&file);
        }
        file[at..at + 8].copy_from_slice(&before);
    }
    println!("{:?}", start.elapsed());
}

#[test]
fn circles_are_refused() {
    // The root's symbol table is made the one of the group in it.
    let mut root = Group::new();
    root.group("inner").unwrap();
    let mut file = root.to_file().unwrap();
    let word = |file: &[u8], at: usize| {
        let mut word = [0; 8];
        word.copy_from_slice(&file[at..at + 8]);
        u64::from_le_bytes(word)
    };
    let header = word(&file, 64);
    let place = file.windows(4).rposition(|four| four == b"SNOD").unwrap();
    assert_ne!(word(&file, place + 16), header);
    file[place + 16..place + 24].copy_from_slice(&header.to_le_bytes());
    let error = File::open(&file).unwrap_err();
    assert!(matches!(error, Error::Damaged { .. }), "{error}");
}

#[test]
fn a_shape_without_numbers_asks_for_no_memory() {
    let mut file = small();
    // The shape [2, 2] becomes one of 2^62 numbers, then one whose product is too large to count.
    let shape = [2_u64, 2].map(u64::to_le_bytes).concat();
    let at = file.windows(16).position(|part| part == shape).unwrap();
    for length in [1_u64 << 61, u64::MAX] {
        file[at..at + 8].copy_from_slice(&length.to_le_bytes());
        assert!(File::open(&file).is_err());
    }
}

/// The files of other people, which stand beside the repository: this crate and another implementation of HDF5 read the same.
#[test]
fn another_implementation_reads_the_same_of_real_files() {
    let place = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/keras-files"
    );
    let Ok(folder) = std::fs::read_dir(PathBuf::from(place)) else {
        println!("skipped: there is no {place}");
        return;
    };
    let mut compared = 0;
    for entry in folder {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        // A .keras stores its weights unpacked.
        let Some(start) = bytes
            .windows(8)
            .position(|part| part == redes_hdf5::SIGNATURE)
        else {
            continue;
        };
        let bytes = bytes[start..].to_vec();
        let theirs = hdf5_pure::File::from_bytes(bytes.clone()).unwrap();
        let file = File::open(&bytes).unwrap();
        let mut groups = vec![(String::new(), file.root())];
        while let Some((path, group)) = groups.pop() {
            for (name, dataset) in group.datasets() {
                if dataset.kind() != redes_hdf5::Kind::F32 {
                    continue;
                }
                let other = theirs.dataset(&format!("{path}{name}")).unwrap();
                let same = other
                    .read_f32()
                    .unwrap()
                    .iter()
                    .map(|v| v.to_bits())
                    .eq(dataset.f32().unwrap().iter().map(|v| v.to_bits()));
                assert!(same, "{path}{name}");
                compared += 1;
            }
            let inner = group.groups();
            groups.extend(inner.map(|(name, group)| (format!("{path}{name}/"), group)));
        }
    }
    println!("{compared} datasets");
    assert!(compared > 200, "{compared}");
}

#[test]
fn where_a_damaged_file_points_is_not_said() {
    let mut file = small();
    // The address of the root's header (II.A).
    file[64..72].copy_from_slice(&10_760_241_307_328_423_068_u64.to_le_bytes());
    let error = read(&file).unwrap_err().to_string();
    assert!(!error.contains("10760241307328"), "{error}");
    assert!(
        error.ends_with(&format!("at byte {}", file.len())),
        "{error}"
    );
}
