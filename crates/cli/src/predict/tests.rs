//! What is read of an array is what its header says: NumPy's own files, arrays at random, changed files.

use std::{fs, path::Path};

use half::f16;
use proptest::{collection::vec, prelude::*};

use super::{
    held, input,
    npy::{self, Numbers},
};

/// The types of numbers that are read, as NumPy writes them, without the order of their bytes.
const TYPES: [&str; 12] = [
    "b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8",
];

/// A number of a type, in the bytes of a little machine.
fn bytes(kind: &str, value: f64) -> Vec<u8> {
    match kind {
        "b1" => vec![u8::from(value != 0.0)],
        "i1" => (value as i8).to_le_bytes().to_vec(),
        "i2" => (value as i16).to_le_bytes().to_vec(),
        "i4" => (value as i32).to_le_bytes().to_vec(),
        "i8" => (value as i64).to_le_bytes().to_vec(),
        "u1" => (value as u8).to_le_bytes().to_vec(),
        "u2" => (value as u16).to_le_bytes().to_vec(),
        "u4" => (value as u32).to_le_bytes().to_vec(),
        "u8" => (value as u64).to_le_bytes().to_vec(),
        "f2" => f16::from_f64(value).to_le_bytes().to_vec(),
        "f4" => (value as f32).to_le_bytes().to_vec(),
        _ => value.to_le_bytes().to_vec(),
    }
}

/// What is read of that number.
fn expected(kind: &str, value: f64) -> f64 {
    match kind {
        "b1" => f64::from(u8::from(value != 0.0)),
        "i1" => f64::from(value as i8),
        "i2" => f64::from(value as i16),
        "i4" => f64::from(value as i32),
        "i8" => value as i64 as f64,
        "u1" => f64::from(value as u8),
        "u2" => f64::from(value as u16),
        "u4" => f64::from(value as u32),
        "u8" => i64::try_from(value as u64).unwrap_or(i64::MAX) as f64,
        "f2" => f64::from(f32::from(f16::from_f64(value))),
        _ => f64::from(value as f32),
    }
}

/// A file of these numbers, which are in the array's order: the last axis changes first, or with `fortran` the first.
fn file(kind: &str, big: bool, fortran: bool, shape: &[usize], values: &[f64]) -> Vec<u8> {
    let order = match (kind.ends_with('1'), big) {
        (true, _) => '|',
        (false, true) => '>',
        (false, false) => '<',
    };
    let axes: String = shape.iter().map(|axis| format!("{axis}, ")).collect();
    let fortran = if fortran { "True" } else { "False" };
    let text =
        format!("{{'descr': '{order}{kind}', 'fortran_order': {fortran}, 'shape': ({axes}), }}");
    let text = format!("{text:<117}\n")
        .replace(", )", ",)")
        .replace("(,)", "()");
    let mut file = b"\x93NUMPY\x01\0".to_vec();
    file.extend((text.len() as u16).to_le_bytes());
    file.extend(text.as_bytes());
    for &value in values {
        let mut bytes = bytes(kind, value);
        if big {
            bytes.reverse();
        }
        file.extend(bytes);
    }
    file
}

/// The shape and the numbers of what is read, row by row.
fn read(file: &[u8]) -> (Vec<usize>, Vec<f64>) {
    match npy::read(&mut file.to_vec()).unwrap() {
        Numbers::Floats(array) => (
            array.shape().to_vec(),
            array.iter().map(|value| f64::from(*value)).collect(),
        ),
        Numbers::Bytes(array) => (
            array.shape().to_vec(),
            array.iter().map(|value| f64::from(*value)).collect(),
        ),
        Numbers::Whole(array) => (
            array.shape().to_vec(),
            array.iter().map(|value| *value as f64).collect(),
        ),
    }
}

/// NumPy's files of `arrays/small`: each name and its bytes.
fn small() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/arrays/small");
    let files = fs::read_dir(folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, fs::read(path).unwrap())
    });
    files.collect()
}

