//! Exit codes and messages: 0 done, 1 something went wrong, 2 the command line makes no sense.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use common::{printed, redes, refuses, text};

#[test]
fn help_and_version() {
    let help = printed(&["--help"]);
    for command in [
        "perceptron",
        "circles",
        "train",
        "predict",
        "read",
        "summary",
    ] {
        assert!(help.contains(command), "{command}: {help}");
        let help = printed(&[command, "--help"]);
        assert!(
            help.contains(&format!("Usage: redes {command}")),
            "{command}: {help}"
        );
    }
    assert_eq!(
        printed(&["--version"]),
        concat!("redes ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn no_command_tells_the_commands() {
    let output = redes(&[]).assert().code(2).get_output().clone();
    assert_eq!(text(&output.stdout), "");
    assert!(text(&output.stderr).contains("Usage: redes <COMMAND>"));
}

#[test]
fn what_makes_no_sense_ends_with_2() {
    for (arguments, said) in [
        (&["nonsense"][..], "unrecognized subcommand 'nonsense'"),
        (&["perceptron", "--sed", "1"], "'--seed'"),
        (&["perceptron", "--seed", "x"], "'--seed <SEED>'"),
        (
            &["perceptron", "--seed", "4294967296"],
            "not in 0..=4294967295",
        ),
        (&["circles", "--samples", "1.5"], "'--samples <SAMPLES>'"),
        (&["circles", "--hidden", "4,x"], "'x'"),
        (&["train"], "<CASE>"),
        (&["train", "3.0"], "1.0, 1.1, 2.0 or 2.1"),
        (&["train", "1.0", "--epochs", "0"], "'--epochs <EPOCHS>'"),
        (&["train", "1.0", "--bits", "16"], "--out <FILE>"),
        (&["predict", "a", "b"], "--out <OUT.npy>"),
        (&["train", "1.0", "--seeds", "3-1"], "greater than the last"),
        (
            &["train", "1.0", "--seeds", "1-2", "--seed", "1"],
            "'--seed <SEED>'",
        ),
        (
            &["train", "1.0", "--seeds", "1-2", "--out", "a"],
            "'--out <FILE>'",
        ),
        (&["train", "1.0", "--threads", "0"], "'--threads <N>'"),
        (&["train", "1.0", "--threads", "2"], "--seeds <FIRST-LAST>"),
        (&["train", "1.0", "--activation", "step"], "'--activation <"),
        (&["ledger", "--threads", "x"], "'--threads <N>'"),
        (&["summary"], "<WHAT>"),
    ] {
        refuses(arguments, 2, &["error: ", said, "--help"]);
    }
}

#[test]
fn what_goes_wrong_ends_with_1_and_is_said() {
    for (arguments, said) in [
        (
            &["circles", "--samples", "0"][..],
            "samples is 0, but it must be between 1 and 1,000,000",
        ),
        (
            &["circles", "--factor", "2"],
            "factor is 2, but it must be at least 0 and below 1",
        ),
        (
            &["circles", "--noise=-1"],
            "noise is -1, but it must be a finite number, at least 0",
        ),
        (
            &["circles", "--noise", "inf"],
            "noise is inf, but it must be a finite number, at least 0",
        ),
        (
            &["circles", "--hidden", "4,0"],
            "units is 0, but it must be at least 1",
        ),
        (
            &["circles", "--rate", "nan"],
            "learning_rate is NaN, but it must be finite and not negative",
        ),
        (
            &["circles", "--rate", "1e308"],
            "training diverged at iteration 1: the loss or a weight is not finite",
        ),
        (
            &["summary", "no-such-file"],
            "no-such-file is neither a case (1.0, 1.1, 2.0, 2.1) nor a file that can be read",
        ),
        (
            &["predict", "no-such-file", "b", "--out", "c"],
            "cannot read no-such-file",
        ),
    ] {
        refuses(arguments, 1, &["redes: ", said]);
    }
}

#[test]
fn no_place_for_the_points() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("missing").join("points.npy");
    let file = path.to_str().unwrap();
    refuses(
        &["circles", "--iterations", "1", "--points", file],
        1,
        &["redes: cannot write", file],
    );
}

#[test]
fn the_summary_of_a_case_is_keras_s() {
    let text = printed(&["summary", "1.0"]);
    // `model.summary()` of Keras 3.15 for the same layers, but for the model's name.
    let keras = r#"Model: "digits-1.0"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
│ flatten (Flatten)               │ (None, 784)            │             0 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ dense (Dense)                   │ (None, 128)            │       100,480 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ dense_1 (Dense)                 │ (None, 128)            │        16,512 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ dense_2 (Dense)                 │ (None, 10)             │         1,290 │
└─────────────────────────────────┴────────────────────────┴───────────────┘
 Total params: 118,282 (462.04 KB)
 Trainable params: 118,282 (462.04 KB)
 Non-trainable params: 0 (0.00 B)
"#;
    assert_eq!(text.trim_end(), keras.trim_end());
    let other = printed(&["summary", "1.1"]);
    assert_eq!(other, text.replace("digits-1.0", "digits-1.1"));
}
