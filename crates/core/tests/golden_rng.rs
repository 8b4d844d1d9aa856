//! NumPy's legacy generator, value by value; made by `golden/rng.py`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use redes_core::rng::RandomState;
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    seed: u32,
    u32: Vec<u32>,
    random_sample: Vec<String>,
    random_sample_later: Vec<String>,
    uniform: Vec<String>,
    normal: Vec<String>,
    random_sample_between: Vec<String>,
    normal_kept: Vec<String>,
    permutation_10: Vec<usize>,
    permutation_70000: Vec<usize>,
    shuffle: String,
    randint: Vec<Range>,
    random_sample_last: Vec<String>,
}

#[derive(Deserialize)]
struct Range {
    low: i64,
    high: i64,
    values: Vec<i64>,
}

fn same(what: &str, expected: &[String], mut draw: impl FnMut() -> f64) {
    for (i, text) in expected.iter().enumerate() {
        let (expected, drawn) = (text.parse::<f64>().unwrap(), draw());
        assert_eq!(
            drawn.to_bits(),
            expected.to_bits(),
            "{what}[{i}]: {drawn} is not {text}"
        );
    }
}

/// NumPy's normals take their logarithm from its C library, which in one case of a
/// thousand isn't the nearest double (see `rounded_functions.rs`): one last bit, now and then.
fn same_normals(what: &str, expected: &[String], mut draw: impl FnMut() -> f64) {
    let mut off = 0;
    for (i, text) in expected.iter().enumerate() {
        let (expected, drawn) = (text.parse::<f64>().unwrap(), draw());
        let ulps = drawn.to_bits().abs_diff(expected.to_bits());
        assert!(ulps <= 1, "{what}[{i}]: {drawn} is not {text}");
        off += ulps;
    }
    // Of the 2,015 normals of the five seeds two are off: one pair of seed 42.
    assert!(off <= 2, "{what}: {off} of {}", expected.len());
}

#[test]
fn every_way_of_drawing_gives_numpys_bits() {
    let golden: Vec<Golden> = serde_json::from_str(include_str!("golden/rng.json")).unwrap();
    let seeds: Vec<u32> = golden.iter().map(|golden| golden.seed).collect();
    assert_eq!(seeds, [0, 1, 7, 42, u32::MAX]);
    for golden in golden {
        let mut rng = RandomState::new(golden.seed);
        let words: Vec<u32> = golden.u32.iter().map(|_| rng.next_u32()).collect();
        assert_eq!(words, golden.u32);
        same("random_sample", &golden.random_sample, || {
            rng.random_sample()
        });
        rng.random_sample_into(&mut [0.0; 1000]);
        same("later", &golden.random_sample_later, || rng.random_sample());
        same("uniform", &golden.uniform, || rng.uniform(-0.05, 0.05));
        same_normals("normal", &golden.normal, || rng.normal(0.0, 1.0));
        same("between", &golden.random_sample_between, || {
            rng.random_sample()
        });
        same_normals("normal kept", &golden.normal_kept, || rng.normal(3.0, 0.5));
        assert_eq!(rng.permutation(10), golden.permutation_10);
        let long = rng.permutation(70_000);
        assert_eq!(
            [0, 1, 2, 34_999, 69_999].map(|i| long[i]),
            golden.permutation_70000[..]
        );
        let mut letters: Vec<char> = ('a'..='k').collect();
        rng.shuffle(&mut letters);
        assert_eq!(letters.iter().collect::<String>(), golden.shuffle);
        for Range { low, high, values } in golden.randint {
            let drawn: Vec<i64> = values
                .iter()
                .map(|_| rng.randint(low, high).unwrap())
                .collect();
            assert_eq!(drawn, values, "randint({low}, {high})");
        }
        same("last", &golden.random_sample_last, || rng.random_sample());
    }
}

#[test]
fn an_empty_range_is_an_error() {
    for (low, high) in [(0, 0), (1, 0), (i64::MAX, i64::MIN)] {
        assert!(RandomState::new(1).randint(low, high).is_err());
    }
    let mut nothing: [u8; 0] = [];
    RandomState::new(1).shuffle(&mut nothing);
    assert!(RandomState::new(1).permutation(0).is_empty());
}
