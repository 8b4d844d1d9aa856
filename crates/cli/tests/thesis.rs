//! `redes perceptron` and `redes circles`: the thesis's digits, JSON keys, the file of points.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use common::{json_lines, keys, names, printed};
use ndarray::Array2;
use redes_core::rng::RandomState;
use redes_data::circles::make_circles;
use serde_json::Value;

#[test]
fn the_perceptron_prints_the_digits_of_the_thesis() {
    let text = printed(&["perceptron"]);
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = |word| words.iter().position(|found| *found == word);
    let printed_in_order = [
        "-0.16595599",
        "0.44064899",
        "-0.99977125",
        "9.67299303",
        "-0.2078435",
        "-4.62963669",
        "0.99993704",
    ]
    .map(at);
    assert!(printed_in_order.iter().all(Option::is_some), "{text}");
    assert!(printed_in_order.is_sorted(), "{text}");
    assert!(text.contains("after 10000 steps"), "{text}");
    assert!(text.ends_with("[1, 0, 0] -> 0.99993704\n"), "{text}");
}

#[test]
fn the_perceptron_in_json() {
    let [report] = &json_lines(&["perceptron", "--json"])[..] else {
        panic!("one line")
    };
    assert_eq!(keys(report), ["initial", "output", "trained"]);
    assert_eq!(
        rounded(&report["initial"]),
        ["-0.16595599", "0.44064899", "-0.99977125"]
    );
    assert_eq!(
        rounded(&report["trained"]),
        ["9.67299303", "-0.20784350", "-4.62963669"]
    );
    let output = report["output"].as_f64().unwrap();
    assert_eq!(format!("{output:.8}"), "0.99993704");
}

#[test]
fn a_perceptron_without_steps_keeps_its_weights() {
    let report = &json_lines(&["perceptron", "--iterations", "0", "--json"])[0];
    assert_eq!(report["initial"], report["trained"]);
    let other = &json_lines(&["perceptron", "--iterations", "0", "--seed", "2", "--json"])[0];
    assert_ne!(report["initial"], other["initial"]);
    // 4294967295 is NumPy's last seed.
    let last = &json_lines(&["perceptron", "--seed", "4294967295", "--json"])[0];
    assert!(last["output"].as_f64().unwrap() > 0.99);
}

#[test]
fn the_circles_in_json() {
    let [report] = &json_lines(&["circles", "--json"])[..] else {
        panic!("one line")
    };
    assert_eq!(
        keys(report),
        [
            "accuracy",
            "cost",
            "fingerprint",
            "iterations",
            "listing",
            "samples",
            "seconds",
            "seed"
        ]
    );
    // As meant it learns, as printed (below) it can't: thesis §2.5.
    assert_eq!(report["accuracy"], 1.0);
    assert_eq!(report["listing"], "as meant");
    assert_eq!(
        (&report["iterations"], &report["samples"], &report["seed"]),
        (&2_500.into(), &500.into(), &0.into())
    );
    assert!(report["cost"].as_f64().unwrap() < 0.01);
    assert!(report["seconds"].as_f64().unwrap() > 0.0);
    assert_eq!(report["fingerprint"].as_str().unwrap().len(), 16);

    let as_printed = &json_lines(&["circles", "--as-printed", "--json"])[0];
    assert_eq!(as_printed["listing"], "as printed");
    assert!(as_printed["accuracy"].as_f64().unwrap() < 0.7);
}

#[test]
fn the_circles_obey_their_options() {
    let few = ["circles", "--iterations", "20", "--json"];
    let run = |more: &[&str]| json_lines(&[&few, more].concat())[0].clone();
    let fingerprint = |report: &Value| report["fingerprint"].as_str().unwrap().to_owned();
    let plain = run(&[]);
    assert_eq!(fingerprint(&plain), fingerprint(&run(&[])));
    for option in [
        ["--seed", "1"],
        ["--samples", "60"],
        ["--factor", "0.7"],
        ["--noise", "0.1"],
        ["--rate", "0.01"],
        ["--hidden", "3"],
        ["--hidden", "4,8,2"],
        ["--iterations", "21"],
    ] {
        // clap takes an option once only, so the one under test goes in place of the usual.
        let report = match option {
            ["--iterations", more] => {
                json_lines(&["circles", "--iterations", more, "--json"])[0].clone()
            }
            option => run(&option),
        };
        assert_ne!(fingerprint(&plain), fingerprint(&report), "{option:?}");
    }
    assert_eq!(run(&["--samples", "60"])["samples"], 60);
    let text = printed(&["circles", "--iterations", "20", "--seed", "3"]);
    assert!(text.starts_with("as meant, seed 3: accuracy "), "{text}");
    assert!(text.ends_with("after 20 steps\n"), "{text}");
}

#[test]
fn the_points_are_those_of_make_circles() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("points.npy");
    let file = path.to_str().unwrap();
    let samples = [
        "circles",
        "--samples",
        "40",
        "--seed",
        "7",
        "--iterations",
        "1",
    ];
    printed(&[&samples[..], &["--points", file]].concat());

    let table: Array2<f64> = ndarray_npy::read_npy(&path).unwrap();
    let expected = make_circles(40, 0.5, Some(0.05), &mut RandomState::new(7)).unwrap();
    assert_eq!(table.dim(), (40, 3));
    assert_eq!(table.slice(ndarray::s![.., ..2]), expected.inputs);
    assert_eq!(table.slice(ndarray::s![.., 2..]), expected.targets);
    assert_eq!(names(folder.path()), ["points.npy"]);
}

/// Numbers of a JSON list, with NumPy's eight decimals.
fn rounded(list: &Value) -> Vec<String> {
    let numbers = list.as_array().unwrap().iter();
    numbers
        .map(|number| format!("{:.8}", number.as_f64().unwrap()))
        .collect()
}