/// SMALL of `arrays/make.py` in every type, both orders of bytes and both orders of axes.
#[test]
fn numpys_own_files_hold_the_same_numbers() {
    let mut read_types = 0;
    for (name, file) in small() {
        let (shape, numbers) = read(&file);
        let numbers: Vec<f64> = match &*name {
            "number" => {
                assert_eq!((shape, numbers), (vec![], vec![7.5]));
                continue;
            }
            "none" => {
                assert_eq!((shape, numbers), (vec![0, 3], vec![]));
                continue;
            }
            "cube" => {
                let expected = (0..24).map(f64::from).collect();
                assert_eq!((shape, numbers), (vec![2, 3, 4], expected));
                continue;
            }
            "not-finite" => {
                assert!(numbers[0].is_nan() && numbers[1..4].iter().all(|n| n.is_infinite()));
                let why = input::read(&mut file.clone(), 3).unwrap_err().to_string();
                assert!(why.starts_with("row 0 (from 0) contains NaN"), "{why}");
                continue;
            }
            _ => numbers,
        };
        let truth = name.contains("b1");
        let expected =
            [0.0, 1.0, 2.0, 3.0, 100.0, 5.0].map(|n: f64| if truth { n.min(1.0) } else { n });
        assert_eq!((shape, numbers), (vec![2, 3], expected.to_vec()), "{name}");
        read_types += 1;
    }
    assert_eq!(read_types, 44);
}

/// A type, its orders, a shape, and numbers for it, some of them greater than the type.
fn arrays() -> impl Strategy<Value = (&'static str, bool, bool, Vec<usize>, Vec<f64>)> {
    let kind = proptest::sample::select(&TYPES[..]);
    let number = prop_oneof![
        4 => (-300_i32..70_000).prop_map(f64::from),
        2 => -2.0..2.0,
        1 => any::<f64>(),
        1 => Just(f64::INFINITY),
    ];
    (kind, any::<bool>(), any::<bool>(), vec(0_usize..4, 0..4)).prop_flat_map(
        move |(kind, big, fortran, shape)| {
            let count = shape.iter().product::<usize>();
            let numbers = vec(number.clone(), count);
            (Just(kind), Just(big), Just(fortran), Just(shape), numbers)
        },
    )
}

/// The place in a file of the number at a place of the rows.
fn place(fortran: bool, shape: &[usize], mut at: usize) -> usize {
    if !fortran {
        return at;
    }
    let mut index: Vec<usize> = Vec::new();
    for axis in shape.iter().rev() {
        index.push(at % axis);
        at /= axis;
    }
    // From the last axis to the first.
    let axes = index.iter().zip(shape.iter().rev());
    axes.fold(0, |place, (index, axis)| place * axis + index)
}

proptest! {
    #[test]
    fn an_array_has_the_shape_and_the_numbers_of_its_file(
        (kind, big, fortran, shape, values) in arrays()
    ) {
        let file = file(kind, big, fortran, &shape, &values);
        let (found, numbers) = read(&file);
        prop_assert_eq!(&found, &shape);
        for (at, number) in numbers.iter().enumerate() {
            let expected = expected(kind, values[place(fortran, &shape, at)]);
            prop_assert!(*number == expected || number.is_nan() && expected.is_nan(), "{number} {expected}");
        }
        // Rows for a network: floats that are not finite are refused.
        let width = shape.iter().skip(1).product::<usize>();
        let finite = !kind.starts_with('f') || numbers.iter().all(|number| number.is_finite());
        if shape.len() > 1 && width > 0 && kind != "u1" {
            prop_assert_eq!(input::read(&mut file.clone(), width).is_ok(), finite);
        }
        held::outcome(&file, &[width, 784]);
    }

    #[test]
    fn a_changed_file_is_refused_or_read_as_its_header_says(
        file in proptest::sample::select(small()),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = file.1;
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        held::outcome(&bytes, &[3, 784]);
        bytes.truncate(cut.index(bytes.len()));
        held::outcome(&bytes, &[3, 784]);
    }
}
