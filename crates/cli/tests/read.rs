//! `redes read`: files of pen strokes, and what is wrong with them.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::fs;

use common::{json_lines, printed, refuses};
use serde_json::{Value, json};

/// A 7 and a 1, y upwards, and an empty line between them.
const DIGITS: &str = concat!(
    r#"{"digit": 7, "strokes": [[[150, 380], [340, 380], [220, 120]]]}"#,
    "\n\n",
    r#"{"digit": 1, "strokes": [[[250, 400], [250.5, 100]]]}"#,
);

fn file(text: impl AsRef<[u8]>) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("digits.jsonl");
    fs::write(&path, text).unwrap();
    let name = path.to_str().unwrap().to_owned();
    (folder, name)
}

fn matrix(places: &[(usize, usize)]) -> Value {
    let mut rows = [[0; 10]; 10];
    for (truth, answer) in places {
        rows[*truth][*answer] += 1;
    }
    json!(rows)
}

#[test]
fn both_networks_read_a_file_at_any_size() {
    let (_folder, name) = file(DIGITS);
    for size in [&[][..], &["--size", "0.1"], &["--size", "1"]] {
        let arguments = [&["read", &name, "--json"], size].concat();
        let [result] = json_lines(&arguments).try_into().unwrap();
        for case in ["1.0", "1.1"] {
            assert_eq!(result[case]["accuracy"], 1.0, "{size:?}");
            assert_eq!(result[case]["confusion"], matrix(&[(7, 7), (1, 1)]));
            assert_eq!(result[case]["no_digit"], 0);
            assert_eq!(result[case]["digits"], 2);
        }
    }
    let words = printed(&["read", &name]);
    assert!(words.contains("2 digits, as they are written in a box of 500 x 500"));
    assert!(words.contains("1.0: 100.00 % right"), "{words}");
}

#[test]
fn another_network_reads_too() {
    let (_folder, name) = file(DIGITS);
    let model = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../www/models/digits-1.1.safetensors"
    );
    let [result] = json_lines(&["read", &name, "--model", model, "--json"])
        .try_into()
        .unwrap();
    assert_eq!(result[model]["accuracy"], 1.0);
    let reviews = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../www/models/reviews-2.0.safetensors"
    );
    refuses(
        &["read", &name, "--model", reviews],
        1,
        &["784 inputs and 10 outputs"],
    );
}

#[test]
fn a_cross_is_counted_as_no_digit() {
    let cross = r#"{"digit": 4, "strokes": [[[100, 100], [400, 400]], [[100, 400], [400, 100]]]}"#;
    let (_folder, name) = file(cross);
    let [result] = json_lines(&["read", &name, "--json"]).try_into().unwrap();
    assert_eq!(result["1.0"]["no_digit"], 1);
    assert_eq!(result["1.1"]["no_digit"], 1);
}

#[test]
fn what_is_wrong_is_reported_with_its_line() {
    for (line, said) in [
        ("{", "not of the form"),
        ("[]", "not of the form"),
        (r#"{"digit": 7}"#, "missing field `strokes`"),
        (r#"{"strokes": [[[1, 2]]]}"#, "missing field `digit`"),
        (r#"{"digit": "7", "strokes": [[[1, 2]]]}"#, "invalid type"),
        (r#"{"digit": 7, "strokes": [[[1]]]}"#, "not of the form"),
        (
            r#"{"digit": 10, "strokes": [[[1, 2]]]}"#,
            "the digit 10 is not one of 0 to 9",
        ),
        (
            r#"{"digit": -1, "strokes": [[[1, 2]]]}"#,
            "the digit -1 is not",
        ),
        (r#"{"digit": 7, "strokes": []}"#, "it has no strokes"),
        (r#"{"digit": 7, "strokes": [[], []]}"#, "it has no strokes"),
    ] {
        let (_folder, name) = file(format!("{DIGITS}\n{line}\n"));
        refuses(&["read", &name], 1, &["digits.jsonl, line 4", said]);
    }
}

#[test]
fn what_is_no_file_of_digits_is_refused() {
    let (_folder, name) = file("\n \n");
    refuses(&["read", &name], 1, &["has no digits in it"]);
    let (_folder, name) = file(b"\xfd7zXZ\0rest");
    refuses(&["read", &name], 1, &["is compressed", "xz -d"]);
    let (_folder, name) = file(b"\xff\xfe");
    refuses(&["read", &name], 1, &["line 1"]);
    refuses(
        &["read", "nowhere.jsonl"],
        1,
        &["cannot read nowhere.jsonl"],
    );
    for size in ["0", "1.5", "nan", "x"] {
        refuses(
            &["read", &name, "--size", size],
            2,
            &["greater than 0 and at most 1"],
        );
    }
}
