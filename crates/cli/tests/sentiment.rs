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

/// The printed words and the score of a text.
fn answer(text: &[u8]) -> (Vec<u64>, serde_json::Value) {
    let model = www().join("models/reviews-2.0.safetensors");
    let out = sentiment(&model, &["-", "--json"], text);
    assert!(out.status.success(), "{out:?}");
    let answer: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let words = answer["words"].as_array().unwrap();
    let ids = words.iter().filter_map(|word| word["id"].as_u64());
    (ids.collect(), answer["score"].clone())
}

#[test]
fn every_apostrophe_and_encoding_gives_the_same_words() {
    let plain = answer(b"It isn't good. I can't recommend this 'great' film.");
    // Keras's index: ranks 9, 215, 49, 10, 188, 383, 11, 84 and 19.
    assert_eq!(plain.0, [12, 218, 52, 13, 191, 386, 14, 87, 22]);
    let typed = "It isn’t good. I can´t recommend this ‘great’ film.";
    let spaced = "It\u{a0}isn&#39;t good.&nbsp;I can`t recom\u{ad}mend this “great” ﬁlm…";
    let words: Vec<u16> = typed.encode_utf16().collect();
    let latin = b"It isn\x92t good. I can\xb4t recommend this \x91great\x92 film.";
    let utf16 = |mark: u16, number: fn(u16) -> [u8; 2]| {
        let words = std::iter::once(mark).chain(words.iter().copied());
        words.flat_map(number).collect::<Vec<u8>>()
    };
    for text in [
        typed.as_bytes().to_vec(),
        spaced.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", typed.as_bytes()].concat(),
        latin.to_vec(),
        utf16(0xfeff, u16::to_le_bytes),
        utf16(0xfeff, u16::to_be_bytes),
    ] {
        assert_eq!(answer(&text), plain, "{}", String::from_utf8_lossy(&text));
    }
}

#[test]
fn there_is_no_verdict_without_known_words_and_a_note_where_most_are_unknown() {
    let model = www().join("models/reviews-2.0.safetensors");
    let lines = |text: &str| {
        let out = sentiment(&model, &["-"], text.as_bytes());
        assert!(out.status.success(), "{out:?}");
        String::from_utf8(out.stdout).unwrap()
    };
    for text in ["", "zyzzyva", "¿?", "película"] {
        let said = lines(text);
        assert!(said.starts_with("no verdict: "), "{said}");
        assert!(
            !said.contains("positive") && !said.contains("log-odds"),
            "{said}"
        );
        assert_eq!(answer(text.as_bytes()).1, serde_json::Value::Null);
    }
    for (text, counts) in [
        (
            "Una película excelente, me ha encantado de verdad",
            "8 words read, 5 of them unknown",
        ),
        (
            "La película es excelente",
            "4 words read, 3 of them unknown",
        ),
    ] {
        let said = lines(text);
        assert!(
            said.contains(counts) && said.contains("English words only"),
            "{said}"
        );
    }
    let said = lines("A zyzzyva of a film");
    assert!(!said.contains("English words only"), "{said}");
    assert!(said.contains("0.5, +1 for 0.73"), "{said}");
}
