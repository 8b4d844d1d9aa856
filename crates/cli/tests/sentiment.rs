//! `redes sentiment`: the thesis's two reviews, and any text at all.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;

/// Where the weights and the reviews are that ship with the site.
fn www() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www")
}

fn sentiment(model: &Path, arguments: &[&str], text: &[u8]) -> Output {
    Command::cargo_bin("redes")
        .unwrap()
        .arg("sentiment")
        .arg(model)
        .args(arguments)
        .write_stdin(text)
        .output()
        .unwrap()
}

#[test]
fn the_thesis_reviews_are_told_apart() {
    for case in ["2.0", "2.1"] {
        let model = www().join(format!("models/reviews-{case}.safetensors"));
        for (name, positive) in [("first", false), ("second", true)] {
            let text = std::fs::read(www().join(format!("reviews/{name}.txt"))).unwrap();
            let out = sentiment(&model, &["-", "--json"], &text);
            assert!(out.status.success(), "{out:?}");
            let answer: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
            let score = answer["score"].as_f64().unwrap();
            assert_eq!(score > 0.5, positive, "{case} {name}: {score}");
            let words = answer["words"].as_array().unwrap();
            assert!(words.iter().all(|word| word["contribution"].is_f64()));
            if name == "second" {
                // The first words of the vector that the thesis prints, after the start.
                let ids = words.iter().take(6).filter_map(|word| word["id"].as_u64());
                assert_eq!(ids.collect::<Vec<_>>(), [14, 22, 3443, 6, 176, 7]);
            }
        }
    }
}

#[test]
fn any_text_is_taken() {
    let model = www().join("models/reviews-2.0.safetensors");
    let long = "not good ".repeat(200_000);
    for text in [
        &b""[..],
        b"\xff\xfe\x00",
        "🎬 <br /> ¿?".as_bytes(),
        long.as_bytes(),
    ] {
        let out = sentiment(&model, &["-"], text);
        assert!(out.status.success(), "{out:?}");
    }
    let endless = vec![b'a'; (16 << 20) + 1];
    let out = sentiment(&model, &["-"], &endless);
    assert_eq!(out.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&out.stderr).contains("longer than 16 MB"));
}

#[test]
fn other_networks_are_refused() {
    let digits = www().join("models/digits-1.0.safetensors");
    let out = sentiment(&digits, &["good"], b"");
    assert_eq!(out.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&out.stderr).contains("reads no reviews"));
}
