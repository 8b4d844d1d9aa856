//! `redes ledger`: the table, its JSON, and its exit code.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::fs;

use common::{json_lines, printed, redes, refuses, text, write_data};
use serde_json::Value;

/// The standard output, standard error and exit code of `redes ledger`.
fn ledger(arguments: &[&str]) -> (String, String, Option<i32>) {
    let arguments = [&["ledger"], arguments].concat();
    let output = redes(&arguments).output().unwrap();
    let words = (text(&output.stdout), text(&output.stderr));
    assert!(!words.1.contains("panicked"), "{}", words.1);
    (words.0, words.1, output.status.code())
}

fn entry<'o>(objects: &'o [Value], id: &str) -> &'o Value {
    objects.iter().find(|object| object["id"] == id).unwrap()
}

#[test]
fn the_perceptron_and_the_circles_come_out() {
    let table = printed(&[
        "ledger",
        "--case",
        "circles",
        "--case",
        "perceptron",
        "--seeds",
        "1",
    ]);
    let lines: Vec<&str> = table.lines().collect();
    let find = |words: &str| {
        let line = lines.iter().find(|line| line.contains(words));
        *line.unwrap_or_else(|| panic!("{words}: {table}"))
    };
    for (what, verdict) in [
        ("Starting weights", "reproduced"),
        ("9.67299303", "reproduced"),
        ("Answer to the new input", "reproduced"),
        ("Input vectors, in the text", "thesis slips"),
        ("Year of Rosenblatt's perceptron", "not reproducible"),
        ("each layer updated", "within spread"),
        ("the listing as printed", "thesis slips"),
    ] {
        assert!(find(what).ends_with(verdict), "{what}: {table}");
    }
    assert!(table.find("The perceptron") < table.find("The circles"));
    for line in &lines {
        assert!(line.chars().count() <= 100, "{line}");
    }
    let last = lines.last().unwrap();
    assert!(
        last.contains(" entries: ") && !last.contains("not reproduced"),
        "{last}"
    );
}

#[test]
fn the_verdicts_in_json() {
    let objects = json_lines(&["ledger", "--case", "perceptron", "--json"]);
    let weights = entry(&objects, "perceptron/trained-weights");
    assert_eq!(weights["verdict"], "reproduced");
    assert_eq!(weights["class"], "exact");
    assert_eq!(weights["printed"][1], "-0.2078435");
    assert_eq!(weights["what"]["es"], "Pesos tras el entrenamiento");
    let measured = weights["measured"][0][1].as_f64().unwrap();
    assert_eq!(format!("{measured:.8}"), "-0.20784350");
    assert_eq!(
        entry(&objects, "perceptron/input-vectors")["verdict"],
        "slip"
    );

    let objects = json_lines(&["ledger", "--case", "circles", "--seeds", "2", "--json"]);
    let learned = entry(&objects, "circles/learned-as-meant");
    assert_eq!(learned["verdict"], "within_spread");
    assert_eq!(
        (&learned["max"], &learned["seeds"]),
        (&1.0.into(), &2.into())
    );
    assert_eq!(learned["measured"].as_array().unwrap().len(), 2);
}

#[test]
fn any_number_of_threads_prints_the_same() {
    let folder = tempfile::tempdir().unwrap();
    write_data(&folder.path().join("mnist"));
    let data = folder.path().to_str().unwrap();
    let run = |threads: &str| {
        let cases = ["--case", "perceptron", "--case", "data", "--case", "1.1"];
        let more = [
            "--seeds",
            "3",
            "--data",
            data,
            "--threads",
            threads,
            "--json",
        ];
        ledger(&[&cases[..], &more].concat())
    };
    let (objects, said, code) = run("1");
    assert_eq!(code, Some(1), "the data are not MNIST: {said}");
    let lines: Vec<Value> = objects
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for (id, runs) in [("1.1/epoch-3/loss", 3), ("1.1/samples", 1)] {
        let measured = &entry(&lines, id)["measured"];
        assert_eq!(measured.as_array().unwrap().len(), runs, "{id}");
    }
    assert_eq!(run("2"), (objects, said, code));
}

#[test]
fn missing_data_are_said_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let (table, said, code) = ledger(&["--data", data]);
    assert_eq!(code, Some(1));
    for words in ["no MNIST in", "no IMDB in", "going on without", data] {
        assert!(said.contains(words), "{words}: {said}");
    }
    for words in [
        "could not be computed for want of data",
        "1.0/first-digit",
        "2.0/second-review",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    for words in [
        "Weights after training",
        "2163605",
        "Case 2.1",
        "data missing",
    ] {
        assert!(table.contains(words), "{words}: {table}");
    }
    assert!(!table.contains("NOT REPRODUCED"), "{table}");
    // Sizes and settings need no data.
    let (table, _, code) = ledger(&["--data", data, "--case", "2.1"]);
    assert_eq!(code, Some(0), "{table}");
}

#[test]
fn what_does_not_come_out_is_said() {
    // Forms like those of MNIST, but other images.
    let folder = tempfile::tempdir().unwrap();
    write_data(&folder.path().join("mnist"));
    let data = folder.path().to_str().unwrap();
    let (table, said, code) = ledger(&["--case", "1.0", "--seeds", "1", "--data", data]);
    assert_eq!(code, Some(1));
    assert!(
        said.starts_with("redes: this should have come out and did not: "),
        "{said}"
    );
    assert!(said.contains("1.0/epoch-1/loss"), "{said}");
    assert!(table.contains("NOT REPRODUCED"), "{table}");
    assert!(
        table.contains("outside the spread of our runs (seeds: 1)"),
        "{table}"
    );

    fs::write(
        folder.path().join("mnist/train-images-idx3-ubyte"),
        "damaged",
    )
    .unwrap();
    let message = ["ledger", "--case", "1.0", "--data", data];
    refuses(&message, 1, &["train-images-idx3-ubyte"]);
}

#[test]
fn what_makes_no_sense_ends_with_2() {
    let help = printed(&["ledger", "--help"]);
    assert!(help.contains("Usage: redes ledger"), "{help}");
    refuses(
        &["ledger", "--case", "3.0"],
        2,
        &["there is no case 3.0", "perceptron"],
    );
    refuses(&["ledger", "--seeds", "0"], 2, &["--seeds"]);
}
